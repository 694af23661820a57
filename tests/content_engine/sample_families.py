"""Both sample brands loaded once, answered in every place, kept as plain JSON."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.test import override_settings

from content_engine import briefs, pipeline, variants
from content_engine.writers.composer.writing import Composer
from knowledge_base.kits import loading, reading
from knowledge_base.models import ClaimVersion
from tests import factories
from tests.conftest import AT
from tests.content_engine import outsider_book
from tests.content_engine.outsider_book import Book
from tests.samples import SAMPLES

Key = tuple[str, str, str]
PAIRS = {"quillevra": 4 * 7, "ervantiq": 4 * 6}  # of tone and theme
FORMATS: dict[tuple[str, str], tuple[str, ...]] = {
    ("US", "email"): ("short", "standard", "long"),
    ("GB", "email"): ("long",),
    ("US", "rep_email"): ("standard",),
    ("GB", "rep_email"): ("standard",),
    ("US", "sms"): ("standard", "long"),
    ("GB", "sms"): ("short", "long"),
}
SEEDS: dict[Key, int] = {
    ("quillevra", "US", "email"): 7,
    ("quillevra", "US", "rep_email"): 1,
    ("quillevra", "US", "sms"): 2,
    ("quillevra", "GB", "email"): 3,
    ("quillevra", "GB", "rep_email"): 99,
    ("quillevra", "GB", "sms"): 7,
    ("ervantiq", "US", "email"): 2**31,
    ("ervantiq", "US", "rep_email"): 0,
    ("ervantiq", "US", "sms"): 7,
    ("ervantiq", "GB", "email"): 11,
    ("ervantiq", "GB", "rep_email"): 12,
    ("ervantiq", "GB", "sms"): 7,
}
PLACES = tuple(SEEDS)
EIGHT: tuple[tuple[str, str, str, str], ...] = (
    ("quillevra", "US", "email", ""),
    ("quillevra", "US", "rep_email", ""),
    ("quillevra", "GB", "email", ""),
    ("quillevra", "GB", "rep_email", ""),
    ("quillevra", "US", "email", "warm"),
    ("quillevra", "GB", "rep_email", "collegial"),
    ("ervantiq", "US", "email", ""),
    ("ervantiq", "US", "rep_email", ""),
    ("ervantiq", "GB", "email", ""),
    ("ervantiq", "GB", "rep_email", ""),
)


@dataclass(frozen=True)
class World:
    """What was made, without any row of a database."""

    families: Mapping[Key, str]
    eights: Mapping[tuple[str, str, str, str], str]
    again: Mapping[int, str]
    approved: Mapping[str, frozenset[str]]
    books: Mapping[str, Book]

    def family(self, key: Key) -> dict[str, Any]:
        """A fresh copy of a family."""
        shown: dict[str, Any] = json.loads(self.families[key])
        return shown

    def book(self, key: Key) -> Book:
        """The kit of a family."""
        return self.books[key[0]]


def made(directory: Path) -> World:
    """Everything, once a process; the caller opens a transaction and rolls it back."""
    with override_settings(DATA_DIR=directory, CHROMA_DIR=directory / "chroma"):
        return _made()


@functools.cache
def _made() -> World:
    by = factories.make_user(username="sample-loader")
    for brand in PAIRS:
        text = (SAMPLES / f"{brand}.yaml").read_text("utf-8")
        loading.load(reading.read(text, brand), by=by, at=AT, approve=True)
    return World(
        families=MappingProxyType({key: _everywhere(key) for key in PLACES}),
        eights=MappingProxyType({key: _eight(*key) for key in EIGHT}),
        again=MappingProxyType({seed: _small(seed) for seed in (5, 6)}),
        approved=MappingProxyType({brand: _hashes(brand) for brand in PAIRS}),
        books=MappingProxyType({brand: outsider_book.read(brand) for brand in PAIRS}),
    )


def cells(key: Key) -> int:
    """How many cells the brief of a place has."""
    return PAIRS[key[0]] * len(FORMATS[key[1:]])


def answer(raw: Mapping[str, Any]) -> str:
    """A family as the contract's JSON text."""
    brief = briefs.complete(raw, day=AT.date())
    generated = pipeline.generate(
        brief, writer=Composer(), fallback=None, progress=lambda done, total: None
    )
    return json.dumps(variants.generated_as_contract(brief, generated))


def _everywhere(key: Key) -> str:
    brand, market, channel = key
    return answer(
        {
            "brand": brand,
            "market": market,
            "channel": channel,
            "formats": list(FORMATS[market, channel]),
            "count": cells(key),
            "seed": SEEDS[key],
        }
    )


def _eight(brand: str, market: str, channel: str, tone: str) -> str:
    theme = {"quillevra": "efficacy", "ervantiq": "itch"}[brand]
    return answer(
        {
            "brand": brand,
            "market": market,
            "channel": channel,
            "count": 8,
            **({"tones": [tone]} if tone else {}),
            "themes": [theme],
        }
    )


def _small(seed: int) -> str:
    raw = {"brand": "ervantiq", "market": "GB", "channel": "rep_email", "count": 6}
    return answer({**raw, "seed": seed})


def _hashes(brand: str) -> frozenset[str]:
    rows = ClaimVersion.objects.filter(claim__brand__slug=brand, state="APPROVED")
    return frozenset(rows.values_list("sha256", flat=True))
