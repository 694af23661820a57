"""Laws of ranking: of words and figures, and of the exact key."""

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.retrieval import lexical
from knowledge_base.retrieval.lexical import Match
from tests.knowledge_base.views import PLACE, Candidate, view_of

quick = settings(max_examples=50, deadline=None)

WORDS = ("urate", "flare", "gout", "tablet", "daily", "headache", "liver", "week")
KEY = st.text("abcdef-", min_size=1, max_size=6).map(lambda text: f"k{text}")
CANDIDATES = st.lists(
    st.tuples(KEY, st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)),
    min_size=1,
    max_size=6,
    unique_by=lambda told: told[0],
).map(
    lambda told: tuple(
        Candidate(pk, key, (" ".join(words),)) for pk, (key, words) in enumerate(told)
    )
)


def matches(text: str, candidates: tuple[Candidate, ...]) -> list[Match]:
    return lexical.matches(view_of(candidates), text, PLACE, 100)


@quick
@given(candidates=CANDIDATES, asked=st.lists(st.sampled_from(WORDS), max_size=4))
def test_words_find_whoever_shares_one_and_nobody_else(
    candidates: tuple[Candidate, ...], asked: list[str]
) -> None:
    found = {match.pk: match for match in matches(" ".join(asked), candidates)}
    for candidate in candidates:
        own = set(candidate.wordings[0].split()) | set(candidate.key.split("-"))
        shared = [word for word in dict.fromkeys(asked) if word in own]
        assert (candidate.pk in found) == bool(shared)
        if shared:
            assert list(found[candidate.pk].words) == shared
    ordered = [match.score for match in matches(" ".join(asked), candidates)]
    assert ordered == sorted(ordered, reverse=True)


@quick
@given(candidates=CANDIDATES, asked=st.lists(st.sampled_from(WORDS), min_size=1))
def test_case_and_repeated_words_change_nothing(
    candidates: tuple[Candidate, ...], asked: list[str]
) -> None:
    plain = matches(" ".join(asked), candidates)
    loud = matches("  ".join([*asked, *asked]).upper() + "!?", candidates)
    assert plain == loud


@quick
@given(candidates=CANDIDATES, asked=st.sampled_from(WORDS), data=st.data())
def test_the_order_of_candidates_decides_only_ties(
    candidates: tuple[Candidate, ...], asked: str, data: st.DataObject
) -> None:
    shuffled = tuple(data.draw(st.permutations(candidates)))
    one = {m.pk: m.score for m in matches(asked, candidates)}
    other = {m.pk: m.score for m in matches(asked, shuffled)}
    assert one.keys() == other.keys()
    assert all(math.isclose(one[pk], other[pk], rel_tol=1e-4) for pk in one)


def test_a_rare_word_weighs_more_than_a_frequent_one() -> None:
    rows = (
        Candidate(1, "a", ("gout tablet",)),
        Candidate(2, "b", ("gout anaphylaxis",)),
        Candidate(3, "c", ("gout daily",)),
    )
    assert matches("gout anaphylaxis", rows)[0].pk == 2


def test_a_key_counts_as_words_of_its_claim() -> None:
    rows = (Candidate(1, "peak-flow", ("x",)), Candidate(2, "b", ("y",)))
    assert [match.pk for match in matches("the peak", rows)] == [1]


FIGURE_ROWS: list[tuple[str, str, bool]] = [
    ("4.6 days", "fell by 4.6 days", True),
    ("4 days", "fell by 4.6 days", False),
    ("6 days", "fell by 4.6 days", False),
    ("46 days", "fell by 4.6 days", False),
    ("14.6 days", "fell by 4.6 days", False),
    ("4.60 days", "fell by 4.6 days", False),
    ("48%", "in 48% of adults", True),
    ("48 %", "in 48% of adults", True),
    ("48%", "in 48 % of adults", True),
    ("4%", "in 48% of adults", False),
    ("8%", "in 48% of adults", False),
    ("148%", "in 48% of adults", False),
    ("48", "in 48% of adults", False),
    ("48 mg", "in 48% of adults", False),
    ("week 12", "at week 12", True),
    ("WEEK 12", "at Week 12.", True),
    ("weeks 12", "at week 12", True),
    ("week 1", "at week 12", False),
    ("week 2", "at week 12", False),
    ("month 12", "at week 12", False),
    ("12 weeks", "over 12 weeks", True),
    ("12 week", "over 12 weeks", True),
    ("12 weeks", "at week 12", False),
    ("40 mg", "one 40 mg tablet", True),
    ("40mg", "one 40 mg tablet", True),
    ("40 mg/dL", "one 40 mg tablet", False),
    ("6 mg/dL", "below 6 mg/dL", True),
    ("6 mg", "below 6 mg/dL", False),
    ("1,372 patients", "in 1,372 patients", True),
    ("372 patients", "in 1,372 patients", False),
    ("day 1", "on day 1", True),
    ("day 1", "on day 11", False),
    ("12 points", "a rise of 12 points", True),
    ("２１%", "of 21% there", True),
]


@pytest.mark.parametrize(("asked", "said", "is_named"), FIGURE_ROWS)
def test_a_figure_is_found_exactly_or_not_at_all(
    asked: str, said: str, is_named: bool
) -> None:
    view = view_of([Candidate(1, "a", ("-", said))])
    found = lexical.figures(view, f"What about {asked}?", PLACE, 10)
    assert bool(found) == is_named


@quick
@given(
    asked=st.decimals(0, 999, places=1),
    said=st.decimals(0, 999, places=1) | st.integers(0, 999).map(Decimal),
)
def test_only_the_same_percentage_is_named(asked: Decimal, said: Decimal) -> None:
    rows = (Candidate(1, "a", (f"reached by {said}% of adults",)),)
    named = bool(lexical.figures(view_of(rows), f"who were the {asked}%", PLACE, 10))
    assert named == (str(asked) == str(said))


def test_more_figures_in_common_come_first() -> None:
    rows = (
        Candidate(1, "a", ("48% at week 16",)),
        Candidate(2, "b", ("48% and 12% at week 16",)),
        Candidate(3, "c", ("45% at week 12",)),
    )
    found = lexical.figures(view_of(rows), "48% and 12% at week 16", PLACE, 10)
    assert list(found.items()) == [
        (2, ("48 %", "12 %", "week 16")),
        (1, ("48 %", "week 16")),
    ]


KEYED: list[tuple[str, tuple[int, ...]]] = [
    ("peak-flow", (1,)),
    ("  Peak-Flow\n", (1,)),
    ("peak-flow@3", (1,)),
    ("peak", (2,)),
    ("peak-flo", ()),
    ("peak-flow-2", ()),
    ("peak flow", ()),
    ("what is peak-flow", ()),
    ("@1", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "pks"), KEYED)
def test_a_key_is_all_that_the_text_says(text: str, pks: tuple[int, ...]) -> None:
    rows = (Candidate(1, "peak-flow", ("x",)), Candidate(2, "peak", ("peak-flow",)))
    assert lexical.keyed(view_of(rows), text, PLACE) == pks
