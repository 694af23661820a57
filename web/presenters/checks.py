"""Rows of a check: its verdict, the text marked by outcome, findings by their place."""

import bisect
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from content_engine.pieces import CheckResult, Finding, Piece, PieceText, Statement
from content_engine.rules.readings import ORDER
from content_engine.vocabulary import Outcome
from knowledge_base.exchange import differences
from knowledge_base.exchange.differences import Stretch
from knowledge_base.models import BrandMarket
from web.presenters.counts import counted
from web.presenters.marketing import SEVERITY_WORDS, VERDICT_WORDS
from web.presenters.pieces import PART_TITLES
from web.presenters.titles import Pairs, brand_pairs, market_pairs, words_title

PARTS = ORDER
UNSUPPORTED = "EV-01"
OUTCOME_WORDS: dict[str, tuple[str, str]] = {
    Outcome.EXACT: ("Approved wording", "good"),
    Outcome.EQUIVALENT: ("Same in other words", "good"),
    Outcome.DISTORTED: ("Distorted", "bad"),
    Outcome.CONTEXT_MISSING: ("Context missing", "warn"),
    Outcome.UNSUBSTANTIATED: ("No support", "bad"),
}
"""Every outcome that is underlined; what is no claim is left alone."""
LEGEND = tuple((outcome, words) for outcome, (words, _) in OUTCOME_WORDS.items())


@dataclass(frozen=True)
class Mark:
    """A stretch of a part; ``is_found`` says that a rule objects to it."""

    text: str
    style: str = ""
    title: str = ""
    is_found: bool = False


@dataclass(frozen=True)
class StatementRow:
    """A statement: how it stands, and the approved wording that it is nearest to.

    ``words`` lead from the statement to that wording. ``key`` names the statement in
    this text, so that a page can ask to have it replaced.
    """

    part: str
    name: str
    start: int
    end: int
    text: str
    style: str
    outcome: str
    tone: str
    claim: str
    distortions: tuple[str, ...]
    wording: str = ""
    words: tuple[Stretch, ...] = ()

    @property
    def key(self) -> str:
        """Where the statement stands."""
        return f"{self.name}:{self.start}:{self.end}"


@dataclass(frozen=True)
class NoteRow:
    """A finding; ``statement`` stands with the first finding about it."""

    rule: str
    severity: str
    tone: str
    part: str
    name: str
    start: int | None
    end: int | None
    text: str
    message: str
    citation: str
    suggestion: str
    statement: StatementRow | None = None


@dataclass(frozen=True)
class Checked:
    """All that a page shows of a check; ``mirrors`` are the marked texts by part."""

    verdict: str
    tone: str
    rule_pack: str
    counted: str
    notes: tuple[NoteRow, ...]
    statements: tuple[StatementRow, ...]
    mirrors: dict[str, tuple[Mark, ...]]

    def wording_for(self, key: str) -> StatementRow | None:
        """The statement with this key, if an approved wording can take its place."""
        rows = (row for row in self.statements if row.wording)
        return next((row for row in rows if row.key == key), None)


def offered() -> dict[str, Pairs]:
    """The brands, and the markets in which any of them is."""
    markets = BrandMarket.objects.order_by("-market").values_list("market", flat=True)
    return {"brand": brand_pairs(), "market": market_pairs(dict.fromkeys(markets))}


def checked(piece: Piece, result: CheckResult) -> Checked:
    """The rows of a check of this very piece."""
    words, tone = VERDICT_WORDS[result.verdict]
    findings = sorted(result.findings, key=_place)
    statements = tuple(
        _statement(statement, findings)
        for statement in result.statements
        if statement.outcome in OUTCOME_WORDS
    )
    return Checked(
        verdict=words,
        tone=tone,
        rule_pack=result.rule_pack,
        counted=counted(len(findings), "finding"),
        notes=tuple(_notes(findings, statements)),
        statements=statements,
        mirrors={part.name: marks(part, result) for part in piece.parts},
    )


