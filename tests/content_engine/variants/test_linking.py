"""A claim that a person wrote out is a claim: recorded, marked, numbered, listed."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from content_engine import variants
from content_engine.models import VariantSegment, VariantVersion
from content_engine.vocabulary import SegmentKind
from knowledge_base import claims
from knowledge_base.models import ClaimVersion
from tests import kits
from tests.conftest import AT
from tests.content_engine import small_world
from tests.content_engine.small_world import SmallWorld

pytestmark = pytest.mark.django_db

TARGET, FLARES = str(kits.CLAIMS[0]["text"]), str(kits.CLAIMS[1]["text"])
DAILY = next(str(one["text"]) for one in kits.CLAIMS if one["key"] == "once-daily")


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[SmallWorld]:
    with small_world.built(django_db_blocker) as world:
        yield world


@pytest.fixture(scope="module")
def mail(world: SmallWorld) -> VariantVersion:
    return _stored(world, themes=["efficacy"])


@pytest.fixture(scope="module")
def message(world: SmallWorld) -> VariantVersion:
    return _stored(world, channel="sms", themes=["dosing"])


def _stored(world: SmallWorld, **changes: Any) -> VariantVersion:
    brief = small_world.brief(**{"count": 1, "formats": ["short"], **changes})
    run = variants.request(brief, by=world.author, at=AT)
    variants.carry_out(run.pk, by=world.author, at=AT, lease_seconds=60)
    return VariantVersion.objects.get(variant__family=run.family, variant__ordinal=1)


def body(version: VariantVersion) -> list[VariantSegment]:
    rows = VariantSegment.objects.filter(part__version=version, part__name="body")
    return list(rows.order_by("ordinal"))


def opened(version: VariantVersion, *, before: bool) -> VariantSegment:
    """An open stretch of the body, before or after its first claim."""
    rows = body(version)
    place = next(n for n, row in enumerate(rows) if row.kind == SegmentKind.CLAIM)
    wanted = rows[:place][::-1] if before else rows[place:]
    return next(row for row in wanted if row.block_version_id and row.ref)


def edited(
    world: SmallWorld, version: VariantVersion, row: VariantSegment, text: str
) -> VariantVersion:
    return variants.edit(version.pk, {row.pk: text}, by=world.author, at=AT)


def said(version: VariantVersion) -> list[tuple[str, str]]:
    """Claims and marks of the body in reading order, each with what it is of."""
    kinds = (SegmentKind.CLAIM, SegmentKind.REFERENCE)
    return [(row.text, row.ref) for row in body(version) if row.kind in kinds]


def listed(version: VariantVersion) -> list[tuple[str, str]]:
    rows = VariantSegment.objects.filter(
        part__version=version, part__name="footer", kind=SegmentKind.REFERENCE
    )
    return [(row.text[:2], row.ref) for row in rows.order_by("ordinal")]


def rules_of(version: VariantVersion) -> set[str]:
    return set(version.checks.get().findings.values_list("rule", flat=True))


def text_of(version: VariantVersion, name: str) -> str:
    return str(version.parts.get(name=name).text)


def test_a_claim_in_a_persons_words_is_linked_to_its_record(
    world: SmallWorld, mail: VariantVersion
) -> None:
    made = edited(world, mail, opened(mail, before=False), FLARES)
    segment = next(row for row in body(made) if row.text == FLARES)
    claim = claims.approved_version(kits.SLUG, "fewer-flares")
    assert (segment.kind, segment.claim_version) == (SegmentKind.CLAIM, claim)
    assert variants.using(claim).filter(pk=made.variant_id).exists()
    assert "EV-03" not in rules_of(made)


def test_words_around_the_claim_stay_copy(
    world: SmallWorld, mail: VariantVersion
) -> None:
    row = opened(mail, before=False)
    made = edited(world, mail, row, f"Good to know. {FLARES} Thank you.")
    rows = body(made)
    place = next(n for n, one in enumerate(rows) if one.text == FLARES)
    around = [(one.kind, one.text) for one in (rows[place - 1], rows[place + 2])]
    assert around == [("copy", "Good to know. "), ("copy", " Thank you.")]
    assert rows[place + 1].kind == SegmentKind.REFERENCE


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_marks_are_numbered_by_first_appearance_and_the_list_follows(
    world: SmallWorld, mail: VariantVersion, before: bool
) -> None:
    made = edited(world, mail, opened(mail, before=before), DAILY)
    marks = [(text, ref) for text, ref in said(made) if text.startswith("[")]
    numbers = [text for text, _ in dict.fromkeys(marks)]
    assert numbers == ["[1]", "[2]"]
    assert [ref for _, ref in dict.fromkeys(marks)] == [ref for _, ref in listed(made)]
    assert [text for text, _ in listed(made)] == ["1.", "2."]
    first = DAILY if before else TARGET
    assert said(made)[0][0] in (first, said(mail)[0][0])
    assert not {"EV-03"} & rules_of(made)


def test_nothing_else_of_the_mail_moves(
    world: SmallWorld, mail: VariantVersion
) -> None:
    made = edited(world, mail, opened(mail, before=False), DAILY)
    for name in ("subject", "safety_information", "prescribing_information"):
        assert text_of(made, name) == text_of(mail, name)
    assert text_of(made, "footer").endswith(
        text_of(mail, "footer").rpartition(listed(mail)[0][1])[2][-80:]
    )


def test_a_text_message_has_the_claim_and_no_marks(
    world: SmallWorld, message: VariantVersion
) -> None:
    rows = VariantSegment.objects.filter(part__version=message)
    row = next(
        one
        for one in rows.order_by("part__ordinal", "ordinal")
        if one.block_version_id and one.ref
    )
    made = variants.edit(message.pk, {row.pk: DAILY}, by=world.author, at=AT)
    claims_said = ClaimVersion.objects.filter(segments__part__version=made).distinct()
    assert "once-daily" in claims_said.values_list("claim__key", flat=True)
    assert "[" not in made.parts.order_by("ordinal")[0].text


def test_a_claim_that_an_edit_brought_in_goes_as_it_came(
    world: SmallWorld, mail: VariantVersion
) -> None:
    row = opened(mail, before=False)
    made = edited(world, mail, row, DAILY)
    segment = next(one for one in body(made) if one.text == DAILY)
    assert variants.brought_claims(made) == {segment.pk}
    back = edited(world, made, segment, row.text)
    assert back.content_sha256 == mail.content_sha256
    assert (said(back), listed(back)) == (said(mail), listed(mail))
    assert variants.brought_claims(back) == frozenset()


def test_claims_of_the_first_version_stay(
    world: SmallWorld, mail: VariantVersion
) -> None:
    assert variants.brought_claims(mail) == frozenset()
    made = edited(world, mail, opened(mail, before=False), DAILY)
    first = next(one for one in body(made) if one.text == said(mail)[0][0])
    with pytest.raises(variants.NotEditableError, match="is fixed"):
        edited(world, made, first, "Other words.")


def test_a_brought_claim_bent_loses_its_mark_and_is_refused_by_the_gate(
    world: SmallWorld, mail: VariantVersion
) -> None:
    made = edited(world, mail, opened(mail, before=False), DAILY)
    segment = next(one for one in body(made) if one.text == DAILY)
    bent = edited(world, made, segment, DAILY.replace("20 mg", "40 mg"))
    assert said(bent) == said(mail)
    assert "EV-01" in rules_of(bent)


def test_words_that_are_nearly_a_claim_are_copy(
    world: SmallWorld, mail: VariantVersion
) -> None:
    bent = FLARES.replace("2.6", "3.6")
    made = edited(world, mail, opened(mail, before=False), bent)
    segment = next(row for row in body(made) if row.text == bent)
    assert (segment.kind, segment.claim_version) == (SegmentKind.COPY, None)
    assert "EV-01" in rules_of(made)


def test_an_edit_without_a_claim_leaves_marks_and_list_alone(
    world: SmallWorld, mail: VariantVersion
) -> None:
    made = edited(world, mail, opened(mail, before=False), "Thank you for your care.")
    assert said(made) == said(mail)
    assert text_of(made, "footer") == text_of(mail, "footer")


def test_a_proposal_is_what_the_edit_makes_and_stores_nothing(
    world: SmallWorld, mail: VariantVersion
) -> None:
    row, before = opened(mail, before=True), VariantVersion.objects.count()
    proposal = variants.propose(mail.pk, {row.pk: DAILY}, at=AT)
    assert VariantVersion.objects.count() == before
    made = edited(world, mail, row, DAILY)
    stored = list(made.parts.order_by("ordinal").values_list("name", "text"))
    assert [(one.name, one.part.text) for one in proposal.parts] == stored
    found = list(made.checks.get().findings.order_by("pk").values_list("rule", "text"))
    assert [(one.rule, one.text) for one in proposal.check.findings] == found
    for one in proposal.parts:
        for stretch, start, end in one.spans():
            assert one.part.text[start:end] == stretch.segment.text


def test_a_proposal_without_changes_is_the_version_itself(
    mail: VariantVersion,
) -> None:
    proposal = variants.propose(mail.pk, {}, at=AT)
    assert all(
        stretch.source and stretch.at == 0
        for part in proposal.parts
        for stretch in part.stretches
    )


def test_a_version_whose_label_was_replaced_is_edited_still(
    world: SmallWorld, mail: VariantVersion
) -> None:
    """What it points to is taken from the version, not from today's label."""
    VariantSegment.objects.filter(part__version=mail, kind="safety").update(
        ref="US-safety-full@older"
    )
    made = edited(world, mail, opened(mail, before=False), "Thank you for your care.")
    old = VariantSegment.objects.get(part__version=mail, kind="safety")
    new = VariantSegment.objects.get(part__version=made, kind="safety")
    assert new.safety_text_id == old.safety_text_id
