"""The written catalogue: every rule with its weight, source and examples."""

import re
from pathlib import Path

import pytest

from content_engine.management.commands import draw_rules
from content_engine.rules import packs
from knowledge_base.documents import StaleDocumentError

TEXT = draw_rules.Command().text()
RULES = {
    rule.id: rule for market in packs.MARKETS for rule in packs.pack_for(market).rules
}


def section(rule: str) -> str:
    return TEXT.partition(f"### {rule} ")[2].partition("\n### ")[0]


def test_every_rule_has_one_section_in_order() -> None:
    names = re.findall(r"^### ([A-Z]{2}-\d\d) ", TEXT, re.MULTILINE)
    assert names == sorted(RULES)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_section_says_what_the_packs_say(rule: str) -> None:
    text = section(rule)
    assert text.startswith(RULES[rule].title)
    for market in packs.MARKETS:
        own = {one.id: one for one in packs.pack_for(market).rules}.get(rule)
        assert (f"{market} {own.severity}" if own else f"{market} ") in text or not own
        if own:
            assert f"- Source: {own.citation}" in text
    assert "- ✗ " in text
    assert "- ✓ " in text


@pytest.mark.parametrize("rule", sorted(RULES))
def test_unread_sources_say_that_they_are_to_be_confirmed(rule: str) -> None:
    is_open = any(one.cited == "known" for one in RULES[rule].sources)
    assert not is_open or "(to be confirmed)" in section(rule)


def test_what_no_text_can_show_is_listed_with_the_reason() -> None:
    rows = re.findall(r"^\| ([A-Z]{2}-\d\d) \| (.+) \| (.+) \| (.+\.) \|$", TEXT, re.M)
    assert len(rows) == len(packs.pack_for("US").documents[0].content["unchecked"])
    assert {row[0] for row in rows}.isdisjoint(RULES)


def test_packs_are_listed_with_their_layers() -> None:
    assert "| `DE/2026.1` | base/2026.1, eur/2026.1 |" in TEXT


def test_no_message_shows_its_place_for_words() -> None:
    assert "{term}" not in TEXT


def test_a_document_of_yesterday_is_told(tmp_path: Path) -> None:
    command = draw_rules.Command()
    command.path = tmp_path / "rules.md"
    command.handle(check=False)
    assert command.path.read_text() == TEXT
    command.handle(check=True)
    command.path.write_text("old")
    with pytest.raises(StaleDocumentError, match="make docs"):
        command.handle(check=True)