def marks(part: PieceText, result: CheckResult) -> tuple[Mark, ...]:
    """A part cut where an outcome or an objection begins or ends; it adds up to it."""
    told = [
        one
        for one in result.statements
        if one.part == part.name and one.outcome in OUTCOME_WORDS
    ]
    whole = {(one.start, one.end) for one in told}
    found = [
        (one.start, one.end)
        for one in result.findings
        if one.part == part.name and one.start is not None and one.end is not None
    ]
    inside = [span for span in found if span not in whole]
    edges = {0, len(part.text), *(edge for span in (*whole, *inside) for edge in span)}
    stops = sorted(edges)
    covering = _Covering(told)
    return tuple(
        Mark(
            part.text[start:end],
            *covering.style_at(start),
            is_found=any(a <= start < b for a, b in inside),
        )
        for start, end in itertools.pairwise(stops)
    )


class _Covering:
    """Which statement a place lies in; statements of a part do not overlap."""

    def __init__(self, statements: list[Statement]) -> None:
        self.statements = sorted(statements, key=lambda one: one.start)
        self.starts = [one.start for one in self.statements]

    def style_at(self, place: int) -> tuple[str, str]:
        """The outcome there and its words; nothing outside every statement."""
        before = bisect.bisect(self.starts, place)
        if before == 0 or self.statements[before - 1].end <= place:
            return "", ""
        outcome = self.statements[before - 1].outcome
        return outcome, OUTCOME_WORDS[outcome][0]


def _place(finding: Finding) -> tuple[int, int]:
    """Where a finding stands in the text; what is absent comes after all that is."""
    if finding.part is None or finding.start is None:
        return len(ORDER), 0
    return ORDER.index(finding.part), finding.start


def _statement(statement: Statement, findings: list[Finding]) -> StatementRow:
    words, tone = OUTCOME_WORDS[statement.outcome]
    wording = _nearest(statement, findings)
    return StatementRow(
        part=PART_TITLES[statement.part],
        name=statement.part,
        start=statement.start,
        end=statement.end,
        text=statement.text,
        style=statement.outcome,
        outcome=words,
        tone=tone,
        claim=statement.claim or "",
        distortions=tuple(map(words_title, statement.distortions)),
        wording=wording,
        words=differences.words(statement.text, wording) if wording else (),
    )


def _nearest(statement: Statement, findings: list[Finding]) -> str:
    """The approved wording that the gate's refusal of the statement names."""
    place = (UNSUPPORTED, statement.part, statement.start, statement.end)
    return next(
        (f.suggestion for f in findings if (f.rule, f.part, f.start, f.end) == place),
        "",
    )


def _notes(
    findings: list[Finding], statements: tuple[StatementRow, ...]
) -> Iterator[NoteRow]:
    """The findings in order; a statement stands with the first that lies in it."""
    told: set[str] = set()
    for finding in findings:
        note = _note(finding)
        about = _about(finding, statements)
        if about and about.wording == note.suggestion:
            note = replace(note, suggestion="")
        if about and about.key not in told:
            told.add(about.key)
            note = replace(note, statement=about)
        yield note


def _about(
    finding: Finding, statements: tuple[StatementRow, ...]
) -> StatementRow | None:
    if finding.start is None:
        return None
    inside = (
        row
        for row in statements
        if row.name == finding.part and row.start <= finding.start < row.end
    )
    return next(inside, None)


def _note(finding: Finding) -> NoteRow:
    words, tone = SEVERITY_WORDS[finding.severity]
    return NoteRow(
        rule=finding.rule,
        severity=words,
        tone=tone,
        part=PART_TITLES[finding.part] if finding.part else "",
        name=finding.part or "",
        start=finding.start,
        end=finding.end,
        text=finding.text,
        message=finding.message,
        citation=finding.citation,
        suggestion=finding.suggestion,
    )
