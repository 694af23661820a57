"""Reads the claims that may be used in a context, many at once, as plain data."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from content_engine.pieces import Context
from content_engine.supply import CitedSource, ClaimText
from knowledge_base.models import ClaimCitation, ClaimVariation, ClaimVersion
from knowledge_base.wording.readings import Reading

CHUNK = 500  # revisions of which variations and sources are read at once
Item = TypeVar("Item")
COLUMNS = (
    *("pk", "claim_id", "claim__key", "version", "claim__kind", "text"),
    *("themes", "qualifiers", "companions", "population", "reading"),
)
SOURCE = (
    *("claim_version_id", "reference__key", "reference__version"),
    *("reference__citation", "anchor__locator", "anchor__quote", "reference__design"),
)


def read(
    brand_id: int, context: Context, among: Collection[int] | None = None
) -> Iterator[tuple[int, ClaimText]]:
    """Usable claims in the order of their keys, each with the number of its revision.

    With ``among`` only those of these revisions.
    """
    usable = ClaimVersion.objects.usable(
        brand_id=brand_id,
        market=context.market,
        channel=context.channel,
        audience=context.audience,
        day=context.day,
    ).order_by("claim__key")
    if among is None:
        yield from _said(usable.values_list(*COLUMNS))
        return
    for some in _chunks(sorted(among)):
        yield from _said(usable.filter(pk__in=some).values_list(*COLUMNS))


def _said(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, ClaimText]]:
    """What revisions say, in their order."""
    shared: dict[tuple[Any, ...], CitedSource] = {}
    for some in _chunks(tuple(rows)):
        pks = [pk for pk, *_ in some]
        variations, sources = _variations(pks), _sources(pks, shared)
        for pk, *row in some:
            yield pk, _claim(row, variations[pk], sources[pk])


def _chunks(found: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (found[start : start + CHUNK] for start in range(0, len(found), CHUNK))


def _variations(pks: Sequence[int]) -> defaultdict[int, list[str]]:
    found = defaultdict[int, list[str]](list)
    rows = ClaimVariation.objects.filter(claim_version_id__in=pks).order_by("ordinal")
    for pk, text in rows.values_list("claim_version_id", "text"):
        found[pk].append(text)
    return found


def _sources(
    pks: Sequence[int], shared: dict[tuple[Any, ...], CitedSource]
) -> defaultdict[int, list[CitedSource]]:
    """What each revision cites; equal sources are one object, for there are many."""
    found = defaultdict[int, list[CitedSource]](list)
    rows = ClaimCitation.objects.filter(claim_version_id__in=pks).order_by("ordinal")
    for pk, *row in rows.values_list(*SOURCE):
        key, version, citation, locator, quote, design = row
        made = CitedSource(
            f"{key}@{version}", citation, locator or "", quote or "", design
        )
        found[pk].append(shared.setdefault(tuple(row), made))
    return found


def _claim(
    row: Sequence[Any], variations: Sequence[str], sources: Sequence[CitedSource]
) -> ClaimText:
    place, key, version, kind, text, themes, qualifiers, companions, *rest = row
    population, reading = rest
    return ClaimText(
        key=key,
        ref=f"{key}@{version}",
        text=text,
        kind=kind,
        variations=tuple(variations),
        themes=themes,
        qualifiers=tuple(qualifiers),
        companions=tuple(companions),
        sources=tuple(sources),
        population=population,
        place=place,
        facts=Reading.of(reading) if reading else None,
    )
