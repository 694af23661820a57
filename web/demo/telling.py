"""Prints the demo's story: what is shown for each step, in tables and panels."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.json import JSON
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from content_engine.models import CheckRecord, Variant, VariantVersion
from content_engine.vocabulary import SegmentKind
from knowledge_base.models import ClaimVersion
from knowledge_base.retrieval.chain import Found
from review.models import Decision, Fetch, Release, Review
from review.recalls import Impact
from web.demo.people import Person
from web.demo.story import told

STYLES = {
    SegmentKind.CLAIM: "black on yellow3",
    SegmentKind.SAFETY: "magenta",
    SegmentKind.REFERENCE: "dim",
    SegmentKind.TOKEN: "cyan",
}
SHOWN_PARTS = ("subject", "body", "call_to_action")
TAKEN_FOR_GRANTED = ("brands", "markets")
PANEL_WIDTH = 46
INDENT = (0, 0, 0, 2)


def bar(console: Console) -> Progress:
    """A progress bar for a step that takes a while."""
    return Progress(
        TextColumn("  {task.description}"),
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )


def step(console: Console, number: int, title: str) -> None:
    """Begin a step of the story."""
    console.print()
    console.rule(f"[bold]{number}. {title}", align="left")


def loaded(console: Console, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """What each sample file holds, and whether it was new."""
    for name, counts in rows:
        console.print(f"  {name:20} {_counts(counts)}")


def found(console: Console, asked: str, results: Sequence[Found]) -> None:
    """The retrieved claims and why each was found."""
    console.print(f"  Asked: [italic]“{asked}”[/]")
    table = Table(box=box.SIMPLE, expand=True)
    table.add_column("claim, approved wording", ratio=7)
    table.add_column("why it was found", ratio=3)
    for result in results:
        version = result.claim_version
        words = Text(f"{version.claim.key}@{version.version}\n", style="bold")
        words.append(version.text, style="not bold")
        table.add_row(words, "; ".join(result.why))
    console.print(table)


def side_by_side(console: Console, variants: Sequence[Variant]) -> None:
    """Variants next to each other, as many as the terminal holds, claims marked."""
    across = max(1, console.width // PANEL_WIDTH)
    grid = Table.grid(expand=True, padding=(0, 1, 0, 0))
    for _ in range(across):
        grid.add_column(ratio=1)
    for start in range(0, len(variants), across):
        grid.add_row(*(_panel(variant) for variant in variants[start : start + across]))
    console.print(grid)
    console.print("  [black on yellow3] claim [/] approved wording, byte for byte")


def gate(console: Console, versions: Iterable[VariantVersion]) -> None:
    """What the gate found in each version."""
    table = Table(box=box.SIMPLE)
    for heading in ("variant", "verdict", "statements", "exact", "findings"):
        is_number = heading in ("statements", "exact")
        table.add_column(heading, justify="right" if is_number else "left")
    for version in versions:
        table.add_row(*_gate_row(version))
    console.print(table)


def refused_text(console: Console, text: str, findings: Iterable[Any]) -> None:
    """A bent text, and what the gate says of it."""
    console.print(f"  A typed-in text: [italic]“{text}”[/]")
    for finding in findings:
        console.print(
            f"    [red]{finding.severity} {finding.rule}[/] {finding.message}"
        )


def decisions(console: Console, review: Review) -> None:
    """Who decided what, and the signature under it."""
    console.print(f"  [italic]{_cell(review.version.variant)}[/]")
    table = Table(box=box.SIMPLE)
    for heading in ("function", "verdict", "signed", "content hash"):
        table.add_column(heading)
    signed = Decision.objects.filter(review=review).select_related("signature")
    for decision in signed.order_by("pk"):
        table.add_row(*_decision_row(decision))
    console.print(table)
    console.print(f"  The review is now [bold]{review.get_state_display()}[/].")


def released(console: Console, release: Release) -> None:
    """The asset's code and end."""
    console.print(
        f"  [bold]{release.code}[/] may be fetched before "
        f"{release.expires_on:%d %b %Y}; content {release.content_sha256[:16]}…"
    )


