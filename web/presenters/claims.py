"""Rows of one claim's page: its words, facts, limits, history and where it is used."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from knowledge_base.models import (
    ClaimCitation,
    ClaimState,
    ClaimVariation,
    ClaimVersion,
    LedgerEntry,
)
from review import policies
from review.policies import PersonFacts, PieceFacts
from review.recalls import Impact
from review.states import Step
from web.presenters.briefs import channel_title, market_title, words_title
from web.presenters.histories import HistoryRow, full_names, history_rows
from web.presenters.knowledge import ClaimRow, claim_rows
from web.presenters.pieces import EvidenceRow, evidence_row
from web.presenters.verdicts import withheld

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
class UsedRow:
    """One thing that carries the claim."""

    name: str
    detail: str
    href: str


@dataclass(frozen=True)
class UseRows:
    """Everything that carries the claim revision and would stop with it."""

    variants: tuple[UsedRow, ...]
    reviews: tuple[UsedRow, ...]
    releases: tuple[UsedRow, ...]

    @property
    def sentence(self) -> str:
        """The size of it, in words."""
        counts = (
            _counted(len(self.releases), "released asset"),
            _counted(len(self.reviews), "open or approved review"),
            _counted(len(self.variants), "variant"),
        )
        return f"It is in {counts[0]}, {counts[1]} and {counts[2]}."


@dataclass(frozen=True)
class ClaimPage:
    """All that a claim's page shows."""

    brand: str
    version: int
    sha256: str
    row: ClaimRow
    evidence: EvidenceRow
    variations: tuple[str, ...]
    table: FactsTable
    said_of: tuple[tuple[str, str], ...]
    limits: tuple[tuple[str, str], ...]
    standing: tuple[tuple[str, str, datetime.datetime], ...]
    companions: tuple[CompanionRow, ...]
    revisions: tuple[ClaimRow, ...]
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
        )
        .order_by("-version")
    )


def shown(versions: Iterable[ClaimVersion], number: str) -> ClaimVersion | None:
    """The revision asked for; else the approved one, else the newest."""
    versions = tuple(versions)
    wanted = [row for row in versions if str(row.version) == number]
    approved = [row for row in versions if row.state == ClaimState.APPROVED]
    return next(iter((*wanted, *approved, *versions)), None)


def claim_page(
    version: ClaimVersion,
    versions: Iterable[ClaimVersion],
    user: User | AnonymousUser,
    day: datetime.date,
) -> ClaimPage:
    """The page of one revision from ``revisions()``."""
    return ClaimPage(
        brand=version.claim.brand.slug,
        version=version.version,
        sha256=version.sha256,
        row=claim_rows([version], day)[0],
        evidence=evidence_row(version),
        variations=tuple(row.text for row in version.variations.all()),
        table=facts_table(version.facts),
        said_of=_said_of(version),
        limits=_limits(version),
        standing=_standing(version),
        companions=_companions(version),
        revisions=claim_rows(versions, day),
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


def may_not_withdraw(version: ClaimVersion, person: PersonFacts) -> str:
    """Why this person cannot withdraw this revision now, "" when they can."""
    refusal = policies.MAY[Step.RECALL](PieceFacts(), person)
    if refusal or version.state == ClaimState.APPROVED:
        return refusal
    state = version.get_state_display().lower()
    return f"It is {state}; only an approved claim can be withdrawn."


def use_rows(impact: Impact) -> UseRows:
    """What carries a claim, with links."""
    return UseRows(
        variants=tuple(
            UsedRow(
                words_title(f"{variant.tone}, {variant.theme}, {variant.format}"),
                "",
                reverse("marketing:variant", args=[variant.uid]),
            )
            for variant in impact.variants
        ),
        reviews=tuple(
            UsedRow(
                f"Review {review.pk}",
                review.get_state_display(),
                reverse("reviewing:detail", args=[review.pk]),
            )
            for review in impact.reviews
        ),
        releases=tuple(
            UsedRow(
                touched.release.code,
                _fetched(touched.last_fetched_at, touched.fetched_by),
                reverse("releasing:asset", args=[touched.release.uid]),
            )
            for touched in impact.releases
        ),
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
        ("Valid from", _date(version.valid_from, "its approval")),
        ("Expires", _date(version.expires_on, "when it is withdrawn")),
    )


def _standing(
    version: ClaimVersion,
) -> tuple[tuple[str, str, datetime.datetime], ...]:
    """Who drafted, approved and withdrew it, and when."""
    steps = (
        ("Drafted", version.drafted_by, version.drafted_at),
        ("Approved", version.approved_by, version.approved_at),
        ("Withdrawn", version.withdrawn_by, version.withdrawn_at),
    )
    names = full_names(name for _, name, _ in steps if name)
    return tuple((step, names[name], at) for step, name, at in steps if name and at)


def _open(names: Iterable[str]) -> str:
    return ", ".join(names) or "All"


def _date(day: datetime.date | None, otherwise: str) -> str:
    return f"{day.day} {day:%b %Y}" if day else otherwise.capitalize()


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


def _fetched(at: datetime.datetime | None, by: tuple[str, ...]) -> str:
    if at is None:
        return "never fetched"
    moment = at.astimezone(datetime.UTC)
    when = f"{moment.day} {moment:%b %Y, %H:%M} UTC"
    return f"last fetched {when} by {', '.join(by)}"


def _counted(count: int, noun: str) -> str:
    if count == 0:
        return f"no {noun}"
    return f"{count} {noun}" + ("" if count == 1 else "s")
