"""Laws over random chains: no edit, gap, swap, forgery or replay goes unnoticed."""

import contextlib
import datetime
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from knowledge_base import ledger
from knowledge_base.models import LedgerEntry, LedgerTip

Line = dict[str, Any]
ZERO = "0" * 64
START = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
COLUMNS = (
    *("sequence", "at", "by", "action", "subject", "payload"),
    *("previous_hash", "hash"),
)
quick = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
PLAIN = st.text("abcdefghij.:-é▼", min_size=1, max_size=12)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner),
    max_leaves=6,
)
PAYLOAD = st.dictionaries(TEXT, JSON, max_size=4)
STEP = st.fixed_dictionaries(
    {
        "action": PLAIN,
        "subject": PLAIN,
        "by": PLAIN,
        "payload": PAYLOAD,
        "at": st.timedeltas(datetime.timedelta(0), datetime.timedelta(days=900)).map(
            lambda later: START + later
        ),
    }
)
TOLD = st.lists(STEP, min_size=1, max_size=4)


def numbered(words: list[str]) -> list[Line]:
    """Plain lines, quick to make, for laws about their order."""
    return [
        {
            "action": "test.noted",
            "subject": f"test:{word}",
            "by": word,
            "payload": {"n": number},
            "at": START + datetime.timedelta(minutes=number),
        }
        for number, word in enumerate(words)
    ]


CHAIN = st.lists(st.sampled_from("abc"), min_size=2, max_size=5).map(numbered)


@pytest.fixture(autouse=True)
def unguarded(db: None) -> None:
    """Take the triggers away, as somebody with the database in hand could."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            for table in (LedgerEntry._meta.db_table, LedgerTip._meta.db_table):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' "
            "AND name LIKE 'ledger%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


@contextlib.contextmanager
def aside() -> Iterator[None]:
    """Whatever happens inside is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def write(steps: list[Line]) -> list[Line]:
    """Append the steps by the real route; the lines as they stand."""
    for step in steps:
        ledger.record(**step)
    return list(LedgerEntry.objects.order_by("sequence").values(*COLUMNS))


def put(lines: list[Line]) -> bool:
    """Replace the whole table; False if the database itself refuses that."""
    LedgerEntry.objects.all().delete()
    try:
        with transaction.atomic():
            LedgerEntry.objects.bulk_create(LedgerEntry(**line) for line in lines)
    except IntegrityError:
        return False
    return True


def broken_at() -> int | None:
    found = ledger.first_broken_entry()
    return found.sequence if found else None


def canonical(value: Any) -> str:
    """Canonical JSON written anew here: sorted keys, no spaces, letters as they are."""
    if isinstance(value, dict):
        pairs = (f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value))
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(canonical, value))}]"
    return json.dumps(value, ensure_ascii=False)


def keyed_hash(line: Line, key: str) -> str:
    """What an auditor's own program would compute."""
    told = {name: line[name] for name in COLUMNS if name != "hash"}
    told["at"] = line["at"].astimezone(datetime.UTC).isoformat(timespec="microseconds")
    return hmac.new(key.encode(), canonical(told).encode(), hashlib.sha256).hexdigest()


@quick
@given(steps=TOLD)
def test_an_auditor_can_verify_any_chain_alone(steps: list[Line]) -> None:
    with aside():
        lines = write(steps)
        previous = ZERO
        for number, (line, step) in enumerate(zip(lines, steps, strict=True), 1):
            assert line["sequence"] == number
            assert line["previous_hash"] == previous
            assert line["hash"] == keyed_hash(line, django_settings.LEDGER_KEY)
            assert line["payload"] == canonical(step["payload"])
            assert json.loads(line["payload"]) == step["payload"]
            assert line["at"] == step["at"]
            previous = line["hash"]
        assert ledger.tip() == (len(steps), previous)
        assert broken_at() is None


