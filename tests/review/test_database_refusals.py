"""Records stay: what a console may not do to a piece that went the whole way.

Every statement is raw SQL. The world is real: a certified British release with a
receipt, its forerunner superseded, a withdrawn one with its signature, and reviews that
ended in every way. A row of the tables below is (statement, sentence).
"""

import datetime
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from knowledge_base.models import SafetyText
from review import delivery, releases
from review.models import (
    Certificate,
    Decision,
    Fetch,
    Release,
    ReleaseClaim,
    Review,
    Signature,
)
from review.states import Function, Meaning, ReleaseState, ReviewState
from review.workflow import drawing
from tests import factories
from tests.review.many_claims import AT, attack

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_fresh_check")]
migration = import_module("review.migrations.0003_records_stay")

TABLES = ["decision", "signature", "certificate", "review", "release", "releaseclaim"]
TABLES += ["release_safety_texts", "fetch"]
OTHER_HASH = "'" + "0" * 64 + "'"
MISSTEP = "A review moves by its steps only, and an ended one never."
RELEASE_MISSTEP = "A release moves by its steps only, and an ended one never."
WORDS = "A review stays with the words that were submitted."
ENDED = "An ended review is never changed."
ASSET = "A released asset is never changed."
STOPPED = "An ended release is never changed."
FUNCTIONS = "Medical, Legal and Regulatory decide, and nobody else."
UNANIMOUS = "Approved means three approvals of these very words."


@dataclass(frozen=True)
class World:
    """What went the whole way, and what ended on it."""

    release: Release
    forerunner: Release
    withdrawn: Release
    open_review: Review


@pytest.fixture
def world() -> World:
    """A release in force and its surroundings, by the real steps."""
    forerunner = factories.make_release(market="GB")
    newest = factories.make_version(variant=forerunner.variant)
    release = factories.make_release(version=newest)
    key, _ = factories.make_key()
    delivery.fetch(key, str(release.uid), at=AT)
    for state in (ReviewState.REJECTED, ReviewState.CANCELLED):
        factories.make_review_at(state)
    return World(
        release,
        Release.objects.get(pk=forerunner.pk),
        factories.make_release(ReleaseState.WITHDRAWN),
        factories.make_review_at(ReviewState.IN_REVIEW),
    )


def _wrong(rows: dict[str, str]) -> dict[str, str]:
    """The statements that were not refused with their sentence, or one of two."""
    told = {statement: attack(statement) or "ACCEPTED" for statement in rows}
    return {one: said for one, said in told.items() if said not in rows[one].split("|")}


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def test_nothing_is_deleted(world: World) -> None:
    """Row by row and all at once; the signature of a withdrawal as well."""
    rows = {f"DELETE FROM review_{name}": migration.KEPT[name] for name in TABLES}  # noqa: S608
    pulled = Signature.objects.get(meaning=Meaning.WITHDREW).pk
    one = f"DELETE FROM review_signature WHERE id = {pulled}"  # noqa: S608
    rows[one] = "A signature is never deleted."
    one = f"DELETE FROM review_decision WHERE review_id = {world.open_review.pk}"  # noqa: S608
    rows[one] = "A decision is never deleted."
    assert set(TABLES) == set(migration.KEPT)
    assert _wrong(rows) == {}


@pytest.mark.parametrize("name", TABLES)
def test_nothing_is_deleted_by_other_words(name: str, world: World) -> None:
    """TRUNCATE on the one database, INSERT OR REPLACE on the other."""
    connection.check_constraints()
    statement, sentence = f"TRUNCATE review_{name} CASCADE", "is never deleted."
    if connection.vendor == "sqlite":
        statement = f"REPLACE INTO review_{name} SELECT * FROM review_{name}"  # noqa: S608
        sentence = "A record is never replaced: its number and keys are UNIQUE."
    assert sentence in attack(statement)


def test_nothing_is_crowded_out_by_a_twin(world: World) -> None:
    """With OR REPLACE the older row would go without a deletion."""
    verb = " OR REPLACE" if connection.vendor == "sqlite" else ""
    columns = "variant_id, version_id, content_sha256, round, state, requested_by_id, "
    columns += "submitted_at, closing_reason"
    open_, decided = world.open_review.pk, world.release.review_id
    rows = (
        f"INSERT{verb} INTO review_review ({columns}) SELECT {columns} "  # noqa: S608
        f"FROM review_review WHERE id = {open_}",
        f"UPDATE{verb} review_decision SET signature_id = (SELECT signature_id "  # noqa: S608
        f"FROM review_decision WHERE review_id = {decided} AND function = 'LEGAL') "
        f"WHERE review_id = {open_} AND function = 'LEGAL'",
    )
    assert [one for one in rows if "unique" not in attack(one).lower()] == []


