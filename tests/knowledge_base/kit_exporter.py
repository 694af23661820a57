"""Writes a kit back out of the tables, knowing only the schema and the columns.

It shares no code with the loader: what the loader forgets or swaps shows as a
difference between the kit that went in and the kit that comes out.
"""

import datetime
from typing import Any

from django.db.models import Max, QuerySet

from knowledge_base.models import (
    Brand,
    ClaimVersion,
    CopyBlockVersion,
    Label,
    Reference,
)

Kit = dict[str, Any]


def export(slug: str) -> Kit:
    """The newest revision of all that is known of a brand, every field spelt out."""
    brand = Brand.objects.get(slug=slug)
    return {
        "kit_version": 1,
        "brand": _brand(brand),
        "labels": [_label(row) for row in brand.labels.all()],
        "references": [_reference(row) for row in brand.references.all()],
        "claims": [_claim(row) for row in _newest_claims(brand)],
        "copy": [_block(row) for row in _newest_blocks(brand)],
    }


def _iso(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _brand(row: Brand) -> Kit:
    return {
        "slug": row.slug,
        "name": row.name,
        "trademark": row.trademark,
        "generic_name": row.generic_name,
        "manufacturer": row.manufacturer,
        "therapy_area": row.therapy_area,
        "competitors": row.competitors,
        "markets": {
            market.market: {
                "launched_on": _iso(market.launched_on),
                "indication_launched_on": _iso(market.indication_launched_on),
                "black_triangle": market.black_triangle,
                "accelerated_approval": market.accelerated_approval,
                "prescribing_information_url": market.prescribing_information_url,
                "prescribing_information": market.prescribing_information,
                "adverse_event_statement": market.adverse_event_statement,
                "privacy_url": market.privacy_url,
                "postal_address": market.postal_address,
            }
            for market in row.markets.all()
        },
    }


def _label(row: Label) -> Kit:
    safety = {text.form: text.text for text in row.safety_texts.all()}
    return {
        "market": row.market,
        "version": row.version,
        "effective_on": _iso(row.effective_on),
        "indication": row.indication,
        "population": row.population,
        "limitations_of_use": row.limitations_of_use,
        "contraindications": row.contraindications,
        "boxed_warning": row.boxed_warning or None,
        "dosing": row.dosing,
        "adverse_reactions": row.adverse_reactions,
        "safety_information": {"short": safety["SHORT"], "full": safety["FULL"]},
        "sections": [
            {"code": section.code, "title": section.title, "text": section.text}
            for section in sorted(row.sections.all(), key=lambda one: one.ordinal)
        ],
    }


def _reference(row: Reference) -> Kit:
    return {
        "key": row.key,
        "citation": row.citation,
        "kind": row.kind,
        "design": row.design or None,
        "published_on": _iso(row.published_on),
        "expires_on": _iso(row.expires_on),
        "url": row.url,
        "anchors": [
            {"key": anchor.key, "locator": anchor.locator, "quote": anchor.quote}
            for anchor in row.anchors.all()
        ],
    }


def _newest_claims(brand: Brand) -> QuerySet[ClaimVersion]:
    numbers = brand.claims.annotate(newest=Max("versions__version"))
    wanted = {(row.pk, row.newest) for row in numbers}
    found = ClaimVersion.objects.filter(claim__brand=brand).select_related("claim")
    keep = [row.pk for row in found if (row.claim_id, row.version) in wanted]
    return found.filter(pk__in=keep)


def _claim(row: ClaimVersion) -> Kit:
    cited = sorted(row.citations.all(), key=lambda one: one.ordinal)
    variations = sorted(row.variations.all(), key=lambda one: one.ordinal)
    return {
        "key": row.claim.key,
        "kind": row.claim.kind,
        "text": row.text,
        "variations": [one.text for one in variations],
        "endpoint": row.endpoint,
        "population": row.population,
        "comparator": row.comparator,
        "timepoint": row.timepoint,
        "figures": row.facts,
        "qualifiers": row.qualifiers,
        "companions": row.companions,
        "references": [
            f"{one.reference.key}#{one.anchor.key}" if one.anchor else one.reference.key
            for one in cited
        ],
        "markets": set(row.market_codes),
        "channels": set(row.channels),
        "audiences": set(row.audiences),
        "themes": set(row.themes),
        "valid_from": _iso(row.valid_from),
        "expires_on": _iso(row.expires_on),
    }


def _newest_blocks(brand: Brand) -> list[CopyBlockVersion]:
    newest: dict[int, CopyBlockVersion] = {}
    found = CopyBlockVersion.objects.filter(block__brand=brand).select_related("block")
    for row in found:
        known = newest.get(row.block_id)
        if known is None or known.version < row.version:
            newest[row.block_id] = row
    return list(newest.values())


def _block(row: CopyBlockVersion) -> Kit:
    return {
        "key": row.block.key,
        "role": row.role,
        "text": row.text,
        "tones": set(row.tones),
        "themes": set(row.themes),
        "channels": set(row.channels),
        "formats": set(row.formats),
        "audiences": set(row.audiences),
        "markets": set(row.market_codes),
    }


EMPTY_MARKET: Kit = {
    "indication_launched_on": None,
    "black_triangle": False,
    "accelerated_approval": False,
    "prescribing_information": "",
    "adverse_event_statement": "",
    "privacy_url": "",
    "postal_address": "",
}
EMPTY_LABEL: Kit = {
    "population": "",
    "limitations_of_use": [],
    "contraindications": [],
    "boxed_warning": None,
    "dosing": [],
    "adverse_reactions": [],
    "sections": [],
}
EMPTY_REFERENCE: Kit = {
    "design": None,
    "published_on": None,
    "expires_on": None,
    "url": "",
    "anchors": [],
}
EMPTY_CLAIM: Kit = {
    "variations": [],
    "endpoint": "",
    "population": "",
    "comparator": "",
    "timepoint": "",
    "figures": [],
    "qualifiers": [],
    "companions": [],
    "channels": set(),
    "audiences": set(),
    "themes": set(),
    "valid_from": None,
    "expires_on": None,
}
EMPTY_BLOCK: Kit = {
    "themes": set(),
    "channels": set(),
    "formats": set(),
    "audiences": set(),
    "markets": set(),
}
SETS = ("markets", "channels", "audiences", "themes", "formats", "tones")


def spelt_out(kit: Kit) -> Kit:
    """A kit with every field that it left out, as its README says it is meant."""
    brand = {"trademark": "", "competitors": []} | kit["brand"]
    brand["markets"] = {
        code: EMPTY_MARKET | row for code, row in kit["brand"]["markets"].items()
    }
    labels = [EMPTY_LABEL | row for row in kit["labels"]]
    for label in labels:
        label["boxed_warning"] = label["boxed_warning"] or None
        label["sections"] = [{"code": ""} | row for row in label["sections"]]
    return {
        "kit_version": 1,
        "brand": brand,
        "labels": labels,
        "references": [EMPTY_REFERENCE | row for row in kit["references"]],
        "claims": [_coded(EMPTY_CLAIM | row) for row in kit["claims"]],
        "copy": [_coded(EMPTY_BLOCK | row) for row in kit["copy"]],
    }


def _coded(row: Kit) -> Kit:
    return row | {name: set(row[name]) for name in SETS if name in row}


def by_key(kit: Kit) -> Kit:
    """The same kit as mappings, because tables keep no order of these lists."""
    references = {
        row["key"]: row | {"anchors": {one["key"]: one for one in row["anchors"]}}
        for row in kit["references"]
    }
    return kit | {
        "labels": {(row["market"], row["version"]): row for row in kit["labels"]},
        "references": references,
        "claims": {row["key"]: row for row in kit["claims"]},
        "copy": {row["key"]: row for row in kit["copy"]},
    }
