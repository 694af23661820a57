"""Every rule's own examples: what violates it fires, what passes or traps is let be."""

from typing import Any

import pytest

from content_engine.rules import packs
from content_engine.vocabulary import Severity, Verdict
from tests.content_engine.rules.staging import clean, examples, fits, staged

MARKETS = packs.MARKETS


def rows(*kinds: str) -> list[Any]:
    """Each example in each market whose pack has the rule and whose language it is."""
    return [
        pytest.param(market, rule, example, id=f"{market} {rule} {str(example)[:60]}")
        for market in MARKETS
        for rule, _, example in examples(packs.pack_for(market).rules, kinds)
        if fits(example, market)
    ]


def fired(market: str, rule: str, example: Any) -> list[Severity]:
    """What a rule says of an example beyond what it says of the clean piece."""
    result = staged(example, market).check()
    return [one.severity for one in result.findings if one.rule == rule]


@pytest.mark.parametrize(("market", "rule", "example"), rows("violating"))
def test_a_violation_is_found_by_its_rule(market: str, rule: str, example: Any) -> None:
    assert fired(market, rule, example)


@pytest.mark.parametrize(("market", "rule", "example"), rows("passing", "traps"))
def test_what_keeps_a_rule_is_let_be(market: str, rule: str, example: Any) -> None:
    assert fired(market, rule, example) == []


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("channel", ["email", "sms", "rep_email"])
def test_the_stage_itself_is_clean(market: str, channel: str) -> None:
    result = clean(market, channel).check()
    weighty = [
        f for f in result.findings if f.severity in {Severity.BLOCK, Severity.HIGH}
    ]
    assert weighty == []
    assert result.verdict == Verdict.CLEARED


@pytest.mark.parametrize("market", MARKETS)
def test_every_rule_has_examples_of_both_sides(market: str) -> None:
    for rule in packs.pack_for(market).rules:
        assert rule.examples.get("violating"), rule.id
        assert rule.examples.get("passing"), rule.id
