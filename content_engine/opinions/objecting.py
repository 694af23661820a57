"""Turns opinions into findings beside those of the rules: more of them, never fewer."""

from collections.abc import Iterable, Iterator

from content_engine.opinions import reading
from content_engine.opinions.reader import ReaderCard
from content_engine.opinions.reading import Opinion, Says
from content_engine.pieces import Finding, Statement
from content_engine.rules.groups.evidence import FIGURES
from content_engine.vocabulary import Severity

SEVERITIES = {Says.CHANGED: Severity.HIGH, Says.UNSURE: Severity.MED}


def findings(
    judged: Iterable[tuple[Statement, str | None, Opinion]], card: ReaderCard
) -> Iterator[Finding]:
    """A finding for each statement that the reader takes for changed, or cannot tell.

    Each comes with its approved wording, if there is one. ``same`` says nothing, and
    takes nothing back.
    """
    for statement, approved, opinion in judged:
        if opinion.says in SEVERITIES:
            yield Finding(
                rule="EV-02" if opinion.type in FIGURES else "EV-01",
                severity=SEVERITIES[opinion.says],
                message=_sentence(opinion, card),
                part=statement.part,
                start=statement.start,
                end=statement.end,
                text=statement.text,
                citation=str(card),
                suggestion=approved or "",
            )


def _sentence(opinion: Opinion, card: ReaderCard) -> str:
    kind = f" ({opinion.type.replace('_', ' ')})" if opinion.type else ""
    told = (
        f"takes this for changed{kind}"
        if opinion.says is Says.CHANGED
        else f"is not sure that this says what is approved{kind}"
    )
    return (
        f"A second reader (model {card.model}) {told}, and a person decides: "
        f"{reading.reason(opinion)}."
    )
