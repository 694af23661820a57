"""What may be said is gathered whole, in few queries, and only what may be."""

import datetime

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from content_engine import checking, supplies
from content_engine.pieces import Context, Piece, PieceText
from content_engine.rules import obligatory
from content_engine.supply import Supply
from content_engine.vocabulary import PartName, Verdict
from knowledge_base.labels import NoLabelError
from knowledge_base.models import (
    BrandMarket,
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
    Label,
    Reference,
    SafetyText,
)
from tests import kits

DAY = datetime.date(2026, 11, 21)


@pytest.fixture
def loaded(requester: User, at: datetime.datetime) -> None:
    """The small brand, approved."""
    kits.load_small_kit(by=requester, at=at)


def place(market: str = "US", channel: str = "email", audience: str = "HCP") -> Context:
    return Context(kits.SLUG, market, channel, audience, DAY)


def keys(supply: Supply) -> list[str]:
    return [claim.key for claim in supply.claims]


def test_names_and_statements_come_from_the_brand(loaded: None) -> None:
    brand = supplies.gather(place("GB")).brand
    assert brand.full_name == "Calvoryn®▼ (ostivarel)"
    assert brand.manufacturer == "Fenmoor Biologics"
    assert brand.competitors == ("Dravettix", "polumarel")
    assert brand.prescribing_information_url == "https://pi.calvoryn.example/gb"
    assert "yellowcard" in brand.adverse_event_statement


def test_the_label_in_force_is_given_with_its_refs(loaded: None) -> None:
    label = supplies.gather(place()).label
    assert label.version == "2026-01"
    assert label.safety_short.ref == "US-safety-short@2026-01"
    assert label.safety_full.text == kits.FULL_SAFETY
    assert label.boxed_warning == ""
    assert label.dosing == ("One 20 mg tablet once daily.",)
    assert label.section_texts == ("Adults with gout.",)


def test_claims_come_with_all_that_must_travel_with_them(loaded: None) -> None:
    supply = supplies.gather(place("GB"))
    assert keys(supply) == sorted(keys(supply))
    urate = supply.claim("urate-target")
    assert urate is not None
    assert urate.ref == "urate-target@1"
    assert len(urate.wordings) == 2
    source = urate.sources[0]
    assert (source.ref, source.locator) == ("CAIRN-1-2024@1", "p. 104, table 2")
    assert source.quote.startswith("Urate below 6 mg/dL")
    assert source.design == "randomised"
    onset = supply.claim("urate-week-2")
    assert onset is not None
    assert onset.companions == ("common-reactions",)
    extension = supply.claim("year-one-extension")
    assert extension is not None
    assert extension.qualifiers[0].startswith("CAIRN-EXT was")
    reactions = supply.claim("common-reactions")
    assert reactions is not None
    assert [one.locator for one in reactions.sources] == ["", ""]


@pytest.mark.parametrize(
    ("context", "absent"),
    [
        (place("US"), {"year-one-extension"}),
        (place("GB"), set()),
        (place("GB", "sms"), {"year-one-extension"}),
    ],
)
def test_only_what_may_be_said_there_is_gathered(
    loaded: None, context: Context, absent: set[str]
) -> None:
    every = {claim["key"] for claim in kits.CLAIMS}
    assert every - set(keys(supplies.gather(context))) == absent


def test_other_audiences_get_their_own(loaded: None) -> None:
    assert keys(supplies.gather(place(audience="PAYER"))) == ["once-daily"]


def test_withdrawn_expired_and_unfounded_claims_are_left_out(
    requester: User, at: datetime.datetime
) -> None:
    dates = {
        "fewer-flares": {"expires_on": "2026-11-21"},
        "once-daily": {"valid_from": "2026-11-22"},
    }
    claims = [{**claim, **dates.get(claim["key"], {})} for claim in kits.CLAIMS]
    kits.load_small_kit(by=requester, at=at, claims=claims)
    ClaimVersion.objects.filter(claim__key="urate-target").update(
        state=ClaimState.WITHDRAWN, withdrawn_at=at
    )
    Reference.objects.filter(key="CAIRN-EXT-2025").update(retracted_at=at)
    left = keys(supplies.gather(place("GB")))
    assert left == ["common-reactions", "urate-week-2"]


def test_blocks_are_those_of_the_channel_in_force(
    loaded: None, at: datetime.datetime
) -> None:
    mail, sms = supplies.gather(place()), supplies.gather(place(channel="sms"))
    assert {block.role for block in sms.blocks} == {"opening", "call_to_action"}
    assert {"greeting", "subject"} <= {block.role for block in mail.blocks}
    assert mail.blocks[0].ref == f"{mail.blocks[0].key}@1"
    CopyBlockVersion.objects.update(retired_at=at)
    assert supplies.gather(place()).blocks == ()


def test_a_query_puts_the_best_claims_first_and_keeps_the_others(loaded: None) -> None:
    supply = supplies.gather(place(), "gout flares over 48 weeks")
    assert supply.claims[0].key == "fewer-flares"
    assert supply.claims[0].score > 0
    assert supply.claims[0].why
    assert sorted(keys(supply)) == keys(supplies.gather(place()))


def test_gathering_takes_one_query_a_table(
    loaded: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(9):
        supplies.gather(place("GB"))


@pytest.mark.parametrize(
    "context", [place("DE"), Context("x", "US", "email", "HCP", DAY)]
)
def test_unknown_places_are_named(loaded: None, context: Context) -> None:
    with pytest.raises(supplies.UnknownBrandError, match=context.market):
        supplies.gather(context)


def test_without_a_label_nothing_may_be_said(
    loaded: None, at: datetime.datetime
) -> None:
    Label.objects.filter(market="US").update(withdrawn_at=at)
    with pytest.raises(NoLabelError, match="US"):
        supplies.gather(place())


def test_a_label_without_safety_information_is_refused(loaded: None) -> None:
    SafetyText.objects.filter(label__market="US", form="SHORT").delete()
    with pytest.raises(supplies.NoSafetyTextError, match="short"):
        supplies.gather(place())


def test_a_foreign_piece_is_checked_against_the_database(
    loaded: None, at: datetime.datetime
) -> None:
    context = place(channel="sms")
    brand = supplies.gather(context).brand
    claim = supplies.gather(context).claim("once-daily")
    assert claim is not None
    lines = [
        obligatory.promotional_line(brand, context),
        claim.text,
        kits.SHORT_SAFETY,
        obligatory.prescribing_line(brand, context),
        obligatory.opt_out_line(brand, context),
    ]
    piece = Piece(context, (PieceText(PartName.BODY, " ".join(lines)),))
    assert checking.check_foreign(piece).verdict == Verdict.CLEARED
    ClaimVersion.objects.update(state=ClaimState.WITHDRAWN, withdrawn_at=at)
    assert checking.check_foreign(piece).verdict == Verdict.BLOCKED


def test_a_market_without_an_address_has_none(loaded: None) -> None:
    BrandMarket.objects.update(privacy_url="", postal_address="")
    brand = supplies.gather(place()).brand
    assert (brand.privacy_url, brand.postal_address) == ("", "")
