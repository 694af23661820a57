"""Rules on one statement: which approved wording it could be, and whether it is.

Retrieve, compare with each candidate by itself, hold against the signed facts, ask the
second reader; whatever fails or grows too large refuses the statement.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from content_engine.fidelity import facts, second_reader
from content_engine.fidelity.comparing import (
    Comparison,
    Distortion,
    compare,
    outcomes,
    texts,
)
from content_engine.fidelity.linking.library import Candidate, Library
from content_engine.fidelity.matching import Approved
from content_engine.pieces import Difference
from content_engine.vocabulary import Outcome
from knowledge_base.wording.readings import Reading

CANDIDATES, COMPARED = 20, 3
FIGURE = re.compile(r"\d+(?:[.,·]\d+)*")
LONGEST = 2_000  # characters of a statement that is compared
UNMATCHED = "unmatched"
OUTCOMES = {
    "exact": Outcome.EQUIVALENT,  # but for spaces or signs that equality keeps
    "equivalent": Outcome.EQUIVALENT,
    "distorted": Outcome.DISTORTED,
    "different": Outcome.UNSUBSTANTIATED,
}
TOO_LONG = f"This statement is longer than {LONGEST:,} characters: cut it."
FAILED = "This statement could not be compared, so nothing supports it: reword it."
LOOK_ALIKE = (
    "Letters or digits of another script stand in this statement: type them anew."
)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ruling:
    """How a statement stands to the wording it is nearest to, if it is near any.

    ``differences`` count in the statement, their approved sides in the wording's own
    text; those of a free paraphrase are the words without a counterpart. ``why`` says
    what kept the statement from being compared.
    """

    outcome: Outcome = Outcome.UNSUBSTANTIATED
    near: Approved | None = None
    differences: tuple[Difference, ...] = ()
    ways: tuple[str, ...] = ()
    score: float = 1.0
    why: str = ""

    @property
    def types(self) -> tuple[str, ...]:
        """The distinct types of distortion, in order; a paraphrase has none."""
        if self.outcome is not Outcome.DISTORTED:
            return ()
        return tuple(dict.fromkeys(one.type for one in self.differences))


def rule(statement: str, library: Library, signed: Mapping[str, Reading]) -> Ruling:
    """Rule on a canonical statement; ``signed`` are facts by the ref of their claim."""
    if len(statement) > LONGEST:
        return Ruling(why=TOO_LONG)
    try:
        return _ruled(statement, library, signed)
    except Exception:  # whatever goes wrong must block and never clear
        log.exception("a statement could not be compared")
        return Ruling(why=FAILED)


def _ruled(statement: str, library: Library, signed: Mapping[str, Reading]) -> Ruling:
    """The first equal candidate, else the likest one."""
    likest: Ruling | None = None
    for candidate in _worth_comparing(statement, library):
        known = signed.get(candidate.approved.ref or "")
        ruling = _against(candidate.approved, statement, known)
        if ruling.outcome is Outcome.EQUIVALENT:
            return _doubted(ruling, statement)
        likest = likest or ruling
    return likest or Ruling()


def _worth_comparing(statement: str, library: Library) -> list[Candidate]:
    """The likest candidate, and others that could be equal: with the same figures."""
    found = library.candidates(statement, CANDIDATES)
    figures = sorted(FIGURE.findall(statement))
    same = [
        one for one in found[1:] if sorted(FIGURE.findall(one.approved.text)) == figures
    ]
    return [*found[:1], *same[: COMPARED - 1]]


def _against(approved: Approved, statement: str, known: Reading | None) -> Ruling:
    """How a statement stands to one wording, in words and in signed facts."""
    compared = compare(approved.text, statement)
    if known is not None:
        compared = _with_facts(compared, known, approved.text, statement)
    seconded = second_reader.seconded(approved.text, statement, compared)
    is_doubted = seconded.outcome != compared.outcome
    is_free = seconded.outcome == "different"
    return Ruling(
        OUTCOMES[seconded.outcome],
        approved,
        tuple(_difference(one, is_free=is_free) for one in seconded.distortions),
        seconded.ways,
        seconded.score,
        second_reader.DOUBTED if is_doubted else "",
    )


def _with_facts(
    compared: Comparison, known: Reading, approved: str, statement: str
) -> Comparison:
    """The comparison with what the signed facts tell beyond the words."""
    seen = {one.type for one in compared.distortions}
    told = [
        one
        for one in facts.departures(known, approved, statement)
        if one.type not in seen
    ]
    return outcomes.distorted([*compared.distortions, *told]) if told else compared


def _difference(one: Distortion, *, is_free: bool) -> Difference:
    start, end = one.candidate_span or (0, 0)
    approved_start, approved_end = one.approved_span or (None, None)
    return Difference(
        type=UNMATCHED if is_free else one.type,
        start=start,
        end=end,
        text=one.candidate,
        approved=one.approved,
        approved_start=approved_start,
        approved_end=approved_end,
    )


def _doubted(ruling: Ruling, statement: str) -> Ruling:
    """Equal only because look-alikes were read as Latin is not equal."""
    if not texts.has_look_alikes(statement):
        return ruling
    return replace(ruling, outcome=Outcome.UNSUBSTANTIATED, score=1.0, why=LOOK_ALIKE)