@pytest.mark.parametrize("model", [Certificate, Fetch, ReleaseClaim, Signature])
def test_no_column_changes(model: type[models.Model], world: World) -> None:
    """Each column of the records that are written once, with the value it has."""
    table = model._meta.db_table
    sentence = {"review_signature": "A signature is never changed."}.get(
        table, migration.FIXED.get(table.removeprefix("review_"))
    )
    changes = [f"{column} = {column}" for column in _columns(model)]
    changes.append("id = id + 1000")
    rows = {f"UPDATE {table} SET {change}": sentence for change in changes}  # noqa: S608
    assert _wrong(rows) == {}


def test_what_a_release_carries_is_closed(world: World) -> None:
    added = "What a release carries is never added to."
    claim = factories.make_claim(world.release.brand).pk
    carried = world.release.safety_texts.values("pk")
    text = SafetyText.objects.exclude(pk__in=carried)[0].pk
    insert = "INSERT INTO review_{} (release_id, {}) VALUES ({}, {})"
    rows = {
        insert.format("releaseclaim", "claim_version_id", world.release.pk, claim),
        insert.format("release_safety_texts", "safetytext_id", world.release.pk, text),
    }
    assert _wrong(dict.fromkeys(rows, added)) == {}


def test_every_pair_of_review_states(world: World) -> None:
    """All pairs: allowed exactly as the model's steps are drawn."""
    steps = {(source, target) for source, _, target in drawing.arrows(Review)}
    wrong = {}
    for state in (s for s in ReviewState if s != ReviewState.DRAFT):
        review = factories.make_review_at(state)
        for target in (t for t in ReviewState if t != state):
            is_open = target in (ReviewState.DRAFT, ReviewState.IN_REVIEW)
            closed_at = "NULL" if is_open else "submitted_at"
            told = attack(
                f"UPDATE review_review SET state = '{target}', "  # noqa: S608
                f"closed_at = {closed_at} WHERE id = {review.pk}"
            )
            expected = (state, target) not in steps or target == ReviewState.APPROVED
            if bool(told) != expected:
                wrong[state, target] = told
    assert wrong == {}


def test_every_pair_of_release_states() -> None:
    steps = {(source, target) for source, _, target in drawing.arrows(Release)}
    wrong = {}
    for state in (s for s in ReleaseState if s != ReleaseState.PREPARED):
        pk = factories.make_release(state).pk
        for target in (t for t in ReleaseState if t != state):
            told = attack(
                f"UPDATE review_release SET state = '{target}', "  # noqa: S608
                "stopped_at = released_at, stopping_reason = 'Because.' "
                f"WHERE id = {pk}"
            )
            if bool(told) == ((state, target) in steps):
                wrong[state, target] = told
    assert wrong == {}


def test_the_migration_knows_the_steps_of_the_models() -> None:
    for model, steps in (
        (Review, migration.REVIEW_STEPS),
        (Release, migration.RELEASE_STEPS),
    ):
        told = {(one, two) for one, targets in steps.items() for two in targets}
        assert told == {(one, two) for one, _, two in drawing.arrows(model)}
    assert migration._listed(tuple(Function)) in migration.UNKNOWN


def test_an_approved_review_stays(world: World) -> None:
    pk = world.release.review_id
    rows = {
        "content_sha256 = " + OTHER_HASH: WORDS,
        f"version_id = {world.open_review.version_id}": WORDS,
        f"variant_id = {world.open_review.variant_id}": WORDS,
        "requested_by_id = requested_by_id + 1": WORDS,
        "id = id + 1000": WORDS,
        "state = 'REJECTED'": MISSTEP,
        "state = 'CANCELLED'": MISSTEP,
        "state = 'CHANGES_REQUESTED'": MISSTEP,
        "round = round + 1": ENDED,
        "closed_at = '2020-01-01 00:00:00+00:00'": ENDED,
        "submitted_at = '2020-01-01 00:00:00+00:00'": ENDED,
        "closing_reason = 'Otherwise.'": ENDED,
    }
    statement = "UPDATE review_review SET {} WHERE id = {}"
    assert _wrong({statement.format(one, pk): rows[one] for one in rows}) == {}
    touched = {one.split(" = ")[0] for one in rows}
    assert touched == set(_columns(Review)), "a new column is to be guarded, or not"


@pytest.mark.parametrize("state", ["REJECTED", "CANCELLED"])
def test_an_ended_review_is_not_reopened(state: str, world: World) -> None:
    again = f"UPDATE review_review SET state = 'IN_REVIEW' WHERE state = '{state}'"  # noqa: S608
    bare = f"UPDATE review_review SET closing_reason = 'x' WHERE state = '{state}'"  # noqa: S608
    assert _wrong({again: MISSTEP, bare: ENDED}) == {}