@quick
@given(payload=st.dictionaries(TEXT, JSON, min_size=2, max_size=5), data=st.data())
def test_the_order_of_keys_leaves_no_trace(
    payload: dict[str, Any], data: st.DataObject
) -> None:
    shuffled = dict(data.draw(st.permutations(list(payload.items()))))
    step: Line = {"action": "a.b", "subject": "c:d", "by": "e", "at": START}
    with aside():
        one, other = write([step | {"payload": payload}, step | {"payload": shuffled}])
        assert one["payload"] == other["payload"]
        assert one["hash"] != other["hash"]


ZONES = [datetime.timezone(datetime.timedelta(hours=hours)) for hours in (-11, 2, 14)]


@quick
@given(step=STEP, zone=st.sampled_from(ZONES))
def test_the_zone_in_which_a_moment_is_told_does_not_matter(
    step: Line, zone: datetime.timezone
) -> None:
    with aside():
        [here] = write([step])
    with aside():
        [there] = write([step | {"at": step["at"].astimezone(zone)}])
        assert broken_at() is None
    assert here["hash"] == there["hash"]


def other_digit(text: str, place: int) -> str:
    digit = "0" if text[place] != "0" else "f"
    return text[:place] + digit + text[place + 1 :]


EDITS: dict[str, Callable[[st.DataObject, Any], Any]] = {
    "at": lambda data, old: (
        old + datetime.timedelta(microseconds=data.draw(st.integers(1, 10**9)))
    ),
    "by": lambda data, old: data.draw(PLAIN.filter(lambda new: new != old)),
    "action": lambda data, old: data.draw(PLAIN.filter(lambda new: new != old)),
    "subject": lambda data, old: old + data.draw(st.sampled_from(" .x")),
    "payload": lambda data, old: data.draw(
        st.sampled_from(["", " ", "{ }", "null", f"{old} ", f" {old}", '{"a":9e9}'])
    ),
    "previous_hash": lambda data, old: other_digit(old, data.draw(st.integers(0, 63))),
    "hash": lambda data, old: other_digit(old, data.draw(st.integers(0, 63))),
}


@pytest.mark.parametrize("column", EDITS)
@quick
@given(steps=CHAIN, data=st.data())
def test_any_edit_of_any_field_is_found_at_its_place(
    column: str, steps: list[Line], data: st.DataObject
) -> None:
    with aside():
        lines = write(steps)
        place = data.draw(st.integers(0, len(lines) - 1))
        lines[place][column] = EDITS[column](data, lines[place][column])
        assert not put(lines) or broken_at() == place + 1


@quick
@given(steps=CHAIN, data=st.data())
def test_an_edit_with_a_new_unkeyed_hash_is_found_too(
    steps: list[Line], data: st.DataObject
) -> None:
    """Who can write the table but has no key rehashes the whole rest, and is seen."""
    with aside():
        lines = write(steps)
        place = data.draw(st.integers(0, len(lines) - 1))
        lines[place]["by"] = "intruder"
        for number in range(place, len(lines)):
            if number:
                lines[number]["previous_hash"] = lines[number - 1]["hash"]
            lines[number]["hash"] = keyed_hash(lines[number], "a guessed key")
        assert put(lines)
        LedgerTip.objects.update(hash=lines[-1]["hash"])
        assert broken_at() == place + 1


@quick
@given(steps=CHAIN, data=st.data())
def test_any_new_number_of_a_line_is_found(
    steps: list[Line], data: st.DataObject
) -> None:
    with aside():
        lines = write(steps)
        line = data.draw(st.sampled_from(lines))
        others = {other["sequence"] for other in lines}
        line["sequence"] = data.draw(
            st.integers(-3, len(lines) + 5).filter(lambda number: number not in others)
        )
        assert put(lines)
        assert broken_at() is not None


