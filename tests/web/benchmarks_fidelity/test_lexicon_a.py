"""The development lexicon has every type and way, and more than enough to draw."""

from collections import Counter

import pytest

from web.benchmarks.fidelity import corpus, lexicons
from web.benchmarks.fidelity.lexicons import MIXED, TYPES, Label, Pair

LEXICON = lexicons.read(lexicons.HERE / "a")
CORPUS = corpus.drawn(LEXICON)
WAYS = {
    "verbatim_inside", "typography", "number_format", "unit_conversion", "per_cent",
    "abbreviation", "synonym", "fronted", "reference_marker", "connective",
    "list_layout",
}  # fmt: skip
BENT = Counter(one.kind for one in CORPUS.pairs if one.label == Label.DISTORTED)
SAME = Counter(one.kind for one in CORPUS.pairs if one.label == Label.FAITHFUL)
BY_HAND = Counter(one.kind for one in LEXICON.edits if one.label == Label.DISTORTED)


@pytest.mark.parametrize(
    ("what", "least"),
    [("areas", 12), ("claims", 300), ("corrupted", 3_000), ("faithful", 2_000),
     ("free", 300), ("others", 2_000)],
)  # fmt: skip
def test_enough_is_drawn(what: str, least: int) -> None:
    assert CORPUS.counts()[what] >= least


@pytest.mark.parametrize("kind", sorted(TYPES | MIXED))
def test_every_type_is_drawn_often(kind: str) -> None:
    assert BENT[kind] >= 70


@pytest.mark.parametrize("way", sorted(WAYS))
def test_every_faithful_way_is_drawn(way: str) -> None:
    assert SAME[way] >= 40


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_was_also_written_by_hand(kind: str) -> None:
    assert BY_HAND[kind] >= 6


@pytest.mark.parametrize("way", sorted({*WAYS, "brackets"}))
def test_every_way_was_also_written_by_hand(way: str) -> None:
    assert sum(one.kind == way for one in LEXICON.edits) >= 8


@pytest.mark.parametrize(
    "pairs",
    [pytest.param(CORPUS.pairs, id="drawn"), pytest.param(LEXICON.edits, id="by hand")],
)
def test_a_changed_wording_is_another_one(pairs: list[Pair]) -> None:
    assert [one for one in pairs if one.approved == one.candidate] == []


def test_nothing_is_left_open() -> None:
    texts = [text for one in CORPUS.pairs for text in (one.approved, one.candidate)]
    texts += [one for some in CORPUS.others.values() for one in some]
    assert [text for text in texts if "{" in text or "}" in text] == []


def test_no_pair_is_told_to_be_two_things() -> None:
    labels: dict[tuple[str, str], set[Label]] = {}
    for one in CORPUS.pairs:
        labels.setdefault((one.approved, one.candidate), set()).add(one.label)
    assert [pair for pair, known in labels.items() if len(known) > 1] == []


def test_every_area_is_of_its_own_brands() -> None:
    names = [brand["name"][0] for area in LEXICON.areas for brand in area.brands]
    assert len(names) == len(set(names)) >= 2 * len(LEXICON.areas)
    for area in LEXICON.areas:
        for brand in area.brands:
            assert brand["other"] != brand["name"]


def test_near_duplicates_differ_by_a_figure_alone() -> None:
    """Claims of one brand whose words are the same make linking hard."""
    worded = Counter(
        "".join(letter for letter in claim if not letter.isdigit())
        for claims in CORPUS.claims.values()
        for claim in claims
    )
    assert max(worded.values()) >= 2


def test_no_other_sentence_is_a_claim_that_was_drawn() -> None:
    claims = {claim for some in CORPUS.claims.values() for claim in some}
    assert not claims & {one for some in CORPUS.others.values() for one in some}
