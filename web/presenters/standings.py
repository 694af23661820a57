"""Rows of a version's findings as they stand: open, fixed, or overridden by whom."""

import datetime
from dataclasses import dataclass

from content_engine import dispositions
from content_engine.dispositions import Standing
from content_engine.models import VariantVersion
from content_engine.vocabulary import FindingState, Severity
from review.policies import CAN, MAY, PersonFacts, PieceFacts
from review.states import STEP_OF_FINDING
from review.workflow import disposing
from web.presenters.marketing import FindingRow, finding_row
from web.presenters.verdicts import name_of

STATE_WORDS: dict[FindingState, tuple[str, str]] = {
    FindingState.OPEN: ("Open", ""),
    FindingState.FIXED: ("Fixed", "good"),
    FindingState.OVERRIDDEN: ("Overridden", "warn"),
}
ORDER = [severity.value for severity in Severity]


@dataclass(frozen=True)
class StandingRow:
    """A finding with the last word on it, and the next word that may be said.

    ``next_state`` is "" where nothing may be said: a finding that blocks is mended, not
    talked away, and what weighs little needs no word. ``may_not_say`` is why this
    person may not say it.
    """

    pk: int
    finding: FindingRow
    state: str
    tone: str
    reason: str
    who: str
    at: datetime.datetime | None
    next_state: str
    may_not_say: str


def standing_rows(
    version: VariantVersion, person: PersonFacts
) -> tuple[StandingRow, ...]:
    """Every finding of the version's latest check, heaviest first; none unchecked."""
    found = dispositions.standing(version) or ()
    heaviest = sorted(found, key=lambda one: ORDER.index(one.finding.severity))
    piece = disposing.finding_facts(version)
    return tuple(standing_row(one, piece, person) for one in heaviest)


def standing_row(one: Standing, piece: PieceFacts, person: PersonFacts) -> StandingRow:
    """A finding as it stands."""
    words, tone = STATE_WORDS[one.state]
    last, next_state = one.disposition, _next_state(one)
    return StandingRow(
        pk=one.finding.pk,
        finding=finding_row(one.finding),
        state=words,
        tone=tone,
        reason=last.reason if last else "",
        who=name_of(last.disposed_by) if last else "",
        at=last.disposed_at if last else None,
        next_state=next_state,
        may_not_say=_refusal(next_state, piece, person) if next_state else "",
    )


def _refusal(state: str, piece: PieceFacts, person: PersonFacts) -> str:
    step = STEP_OF_FINDING[state]
    return MAY[step](piece, person) or CAN[step](piece)


def _next_state(one: Standing) -> str:
    if one.state is not FindingState.OPEN:
        return FindingState.OPEN
    is_high = one.finding.severity == Severity.HIGH
    return FindingState.OVERRIDDEN if is_high else ""
