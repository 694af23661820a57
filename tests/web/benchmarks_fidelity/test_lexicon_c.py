"""The held-out lexicon is whole, and its labels keep what figures and words must show.

Whether a pair means what its label says was read by its author and is not tested here.
"""

import re
from collections import Counter

import pytest

from web.benchmarks.fidelity import corpus, lexicons
from web.benchmarks.fidelity.lexicons import MIXED, TYPES, Label, Pair

LEXICON = lexicons.read(lexicons.HERE / "c")
CORPUS = corpus.drawn(LEXICON)
PAIRS = [*CORPUS.pairs, *LEXICON.edits]
WAYS = {
    "verbatim_inside", "typography", "number_format", "unit_conversion", "per_cent",
    "abbreviation", "synonym", "fronted", "reference_marker", "connective",
    "list_layout", "brackets",
}  # fmt: skip
BENT = Counter(one.kind for one in CORPUS.pairs if one.label == Label.DISTORTED)
SAME = Counter(one.kind for one in CORPUS.pairs if one.label == Label.FAITHFUL)
BY_HAND = Counter(one.kind for one in LEXICON.edits)
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def of_kinds(*kinds: str) -> list[Pair]:
    """What was drawn of one of these types or ways."""
    return [one for one in CORPUS.pairs if one.kind in kinds]


def figures(text: str) -> list[str]:
    return sorted(FIGURE.findall(text))


def words(text: str) -> list[str]:
    """Every word of a text, whatever its case and its place, without figures."""
    return sorted(re.findall(r"[^\W\d_]+", text.casefold()))


# How much there is


@pytest.mark.parametrize(
    ("what", "least"),
    [("areas", 15), ("claims", 330), ("corrupted", 3_000), ("faithful", 2_000),
     ("free", 300), ("others", 2_000)],
)  # fmt: skip
def test_enough_is_drawn(what: str, least: int) -> None:
    assert CORPUS.counts()[what] >= least


def test_enough_was_written_by_hand() -> None:
    assert len(LEXICON.edits) >= 500


@pytest.mark.parametrize("kind", sorted(TYPES | MIXED))
def test_every_type_is_drawn_often(kind: str) -> None:
    assert BENT[kind] >= 70


@pytest.mark.parametrize("way", sorted(WAYS))
def test_every_faithful_way_is_drawn_often(way: str) -> None:
    assert SAME[way] >= 80


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_was_also_written_by_hand(kind: str) -> None:
    assert BY_HAND[kind] >= 8


@pytest.mark.parametrize("way", sorted(WAYS))
def test_every_way_was_also_written_by_hand(way: str) -> None:
    assert BY_HAND[way] >= 7


def test_no_type_or_way_is_unknown() -> None:
    assert set(BENT) == TYPES | MIXED
    assert set(SAME) == WAYS
    assert set(BY_HAND) == {*TYPES, *WAYS, ""}


# What it is not


def test_no_pair_is_told_to_be_two_things() -> None:
    told: dict[tuple[str, str], set[Label]] = {}
    for one in PAIRS:
        told.setdefault((one.approved, one.candidate), set()).add(one.label)
    assert [pair for pair, known in told.items() if len(known) > 1] == []


def test_no_pair_was_written_by_hand_twice() -> None:
    assert len(set(LEXICON.edits)) == len(LEXICON.edits)


def test_a_changed_wording_is_another_one() -> None:
    assert [one for one in PAIRS if one.approved == one.candidate] == []


def test_nothing_is_left_open() -> None:
    texts = [text for one in PAIRS for text in (one.approved, one.candidate)]
    texts += [one for some in CORPUS.others.values() for one in some]
    assert [text for text in texts if "{" in text or "}" in text] == []


@pytest.mark.parametrize(("opening", "closing"), ["()", "[]"])
def test_every_bracket_is_closed(opening: str, closing: str) -> None:
    texts = {text for one in PAIRS for text in (one.approved, one.candidate)}
    assert [one for one in texts if one.count(opening) != one.count(closing)] == []


def test_no_other_sentence_is_a_claim_that_was_drawn() -> None:
    claims = {claim for some in CORPUS.claims.values() for claim in some}
    assert not claims & {one for some in CORPUS.others.values() for one in some}


def test_nothing_is_taken_from_another_lexicon() -> None:
    """Held out by claim: no brand and no sentence stands in A or B too."""
    for name in ("a", "b"):
        other = lexicons.read(lexicons.HERE / name)
        assert not brands(other) & brands(LEXICON)
        assert not set(other.others) & set(LEXICON.others)
        assert not approved(other) & approved(LEXICON)


def brands(lexicon: lexicons.Lexicon) -> set[str]:
    return {
        name for area in lexicon.areas for one in area.brands for name in one["name"]
    }


def approved(lexicon: lexicons.Lexicon) -> set[str]:
    """The claims as they were written, those of the edits among them."""
    templates = {one.claim for area in lexicon.areas for one in area.templates}
    return templates | {one.approved for one in lexicon.edits}


# What a label says


def test_a_verbatim_claim_stands_word_for_word() -> None:
    """The first letter may be a small one, and the full stop may come later."""
    for one in of_kinds("verbatim_inside"):
        assert one.approved[1:].rstrip(".") in one.candidate


@pytest.mark.parametrize(
    "way", ["connective", "fronted", "typography", "verbatim_inside", "per_cent"]
)
def test_a_faithful_way_keeps_every_figure(way: str) -> None:
    plain = str.maketrans("₁₂₄", "124")
    assert [
        one
        for one in of_kinds(way)
        if figures(one.approved) != figures(one.candidate.translate(plain))
    ] == []


def test_a_decimal_keeps_every_word() -> None:
    assert [
        one
        for one in of_kinds("decimal")
        if words(one.approved) != words(one.candidate)
    ] == []


@pytest.mark.parametrize("kind", ["digit", "decimal", "interval", "sample_size"])
def test_a_changed_figure_leaves_the_others(kind: str) -> None:
    for one in of_kinds(kind):
        before, after = (Counter(figures(t)) for t in (one.approved, one.candidate))
        assert (before - after).total() <= 1


def test_another_product_stands_alone() -> None:
    names = brands(LEXICON)
    for one in of_kinds("product"):
        assert [name for name in names if name in one.approved]
        assert [name for name in names if name in one.candidate] == []


def test_arms_are_swapped_without_a_new_word() -> None:
    assert [
        one
        for one in of_kinds("arm_swap")
        if words(one.approved) != words(one.candidate)
        or figures(one.approved) != figures(one.candidate)
    ] == []


def test_a_dropped_statistic_leaves_fewer_figures() -> None:
    for one in of_kinds("statistic_dropped"):
        assert len(figures(one.candidate)) < len(figures(one.approved))


def test_a_dropped_qualifier_leaves_less() -> None:
    for one in of_kinds("qualifier_dropped"):
        assert len(one.candidate) < len(one.approved)


def test_what_is_added_leaves_more() -> None:
    for one in of_kinds("statement_added"):
        assert len(one.candidate) > len(one.approved)
