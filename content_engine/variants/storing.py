"""Stores messages with the origin of every stretch, inside the caller's transaction."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from content_engine.models import (
    CheckRecord,
    FindingRecord,
    GenerationRun,
    InfeasibleCell,
    Variant,
    VariantPart,
    VariantSegment,
    VariantVersion,
)
from content_engine.pieces import CheckResult, Part, Span, content_sha256
from content_engine.pipeline import Generated, MadeVariant
from content_engine.variants import figures, showing
from content_engine.vocabulary import SegmentKind
from knowledge_base.models import (
    Brand,
    ClaimVersion,
    CopyBlockVersion,
    HcpProfile,
    Label,
    Reference,
    SafetyText,
)


@dataclass
class Records:
    """The rows that segments point to, by what a segment calls them."""

    brand: Brand
    label: Label
    claims: dict[str, int] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    references: dict[str, int] = field(default_factory=dict)
    safety: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, brand: Brand, market: str, label_version: str) -> "Records":
        """Look up everything of a brand once, however many segments follow."""
        adopted = Label.objects.filter(brand=brand, market=market).adopted()
        # Labels of several labellers may bear one number: the newest is meant.
        label = adopted.filter(version=label_version).latest("effective_on", "pk")
        return cls._under(label)

    @classmethod
    def after(cls, version: VariantVersion) -> "Records":
        """What an edit of a version can say: what its brand has, and all it said."""
        records = cls._under(version.label)
        said = VariantSegment.objects.filter(part__version=version).exclude(ref="")
        for row in said:
            for known, pointer in (
                (records.claims, row.claim_version_id),
                (records.blocks, row.block_version_id),
                (records.references, row.reference_id),
                (records.safety, row.safety_text_id),
            ):
                if pointer is not None:
                    known[row.ref] = pointer
        return records

    @classmethod
    def _under(cls, label: Label) -> "Records":
        brand = label.brand
        claims = ClaimVersion.objects.filter(claim__brand=brand)
        blocks = CopyBlockVersion.objects.filter(block__brand=brand)
        return cls(
            brand=brand,
            label=label,
            claims={
                f"{key}@{version}": pk
                for key, version, pk in claims.values_list(
                    "claim__key", "version", "pk"
                )
            },
            blocks={
                f"{key}@{version}": pk
                for key, version, pk in blocks.values_list(
                    "block__key", "version", "pk"
                )
            },
            references={
                reference.ref: reference.pk
                for reference in Reference.objects.filter(brand=brand)
            },
            safety={
                f"{label.market}-safety-{text.form.lower()}@{label.version}": text.pk
                for text in SafetyText.objects.filter(label=label)
            },
            people=dict(HcpProfile.objects.values_list("key", "pk")),
        )


def store(
    run: GenerationRun, generated: Generated, *, by: User, at: datetime.datetime
) -> dict[str, Any]:
    """Store a whole family and return the record of its origin (AI-01)."""
    brief = run.family.brief
    InfeasibleCell.objects.bulk_create(
        InfeasibleCell(
            run=run,
            tone=infeasible.cell.tone,
            theme=infeasible.cell.theme,
            format=infeasible.cell.format,
            hcp=infeasible.cell.hcp or "",
            reason=infeasible.reason,
        )
        for infeasible in generated.infeasible
    )
    if generated.variants:
        label_version = generated.variants[0].label_version
        records = Records.of(brief.brand, brief.market, label_version)
        for ordinal, made in enumerate(generated.variants, 1):
            _store_variant(run, ordinal, made, records, by=by, at=at)
    return _origin(run, generated, at)


def store_version(
    version: VariantVersion,
    parts: Sequence[Part],
    check: CheckResult,
    records: Records,
) -> None:
    """Store a new version's parts and segments, and what its check found."""
    version.save(force_insert=True)
    rows = VariantPart.objects.bulk_create(
        VariantPart(version=version, ordinal=ordinal, name=part.name, text=part.text)
        for ordinal, part in enumerate(parts)
    )
    VariantSegment.objects.bulk_create(
        segment
        for row, part in zip(rows, parts, strict=True)
        for segment in _segments(row, part, parts, records)
    )
    store_check(version, check)


