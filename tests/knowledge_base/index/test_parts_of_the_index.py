"""A part of the index: its masks are the rules, and its files are the part."""

import dataclasses
import datetime
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base import indexed
from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.index import parts, postings
from knowledge_base.index.parts import Part
from knowledge_base.indexed import NEVER, Entry, Reach, Scope
from knowledge_base.wording.hashes import sha256

LAW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
EMBEDDER = HashingEmbedder()
FIRST = datetime.date(2026, 1, 1)
DAYS = st.integers(0, 5).map(lambda n: FIRST + datetime.timedelta(days=n))
NUMBERS = DAYS.map(indexed.number)


def sets(*codes: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=2).map(tuple)


ENTRIES = st.lists(
    st.builds(
        Entry,
        version_id=st.integers(1, 40),
        brand_id=st.sampled_from([1, 2]),
        key=st.text("abc-", min_size=1, max_size=4),
        heading=st.just("A heading."),
        wordings=st.lists(
            st.sampled_from(["Urate fell.", "Flares in 48%.", "At week 12."]),
            min_size=1,
            max_size=3,
        ).map(tuple),
        is_in_force=st.booleans(),
        reach=st.builds(
            Reach,
            kinds=st.sampled_from([("efficacy",), ("safety",)]),
            markets=sets("US", "GB"),
            channels=sets("email", "sms"),
            audiences=sets("HCP", "PAYER"),
            themes=sets("onset", "safety"),
            indications=sets("gout", "flu"),
        ),
        valid_from=st.just(0) | NUMBERS,
        expires_on=st.just(NEVER) | NUMBERS,
    ),
    max_size=6,
    unique_by=lambda one: one.version_id,
)
PLACES = st.builds(
    Scope,
    brand_id=st.sampled_from([1, 2, 3]),
    market=st.sampled_from(["US", "DE", None]),
    channel=st.sampled_from(["email", "rcs", None]),
    audience=st.sampled_from(["HCP", "PATIENT", None]),
    day=DAYS,
    theme=st.sampled_from(["", "onset"]),
    kind=st.sampled_from(["", "efficacy", "safety"]),
    indication=st.sampled_from(["", "gout"]),
)


def part_of(entries: list[Entry]) -> Part:
    texts = [text for one in entries for text in one.texts]
    points = dict(zip(map(sha256, texts), EMBEDDER.embed(texts), strict=True))
    return parts.assembled(entries, points)


def is_open(entry: Entry, place: Scope) -> bool:
    limits = (
        (entry.reach.kinds, place.kind),
        (entry.reach.markets, place.market),
        (entry.reach.channels, place.channel),
        (entry.reach.audiences, place.audience),
        (entry.reach.themes, place.theme),
        (entry.reach.indications, place.indication),
    )
    return (
        entry.brand_id == place.brand_id
        and entry.is_in_force
        and entry.valid_from <= indexed.number(place.day) < entry.expires_on
        and all(not asked or not own or asked in own for own, asked in limits)
    )


@LAW
@given(ENTRIES, PLACES)
def test_the_mask_is_the_rule(entries: list[Entry], place: Scope) -> None:
    part = part_of(entries)
    assert part.allowed(place).tolist() == [is_open(one, place) for one in entries]
    assert part.allowed(place) is part.allowed(dataclasses.replace(place))


@LAW
@given(ENTRIES, PLACES, st.sampled_from(["market", "channel", "audience"]))
def test_asking_less_never_shuts_a_row(
    entries: list[Entry], place: Scope, field: str
) -> None:
    part = part_of(entries)
    free: dict[str, Any] = {field: None}
    wider = part.allowed(dataclasses.replace(place, **free))
    assert not (part.allowed(place) & ~wider).any()


