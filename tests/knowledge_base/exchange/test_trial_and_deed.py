"""What a trial shows is what applying does; a trial that is out of date does nothing.

Files are made at random from rows that are new, changed, known or faulty, and the trial
is held against the library before and after. And for everything that can happen to a
library between trial and deed it is told what becomes of the deed.
"""

import dataclasses
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base import claim_contents, claims, copy_blocks, ledger, references
from knowledge_base.exchange import batches, recorded
from knowledge_base.exchange.applying import Applied
from knowledge_base.exchange.batches import ImportFaultsError, PlanChangedError
from knowledge_base.exchange.planning import Effect, Plan
from knowledge_base.models import (
    Anchor,
    BatchKind,
    Brand,
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
    ImportBatch,
    LedgerEntry,
    Reference,
)
from tests import factories, kits
from tests.knowledge_base.exchange import whole_rows
from tests.knowledge_base.worlds import AT

pytestmark = pytest.mark.django_db

CLAIMS, BLOCKS = BatchKind.CLAIMS, BatchKind.BLOCKS
Values = dict[str, Any]
READ = whole_rows.read_names(CLAIMS)


def upload(brand: Brand, rows: list[Values], kind: str = CLAIMS) -> ImportBatch:
    return batches.upload(
        uid=uuid.uuid4(),
        brand_id=brand.pk,
        kind=kind,
        name="rows.json",
        content=json.dumps(rows).encode(),
        by=User(username="importer"),
        at=AT,
    )


def apply(batch: ImportBatch, sha256: str) -> Applied:
    by = User(username="importer")
    return batches.apply(uid=batch.uid, expected_sha256=sha256, by=by, at=AT)


def stored(brand: Brand) -> dict[str, list[Values]]:
    """All that the library says, by claim and revision and by block and revision."""
    return {
        kind: [recorded.values(row) for row in recorded.versions(kind, brand)]
        for kind in (CLAIMS, BLOCKS)
    }


UNDESCRIBED: Values = dict.fromkeys(recorded.DESCRIBING, "")
# Rows by what they do to the small kit: what they change of what is recorded, or, under
# a new key, of a whole row.
CLAIM_ROWS: dict[str, Values] = {
    "new": {"key": "new-one"},
    "new on a known source": {
        **UNDESCRIBED,
        "key": "new-two",
        "references": ["LABEL-2026"],
    },
    "new at a new place of a known source": {
        **UNDESCRIBED,
        "key": "new-three",
        "references": ["LABEL-2026"],
        "locator": ["section 4.4"],
        "quote": ["Check liver enzymes before treatment."],
    },
    "reworded": {"key": "once-daily", "text": "Calvoryn is taken as 20 mg each day."},
    "other dates": {"key": "fewer-flares", "expires_on": "2028-12-31"},
    "emptied": {"key": "year-one-extension", "channels": [], "qualifiers": None},
    "known": {"key": "urate-target"},
    "known in another order": {"key": "common-reactions", "markets": ["US", "GB"]},
}
EFFECTS = {
    "new": Effect.CREATED,
    "new on a known source": Effect.CREATED,
    "new at a new place of a known source": Effect.CREATED,
    "reworded": Effect.REVISED,
    "other dates": Effect.REVISED,
    "emptied": Effect.REVISED,
    "known": Effect.UNCHANGED,
    "known in another order": Effect.UNCHANGED,
}
FAULTY: dict[str, Values] = {
    "short": {"key": "faulty-one", "references": "NEW-9", "text": "Short"},
    "nowhere": {
        "key": "faulty-two",
        "references": "NEW-9#table",
        "companions": ["nobody"],
    },
    "other kind": {"key": "urate-week-2", "kind": "safety"},
}
NAMES = st.lists(st.sampled_from(list(CLAIM_ROWS)), unique=True, min_size=1)


