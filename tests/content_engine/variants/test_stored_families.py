"""Families in the database: as they were made, whole after any crash, never doubled."""

import datetime
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from content_engine import briefs, pipeline, variants
from content_engine.models import (
    CheckRecord,
    Family,
    GenerationRun,
    InfeasibleCell,
    Variant,
    VariantPart,
    VariantSegment,
    VariantVersion,
)
from content_engine.pipeline import Generated
from content_engine.planning.slots import Cell
from content_engine.variants import RunStandsError, showing, storing
from content_engine.variants.carrying import Lease, LeaseLostError
from content_engine.vocabulary import RunState, SegmentKind
from content_engine.writers.composer.writing import Composer
from knowledge_base.models import ClaimVersion, LedgerEntry
from tests.conftest import AT
from tests.content_engine import small_world

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)
HOUR = 3600 * SECOND  # any beat of any slow machine is over by then
LEASE = 60
TABLES = (Variant, VariantVersion, VariantPart, VariantSegment, CheckRecord)


@pytest.fixture(scope="module")
def author(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[User]:
    with small_world.built(django_db_blocker) as world:
        yield world.author


@pytest.fixture(scope="module")
def family(author: User) -> Family:
    """One family in two tones, with a cell that cannot be filled and two people."""
    asked = small_world.brief(
        themes=["efficacy"],
        formats=["short", "standard"],
        hcps=["dr-seeker", "dr-half"],
        count=4,
    )
    run = variants.request(asked, by=author, at=AT)
    return carried(run.pk, author).family


def carried(run_id: int, author: User, at: datetime.datetime = AT) -> GenerationRun:
    return variants.carry_out(run_id, by=author, at=at, lease_seconds=LEASE)


def requested(author: User, **changes: Any) -> GenerationRun:
    return variants.request(small_world.brief(**changes), by=author, at=AT)


def dry(family: Family) -> dict[str, Any]:
    """The same brief answered once more without storing."""
    brief = briefs.complete(family.brief.content, day=AT.date())
    generated = pipeline.generate(
        brief, writer=Composer(), fallback=None, progress=lambda done, total: None
    )
    return variants.generated_as_contract(brief, generated)


def without(variant: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in variant.items() if key not in keys}


def test_a_stored_family_reads_as_the_one_that_was_made(family: Family) -> None:
    stored, made = variants.as_contract(family), dry(family)
    assert len(stored["variants"]) == len(made["variants"]) == 4
    for kept, fresh in zip(stored["variants"], made["variants"], strict=True):
        keys = ("id", "version", "check")
        assert without(kept, *keys) == without(fresh, *keys)
        assert without(kept["check"], "id") == without(fresh["check"], "id")
    for key in ("infeasible", "writer", "notes"):
        assert stored[key] == made[key]


def test_variants_stand_in_the_order_in_which_they_were_made(family: Family) -> None:
    shown = variants.as_contract(family)["variants"]
    uids = family.variants.order_by("ordinal").values_list("uid", flat=True)
    assert [one["id"] for one in shown] == [str(uid) for uid in uids]
    assert [one["hcp"] for one in shown] == ["dr-seeker"] * 2 + ["dr-half"] * 2


def test_the_origin_says_which_of_the_claims_were_used(family: Family) -> None:
    (run,) = family.runs.all()
    said = set(
        VariantSegment.objects.filter(
            part__version__run=run, kind=SegmentKind.CLAIM
        ).values_list("ref", flat=True)
    )
    told = {claim["ref"]: claim["used"] for claim in run.origin["claims"]}
    assert {ref for ref, used in told.items() if used} == said
    assert not all(told.values())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("profile_fields", ["segment mix", "own facts"]),
        (
            "writers",
            [{"name": "composer", "model": "embedded", "prompt_version": "1"}],
        ),
        ("seed", 7),
        ("attempt", 1),
        ("notes", []),
    ],
)
def test_the_origin_holds(key: str, value: Any, family: Family) -> None:
    (run,) = family.runs.all()
    assert run.origin[key] == value


def test_the_origin_repeats_the_brief_and_its_defaults(family: Family) -> None:
    (run,) = family.runs.all()
    assert run.origin["brief"] == family.brief.content
    assert run.origin["defaults"] == family.brief.defaults
    assert set(run.origin["diversity"]) == {
        "self_bleu4",
        "distinct2",
        "largest_jaccard",
    }


def test_the_ledger_names_the_hashes_of_the_family(family: Family) -> None:
    line = LedgerEntry.objects.get(
        action="family.generated", subject=f"family:{family.uid}"
    )
    hashes = [one["content_sha256"] for one in variants.as_contract(family)["variants"]]
    told = json.loads(line.payload)
    assert (told["variants"], told["infeasible"]) == (hashes, 0)


