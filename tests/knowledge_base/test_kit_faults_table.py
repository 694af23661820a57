"""Each fault that the schema's author thought of is refused by place and by reason."""

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.kits import reading
from knowledge_base.kits.reading import KitFaultsError
from tests import kits
from tests.knowledge_base.faulty_kits import ALL, CROSS, GONE, LONE, SCHEMA, Row

STEP = re.compile(r"(?P<name>[^.\[\]]+)|\[(?P<place>\d+)\]")


def lean_kit() -> dict[str, Any]:
    """The small kit with two blocks: what is read hundreds of times is short."""
    return kits.small_kit(copy=kits.KIT["copy"][:2])


def steps(place: str) -> list[str | int]:
    found = STEP.finditer(place)
    return [int(m["place"]) if m["place"] else m["name"] for m in found]


def spoil(kit: dict[str, Any], place: str, value: Any) -> dict[str, Any]:
    *way, last = steps(place)
    row: Any = kit
    for step in way:
        row = row[step]
    if value is GONE:
        del row[last]
    else:
        row[last] = value
    return kit


def faults_of(text: str) -> tuple[str, ...]:
    with pytest.raises(KitFaultsError) as error:
        reading.read(text, "kit")
    return error.value.faults


def names(fault: str, place: str, words: str) -> bool:
    """Whether a sentence names the place before its colon and says the words."""
    found = re.fullmatch(r"kit(?:, line \d+)?: (?P<at>[^ ]+|the file): (.+)\.", fault)
    return bool(found) and place in fault.split(": ")[1] and words in fault


def ids(rows: list[Row]) -> list[str]:
    return [f"{n}-{row[0]}-{row[3]}" for n, row in enumerate(rows)]


def test_the_table_is_long_enough_and_without_doubles() -> None:
    assert len(ALL) >= 60
    assert len({(row[0], repr(row[1]), row[2]) for row in ALL}) == len(ALL)


@pytest.mark.parametrize(("place", "value", "at", "words"), ALL, ids=ids(ALL))
def test_each_fault_has_its_place_and_its_reason(
    place: str, value: Any, at: str, words: str
) -> None:
    kit = spoil(lean_kit(), place, value)
    faults = faults_of(json.dumps(kit))
    assert any(names(fault, at, words) for fault in faults), faults


YAML_ROWS = [row for row in ALL if LONE not in str(row[1])]
# Control characters cannot stand in YAML at all, not even escaped by this writer.
YAML_ROWS = [row for row in YAML_ROWS if row[1] is not GONE]


@pytest.mark.parametrize(
    ("place", "value", "at", "words"), YAML_ROWS[::3], ids=ids(YAML_ROWS[::3])
)
def test_in_yaml_the_line_is_the_one_to_mend(
    place: str, value: Any, at: str, words: str
) -> None:
    text = yaml.safe_dump(
        spoil(lean_kit(), place, value), sort_keys=False, width=10_000
    )
    said = [fault for fault in faults_of(text) if names(fault, at, words)]
    assert said
    number = re.match(r"kit, line (\d+): ", said[0])
    assert number
    line = text.splitlines()[int(number[1]) - 1]
    owners = [step for step in steps(said[0].split(": ")[1]) if isinstance(step, str)]
    assert owners[-1] in line or line.lstrip().startswith("-"), (said[0], line)


TOGETHER = [
    (first, second)
    for rows in (SCHEMA, CROSS)
    for first, second in zip(rows[::2], rows[1::2], strict=False)
    if not second[0].startswith(first[0])
    and not first[0].startswith(second[0])
    and steps(first[0])[-1] != steps(second[0])[-1]
]


@pytest.mark.parametrize("number", range(0, len(TOGETHER), 3))
def test_two_faults_are_told_at_once(number: int) -> None:
    first, second = TOGETHER[number]
    kit = lean_kit()
    spoil(kit, first[0], first[1])
    spoil(kit, second[0], second[1])
    faults = faults_of(json.dumps(kit))
    for _, _, at, words in (first, second):
        assert any(names(fault, at, words) for fault in faults), faults


# What the schema and the README allow must not be refused.
ALLOWED: list[tuple[str, Any]] = [
    ("brand.slug", "a1"),
    ("brand.slug", "a" * 50),
    ("brand.slug", "9-lives"),
    ("brand.trademark", "™"),
    ("brand.trademark", ""),
    ("brand.trademark", GONE),
    ("brand.therapy_area", ""),
    ("brand.competitors", GONE),
    ("brand.competitors", []),
    ("brand.name", "n" * 100),
    ("brand.markets.US.privacy_url", GONE),
    ("brand.markets.US.privacy_url", ""),
    ("brand.markets.US.indication_launched_on", GONE),
    ("brand.markets.US.indication_launched_on", "2025-02-03"),
    ("brand.markets.US.note", "A field that the schema leaves open."),
    ("brand.markets.GB.launched_on", "2024-02-29"),
    ("labels[0].boxed_warning", GONE),
    ("labels[0].boxed_warning", ""),
    ("labels[0].sections", GONE),
    ("labels[0].sections[0].code", GONE),
    ("labels[0].version", "v" * 50),
    ("labels[0].effective_on", "2030-01-01"),
    ("references[0].design", None),
    ("references[0].design", GONE),
    ("references[0].url", ""),
    ("references[0].url", "http://a.example"),
    ("references[0].url", "https://a.example/x?y=1&z=%20#part"),
    ("references[1].expires_on", "2025-03-02"),
    ("references[2].kind", "registry"),
    ("claims[0].text", "61 and 32 "),
    ("claims[0].text", "61 and 32." + "x" * 1490),
    ("claims[0].variations", ["Ten letter"] * 20),
    ("claims[0].variations", []),
    ("claims[0].channels", ["portal_card", "whatsapp", "x_post", "rcs", "banner"]),
    ("claims[0].audiences", []),
    ("claims[0].themes", []),
    ("claims[0].themes", ["quality of life", "ü"]),
    ("claims[0].expires_on", "2026-01-16"),
    ("claims[0].expires_on", GONE),
    ("claims[0].valid_from", GONE),
    ("claims[0].companions", ["common-reactions", "once-daily"]),
    ("claims[0].references", ["LABEL-2026", "LABEL-2026"]),
    ("claims[0].key", "k" * 100),
    ("claims[0].key", "A.b:c+d-e_f"),
    ("claims[1].figures[0].value", "48"),
    ("claims[4].figures[0].value", "7%"),
    ("claims[4].figures[0].value", "(7%"),
    ("copy", []),
    ("copy[0].tones", ["t" * 60]),
    ("copy[0].formats", ["long", "short", "standard"]),
    ("copy[0].markets", ["DE"]),
    ("copy[0].text", "[a|b]" * 9),
    ("copy[0].text", "[|Well, ]here it is"),
]


