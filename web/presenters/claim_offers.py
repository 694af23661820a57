"""What a claim can be drafted from: a brand's references, places, codes and keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge_base.claim_contents import Cited
from knowledge_base.models import (
    Anchor,
    Brand,
    Claim,
    ClaimVersion,
    Reference,
)
from web.forms.choices import Pairs
from web.presenters.titles import (
    audience_pairs,
    channel_pairs,
    market_pairs,
    word_pairs,
)


@dataclass(frozen=True)
class Place:
    """A reference, or an exact place in it, as a row of a choice."""

    value: str
    label: str
    quote: str
    citation: str


@dataclass(frozen=True)
class EvidenceRow:
    """One choice of evidence: what is chosen, and the words that stand there."""

    number: int
    value: str
    place: Place | None


@dataclass(frozen=True)
class Offers:
    """All that the editor offers for one brand."""

    choices: dict[str, Pairs]
    places: tuple[Place, ...]
    keys: tuple[str, ...]

    def evidence_rows(self, chosen: Sequence[str]) -> tuple[EvidenceRow, ...]:
        """The rows chosen so far and one more to choose in."""
        by_value = {place.value: place for place in self.places}
        rows = [value for value in chosen if value]
        return tuple(
            EvidenceRow(number, value, by_value.get(value))
            for number, value in enumerate([*rows, ""])
        )


def offers(brand: Brand, version: ClaimVersion | None = None) -> Offers:
    """What a claim of this brand may be made of; retracted references are left out.

    What a revision says already stays on offer.
    """
    places = tuple(_places(brand))
    claims = ClaimVersion.objects.filter(claim__brand=brand)
    themes = claims.values_list("themes", flat=True)
    codes = {*brand.markets.values_list("market", flat=True)}
    codes |= {*(version.market_codes if version else ())}
    choices: dict[str, Pairs] = {
        "market_codes": market_pairs(sorted(codes)),
        "channels": channel_pairs(),
        "audiences": audience_pairs(),
        "themes": word_pairs(themes),
        "evidence": tuple((place.value, place.label) for place in places),
    }
    keys = Claim.objects.filter(brand=brand).order_by("key")
    return Offers(choices, places, tuple(keys.values_list("key", flat=True)))


def cited(brand: Brand, names: Iterable[str]) -> tuple[Cited, ...]:
    """References and anchors by ``KEY`` or ``KEY#ANCHOR``; all of them exist."""
    references = {row.key: row for row in brand.references.all()}
    anchors = {
        f"{row.reference.key}#{row.key}": row
        for row in Anchor.objects.filter(reference__brand=brand).select_related(
            "reference"
        )
    }
    return tuple(
        Cited(references[_reference_key(name, anchors)], anchors.get(name))
        for name in names
    )


def _reference_key(name: str, anchors: dict[str, Any]) -> str:
    return anchors[name].reference.key if name in anchors else name


def _places(brand: Brand) -> Iterable[Place]:
    rows = Reference.objects.filter(brand=brand, retracted_at=None)
    for row in rows.order_by("key").prefetch_related("anchors"):
        for anchor in sorted(row.anchors.all(), key=lambda anchor: anchor.key):
            label = f"{row.key}, {anchor.locator}"
            yield Place(f"{row.key}#{anchor.key}", label, anchor.quote, row.citation)
        yield Place(row.key, f"{row.key}, as a whole", "", row.citation)
