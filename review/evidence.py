"""What a version rests on: its claims, references, safety texts and label."""

import datetime

from django.db.models import F, Q

from content_engine import pieces
from content_engine.models import VariantPart, VariantSegment, VariantVersion
from content_engine.pieces import Context, Part, Piece, PieceText, Segment
from content_engine.vocabulary import PartName, SegmentKind
from knowledge_base.models import ClaimVersion, Label, Reference, SafetyText


def segments(version: VariantVersion) -> list[VariantSegment]:
    """Every stretch of the version, in reading order."""
    rows = VariantSegment.objects.filter(part__version=version)
    return list(rows.order_by("part__ordinal", "ordinal"))


def claim_versions(version: VariantVersion) -> list[ClaimVersion]:
    """The claim revisions that the version says."""
    said = VariantSegment.objects.filter(part__version=version)
    rows = ClaimVersion.objects.select_related("claim").filter(
        pk__in=said.values("claim_version_id")
    )
    return list(rows.order_by("claim__key", "version"))


def references(version: VariantVersion) -> list[Reference]:
    """The sources that it prints or that its claims stand on."""
    said = VariantSegment.objects.filter(part__version=version)
    rows = Reference.objects.filter(
        Q(pk__in=said.values("reference_id"))
        | Q(citations__claim_version__in=said.values("claim_version_id"))
    )
    return list(rows.distinct().order_by("key"))


def safety_texts(version: VariantVersion) -> list[SafetyText]:
    """The safety information that was inserted into it."""
    said = VariantSegment.objects.filter(part__version=version)
    rows = SafetyText.objects.filter(pk__in=said.values("safety_text_id"))
    return list(rows.order_by("pk"))


def changed_safety(version: VariantVersion) -> bool:
    """Whether it carries safety information other than the label's."""
    rows = VariantSegment.objects.filter(
        part__version=version, safety_text__isnull=False
    )
    return rows.exclude(sha256=F("safety_text__sha256")).exists()


def label_in_force(version: VariantVersion, day: datetime.date) -> Label | None:
    """The label of its brand and market on a day."""
    brief = version.variant.family.brief
    return Label.objects.in_force(brief.brand_id, brief.market, day).first()


def parts(version: VariantVersion) -> tuple[Part, ...]:
    """The version's words as the rooms below pass them on."""
    rows = VariantPart.objects.filter(version=version).prefetch_related("segments")
    return tuple(
        Part(
            name=PartName(row.name),
            segments=tuple(
                Segment(SegmentKind(s.kind), s.text, s.ref or None)
                for s in sorted(row.segments.all(), key=lambda s: s.ordinal)
            ),
        )
        for row in rows.order_by("ordinal")
    )


def is_whole(version: VariantVersion) -> bool:
    """Whether the stored segments still make up the stored text, each by its hash."""
    whole = {part.name: part.text for part in parts(version)}
    stored = VariantPart.objects.filter(version=version).values_list("name", "text")
    return dict(stored) == whole and all(
        pieces.sha256(segment.text) == segment.sha256 for segment in segments(version)
    )


def context(version: VariantVersion, day: datetime.date) -> Context:
    """Where, when and to whom the version speaks."""
    brief = version.variant.family.brief
    return Context(
        brand=brief.brand.slug,
        market=brief.market,
        channel=brief.channel,
        audience=brief.audience,
        day=day,
        language=brief.content.get("language", "en-US"),
        intent=brief.content.get("intent", "promotional"),
        region=brief.content.get("region"),
    )


def piece(version: VariantVersion, day: datetime.date) -> Piece:
    """The version as foreign text: the check learns nothing of its origin."""
    texts = VariantPart.objects.filter(version=version).order_by("ordinal")
    return Piece(
        context=context(version, day),
        parts=tuple(PieceText(PartName(row.name), row.text) for row in texts),
    )
