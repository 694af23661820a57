"""Rows of the claim editor: the wording read, its figures, and what was drafted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge_base.claim_contents import ClaimContent
from knowledge_base.models import Brand, ClaimCitation, ClaimVariation, ClaimVersion
from knowledge_base.wording import arms, readings
from knowledge_base.wording.hashes import sha256
from knowledge_base.wording.quantities import Kind, Quantity
from knowledge_base.wording.readings import Reading
from web.forms import claim_arms
from web.forms.choices import Pairs
from web.forms.claim_arms import OTHER, Place
from web.presenters.claim_offers import cited
from web.presenters.claim_readings import WordingStretch, reading_rows

TOLD = ("endpoint", "population", "comparator", "timepoint")
LIMITS = ("market_codes", "channels", "audiences", "themes")
OF_AN_ARM = frozenset({arms.PRODUCT, arms.COMPARATOR, arms.BOTH})
ARMLESS = frozenset({
    Kind.INTERVAL, Kind.P, Kind.FREQUENCY, Kind.TIME, Kind.RANGE, Kind.RATIO, Kind.NNT
})  # fmt: skip


@dataclass(frozen=True)
class FigureChoice:
    """One figure of the wording, and the arms it may be given to."""

    number: int
    text: str
    says: str
    arm: str
    proposed: str
    is_open: bool
    choices: Pairs
    other: str


@dataclass(frozen=True)
class EditorReading:
    """What stands beside the wording: read, but for the person to confirm."""

    characters: int
    sha256: str
    stretches: tuple[WordingStretch, ...]
    figures: tuple[FigureChoice, ...]
    said: tuple[tuple[str, str], ...]
    open_figures: int


def product_of(brand: Brand) -> str:
    """The names by which a brand's wording may call it."""
    return f"{brand.name} ({brand.generic_name})"


def read(
    brand: Brand, given: Mapping[str, str], chosen: Mapping[Place, str]
) -> Reading:
    """The reading of a wording, with the arms that the person chose."""
    reading = _proposed(brand, given)
    numbers = {
        place: n for n, place in enumerate(claim_arms.places(reading.quantities))
    }
    arms_by_number = {
        numbers[place]: arm for place, arm in chosen.items() if place in numbers
    }
    return readings.with_arms(reading, arms_by_number)


def token(given: Mapping[str, str]) -> str:
    """Stands for the words that a reading was made from."""
    return sha256("\n".join(_words(given, name) for name in ("text", *TOLD)))


def shown(
    brand: Brand, given: Mapping[str, str], chosen: Mapping[Place, str]
) -> EditorReading:
    """The reading as rows: the wording marked, each figure with its choices."""
    text = _words(given, "text")
    plain, reading = _proposed(brand, given), read(brand, given, chosen)
    stored = reading.as_dict()
    rows = reading_rows(text, stored)
    says = {number: row.says for number, row in enumerate(rows.figures)}
    figures = tuple(
        _choice(number, one, before, says.get(number, ""), reading)
        for number, (one, before) in enumerate(
            zip(reading.quantities, plain.quantities, strict=True)
        )
    )
    return EditorReading(
        characters=len(text),
        sha256=token(given),
        stretches=rows.stretches,
        figures=figures,
        said=rows.said,
        open_figures=len(reading.is_open),
    )


def newest(brand: str, key: str) -> ClaimVersion | None:
    """The newest revision of a claim, whatever became of it."""
    return (
        ClaimVersion.objects.filter(claim__brand__slug=brand, claim__key=key)
        .select_related("claim__brand")
        .order_by("-version")
        .first()
    )


def said_by(version: ClaimVersion) -> dict[str, Any]:
    """A stored revision by the names of the form's fields."""
    variations = ClaimVariation.objects.filter(claim_version=version)
    citations = ClaimCitation.objects.filter(claim_version=version).order_by("ordinal")
    names = [
        row.reference.key + (f"#{row.anchor.key}" if row.anchor else "")
        for row in citations.select_related("reference", "anchor")
    ]
    return {
        "text": version.text,
        "newest": str(version.version),
        "variations": list(
            variations.order_by("ordinal").values_list("text", flat=True)
        ),
        "evidence": names,
        **{name: getattr(version, name) for name in TOLD},
        **{name: list(getattr(version, name)) for name in LIMITS},
        "indications": ", ".join(version.indications),
        "qualifiers": "\n".join(version.qualifiers),
        "companions": ", ".join(version.companions),
        "valid_from": version.valid_from,
        "expires_on": version.expires_on,
    }


def chosen_in(version: ClaimVersion, brand: Brand) -> dict[Place, str]:
    """The arms that people gave to figures of a stored revision."""
    if not version.reading:
        return {}
    given = {name: getattr(version, name) for name in ("text", *TOLD)}
    kept = Reading.of(version.reading).quantities
    return claim_arms.stored(kept, _proposed(brand, given).quantities)


def content(
    brand: Brand,
    given: Mapping[str, Any],
    reading: Reading,
    before: ClaimVersion | None,
) -> ClaimContent:
    """What is to be drafted; figures as written stay with an unchanged wording."""
    is_same = before is not None and before.text == given["text"]
    facts = list(before.facts) if before and is_same else readings.figures(reading)
    return ClaimContent(
        text=given["text"],
        market_codes=tuple(given["market_codes"]),
        cited=cited(brand, given["evidence"]),
        variations=tuple(given["variations"]),
        **{name: given[name] for name in TOLD},
        facts=facts,
        reading=reading.as_dict(),
        qualifiers=given["qualifiers"],
        companions=given["companions"],
        channels=tuple(given["channels"]),
        audiences=tuple(given["audiences"]),
        themes=(*given["themes"], *given["other_themes"]),
        indications=tuple(given["indications"]),
        valid_from=given["valid_from"],
        expires_on=given["expires_on"],
    )


def _proposed(brand: Brand, given: Mapping[str, str]) -> Reading:
    return readings.propose(
        _words(given, "text"),
        product=product_of(brand),
        endpoint=_words(given, "endpoint"),
        population=_words(given, "population"),
        comparator=_words(given, "comparator"),
        timepoint=_words(given, "timepoint"),
    )


def _words(given: Mapping[str, str], name: str) -> str:
    return str(given.get(name) or "").replace("\r\n", "\n").strip()


def _choice(
    number: int, one: Quantity, before: Quantity, says: str, reading: Reading
) -> FigureChoice:
    known = _arms(reading)
    is_known = one.arm in dict(known)
    first = ("", "Choose the arm" if before.is_open else "No arm")
    may_choose = one.kind not in ARMLESS or before.is_open or one.arm in OF_AN_ARM
    return FigureChoice(
        number=number,
        text=one.text,
        says=says,
        arm=one.arm if is_known or not one.arm else OTHER,
        proposed=before.arm,
        is_open=one.is_open,
        choices=(first, *known) if may_choose else (),
        other="" if is_known else one.arm,
    )


def _arms(reading: Reading) -> Pairs:
    return (
        (arms.PRODUCT, reading.product or "The product"),
        (arms.COMPARATOR, reading.comparator or "The comparator"),
        (arms.BETWEEN, "Between the arms"),
        (arms.BOTH, "Both arms"),
        (arms.NONE, "Not a comparison"),
        (OTHER, "Another arm"),
    )
