"""Briefs are completed with stated defaults; every fault is named at once."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from content_engine import briefs
from content_engine.briefs import BriefFaultsError
from knowledge_base import claims
from knowledge_base.models import Brand, Claim, HcpProfile
from tests.kits import SLUG

DAY = datetime.date(2026, 11, 21)
Revise = Callable[..., None]
LEAST = {"brand": SLUG, "market": "US", "channel": "email"}


def faults(raw: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(BriefFaultsError) as refusal:
        briefs.complete(raw, day=DAY)
    assert refusal.value.messages == list(refusal.value.faults)
    return refusal.value.faults


def test_what_is_left_out_takes_stated_defaults(calvoryn: Brand) -> None:
    brief = briefs.complete(LEAST, day=DAY)
    assert brief.tones == ("clinical", "warm")
    assert brief.themes == ("dosing", "efficacy", "onset", "tolerability")
    assert brief.formats == ("standard",)
    assert (brief.count, brief.seed, brief.writer) == (8, 7, "composer")
    assert (brief.day, brief.language, brief.audience) == (DAY, "en-US", "HCP")
    assert brief.defaults == (
        "audience: HCP",
        "at: 2026-11-21",
        "language: en-US",
        "tones: clinical, warm (all tones of its copy)",
        "themes: dosing, efficacy, onset, tolerability (all that its claims have)",
        "formats: standard",
        "count: 8",
        "seed: 7",
        "writer: composer",
    )


def test_a_whole_brief_states_no_default_and_survives_a_round_trip(
    calvoryn: Brand, people: dict[str, HcpProfile]
) -> None:
    raw = {
        **LEAST,
        "audience": "HCP",
        "language": "en-US",
        "at": "2026-12-01",
        "objective": "Show the urate target",
        "expected_value": 4.5,
        "tones": ["warm"],
        "themes": ["efficacy"],
        "formats": ["short", "long"],
        "key_messages": ["urate-target"],
        "hcps": ["dr-seeker"],
        "segment_mix": {"seeker": 0.5, "advocate": 0.5},
        "count": 3,
        "seed": 11,
        "writer": "openai",
    }
    brief = briefs.complete(raw, day=DAY)
    assert brief.defaults == ()
    assert brief.as_dict() == raw
    assert briefs.complete(brief.as_dict(), day=DAY) == brief
    assert brief.context.day == datetime.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"brand": ""}, "brand: is missing."),
        ({"brand": "nobody"}, f"brand: nobody is not known; choose from {SLUG}."),
        ({"market": "FR"}, "market: FR is not known; choose from GB, US."),
        ({"market": 7}, "market: write words."),
        ({"channel": "fax"}, "channel: fax is not known; choose from email, rep_"),
        ({"channel": "rcs"}, "channel: The channel rcs is not built yet"),
        ({"audience": "PUBLIC"}, "audience: PUBLIC is not known; choose from HCP"),
        ({"at": "soon"}, "at: soon is not a date like 2026-11-21."),
        ({"tone": ["warm"]}, "tone: no brief has this key; did you mean tones?"),
        ({"zzzz": 1}, "zzzz: no brief has this key."),
        ({"tones": ["shrill"]}, "tones: shrill is not known; choose from clinical, w"),
        ({"tones": [1]}, "tones: write a list of words."),
        ({"themes": ["luck"]}, "themes: luck is not known; choose from dosing"),
        ({"formats": ["epic"]}, "formats: epic is not known; choose from short"),
        ({"count": 0}, "count: 0 is not between 1 and 200."),
        ({"count": 201}, "count: 201 is not between 1 and 200."),
        ({"count": "8"}, "count: 8 is not a whole number."),
        ({"seed": True}, "seed: True is not a whole number."),
        ({"writer": "me"}, "writer: me is not known; choose from composer, openai."),
        ({"objective": 3}, "objective: write words."),
        ({"expected_value": []}, "expected_value: write words."),
        ({"hcps": ["dr-who"]}, "hcps: nobody is known as dr-who."),
        ({"hcps": ["dr-gb"]}, "hcps: dr-gb practises in GB, not US."),
        ({"segment_mix": ["seeker"]}, "segment_mix: write segments with their shares"),
        ({"segment_mix": {"x": 1}}, "segment_mix: x is not known; choose from adv"),
        ({"segment_mix": {"seeker": -1}}, "segment_mix: A share of a segment cannot"),
    ],
)
def test_a_fault_is_named_by_its_key(
    calvoryn: Brand,
    people: dict[str, HcpProfile],
    changes: dict[str, Any],
    fault: str,
) -> None:
    found = faults({**LEAST, **changes})
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_every_fault_is_named_at_once(calvoryn: Brand) -> None:
    found = faults({**LEAST, "tones": ["x"], "count": 0, "writer": "y"})
    assert [fault.partition(":")[0] for fault in found] == ["tones", "count", "writer"]
    assert len(faults({})) == 3


def test_a_date_may_be_a_date(calvoryn: Brand) -> None:
    brief = briefs.complete({**LEAST, "at": datetime.date(2026, 12, 2)}, day=DAY)
    assert brief.day == datetime.date(2026, 12, 2)


def test_a_single_word_is_a_list_of_one(calvoryn: Brand) -> None:
    brief = briefs.complete({**LEAST, "tones": "warm", "key_messages": " "}, day=DAY)
    assert brief.tones == ("warm",)
    assert brief.key_messages == ()


def test_everybody_gets_at_least_one(
    calvoryn: Brand, people: dict[str, HcpProfile]
) -> None:
    raw = {**LEAST, "count": 1, "hcps": ["dr-seeker", "dr-advocate"]}
    brief = briefs.complete(raw, day=DAY)
    assert brief.count == 2
    assert "count: raised from 1 to 2, one for each HCP" in brief.defaults


def test_a_mix_is_scaled_to_one(calvoryn: Brand, people: dict[str, HcpProfile]) -> None:
    brief = briefs.complete({**LEAST, "segment_mix": {"seeker": 0.6}}, day=DAY)
    assert brief.segment_mix == {"seeker": 1.0}
    assert "segment_mix: shares scaled to sum to 1" in brief.defaults


def test_a_language_without_a_custom_is_english(calvoryn: Brand) -> None:
    calvoryn.markets.filter(market="GB").update(market="IE")
    assert briefs.complete({**LEAST, "market": "IE"}, day=DAY).language == "en"


def test_a_brand_without_copy_cannot_be_briefed(calvoryn: Brand) -> None:
    for block in calvoryn.copy_blocks.all():
        block.versions.update(
            retired_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        )
    assert faults(LEAST) == ("tones: the brand has none.",)


def test_a_theme_of_which_all_claims_expired_is_no_fault(revise: Revise) -> None:
    revise("urate-week-2", expires_on="2026-11-21")
    assert "onset" not in briefs.complete(LEAST, day=DAY).themes
    brief = briefs.complete({**LEAST, "themes": ["onset"]}, day=DAY)
    assert brief.themes == ("onset",)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"expires_on": "2026-11-21"}, "it expired on 2026-11-21"),
        ({"valid_from": "2027-01-02"}, "it is valid from 2027-01-02 only"),
        ({"markets": ["GB"]}, "it is not approved for US"),
        ({"channels": ["sms"]}, "it is not approved for the channel email"),
        ({"audiences": ["PAYER"]}, "it is not approved for the audience HCP"),
    ],
)
def test_a_claim_that_may_not_be_used_says_why(
    revise: Revise, changes: dict[str, Any], reason: str
) -> None:
    revise("urate-target", **changes)
    raw = {**LEAST, "key_messages": ["urate-target", "once-daily", "some words"]}
    brief = briefs.complete(raw, day=DAY)
    assert briefs.unavailable(brief) == {"urate-target": reason}


def test_a_withdrawn_claim_is_a_reason(
    calvoryn: Brand, author: User, at: datetime.datetime
) -> None:
    version = claims.approved_version(SLUG, "urate-target")
    claims.withdraw(claim_version_id=version.pk, reason="Wrong.", by=author, at=at)
    raw = {**LEAST, "key_messages": ["urate-target"]}
    found = briefs.unavailable(briefs.complete(raw, day=DAY))
    assert found == {"urate-target": "its latest version is withdrawn"}


def test_a_dead_reference_is_a_reason(calvoryn: Brand) -> None:
    calvoryn.references.filter(key="CAIRN-1-2024").update(expires_on=DAY)
    Claim.objects.create(brand=calvoryn, key="empty", kind="efficacy")
    raw = {**LEAST, "key_messages": ["urate-target", "empty"]}
    found = briefs.unavailable(briefs.complete(raw, day=DAY))
    assert found == {
        "urate-target": "a reference that it stands on has expired or was retracted"
    }
