"""What a rule is and what it answers: objections that become findings."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from content_engine.pieces import Finding
from content_engine.rules.readings import Reading
from content_engine.vocabulary import PartName, Severity


@dataclass(frozen=True)
class Objection:
    """What a rule has against a piece, at a place or at something absent.

    ``severity`` is given only where it differs from the rule's own. Where
    ``is_approved``, the words are those of a claim that people approved for this place:
    then the objection is told, and does not stop the piece.
    """

    message: str
    part: PartName | None = None
    start: int | None = None
    end: int | None = None
    text: str = ""
    suggestion: str = ""
    severity: Severity | None = None
    is_approved: bool = False

    def weight(self, own: Severity) -> Severity:
        """How much the objection weighs, for a rule that weighs so much itself."""
        severity = self.severity or own
        if self.is_approved and severity in {Severity.BLOCK, Severity.HIGH}:
            return Severity.MED
        return severity


Look = Callable[[Reading], Iterable[Objection]]
MOST = 500  # findings of one rule that anybody reads; a piece with more is refused
TOO_MANY = Objection(
    f"This rule has more than {MOST} findings: mend the first ones.",
    severity=Severity.BLOCK,
)


@dataclass(frozen=True)
class Citation:
    """Where a rule comes from; ``cited`` is ``verified``, ``known`` or ``own``."""

    source: str
    cited: str

    def __str__(self) -> str:
        mark = " (to be confirmed)" if self.cited == "known" else ""
        return f"{self.source}{mark}"


@dataclass(frozen=True)
class Rule:
    """One rule of the catalogue as a market's pack holds it.

    ``examples`` are texts or overlays of a clean piece, by ``violating``, ``passing``
    and ``traps``.
    """

    id: str
    severity: Severity
    sources: tuple[Citation, ...]
    looks: tuple[Look, ...]
    title: str = ""
    kind: str = "S"
    stage: str = "T"
    message: str = ""
    examples: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def citation(self) -> str:
        """The sources as a person reads them; unverified ones say so."""
        return "; ".join(map(str, self.sources))

    def findings(self, reading: Reading) -> Iterator[Finding]:
        """The rule's objections to a piece, as findings; the last tells of more."""
        objections = (one for look in self.looks for one in look(reading))
        yield from map(self._finding, itertools.islice(objections, MOST))
        if next(objections, None):
            yield self._finding(TOO_MANY)

    def _finding(self, objection: Objection) -> Finding:
        return Finding(
            rule=self.id,
            severity=objection.weight(self.severity),
            message=objection.message,
            part=objection.part,
            start=objection.start,
            end=objection.end,
            text=objection.text,
            citation=self.citation,
            suggestion=objection.suggestion,
        )
