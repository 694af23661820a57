"""Laws of fusion: rankings with scores become one, and nobody is cheated."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.retrieval import fusion
from knowledge_base.retrieval.fusion import WEIGHTS, Hit, Ranking

quick = settings(max_examples=50)

WEIGHT = st.floats(0.1, 8, allow_nan=False)
SCORE = st.floats(-1, 50, allow_nan=False).map(lambda score: round(score, 3))
HITS = st.lists(
    st.builds(Hit, st.integers(1, 8), SCORE, st.text("abc", min_size=1, max_size=3)),
    unique_by=lambda hit: hit.pk,
    max_size=6,
).map(lambda hits: tuple(sorted(hits, key=lambda hit: -hit.score)))
RANKING = st.builds(Ranking, WEIGHT, HITS)
RANKINGS = st.lists(RANKING, max_size=5)


def scores(rankings: list[Ranking]) -> dict[int, float]:
    return {pk: ranked.score for pk, ranked in fusion.fuse(rankings).items()}


def hits(*pairs: tuple[int, float]) -> tuple[Hit, ...]:
    return tuple(Hit(pk, score, f"{pk}") for pk, score in pairs)


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
    assert fused.keys() == {hit.pk for one in rankings for hit in one.hits}
    for pk, ranked in fused.items():
        assert 0 < ranked.score <= 1 + 1e-9
        reasons = [hit.why for one in rankings for hit in one.hits if hit.pk == pk]
        assert ranked.why == reasons


@quick
@given(rankings=st.lists(RANKING, min_size=1, max_size=4), extra=st.integers(1, 8))
def test_first_in_all_is_one_and_nothing_beats_it(
    rankings: list[Ranking], extra: int
) -> None:
    led = []
    for one in rankings:
        rest = tuple(hit for hit in one.hits if hit.pk != extra)
        led.append(Ranking(one.weight, (Hit(extra, 51.0, "first"), *rest)))
    found = scores(led)
    assert math.isclose(found[extra], 1, rel_tol=1e-9)
    assert max(found.values()) == found[extra]


@quick
@given(
    rankings=st.lists(RANKING, max_size=4),
    weight=WEIGHT,
    own=HITS.filter(lambda one: len(one) > 2),
    data=st.data(),
)
def test_a_better_score_never_costs(
    rankings: list[Ranking], weight: float, own: tuple[Hit, ...], data: st.DataObject
) -> None:
    """Neither first nor last moves, so that the scale of the ranking stays."""
    place = data.draw(st.integers(1, len(own) - 2))
    rise = data.draw(st.floats(0, 1))
    hit = own[place]
    better = hit.score + rise * (own[0].score - hit.score)
    raised = (*own[:place], Hit(hit.pk, better, hit.why), *own[place + 1 :])
    before = scores([*rankings, Ranking(weight, own)])
    after = scores([*rankings, Ranking(weight, raised)])
    assert after[hit.pk] >= before[hit.pk] - 1e-9
    for pk in before.keys() - {hit.pk}:
        assert math.isclose(before[pk], after[pk], rel_tol=1e-9)


@quick
@given(ranking=RANKING, factor=st.floats(0.5, 20), shift=st.floats(-5, 5))
def test_the_scale_of_a_ranking_does_not_matter(
    ranking: Ranking, factor: float, shift: float
) -> None:
    moved = tuple(Hit(h.pk, h.score * factor + shift, h.why) for h in ranking.hits)
    one, other = scores([ranking]), scores([Ranking(ranking.weight, moved)])
    gaps = {round(hit.score, 3) for hit in ranking.hits}
    if len(gaps) > 1:
        assert all(math.isclose(one[pk], other[pk], abs_tol=1e-3) for pk in one)


@quick
@given(rankings=RANKINGS, weights=st.lists(WEIGHT, max_size=3))
def test_rankings_that_found_nothing_take_no_part(
    rankings: list[Ranking], weights: list[float]
) -> None:
    silent = [Ranking(weight, ()) for weight in weights]
    assert scores([*rankings, *silent]) == scores(rankings)


@quick
@given(ranking=RANKING)
def test_one_ranking_alone_keeps_its_order(ranking: Ranking) -> None:
    found = scores([ranking])
    by_share = sorted(found, key=lambda pk: -found[pk])
    own = {hit.pk: hit.score for hit in ranking.hits}
    assert [own[pk] for pk in by_share] == sorted(own.values(), reverse=True)


@quick
@given(others=st.lists(RANKING, max_size=3))
def test_an_exact_key_is_first_whatever_the_others_say(others: list[Ranking]) -> None:
    """The key's claim may lack every word, figure and likeness."""
    names = ("figures", "meaning", "words")
    rankings = [Ranking(WEIGHTS["key"], hits((99, 1.0)))]
    for name, one in zip(names, others, strict=False):
        rankings.append(Ranking(WEIGHTS[name], one.hits))
    found = scores(rankings)
    assert max(found, key=lambda pk: found[pk]) == 99


def test_shares_are_stretched_from_near_nothing_to_one() -> None:
    found = scores(
        [
            Ranking(3.0, hits((1, 9.0), (2, 5.0), (3, 1.0))),
            Ranking(1.0, hits((3, 0.4))),
        ]
    )
    assert found[1] == pytest.approx(0.75)
    assert found[2] == pytest.approx(0.75 * (0.01 + 0.99 * 0.5))
    assert found[3] == pytest.approx(0.75 * 0.01 + 0.25)


def test_what_is_all_alike_is_all_first() -> None:
    assert scores([Ranking(1.0, hits((1, 2.0), (2, 2.0)))]) == {1: 1.0, 2: 1.0}
    assert fusion.fuse([]) == {}