HERE = Scope(1, "US", "email", "HCP", FIRST, "onset", "efficacy", "gout")
TODAY = indexed.number(FIRST)
ROWS = [
    pytest.param({}, True, id="open everywhere"),
    pytest.param({"brand_id": 2}, False, id="another brand"),
    pytest.param({"is_in_force": False}, False, id="not in force"),
    pytest.param({"valid_from": TODAY}, True, id="valid from today"),
    pytest.param({"valid_from": TODAY + 1}, False, id="valid from tomorrow"),
    pytest.param({"expires_on": TODAY + 1}, True, id="expires tomorrow"),
    pytest.param({"expires_on": TODAY}, False, id="expires today"),
    pytest.param({"reach": Reach(kinds=("efficacy",))}, True, id="its kind"),
    pytest.param({"reach": Reach(kinds=("safety",))}, False, id="another kind"),
    pytest.param({"reach": Reach(markets=("GB", "US"))}, True, id="its markets"),
    pytest.param({"reach": Reach(markets=("GB",))}, False, id="another market"),
    pytest.param({"reach": Reach(channels=("email",))}, True, id="its channel"),
    pytest.param({"reach": Reach(channels=("sms",))}, False, id="another channel"),
    pytest.param({"reach": Reach(audiences=("HCP",))}, True, id="its audience"),
    pytest.param({"reach": Reach(audiences=("PAYER",))}, False, id="another audience"),
    pytest.param({"reach": Reach(themes=("onset",))}, True, id="its theme"),
    pytest.param({"reach": Reach(themes=("safety",))}, False, id="another theme"),
    pytest.param({"reach": Reach(indications=("gout",))}, True, id="its indication"),
    pytest.param({"reach": Reach(indications=("flu",))}, False, id="another one"),
]


@pytest.mark.parametrize(("columns", "is_found"), ROWS)
def test_each_limit_opens_or_shuts_a_row(
    columns: dict[str, Any], is_found: bool
) -> None:
    row = dataclasses.replace(SOME[0], **{"reach": Reach(), **columns})
    assert part_of([row]).allowed(HERE).tolist() == [is_found]
    assert is_open(row, HERE) is is_found


@LAW
@given(ENTRIES)
def test_a_row_keeps_what_its_entry_said(entries: list[Entry]) -> None:
    part = part_of(entries)
    assert len(part) == len(entries)
    for row, one in enumerate(entries):
        assert part.reach_of(row) == one.reach
        assert part.keys[row] == one.key.encode()
        assert len(part.points_of(row)) == len(one.wordings)
        for point, text in zip(part.points_of(row), one.texts, strict=True):
            assert point.tolist() == EMBEDDER.embed([text])[0].tolist()
        assert row in part.postings.of(parts.KEY + one.key.casefold())[0]
    owners = [n for n, one in enumerate(entries) for _ in one.wordings]
    assert part.owners.tolist() == owners


@LAW
@given(entries=ENTRIES, place=PLACES)
def test_what_is_saved_is_read_as_it_was(
    entries: list[Entry], place: Scope, tmp_path: Path
) -> None:
    part = part_of(entries)
    read = reloaded(part, tmp_path)
    assert len(read) == len(part)
    assert read.codes == part.codes
    assert read.allowed(place).tolist() == part.allowed(place).tolist()
    assert read.vectors.reshape(-1).tolist() == part.vectors.reshape(-1).tolist()
    assert read.hashes.tolist() == part.hashes.tolist()
    for word in ("urat", "fall", parts.FIGURE + "48 %", parts.KEY + "a"):
        mine, theirs = part.postings.of(word), read.postings.of(word)
        assert [each.tolist() for each in mine] == [each.tolist() for each in theirs]
    for row in range(len(part)):
        assert read.reach_of(row) == part.reach_of(row)


def reloaded(part: Part, directory: Path) -> Part:
    (directory / parts.POINTS).write_bytes(part.vectors.astype("<f4").tobytes())
    parts.save(part, directory)
    return parts.load(directory, EMBEDDER.dimension, {})


SOME = [
    Entry(
        version_id=n,
        brand_id=1,
        key=f"k-{n}",
        heading="A heading.",
        wordings=("Urate fell.",),
        is_in_force=True,
        reach=Reach(("efficacy",)),
        valid_from=0,
        expires_on=NEVER,
    )
    for n in range(1, 4)
]
FILES = [
    "columns.npz",
    "codes.json",
    parts.POINTS,
    *(f"{n}.npy" for n in postings.NAMES),
]


