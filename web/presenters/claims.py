"""Rows of one claim's page: its words, facts, limits, approvals and history."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from knowledge_base import approvals, claim_contents
from knowledge_base.models import (
    ClaimApproval,
    ClaimCitation,
    ClaimState,
    ClaimVariation,
    ClaimVersion,
    LedgerEntry,
)
from review.workflow.waiting import OpenStep
from web.presenters.claim_approvals import ApprovalRows, approval_rows
from web.presenters.claim_histories import RevisionRow, revision_rows
from web.presenters.claim_readings import ReadingRows, reading_rows
from web.presenters.claim_sources import EvidenceSource, sources
from web.presenters.days import day_text
from web.presenters.histories import HistoryRow, full_names, history_rows
from web.presenters.knowledge import ClaimRow, claim_rows
from web.presenters.titles import channel_title, market_title, words_title
from web.presenters.verdicts import withheld

STANDING = (ClaimState.APPROVED, ClaimState.SUSPENDED)
FACT_COLUMNS = ("label", "arm", "value", "unit", "n", "interval", "p")
FACT_TITLES = {
    "label": "What",
    "arm": "Arm",
    "value": "Value",
    "unit": "Unit",
    "n": "n",
    "interval": "95% CI",
    "p": "p",
}


@dataclass(frozen=True)
class FactsTable:
    """The figures of a claim; a column that no row fills is left out."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CompanionRow:
    """A claim that must stand beside this one."""

    key: str
    href: str


@dataclass(frozen=True)
class ClaimPage:
    """All that a claim's page shows."""

    brand: str
    version: int
    sha256: str
    row: ClaimRow
    reading: ReadingRows
    qualifiers: tuple[str, ...]
    sources: tuple[EvidenceSource, ...]
    variations: tuple[str, ...]
    table: FactsTable
    said_of: tuple[tuple[str, str], ...]
    limits: tuple[tuple[str, str], ...]
    standing: tuple[tuple[str, str, datetime.datetime], ...]
    companions: tuple[CompanionRow, ...]
    approvals: ApprovalRows
    revisions: tuple[RevisionRow, ...]
    history: tuple[HistoryRow, ...]


def revisions(brand: str, key: str) -> QuerySet[ClaimVersion]:
    """Every revision of a claim with what its page reads, newest first."""
    citations = ClaimCitation.objects.select_related("reference", "anchor")
    return (
        ClaimVersion.objects.filter(claim__brand__slug=brand, claim__key=key)
        .select_related("claim__brand")
        .prefetch_related(
            Prefetch("citations", citations.order_by("ordinal")),
            Prefetch("variations", ClaimVariation.objects.order_by("ordinal")),
            Prefetch("approvals", ClaimApproval.objects.order_by("pk")),
        )
        .order_by("-version")
    )


def shown(versions: Iterable[ClaimVersion], number: str) -> ClaimVersion | None:
    """The revision asked for; else the one in force or suspended, else the newest."""
    versions = tuple(versions)
    wanted = [row for row in versions if str(row.version) == number]
    standing = [row for row in versions if row.state in STANDING]
    return next(iter((*wanted, *standing, *versions)), None)


def revision(versions: Iterable[ClaimVersion], number: str) -> ClaimVersion | None:
    """The revision of that number, None without one."""
    return next((row for row in versions if str(row.version) == number), None)


def is_offered(step: OpenStep, version: ClaimVersion) -> bool:
    """Whether a step belongs to this state at all; withdrawing is always spoken of."""
    wanted = {
        "approve": (ClaimState.DRAFT,),
        "reconfirm": (ClaimState.SUSPENDED,),
        "suspend": (ClaimState.APPROVED,),
        "recall": tuple(ClaimState),
    }
    return version.state in wanted[step.name.partition("_")[0]]


