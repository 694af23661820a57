"""Gathers what may be said in one context from the database into plain data."""

import dataclasses
from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist

from content_engine import house_rules, usable_claims
from content_engine.pieces import Context
from content_engine.rules import quotable
from content_engine.supply import (
    BlockText,
    BrandWords,
    ClaimText,
    LabelWords,
    SafetyWords,
    Supply,
    Surroundings,
)
from knowledge_base import labels
from knowledge_base.models import (
    Brand,
    BrandMarket,
    CopyBlockVersion,
    Label,
    SafetyForm,
    SafetyText,
)
from knowledge_base.retrieval import chain
from knowledge_base.retrieval.chain import Found, Question

ALL = 1_000_000


class UnknownBrandError(ObjectDoesNotExist):
    """The brand is not known, or not in this market."""


class NoSafetyTextError(ObjectDoesNotExist):
    """The label in force has no safety information in one of its forms."""


def gather(context: Context, query: str = "") -> Supply:
    """All approved words for a context, in one snapshot.

    With a query the claims that answer it come first, with their score and why; all
    others that may be used follow in the order of their keys. Raises
    UnknownBrandError, NoLabelError or NoSafetyTextError.
    """
    market = market_of(context)
    around = surroundings(market, context)
    found = {one.claim_version.pk: one for one in _found(context, query)}
    places = {pk: place for place, pk in enumerate(found)}
    usable = sorted(
        usable_claims.read(market.brand_id, context),
        key=lambda one: places.get(one[0], len(places)),
    )
    return Supply(
        brand=around.brand,
        label=around.label,
        blocks=around.blocks,
        house_packs=around.house_packs,
        claims=tuple(_as_found(claim, found.get(pk)) for pk, claim in usable),
    )


def surroundings(market: BrandMarket, context: Context) -> Surroundings:
    """All approved words for a context but its claims: not more than a label holds.

    Raises NoLabelError or NoSafetyTextError.
    """
    label = labels.current_at(market.brand, context.market, context.day)
    return Surroundings(
        brand=brand_words(market),
        label=_label_words(label),
        blocks=tuple(copy_blocks(market.brand, context)),
        house_packs=house_rules.in_force(context.market, context.day),
    )


def market_of(context: Context) -> BrandMarket:
    """The brand where it speaks. Raises UnknownBrandError."""
    found = BrandMarket.objects.select_related("brand").filter(
        brand__slug=context.brand, market=context.market
    )
    market = found.first()
    if market is None:
        raise UnknownBrandError(
            f"No brand {context.brand} is known in the market {context.market}."
        )
    return market


def brand_words(market: BrandMarket) -> BrandWords:
    """The brand's names and what the market obliges a piece to carry."""
    brand = market.brand
    return BrandWords(
        slug=brand.slug,
        name=brand.name,
        trademark=brand.trademark,
        generic_name=brand.generic_name,
        manufacturer=brand.manufacturer,
        competitors=tuple(_names(brand)),
        market=market.market,
        black_triangle=market.black_triangle,
        prescribing_information_url=market.prescribing_information_url,
        prescribing_information=market.prescribing_information,
        adverse_event_statement=market.adverse_event_statement,
        privacy_url=market.privacy_url,
        postal_address=market.postal_address,
        launched_on=market.launched_on,
        indication_launched_on=market.indication_launched_on,
        accelerated_approval=market.accelerated_approval,
    )


def _names(brand: Brand) -> Iterator[str]:
    """Brand and established names of the competitors."""
    for competitor in brand.competitors:
        yield from (name for name in competitor.values() if name)


def _label_words(label: Label) -> LabelWords:
    texts = {text.form: text for text in label.safety_texts.all()}
    missing = [form.label.lower() for form in SafetyForm if form not in texts]
    if missing:
        raise NoSafetyTextError(
            f"The label {label.version} has no {missing[0]} safety information."
        )
    # Clauses and tables are most of a section, and no rule reads them.
    columns = ("text", "code", "title")
    sections = tuple(label.sections.order_by("ordinal").values_list(*columns))
    return LabelWords(
        version=label.version,
        indication=label.indication,
        population=label.population,
        safety_short=_safety_words(label, texts[SafetyForm.SHORT]),
        safety_full=_safety_words(label, texts[SafetyForm.FULL]),
        boxed_warning=label.boxed_warning,
        limitations_of_use=tuple(label.limitations_of_use),
        contraindications=tuple(label.contraindications),
        dosing=tuple(label.dosing),
        section_texts=tuple(text for text, *_ in sections),
        warning_texts=tuple(
            text for text, code, title in sections if quotable.is_warning(code, title)
        ),
    )


def _safety_words(label: Label, text: SafetyText) -> SafetyWords:
    ref = f"{label.market}-safety-{text.form.lower()}@{label.version}"
    return SafetyWords(ref=ref, text=text.text, sha256=text.sha256)


def _found(context: Context, query: str) -> tuple[Found, ...]:
    if not query.strip():
        return ()
    return chain.find_claims(
        Question(
            brand=context.brand,
            market=context.market,
            channel=context.channel,
            audience=context.audience,
            day=context.day,
            text=query,
            limit=ALL,
        )
    )


def _as_found(claim: ClaimText, hit: Found | None) -> ClaimText:
    return dataclasses.replace(claim, score=hit.score, why=hit.why) if hit else claim


def copy_blocks(brand: Brand, context: Context) -> Iterator[BlockText]:
    """Approved copy that is open to the context's market, channel and audience."""
    usable = CopyBlockVersion.objects.usable(
        brand_id=brand.pk,
        market=context.market,
        channel=context.channel,
        audience=context.audience,
    ).order_by("block__key", "-version")
    columns = ("block__key", "version", "role", "text", "tones", "themes", "formats")
    for key, version, *said in usable.values_list(*columns):
        yield BlockText(key, f"{key}@{version}", *said)
