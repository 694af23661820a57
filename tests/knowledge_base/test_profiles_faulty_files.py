"""Every faulty file is refused in plain words, with nothing written."""

import contextlib
import datetime
import itertools
import json
import random
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base import sheets
from knowledge_base.models import (
    Fact,
    HcpProfile,
    HcpSegment,
    LedgerEntry,
    SegmentMembership,
)
from knowledge_base.profiles import facts, importing
from knowledge_base.profiles.importing import ImportCounts, ProfileFaultsError
from knowledge_base.sheets import FileUnreadableError, Source
from tests.knowledge_base import faulty_profiles as files

IDS = [f"{number} {name}" for number, (name, *_) in enumerate(files.FAULTY)]


def bring(name: str, data: bytes, by: User, at: datetime.datetime) -> ImportCounts:
    return importing.import_profiles(Source(name, data), by=by, at=at)


def stored() -> tuple[int, ...]:
    kinds = (HcpSegment, HcpProfile, SegmentMembership, Fact, LedgerEntry)
    return tuple(kind.objects.count() for kind in kinds)


@pytest.mark.parametrize(
    ("file", "data", "words"), [row[1:] for row in files.FAULTY], ids=IDS
)
def test_a_faulty_file_is_refused_and_leaves_nothing(
    file: str,
    data: bytes,
    words: str,
    requester: User,
    at: datetime.datetime,
) -> None:
    with pytest.raises(ProfileFaultsError) as error:
        bring(file, data, requester, at)
    faults = error.value.faults
    assert any(words in fault for fault in faults), faults
    assert all(fault.startswith(file) and fault.endswith(".") for fault in faults)
    assert all("\n" not in fault and "\x00" not in fault for fault in faults)
    assert stored() == (0, 0, 0, 0, 0)


def test_there_are_enough_of_them() -> None:
    endings = {file.rpartition(".")[2] for _, file, *_ in files.FAULTY}
    assert len(files.FAULTY) >= 60
    assert {"csv", "xlsx", "jsonl"} <= endings


GOOD: list[tuple[str, bytes]] = [
    ("p.jsonl", files.jsonl(files.PERSON)),
    ("P.JSONL", files.BOM + files.jsonl(files.PERSON)),
    ("p.jsonl", files.jsonl(files.PERSON).replace(b"\n", b"\r\n") + b"\r\n\r\n"),
    ("p.csv", files.table(files.CELLS)),
    ("p.csv", files.BOM + files.table(files.CELLS)),
    ("p.csv", files.table(files.CELLS).replace(b"\r\n", b"\n")),
    ("p.csv", files.table(files.CELLS).replace(b"\r\n", b"\r")),
    ("p.csv", files.table(files.CELLS).replace(b",", b";")),
    ("p.csv", files.table(files.CELLS, head=files.HEAD.upper())),
    ("p.csv", files.table(files.CELLS, head=files.HEAD.replace(",", " , "))),
    ("p.csv", files.table("", files.CELLS, ",,,,,,", f"{''}")),
    ("p.csv", files.cell("Dr. Ida Brandvold", ' "Dr. Ida Brandvold"'[1:])),
    ("p.csv", files.cell("tone=warm:0.6", " tone = warm : 0.6 ; ")),
    ("p.xlsx", files.sheet_of(0, "hcp-1")),
    ("p.XLSX", files.sheet_of(6, datetime.date(2026, 4, 12))),
    ("p.jsonl", files.jsonl({**files.PERSON, "segment_mix": {"readers": 0.9995}})),
    ("p.jsonl", files.jsonl({**files.PERSON, "segment_mix": {"readers": "1.0"}})),
]


@pytest.mark.parametrize(("file", "data"), GOOD, ids=range(len(GOOD)))
def test_the_same_person_comes_in_by_every_style(
    file: str, data: bytes, requester: User, at: datetime.datetime
) -> None:
    bring("s.jsonl", files.jsonl(files.SEGMENT), requester, at)
    counts = bring(file, data, requester, at)
    assert (counts.profiles, counts.facts) == (1, 1)
    view = facts.profile_at("hcp-1", at.date())
    assert (view.name, view.market) == ("Dr. Ida Brandvold", "US")
    assert view.mix == pytest.approx({"readers": 1}, abs=0.001)
    assert view.own == {"tone": {"warm": 0.6}}
    assert view.observations == 1


def test_a_good_file_with_one_bad_row_changes_nothing_that_stood(
    requester: User, at: datetime.datetime
) -> None:
    bring("p.jsonl", files.person(), requester, at)
    before = stored()
    changed = {**files.PERSON, "name": "Changed", "market": "GB"}
    other = {**files.PERSON, "key": "hcp-2", "segment_mix": {"readers": 0.2}}
    with pytest.raises(ProfileFaultsError, match="row 2: segment_mix sums"):
        bring("p.jsonl", files.jsonl(changed, other), requester, at)
    assert stored() == before
    assert HcpProfile.objects.get().name == "Dr. Ida Brandvold"