def next_sentence(version: ClaimVersion) -> str:
    """What an approval led to: in force, or who is awaited."""
    if version.state == ClaimState.APPROVED:
        return "It is in force now."
    awaited = approvals.awaited(version.approvals.all())
    return f"{' and '.join(each.label for each in awaited)} is awaited."


def claim_page(
    version: ClaimVersion,
    versions: Sequence[ClaimVersion],
    user: User | AnonymousUser,
    day: datetime.date,
) -> ClaimPage:
    """The page of one revision from ``revisions()``."""
    return ClaimPage(
        brand=version.claim.brand.slug,
        version=version.version,
        sha256=claim_contents.content_sha256(version),
        row=claim_rows([version], day)[0],
        reading=reading_rows(version.text, version.reading),
        qualifiers=tuple(version.qualifiers),
        sources=sources(version),
        variations=tuple(row.text for row in version.variations.all()),
        table=facts_table(version.facts),
        said_of=_said_of(version),
        limits=_limits(version),
        standing=_standing(version),
        companions=_companions(version),
        approvals=approval_rows(version),
        revisions=revision_rows(versions, version, day),
        history=_history(version, user),
    )


def facts_table(facts: Iterable[Mapping[str, Any]]) -> FactsTable:
    """Figures as a table."""
    facts = tuple(facts)
    columns = [name for name in FACT_COLUMNS if any(row.get(name) for row in facts)]
    return FactsTable(
        titles=tuple(FACT_TITLES[name] for name in columns),
        rows=tuple(tuple(_cell(row.get(name)) for name in columns) for row in facts),
    )


def _said_of(version: ClaimVersion) -> tuple[tuple[str, str], ...]:
    facts = (
        ("Endpoint", version.endpoint),
        ("Population", version.population),
        ("Comparator", version.comparator),
        ("Time", version.timepoint),
    )
    return tuple(fact for fact in facts if fact[1])


def _limits(version: ClaimVersion) -> tuple[tuple[str, str], ...]:
    return (
        ("Markets", ", ".join(market_title(code) for code in version.market_codes)),
        ("Channels", _open(channel_title(code) for code in version.channels)),
        ("Audiences", _open(version.audiences)),
        ("Themes", _open(words_title(code) for code in version.themes)),
        ("Indications", _open(version.indications)),
        ("Valid from", day_text(version.valid_from) or "Its approval"),
        ("Expires", day_text(version.expires_on) or "When it is withdrawn"),
    )


def _standing(
    version: ClaimVersion,
) -> tuple[tuple[str, str, datetime.datetime], ...]:
    """Who drafted, approved, suspended and withdrew it, and when."""
    steps = (
        ("Drafted", version.drafted_by, version.drafted_at),
        ("Approved", version.approved_by, version.approved_at),
        ("Suspended", version.suspended_by, version.suspended_at),
        ("Withdrawn", version.withdrawn_by, version.withdrawn_at),
    )
    names = full_names(name for _, name, _ in steps if name)
    return tuple((step, names[name], at) for step, name, at in steps if name and at)


def _open(names: Iterable[str]) -> str:
    return ", ".join(names) or "All"


def _companions(version: ClaimVersion) -> tuple[CompanionRow, ...]:
    slug = version.claim.brand.slug
    return tuple(
        CompanionRow(key, reverse("knowledge:claim", args=[slug, key]))
        for key in version.companions
    )


def _history(
    version: ClaimVersion, user: User | AnonymousUser
) -> tuple[HistoryRow, ...]:
    claim = version.claim
    subject = f"claim:{claim.brand.slug}/{claim.key}@"
    kits = Q(subject=f"brand:{claim.brand.slug}", action="kit.loaded")
    lines = LedgerEntry.objects.filter(Q(subject__startswith=subject) | kits)
    entries = tuple(lines.order_by("sequence"))
    return history_rows(entries, withheld=withheld(user, entries))


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " to ".join(str(part) for part in value)
    return "" if value is None else str(value)
