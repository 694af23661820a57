"""Edits the open words of a variant: always a new version, always checked again."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from content_engine import checking, supplies
from content_engine.channels.catalogue import ChannelRules, rules_of
from content_engine.models import Variant, VariantPart, VariantSegment, VariantVersion
from content_engine.pieces import (
    Context,
    Part,
    Piece,
    PieceText,
    Segment,
    content_sha256,
)
from content_engine.planning import fitting
from content_engine.rendering import substituting
from content_engine.supply import BlockText
from content_engine.variants import storing
from content_engine.vocabulary import PartName, SegmentKind
from knowledge_base import ledger

PERSON = "person"


class StaleVersionError(ValidationError):
    """Somebody made a newer version in the meantime."""


class NothingChangedError(ValidationError):
    """The words are the same as before."""


class NotEditableError(ValidationError):
    """A stretch that nobody may rewrite, or words that may not stand there."""


@dataclass(frozen=True)
class _Edit:
    """What an edit needs to know of the piece."""

    context: Context
    rules: ChannelRules
    blocks: tuple[BlockText, ...]


def edit(
    variant_version_id: int,
    changes: Mapping[int, str],
    *,
    by: User,
    at: datetime.datetime,
) -> VariantVersion:
    """A new version with other words in open stretches; ``changes`` is by segment id.

    Open are copy and copy blocks; claims, qualifiers, references, safety information,
    tokens and obligatory lines are not. The version is checked and stored even where
    the check blocks it. Raises StaleVersionError, NothingChangedError,
    NotEditableError.
    """
    with transaction.atomic():
        base = VariantVersion.objects.select_related("label").get(pk=variant_version_id)
        variant = _locked(base.variant_id)
        _require_newest(variant, base)
        place = _place(variant, at)
        parts = _edited(base, changes, place)
        digest = content_sha256(place.context, base.label.version, parts)
        if digest == base.content_sha256:
            raise NothingChangedError("Nothing was changed.")
        version = _next(base, digest, by, at)
        _store(version, parts, place)
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


def _place(variant: Variant, at: datetime.datetime) -> _Edit:
    brief = variant.family.brief
    context = Context(
        brand=brief.brand.slug,
        market=brief.market,
        channel=brief.channel,
        audience=brief.audience,
        day=at.date(),
        language=brief.content["language"],
    )
    blocks = supplies.copy_blocks(brief.brand, context)
    return _Edit(context, rules_of(brief.channel), tuple(blocks))


def _edited(
    base: VariantVersion, changes: Mapping[int, str], place: _Edit
) -> tuple[Part, ...]:
    rows = VariantPart.objects.filter(version=base).prefetch_related("segments")
    unknown = set(changes) - {s.pk for row in rows for s in row.segments.all()}
    if unknown:
        raise NotEditableError("A stretch that you changed is not in this version.")
    parts = tuple(
        Part(PartName(row.name), tuple(_segments(row, changes, place)))
        for row in rows.order_by("ordinal")
    )
    for part in parts:
        _require_length(part, place.rules)
    return parts


def _segments(
    row: VariantPart, changes: Mapping[int, str], place: _Edit
) -> Sequence[Segment]:
    made: list[Segment] = []
    for stored in sorted(row.segments.all(), key=lambda segment: segment.ordinal):
        if stored.pk in changes and changes[stored.pk] != stored.text:
            made.extend(_rewritten(stored, changes[stored.pk], place))
        else:
            kind = SegmentKind(stored.kind)
            made.append(Segment(kind, stored.text, stored.ref or None))
    return made


def _rewritten(stored: VariantSegment, text: str, place: _Edit) -> Sequence[Segment]:
    """Approved words keep or get their block; any others become copy."""
    is_copy = stored.kind == SegmentKind.COPY and stored.text.strip()
    if not is_copy and stored.block_version_id is None:
        raise NotEditableError(
            f"“{stored.text[:60]}” is fixed: claims, references, safety information "
            "and obligatory lines cannot be rewritten."
        )
    _require_usable(text, place.rules)
    return list(
        substituting.block_segments(text, _block_of(stored, text, place.blocks))
    )


def _block_of(
    stored: VariantSegment, text: str, blocks: Iterable[BlockText]
) -> str | None:
    """The approved block that these words are an expansion of, its own block first."""
    own = stored.block_version
    role = own.role if own else None
    for block in sorted(blocks, key=lambda block: block.ref != stored.ref):
        if role in {None, block.role} and text in fitting.approved(block.text):
            return block.ref
    return None


def _require_usable(text: str, rules: ChannelRules) -> None:
    if not text.strip():
        raise NotEditableError("A stretch cannot be left empty.")
    foreign = set(fitting.TOKEN.findall(text)) - set(rules.tokens)
    if foreign:
        raise NotEditableError(
            f"The placeholder {{{{{min(foreign)}}}}} is not allowed {rules.by}."
        )
    if substituting.NOT_IN_COPY.search(fitting.TOKEN.sub("", text)):
        raise NotEditableError("Write plain words: no line breaks, brackets or markup.")


def _require_length(part: Part, rules: ChannelRules) -> None:
    limit = rules.limits.get(part.name)
    length = fitting.longest_length(part.text, rules)
    if limit is not None and length > limit:
        raise NotEditableError(
            f"The {part.name.replace('_', ' ')} has {length} characters; "
            f"{limit} are allowed."
        )


def _store(version: VariantVersion, parts: tuple[Part, ...], place: _Edit) -> None:
    texts = tuple(PieceText(part.name, part.text) for part in parts)
    check = checking.check_foreign(Piece(place.context, texts))
    records = storing.Records.of(
        version.label.brand, place.context.market, version.label.version
    )
    storing.store_version(version, parts, check, records)
