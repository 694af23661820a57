"""Laws of comparing labels: nothing is lost, and the way back is the way there."""

import itertools
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.labels import pairing
from knowledge_base.labels.aligning import aligned
from knowledge_base.labels.clauses import Clause, SectionClauses
from knowledge_base.labels.comparing import (
    ChangeKind,
    ClauseChange,
    changes_of,
    compare_sections,
    word_runs,
)
from tests.knowledge_base.labels.clause_lists import (
    SENTENCES,
    Label,
    every,
    labels,
    made,
    told,
)

TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=7)
WORDS = st.lists(
    st.sampled_from(["Take", "20", "mg", "1.5", "7%", "(", ")", ".", "daily"]),
    max_size=12,
).map(" ".join)


def all_clauses(label: Label) -> Counter[Clause]:
    return Counter(clause for section in label for clause in section.clauses)


@settings(max_examples=50)
@given(labels())
def test_a_label_has_no_change_from_itself(label: Label) -> None:
    assert {change.kind for change in every(label, label)} <= {ChangeKind.UNCHANGED}


@settings(max_examples=50)
@given(labels(), labels())
def test_putting_the_changes_in_gives_the_new_label(old: Label, new: Label) -> None:
    found = every(old, new)
    after = all_clauses(old)
    after.subtract(change.old for change in found if change.old)
    after.update(change.new for change in found if change.new)
    assert +after == all_clauses(new)
    assert not -after


@settings(max_examples=50)
@given(labels(), labels())
def test_every_clause_is_told_once_and_from_its_own_side(
    old: Label, new: Label
) -> None:
    found = every(old, new)
    assert Counter(change.old for change in found if change.old) == all_clauses(old)
    assert Counter(change.new for change in found if change.new) == all_clauses(new)


@settings(max_examples=50)
@given(labels(), labels())
def test_the_kind_says_which_sides_there_are(old: Label, new: Label) -> None:
    for change in every(old, new):
        sides = (change.old is not None, change.new is not None)
        assert sides == {
            ChangeKind.ADDED: (False, True),
            ChangeKind.REMOVED: (True, False),
        }.get(change.kind, (True, True))


@settings(max_examples=50)
@given(labels(), labels())
def test_the_new_label_is_told_in_its_own_order(old: Label, new: Label) -> None:
    found = [change.new for change in every(old, new) if change.new]
    assert found == [clause for section in new for clause in section.clauses]


@settings(max_examples=50)
@given(labels())
def test_from_nothing_all_is_added_and_to_nothing_all_is_removed(label: Label) -> None:
    clauses = [clause for section in label for clause in section.clauses]
    assert told(every([], label)) == [("added", "", one.text) for one in clauses]
    assert told(every(label, [])) == [("removed", one.text, "") for one in clauses]


MIRROR = {"added": "removed", "removed": "added"}
CHOSEN = st.sets(st.sampled_from(range(7)))


@settings(max_examples=50)
@given(CHOSEN, CHOSEN)
def test_the_way_back_mirrors_the_way_there(one: set[int], other: set[int]) -> None:
    old = [made(0, "1 Use", *(SENTENCES[n] for n in sorted(one)))]
    new = [made(0, "1 Use", *(SENTENCES[n] for n in sorted(other)))]
    there, back = told(every(old, new)), told(every(new, old))
    counts = Counter(kind for kind, _, _ in there)
    mirrored = Counter(MIRROR.get(kind, kind) for kind, _, _ in back)
    assert counts == mirrored


@settings(max_examples=50)
@given(st.permutations(list(SENTENCES[:6])))
def test_reordered_clauses_are_moved_and_nothing_else(order: list[str]) -> None:
    old, new = [made(0, "1 Use", *SENTENCES[:6])], [made(0, "1 Use", *order)]
    found = every(old, new)
    assert {change.kind for change in found} <= {"unchanged", "moved", "changed"}
    assert not any(change.is_material for change in found if change.kind == "moved")


