"""Cuts a part into statements and links each to approved wording, or to none."""

import bisect
import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from content_engine.fidelity import canonical, distortions, lexicon, matching, nearest
from content_engine.fidelity.matching import Approved, ApprovedTexts, Hit, Source
from content_engine.pieces import PieceText, Statement
from content_engine.vocabulary import CopyRole, Outcome, PartName, StatementKind
from knowledge_base.wording import statements

CLAIM_KINDS = {"safety": StatementKind.RISK, "disease": StatementKind.DISEASE}
FACTS = frozenset({Source.CLAIM, Source.QUALIFIER, Source.SAFETY, Source.LABEL})
BULLETS = "-•*| "
SENTENCE = re.compile(r"[\"'(]*(?:[A-Z]|\{\{).*[.!?:][\"')]*")


@dataclass(frozen=True)
class Judged:
    """A statement and, where it departs from approved wording, from which and how."""

    statement: Statement
    near: nearest.Wording | None = None
    changes: tuple[distortions.Change, ...] = ()


@dataclass(frozen=True)
class PartReading:
    """A part with the approved texts found in it and a judgement of every statement."""

    name: PartName
    original: str
    unmarked: canonical.Unmarked
    hits: tuple[Hit, ...]
    judged: tuple[Judged, ...]


def read(
    part: PieceText,
    approved: ApprovedTexts,
    wordings: nearest.Wordings,
    qualified: dict[str, tuple[str, ...]],
) -> PartReading:
    """Judge every statement of a part.

    ``qualified`` gives for a claim's ref the qualifiers that may follow it; a
    qualifier anywhere else says something else and is refused.
    """
    unmarked = canonical.unmark(part.text)
    hits = tuple(_in_place(approved.hits(unmarked), qualified))
    judged = [Judged(_approved_statement(part, unmarked, hit)) for hit in hits]
    beside = _places_beside_facts(unmarked, hits)
    for stretch in matching.left_over(unmarked, hits):
        judged.extend(_judge(part, unmarked, stretch, wordings, beside))
    judged.sort(key=lambda one: one.statement.start)
    return PartReading(part.name, part.text, unmarked, hits, tuple(judged))


def _in_place(
    hits: tuple[Hit, ...], qualified: dict[str, tuple[str, ...]]
) -> Iterator[Hit]:
    """The hits without qualifiers that do not follow their own claim."""
    open_to: tuple[str, ...] = ()
    for hit in hits:
        if hit.approved.source is Source.CLAIM:
            open_to = qualified.get(hit.approved.ref or "", ())
        if hit.approved.source is not Source.QUALIFIER or hit.approved.text in open_to:
            yield hit


def _approved_statement(
    part: PieceText, unmarked: canonical.Unmarked, hit: Hit
) -> Statement:
    start, end = unmarked.span(hit.start, hit.end)
    kind, outcome = _standing(hit.approved)
    claim = hit.approved.ref if hit.approved.source is Source.CLAIM else None
    return Statement(part.name, start, end, part.text[start:end], kind, outcome, claim)


def _standing(approved: Approved) -> tuple[StatementKind, Outcome]:
    """The kind and outcome of an approved text."""
    match approved.source:
        case Source.CLAIM:
            kind = CLAIM_KINDS.get(approved.nature, StatementKind.CLAIM)
            return kind, Outcome.EXACT
        case Source.QUALIFIER:
            return StatementKind.CLAIM, Outcome.EXACT
        case Source.SAFETY | Source.LABEL:
            return StatementKind.RISK, Outcome.EXACT
        case Source.COPY if approved.nature == CopyRole.CALL_TO_ACTION:
            return StatementKind.NAVIGATION, Outcome.NOT_A_CLAIM
        case Source.COPY:
            return StatementKind.COURTESY, Outcome.NOT_A_CLAIM
        case Source.OBLIGATORY | Source.REFERENCE:
            return StatementKind.OBLIGATORY, Outcome.NOT_A_CLAIM


def _judge(
    part: PieceText,
    unmarked: canonical.Unmarked,
    stretch: tuple[int, int],
    wordings: nearest.Wordings,
    beside: frozenset[int],
) -> Iterator[Judged]:
    """The statements of a stretch that no approved text covers."""
    for piece in statements.cut(unmarked.lines[slice(*stretch)]):
        start, end = (stretch[0] + place for place in statements.trimmed(piece))
        words = unmarked.text[start:end]
        if not words.strip(BULLETS):
            continue
        first, last = unmarked.span(start, end)
        statement = Statement(
            part.name,
            first,
            last,
            part.text[first:last],
            StatementKind.CLAIM,
            Outcome.UNSUBSTANTIATED,
            score=1.0,
        )
        loose = stretch[0] in beside and not SENTENCE.fullmatch(words)
        kind = None if loose else lexicon.kind_of(words)
        yield _classified(statement, words, wordings, kind)


def _places_beside_facts(
    unmarked: canonical.Unmarked, hits: tuple[Hit, ...]
) -> frozenset[int]:
    """Where stretches start that share a line with a claim or risk.

    There a loose word of courtesy could be read as part of the fact.
    """
    breaks = [place for place, letter in enumerate(unmarked.lines) if letter == "\n"]
    lines = {
        line
        for hit in hits
        if hit.approved.source in FACTS
        for line in (bisect.bisect(breaks, hit.start), bisect.bisect(breaks, hit.end))
    }
    return frozenset(
        start
        for start, end in matching.left_over(unmarked, hits)
        if bisect.bisect(breaks, start) in lines or bisect.bisect(breaks, end) in lines
    )


def _classified(
    statement: Statement,
    words: str,
    wordings: nearest.Wordings,
    kind: StatementKind | None,
) -> Judged:
    """Courtesy, a departure from approved wording, or a statement without source."""
    if kind:
        return Judged(
            dataclasses.replace(
                statement, kind=kind, outcome=Outcome.NOT_A_CLAIM, score=0.0
            )
        )
    near = wordings.nearest(words)
    if near is None:
        return Judged(statement)
    changes = distortions.changes(near.text, words)
    distorted = dataclasses.replace(
        statement,
        kind=StatementKind.CLAIM if near.ref else StatementKind.RISK,
        outcome=Outcome.DISTORTED,
        claim=near.ref,
        distortions=tuple(dict.fromkeys(change.type for change in changes)),
        score=0.9,
    )
    return Judged(distorted, near, changes)
