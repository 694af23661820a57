"""Prints the demo's story: what is shown for each step, in tables and panels."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.columns import Columns
from rich.console import Console
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
from review.models import Decision, Release, Review
from review.recalls import Impact

STYLES = {
    SegmentKind.CLAIM: "black on yellow3",
    SegmentKind.SAFETY: "magenta",
    SegmentKind.REFERENCE: "dim",
    SegmentKind.TOKEN: "cyan",
}
SHOWN_PARTS = ("subject", "preheader", "headline", "body", "call_to_action")


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
    """What each sample file created or changed."""
    for name, counts in rows:
        console.print(f"  {name}: {_counts(counts)}")


def found(console: Console, results: Sequence[Found]) -> None:
    """The retrieved claims and why each was found."""
    table = Table(box=box.SIMPLE, expand=True)
    table.add_column("claim", no_wrap=True)
    table.add_column("approved wording", ratio=3)
    table.add_column("why it was found", ratio=2)
    for result in results:
        version = result.claim_version
        table.add_row(
            f"{version.claim.key}@{version.version}",
            version.text,
            "; ".join(result.why),
        )
    console.print(table)


def side_by_side(console: Console, variants: Sequence[Variant]) -> None:
    """Variants next to each other, claims marked."""
    panels = [_panel(variant) for variant in variants]
    console.print(Columns(panels, equal=True, expand=True))
    console.print("  [black on yellow3] claim [/] approved wording, byte for byte")


def gate(console: Console, versions: Iterable[VariantVersion]) -> None:
    """What the gate found in each version."""
    table = Table(box=box.SIMPLE)
    for heading in ("variant", "verdict", "statements", "claims exact", "findings"):
        table.add_column(heading)
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
    console.print_json(json.dumps(shown), indent=4)


def withdrawal(console: Console, claim: ClaimVersion, impact: Impact) -> None:
    """The withdrawn claim and whom it touches."""
    console.print(f"  [bold]{claim.claim.key}@{claim.version}[/]: “{claim.text}”")
    console.print(f"  Reason: {claim.withdrawal_reason} ({claim.withdrawn_by})")
    console.print(
        f"  It stood in {len(impact.variants)} variants, {len(impact.reviews)} open "
        f"reviews and {len(impact.releases)} released assets."
    )


def _counts(counts: dict[str, Any]) -> str:
    words = []
    for kind, numbers in counts.items():
        total = sum(numbers.values()) if isinstance(numbers, dict) else numbers
        words.append(f"{total} {kind}")
    return ", ".join(words)


def _panel(variant: Variant) -> Panel:
    version = variant.versions.order_by("-number")[0]
    words = Text()
    for part in version.parts.filter(name__in=SHOWN_PARTS).order_by("ordinal"):
        words.append(f"{part.name.replace('_', ' ')}\n", style="dim")
        for segment in part.segments.order_by("ordinal"):
            words.append(segment.text, style=STYLES.get(SegmentKind(segment.kind), ""))
        words.append("\n\n")
    reader = variant.hcp.name if variant.hcp else "everyone"
    score = variant.affinity.get("score", 0.5)
    words.append(f"affinity {score:.2f}: ", style="bold")
    words.append("; ".join(variant.affinity.get("reasons", [])[:2]), style="dim")
    title = f"{variant.tone} · {variant.theme} · {variant.format} · {reader}"
    return Panel(words, title=title, box=box.ROUNDED)


def _gate_row(version: VariantVersion) -> tuple[str, ...]:
    check: CheckRecord = version.checks.order_by("-pk")[0]
    variant = version.variant
    exact = [s for s in check.statements if s["outcome"] == "exact"]
    findings = ", ".join(sorted({f.rule for f in check.findings.all()})) or "none"
    return (
        f"{variant.ordinal} {variant.tone}/{variant.theme}/{variant.format}",
        check.verdict,
        str(len(check.statements)),
        str(len(exact)),
        findings,
    )


def _decision_row(decision: Decision) -> tuple[str, ...]:
    signature = decision.signature
    return (
        decision.get_function_display(),
        decision.get_verdict_display() or f"closed: {decision.closed_reason}",
        signature.shown() if signature else "",
        f"{decision.content_sha256[:16]}…" if signature else "",
    )
