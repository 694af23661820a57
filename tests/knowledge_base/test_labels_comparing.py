"""Two labels, clause by clause: what was added, removed, changed or moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.labels import pairing
from knowledge_base.labels.aligning import aligned, likeness
from knowledge_base.labels.clauses import (
    Clause,
    SectionClauses,
    folded,
    plain,
    runs,
    words_of,
)
from knowledge_base.labels.comparing import (
    ChangeKind,
    ClauseChange,
    changes_of,
    compare_sections,
    word_runs,
)

Told = list[tuple[str, str, str]]
LONG = "Check liver enzymes before treatment and every three months"


def made(
    place: int, title: str, *texts: str, code: str = "", above: tuple[str, ...] = ()
) -> SectionClauses:
    path = (*above, title)
    heading = (Clause(place, None, "heading", title, path),) if title else ()
    clauses = (
        Clause(place, number, "paragraph", text, path)
        for number, text in enumerate(texts)
    )
    return SectionClauses(place, code, path, (*heading, *clauses))


def told(changes: tuple[ClauseChange, ...]) -> Told:
    return [
        (
            change.kind.value,
            change.old.text if change.old else "",
            change.new.text if change.new else "",
        )
        for change in changes
    ]


def differences(old: list[SectionClauses], new: list[SectionClauses]) -> Told:
    return told(changes_of(compare_sections(old, new)))


# what is the same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("once  daily\n with food", "once daily with food"),
        ("50–100 mg", "50-100 mg"),
        ("the patient’s “own” dose", 'the patient\'s "own" dose'),
        ("20\u00a0mg", "20 mg"),
        ("hyper\u00adsensitivity", "hypersensitivity"),
    ],
)
def test_spaces_dashes_and_quotes_are_no_change(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert differences([made(0, "1 Use", one)], [made(0, "1 Use", other)]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("20 mg", "20 Mg"),
        ("≥ 5%", "> 5%"),
        ("10² cells", "102 cells"),
        ("with food", "with food."),
        ("may cause", "can cause"),
    ],
)
def test_everything_else_is_a_change(one: str, other: str) -> None:
    found = differences([made(0, "1 Use", one)], [made(0, "1 Use", other)])
    assert {kind for kind, _, _ in found} <= {"changed", "added", "removed"}
    assert found


def test_titles_are_compared_without_their_numbers() -> None:
    assert plain(("5.1 Liver  Enzymes", "Use")) == ("liver enzymes", "use")
    assert plain(("12 month data",)) == ("month data",)
    old = [made(0, "5.1 Liver", LONG), made(1, "5.2 Heart", "Heart failure")]
    new = [made(0, "5.1 Heart", "Heart failure"), made(1, "5.2 Liver", LONG)]
    assert differences(old, new) == []


def test_a_paragraph_that_became_an_item_is_no_change() -> None:
    old = made(0, "1 Use", LONG)
    item = Clause(0, 0, "item", LONG, old.path)
    new = SectionClauses(0, "", old.path, (old.clauses[0], item))
    assert differences([old], [new]) == []


# each kind of change


def test_every_kind_of_change_is_told_with_both_sides() -> None:
    old = [
        made(0, "1 Use", "For adults with gout.", "Not for children."),
        made(1, "2 Dose", "Take one 20 mg tablet once daily.", "Swallow it whole."),
        made(2, "3 Old", "Nobody needs this any more at all."),
    ]
    new = [
        made(0, "1 Use", "For adults with gout.", "Not in dialysis whatsoever."),
        made(1, "2 Dose", "Take one 40 mg tablet once daily.", "Swallow it whole."),
        made(2, "4 New", "Not for children."),
    ]
    assert differences(old, new) == [
        ("added", "", "Not in dialysis whatsoever."),
        ("changed", old[1].clauses[1].text, new[1].clauses[1].text),
        ("removed", "3 Old", ""),
        ("removed", "Nobody needs this any more at all.", ""),
        ("added", "", "4 New"),
        ("moved", "Not for children.", "Not for children."),
    ]


@pytest.mark.parametrize(
    ("kind", "old", "new", "is_material"),
    [
        ("added", None, Clause(0, 0, "paragraph", "a", ("x",)), False),
        ("removed", Clause(0, 0, "paragraph", "a", ("x",)), None, True),
        (
            "changed",
            Clause(0, 0, "paragraph", "a", ("x",)),
            Clause(0, 0, "paragraph", "b", ("x",)),
            True,
        ),
        (
            "changed",
            Clause(0, None, "heading", "a", ("x",)),
            Clause(0, None, "heading", "b", ("x",)),
            False,
        ),
        (
            "moved",
            Clause(0, 0, "paragraph", "a", ("5.1 X",)),
            Clause(0, 4, "paragraph", "a", ("5.2 x",)),
            False,
        ),
        (
            "moved",
            Clause(0, 0, "paragraph", "a", ("5.1 X",)),
            Clause(3, 0, "paragraph", "a", ("6 Y",)),
            True,
        ),
        (
            "unchanged",
            Clause(0, 0, "paragraph", "a", ("x",)),
            Clause(0, 0, "paragraph", "a", ("x",)),
            False,
        ),
    ],
)
def test_which_changes_ask_for_another_look(
    kind: str, old: Clause | None, new: Clause | None, is_material: bool
) -> None:
    assert ClauseChange(ChangeKind(kind), old, new).is_material is is_material


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Take 20 mg daily.", "Take 40 mg daily.", "= Take|- 20|+ 40|= mg daily."),
        ("1.5 mg", "1.6 mg", "- 1.5|+ 1.6|= mg"),
        ("one", "one two", "= one|+ two"),
        ("42%", "41%", "- 42%|+ 41%"),
        ("(a)", "(b)", "= (|- a|+ b|= )"),
    ],
)
def test_words_are_told_old_and_new(old: str, new: str, expected: str) -> None:
    marks = {"unchanged": "=", "removed": "-", "added": "+"}
    found = [f"{marks[run.kind]} {run.text.strip()}" for run in word_runs(old, new)]
    assert "|".join(found) == expected


def test_the_words_of_a_change_are_those_of_the_clauses() -> None:
    old, new = made(0, "1 Dose", LONG), made(0, "1 Dose", f"{LONG} in adults")
    (change,) = changes_of(compare_sections([old], [new]))
    assert [run.kind for run in change.words] == ["unchanged", "added"]
    (gone,) = changes_of(compare_sections([made(0, "", LONG)], [made(0, "")]))
    assert [(run.kind, run.text) for run in gone.words] == [("removed", LONG)]


def test_addresses_name_the_place_on_the_page() -> None:
    assert Clause(12, 3, "row", "a").address == "c-12-3"
    assert Clause(12, None, "heading", "a").address == "s-12"
    assert Clause(None, None, "paragraph", "a").address == ""


# sections


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (made(0, "1 Use", code="34067-9"), made(0, "1 USE", code="34067-9"), True),
        (made(0, "1 Use", code="34067-9"), made(0, "2 Dose", code="34067-9"), True),
        (made(0, "1 Use", code="A"), made(0, "3 Use", code="B"), True),
        (
            made(0, "Old title", LONG, "and this as well", "and a third one"),
            made(0, "New title", LONG, "and this as well", "and a third one"),
            True,
        ),
        (made(0, "Old title", LONG), made(0, "New title", "Quite other words"), False),
        (
            made(0, "1.1 Use", code="X", above=("Part A",)),
            made(0, "7 Use", code="X", above=("Part B",)),
            True,
        ),
    ],
)
def test_sections_are_paired(
    old: SectionClauses, new: SectionClauses, expected: bool
) -> None:
    assert pairing.pairs([old], [new]) == ({0: 0} if expected else {})


def test_sections_without_titles_are_paired_by_their_words_first() -> None:
    old = [made(0, "", "first", code="X"), made(1, "", "second", code="X")]
    new = [made(0, "", "second", code="X"), made(1, "", "first", code="X")]
    assert pairing.pairs(old, new) == {0: 1, 1: 0}


def test_a_code_that_stands_twice_pairs_nothing_alone() -> None:
    old = [made(0, "Heart", "a", code="42229-5"), made(1, "Liver", "b", code="42229-5")]
    new = [made(0, "Skin", "c", code="42229-5")]
    assert pairing.pairs(old, new) == {}


# words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In CAIRN-1, 61% of 1.5 mg", ("in", "cairn-1", "61%", "of", "1.5", "mg")),
        ("", ()),
        ("Don’t stop.", ("don't", "stop")),
    ],
)
def test_words(text: str, expected: tuple[str, ...]) -> None:
    assert words_of(text) == expected


def test_runs_of_words() -> None:
    assert list(runs(("a", "b", "c"), 2)) == [("a", "b"), ("b", "c")]
    assert list(runs(("a",), 2)) == [("a",)]
    assert list(runs((), 2)) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("a b", "a b", 1.0), ("a b", "c d", 0.0), ("a b", "b c", 0.5), ("", "a", 0.0)],
)
def test_likeness(one: str, other: str, expected: float) -> None:
    assert likeness(frozenset(words_of(one)), frozenset(words_of(other))) == expected


# laws

TEXTS = st.lists(st.sampled_from(["alpha one", "beta two", "gamma", "delta four"]))


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_nothing_is_lost_and_nothing_is_told_twice(
    old: list[list[str]], new: list[list[str]]
) -> None:
    mine = [made(place, "", *texts) for place, texts in enumerate(old)]
    theirs = [made(place, "", *texts) for place, texts in enumerate(new)]
    compared = compare_sections(mine, theirs)
    every = [change for section in compared for change in section.changes]
    lefts = [change.old for change in every if change.old]
    rights = [change.new for change in every if change.new]
    assert sorted(lefts, key=repr) == sorted(
        (clause for section in mine for clause in section.clauses), key=repr
    )
    assert sorted(rights, key=repr) == sorted(
        (clause for section in theirs for clause in section.clauses), key=repr
    )
    for change in every:
        is_same = change.old and change.new and change.old.folded == change.new.folded
        assert bool(is_same) == (change.kind in {"unchanged", "moved"})


@given(st.lists(TEXTS, max_size=5))
def test_a_label_does_not_differ_from_itself(texts: list[list[str]]) -> None:
    mine = [made(place, f"{place} Part", *some) for place, some in enumerate(texts)]
    assert differences(mine, mine) == []


@given(TEXTS, TEXTS)
def test_alignment_keeps_the_order_of_both(old: list[str], new: list[str]) -> None:
    mine, theirs = made(0, "", *old).clauses, made(0, "", *new).clauses
    pairs = list(aligned(mine, theirs))
    assert tuple(left for left, _ in pairs if left) == mine
    assert tuple(right for _, right in pairs if right) == theirs


def test_two_large_labels_are_compared() -> None:
    old = [
        made(place, f"{place} Part", *(f"Clause {place} of {n}" for n in range(20)))
        for place in range(200)
    ]
    new = [
        made(
            place,
            f"{place} Part",
            *(f"Clause {place} of {n}{' now' * (n % 5 == 0)}" for n in range(20)),
        )
        for place in range(200)
    ]
    assert len(differences(old, new)) == 800


def test_a_section_of_quite_other_words_is_out_and_in() -> None:
    old = [made(0, "1 All", *(f"old clause number {n}" for n in range(1500)))]
    new = [made(0, "1 All", *(f"new words for {n}" for n in range(1500)))]
    assert len(differences(old, new)) == 3000


def test_endless_repetition_is_compared() -> None:
    old = [made(0, "1 All", *("-" if n % 2 else f"old {n}" for n in range(5000)))]
    new = [made(0, "1 All", *("-" if n % 2 else f"new {n}" for n in range(5000)))]
    assert len(differences(old, new)) == 2500
    many = [made(n, f"{n}", "same", f"old {n}") for n in range(3000)]
    other = [made(n, f"{n} x", "same", f"new {n}") for n in range(3000)]
    assert differences(many, other)
    words = "word " * 20_000
    assert [run.kind for run in word_runs(words, f"{words}end")] == ["removed", "added"]


def test_a_repeated_line_put_in_is_the_only_change() -> None:
    old = [made(0, "1 All", "-", LONG, "-", "Another line of text")]
    new = [made(0, "1 All", "-", "-", LONG, "-", "Another line of text")]
    assert differences(old, new) == [("added", "", "-")]
