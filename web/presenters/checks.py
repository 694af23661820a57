"""Rows of a check: its verdict, the text marked by outcome, findings by their place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from content_engine.pieces import CheckResult, Finding, Piece, Statement
from content_engine.rules.readings import ORDER
from content_engine.vocabulary import Outcome
from knowledge_base.exchange import differences
from knowledge_base.exchange.differences import Stretch
from knowledge_base.models import BrandMarket
from web.presenters.areas import NOWHERE, Layout, Spot
from web.presenters.counts import counted
from web.presenters.marketing import SEVERITY_WORDS, VERDICT_WORDS
from web.presenters.marks import OUTCOME_WORDS, Mark, mirrors
from web.presenters.pieces import PART_TITLES
from web.presenters.titles import Pairs, brand_pairs, market_pairs, words_title

Accepting = Callable[[Statement], str]
PARTS = ORDER
UNSUPPORTED = "EV-01"
LEGEND = tuple((outcome, words) for outcome, (words, _) in OUTCOME_WORDS.items())


@dataclass(frozen=True)
class StatementRow:
    """A statement: how it stands, and the approved wording that it is nearest to.

    ``words`` lead from the statement to that wording. ``key`` names the statement where
    it stands whole in one field, so that a page can ask to have it replaced.
    ``may_not_accept`` is why this person cannot have it accepted as a variation of the
    claim; None for what says something else.
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
    key: str = ""
    may_not_accept: str | None = None

    @property
    def area(self) -> str:
        """The field in which it stands."""
        return self.key.partition(":")[0]

    def put_into(self, text: str) -> str:
        """The text of its field with the approved wording in its place."""
        _, start, end = self.key.split(":")
        return text[: int(start)] + self.wording + text[int(end) :]


@dataclass(frozen=True)
class NoteRow:
    """A finding; ``statement`` stands with the first finding about it.

    ``spot`` is where the page shows what it is about.
    """

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
    spot: Spot = NOWHERE
    statement: StatementRow | None = None


@dataclass(frozen=True)
class Checked:
    """All that a page shows of a check; ``mirrors`` are the marked texts by area."""

    verdict: str
    tone: str
    rule_pack: str
    counted: str
    notes: tuple[NoteRow, ...]
    statements: tuple[StatementRow, ...]
    mirrors: dict[str, tuple[Mark, ...]]

    def wording_for(self, key: str) -> StatementRow | None:
        """The statement with this key, if an approved wording can take its place."""
        rows = (row for row in self.statements if row.wording and row.key)
        return next((row for row in rows if row.key == key), None)

    def equivalent_for(self, key: str) -> StatementRow | None:
        """The statement with this key, if it may be accepted as a variation."""
        rows = (row for row in self.statements if row.may_not_accept is not None)
        return next((row for row in rows if row.key and row.key == key), None)


def offered() -> dict[str, Pairs]:
    """The brands, and the markets in which any of them is."""
    markets = BrandMarket.objects.order_by("-market").values_list("market", flat=True)
    return {"brand": brand_pairs(), "market": market_pairs(dict.fromkeys(markets))}


def checked(
    piece: Piece,
    result: CheckResult,
    layout: Layout | None = None,
    accepting: Accepting | None = None,
) -> Checked:
    """The rows of a check of this very piece, in the areas of a page.

    ``accepting`` says why an equivalent statement cannot be accepted, "" where it can.
    """
    layout = layout or Layout.of_parts(piece)
    words, tone = VERDICT_WORDS[result.verdict]
    findings = sorted(result.findings, key=_place)
    statements = tuple(
        _statement(statement, findings, layout, accepting)
        for statement in result.statements
        if statement.outcome in OUTCOME_WORDS
    )
    return Checked(
        verdict=words,
        tone=tone,
        rule_pack=result.rule_pack,
        counted=counted(len(findings), "finding"),
        notes=tuple(_notes(findings, statements, layout)),
        statements=statements,
        mirrors=mirrors(piece, result, layout),
    )


def _place(finding: Finding) -> tuple[int, int]:
    """Where a finding stands in the text; what is absent comes after all that is."""
    if finding.part is None or finding.start is None:
        return len(ORDER), 0
    return ORDER.index(finding.part), finding.start


def _statement(
    statement: Statement,
    findings: list[Finding],
    layout: Layout,
    accepting: Accepting | None,
) -> StatementRow:
    spot = layout.spot(statement.part, statement.start, statement.end)
    words, tone = OUTCOME_WORDS[statement.outcome]
    is_same = bool(statement.claim) and statement.outcome is Outcome.EQUIVALENT
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
        key=spot.place if spot.is_whole else "",
        may_not_accept=accepting(statement) if accepting and is_same else None,
    )


def _nearest(statement: Statement, findings: list[Finding]) -> str:
    """The approved wording that the gate's refusal of the statement names."""
    place = (UNSUPPORTED, statement.part, statement.start, statement.end)
    return next(
        (f.suggestion for f in findings if (f.rule, f.part, f.start, f.end) == place),
        "",
    )


def _notes(
    findings: list[Finding], statements: tuple[StatementRow, ...], layout: Layout
) -> Iterator[NoteRow]:
    """The findings in order; a statement stands with the first that lies in it."""
    told: set[StatementRow] = set()
    for finding in findings:
        note = _note(finding, layout)
        about = _about(finding, statements)
        if about and about.wording == note.suggestion:
            note = replace(note, suggestion="")
        if about and about not in told:
            told.add(about)
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


def _note(finding: Finding, layout: Layout) -> NoteRow:
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
        spot=layout.spot(finding.part, finding.start, finding.end),
    )
