"""Claims are found by meaning, words, figures and key, and each says why."""

import dataclasses
import datetime
import logging

import pytest
from django.contrib.auth.models import User

from knowledge_base import claims, index
from knowledge_base.index import IndexUnavailableError
from knowledge_base.models import Brand
from knowledge_base.retrieval import lexical
from knowledge_base.retrieval.chain import Question, find_claims
from tests.knowledge_base.views import PLACE, Candidate, view_of


@pytest.fixture
def question(brand: Brand, at: datetime.datetime) -> Question:
    """Where everything in the small kit may be said."""
    return Question("calvoryn", "GB", "email", "HCP", at.date())


def keys(question: Question, **changes: object) -> list[str]:
    asked = dataclasses.replace(question, **changes)  # type: ignore[arg-type]
    return [found.claim_version.claim.key for found in find_claims(asked)]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_without_a_text_all_that_may_be_said_comes_by_key(
    text: str, question: Question
) -> None:
    found = find_claims(dataclasses.replace(question, text=text, limit=2))
    assert [one.claim_version.claim.key for one in found] == [
        "common-reactions",
        "fewer-flares",
        "once-daily",
        "urate-target",
        "urate-week-2",
        "year-one-extension",
    ]
    assert {one.why for one in found} == {("may be used here today",)}


def test_a_key_finds_its_claim_first(question: Question) -> None:
    for text in ("once-daily", " ONCE-daily ", "once-daily@1"):
        [found] = find_claims(dataclasses.replace(question, text=text, limit=1))
        assert found.claim_version.claim.key == "once-daily"
        assert found.why[0] == "exact key"
        assert found.score > 0.6


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("what happens by week 2", "urate-week-2", "names week 2"),
        ("61% of adults", "urate-target", "names 61 %"),
        ("1.4 flares", "fewer-flares", "names 1.4"),
        ("over 52 weeks", "year-one-extension", "names week 52"),
        ("after a year", "year-one-extension", "names week 52"),
    ],
)
def test_figures_find_exactly(
    text: str, key: str, why: str, question: Question
) -> None:
    found = {
        one.claim_version.claim.key: one.why
        for one in find_claims(dataclasses.replace(question, text=text))
    }
    assert any(w == why for w in found[key])
    assert keys(question, text=text)[0] == key


def test_words_find_and_are_named(question: Question) -> None:
    [found] = find_claims(dataclasses.replace(question, text="gout flares", limit=1))
    assert found.claim_version.claim.key == "fewer-flares"
    assert any("“flares”" in why for why in found.why)


def test_the_order_is_the_same_every_time(question: Question) -> None:
    text = "adults taking Calvoryn with headache in week 24"
    orders = {tuple(keys(question, text=text)) for _ in range(5)}
    assert len(orders) == 1


def test_the_limit_holds(question: Question) -> None:
    assert len(keys(question, text="adults taking Calvoryn", limit=3)) == 3


def test_what_may_not_be_said_is_not_found(question: Question) -> None:
    asked = {"text": "year-one-extension"}
    assert keys(question, **asked)[0] == "year-one-extension"
    for change in ({"market": "US"}, {"channel": "sms"}, {"audience": "PAYER"}):
        assert "year-one-extension" not in keys(question, **asked, **change)


def test_an_unknown_brand_is_said(question: Question) -> None:
    with pytest.raises(Brand.DoesNotExist):
        keys(question, brand="nobody")


def test_a_withdrawn_claim_is_gone_with_the_old_index_standing(
    question: Question,
    medical: User,
    at: datetime.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "once-daily" in keys(question, text="tablet once daily")
    old = index.view()
    monkeypatch.setattr(index, "view", lambda: old)
    version = claims.approved_version("calvoryn", "once-daily")
    claims.withdraw(claim_version_id=version.pk, reason="x", by=medical, at=at)
    assert "once-daily" not in keys(question, text="tablet once daily")


def unavailable(*_: object, **__: object) -> None:
    raise IndexUnavailableError("no room")


def test_without_the_index_words_still_find_and_say_so(
    question: Question,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(index, "nearest", unavailable)
    with caplog.at_level(logging.WARNING):
        found = find_claims(dataclasses.replace(question, text="gout flares"))
    assert found[0].claim_version.claim.key == "fewer-flares"
    assert all("by words only" in one.why[-1] for one in found)
    assert "Searching by words only: no room" in caplog.text
    assert len(keys(question, text="")) == 6


def test_a_text_without_words_finds_by_nearness_alone(question: Question) -> None:
    assert isinstance(keys(question, text="?!"), list)


def candidate(pk: int, key: str, *wordings: str) -> Candidate:
    return Candidate(pk, key, wordings)


CANDIDATES = (
    candidate(1, "a-key", "Fewer attacks by week 12 in 48% of adults."),
    candidate(2, "b-key", "The tablet is taken with food.", "With food it is taken."),
)


def test_common_words_find_nothing() -> None:
    view = view_of(CANDIDATES)
    assert lexical.matches(view, "the with is", PLACE, 10) == []
    assert lexical.matches(view_of(), "attacks", PLACE, 10) == []
    found = lexical.matches(view, "food or attacks", PLACE, 10)
    assert {match.pk for match in found} == {1, 2}


def test_a_figure_is_its_number_and_what_it_counts() -> None:
    view = view_of(CANDIDATES)
    assert lexical.figures(view, "12", PLACE, 10) == {}
    found = lexical.figures(view, "by week 12, 48 %", PLACE, 10)
    assert found == {1: ("week 12", "48 %")}
