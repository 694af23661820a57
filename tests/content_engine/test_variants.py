"""Families are stored whole or not at all; an edit is always a new version."""

import datetime
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from content_engine import pipeline, variants
from content_engine.briefs import BriefFaultsError
from content_engine.models import (
    Brief,
    Family,
    GenerationRun,
    InfeasibleCell,
    Variant,
    VariantSegment,
    VariantVersion,
)
from content_engine.pieces import sha256
from content_engine.pipeline import Generated
from content_engine.variants import (
    NotEditableError,
    NothingChangedError,
    RunStandsError,
    StaleVersionError,
    carrying,
)
from content_engine.vocabulary import RunState, SegmentKind, WriterName
from content_engine.writers import registry
from content_engine.writers.protocol import WriterFailedError
from knowledge_base import claims, labels, ledger
from knowledge_base.models import HcpProfile, Label, LedgerEntry
from tests.kits import SLUG

LATER = datetime.timedelta(minutes=10)


@pytest.fixture
def run(raw: dict[str, Any], author: User, at: datetime.datetime) -> GenerationRun:
    return variants.request(raw, by=author, at=at)


@pytest.fixture
def carry(author: User, at: datetime.datetime) -> Callable[..., GenerationRun]:
    def carry_out(run: GenerationRun, **changes: Any) -> GenerationRun:
        given = {"by": author, "at": at, "lease_seconds": 60, **changes}
        return variants.carry_out(run.pk, **given)

    return carry_out


@pytest.fixture
def version(run: GenerationRun, carry: Callable[..., GenerationRun]) -> VariantVersion:
    carry(run)
    return VariantVersion.objects.get(variant__family=run.family, variant__ordinal=1)


def actions() -> list[str]:
    rows = LedgerEntry.objects.order_by("sequence")
    mine = ("brief.", "family.", "run.", "variant.")
    return [row.action for row in rows if row.action.startswith(mine)]


def opened(version: VariantVersion, part: str = "headline") -> VariantSegment:
    return VariantSegment.objects.get(
        part__version=version, part__name=part, block_version__isnull=False
    )


def stretch(version: VariantVersion, kind: SegmentKind) -> VariantSegment:
    found = VariantSegment.objects.filter(part__version=version, kind=kind)
    row = found.order_by("part__ordinal", "ordinal").first()
    assert row is not None
    return row


# Requesting


def test_a_request_leaves_brief_family_run_and_one_line(
    run: GenerationRun, author: User
) -> None:
    assert run.state == RunState.QUEUED
    assert run.total_cells == 2
    brief = run.family.brief
    assert brief.content["formats"] == ["short"]
    assert "seed: 7" in brief.defaults
    assert brief.requested_by == author
    assert actions() == ["brief.requested"]


def test_a_faulty_brief_stores_nothing(
    raw: dict[str, Any], author: User, at: datetime.datetime
) -> None:
    with pytest.raises(BriefFaultsError):
        variants.request({**raw, "count": 0}, by=author, at=at)
    assert not Brief.objects.exists()


def test_only_a_failed_family_is_asked_for_again(
    run: GenerationRun, author: User, at: datetime.datetime
) -> None:
    with pytest.raises(RunStandsError, match="has not failed"):
        variants.request_again(run.family_id, by=author, at=at)
    GenerationRun.objects.update(state=RunState.FAILED)
    again = variants.request_again(run.family_id, by=author, at=at)
    assert again.state == RunState.QUEUED
    assert actions() == ["brief.requested", "run.requested"]


# Carrying out


def test_a_family_is_stored_with_the_origin_of_every_stretch(
    run: GenerationRun, carry: Callable[..., GenerationRun]
) -> None:
    done = carry(run)
    assert done.state == RunState.DONE
    assert (done.done_cells, done.attempts, done.leased_until) == (2, 1, None)
    assert VariantVersion.objects.filter(run=run, number=1).count() == 2
    for segment in VariantSegment.objects.select_related("part"):
        assert segment.part.text[segment.start : segment.end] == segment.text
        assert segment.sha256 == sha256(segment.text)
        pointers = [
            segment.claim_version_id,
            segment.block_version_id,
            segment.safety_text_id,
            segment.reference_id,
        ]
        has_origin = segment.ref and segment.kind != SegmentKind.TOKEN
        assert sum(bool(pointer) for pointer in pointers) == bool(has_origin)
    claim = VariantSegment.objects.filter(kind=SegmentKind.CLAIM)[0]
    assert claim.claim_version is not None
    assert claim.sha256 == claim.claim_version.sha256
    assert actions() == ["brief.requested", "family.generated"]
    assert ledger.first_broken_entry() is None