def test_where_a_claim_is_used_is_where_a_segment_says_it(family: Family) -> None:
    for version in ClaimVersion.objects.all():
        found = set(variants.using(version).filter(family=family))
        saying = VariantSegment.objects.filter(claim_version=version)
        variant_ids = set(saying.values_list("part__version__variant", flat=True))
        assert {variant.pk for variant in found} == variant_ids
    main = ClaimVersion.objects.get(claim__key="urate-target")
    assert variants.using(main).filter(family=family).exists()


@pytest.mark.parametrize(
    ("hcp", "shown"),
    [
        pytest.param(None, {"tone": "a", "theme": "b", "format": "c"}, id="for nobody"),
        pytest.param(
            "dr-x",
            {"tone": "a", "theme": "b", "format": "c", "hcp": "dr-x"},
            id="for one reader",
        ),
    ],
)
def test_an_infeasible_cell_is_kept_and_shown(
    hcp: str | None, shown: dict[str, str], author: User
) -> None:
    run = requested(author)
    cell = pipeline.InfeasibleCell(Cell("a", "b", "c", hcp), "The reason.")
    storing.store(run, Generated((), (cell,), ()), by=author, at=AT)
    (row,) = InfeasibleCell.objects.filter(run=run)
    assert (row.tone, row.theme, row.format, row.hcp) == ("a", "b", "c", hcp or "")
    assert variants.as_contract(run.family)["infeasible"] == [
        {"cell": shown, "reason": "The reason."}
    ]


def test_a_family_of_nothing_has_no_writer_and_no_pack(author: User) -> None:
    run = requested(author)
    origin = storing.store(run, Generated((), (), (), ("Note.",)), by=author, at=AT)
    assert (origin["writers"], origin["rule_packs"]) == ([], [])
    assert origin["notes"] == ["Note."]
    assert origin["diversity"]["self_bleu4"] == 0.0


@pytest.mark.parametrize(
    ("score", "interval", "shown"),
    [
        (0.5, (0.0, 1.0), {"score": 0.5, "interval": [0.0, 1.0]}),
        (2 / 3, (1 / 3, 0.99999), {"score": 0.6667, "interval": [0.3333, 1.0]}),
    ],
)
def test_a_rating_is_shown_to_four_places(
    score: float, interval: tuple[float, float], shown: dict[str, Any]
) -> None:
    rating = pipeline.Rating(score, interval, ("Because.",))
    found = showing.affinity_as_contract(rating)
    assert found == {**shown, "reasons": ["Because."]}


# Crashes


class CrashError(BaseException):
    """The worker dies: nothing below may catch it."""


def dies_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def generate(*args: object, **kwargs: object) -> Generated:
        raise CrashError

    monkeypatch.setattr(pipeline, "generate", generate)


def dies_after_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def beat(lease: Lease, done: int, total: int) -> None:
        if done:
            raise CrashError

    monkeypatch.setattr(Lease, "beat", beat)


def dies_while_storing(monkeypatch: pytest.MonkeyPatch) -> None:
    store = storing.store_version

    def half(version: VariantVersion, *args: Any) -> None:
        store(version, *args)
        raise CrashError

    monkeypatch.setattr(storing, "store_version", half)


def dies_before_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    def hashes_of(run: GenerationRun) -> list[str]:
        raise CrashError

    monkeypatch.setattr(storing, "hashes_of", hashes_of)


CRASHES = (dies_at_once, dies_after_one, dies_while_storing, dies_before_the_ledger)


