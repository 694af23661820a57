"""Writes docs/rules.md: every rule of the packs, and those that no text can show."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from content_engine.rules import packs
from content_engine.rules.findings import Rule
from content_engine.rules.packs import RulePack
from knowledge_base.documents import DocumentCommand

HEAD = """# Rules

What the gate enforces, rule by rule: made from the rule packs by `make docs`.
Engineering material, not legal advice: each market's pack needs a named human owner
before it is used in earnest. A source that is "to be confirmed" was not read again;
read it before quoting it. A company lays its own pack on top with
`manage.py load_rule_pack`: it may add rules and phrases and raise severities, and lower
one only where the rule below gives leave.

Severity: BLOCK cannot be submitted or released, HIGH asks a person for a reason, MED
warns, INFO tells. Stage: T is judged on the text, A on what the text shows of the
rendered piece.
"""
SIDES = (("violating", "✗"), ("passing", "✓"), ("traps", "let be"))
SHOWN = 3


class Command(DocumentCommand):
    """Lists packs, rules with their examples, and rules that need more than a text."""

    help = "Write docs/rules.md, or compare it with --check."
    path = Path(settings.BASE_DIR) / "docs" / "rules.md"

    def text(self) -> str:
        """The document, in the order of the rules' names."""
        found = {market: packs.pack_for(market) for market in packs.MARKETS}
        rules: dict[str, dict[str, Rule]] = {}
        for market, pack in found.items():
            for rule in pack.rules:
                rules.setdefault(rule.id, {})[market] = rule
        return "\n".join(
            [
                HEAD,
                *_packs(found),
                "\n## Rules that are checked\n",
                *(_rule(rules[name]) for name in sorted(rules)),
                "## Rules that no text can show\n",
                *_unchecked(next(iter(found.values()))),
                "",
            ]
        )


def _packs(found: Mapping[str, RulePack]) -> Iterator[str]:
    """One row for each pack."""
    yield "| pack | layers | owner | in force from | rules |\n|---|---|---|---|---|"
    for pack in found.values():
        top = pack.documents[-1].content
        layers = ", ".join(document.id for document in pack.documents[:-1])
        yield (
            f"| `{pack.id}` | {layers} | {top['owner']} | {top['effective_on']} | "
            f"{len(pack.rules)} |"
        )


def _rule(by_market: Mapping[str, Rule]) -> str:
    """One rule with where it holds, how much it weighs, its source and examples."""
    rule = next(iter(by_market.values()))
    weights = ", ".join(f"{market} {one.severity}" for market, one in by_market.items())
    sources = dict.fromkeys(one.citation for one in by_market.values())
    lines = [
        f"### {rule.id} {rule.title}\n",
        f"- {weights} · stage {rule.stage}",
        *(f"- Source: {citation}" for citation in sources),
        f"- {rule.message.replace('“{term}”', 'This')}",
        *_examples(by_market),
    ]
    return "\n".join(lines) + "\n"


def _examples(by_market: Mapping[str, Rule]) -> Iterator[str]:
    """A few examples of each side, of all markets."""
    for side, mark in SIDES:
        shown: dict[str, None] = {}
        for rule in by_market.values():
            for example in rule.examples.get(side, ()):
                shown[_shown(example)] = None
        if shown:
            yield f"- {mark} {' · '.join(list(shown)[:SHOWN])}"


def _shown(example: Any) -> str:
    """An example as code; of a mapping what it changes."""
    text = example if isinstance(example, str) else example.get("text", "")
    if not text:
        text = json.dumps(example, ensure_ascii=False)
    one_line = " ".join(text.split()).replace("`", "'")
    return f"`{one_line}`"


def _unchecked(pack: RulePack) -> Iterator[str]:
    """Rules of the catalogue that need more than a text, each with the reason."""
    yield "| rule | title | stage | why |\n|---|---|---|---|"
    rows = [
        row
        for document in pack.documents
        for row in document.content.get("unchecked", [])
    ]
    for row in sorted(rows, key=lambda row: str(row["id"])):
        yield f"| {row['id']} | {row['title']} | {row['stage']} | {row['reason']} |"