def test_the_record_of_origin_says_what_was_used(
    run: GenerationRun, carry: Callable[..., GenerationRun]
) -> None:
    origin = carry(run).origin
    used = [claim["ref"] for claim in origin["claims"] if claim["used"]]
    assert used == ["urate-target@1"]
    assert origin["seed"] == 7
    assert origin["writers"][0]["name"] == "composer"
    assert origin["profile_fields"] == []
    assert set(origin["diversity"]) == {"self_bleu4", "distinct2", "largest_jaccard"}
    line = LedgerEntry.objects.get(action="family.generated")
    assert len(json.loads(line.payload)["variants"]) == 2


def test_the_same_request_gives_the_same_hashes(
    raw: dict[str, Any],
    author: User,
    at: datetime.datetime,
    carry: Callable[..., GenerationRun],
) -> None:
    found = []
    for _ in range(2):
        run = carry(variants.request(raw, by=author, at=at))
        found.append(list(run.versions.order_by("pk").values_list("content_sha256")))
    assert found[0] == found[1]


def test_people_and_infeasible_cells_are_kept(
    raw: dict[str, Any],
    people: dict[str, HcpProfile],
    author: User,
    at: datetime.datetime,
    carry: Callable[..., GenerationRun],
) -> None:
    brief = {**raw, "hcps": ["dr-seeker", "dr-advocate"], "key_messages": ["nobody"]}
    run = carry(variants.request(brief, by=author, at=at))
    assert run.state == RunState.DONE
    assert InfeasibleCell.objects.filter(run=run, hcp="dr-seeker").exists()
    brief.pop("key_messages")
    run = carry(variants.request(brief, by=author, at=at))
    made = run.family.variants.order_by("ordinal")
    assert [v.hcp and v.hcp.key for v in made] == ["dr-seeker", "dr-advocate"]
    assert made[0].affinity["score"] > 0.5
    assert run.origin["profile_fields"] == ["segment mix", "own facts"]