@pytest.mark.parametrize(
    ("place", "value"), ALLOWED, ids=[f"{n}-{a[0]}" for n, a in enumerate(ALLOWED)]
)
def test_what_the_contract_allows_is_read(place: str, value: Any) -> None:
    kit = spoil(lean_kit(), place, value)
    assert reading.read(json.dumps(kit), "kit").content == kit


@pytest.mark.parametrize(
    ("figure", "text", "stands"),
    [
        ("4.6", "a mean of 4.6 days", True),
        ("4.6", "a mean of 14.6 days", False),
        ("4.6", "a mean of 4.65 days", False),
        ("4.6", "ended at 4.6.", True),
        ("4.6", "4.6 at first", True),
        ("4.6", "a mean of 4,6 days", False),
        ("4", "from 4 to 6", True),
        ("4", "from 4.0 to 6", False),
        ("4", "1,004 people", False),
        ("1,004", "1,004 people", True),
        ("1,004", "21,004 people", False),
        ("04", "1.04 of them", False),
        ("<0.001", "(p<0.001)", True),
        ("0.01", "(p<0.001)", False),
        ("48%", "48% (179/372)", True),
        ("48%", "148% of it", False),
        ("-2.2", "by −2.2 days", True),
        ("−2.2", "by -2.2 days", True),
        (" 4.6 ", "a mean of 4.6 days", True),
        ("4.6", "4x6 days in all", False),
        ("179/372", "in 179/372 of them", True),
        ("79/372", "in 179/372 of them", False),
        ("179/37", "in 179/372 of them", False),
    ],
)
def test_a_figure_stands_in_the_text_as_a_whole(
    figure: str, text: str, stands: bool
) -> None:
    kit = lean_kit()
    kit["claims"][0] |= {"text": text.ljust(10), "figures": [{"value": figure}]}
    if stands:
        assert reading.read(json.dumps(kit), "kit").source == "kit"
    else:
        [fault] = faults_of(json.dumps(kit))
        assert names(fault, "claims[0].figures[0].value", "does not occur")


@settings(max_examples=40, deadline=None)
@given(st.permutations(["a", "b", "c", "d"]), st.integers(1, 4))
def test_a_ring_of_companions_is_found_from_each_of_its_claims(
    order: list[str], size: int
) -> None:
    ring = order[:size]
    kit = lean_kit()
    model = kit["claims"][3]
    follows = dict(zip(ring, [*ring[1:], ring[0]], strict=True))
    kit["claims"] += [
        {**model, "key": key, "companions": [follows[key]] if key in follows else []}
        for key in order
    ]
    first = len(kits.CLAIMS)
    places = {f"claims[{first + order.index(key)}].companions" for key in ring}
    assert {fault.split(": ")[1] for fault in faults_of(json.dumps(kit))} == places


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=9))
def test_companions_that_only_lead_on_are_read(links: list[tuple[int, int]]) -> None:
    kit = lean_kit()
    model = {**kit["claims"][3], "companions": []}
    kit["claims"] = [{**model, "key": f"c{n}"} for n in range(6)]
    for first, second in links:
        if first < second:
            kit["claims"][first] = {
                **kit["claims"][first],
                "companions": [*kit["claims"][first]["companions"], f"c{second}"],
            }
    assert reading.read(json.dumps(kit), "kit").content == kit


def test_a_file_that_is_nothing_like_a_kit_does_not_fill_the_terminal() -> None:
    kit = lean_kit()
    kit["copy"] = [{"colour": number} for number in range(400)]
    faults = faults_of(json.dumps(kit))
    assert len(faults) == 500
    assert len(set(faults)) == 500


def test_long_values_are_shown_shortened() -> None:
    kit = spoil(lean_kit(), "brand.trademark", "R" * 10_000)
    [fault] = faults_of(json.dumps(kit))
    assert len(fault) < 200
    assert "..." in fault


def test_schema_and_cross_faults_of_a_yaml_kit_come_in_the_order_of_lines() -> None:
    kit = lean_kit()
    for place in ("copy[1].text", "copy[0].text", "claims[5].text", "brand.name"):
        spoil(kit, place, "a\x85" if place == "brand.name" else "")
    del kit["claims"][5]["text"]
    text = yaml.safe_dump(kit, sort_keys=False)
    lines = [int(fault.split("line ")[1].split(":")[0]) for fault in faults_of(text)]
    assert lines == sorted(lines)