def test_rows_may_stand_in_any_order(requester: User, at: datetime.datetime) -> None:
    """A person may stand above the segments of their own mix."""
    other = {"segment": "talkers", "title": "Talkers"}
    person = {**files.PERSON, "segment_mix": {"talkers": 0.25, "readers": 0.75}}
    for rows in itertools.permutations((files.SEGMENT, other, person)):
        bring("p.jsonl", files.jsonl(*rows), requester, at)
    assert stored() == (2, 1, 2, 1, 1)
    view = facts.profile_at("hcp-1", at.date())
    assert view.mix == {"readers": 0.75, "talkers": 0.25}


def test_a_new_mix_replaces_the_old_one_whole(
    requester: User, at: datetime.datetime
) -> None:
    other = {"segment": "talkers", "title": "Talkers"}
    bring("p.jsonl", files.jsonl(files.SEGMENT, other, files.PERSON), requester, at)
    moved = {**files.PERSON, "segment_mix": {"talkers": 1}}
    assert bring("p.jsonl", files.jsonl(moved), requester, at).changed == 1
    assert facts.profile_at("hcp-1", at.date()).mix == {"talkers": 1}


def test_people_who_are_not_in_a_later_file_stay(
    requester: User, at: datetime.datetime
) -> None:
    bring("p.jsonl", files.person(), requester, at)
    second = {**files.PERSON, "key": "hcp-2", "facts": []}
    counts = bring("p.jsonl", files.jsonl(second), requester, at)
    assert counts == ImportCounts(profiles=1)
    assert set(HcpProfile.objects.values_list("key", flat=True)) == {"hcp-1", "hcp-2"}
    assert Fact.objects.get().profile.key == "hcp-1"


@pytest.mark.parametrize("changes", [1, 4, 20])
def test_no_damage_to_a_workbook_escapes_in_another_way(changes: int) -> None:
    luck = random.Random(changes)  # noqa: S311 - the same damage every time
    for _ in range(100):
        data = bytearray(files.DAMAGED)
        for _ in range(changes):
            data[luck.randrange(len(data))] = luck.randrange(256)
        with contextlib.suppress(FileUnreadableError):
            sheets.rows(Source("p.xlsx", bytes(data)))


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=80), ending=st.sampled_from(["csv", "jsonl", "xlsx"]))
def test_no_bytes_escape_in_another_way(data: bytes, ending: str) -> None:
    try:
        found = sheets.rows(Source(f"p.{ending}", data))
    except FileUnreadableError:
        return
    numbers = [row.number for row in found]
    assert numbers
    assert numbers == sorted(numbers)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["tone", "readers", "axis", "x"]), inner)
    ),
    max_leaves=4,
)
NAMES = ("segment", "leanings", "segment_mix", "facts", "key", "name", "market")


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(row=st.dictionaries(st.sampled_from(NAMES), ANY, min_size=1))
def test_no_row_escapes_in_another_way(
    row: dict[str, Any], requester: User, at: datetime.datetime
) -> None:
    line = json.dumps(row).encode()
    before = stored()
    faults: tuple[str, ...] = ()
    try:
        bring("p.jsonl", line, requester, at)
    except ProfileFaultsError as error:
        faults = error.faults
    assert all(fault.startswith("p.jsonl") for fault in faults)
    assert not faults or stored() == before


DAY = datetime.date(2026, 3, 1)
SEEN = st.fixed_dictionaries(
    {
        "axis": st.sampled_from(["tone", "format"]),
        "value": st.sampled_from(["warm", "short"]),
        "weight": st.integers(-100, 100).map(lambda n: n / 100),
        "source": st.just("survey"),
        "observed_on": st.integers(-4, 4).map(
            lambda days: (DAY + datetime.timedelta(days)).isoformat()
        ),
    }
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seen=st.lists(
        SEEN,
        max_size=8,
        unique_by=lambda one: (one["axis"], one["value"], one["observed_on"]),
    ),
    number=st.integers(),
)
def test_the_newest_fact_known_on_the_day_counts(
    seen: list[dict[str, Any]], number: int, requester: User, at: datetime.datetime
) -> None:
    key = f"hcp{number}"[:100]
    HcpProfile.objects.filter(key=key).delete()
    rows = files.jsonl(files.SEGMENT, {**files.PERSON, "key": key, "facts": seen})
    bring("p.jsonl", rows, requester, at)
    for later in range(-5, 6):
        day = DAY + datetime.timedelta(later)
        known = [one for one in seen if one["observed_on"] <= day.isoformat()]
        own: dict[str, dict[str, float]] = {}
        for one in sorted(known, key=lambda one: str(one["observed_on"])):
            own.setdefault(one["axis"], {})[one["value"]] = one["weight"]
        view = facts.profile_at(key, day)
        assert view.own == own
        assert view.observations == len(known)


def test_another_persons_facts_are_not_mixed_in(
    requester: User, at: datetime.datetime
) -> None:
    other = {
        **files.PERSON,
        "key": "hcp-2",
        "facts": [{**files.FACT, "weight": -1, "observed_on": "2026-10-10"}],
    }
    rows = files.jsonl(files.SEGMENT, files.PERSON, other)
    bring("p.jsonl", rows, requester, at)
    assert facts.profile_at("hcp-1", at.date()).own == {"tone": {"warm": 0.6}}
    assert facts.profile_at("hcp-2", at.date()).own == {"tone": {"warm": -1}}
    assert facts.profile_at("hcp-1", datetime.date(2026, 4, 11)).own == {}
    assert facts.profile_at("hcp-1", datetime.date(2026, 4, 12)).observations == 1
