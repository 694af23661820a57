"""Each way in which a label is edited, and how exactly it is told."""

import pytest

from knowledge_base.labels import pairing
from knowledge_base.labels.aligning import likeness
from knowledge_base.labels.clauses import Clause, SectionClauses, folded, words_of
from tests.knowledge_base.labels.clause_lists import Label, Told, every, made, told

DOSE = "Take one 20 mg tablet once daily with or without food."
LIVER = "Check liver enzymes before treatment and every three months thereafter."
RASH = "Stop treatment if a rash with fever appears."
USE, DOSING = "34067-9", "34068-7"


def edited(*texts: str, into: tuple[str, ...]) -> Told:
    """What is told where one section's clauses become others."""
    return told(every([made(0, "2 Dose", *texts)], [made(0, "2 Dose", *into)]))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(DOSE, DOSE.replace("20", "40"), id="a-figure"),
        pytest.param(DOSE, DOSE.replace("20 mg", "20 g"), id="a-unit"),
        pytest.param(DOSE, DOSE.replace("once", "twice"), id="a-word"),
        pytest.param(DOSE, DOSE.replace("with or ", ""), id="words-gone"),
        pytest.param(DOSE, DOSE.replace("tablet", "small tablet"), id="a-word-more"),
        pytest.param(DOSE, DOSE.replace(".", ""), id="the-full-stop"),
        pytest.param(DOSE, DOSE.replace("Take", "take"), id="a-capital"),
        pytest.param(LIVER, LIVER.replace("enzymes", "enzyme"), id="a-letter"),
        pytest.param(LIVER, f"{LIVER} Stop if they rise.", id="a-sentence-more"),
        pytest.param("In ≥ 5% of patients", "In > 5% of patients", id="an-operator"),
        pytest.param("Lower by 1.5 points", "Lower by 15 points", id="a-point"),
    ],
)
def test_a_clause_that_changed_is_told_with_both_its_wordings(
    before: str, after: str
) -> None:
    assert edited(RASH, before, into=(RASH, after)) == [("changed", before, after)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("50 – 100 mg", "50 - 100 mg", id="a-dash"),
        pytest.param("patient’s", "patient's", id="an-apostrophe"),
        pytest.param("“whole”", '"whole"', id="quotes"),
        pytest.param("20\u00a0mg", "20 mg", id="a-hard-space"),
        pytest.param("a  b\n c", "a b c", id="white-space"),
        pytest.param("car\u00addiac", "cardiac", id="a-soft-hyphen"),
        pytest.param("a\u200bb", "ab", id="a-zero-width-space"),
        pytest.param("\ufeffa", "a", id="a-byte-order-mark"),
    ],
)
def test_what_looks_alike_is_unchanged(before: str, after: str) -> None:
    assert folded(before) == folded(after)
    assert edited(before, into=(after,)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param((), (DOSE,), [("added", "", DOSE)], id="added-to-nothing"),
        pytest.param((DOSE,), (), [("removed", DOSE, "")], id="removed-to-nothing"),
        pytest.param(
            (DOSE, RASH), (DOSE, LIVER, RASH), [("added", "", LIVER)], id="put-between"
        ),
        pytest.param(
            (DOSE, LIVER, RASH), (DOSE, RASH), [("removed", LIVER, "")], id="taken-out"
        ),
        pytest.param(
            (DOSE, RASH), (RASH, DOSE), [("moved", DOSE, DOSE)], id="changed-places"
        ),
        pytest.param(
            (DOSE, DOSE), (DOSE,), [("removed", DOSE, "")], id="one-of-two-equal-ones"
        ),
        pytest.param(
            (DOSE,), (DOSE, DOSE), [("added", "", DOSE)], id="told-a-second-time"
        ),
        pytest.param(
            (DOSE,),
            ("Quite other words altogether.",),
            [("removed", DOSE, ""), ("added", "", "Quite other words altogether.")],
            id="replaced-by-other-words",
        ),
        pytest.param(
            (f"{LIVER} {RASH}",),
            (LIVER, RASH),
            [("changed", f"{LIVER} {RASH}", LIVER), ("added", "", RASH)],
            id="split-in-two",
        ),
        pytest.param(
            (LIVER, RASH),
            (f"{LIVER} {RASH}",),
            [("changed", LIVER, f"{LIVER} {RASH}"), ("removed", RASH, "")],
            id="merged-into-one",
        ),
        pytest.param(
            (DOSE, LIVER),
            (DOSE.replace("20", "40"), LIVER.replace("three", "six")),
            [
                ("changed", DOSE, DOSE.replace("20", "40")),
                ("changed", LIVER, LIVER.replace("three", "six")),
            ],
            id="two-changed",
        ),
        pytest.param(
            (DOSE, LIVER),
            (LIVER, DOSE.replace("20", "40")),
            [("removed", DOSE, ""), ("added", "", DOSE.replace("20", "40"))],
            id="moved-and-changed-is-out-and-in",
        ),
    ],
)
def test_clauses_of_a_section(
    old: tuple[str, ...], new: tuple[str, ...], expected: Told
) -> None:
    assert edited(*old, into=new) == expected


