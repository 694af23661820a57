"""Each way of ranking: what it finds on a view by hand, and how it says why."""

from unittest import mock

import pytest

from knowledge_base.index import Near
from knowledge_base.retrieval import ranking, semantic
from knowledge_base.retrieval.fusion import WEIGHTS, Hit, Ranking
from knowledge_base.retrieval.ranking import Search
from tests.knowledge_base.views import PLACE, Candidate, view_of

ROWS = (
    Candidate(1, "zoster", ("Herpes zoster was reported in 1% (8/760) of adults.",)),
    Candidate(2, "acne", ("Acne was reported in 8% of adults over 52 weeks.",)),
    Candidate(3, "dose-eu", ("One tablet of 15 mg is taken once daily.",)),
)


def asked(text: str, **changes: object) -> Search:
    return Search(text, PLACE, view_of(ROWS), **changes)  # type: ignore[arg-type]


def whys(found: Ranking | None) -> dict[int, str]:
    assert found is not None
    return {hit.pk: hit.why for hit in found.hits}


def test_words_of_the_question_are_named() -> None:
    found = ranking.by_words(asked("acne in adults"))
    assert whys(found)[2] == "shares “acne”, “adults”"
    assert found.hits[0].pk == 2
    assert found.weight == WEIGHTS["words"]


def test_a_lay_word_finds_the_term_of_the_trade() -> None:
    found = ranking.by_words(asked("does it bring on shingles"))
    assert whys(found) == {1: "says it in the terms of the trade"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8% or so", {2: "names 8 %"}),
        ("after a year", {2: "names 52 week"}),
        ("15 mg", {3: "names 15 mg"}),
        ("8 or 1", {}),
        ("none", {}),
    ],
)
def test_figures_with_their_unit_are_named(text: str, found: dict[int, str]) -> None:
    assert whys(ranking.by_figures(asked(text))) == found


@pytest.mark.parametrize(
    ("text", "exact", "found"),
    [
        ("acne", {}, {2: "exact key"}),
        ("DOSE-EU@4", {}, {3: "exact key"}),
        ("acne", {2: (1.0, "known"), 7: (0.5, "stands on x")}, {2: "known", 7: "st"}),
        ("what is acne", {}, {}),
    ],
)
def test_identifiers_are_taken_from_text_and_database(
    text: str, exact: dict[int, tuple[float, str]], found: dict[int, str]
) -> None:
    said = whys(ranking.by_key(asked(text, exact=exact)))
    assert said.keys() == found.keys()
    assert all(said[pk].startswith(why) for pk, why in found.items())


def test_the_trades_terms_are_embedded_with_the_question() -> None:
    with mock.patch.object(semantic, "nearest", return_value=[]) as nearest:
        ranking.by_meaning(asked("does it bring on shingles"))
        ranking.by_meaning(asked("acne"))
    texts = [call.args[1] for call in nearest.call_args_list]
    assert texts[0] == "does it bring on shingles (herpes zoster)"
    assert texts[1].startswith("acne")


@pytest.mark.parametrize(
    ("similarity", "is_kept"), [(0.06, True), (0.05, True), (0.049, False), (-1, False)]
)
def test_what_is_hardly_alike_is_not_called_a_hit(
    similarity: float, is_kept: bool
) -> None:
    near = [Near(1, similarity)]
    with mock.patch.object(semantic, "nearest", return_value=near):
        found = ranking.by_meaning(asked("anything"))
    assert list(whys(found)) == ([1] if is_kept else [])


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
    assert ranking._nearness(similarity) == words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("a",), "“a”"),
        (("a", "b", "c"), "“a”, “b”, “c”"),
        (("a", "b", "c", "d"), "“a”, “b”, “c” and 1 word more"),
        (("a", "b", "c", "d", "e"), "“a”, “b”, “c” and 2 words more"),
    ],
)
def test_shared_words_are_listed_up_to_three(words: tuple[str, ...], said: str) -> None:
    assert ranking._listed(words) == said


def test_only_what_is_kept_is_ranked() -> None:
    one = Ranking(1.0, (Hit(1, 3.0, "a"), Hit(2, 2.0, "b"), Hit(3, 1.0, "c")))
    found = ranking.joined((one, None), {2, 3})
    assert list(found) == [2, 3]
    assert found[2].score == pytest.approx(1.0)
    assert found[3].why == ["c", ranking.WORDS_ONLY]
    assert ranking.joined((one,), {1})[1].why == ["a"]
