"""No rewording of an approved claim passes for it, whoever wrote it and however."""

import pytest

from content_engine.pieces import CheckResult, Statement
from content_engine.vocabulary import Outcome, Severity, Verdict
from tests.content_engine.gate_rewordings import BUILT, DISGUISES, EDITS, LOOK_ALIKES
from tests.content_engine.gate_world import (
    ADMISSIONS,
    BRIEF,
    MARKETS,
    ON_THE_TRIAL,
    POINTS,
    SHELF,
    blocking,
    carrying,
    changed,
    checked,
    messaging,
    text_of,
)
from tests.content_engine.supplies import make_email, make_sms

TYPES = frozenset(
    "digit decimal unit interval p_value sample_size dose frequency timepoint arm_swap "
    "comparator population endpoint product negation direction hedge_dropped "
    "hedge_added intensifier superlative causality relative_absolute statistic_dropped "
    "safety_dropped qualifier_dropped statement_added other".split()
)


def reworded(key: str, old: str, new: str) -> str:
    """A claim's text with words of it replaced; they must be there."""
    text = SHELF[key].text
    assert old in text, (key, old)
    return text.replace(old, new)


def built(text: str) -> str:
    words = {key: one.text for key, one in SHELF.items()}
    return text.format(**words) if "{" in text else text


def statements_on(result: CheckResult, name: str = "body") -> list[Statement]:
    return [one for one in result.statements if one.part == name]


def linked(result: CheckResult) -> set[str]:
    """The claims that a statement of the body is taken to be."""
    return {
        one.claim
        for one in statements_on(result)
        if one.claim and one.outcome in (Outcome.EXACT, Outcome.EQUIVALENT)
    }


def test_the_table_holds_every_type_of_the_contract_several_times() -> None:
    held = [kind for kind, *_ in EDITS]
    assert set(held) == TYPES
    assert min(held.count(kind) for kind in TYPES) >= 2
    assert len(EDITS) + len(LOOK_ALIKES) + len(DISGUISES) + len(BUILT) >= 150


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("claim", ON_THE_TRIAL, ids=lambda claim: claim.key)
def test_the_claim_itself_is_cleared(claim: object, market: str) -> None:
    text = getattr(claim, "text", "")
    result = checked(carrying(text, market))
    assert (result.verdict, blocking(result)) == (Verdict.CLEARED, set())


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(("kind", "key", "old", "new"), EDITS)
def test_an_edit_is_no_claim(
    market: str, kind: str, key: str, old: str, new: str
) -> None:
    result = checked(carrying(reworded(key, old, new), market))
    assert blocking(result) & {"EV-01", "EV-02", "EV-04"}, kind
    assert SHELF[key].ref not in linked(result)


@pytest.mark.parametrize(("kind", "key", "old", "new"), EDITS)
def test_an_edit_is_no_claim_in_an_sms(kind: str, key: str, old: str, new: str) -> None:
    result = checked(messaging(reworded(key, old, new)))
    assert result.verdict == Verdict.BLOCKED, kind


@pytest.mark.parametrize(("key", "old", "new", "why"), LOOK_ALIKES)
def test_a_look_alike_is_no_letter(key: str, old: str, new: str, why: str) -> None:
    result = checked(carrying(reworded(key, old, new)))
    assert result.verdict == Verdict.BLOCKED, why
    assert SHELF[key].ref not in linked(result)


@pytest.mark.parametrize(("key", "old", "new", "why"), DISGUISES)
def test_a_disguise_blocks(key: str, old: str, new: str, why: str) -> None:
    result = checked(carrying(reworded(key, old, new)))
    assert result.verdict == Verdict.BLOCKED, why


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(("name", "text"), BUILT)
def test_what_is_built_around_a_claim_blocks(
    market: str, name: str, text: str
) -> None:
    assert checked(carrying(built(text), market)).verdict == Verdict.BLOCKED, name


@pytest.mark.parametrize(("name", "text"), BUILT)
def test_what_is_built_around_a_claim_blocks_in_an_sms(name: str, text: str) -> None:
    assert checked(messaging(built(text))).verdict == Verdict.BLOCKED, name


@pytest.mark.parametrize("mark", ["", " [1]", "[1]", " [1][1]"])
@pytest.mark.parametrize(("kind", "key", "old", "new"), EDITS[::7])
def test_a_mark_does_not_make_an_edit_a_claim(
    kind: str, key: str, old: str, new: str, mark: str
) -> None:
    result = checked(carrying(reworded(key, old, new), mark=mark))
    assert result.verdict == Verdict.BLOCKED, kind