def answer(console: Console, address: str, status: int, body: dict[str, Any]) -> None:
    """A platform's request and what it got."""
    colour = "green" if status == 200 else "red"
    console.print(f"  GET {address} → [bold {colour}]{status}[/]")
    kept = ("code", "title", "reason", "detail", "content_sha256", "expires_on")
    shown = {key: body[key] for key in kept if key in body}
    console.print(Padding(JSON.from_data(shown, indent=2), INDENT))


def receipt(console: Console, fetch: Fetch) -> None:
    """An earlier fetch, from its receipt."""
    console.print(
        f"  The receipt says: {fetch.channel_key} got it with "
        f"[bold green]{fetch.status}[/] on {fetch.fetched_at:%d %b %Y, %H:%M} UTC."
    )


def withdrawal(console: Console, claim: ClaimVersion, impact: Impact) -> None:
    """The withdrawn claim and whom it touches."""
    name = f"[bold]{claim.claim.key}@{claim.version}[/]"
    for line in (
        f"{name}: “{claim.text}”",
        f"Reason: {claim.withdrawal_reason} ({claim.withdrawn_by})",
        f"It stood in {_number(len(impact.variants), 'variant')}, "
        f"{_number(len(impact.reviews), 'open review')} and "
        f"{_number(len(impact.releases), 'released asset')}.",
    ):
        console.print(Padding(line, INDENT))


def ledger(console: Console, length: int, tip: str) -> None:
    """The whole chain in one line."""
    console.print(f"  {length} entries, one unbroken chain, tip {tip[:16]}…")


def sign_ins(
    console: Console, people: Iterable[Person], password: str, address: str
) -> None:
    """Who may sign in where."""
    for person in people:
        console.print(f"  {person.username:16} {person.role.title()}")
    console.print(f"  Password of all: [bold]{password}[/]")
    console.print(f"  [bold]{address}[/]   (stop with Ctrl+C)")


def _counts(counts: dict[str, Any]) -> str:
    """“96 claims, 707 copy blocks”, from tallies or from plain numbers."""
    totals, is_new = {}, False
    for kind, numbers in counts.items():
        tally = numbers if isinstance(numbers, dict) else {kind: numbers}
        totals["copy blocks" if kind == "copy" else kind] = sum(tally.values())
        is_new |= any(n for effect, n in tally.items() if effect != "unchanged")
    words = ", ".join(
        f"{total} {kind}"
        for kind, total in totals.items()
        if total and kind not in TAKEN_FOR_GRANTED
    )
    return words if is_new else f"{words} (nothing new)"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _cell(variant: Variant) -> str:
    return f"{variant.tone} · {variant.theme} · {variant.format}"


def _panel(variant: Variant) -> Panel:
    words = Text()
    parts = told(variant).parts.filter(name__in=SHOWN_PARTS).order_by("ordinal")
    for part in parts:
        words.append(f"{part.name.replace('_', ' ')}\n", style="dim")
        for segment in part.segments.order_by("ordinal"):
            words.append(segment.text, style=STYLES.get(SegmentKind(segment.kind), ""))
        words.append("\n\n")
    score = variant.affinity.get("score", 0.5)
    words.append(f"affinity {score:.2f}: ", style="bold")
    words.append("; ".join(variant.affinity.get("reasons", [])[:2]), style="dim")
    reader = variant.hcp.name if variant.hcp else "everyone"
    return Panel(words, title=_cell(variant), subtitle=f"for {reader}", box=box.ROUNDED)


def _gate_row(version: VariantVersion) -> tuple[str, ...]:
    check: CheckRecord = version.checks.order_by("-pk")[0]
    variant = version.variant
    exact = [s for s in check.statements if s["outcome"] == "exact"]
    findings = {f"{f.rule} {f.severity}" for f in check.findings.all()}
    return (
        f"{variant.ordinal} {_cell(variant)}",
        check.verdict,
        str(len(check.statements)),
        str(len(exact)),
        ", ".join(sorted(findings)) or "none",
    )


def _decision_row(decision: Decision) -> tuple[str, ...]:
    signature = decision.signature
    if signature is None:
        return decision.get_function_display(), "Not needed", decision.closed_reason, ""
    return (
        decision.get_function_display(),
        decision.get_verdict_display(),
        signature.shown(),
        f"{decision.content_sha256[:12]}…",
    )