def rows_of(brand: Brand, names: list[str]) -> list[Values]:
    """Whole rows: with every column that an import reads."""
    held = {row["key"]: row for row in stored(brand)[CLAIMS]}
    table = CLAIM_ROWS | FAULTY
    return [
        {
            **{n: v for n, v in held.get(key, whole_rows.CLAIM).items() if n in READ},
            **table[name],
        }
        for name in names
        for key in (table[name]["key"],)
    ]


def settled(brand: Brand, plan: Plan) -> None:
    """Every row of the plan is now what the newest revision of its key says."""
    newest = {row["key"]: row for row in stored(brand)[plan.kind]}
    for row in plan.rows:
        said = recorded.compared(newest[row.key])
        planned = recorded.compared(row.values)
        names = planned.keys() - {"reading"}
        assert {n: said[n] for n in names} == {n: planned[n] for n in names}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=NAMES)
def test_a_trial_shows_just_what_is_done(names: list[str], brand: Brand) -> None:
    with transaction.atomic():
        before, length = stored(brand), ledger.tip()[0]
        batch = upload(brand, rows_of(brand, names))
        plan = batches.plan_of(batch)
        assert [row.effect for row in plan.rows] == [EFFECTS[name] for name in names]
        assert stored(brand) == before, "a trial writes nothing"
        applied = apply(batch, plan.sha256)
        written = [row for row in plan.rows if row.effect != Effect.UNCHANGED]
        assert applied.counts == plan.counts
        assert [ref.partition("@")[0] for ref in applied.drafts] == [
            row.key for row in written
        ]
        settled(brand, plan)
        after = stored(brand)[CLAIMS]
        assert len(after) == len(before[CLAIMS]) + len(written)
        assert [row for row in after if row in before[CLAIMS]] == before[CLAIMS]
        drafts = ClaimVersion.objects.filter(drafted_by="importer")
        assert {row.state for row in drafts} <= {ClaimState.DRAFT}
        assert ledger.tip()[0] == length + 1 + len(written) + 1
        again = batches.plan_of(upload(brand, rows_of(brand, names)))
        assert {row.effect for row in again.rows} == {Effect.UNCHANGED}
        transaction.set_rollback(True)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=NAMES, faulty=st.sampled_from(list(FAULTY)), data=st.data())
def test_one_faulty_row_anywhere_leaves_all_as_it_was(
    names: list[str], faulty: str, data: st.DataObject, brand: Brand
) -> None:
    with transaction.atomic():
        rows = rows_of(brand, names)
        rows.insert(data.draw(st.integers(0, len(rows))), *rows_of(brand, [faulty]))
        batch = upload(brand, rows)
        plan = batches.plan_of(batch)
        before, line = stored(brand), ledger.tip()
        with pytest.raises(ImportFaultsError) as error, transaction.atomic():
            apply(batch, plan.sha256)
        assert error.value.faults == plan.sentences != ()
        assert (stored(brand), ledger.tip()) == (before, line)
        assert Effect.REFUSED in {row.effect for row in plan.rows}
        transaction.set_rollback(True)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=NAMES, data=st.data())
def test_the_order_of_rows_changes_nothing_but_their_order(
    names: list[str], data: st.DataObject, brand: Brand
) -> None:
    with transaction.atomic():
        shuffled = data.draw(st.permutations(names))
        plans = [
            batches.plan_of(upload(brand, rows_of(brand, order)))
            for order in (names, shuffled)
        ]
        one, other = ({row.key: row.values for row in plan.rows} for plan in plans)
        assert one == other
        assert plans[0].counts == plans[1].counts
        assert (plans[0].sha256 == plans[1].sha256) == (names == shuffled)
        transaction.set_rollback(True)


def test_the_same_file_in_two_forms_is_one_plan(brand: Brand) -> None:
    rows = rows_of(brand, list(CLAIM_ROWS))
    lines = "\n".join(json.dumps(row) for row in rows).encode()
    first = batches.plan_of(upload(brand, rows))
    second = batches.upload(
        uid=uuid.uuid4(),
        brand_id=brand.pk,
        kind=CLAIMS,
        name="rows.jsonl",
        content=lines,
        by=User(username="importer"),
        at=AT,
    )
    assert batches.plan_of(second).sha256 == first.sha256