@quick
@given(steps=CHAIN, data=st.data())
def test_any_line_taken_out_is_found(steps: list[Line], data: st.DataObject) -> None:
    with aside():
        lines = write(steps)
        kept = data.draw(st.lists(st.sampled_from(lines), unique_by=id))
        kept = [line for line in lines if line in kept][: len(lines) - 1]
        assert put(kept)
        gap = next((n for n, line in enumerate(kept, 1) if line["sequence"] != n), None)
        # At the tail the tip names its own number; before it, the line after the gap.
        found = len(lines) if gap is None else kept[gap - 1]["sequence"]
        assert broken_at() == found


@quick
@given(steps=CHAIN, data=st.data())
def test_a_gap_closed_by_new_numbers_is_found(
    steps: list[Line], data: st.DataObject
) -> None:
    with aside():
        lines = write(steps)
        place = data.draw(st.integers(0, len(lines) - 2))
        del lines[place]
        for number, line in enumerate(lines, 1):
            line["sequence"] = number
        assert put(lines)
        LedgerTip.objects.update(sequence=len(lines))
        assert broken_at() == place + 1


@quick
@given(steps=CHAIN, data=st.data(), relinks=st.booleans())
def test_any_two_lines_swapped_are_found(
    steps: list[Line], data: st.DataObject, relinks: bool
) -> None:
    with aside():
        lines = write(steps)
        pair = st.lists(
            st.integers(0, len(lines) - 1), min_size=2, max_size=2, unique=True
        )
        first, second = sorted(data.draw(pair))
        one, other = lines[first], lines[second]
        one["sequence"], other["sequence"] = other["sequence"], one["sequence"]
        if relinks:
            links = (other["previous_hash"], one["previous_hash"])
            one["previous_hash"], other["previous_hash"] = links
        assert put(lines)
        assert broken_at() == first + 1


@quick
@given(steps=CHAIN, forged=STEP, data=st.data())
def test_a_line_put_between_is_found(
    steps: list[Line], forged: Line, data: st.DataObject
) -> None:
    with aside():
        lines = write(steps)
        place = data.draw(st.integers(0, len(lines)))
        before = lines[place - 1]["hash"] if place else ZERO
        line = {
            **forged,
            "sequence": place + 1,
            "payload": canonical(forged["payload"]),
            "previous_hash": before,
        }
        line["hash"] = keyed_hash(line, "a guessed key")
        for after in lines[place:]:
            after["sequence"] += 1
        if place < len(lines):
            lines[place]["previous_hash"] = line["hash"]
        lines.insert(place, line)
        assert put(lines)
        LedgerTip.objects.update(sequence=len(lines), hash=lines[-1]["hash"])
        assert broken_at() == place + 1


@quick
@given(steps=CHAIN, data=st.data(), keeps_hash=st.booleans())
def test_an_old_line_said_again_is_found(
    steps: list[Line], data: st.DataObject, keeps_hash: bool
) -> None:
    with aside():
        lines = write(steps)
        old = data.draw(st.sampled_from(lines))
        again = {**old, "sequence": len(lines) + 1, "previous_hash": lines[-1]["hash"]}
        if not keeps_hash:
            again["hash"] = keyed_hash(again, "a guessed key")
        is_stored = put([*lines, again])
        assert is_stored != keeps_hash  # the same hash twice is no row at all
        if is_stored:
            LedgerTip.objects.update(sequence=len(lines) + 1, hash=again["hash"])
            assert broken_at() == len(lines) + 1


@quick
@given(steps=CHAIN, data=st.data())
def test_a_tip_set_back_alone_is_found(steps: list[Line], data: st.DataObject) -> None:
    with aside():
        lines = write(steps)
        earlier = data.draw(st.sampled_from(lines[:-1]))
        LedgerTip.objects.update(sequence=earlier["sequence"], hash=earlier["hash"])
        assert broken_at() == len(lines)


