"""Laws of ranking: of fusion, of words and figures, and of the exact key."""

import datetime
import math
from decimal import Decimal
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.index import Near
from knowledge_base.indexed import Scope
from knowledge_base.retrieval import chain, fusion, lexical, semantic
from knowledge_base.retrieval.filters import Candidate, Question
from knowledge_base.retrieval.fusion import Ranking

quick = settings(max_examples=50, deadline=None)

WEIGHT = st.floats(0.1, 8, allow_nan=False)
PKS = st.lists(st.integers(1, 8), unique=True, max_size=6)
RANKING = st.builds(
    lambda weight, pks: Ranking(weight, tuple((pk, f"{weight}/{pk}") for pk in pks)),
    WEIGHT,
    PKS,
)
RANKINGS = st.lists(RANKING, max_size=5)


def scores(rankings: list[Ranking]) -> dict[int, float]:
    return {pk: ranked.score for pk, ranked in fusion.fuse(rankings).items()}


@quick
@given(rankings=RANKINGS, data=st.data())
def test_the_order_of_the_rankings_does_not_matter(
    rankings: list[Ranking], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(rankings))
    one, other = fusion.fuse(rankings), fusion.fuse(shuffled)
    assert one.keys() == other.keys()
    for pk, ranked in one.items():
        assert math.isclose(ranked.score, other[pk].score, rel_tol=1e-9)
        assert sorted(ranked.why) == sorted(other[pk].why)


@quick
@given(rankings=RANKINGS)
def test_scores_are_shares_and_each_reason_is_told_once(
    rankings: list[Ranking],
) -> None:
    fused = fusion.fuse(rankings)
    assert fused.keys() == {pk for r in rankings for pk, _ in r.places}
    for pk, ranked in fused.items():
        assert 0 < ranked.score <= 1 + 1e-9
        reasons = [why for r in rankings for own, why in r.places if own == pk]
        assert ranked.why == reasons


@quick
@given(rankings=st.lists(RANKING, min_size=1, max_size=4), extra=st.integers(1, 8))
def test_first_in_all_is_one_and_nothing_beats_it(
    rankings: list[Ranking], extra: int
) -> None:
    led = []
    for ranking in rankings:
        rest = tuple(place for place in ranking.places if place[0] != extra)
        led.append(Ranking(ranking.weight, ((extra, "first"), *rest)))
    found = scores(led)
    assert math.isclose(found[extra], 1, rel_tol=1e-9)
    assert max(found.values()) == found[extra]


@quick
@given(rankings=st.lists(RANKING, min_size=1, max_size=4), data=st.data())
def test_a_better_place_never_costs(
    rankings: list[Ranking], data: st.DataObject
) -> None:
    """Moving one candidate up one place raises it and lowers only who it passed."""
    long = [n for n, ranking in enumerate(rankings) if len(ranking.places) > 1]
    if not long:
        return
    number = data.draw(st.sampled_from(long))
    places = list(rankings[number].places)
    place = data.draw(st.integers(1, len(places) - 1))
    up, down = places[place][0], places[place - 1][0]
    places[place - 1], places[place] = places[place], places[place - 1]
    better = [*rankings]
    better[number] = Ranking(rankings[number].weight, tuple(places))
    before, after = scores(rankings), scores(better)
    assert after[up] > before[up]
    assert after[down] < before[down]
    for pk in before.keys() - {up, down}:
        assert math.isclose(before[pk], after[pk], rel_tol=1e-9)


@quick
@given(rankings=RANKINGS, weights=st.lists(WEIGHT, max_size=3))
def test_rankings_that_found_nothing_take_no_part(
    rankings: list[Ranking], weights: list[float]
) -> None:
    silent = [Ranking(weight, ()) for weight in weights]
    assert scores([*rankings, *silent]) == scores(rankings)


@quick
@given(pks=st.lists(st.integers(1, 20), unique=True, min_size=2), weight=WEIGHT)
def test_one_ranking_alone_keeps_its_order(pks: list[int], weight: float) -> None:
    found = scores([Ranking(weight, tuple((pk, "x") for pk in pks))])
    assert sorted(found, key=lambda pk: -found[pk]) == pks


def test_the_constant_is_the_usual_one() -> None:
    found = scores([Ranking(2.0, ((1, ""), (2, ""))), Ranking(1.0, ((2, ""),))])
    assert found[1] == pytest.approx((2 / 61) / (3 / 61))
    assert found[2] == pytest.approx((2 / 62 + 1 / 61) / (3 / 61))


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


@quick
@given(candidates=CANDIDATES, asked=st.lists(st.sampled_from(WORDS), max_size=4))
def test_words_find_whoever_shares_one_and_nobody_else(
    candidates: tuple[Candidate, ...], asked: list[str]
) -> None:
    found = {match.pk: match for match in lexical.matches(" ".join(asked), candidates)}
    for candidate in candidates:
        own = set(candidate.wordings[0].split()) | set(candidate.key.split("-"))
        shared = [word for word in dict.fromkeys(asked) if word in own]
        assert (candidate.pk in found) == bool(shared)
        if shared:
            assert list(found[candidate.pk].words) == shared
    ordered = [match.score for match in lexical.matches(" ".join(asked), candidates)]
    assert ordered == sorted(ordered, reverse=True)