@pytest.mark.parametrize("crash", CRASHES)
def test_after_any_crash_the_run_is_taken_up_and_nothing_is_doubled(
    crash: Callable[[pytest.MonkeyPatch], None],
    author: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = requested(author)
    before = [table.objects.count() for table in TABLES]
    with monkeypatch.context() as patched:
        crash(patched)
        with pytest.raises(CrashError):
            carried(run.pk, author)
    assert [table.objects.count() for table in TABLES] == before
    late = AT + HOUR
    assert variants.take_up_abandoned(at=late) == [run.pk]
    done = carried(run.pk, author, late)
    assert (done.state, done.attempts, done.done_cells) == (RunState.DONE, 2, 2)
    assert done.family.variants.count() == 2
    assert variants.take_up_abandoned(at=late + HOUR) == []
    again = carried(run.pk, author, late + HOUR)
    assert (again.attempts, again.family.variants.count()) == (2, 2)
    lines = LedgerEntry.objects.filter(subject=f"family:{run.family.uid}")
    assert [line.action for line in lines] == ["family.generated"]


def test_what_was_taken_up_is_the_same_as_if_nothing_had_happened(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [requested(author, tones=["warm"], count=1) for _ in range(2)]
    with monkeypatch.context() as patched:
        dies_while_storing(patched)
        with pytest.raises(CrashError):
            carried(runs[0].pk, author)
    late = AT + HOUR
    variants.take_up_abandoned(at=late)
    carried(runs[0].pk, author, late)
    carried(runs[1].pk, author)
    one, other = (variants.as_contract(run.family)["variants"] for run in runs)
    assert one[0]["content_sha256"] == other[0]["content_sha256"]


# Leases


def leased(author: User, seconds: int = LEASE) -> tuple[GenerationRun, Lease]:
    run = requested(author)
    run.state, run.attempts = RunState.RUNNING, 1
    run.leased_until = AT + seconds * SECOND
    run.save()
    return run, Lease(run.pk, 1, AT, seconds, started=100.0)


@pytest.mark.parametrize(
    ("passed", "done", "is_kept"),
    [
        pytest.param(0.1, 0, False, id="too soon after the last"),
        pytest.param(0.6, 0, True, id="half a second later"),
        pytest.param(0.1, 2, True, id="the last of all is always kept"),
    ],
)
def test_a_sign_of_life_prolongs_the_lease(
    passed: float,
    done: int,
    is_kept: bool,
    author: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run, lease = leased(author)
    lease.last_beat = 100.0
    with monkeypatch.context() as patched:
        patched.setattr(time, "monotonic", lambda: 100.0 + passed)
        lease.beat(done, 2)
    run.refresh_from_db()
    until = AT + (LEASE + passed) * SECOND if is_kept else AT + LEASE * SECOND
    assert run.leased_until == until


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"attempts": 2}, id="another worker took it"),
        pytest.param({"state": RunState.QUEUED}, id="it waits for another"),
        pytest.param({"state": RunState.DONE}, id="it is done"),
        pytest.param({"state": RunState.FAILED}, id="it failed"),
    ],
)
def test_whoever_lost_the_lease_hears_so(changes: dict[str, Any], author: User) -> None:
    run, lease = leased(author)
    GenerationRun.objects.filter(pk=run.pk).update(**changes)
    with pytest.raises(LeaseLostError) as lost:
        lease.beat(2, 2)
    assert str(lost.value) == f"Another worker took run {run.pk}."


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (RunState.QUEUED, False),
        (RunState.RUNNING, False),
        (RunState.DONE, False),
        (RunState.FAILED, True),
    ],
)
def test_only_after_a_failure_is_a_family_asked_for_again(
    state: RunState, may: bool, author: User
) -> None:
    run = requested(author)
    GenerationRun.objects.filter(pk=run.pk).update(state=state)
    lines = LedgerEntry.objects.count()
    if may:
        again = variants.request_again(run.family_id, by=author, at=AT)
        assert (again.state, again.total_cells) == (RunState.QUEUED, 2)
        assert LedgerEntry.objects.count() == lines + 1
        return
    with pytest.raises(RunStandsError) as refusal:
        variants.request_again(run.family_id, by=author, at=AT)
    assert str(refusal.value) == (
        "The last run has not failed, so there is nothing to start again."
    )
    assert (run.family.runs.count(), LedgerEntry.objects.count()) == (1, lines)


@pytest.mark.parametrize("first", [RunState.QUEUED, RunState.RUNNING])
@pytest.mark.parametrize("second", [RunState.QUEUED, RunState.RUNNING])
def test_the_database_holds_one_open_run_of_a_family(
    first: RunState, second: RunState, author: User
) -> None:
    run = requested(author)
    GenerationRun.objects.filter(pk=run.pk).update(state=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        GenerationRun.objects.create(
            family=run.family, writer="composer", queued_at=AT, state=second
        )


@pytest.mark.parametrize(
    ("attempts", "most", "is_given_away"), [(1, 3, True), (2, 3, True), (3, 3, False)]
)
def test_a_run_is_given_away_so_often(
    attempts: int, most: int, is_given_away: bool, author: User, settings: Settings
) -> None:
    settings.RUN_MAX_ATTEMPTS = most
    run, _ = leased(author)
    GenerationRun.objects.filter(pk=run.pk).update(attempts=attempts)
    late = AT + (LEASE + 1) * SECOND
    assert variants.take_up_abandoned(at=late) == ([run.pk] if is_given_away else [])
    run.refresh_from_db()
    assert (run.state, run.note) == (
        (RunState.QUEUED, "The worker went silent; the run was taken up again.")
        if is_given_away
        else (RunState.FAILED, "The worker went silent 3 times; nothing was stored.")
    )


@pytest.mark.parametrize(
    ("late", "is_taken"), [(-1, False), (0, False), (1, True), (10**6, True)]
)
def test_a_lease_lapses_after_its_last_second(
    late: int, is_taken: bool, author: User
) -> None:
    run, _ = leased(author)
    found = variants.take_up_abandoned(at=AT + (LEASE + late) * SECOND)
    assert found == ([run.pk] if is_taken else [])