def test_progress_is_heard_and_kept(
    run: GenerationRun, carry: Callable[..., GenerationRun]
) -> None:
    heard: list[tuple[int, int]] = []
    carry(run, progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (2, 2)


def test_a_finished_or_held_run_is_left_alone(
    run: GenerationRun, carry: Callable[..., GenerationRun], at: datetime.datetime
) -> None:
    GenerationRun.objects.update(
        state=RunState.RUNNING, leased_until=at + LATER, attempts=1
    )
    assert carry(run).state == RunState.RUNNING
    GenerationRun.objects.update(state=RunState.DONE, leased_until=None)
    assert carry(run).attempts == 1
    assert not Variant.objects.exists()


def test_a_run_whose_lease_passed_can_be_taken(
    run: GenerationRun, carry: Callable[..., GenerationRun], at: datetime.datetime
) -> None:
    GenerationRun.objects.update(
        state=RunState.RUNNING, leased_until=at - LATER, attempts=1
    )
    done = carry(run)
    assert (done.state, done.attempts) == (RunState.DONE, 2)


def test_who_lost_the_lease_stores_nothing(
    run: GenerationRun,
    carry: Callable[..., GenerationRun],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = pipeline.generate

    def slow(*args: Any, **kwargs: Any) -> Generated:
        generated = real(*args, **kwargs)
        GenerationRun.objects.update(attempts=2)
        return generated

    monkeypatch.setattr(pipeline, "generate", slow)
    assert carry(run).state == RunState.RUNNING
    assert not Variant.objects.exists()
    assert actions() == ["brief.requested"]


def test_who_lost_the_lease_hears_it_at_the_next_beat(
    run: GenerationRun, carry: Callable[..., GenerationRun]
) -> None:
    def stolen(done: int, total: int) -> None:
        GenerationRun.objects.update(attempts=7)

    assert carry(run, progress=stolen).attempts == 7
    assert not Variant.objects.exists()


def test_beats_prolong_the_lease_but_not_at_every_step(
    run: GenerationRun, at: datetime.datetime, django_assert_num_queries: Any
) -> None:
    GenerationRun.objects.update(state=RunState.RUNNING, attempts=1)
    clock = time.monotonic()
    lease = carrying.Lease(run.pk, 1, at, 60, clock)
    lease.beat(1, 9)
    run.refresh_from_db()
    assert run.leased_until is not None
    assert run.leased_until >= at + datetime.timedelta(seconds=60)
    assert (run.done_cells, run.total_cells) == (1, 9)
    with django_assert_num_queries(0):
        lease.beat(2, 9)


def test_a_label_that_is_gone_fails_the_run_with_a_sentence(
    run: GenerationRun,
    carry: Callable[..., GenerationRun],
    author: User,
    at: datetime.datetime,
) -> None:
    label = Label.objects.get(brand__slug=SLUG, market="US")
    labels.withdraw(label_id=label.pk, reason="Recalled.", by=author, at=at)
    failed = carry(run)
    assert failed.state == RunState.FAILED
    assert "label" in failed.note
    assert failed.finished_at is not None
    assert not Variant.objects.exists()
    assert actions()[-1] == "run.failed"


def test_a_brief_that_no_longer_holds_fails_the_run(
    run: GenerationRun, carry: Callable[..., GenerationRun]
) -> None:
    run.family.brief.content["tones"] = ["shrill"]
    run.family.brief.save()
    assert carry(run).note.startswith("tones: shrill is not known")


def test_what_nobody_foresaw_is_noted_and_raised(
    run: GenerationRun,
    carry: Callable[..., GenerationRun],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*args: Any, **kwargs: Any) -> Generated:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "generate", broken)
    with pytest.raises(ZeroDivisionError):
        carry(run)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.note == "Something unforeseen went wrong (ZeroDivisionError)."


def test_a_failure_of_a_lost_run_is_the_other_workers_business(
    run: GenerationRun,
    carry: Callable[..., GenerationRun],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*args: Any, **kwargs: Any) -> Generated:
        GenerationRun.objects.update(attempts=5)
        raise ConnectionError("Gone.")

    monkeypatch.setattr(pipeline, "generate", broken)
    assert carry(run).state == RunState.RUNNING


@pytest.mark.parametrize("allowed", [True, False])
def test_a_writer_that_cannot_be_set_up(
    run: GenerationRun, carry: Callable[..., GenerationRun], allowed: bool
) -> None:
    GenerationRun.objects.update(
        writer=WriterName.OPENAI.value, fallback_allowed=allowed
    )
    done = carry(run)
    assert done.state == (RunState.DONE if allowed else RunState.FAILED)
    if allowed:
        assert {v.writer for v in done.versions.all()} == {"composer"}
        assert "OPENAI_API_KEY is not set" in done.note
    else:
        assert "OPENAI_API_KEY" in done.note


def test_the_registry_knows_its_writers(settings: Settings) -> None:
    assert registry.writer_by_name("composer").card.name == "composer"
    settings.OPENAI_API_KEY = "key"
    assert registry.writer_by_name("openai").card.name == "openai"
    with pytest.raises(WriterFailedError, match="No writer is called parrot"):
        registry.writer_by_name("parrot")


# Abandoned runs


def test_a_silent_run_is_queued_again(
    run: GenerationRun, at: datetime.datetime
) -> None:
    GenerationRun.objects.update(
        state=RunState.RUNNING, attempts=1, leased_until=at - LATER
    )
    assert variants.take_up_abandoned(at=at) == [run.pk]
    run.refresh_from_db()
    assert run.state == RunState.QUEUED
    assert "taken up again" in run.note
    assert actions()[-1] == "run.requeued"
    assert variants.take_up_abandoned(at=at) == []


def test_a_run_tried_too_often_fails(
    run: GenerationRun, at: datetime.datetime, settings: Settings
) -> None:
    GenerationRun.objects.update(
        state=RunState.RUNNING,
        attempts=settings.RUN_MAX_ATTEMPTS,
        leased_until=at - LATER,
    )
    assert variants.take_up_abandoned(at=at) == []
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "went silent 3 times" in run.note
    assert actions()[-1] == "run.failed"


def test_a_run_that_works_is_left_alone(
    run: GenerationRun, at: datetime.datetime
) -> None:
    GenerationRun.objects.update(
        state=RunState.RUNNING, attempts=1, leased_until=at + LATER
    )
    assert variants.take_up_abandoned(at=at) == []


def test_a_run_that_nobody_took_is_named_once_a_lease(
    run: GenerationRun, at: datetime.datetime
) -> None:
    assert variants.take_up_abandoned(at=at) == []
    assert variants.take_up_abandoned(at=at + LATER) == [run.pk]
    assert variants.take_up_abandoned(at=at + LATER) == []


# Editing


def test_other_words_make_a_new_version_and_old_ones_stay(
    version: VariantVersion, author: User, at: datetime.datetime
) -> None:
    segment = opened(version)
    made = variants.edit(
        version.pk, {segment.pk: "Evidence for gout in adults"}, by=author, at=at
    )
    assert (made.number, made.writer, made.written_by) == (2, "person", author)
    assert made.content_sha256 != version.content_sha256
    edited = VariantSegment.objects.get(part__version=made, part__name="headline")
    assert (edited.kind, edited.ref) == (SegmentKind.COPY, "")
    assert opened(version).text == segment.text
    assert made.checks.count() == 1
    assert actions()[-1] == "variant.edited"


def test_approved_words_of_another_block_keep_their_origin(
    version: VariantVersion, author: User, at: datetime.datetime
) -> None:
    segment = opened(version)
    texts = ("Evidence in adult gout", "Study findings in context")
    other = next(text for text in texts if text != segment.text)
    made = variants.edit(version.pk, {segment.pk: other}, by=author, at=at)
    assert opened(made).ref.startswith("clinical-headline-")
    back = variants.edit(made.pk, {opened(made).pk: "Plain words"}, by=author, at=at)
    copied = VariantSegment.objects.get(part__version=back, part__name="headline")
    again = variants.edit(back.pk, {copied.pk: other}, by=author, at=at)
    assert opened(again).text == other
    assert again.number == 4


def test_a_version_that_the_gate_blocks_is_stored_and_says_so(
    version: VariantVersion, author: User, at: datetime.datetime
) -> None:
    changes = {opened(version).pk: "Calvoryn cures gout in every patient"}
    made = variants.edit(version.pk, changes, by=author, at=at)
    assert made.checks.get().verdict == "blocked"
    assert made.checks.get().findings.filter(severity="BLOCK").exists()


@pytest.mark.parametrize(
    "kind", [SegmentKind.CLAIM, SegmentKind.SAFETY, SegmentKind.REFERENCE]
)
def test_what_is_fixed_cannot_be_rewritten(
    version: VariantVersion, author: User, at: datetime.datetime, kind: SegmentKind
) -> None:
    changes = {stretch(version, kind).pk: "Other words"}
    with pytest.raises(NotEditableError, match="is fixed"):
        variants.edit(version.pk, changes, by=author, at=at)
    assert version.variant.versions.count() == 1


def test_obligatory_lines_and_joints_cannot_be_rewritten(
    version: VariantVersion, author: User, at: datetime.datetime
) -> None:
    for row in (
        stretch(version, SegmentKind.BLOCK),
        stretch(version, SegmentKind.COPY),
    ):
        with pytest.raises(NotEditableError, match="is fixed"):
            variants.edit(version.pk, {row.pk: "Other words"}, by=author, at=at)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("   ", "cannot be left empty"),
        ("Line\nbreak", "no line breaks"),
        ("A [bracket]", "no line breaks, brackets"),
        ("Dear {{accountTitle}}", "accountTitle}} is not allowed by e-mail"),
        ("Much " * 40, "The headline has 200 characters; 120 are allowed."),
    ],
)
def test_words_that_may_not_stand_there(
    version: VariantVersion,
    author: User,
    at: datetime.datetime,
    text: str,
    sentence: str,
) -> None:
    with pytest.raises(NotEditableError) as refusal:
        variants.edit(version.pk, {opened(version).pk: text}, by=author, at=at)
    assert sentence in refusal.value.messages[0]