# What can happen between trial and deed: to what, and what becomes of the deed.
def reword(brand: Brand) -> None:
    version = claims.approved_version(brand.slug, "once-daily")
    content = dataclasses.replace(
        claim_contents.content_of(version), text="Calvoryn is taken once each morning."
    )
    told: Values = {"by": User(username="rival"), "at": AT}
    claims.revise(claim_id=version.claim_id, content=content, **told)


def draft_the_same(brand: Brand) -> None:
    batch = upload(brand, rows_of(brand, ["reworded"]))
    apply(batch, batches.plan_of(batch).sha256)


def take_the_key(brand: Brand) -> None:
    [row] = rows_of(brand, ["new on a known source"])
    row |= {"key": "new-one"}
    batch = upload(brand, [row])
    apply(batch, batches.plan_of(batch).sha256)


def take_the_key_with_another_kind(brand: Brand) -> None:
    [row] = rows_of(brand, ["new on a known source"])
    row |= {"key": "new-one", "kind": "safety"}
    batch = upload(brand, [row])
    apply(batch, batches.plan_of(batch).sha256)


def record_the_source(brand: Brand) -> None:
    row = whole_rows.CLAIM
    Reference.objects.create(
        brand=brand,
        key="NEW-1",
        citation=row["citation"],
        kind=row["reference_kind"],
        design=row["design"],
        published_on=row["published_on"],
        expires_on=row["reference_expires_on"],
        url=row["url"],
    )


def record_the_source_otherwise(brand: Brand) -> None:
    citation = "Another paper. 2026."
    Reference.objects.create(
        brand=brand, key="NEW-1", citation=citation, kind="journal"
    )


def record_the_place_otherwise(brand: Brand) -> None:
    label = brand.references.get(key="LABEL-2026")
    Anchor.objects.create(
        reference=label, key="new-three", locator="section 9", quote="Something else."
    )


def withdraw(key: str) -> Callable[[Brand], None]:
    def happens(brand: Brand) -> None:
        version = claims.approved_version(brand.slug, key)
        told: Values = {"by": User(username="rival"), "at": AT}
        claims.withdraw(claim_version_id=version.pk, reason="Wrong.", **told)

    return happens


def retract(brand: Brand) -> None:
    label = brand.references.get(key="LABEL-2026")
    told: Values = {"by": User(username="rival"), "at": AT}
    references.retract(reference_id=label.pk, reason="Wrong.", **told)


def stop_a_block(brand: Brand) -> None:
    block = CopyBlockVersion.objects.filter(block__brand=brand).order_by("pk")[0]
    told: Values = {"by": User(username="rival"), "at": AT}
    copy_blocks.suspend(version_id=block.pk, reason="Wrong.", **told)


HAPPENS: dict[str, tuple[Callable[[Brand], None], str, str]] = {
    "the claim has other words": (reword, "reworded", "done"),
    "somebody drafted the same": (draft_the_same, "reworded", "stale"),
    "the new key is taken": (take_the_key, "new", "stale"),
    "the new key is of another kind": (take_the_key_with_another_kind, "new", "fault"),
    "the new source was recorded as described": (record_the_source, "new", "stale"),
    "the new source was recorded otherwise": (
        record_the_source_otherwise,
        "new",
        "fault",
    ),
    "the new place was recorded otherwise": (
        record_the_place_otherwise,
        "new at a new place of a known source",
        "fault",
    ),
    "the claim was withdrawn": (withdraw("once-daily"), "reworded", "done"),
    "another claim was withdrawn": (withdraw("urate-target"), "reworded", "done"),
    "its source was retracted": (retract, "new on a known source", "done"),
    "a block was stopped": (stop_a_block, "new", "done"),
}