def nested(title: str, *texts: str) -> SectionClauses:
    return made(1, title, *texts, above=("5 Warnings",))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            [made(0, "5.1 Liver", LIVER)],
            [made(0, "5.9 Liver", LIVER)],
            [],
            id="renumbered",
        ),
        pytest.param(
            [made(0, "5 LIVER", LIVER)],
            [made(0, "5 Liver", LIVER)],
            [("changed", "5 LIVER", "5 Liver")],
            id="title-in-other-case",
        ),
        pytest.param(
            [made(0, "Liver", LIVER, code=USE)],
            [made(0, "Hepatic", LIVER, code=USE)],
            [("removed", "Liver", ""), ("added", "", "Hepatic")],
            id="another-title",
        ),
        pytest.param(
            [made(0, "5 Liver enzymes", LIVER, code=USE)],
            [made(0, "5 Liver values", LIVER, code=USE)],
            [("changed", "5 Liver enzymes", "5 Liver values")],
            id="half-of-a-title",
        ),
        pytest.param(
            [made(0, "2 Dose", DOSE)],
            [made(0, "2 Dose", DOSE), made(1, "3 Liver", LIVER)],
            [("added", "", "3 Liver"), ("added", "", LIVER)],
            id="section-added",
        ),
        pytest.param(
            [made(0, "2 Dose", DOSE), made(1, "3 Liver", LIVER)],
            [made(0, "2 Dose", DOSE)],
            [("removed", "3 Liver", ""), ("removed", LIVER, "")],
            id="section-removed",
        ),
        pytest.param(
            [made(0, "2 Dose", DOSE), made(1, "3 Liver", LIVER)],
            [made(0, "2 Liver", LIVER), made(1, "3 Dose", DOSE)],
            [],
            id="sections-changed-places",
        ),
        pytest.param(
            [made(0, "2 Dose", DOSE, LIVER), made(1, "3 Liver")],
            [made(0, "2 Dose", DOSE), made(1, "3 Liver", LIVER)],
            [("moved", LIVER, LIVER)],
            id="clause-to-another-section",
        ),
        pytest.param(
            [made(0, "Liver", LIVER)],
            [nested("5.1 Liver", LIVER)],
            [],
            id="section-below-another",
        ),
        pytest.param(
            [made(0, "Boxed", LIVER), made(1, "Boxed", RASH)],
            [made(0, "Boxed", RASH), made(1, "Boxed", LIVER)],
            [],
            id="twins-by-their-words",
        ),
        pytest.param([], [], [], id="nothing-at-all"),
    ],
)
def test_sections_of_a_label(old: Label, new: Label, expected: Told) -> None:
    assert told(every(old, new)) == expected


def test_a_paragraph_that_became_a_changed_item_is_out_and_in() -> None:
    old = [made(0, "2 Dose", DOSE)]
    new = [made(0, "2 Dose", DOSE.replace("20", "40"), kind="item")]
    assert [kind for kind, _, _ in told(every(old, new))] == ["removed", "added"]


def test_a_heading_never_moves() -> None:
    old = [made(0, "Adults", RASH, "Pregnancy.", code="X", above=("2 Dose",))]
    new = [made(0, "Adults", LIVER, "Dialysis.", code="Y", above=("5 Risks",))]
    assert told(every(old, new)) == [
        ("removed", "Adults", ""),
        ("removed", RASH, ""),
        ("removed", "Pregnancy.", ""),
        ("added", "", "Adults"),
        ("added", "", LIVER),
        ("added", "", "Dialysis."),
    ]