def test_the_same_words_are_no_new_version(
    version: VariantVersion, author: User, at: datetime.datetime
) -> None:
    segment = opened(version)
    for changes in ({}, {segment.pk: segment.text}):
        with pytest.raises(NothingChangedError, match=r"Nothing was changed\."):
            variants.edit(version.pk, changes, by=author, at=at)


def test_a_stale_version_is_refused_and_names_the_newest(
    version: VariantVersion, author: User, at: datetime.datetime
) -> None:
    segment = opened(version)
    variants.edit(version.pk, {segment.pk: "First words"}, by=author, at=at)
    with pytest.raises(StaleVersionError, match="Version 2 of this variant exists"):
        variants.edit(version.pk, {segment.pk: "Second words"}, by=author, at=at)


def test_a_stretch_of_another_version_is_refused(
    version: VariantVersion, author: User, at: datetime.datetime
) -> None:
    with pytest.raises(NotEditableError, match="not in this version"):
        variants.edit(version.pk, {10**9: "Words"}, by=author, at=at)


def test_placeholders_stay_placeholders(
    raw: dict[str, Any],
    author: User,
    at: datetime.datetime,
    carry: Callable[..., GenerationRun],
) -> None:
    run = carry(variants.request({**raw, "channel": "rep_email"}, by=author, at=at))
    version = run.versions.get(variant__ordinal=1)
    row = stretch(version, SegmentKind.TOKEN)
    greeting = VariantSegment.objects.get(part=row.part, ordinal=row.ordinal - 1)
    changes = {greeting.pk: "Good day {{userName}} to "}
    made = variants.edit(version.pk, changes, by=author, at=at)
    tokens = VariantSegment.objects.filter(part__version=made, kind=SegmentKind.TOKEN)
    assert "userName" in [token.ref for token in tokens.order_by("part", "ordinal")]
    text = made.parts.get(name="body").text
    assert "Good day {{userName}} to {{accountTitle}}" in text


