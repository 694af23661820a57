"""What the gate says of the cases of independent authors: caught, named, let be.

A violation counts as caught if the changed piece has a finding of BLOCK or HIGH, or of
a rule that its author named, which the piece it started from has not. It counts as
named if one of those rules says so itself: default deny (EV-01) stops nearly every
sentence that nobody approved, so that its word alone shows little of the other rules.
"""

import functools
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from content_engine import checking, piece_documents, supplies
from content_engine.pieces import CheckResult, Context, Finding
from content_engine.supply import Supply
from content_engine.vocabulary import Severity, Verdict
from tests.conftest import AT
from tests.content_engine.rules import blind_cases

DEFAULT_DENY = "EV-01"
GRAVE = {Severity.BLOCK, Severity.HIGH}


@functools.cache
def answer(document: str) -> CheckResult:
    """What the gate says of a piece in the contract's JSON."""
    _, piece = piece_documents.read(document, today=AT.date())
    return checking.check(piece, supply(piece.context))


@functools.cache
def supply(context: Context) -> Supply:
    """All that may be said in a context, gathered once as ``check_text`` does."""
    return supplies.gather(context)


def judged(piece: blind_cases.Json) -> CheckResult:
    return answer(json.dumps({**piece, "id": "second"}))


def added(case: blind_cases.Json) -> list[Finding]:
    """The findings that the piece of a case has and its base has not."""
    known = Counter(map(_key, _before(case)))
    new = []
    for finding in judged(blind_cases.document(case)).findings:
        if known[_key(finding)] > 0:
            known[_key(finding)] -= 1
        else:
            new.append(finding)
    return new


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.severity, finding.part, finding.text


def _before(case: blind_cases.Json) -> Iterable[Finding]:
    return judged(blind_cases.unchanged(case)).findings if "base" in case else ()


def is_caught(case: blind_cases.Json) -> bool:
    return any(f.severity in GRAVE or f.rule in case["rules"] for f in added(case))


def is_named(case: blind_cases.Json) -> bool:
    first, *others = case["rules"]
    wanted = {first, *others} - ({DEFAULT_DENY} if first != DEFAULT_DENY else set())
    return bool(wanted & {f.rule for f in added(case)})


def is_let_be(case: blind_cases.Json) -> bool:
    return judged(blind_cases.document(case)).verdict != Verdict.BLOCKED


def share(
    found: Callable[[blind_cases.Json], bool], cases: Iterable[blind_cases.Json]
) -> tuple[float, str]:
    """The share of cases that were found, and a table of the rest by their rule."""
    all_of_them = list(cases)
    missed: dict[str, list[str]] = defaultdict(list)
    for case in all_of_them:
        if not found(case):
            missed[case.get("rules", ["-"])[0]].append(case["id"])
    table = "\n".join(f"{rule}: {', '.join(ids)}" for rule, ids in missed.items())
    return 1 - sum(map(len, missed.values())) / len(all_of_them), table


def forget() -> None:
    """Drop the answers and the supply of a kit that is gone."""
    answer.cache_clear()
    supply.cache_clear()
