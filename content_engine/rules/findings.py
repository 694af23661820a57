"""What a rule is and what it answers: objections that become findings."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from content_engine.pieces import Finding
from content_engine.rules.readings import Reading
from content_engine.vocabulary import PartName, Severity

KNOWN = re.compile(r" ?\[K\]")
VERIFIED = re.compile(r" ?\[V\]")


@dataclass(frozen=True)
class Objection:
    """What a rule has against a piece, at a place or at something absent.

    ``severity`` is given only where it differs from the rule's own.
    """

    message: str
    part: PartName | None = None
    start: int | None = None
    end: int | None = None
    text: str = ""
    suggestion: str = ""
    severity: Severity | None = None


Look = Callable[[Reading], Iterable[Objection]]


@dataclass(frozen=True)
class Rule:
    """One rule of the catalogue; ``sources`` carry the marks [V] and [K]."""

    id: str
    severity: Severity
    sources: str
    look: Look

    @property
    def citation(self) -> str:
        """The sources as a person reads them; unverified ones say so."""
        return VERIFIED.sub("", KNOWN.sub(" (to be confirmed)", self.sources))

    def findings(self, reading: Reading) -> Iterable[Finding]:
        """The rule's objections to a piece, as findings."""
        for objection in self.look(reading):
            yield Finding(
                rule=self.id,
                severity=objection.severity or self.severity,
                message=objection.message,
                part=objection.part,
                start=objection.start,
                end=objection.end,
                text=objection.text,
                citation=self.citation,
                suggestion=objection.suggestion,
            )
