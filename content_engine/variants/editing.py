"""Edits the open words of a variant: always a new version, always checked again."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from content_engine import checking, supplies
from content_engine.channels.catalogue import rules_of
from content_engine.models import Variant, VariantSegment, VariantVersion
from content_engine.pieces import (
    CheckResult,
    Context,
    Part,
    Piece,
    PieceText,
    content_sha256,
)
from content_engine.variants import linking, rewriting, storing
from content_engine.variants.rewriting import Place, RewrittenPart
from content_engine.vocabulary import SegmentKind
from knowledge_base import ledger

PERSON = "person"
LANGUAGE = "en-US"


class StaleVersionError(ValidationError):
    """Somebody made a newer version in the meantime."""


class NothingChangedError(ValidationError):
    """The words are the same as before."""


@dataclass(frozen=True)
class Proposal:
    """What an edit would make, and what the gate says of it."""

    parts: tuple[RewrittenPart, ...]
    piece: Piece
    check: CheckResult


def propose(
    variant_version_id: int, changes: Mapping[int, str], *, at: datetime.datetime
) -> Proposal:
    """The version with other words in open stretches, checked; nothing is stored.

    Raises NotEditableError, and ObjectDoesNotExist where nothing can be checked.
    """
    base = VariantVersion.objects.get(pk=variant_version_id)
    variant = Variant.objects.select_related("family__brief__brand")
    return _proposal(base, changes, _place(variant.get(pk=base.variant_id), at))


def edit(
    variant_version_id: int,
    changes: Mapping[int, str],
    *,
    by: User,
    at: datetime.datetime,
) -> VariantVersion:
    """A new version with other words in open stretches; ``changes`` is by segment id.

    Open are copy and copy blocks; claims, qualifiers, references, safety information,
    tokens and obligatory lines are not. A claim that a person wrote out is linked to
    its record. The version is checked and stored even where the check blocks it.
    Raises StaleVersionError, NothingChangedError, NotEditableError.
    """
    with transaction.atomic():
        base = VariantVersion.objects.select_related("label").get(pk=variant_version_id)
        variant = _locked(base.variant_id)
        _require_newest(variant, base)
        place = _place(variant, at)
        proposal = _proposal(base, changes, place)
        parts = tuple(one.part for one in proposal.parts)
        digest = content_sha256(place.context, base.label.version, parts)
        if digest == base.content_sha256:
            raise NothingChangedError("Nothing was changed.")
        version = _next(base, digest, by, at)
        records = storing.Records.after(base)
        storing.store_version(version, parts, proposal.check, records)
        ledger.record(
            action="variant.edited",
            subject=f"variant:{variant.uid}",
            by=by.get_username(),
            at=at,
            payload={
                "from": base.number,
                "to": version.number,
                "content_sha256": digest,
                "segments": len(changes),
            },
        )
    return version


def _locked(variant_id: int) -> Variant:
    rows = Variant.objects.select_for_update(of=("self",))
    return rows.select_related("family__brief__brand").get(pk=variant_id)


def _next(
    base: VariantVersion, digest: str, by: User, at: datetime.datetime
) -> VariantVersion:
    """The version after ``base``, not yet stored."""
    return VariantVersion(
        variant_id=base.variant_id,
        number=base.number + 1,
        content_sha256=digest,
        label=base.label,
        run=base.run,
        writer=PERSON,
        written_by=by,
        written_at=at,
        note=f"Edited by {by.get_username()} from version {base.number}.",
    )


def _require_newest(variant: Variant, base: VariantVersion) -> None:
    newest = variant.versions.order_by("-number").values_list("number", flat=True)[0]
    if base.number != newest:
        raise StaleVersionError(
            f"Version {newest} of this variant exists by now: open it and edit that "
            "one; nothing of yours was saved."
        )


def _place(variant: Variant, at: datetime.datetime) -> Place:
    brief = variant.family.brief
    context = Context(
        brand=brief.brand.slug,
        market=brief.market,
        channel=brief.channel,
        audience=brief.audience,
        day=at.date(),
        language=brief.content.get("language", LANGUAGE),
    )
    blocks = supplies.copy_blocks(brief.brand, context)
    return Place(context, rules_of(brief.channel), tuple(blocks))


def _proposal(
    base: VariantVersion, changes: Mapping[int, str], place: Place
) -> Proposal:
    parts = rewriting.rewritten(base, changes, place)
    piece, check = _checked(parts, place)
    linked = parts
    if changes:
        before = _claims_of(base)
        linked = linking.linked(parts, check.statements, before, place)
    if linked != parts:
        piece, check = _checked(linked, place)
    rewriting.require_lengths(linked, place.rules)
    return Proposal(linked, piece, check)


def _claims_of(version: VariantVersion) -> list[str]:
    """The claims that a version says, in reading order."""
    said = VariantSegment.objects.filter(part__version=version, kind=SegmentKind.CLAIM)
    rows = said.order_by("part__ordinal", "ordinal")
    return list(rows.values_list("ref", flat=True))


def _checked(
    parts: tuple[RewrittenPart, ...], place: Place
) -> tuple[Piece, CheckResult]:
    made: tuple[Part, ...] = tuple(one.part for one in parts)
    texts = tuple(PieceText(part.name, part.text) for part in made)
    piece = Piece(place.context, texts)
    return piece, checking.check_foreign(piece)
