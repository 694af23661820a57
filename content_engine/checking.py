"""Checks one piece against what may be said where it speaks. Denies by default."""

import dataclasses
from typing import Any

from content_engine import shelves
from content_engine.pieces import CheckResult, Finding, Piece, Statement
from content_engine.rules import approved, engine, packs, readings
from content_engine.rules.approved import Approvals
from content_engine.supply import Supply, Surroundings


def check(piece: Piece, supply: Supply) -> CheckResult:
    """Judge every statement of a piece and run its market's rules.

    Pure over the supply: the same piece and supply give the same result. Raises
    NoRulePackError for a market without rules.
    """
    return _checked(piece, supply, approved.approvals(supply, piece.context))


def check_foreign(piece: Piece) -> CheckResult:
    """Check a piece against what the database lets be said in its context now.

    The result is that of ``check`` with a supply gathered anew; what was gathered for
    earlier checks is brought up to date instead. Raises ObjectDoesNotExist where the
    brand, its market or its label is unknown.
    """
    packs.pack_for(piece.context.market)
    with shelves.standing(piece.context) as (surroundings, allowed):
        return _checked(piece, surroundings, allowed)


def _checked(
    piece: Piece, surroundings: Surroundings, allowed: Approvals
) -> CheckResult:
    return engine.run(
        readings.read(piece, surroundings, allowed),
        packs.pack_for(piece.context.market, surroundings.house_packs),
    )


def as_contract(result: CheckResult, identity: str | None = None) -> dict[str, Any]:
    """A check result as the contract's JSON object."""
    return {
        "id": identity,
        "verdict": result.verdict.value,
        "rule_pack": result.rule_pack,
        "findings": [_finding(finding) for finding in result.findings],
        "statements": [_statement(statement) for statement in result.statements],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "part": finding.part.value if finding.part else None,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "message": finding.message,
        "citation": finding.citation,
        "suggestion": finding.suggestion,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "part": statement.part.value,
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "kind": statement.kind.value,
        "outcome": statement.outcome.value,
        "claim": statement.claim,
        "distortions": list(statement.distortions),
        "score": statement.score,
        "differences": [dataclasses.asdict(one) for one in statement.differences],
    }