COLUMNS_OF_A_RELEASE = {
    "market": "'US'",
    "channel": "'sms'",
    "audience": "'PATIENT'",
    "language": "'de'",
    "released_at": "'2020-01-01 00:00:00+00:00'",
    "label_id": "label_id + 1",
    "brand_id": "brand_id + 1",
    "variant_id": "variant_id + 1",
    "released_by_id": "released_by_id + 1",
    "review_id": "review_id + 1",
    "id": "id + 1000",
    "uid": "'00000000000000000000000000000007'",
    "code": "'GB-TES-2699999'",
    "content_sha256": OTHER_HASH,
    "body": "'{}'",
    "expires_on": "'2099-01-01'",
}


@pytest.mark.parametrize("which", ["release", "forerunner", "withdrawn"])
def test_a_released_asset_stays(which: str, world: World) -> None:
    pk = getattr(world, which).pk
    rows = {
        f"UPDATE review_release SET {column} = {value} WHERE id = {pk}": (  # noqa: S608
            f"{ASSET}|Only what was approved is released."
        )
        for column, value in COLUMNS_OF_A_RELEASE.items()
    }
    if which == "withdrawn":
        rows = {one: rows[one] for one in rows if "market" not in one}  # it is US
    assert _wrong(rows) == {}
    rest = {"state", "stopped_at", "stopping_reason", "superseded_by_id"}
    assert set(COLUMNS_OF_A_RELEASE) | rest == set(_columns(Release))


def test_a_stopped_release_keeps_its_reason(world: World) -> None:
    statement = "UPDATE review_release SET {} WHERE id = {}"
    rows = {
        statement.format("stopping_reason = 'None.'", world.withdrawn.pk): STOPPED,
        statement.format(
            "stopped_at = '2020-01-01 00:00:00+00:00'", world.withdrawn.pk
        ): STOPPED,
        statement.format("superseded_by_id = NULL", world.forerunner.pk): STOPPED,
        statement.format("state = 'RELEASED'", world.withdrawn.pk): RELEASE_MISSTEP,
    }
    assert _wrong(rows) == {}


def test_a_decision_has_one_of_three_functions(world: World) -> None:
    pk = world.open_review.pk
    copied = "verdict, comment, content_sha256, opened_at, closed_reason"
    told = attack(
        f"INSERT INTO review_decision (review_id, function, {copied}) "  # noqa: S608
        f"SELECT review_id, 'FINANCE', {copied} FROM review_decision "
        f"WHERE review_id = {pk} AND function = 'LEGAL'"
    )
    assert told == FUNCTIONS
    where = f"WHERE review_id = {pk} AND function = 'LEGAL'"
    moved = "A decision stays with its review and its function."
    rows = {
        f"UPDATE review_decision SET review_id = review_id - 1 {where}": moved,  # noqa: S608
        f"UPDATE review_decision SET id = id + 1000 {where}": moved,  # noqa: S608
    }
    assert _wrong(rows) == {}
    for function in ("FINANCE", "legal", ""):
        said = attack(f"UPDATE review_decision SET function = '{function}' {where}")  # noqa: S608
        assert said in (FUNCTIONS, moved)


def test_a_closed_decision_stays_closed(world: World) -> None:
    closed = Decision.objects.filter(review__state=ReviewState.CANCELLED)
    assert closed.count() == 3
    reopened = "UPDATE review_decision SET closed_reason = '' WHERE closed_reason <> ''"
    assert attack(reopened) == "A closed decision is never opened again."


def test_the_models_are_refused_as_the_console_is(world: World) -> None:
    """A script with the ORM in hand hears the same; so does a cascade."""
    for rows in (
        Fetch.objects.all(),
        ReleaseClaim.objects.all(),
        Signature.objects.filter(decision=None, certificate=None),
        Certificate.objects.all(),
    ):
        with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        world.release.safety_texts.clear()


def test_what_is_allowed_goes_on(world: World) -> None:
    """The whole life of an asset by its steps, with every guard in force."""
    person = factories.make_user("COORDINATOR")
    step: dict[str, Any] = {"release_id": world.release.pk, "by": person, "at": AT}
    releases.suspend(**step, reason="A question.")
    releases.resume(**step, reason="Answered.")
    key, _ = factories.make_key()
    assert delivery.fetch(key, str(world.release.uid), at=AT) == world.release
    newest = factories.make_version(variant=world.release.variant)
    successor = factories.make_release(version=newest)
    assert Release.objects.get(pk=world.release.pk).superseded_by == successor
    expired = releases.expire_due(at=AT + datetime.timedelta(days=400))
    assert [asset.pk for asset in expired] == [successor.pk]
    review = factories.make_review_at(ReviewState.CHANGES_REQUESTED)
    edited = factories.make_version(variant=review.variant)
    again = factories.make_review_at(ReviewState.APPROVED, edited)
    assert (again.round, again.state) == (2, ReviewState.APPROVED)