def test_of_two_equal_clauses_taken_out_each_moves_once() -> None:
    old = [made(0, "1 Use", RASH, RASH), made(1, "2 Dose", DOSE)]
    new = [made(0, "1 Use"), made(1, "2 Dose", DOSE, RASH, RASH, RASH)]
    found = [kind for kind, _, _ in told(every(old, new))]
    assert found == ["moved", "moved", "added"]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        pytest.param(
            [made(0, "A", code=USE), made(1, "B", code=DOSING)],
            [made(0, "B", code=DOSING), made(1, "A", code=USE)],
            {0: 1, 1: 0},
            id="by-code-and-title",
        ),
        pytest.param(
            [made(0, "Use", code="stated:34067-9")],
            [made(0, "1 Indications", code=USE)],
            {0: 0},
            id="what-a-kit-states-by-its-topic",
        ),
        pytest.param(
            [made(0, "Use", code=USE)],
            [made(0, "Dose", code=DOSING)],
            {},
            id="nothing-in-common",
        ),
        pytest.param(
            [made(0, "X", DOSE, LIVER)],
            [made(0, "Y", DOSE, RASH)],
            {},
            id="a-third-of-the-words",
        ),
        pytest.param(
            [made(0, "", DOSE, LIVER)],
            [made(0, "Y", DOSE)],
            {0: 0},
            id="half-of-the-words",
        ),
        pytest.param(
            [made(0, "T", DOSE), made(1, "T", LIVER)],
            [made(0, "T", LIVER), made(1, "T", RASH)],
            {0: 1, 1: 0},
            id="twins-by-words-then-in-order",
        ),
        pytest.param(
            [made(0, "T"), made(1, "T"), made(2, "T")],
            [made(0, "T")],
            {0: 0},
            id="more-twins-than-answers",
        ),
        pytest.param(
            [
                made(0, "Adults", above=("2 Dose",)),
                made(1, "Adults", above=("5 Risk",)),
            ],
            [
                made(0, "Adults", above=("5 Risk",)),
                made(1, "Adults", above=("2 Dose",)),
            ],
            {0: 1, 1: 0},
            id="by-the-titles-above",
        ),
        pytest.param(
            [made(0, "", code=USE)], [made(0, "", code=USE)], {0: 0}, id="by-code-alone"
        ),
        pytest.param([made(0, "")], [made(0, "")], {0: 0}, id="two-empty-ones"),
    ],
)
def test_sections_answer_each_other(
    old: Label, new: Label, pairs: dict[int, int]
) -> None:
    assert pairing.pairs(old, new) == pairs


def test_words_that_stand_everywhere_pair_no_sections() -> None:
    old = [made(0, "Old", "Same words.")]
    few = [made(n, f"New {n}", "Same words.") for n in range(pairing.COMMON)]
    assert len(pairing.pairs(old, few)) == 1
    many = [*few, made(len(few), "One more", "Same words.")]
    assert pairing.pairs(old, many) == {}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("a b c d", "a b c d", 1.0),
        ("a b c d", "d c b a", 1.0),
        ("A, b! c", "a b c", 1.0),
        ("a b c", "a b d", 2 / 3),
        ("a b c d", "a x y z", 0.25),
        ("a", "b", 0.0),
        ("", "", 0.0),
    ],
)
def test_likeness_counts_shared_words(one: str, other: str, alike: float) -> None:
    sets = frozenset(words_of(one)), frozenset(words_of(other))
    assert likeness(*sets) == pytest.approx(alike)
    assert likeness(*reversed(sets)) == pytest.approx(alike)


@pytest.mark.parametrize(
    ("clause", "address", "plain"),
    [
        (Clause(3, 2, "item", "a", ("5 X", "5.1 Y")), "c-3-2", ("x", "y")),
        (Clause(3, None, "heading", "a", ("5.1.2. Y Z",)), "s-3", ("y z",)),
        (Clause(0, 0, "row", "a"), "c-0-0", ()),
        (Clause(None, None, "paragraph", "a", ("Stated",)), "", ("stated",)),
    ],
)
def test_a_clause_knows_its_place(
    clause: Clause, address: str, plain: tuple[str, ...]
) -> None:
    assert (clause.address, clause.plain_path) == (address, plain)