def store_check(version: VariantVersion, check: CheckResult) -> CheckRecord:
    """Keep what a check of a version found."""
    record = CheckRecord.objects.create(
        version=version,
        rule_pack=check.rule_pack,
        verdict=check.verdict,
        statements=showing.statements_as_contract(check),
        checked_at=version.written_at,
    )
    FindingRecord.objects.bulk_create(
        FindingRecord(
            check_record=record,
            rule=finding.rule,
            severity=finding.severity,
            part=finding.part or "",
            start=finding.start,
            end=finding.end,
            text=finding.text,
            message=finding.message,
            citation=finding.citation,
            suggestion=finding.suggestion,
        )
        for finding in check.findings
    )
    return record


def hashes_of(run: GenerationRun) -> list[str]:
    """The content hashes of what a run wrote, in the order of the family."""
    versions = run.versions.order_by("variant__ordinal")
    return list(versions.values_list("content_sha256", flat=True))


def _store_variant(
    run: GenerationRun,
    ordinal: int,
    made: MadeVariant,
    records: Records,
    *,
    by: User,
    at: datetime.datetime,
) -> None:
    variant = Variant.objects.create(
        family=run.family,
        ordinal=ordinal,
        tone=made.cell.tone,
        theme=made.cell.theme,
        format=made.cell.format,
        hcp_id=records.people.get(made.cell.hcp or ""),
        affinity=showing.affinity_as_contract(made.affinity),
    )
    version = VariantVersion(
        variant=variant,
        number=1,
        content_sha256=content_sha256(made.context, made.label_version, made.parts),
        label=records.label,
        run=run,
        writer=made.card.name,
        model=made.card.model,
        prompt_version=made.card.prompt_version,
        written_by=by,
        written_at=at,
        note=made.note,
    )
    store_version(version, made.parts, made.check, records)


def _segments(
    row: VariantPart, part: Part, parts: Sequence[Part], records: Records
) -> Iterable[VariantSegment]:
    said = {s.ref for p in parts for s in p.segments if s.kind == SegmentKind.CLAIM}
    for ordinal, span in enumerate(part.spans()):
        yield VariantSegment(
            part=row,
            ordinal=ordinal,
            kind=span.segment.kind,
            ref=span.segment.ref or "",
            start=span.start,
            end=span.end,
            text=span.segment.text,
            sha256=span.sha256,
            **_pointers(span, records, said),
        )


def _pointers(
    span: Span, records: Records, said: set[str | None]
) -> dict[str, int | None]:
    """The row that a segment comes from; a qualifier belongs to its claim."""
    kind, ref = span.segment.kind, span.segment.ref
    if ref is None:
        return {}
    if kind == SegmentKind.CLAIM or (kind == SegmentKind.BLOCK and ref in said):
        return {"claim_version_id": records.claims[ref]}
    if kind == SegmentKind.BLOCK:
        return {"block_version_id": records.blocks[ref]}
    if kind == SegmentKind.SAFETY:
        return {"safety_text_id": records.safety[ref]}
    if kind == SegmentKind.REFERENCE:
        return {"reference_id": records.references[ref]}
    return {}


def _origin(
    run: GenerationRun, generated: Generated, at: datetime.datetime
) -> dict[str, Any]:
    brief = run.family.brief
    said = {
        segment.ref
        for made in generated.variants
        for part in made.parts
        for segment in part.segments
        if segment.kind == SegmentKind.CLAIM
    }
    return {
        "brief": brief.content,
        "defaults": brief.defaults,
        "profile_fields": ["segment mix", "own facts"] if brief.content["hcps"] else [],
        "claims": [
            {
                "ref": claim.ref,
                "score": claim.score,
                "why": list(claim.why),
                "used": claim.ref in said,
            }
            for claim in generated.retrieved
        ],
        "writers": showing.writers_as_contract(generated),
        "seed": brief.content["seed"],
        "rule_packs": sorted({made.check.rule_pack for made in generated.variants}),
        "notes": list(generated.notes),
        "diversity": figures.diversity_of(generated.variants),
        "attempt": run.attempts,
        "started_at": run.started_at.isoformat() if run.started_at else "",
        "finished_at": at.isoformat(),
    }
