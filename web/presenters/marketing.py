"""Rows of variants: words, tags, gate, affinity, state, and what may be done now."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse

from content_engine.models import (
    CheckRecord,
    Family,
    FindingRecord,
    Variant,
    VariantVersion,
)
from content_engine.vocabulary import PartName, Severity, Verdict
from review import policies
from review.models import Release, Review
from review.policies import PersonFacts, PieceFacts
from review.states import ReviewState, Step
from web.presenters.pieces import (
    PART_TITLES,
    PartRow,
    part_rows,
    with_pieces,
)
from web.presenters.titles import words_title

LEAD_PARTS = (
    PartName.SUBJECT,
    PartName.PREHEADER,
    PartName.HEADLINE,
    PartName.BODY,
    PartName.CALL_TO_ACTION,
)
VERDICT_WORDS: dict[str, tuple[str, str]] = {
    Verdict.CLEARED: ("Gate: nothing found against it", "good"),
    Verdict.REVIEW: ("Gate: a person must look", "warn"),
    Verdict.BLOCKED: ("Gate: blocked", "bad"),
}
SEVERITY_WORDS: dict[str, tuple[str, str]] = {
    Severity.BLOCK: ("Blocks", "bad"),
    Severity.HIGH: ("High", "warn"),
    Severity.MED: ("Medium", ""),
    Severity.INFO: ("Note", ""),
}
REVIEW_WORDS: dict[str, tuple[str, str]] = {
    ReviewState.DRAFT: ("Ready for review", ""),
    ReviewState.IN_REVIEW: ("In review", "accent"),
    ReviewState.APPROVED: ("Approved", "good"),
    ReviewState.CHANGES_REQUESTED: ("Changes requested", "warn"),
    ReviewState.REJECTED: ("Rejected", "bad"),
    ReviewState.CANCELLED: ("Review taken back", ""),
}


@dataclass(frozen=True)
class FindingRow:
    """A rule's objection."""

    rule: str
    severity: str
    tone: str
    part: str
    text: str
    message: str
    citation: str
    suggestion: str


@dataclass(frozen=True)
class CheckRow:
    """What the gate said of a version."""

    verdict: str
    tone: str
    rule_pack: str
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True)
class StateRow:
    """Where a version stands between writing and release."""

    label: str
    tone: str
    href: str


@dataclass(frozen=True)
class VariantRow:
    """One variant in its newest version, with what may be done to it now."""

    uid: str
    name: str
    number: int
    sha256: str
    tags: tuple[str, ...]
    lead: tuple[PartRow, ...]
    rest: tuple[PartRow, ...]
    check: CheckRow | None
    affinity: Mapping[str, Any]
    state: StateRow
    may_not_edit: str
    may_not_submit: str


def newest_versions(family: Family) -> tuple[VariantVersion, ...]:
    """The newest version of every variant of a family, ready for rows, in order."""
    newest = VariantVersion.objects.filter(variant=OuterRef("variant")).order_by(
        "-number"
    )
    rows = VariantVersion.objects.filter(
        variant__family=family, pk=Subquery(newest.values("pk")[:1])
    )
    return tuple(_ready(rows).order_by("variant__ordinal"))


def version_of(
    variant_uid: uuid.UUID, number: int | None = None
) -> VariantVersion | None:
    """One version of a variant, ready for rows; the newest when no number is given."""
    rows = VariantVersion.objects.filter(variant__uid=variant_uid)
    if number is not None:
        rows = rows.filter(number=number)
    return _ready(rows).order_by("-number").first()


def variant_row(
    version: VariantVersion, person: PersonFacts, *, is_newest: bool = True
) -> VariantRow:
    """A version from ``newest_versions`` or ``version_of`` with its buttons."""
    variant, parts = version.variant, part_rows(version)
    check = check_row(version)
    not_theirs = policies.MAY[Step.SUBMIT](PieceFacts(), person)
    axes = (variant.tone, variant.theme, variant.format)
    return VariantRow(
        uid=str(variant.uid),
        name=variant_name(variant),
        number=version.number,
        sha256=version.content_sha256,
        tags=(
            *(words_title(axis) for axis in axes),
            *((variant.hcp.name,) if variant.hcp else ()),
        ),
        lead=tuple(part for part in parts if part.name in LEAD_PARTS),
        rest=tuple(part for part in parts if part.name not in LEAD_PARTS),
        check=check,
        affinity=variant.affinity,
        state=state_row(version),
        may_not_edit=not_theirs,
        may_not_submit=not_theirs or _not_now(version, is_newest=is_newest),
    )


def variant_name(variant: Variant) -> str:
    """What people call a variant within its family."""
    return f"Variant {variant.ordinal}"


def check_row(version: VariantVersion) -> CheckRow | None:
    """The latest check of a version."""
    check = next(iter(version.checks.all()), None)
    if check is None:
        return None
    words, tone = VERDICT_WORDS[check.verdict]
    order = [severity.value for severity in Severity]
    found = sorted(check.findings.all(), key=lambda f: order.index(f.severity))
    return CheckRow(
        verdict=words,
        tone=tone,
        rule_pack=check.rule_pack,
        findings=tuple(finding_row(finding) for finding in found),
    )


def finding_row(finding: FindingRecord) -> FindingRow:
    """A finding in words."""
    words, tone = SEVERITY_WORDS[finding.severity]
    return FindingRow(
        rule=finding.rule,
        severity=words,
        tone=tone,
        part=PART_TITLES.get(finding.part, finding.part).lower(),
        text=finding.text,
        message=finding.message,
        citation=finding.citation,
        suggestion=finding.suggestion,
    )


def state_row(version: VariantVersion) -> StateRow:
    """Release before review before nothing."""
    review = next(iter(version.reviews.all()), None)
    if review is None:
        return StateRow("Not in review yet", "", "")
    release: Release | None = getattr(review, "release", None)
    if release:
        href = reverse("releasing:asset", args=[release.uid])
        return StateRow(words_title(release.state.lower()), "good", href)
    label, tone = REVIEW_WORDS[review.state]
    return StateRow(label, tone, reverse("reviewing:detail", args=[review.pk]))


def _ready(versions: QuerySet[VariantVersion]) -> QuerySet[VariantVersion]:
    findings = FindingRecord.objects.order_by("pk")
    return (
        with_pieces(versions)
        .select_related(
            "variant__hcp", "variant__family__brief__brand", "written_by", "label"
        )
        .prefetch_related(
            Prefetch("checks", CheckRecord.objects.order_by("-pk")),
            Prefetch("checks__findings", findings),
            Prefetch(
                "reviews", Review.objects.select_related("release").order_by("-pk")
            ),
        )
    )


def _not_now(version: VariantVersion, *, is_newest: bool) -> str:
    review = next(iter(version.reviews.all()), None)
    check = next(iter(version.checks.all()), None)
    blocks = None
    if check:
        found = (f for f in check.findings.all() if f.severity == Severity.BLOCK)
        blocks = tuple(f"{finding.rule}: {finding.message}" for finding in found)
    facts = PieceFacts(
        is_newest=is_newest,
        blocks=blocks,
        review_state=ReviewState(review.state) if review else None,
    )
    refusals = (policies.CAN[Step.SUBMIT](facts), *policies.blocks_refusal(facts))
    return next((refusal for refusal in refusals if refusal), "")
