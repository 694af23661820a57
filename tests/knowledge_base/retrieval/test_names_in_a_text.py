"""What a text names exactly: keys in any company, and nothing that looks alike."""

import datetime

import pytest
from django.contrib.auth.models import User
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base import claims
from knowledge_base.models import Brand, ClaimVersion
from knowledge_base.retrieval import filters, identifiers, terms
from knowledge_base.retrieval.filters import Question
from tests import factories

LAW = settings(max_examples=50, deadline=None)


def names(text: str) -> dict[str, int]:
    return identifiers._asked(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("zon-1", {"zon-1": 0}),
        ("ZON-1", {"ZON-1": 0, "zon-1": 0}),
        ("zon-1@2", {"zon-1": 2}),
        ("see zon-1, please", {"zon-1": 0}),
        ("see zon-1.", {"zon-1": 0}),
        ("(zon-1)", {"zon-1": 0}),
        ("a_b and c.d-1", {"a_b": 0, "c.d-1": 0}),
        ("plain", {"plain": 0}),
        ("two words", {}),
        ("week 12", {"12": 0}),
        ("word@3", {"word": 3}),
        ("me@example.org", {}),
        ("@3", {}),
        ("a@b", {}),
        ("zon-1@", {}),
        ("zon-1@1234567", {}),
        ("-zon-1", {}),
        ("", {}),
        ("zon-1@1 zon-1@2", {"zon-1": 2}),
    ],
)
def test_words_that_may_be_keys(text: str, asked: dict[str, int]) -> None:
    assert names(text) == asked


def test_no_more_names_than_a_search_can_ask_for() -> None:
    text = " ".join(f"key-{n}" for n in range(50))
    assert len(names(text)) == identifiers.MOST_NAMES
    assert "key-0" in names(text)


KEY = st.from_regex(r"[a-z]{1,6}-[a-z0-9]{1,6}", fullmatch=True)


@LAW
@given(
    KEY, st.integers(1, 999), st.sampled_from(["{}", "see {}.", "({}), or", "a {}!"])
)
def test_a_key_is_known_in_any_company(key: str, number: int, around: str) -> None:
    assert names(around.format(key))[key] == 0
    assert names(around.format(f"{key}@{number}"))[key] == number
    assert names(around.format(key.upper()))[key] == 0


@LAW
@given(st.text(max_size=60))
def test_any_text_is_looked_through(text: str) -> None:
    for name, number in names(text).items():
        assert name.casefold() in text.casefold() or name.lower() in text.lower()
        assert 0 <= number < 1_000_000


@pytest.fixture
def world(db: None, medical: User) -> Brand:
    """One brand with claims in every state, beside another with the same keys."""
    house = factories.make_brand("house")
    other = factories.make_brand("other")
    first = factories.make_claim(house, "in-force")
    factories.revise_claim(first)
    factories.make_claim(other, "in-force")
    gone = factories.make_claim(house, "gone-1")
    claims.withdraw(
        claim_version_id=gone.pk, reason="Out.", by=medical, at=factories.AT
    )
    held = factories.make_claim(house, "held-1")
    claims.suspend(claim_version_id=held.pk, reason="Hm.", by=medical, at=factories.AT)
    return house


def found(text: str, brand: Brand) -> dict[str, tuple[float, str]]:
    pks = identifiers.named(text, brand.pk)
    rows = ClaimVersion.objects.select_related("claim").in_bulk(pks)
    return {f"{row.claim.key}@{row.version}": pks[pk] for pk, row in rows.items()}


def test_every_state_is_named_by_its_key(world: Brand) -> None:
    exact = (1.0, "exact key")
    other = (1.0, "exact key, in the revision that is in force")
    assert found("in-force", world) == {"in-force@2": exact}
    assert found("in-force@2", world) == {"in-force@2": exact}
    assert found("in-force@1", world) == {"in-force@1": exact, "in-force@2": other}
    assert found("in-force@9", world) == {"in-force@2": exact}
    assert found("gone-1", world) == {"gone-1@1": exact}
    assert found("held-1", world) == {"held-1@1": exact}
    assert found("gone-1 and held-1", world) == {"gone-1@1": exact, "held-1@1": exact}
    assert found("no-such-key", world) == {}
    assert found("in-forc", world) == {}


def test_what_is_allowed_is_what_is_usable(world: Brand) -> None:
    """The list without a text and the check of a few are one rule."""
    place = filters.scope(
        Question("house", None, None, None, datetime.date(2026, 11, 21))
    )
    everything = set(ClaimVersion.objects.values_list("pk", flat=True))
    allowed = set(filters.allowed(place).values_list("pk", flat=True))
    assert filters.usable(everything, place) == allowed
    assert len(allowed) == 1
    assert filters.usable([], place) == frozenset()
    for pk in everything:
        assert filters.usable([pk], place) == frozenset({pk} & allowed)


def test_a_brand_that_does_not_exist_is_told(db: None) -> None:
    question = Question("nobody", None, None, None, datetime.date(2026, 11, 21))
    with pytest.raises(Brand.DoesNotExist):
        filters.scope(question)


# the words that a question implies


@LAW
@given(st.text(max_size=60))
def test_implied_terms_come_once_and_say_something_new(text: str) -> None:
    found_terms = terms.also(text)
    assert len(set(found_terms)) == len(found_terms)


@LAW
@given(
    st.lists(st.sampled_from(["shingles", "flu", "gout", "itch", "jab"]), max_size=4)
)
def test_more_words_imply_no_less(words: list[str]) -> None:
    said = " ".join(words)
    alone = {term for word in words for term in terms.also(word)}
    own = set(words)
    assert {term for term in alone if term not in own} - set(terms.also(said)) <= {
        term for term in alone if any(term in word or word in term for word in words)
    }
