"""Rows of a stored version: its parts, the origin of each stretch, its evidence."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from content_engine.models import VariantPart, VariantSegment, VariantVersion
from content_engine.vocabulary import PartName, SegmentKind
from knowledge_base.claims import revisions
from knowledge_base.models import ClaimCitation, ClaimVersion

PART_TITLES: dict[str, str] = {
    name.value: name.value.replace("_", " ").capitalize() for name in PartName
}
SEGMENT_TITLES: dict[str, str] = {
    SegmentKind.CLAIM: "Approved claim",
    SegmentKind.COPY: "Free words of the writer",
    SegmentKind.BLOCK: "Approved copy",
    SegmentKind.SAFETY: "Safety text of the label",
    SegmentKind.REFERENCE: "Reference",
    SegmentKind.TOKEN: "Filled in when it is sent",
}


@dataclass(frozen=True)
class SegmentRow:
    """A stretch of text; ``href`` leads to its evidence on the same page, or nowhere.

    ``style`` is the class that marks it: ``claim``, ``safety``, ``token``,
    ``reference``, ``block``, ``free``, or ``joint`` between stretches. ``is_open``
    says that a person may put other words there.
    """

    id: int
    kind: str
    style: str
    text: str
    ref: str
    href: str
    title: str
    is_open: bool


@dataclass(frozen=True)
class PartRow:
    """A named part with its stretches in order."""

    name: str
    title: str
    text: str
    segments: tuple[SegmentRow, ...]


@dataclass(frozen=True)
class SourceRow:
    """What a claim stands on: the document, the place, the words there."""

    key: str
    citation: str
    kind: str
    design: str
    locator: str
    quote: str
    url: str
    retracted_at: datetime.datetime | None
    expires_on: datetime.date | None


@dataclass(frozen=True)
class EvidenceRow:
    """A claim revision with its sources, under the anchor its mentions lead to."""

    anchor: str
    key: str
    ref: str
    kind: str
    state: str
    text: str
    href: str
    qualifiers: tuple[str, ...]
    sources: tuple[SourceRow, ...] = field(default_factory=tuple)
    expires_on: datetime.date | None = None


def with_pieces(versions: QuerySet[VariantVersion]) -> QuerySet[VariantVersion]:
    """The versions with everything that the rows here read, in a fixed few queries."""
    return versions.prefetch_related(
        Prefetch("parts", VariantPart.objects.order_by("ordinal")),
        Prefetch(
            "parts__segments",
            VariantSegment.objects.select_related(
                "claim_version__claim__brand"
            ).order_by("ordinal"),
        ),
        Prefetch(
            "parts__segments__claim_version__citations",
            ClaimCitation.objects.select_related("reference", "anchor").order_by(
                "ordinal"
            ),
        ),
    )


def part_rows(version: VariantVersion) -> tuple[PartRow, ...]:
    """The parts of a version fetched ``with_pieces``."""
    return tuple(
        PartRow(
            name=part.name,
            title=PART_TITLES.get(part.name, part.name),
            text=part.text,
            segments=tuple(segment_row(segment) for segment in part.segments.all()),
        )
        for part in version.parts.all()
    )


def segment_row(segment: VariantSegment) -> SegmentRow:
    """One stretch with its mark."""
    claim_id = segment.claim_version_id
    is_claim = segment.kind == SegmentKind.CLAIM
    return SegmentRow(
        id=segment.pk,
        kind=segment.kind,
        style=_style(segment),
        text=segment.text,
        ref=segment.ref,
        href=f"#{anchor(claim_id)}" if is_claim and claim_id else "",
        title=_title(segment),
        is_open=_is_open(segment),
    )


def evidence_rows(versions: Iterable[VariantVersion]) -> tuple[EvidenceRow, ...]:
    """Each claim that the versions mention, once, in the order of first mention."""
    mentioned = {
        segment.claim_version.pk: segment.claim_version
        for version in versions
        for part in version.parts.all()
        for segment in part.segments.all()
        if segment.claim_version
    }
    return tuple(evidence_row(claim_version) for claim_version in mentioned.values())


def evidence_row(claim_version: ClaimVersion) -> EvidenceRow:
    """A claim revision and what it stands on."""
    claim = claim_version.claim
    return EvidenceRow(
        anchor=anchor(claim_version.pk),
        key=claim.key,
        ref=revisions.ref(claim_version),
        kind=claim.kind.replace("_", " "),
        state=claim_version.get_state_display(),
        text=claim_version.text,
        href=claim_href(claim_version),
        qualifiers=tuple(claim_version.qualifiers),
        sources=tuple(
            source_row(citation) for citation in claim_version.citations.all()
        ),
        expires_on=claim_version.expires_on,
    )


def claim_href(claim_version: ClaimVersion) -> str:
    """The address of the claim's own page."""
    claim = claim_version.claim
    return reverse("knowledge:claim", args=[claim.brand.slug, claim.key])


def revision_href(claim_version: ClaimVersion) -> str:
    """The address of the claim's page at this very revision."""
    return f"{claim_href(claim_version)}?version={claim_version.version}"


def anchor(claim_version_id: int) -> str:
    """The name under which a page shows the evidence of a claim revision."""
    return f"evidence-{claim_version_id}"


def _is_open(segment: VariantSegment) -> bool:
    """Copy may be rewritten; what a rule or a claim puts there may not."""
    if segment.kind == SegmentKind.COPY:
        return bool(segment.text.strip())
    return segment.kind == SegmentKind.BLOCK and bool(segment.block_version_id)


def _style(segment: VariantSegment) -> str:
    if segment.kind != SegmentKind.COPY:
        return segment.kind
    return "free" if segment.text.strip() else "joint"


def _title(segment: VariantSegment) -> str:
    if segment.kind == SegmentKind.COPY and not segment.text.strip():
        return ""
    if segment.kind == SegmentKind.BLOCK and not segment.block_version_id:
        travels = f"Words that travel with the claim {segment.ref}"
        return travels if segment.ref else "Statement that the rules put here"
    return f"{SEGMENT_TITLES[segment.kind]} {segment.ref}".strip()


def source_row(citation: ClaimCitation) -> SourceRow:
    """A reference that a claim stands on, at the place that is cited."""
    reference, place = citation.reference, citation.anchor
    return SourceRow(
        key=reference.key,
        citation=reference.citation,
        kind=reference.kind.replace("_", " "),
        design=reference.design.replace("_", " "),
        locator=place.locator if place else "",
        quote=place.quote if place else "",
        url=reference.url,
        retracted_at=reference.retracted_at,
        expires_on=reference.expires_on,
    )
