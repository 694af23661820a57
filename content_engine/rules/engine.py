"""Runs a market's rules over a piece and puts their findings in order."""

import dataclasses
from collections.abc import Iterator

from content_engine.pieces import CheckResult, Finding, Statement
from content_engine.rules.groups import evidence
from content_engine.rules.packs import RulePack
from content_engine.rules.readings import ORDER, Reading
from content_engine.vocabulary import Outcome, Severity

WEIGHTS = {severity: place for place, severity in enumerate(Severity)}
PLACES = {name: place for place, name in enumerate(ORDER)}


def run(reading: Reading, pack: RulePack) -> CheckResult:
    """All findings, heaviest first and then in reading order, and all statements."""
    found = {finding: None for rule in pack.rules for finding in rule.findings(reading)}
    return CheckResult(
        pack.id, tuple(sorted(found, key=_rank)), tuple(_statements(reading))
    )


def _rank(finding: Finding) -> tuple[int, int, int, str]:
    place = PLACES[finding.part] if finding.part else len(ORDER)
    return WEIGHTS[finding.severity], place, finding.start or 0, finding.rule


def _statements(reading: Reading) -> Iterator[Statement]:
    """Every statement in reading order; claims without their company say so."""
    alone = {
        (said.part.name, said.span)
        for said in reading.claims()
        if evidence.is_alone(reading, said)
    }
    for part in reading.parts:
        for judged in part.judged:
            statement = judged.statement
            place = (part.name, (statement.start, statement.end))
            if statement.claim and place in alone:
                statement = dataclasses.replace(
                    statement,
                    outcome=Outcome.CONTEXT_MISSING,
                    distortions=("qualifier_dropped",),
                    score=0.8,
                )
            yield statement