@pytest.mark.parametrize("name", FILES)
def test_a_lost_file_is_told_by_an_error(name: str, tmp_path: Path) -> None:
    reloaded(part_of(SOME), tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(OSError, match=name):
        parts.load(tmp_path, EMBEDDER.dimension, {})


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"x", b"{}", b"\x00" * 7])
def test_a_damaged_file_is_told_by_an_error(
    name: str, content: bytes, tmp_path: Path
) -> None:
    reloaded(part_of(SOME), tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises((OSError, KeyError, TypeError, ValueError)):
        parts.load(tmp_path, EMBEDDER.dimension, {})


# numpy leaves the broken archive open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_columns_that_are_cut_off_are_told_by_an_error(tmp_path: Path) -> None:
    reloaded(part_of(SOME), tmp_path)
    path = tmp_path / "columns.npz"
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(ValueError, match="is cut off"):
        parts.load(tmp_path, EMBEDDER.dimension, {})


@pytest.mark.parametrize("points", [2, 4])
def test_points_that_do_not_fit_are_refused(points: int, tmp_path: Path) -> None:
    reloaded(part_of(SOME), tmp_path)
    rows = np.zeros((points, EMBEDDER.dimension), dtype="<f4")
    (tmp_path / parts.POINTS).write_bytes(rows.tobytes())
    with pytest.raises(ValueError, match=r"points\.f32 does not hold 3 points\."):
        parts.load(tmp_path, EMBEDDER.dimension, {})


def test_a_part_of_another_dimension_is_refused(tmp_path: Path) -> None:
    reloaded(part_of(SOME), tmp_path)
    with pytest.raises(ValueError, match="does not hold 3 points"):
        parts.load(tmp_path, EMBEDDER.dimension + 1, {})


def test_codes_are_kept_once_for_all_rows(tmp_path: Path) -> None:
    part = part_of(
        [dataclasses.replace(one, version_id=n) for n, one in enumerate(SOME)]
    )
    assert part.codes["kinds"] == (("efficacy",),)
    assert part.codes["markets"] == ((),)
    reloaded(part, tmp_path)
    stored = json.loads((tmp_path / "codes.json").read_text("utf-8"))
    assert stored["kinds"] == [["efficacy"]]


@pytest.mark.parametrize("many", [1, 64, 65, 130])
def test_masks_are_kept_within_bounds(many: int) -> None:
    part = part_of(SOME)
    days = [FIRST + datetime.timedelta(days=n) for n in range(many)]
    for day in days:
        place = Scope(1, "US", "email", "HCP", day)
        assert part.allowed(place).all()
    assert len(part._masks) <= parts.KEPT_MASKS


# what the index says of a claim


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "urate target. efficacy."),
        ({"themes": ("onset",)}, "urate target. onset, efficacy."),
        ({"themes": ("a_b", "c")}, "urate target. a b, c, efficacy."),
        ({"endpoint": "serum_urate"}, "urate target. efficacy. serum urate."),
        ({"timepoint": "week 12"}, "urate target. efficacy. week 12."),
        (
            {"endpoint": "flares", "timepoint": "day 1"},
            "urate target. efficacy. flares. day 1.",
        ),
    ],
)
def test_a_heading_tells_what_a_claim_is_about(
    told: dict[str, object], said: str
) -> None:
    plain = {"themes": (), "endpoint": "", "timepoint": ""}
    made = indexed.heading(key="urate-target", kind="efficacy", **plain | told)  # type: ignore[arg-type]
    assert made == said


@LAW
@given(st.dates(), st.dates())
def test_numbers_of_days_sort_as_days_do(
    one: datetime.date, other: datetime.date
) -> None:
    assert (indexed.number(one) < indexed.number(other)) == (one < other)
    assert indexed.number(one) < NEVER


@LAW
@given(PLACES)
def test_an_empty_filter_asks_nothing(place: Scope) -> None:
    asked = {limit: code for limit, code in place.codes.items() if code is not None}
    assert "" not in asked.values()
    assert set(place.codes) == {field.name for field in dataclasses.fields(Reach)}
    assert ("themes" in asked) == bool(place.theme)
    assert ("markets" in asked) == (place.market is not None)