@pytest.mark.parametrize("name", HAPPENS)
def test_what_happened_in_between_is_seen(name: str, brand: Brand) -> None:
    """A deed is done only while it still means what the person saw."""
    happens, row, outcome = HAPPENS[name]
    batch = upload(brand, rows_of(brand, [row]))
    seen = batches.plan_of(batch)
    assert seen.sentences == ()
    happens(brand)
    before, line = stored(brand), ledger.tip()
    if outcome == "done":
        assert batches.plan_of(batch).sha256 == seen.sha256
        assert apply(batch, seen.sha256).counts == seen.counts
        return
    wanted: type[Exception] = (
        PlanChangedError if outcome == "stale" else ImportFaultsError
    )
    with pytest.raises(wanted) as error, transaction.atomic():
        apply(batch, seen.sha256)
    if outcome == "stale":
        assert str(error.value) == (
            "The library changed after this trial was shown: look at it once more."
        )
    assert (stored(brand), ledger.tip()) == (before, line)
    assert batches.open_batch(batch.uid).applied_at is None


def test_a_plan_of_another_file_is_not_done(brand: Brand) -> None:
    one = upload(brand, rows_of(brand, ["reworded"]))
    other = upload(brand, rows_of(brand, ["other dates"]))
    with pytest.raises(PlanChangedError):
        apply(one, batches.plan_of(other).sha256)


BLOCK_ROWS: dict[str, tuple[Values, Effect]] = {
    "new": ({"key": "whole-block"}, Effect.CREATED),
    "reworded": (
        {"key": "clinical-headline-9", "text": "[Evidence|Data] in adult gout"},
        Effect.REVISED,
    ),
    "other tones": (
        {"key": "warm-headline-11", "tones": ["warm", "direct"]},
        Effect.REVISED,
    ),
    "known": ({"key": "warm-subject-3"}, Effect.UNCHANGED),
}


def test_blocks_are_tried_and_done_alike(brand: Brand) -> None:
    held = {row["key"]: row for row in stored(brand)[BLOCKS]}
    names = whole_rows.read_names(BLOCKS)
    rows = [
        {n: held.get(row["key"], whole_rows.BLOCK)[n] for n in names} | row
        for row, _ in BLOCK_ROWS.values()
    ]
    batch = upload(brand, rows, BLOCKS)
    plan = batches.plan_of(batch)
    assert [row.effect for row in plan.rows] == [e for _, e in BLOCK_ROWS.values()]
    before = stored(brand)
    applied = apply(batch, plan.sha256)
    settled(brand, plan)
    assert applied.drafts == (
        "whole-block@1",
        "clinical-headline-9@2",
        "warm-headline-11@2",
    )
    assert stored(brand)[CLAIMS] == before[CLAIMS]
    lines = LedgerEntry.objects.order_by("-sequence")[:4]
    assert [line.action for line in reversed(lines)] == [
        *["copy.drafted"] * 3,
        "import.applied",
    ]


def test_the_lines_of_an_import_tell_what_was_done(brand: Brand) -> None:
    batch = upload(brand, rows_of(brand, list(CLAIM_ROWS)))
    plan = batches.plan_of(batch)
    apply(batch, plan.sha256)
    uploaded, applied = ledger.entries_about(f"import:{batch.uid}")
    assert (uploaded.action, uploaded.by) == ("import.uploaded", "importer")
    assert json.loads(uploaded.payload) == {
        "name": "rows.json",
        "kind": "CLAIMS",
        "bytes": len(bytes(batch.content)),
    }
    assert (applied.action, applied.at) == ("import.applied", AT)
    assert json.loads(applied.payload) == {
        "name": "rows.json",
        "plan_sha256": plan.sha256,
        "created": 3,
        "revised": 3,
        "unchanged": 2,
        "refused": 0,
    }


def test_another_brand_with_the_same_keys_is_left_alone(brand: Brand) -> None:
    elsewhere = kits.small_kit()["brand"] | {"slug": "elsewhere"}
    other = kits.load_small_kit(by=factories.make_user(), at=AT, brand=elsewhere)
    before = stored(other)
    batch = upload(brand, rows_of(brand, list(CLAIM_ROWS)))
    apply(batch, batches.plan_of(batch).sha256)
    assert stored(other) == before