@quick
@given(steps=CHAIN, data=st.data())
def test_a_noted_end_shows_a_tail_cut_off_with_its_tip(
    steps: list[Line], data: st.DataObject
) -> None:
    """A shorter chain is whole in itself; only a hash noted elsewhere tells."""
    with aside():
        lines = write(steps)
        noted = ledger.tip()
        kept = lines[: data.draw(st.integers(1, len(lines) - 1))]
        assert put(kept)
        last = kept[-1]
        LedgerTip.objects.update(sequence=last["sequence"], hash=last["hash"])
        assert broken_at() is None
        assert not LedgerEntry.objects.filter(hash=noted[1]).exists()
        assert ledger.tip() == (last["sequence"], last["hash"])


@quick
@given(steps=CHAIN, more=CHAIN)
def test_a_noted_end_stays_part_of_a_chain_that_grows(
    steps: list[Line], more: list[Line]
) -> None:
    with aside():
        write(steps)
        sequence, noted = ledger.tip()
        write(more)
        assert LedgerEntry.objects.get(hash=noted).sequence == sequence
        assert broken_at() is None


@quick
@given(steps=CHAIN, lost=CHAIN)
def test_a_write_that_fails_leaves_no_line(steps: list[Line], lost: list[Line]) -> None:
    with aside():
        before = write(steps)
        with aside():
            assert len(write(lost)) == len(steps) + len(lost)
        assert ledger.tip() == (len(before), before[-1]["hash"])
        assert broken_at() is None
        [*_, after] = write(lost[:1])
        assert after["previous_hash"] == before[-1]["hash"]


def test_chains_written_by_earlier_releases_still_verify(settings: Settings) -> None:
    """The text that is hashed stands here in full: its form may never change."""
    settings.LEDGER_KEY = "known-answer-key"
    entry = LedgerEntry(
        sequence=7,
        at=datetime.datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=datetime.UTC),
        by="mara.lindqvist",
        action="claim.withdrawn",
        subject="claim:quillevra/week-one-episodic@2",
        payload='{"reason":"Überholt ▼","size":1}',
        previous_hash="ab" * 32,
    )
    told = (
        '{"action":"claim.withdrawn","at":"2026-03-04T05:06:07.000089+00:00",'
        '"by":"mara.lindqvist","payload":"{\\"reason\\":\\"Überholt ▼\\",'
        '\\"size\\":1}","previous_hash":"' + "ab" * 32 + '","sequence":7,'
        '"subject":"claim:quillevra/week-one-episodic@2"}'
    )
    key = b"known-answer-key"
    assert ledger.digest(entry) == hmac.new(key, told.encode(), "sha256").hexdigest()


SPLITS = [
    ({"by": "ab", "action": "c"}, {"by": "a", "action": "bc"}),
    ({"by": 'x","by":"y', "action": "z"}, {"by": "x", "action": 'z","by":"y'}),
    ({"subject": "a:b", "payload": "c"}, {"subject": "a", "payload": "b:c"}),
    ({"payload": "{}", "subject": ""}, {"payload": "", "subject": "{}"}),
    ({"by": "a\nb", "action": ""}, {"by": "a", "action": "\nb"}),
]


@pytest.mark.parametrize(("one", "other"), SPLITS)
def test_moving_words_between_fields_changes_the_hash(one: Line, other: Line) -> None:
    base = {"sequence": 1, "at": START, "by": "", "action": "", "subject": ""}
    base |= {"payload": "", "previous_hash": ZERO}
    hashes = {ledger.digest(LedgerEntry(**base | change)) for change in (one, other)}
    assert len(hashes) == 2


def test_lines_about_one_subject_are_only_its_own() -> None:
    step: Line = {"action": "a.b", "by": "x", "at": START, "payload": {}}
    subjects = ["claim:a/x@1", "claim:a/x@11", "claim:A/x@1", "claim:a/x@1", "x"]
    write([step | {"subject": subject} for subject in subjects])
    found = ledger.entries_about("claim:a/x@1")
    assert [entry.sequence for entry in found] == [1, 4]
    assert ledger.entries_about("claim:a/x@") == []
