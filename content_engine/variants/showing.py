"""Shows families as the contract's *Variants*, stored or fresh from the pipeline."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from content_engine import checking
from content_engine.models import (
    CheckRecord,
    Family,
    Variant,
    VariantPart,
    VariantSegment,
    VariantVersion,
)
from content_engine.pieces import CheckResult, content_sha256
from content_engine.pipeline import Generated, MadeVariant, Rating
from content_engine.planning.requests import CompletedBrief
from knowledge_base.models import ClaimVersion


def using(claim_version: ClaimVersion) -> QuerySet[Variant]:
    """Every variant of which some version says a claim revision."""
    versions = VariantVersion.objects.filter(
        parts__segments__claim_version=claim_version
    )
    return Variant.objects.filter(versions__in=versions).distinct()


def as_contract(family: Family) -> dict[str, Any]:
    """A stored family with the newest version of each variant."""
    run = family.runs.order_by("-pk").first()
    variants = [_stored(version) for version in _newest(family)]
    cells = run.infeasible.order_by("pk") if run else []
    return {
        "brief": {**family.brief.content, "defaults": family.brief.defaults},
        "family": str(family.uid),
        "variants": variants,
        "infeasible": [
            _infeasible(row.tone, row.theme, row.format, row.hcp, row.reason)
            for row in cells
        ],
        "writer": _writer_of(run.origin.get("writers", []) if run else []),
        "notes": run.origin.get("notes", []) if run else [],
        "diversity": run.origin.get("diversity", {}) if run else {},
    }


def generated_as_contract(
    brief: CompletedBrief, generated: Generated
) -> dict[str, Any]:
    """A family that was not stored; its variants are numbered."""
    return {
        "brief": {**brief.as_dict(), "defaults": list(brief.defaults)},
        "family": None,
        "variants": [
            _made(str(number), made)
            for number, made in enumerate(generated.variants, 1)
        ],
        "infeasible": [
            _infeasible(c.cell.tone, c.cell.theme, c.cell.format, c.cell.hcp, c.reason)
            for c in generated.infeasible
        ],
        "writer": _writer_of(writers_as_contract(generated)),
        "notes": list(generated.notes),
    }


def affinity_as_contract(rating: Rating) -> dict[str, Any]:
    """A rating as it is stored and shown."""
    return {
        "score": round(rating.score, 4),
        "interval": [round(bound, 4) for bound in rating.interval],
        "reasons": list(rating.reasons),
    }


def statements_as_contract(check: CheckResult) -> list[dict[str, Any]]:
    """The statements of a check as they are stored and shown."""
    statements: list[dict[str, Any]] = checking.as_contract(check)["statements"]
    return statements


def writers_as_contract(generated: Generated) -> list[dict[str, str]]:
    """Everyone who wrote in a family, each once, who wrote first in front."""
    cards = dict.fromkeys(made.card for made in generated.variants)
    return [
        {
            "name": card.name,
            "model": card.model,
            "prompt_version": card.prompt_version,
        }
        for card in cards
    ]


def _writer_of(writers: list[dict[str, str]]) -> dict[str, str] | None:
    return writers[0] if writers else None


def _newest(family: Family) -> Iterable[VariantVersion]:
    segments = VariantSegment.objects.order_by("ordinal")
    parts = VariantPart.objects.order_by("ordinal").prefetch_related(
        Prefetch("segments", segments)
    )
    checks = CheckRecord.objects.order_by("-checked_at", "-pk").prefetch_related(
        "findings"
    )
    versions = (
        VariantVersion.objects.filter(variant__family=family)
        .select_related("variant__hcp")
        .order_by("variant__ordinal", "-number")
        .prefetch_related(Prefetch("parts", parts), Prefetch("checks", checks))
    )
    seen: set[int] = set()
    for version in versions:
        if version.variant_id not in seen:
            seen.add(version.variant_id)
            yield version


def _stored(version: VariantVersion) -> dict[str, Any]:
    variant = version.variant
    return {
        "id": str(variant.uid),
        "tone": variant.tone,
        "theme": variant.theme,
        "format": variant.format,
        "hcp": variant.hcp.key if variant.hcp else None,
        "parts": [
            {
                "name": part.name,
                "text": part.text,
                "segments": [
                    {
                        "kind": segment.kind,
                        "ref": segment.ref or None,
                        "start": segment.start,
                        "end": segment.end,
                        "sha256": segment.sha256,
                    }
                    for segment in part.segments.all()
                ],
            }
            for part in version.parts.all()
        ],
        "content_sha256": version.content_sha256,
        "check": _stored_check(version),
        "affinity": variant.affinity,
        "writer": version.writer,
        "version": version.number,
    }


def _stored_check(version: VariantVersion) -> dict[str, Any] | None:
    record = next(iter(version.checks.all()), None)
    if record is None:
        return None
    return {
        "id": str(version.variant.uid),
        "verdict": record.verdict,
        "rule_pack": record.rule_pack,
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "part": finding.part or None,
                "start": finding.start,
                "end": finding.end,
                "text": finding.text,
                "message": finding.message,
                "citation": finding.citation,
                "suggestion": finding.suggestion,
            }
            for finding in sorted(record.findings.all(), key=lambda row: row.pk)
        ],
        "statements": record.statements,
    }


def _made(identity: str, made: MadeVariant) -> dict[str, Any]:
    return {
        "id": identity,
        "tone": made.cell.tone,
        "theme": made.cell.theme,
        "format": made.cell.format,
        "hcp": made.cell.hcp,
        "parts": [part.as_contract() for part in made.parts],
        "content_sha256": content_sha256(made.context, made.label_version, made.parts),
        "check": checking.as_contract(made.check, identity),
        "affinity": affinity_as_contract(made.affinity),
        "writer": made.card.name,
    }


def _infeasible(
    tone: str, theme: str, form: str, hcp: str | None, reason: str
) -> dict[str, Any]:
    cell = {"tone": tone, "theme": theme, "format": form}
    return {"cell": {**cell, "hcp": hcp} if hcp else cell, "reason": reason}