@settings(max_examples=50)
@given(labels(), st.integers(1, 40))
def test_renumbered_titles_are_no_change(label: Label, number: int) -> None:
    renumbered = [
        SectionClauses(
            section.place,
            section.code,
            section.path,
            tuple(
                Clause(
                    clause.section,
                    clause.number,
                    clause.kind,
                    f"{number}.{clause.text}"
                    if clause.kind == "heading"
                    else clause.text,
                    clause.path,
                )
                for clause in section.clauses
            ),
        )
        for section in label
    ]
    assert told(every(label, renumbered)) == []


@settings(max_examples=50)
@given(labels(), labels())
def test_the_changes_are_those_of_the_sections_in_order(old: Label, new: Label) -> None:
    compared = compare_sections(old, new)
    flat = [change for section in compared for change in section.changes]
    assert list(changes_of(compared)) == [
        change for change in flat if change.kind != ChangeKind.UNCHANGED
    ]


@settings(max_examples=50)
@given(labels(), labels())
def test_sections_are_paired_at_most_once(old: Label, new: Label) -> None:
    found = pairing.pairs(old, new)
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(range(len(old)))
    assert set(found.values()) <= set(range(len(new)))


@settings(max_examples=50)
@given(labels())
def test_every_section_is_paired_with_its_like(label: Label) -> None:
    found = pairing.pairs(label, label)
    for mine, theirs in found.items():
        assert label[mine].path == label[theirs].path
        assert label[mine].code == label[theirs].code


@settings(max_examples=50)
@given(TEXTS, TEXTS)
def test_alignment_crosses_no_pair(old: list[str], new: list[str]) -> None:
    mine, theirs = made(0, "", *old).clauses, made(0, "", *new).clauses
    both = [(a.number, b.number) for a, b in aligned(mine, theirs) if a and b]
    assert both == sorted(both, key=lambda pair: (pair[0] or 0, pair[1] or 0))
    assert len({right for _, right in both}) == len(both)


@settings(max_examples=50)
@given(TEXTS, TEXTS)
def test_what_both_share_in_order_is_aligned(old: list[str], new: list[str]) -> None:
    joined = made(0, "", *old, *new).clauses
    found = list(aligned(made(0, "", *old).clauses, joined))
    assert all(right is not None for _, right in found)
    assert len(found) == len(joined)
    assert sum(left is not None for left, _ in found) == len(old)


@given(WORDS, WORDS)
def test_words_that_stayed_and_went_are_the_old_ones(old: str, new: str) -> None:
    kinds = {ChangeKind.UNCHANGED, ChangeKind.REMOVED}
    kept = "".join(run.text for run in word_runs(old, new) if run.kind in kinds)
    assert "".join(kept.split()) == "".join(old.split())


@given(WORDS, WORDS)
def test_words_that_stayed_and_came_are_the_new_ones(old: str, new: str) -> None:
    kinds = {ChangeKind.UNCHANGED, ChangeKind.ADDED}
    kept = "".join(run.text for run in word_runs(old, new) if run.kind in kinds)
    assert "".join(kept.split()) == "".join(new.split())


@given(WORDS)
def test_the_same_words_are_one_stretch(text: str) -> None:
    found = list(word_runs(text, text))
    assert [run.kind for run in found] == ["unchanged"] * bool(text)


@given(WORDS, WORDS)
def test_stretches_of_one_kind_never_touch(old: str, new: str) -> None:
    kinds = [run.kind for run in word_runs(old, new)]
    assert all(one != other for one, other in itertools.pairwise(kinds))


@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES))
def test_a_changed_clause_tells_its_words_and_any_other_itself(
    old: str, new: str
) -> None:
    mine, theirs = Clause(0, 0, "paragraph", old), Clause(0, 0, "paragraph", new)
    changed = ClauseChange(ChangeKind.CHANGED, mine, theirs)
    assert changed.words == tuple(word_runs(old, new))
    for kind in (ChangeKind.ADDED, ChangeKind.MOVED, ChangeKind.UNCHANGED):
        (run,) = ClauseChange(kind, mine, theirs).words
        assert (run.kind, run.text) == (kind, new)
