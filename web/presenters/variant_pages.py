"""Rows of a family's page and of one variant's page."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from content_engine.models import Family, InfeasibleCell, VariantVersion
from knowledge_base.models import LedgerEntry
from review import facts, policies
from review.models import Review
from review.policies import PieceFacts
from review.states import Step
from web.presenters.families import BriefRow, RunRow, brief_row, run_row
from web.presenters.histories import HistoryRow, history_rows
from web.presenters.marketing import VariantRow, newest_versions, variant_row
from web.presenters.pieces import (
    EvidenceRow,
    evidence_rows,
)
from web.presenters.standings import StandingRow, standing_rows
from web.presenters.titles import words_title
from web.presenters.verdicts import name_of, withheld

FIGURES = {
    "self_bleu4": "self-BLEU-4",
    "distinct2": "distinct-2",
    "largest_jaccard": "largest likeness of two",
}


@dataclass(frozen=True)
class InfeasibleRow:
    """A cell that could not be filled, and why."""

    cell: str
    reason: str


@dataclass(frozen=True)
class CompareRow:
    """One aspect of all variants, side by side."""

    title: str
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class FamilyPage:
    """All that a family's page shows."""

    uid: str
    brief: BriefRow
    run: RunRow
    variants: tuple[VariantRow, ...]
    compared: tuple[CompareRow, ...]
    infeasible: tuple[InfeasibleRow, ...]
    evidence: tuple[EvidenceRow, ...]
    figures: tuple[tuple[str, str], ...]
    may_not_submit: str
    may_not_run: str


@dataclass(frozen=True)
class VersionRow:
    """One version in the list of all."""

    number: int
    href: str
    who: str
    at: Any
    note: str
    is_shown: bool


@dataclass(frozen=True)
class VariantPage:
    """All that a variant's page shows."""

    row: VariantRow
    brief: BriefRow
    family_href: str
    evidence: tuple[EvidenceRow, ...]
    versions: tuple[VersionRow, ...]
    history: tuple[HistoryRow, ...]
    writer: str
    label: str
    is_newest: bool
    standing: tuple[StandingRow, ...]


def family_page(family: Family, user: User) -> FamilyPage:
    """The page of a family from ``families.families()``."""
    person = facts.person_facts(user)
    run = next(iter(family.runs.all()), None)
    versions = newest_versions(family)
    rows = tuple(variant_row(version, person) for version in versions)
    cells = InfeasibleCell.objects.filter(run=run).order_by("pk")
    return FamilyPage(
        uid=str(family.uid),
        brief=brief_row(family.brief),
        run=run_row(run),
        variants=rows,
        compared=_compared(rows),
        infeasible=tuple(_infeasible(cell) for cell in cells),
        evidence=evidence_rows(versions),
        figures=_figures(run.origin if run else {}),
        may_not_submit=_may_not_submit(rows),
        may_not_run=policies.MAY[Step.SUBMIT](PieceFacts(), person),
    )


def variant_page(version: VariantVersion, user: User) -> VariantPage:
    """The page of one version from ``marketing.version_of``."""
    variant = version.variant
    versions = tuple(variant.versions.select_related("written_by").order_by("-number"))
    is_newest = versions[0].number == version.number
    person = facts.person_facts(user)
    row = variant_row(version, person, is_newest=is_newest)
    return VariantPage(
        row=row,
        brief=brief_row(variant.family.brief),
        family_href=reverse("marketing:family", args=[variant.family.uid]),
        evidence=evidence_rows([version]),
        versions=tuple(_version(entry, version) for entry in versions),
        history=_history(version, user),
        writer=_writer(version),
        label=f"{version.label.market} {version.label.version}",
        is_newest=is_newest,
        standing=standing_rows(version, person),
    )


def _compared(rows: tuple[VariantRow, ...]) -> tuple[CompareRow, ...]:
    """Each leading part of all variants in one line; a part nobody has is left out."""
    titles = {part.name: part.title for row in rows for part in row.lead}
    return tuple(
        CompareRow(
            title,
            tuple(
                next((part for part in row.lead if part.name == name), None)
                for row in rows
            ),
        )
        for name, title in titles.items()
    )


def _infeasible(cell: InfeasibleCell) -> InfeasibleRow:
    axes = (words_title(axis) for axis in (cell.tone, cell.theme, cell.format))
    return InfeasibleRow(
        " × ".join((*axes, *((cell.hcp,) * bool(cell.hcp)))), cell.reason
    )


def _figures(origin: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    found = origin.get("diversity") or {}
    return tuple(
        (title, f"{found[name]:.2f}")
        for name, title in FIGURES.items()
        if name in found
    )


def _may_not_submit(rows: tuple[VariantRow, ...]) -> str:
    """Why nothing of the family can be sent, "" when something can."""
    refusals = {row.may_not_submit for row in rows}
    if not rows or "" in refusals:
        return "" if rows else "There is nothing to send yet."
    if len(refusals) == 1:
        return refusals.pop()
    return "No variant can be sent: each says why."


def _version(entry: VariantVersion, shown: VariantVersion) -> VersionRow:
    href = reverse("marketing:variant", args=[shown.variant.uid])
    return VersionRow(
        number=entry.number,
        href=f"{href}?version={entry.number}",
        who=name_of(entry.written_by),
        at=entry.written_at,
        note=entry.note,
        is_shown=entry.number == shown.number,
    )


def _history(version: VariantVersion, user: User) -> tuple[HistoryRow, ...]:
    """Everything the ledger tells of the variant, its family, reviews and releases."""
    variant = version.variant
    reviews = Review.objects.filter(variant=variant).values_list("pk", "release__code")
    family = variant.family
    runs = family.runs.values_list("pk", flat=True)
    subjects = {f"family:{family.uid}", f"variant:{variant.uid}"}
    subjects |= {f"brief:{family.brief_id}", *(f"run:{pk}" for pk in runs)}
    for review_id, code in reviews:
        subjects |= {f"review:{review_id}", f"release:{code}"}
    lines = LedgerEntry.objects.filter(subject__in=subjects)
    entries = tuple(lines.order_by("sequence"))
    return history_rows(entries, withheld=withheld(user, entries))


def _writer(version: VariantVersion) -> str:
    by = f"{version.writer} {version.model}".strip()
    return f"{words_title(by)}, prompt {version.prompt_version}".removesuffix(
        ", prompt "
    )
