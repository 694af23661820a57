"""Whatever may not be said is seen wherever it hides and however it is disguised.

Every piece is clean without the trick. Seen is what blocks at the very stretch of text
in which it stands: that the piece is refused for something else is not enough.
"""

import functools

import pytest

from content_engine.pieces import CheckResult
from content_engine.vocabulary import Severity, Verdict
from tests.content_engine.rules.staging import Staged, clean, staged
from tests.content_engine.rules.tricks import (
    ADDRESSES,
    CLAIM,
    DOSE_CLAIM,
    DOSES,
    FIGURES,
    MATTERS,
    READ_PLACES,
    STATEMENTS,
)

MARKETS = ("US", "GB", "DE")
NAMED = [name for name, (_, rule) in MATTERS.items() if rule]
EDITS = [
    *((CLAIM, *edit) for edit in FIGURES.values()),
    *((DOSE_CLAIM, *edit) for edit in DOSES.values()),
]
EDIT_NAMES = [*FIGURES, *DOSES]


@functools.cache
def result_of(text: str, part: str = "body", market: str = "US") -> CheckResult:
    return stage_of(text, part, market).check()


def stage_of(text: str, part: str, market: str) -> Staged:
    """The clean piece with a text added to its body, or in place of another part."""
    wish = {"body_adds": text} if part == "body" else {part: text}
    return staged(wish, market)


def rules_at(text: str, part: str = "body", market: str = "US") -> set[str]:
    """The rules that block at the stretch in which a text stands."""
    stage = stage_of(text, part, market)
    whole = next(one.text for one in stage.piece.parts if one.name == part)
    start = whole.rindex(text.strip())
    return {
        one.rule
        for one in result_of(text, part, market).findings
        if one.severity in {Severity.BLOCK, Severity.HIGH}
        and one.part == part
        and one.start is not None
        and one.end is not None
        and one.start < start + len(text.strip())
        and start < one.end
    }


@pytest.mark.parametrize("market", MARKETS)
def test_the_pieces_are_clean_without_a_trick(market: str) -> None:
    assert clean(market).check().verdict == Verdict.CLEARED


@pytest.mark.parametrize("place", READ_PLACES)
def test_nothing_is_said_unseen_in_a_hiding_place(place: str) -> None:
    for name, (words, _) in MATTERS.items():
        text = READ_PLACES[place].format(words)
        assert "EV-01" in rules_at(text), name


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("place", READ_PLACES)
def test_forbidden_words_are_named_in_a_hiding_place(place: str, name: str) -> None:
    words, rule = MATTERS[name]
    assert rule in rules_at(READ_PLACES[place].format(words))


@pytest.mark.parametrize("place", ADDRESSES)
def test_words_are_read_in_addresses(place: str) -> None:
    assert {"EV-01", "WD-01"} <= rules_at(ADDRESSES[place])


@pytest.mark.parametrize(("claim", "old", "new"), EDITS, ids=EDIT_NAMES)
def test_a_disguised_figure_is_not_that_of_the_claim(
    claim: str, old: str, new: str
) -> None:
    assert old in claim
    edited = claim.replace(old, new, 1)
    assert rules_at(edited) & {"EV-01", "SE-05"}


@pytest.mark.parametrize(("claim", "old", "new"), EDITS, ids=EDIT_NAMES)
def test_a_disguised_figure_is_seen_in_the_place_of_the_claim(
    claim: str, old: str, new: str
) -> None:
    """Where the claim itself would stand, with its mark."""
    stage = clean("US")
    body = next(one.text for one in stage.piece.parts if one.name == "body")
    edited = body.replace(CLAIM, claim.replace(old, new, 1))
    result = staged({"body": edited}, "US").check()
    assert result.verdict == Verdict.BLOCKED


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("name", STATEMENTS)
def test_a_disguised_statement_is_no_courtesy(name: str, market: str) -> None:
    assert "EV-01" in rules_at(STATEMENTS[name], "body", market)


@pytest.mark.parametrize("part", ["subject", "headline", "alt_text", "footer"])
@pytest.mark.parametrize("name", STATEMENTS)
def test_a_disguised_statement_is_seen_in_every_part(name: str, part: str) -> None:
    assert "EV-01" in rules_at(STATEMENTS[name], part)


def test_there_are_many_tricks() -> None:
    tricks = [*READ_PLACES, *ADDRESSES, *FIGURES, *DOSES, *STATEMENTS]
    assert len(tricks) >= 180
