"""Makes the asset of an approved piece: code, end, and ready-made body."""

import datetime
from typing import Any

from django.contrib.auth.models import User

from content_engine import supplies
from content_engine.models import VariantVersion
from content_engine.pieces import Part
from content_engine.rendering import html, marking, plain
from content_engine.supply import BrandWords
from content_engine.vocabulary import Channel
from knowledge_base.models import Brand, BrandMarket, ClaimVersion, Reference
from review import clocks, evidence
from review.models import Certificate, Decision, Release, ReleaseClaim, Review
from review.models.signatures import Signature

HTML_CHANNELS = frozenset({Channel.EMAIL, Channel.REP_EMAIL})


def prepare(review: Review, *, by: User, at: datetime.datetime) -> Release:
    """Store the asset as PREPARED, with what it rests on; the caller releases it."""
    version, brief = review.version, review.version.variant.family.brief
    day = clocks.day_in(brief.market, at)
    claims = evidence.claim_versions(version)
    asset: Release = Release(
        code=_next_code(brief.brand, brief.market, day),
        review=review,
        variant_id=version.variant_id,
        brand=brief.brand,
        market=brief.market,
        channel=brief.channel,
        audience=brief.audience,
        language=evidence.context(version, day).language,
        content_sha256=version.content_sha256,
        label_id=version.label_id,
        expires_on=_end(day, claims, evidence.references(version)),
        released_by=by,
        released_at=at,
    )
    asset.body = _body(asset, version, day)
    asset.save()
    asset.safety_texts.set(evidence.safety_texts(version))
    ReleaseClaim.objects.bulk_create(
        ReleaseClaim(release=asset, claim_version=claim) for claim in claims
    )
    return asset


def _next_code(brand: Brand, market: str, day: datetime.date) -> str:
    """The next free code of brand, market and year, the brand locked meanwhile."""
    Brand.objects.select_for_update().get(pk=brand.pk)
    letters = "".join(c for c in brand.name.upper() if c.isascii() and c.isalpha())
    prefix = f"{market}-{letters[:3]}-{day:%y}"
    taken = Release.objects.filter(code__startswith=prefix).order_by("-code")
    last = taken.values_list("code", flat=True).first()
    number = int(last.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{number:05d}"


def _end(
    day: datetime.date, claims: list[ClaimVersion], references: list[Reference]
) -> datetime.date:
    """The first day without it: its earliest part's end, a year at the most (ML-15)."""
    ends = [row.expires_on for row in claims] + [row.expires_on for row in references]
    return min([clocks.a_year_after(day), *(end for end in ends if end)])


def _body(
    asset: Release, version: VariantVersion, day: datetime.date
) -> dict[str, Any]:
    """The asset as platforms receive it."""
    parts = evidence.parts(version)
    return {
        "parts": [part.as_contract() for part in parts],
        "html": _html(asset, version, parts, day),
        "plain_text": plain.render_text(parts),
        "claims": [_claim(row) for row in evidence.claim_versions(version)],
        "references": [_reference(row) for row in evidence.references(version)],
        "label": {"version": version.label.version},
        "safety_texts": [
            {"form": row.form, "sha256": row.sha256}
            for row in evidence.safety_texts(version)
        ],
        "content_sha256": version.content_sha256,
        "signatures": [_signature(row) for row in _signatures(asset.review)],
        "origin": _origin(version),
    }


def _html(
    asset: Release,
    version: VariantVersion,
    parts: tuple[Part, ...],
    day: datetime.date,
) -> str:
    """The e-mail as its reader sees it; "" for channels of plain text."""
    if asset.channel not in HTML_CHANNELS:
        return ""
    return html.render_email(
        parts,
        evidence.context(version, day),
        brand_words(asset.brand, asset.market),
        marking.origin(version.writer, version.model),
    )


def brand_words(brand: Brand, market: str) -> BrandWords:
    """The brand's names and what the market obliges a piece to carry."""
    return supplies.brand_words(
        BrandMarket.objects.select_related("brand").get(brand=brand, market=market)
    )


def _claim(row: ClaimVersion) -> dict[str, Any]:
    return {
        "key": row.claim.key,
        "version": row.version,
        "ref": f"{row.claim.key}@{row.version}",
        "text": row.text,
        "sha256": row.sha256,
    }


def _reference(row: Reference) -> dict[str, Any]:
    return {"ref": row.ref, "citation": row.citation, "url": row.url}


def _signatures(review: Review) -> list[Signature]:
    """The signatures that the asset stands on, oldest first."""
    deciding = Decision.objects.filter(review=review).values("signature_id")
    certifying = Certificate.objects.filter(review=review).values("signature_id")
    rows = Signature.objects.filter(pk__in=deciding.union(certifying))
    return list(rows.order_by("signed_at", "pk"))


def _signature(row: Signature) -> dict[str, Any]:
    """Name, time and meaning in every readable form (ER-18, ER-19)."""
    return {
        "shown": row.shown(),
        "name": row.printed_name,
        "meaning": row.meaning,
        "signed_at": row.signed_at.astimezone(datetime.UTC).isoformat(),
        "function": row.subject.rpartition(":")[2],
        "content_sha256": row.content_sha256,
    }


def _origin(version: VariantVersion) -> dict[str, Any]:
    """Who or what wrote the connective words (AI-01, AI-04), readable by machines."""
    return {
        **marking.origin(version.writer, version.model),
        "prompt_version": version.prompt_version,
        "written_at": version.written_at.astimezone(datetime.UTC).isoformat(),
        "variant": str(version.variant.uid),
        "version": version.number,
    }