@quick
@given(candidates=CANDIDATES, asked=st.lists(st.sampled_from(WORDS), min_size=1))
def test_case_and_repeated_words_change_nothing(
    candidates: tuple[Candidate, ...], asked: list[str]
) -> None:
    plain = lexical.matches(" ".join(asked), candidates)
    loud = lexical.matches("  ".join([*asked, *asked]).upper() + "!?", candidates)
    assert plain == loud


@quick
@given(candidates=CANDIDATES, asked=st.sampled_from(WORDS), data=st.data())
def test_the_order_of_candidates_decides_only_ties(
    candidates: tuple[Candidate, ...], asked: str, data: st.DataObject
) -> None:
    shuffled = tuple(data.draw(st.permutations(candidates)))
    one = {m.pk: m.score for m in lexical.matches(asked, candidates)}
    other = {m.pk: m.score for m in lexical.matches(asked, shuffled)}
    assert one.keys() == other.keys()
    assert all(math.isclose(one[pk], other[pk], rel_tol=1e-4) for pk in one)


def test_a_rare_word_weighs_more_than_a_frequent_one() -> None:
    rows = (
        Candidate(1, "a", ("gout tablet",)),
        Candidate(2, "b", ("gout anaphylaxis",)),
        Candidate(3, "c", ("gout daily",)),
    )
    assert lexical.matches("gout anaphylaxis", rows)[0].pk == 2


def test_a_key_counts_as_words_of_its_claim() -> None:
    rows = (Candidate(1, "peak-flow", ("x",)), Candidate(2, "b", ("y",)))
    assert [match.pk for match in lexical.matches("the peak", rows)] == [1]


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
    found = lexical.figures(f"What about {asked}?", (Candidate(1, "a", ("-", said)),))
    assert bool(found) == is_named


@quick
@given(
    asked=st.decimals(0, 999, places=1),
    said=st.decimals(0, 999, places=1) | st.integers(0, 999).map(Decimal),
)
def test_only_the_same_percentage_is_named(asked: Decimal, said: Decimal) -> None:
    rows = (Candidate(1, "a", (f"reached by {said}% of adults",)),)
    named = bool(lexical.figures(f"who were the {asked}%", rows))
    assert named == (str(asked) == str(said))


def test_more_figures_in_common_come_first() -> None:
    rows = (
        Candidate(1, "a", ("48% at week 16",)),
        Candidate(2, "b", ("48% and 12% at week 16",)),
        Candidate(3, "c", ("45% at week 12",)),
    )
    place = Scope(1, "US", "email", "HCP", datetime.date(2026, 11, 21))
    text = "48% and 12% at week 16"
    question = Question("x", "US", "email", "HCP", place.day, text)
    search = chain.Search(question, place, rows, has_index=False)
    ranking = chain._by_figures(search)
    assert [pk for pk, _ in ranking.places] == [2, 1]
    assert ranking.places[0][1] == "names 48 %, 12 %, week 16"


@quick
@given(
    others=st.lists(st.integers(2, 9), unique=True, min_size=1),
    lists=st.lists(st.permutations(range(2, 10)), min_size=3, max_size=3),
)
def test_an_exact_key_is_first_whatever_the_others_say(
    others: list[int], lists: list[list[int]]
) -> None:
    """The key's claim may lack every word, figure and likeness."""
    names = ("figures", "meaning", "words")
    rankings = [Ranking(chain.WEIGHTS["key"], ((1, "exact key"),))]
    for name, order in zip(names, lists, strict=True):
        kept = tuple((pk, name) for pk in order if pk in others)
        rankings.append(Ranking(chain.WEIGHTS[name], kept))
    found = scores(rankings)
    assert max(found, key=lambda pk: found[pk]) == 1


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
    assert lexical.keyed(text, rows) == pks


NEARNESS: list[tuple[float, str]] = [
    (1.0, "means nearly the same (1.00)"),
    (0.6, "means nearly the same (0.60)"),
    (0.5999, "close in meaning (0.60)"),
    (0.35, "close in meaning (0.35)"),
    (0.3499, "distant in meaning (0.35)"),
    (0.05, "distant in meaning (0.05)"),
]


@pytest.mark.parametrize(("similarity", "words"), NEARNESS)
def test_nearness_is_said_in_words(similarity: float, words: str) -> None:
    assert chain._nearness(similarity) == words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("a",), "“a”"),
        (("a", "b", "c"), "“a”, “b”, “c”"),
        (("a", "b", "c", "d"), "“a”, “b”, “c” and 1 words more"),
        (("a", "b", "c", "d", "e"), "“a”, “b”, “c” and 2 words more"),
    ],
)
def test_shared_words_are_listed_up_to_three(words: tuple[str, ...], said: str) -> None:
    assert chain._listed(words) == said


@pytest.mark.parametrize(
    ("similarity", "is_kept"), [(0.06, True), (0.05, True), (0.049, False), (-1, False)]
)
def test_what_is_hardly_alike_is_not_called_a_hit(
    similarity: float, is_kept: bool
) -> None:
    rows = (Candidate(1, "a", ("x",)),)
    place = Scope(1, "US", "email", "HCP", datetime.date(2026, 11, 21))
    question = Question("x", "US", "email", "HCP", place.day, "anything")
    search = chain.Search(question, place, rows, has_index=True)
    near = [Near(1, similarity), Near(2, 0.99)]
    with mock.patch.object(semantic, "nearest", return_value=near):
        ranking = chain._by_meaning(search)
    assert ranking is not None
    assert [pk for pk, _ in ranking.places] == ([1] if is_kept else [])