# Showing


def test_where_a_claim_is_used(version: VariantVersion) -> None:
    said = claims.approved_version(SLUG, "urate-target")
    silent = claims.approved_version(SLUG, "once-daily")
    assert version.variant in variants.using(said)
    assert variants.using(said).count() == 2
    assert not variants.using(silent).exists()


def test_a_stored_family_has_the_shape_of_the_contract(
    version: VariantVersion,
    author: User,
    at: datetime.datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    segment = opened(version)
    texts = ("Evidence in adult gout", "Study findings in context")
    other = next(text for text in texts if text != segment.text)
    variants.edit(version.pk, {segment.pk: other}, by=author, at=at)
    family = Family.objects.get()
    with django_assert_max_num_queries(10):
        shown = variants.as_contract(family)
    assert {"brief", "family", "variants", "infeasible", "writer"} <= set(shown)
    assert json.loads(json.dumps(shown)) == shown
    assert [v["version"] for v in shown["variants"]] == [2, 1]
    for variant in shown["variants"]:
        assert variant["check"]["verdict"] in {"cleared", "review"}
        for part in variant["parts"]:
            cut = [part["text"][s["start"] : s["end"]] for s in part["segments"]]
            assert "".join(cut) == part["text"]
            assert [sha256(t) for t in cut] == [s["sha256"] for s in part["segments"]]


def test_a_version_without_a_check_shows_none(version: VariantVersion) -> None:
    for check in version.checks.all():
        check.findings.all().delete()
        check.delete()
    shown = variants.as_contract(version.variant.family)
    assert shown["variants"][0]["check"] is None


def test_an_empty_family_is_shown_as_it_is(run: GenerationRun) -> None:
    shown = variants.as_contract(run.family)
    assert shown["variants"] == []
    assert shown["writer"] is None
    GenerationRun.objects.all().delete()
    assert variants.as_contract(run.family)["infeasible"] == []
