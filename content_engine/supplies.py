"""Gathers what may be said in one context from the database into plain data."""

from collections.abc import Iterator, Mapping

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Prefetch

from content_engine import house_rules
from content_engine.pieces import Context
from content_engine.rules import quotable
from content_engine.supply import (
    BlockText,
    BrandWords,
    CitedSource,
    ClaimText,
    LabelWords,
    SafetyWords,
    Supply,
)
from knowledge_base import labels
from knowledge_base.models import (
    Brand,
    BrandMarket,
    ClaimCitation,
    ClaimVersion,
    CopyBlockVersion,
    Label,
    SafetyForm,
    SafetyText,
)
from knowledge_base.retrieval import chain
from knowledge_base.retrieval.chain import Found, Question
from knowledge_base.wording.readings import Reading

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
    market = _market(context)
    label = labels.current_at(market.brand, context.market, context.day)
    return Supply(
        brand=brand_words(market),
        label=_label_words(label),
        claims=tuple(_claims(market.brand, context, query)),
        blocks=tuple(copy_blocks(market.brand, context)),
        house_packs=house_rules.in_force(context.market, context.day),
    )


def _market(context: Context) -> BrandMarket:
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
    sections = label.sections.order_by("ordinal")
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
        section_texts=tuple(section.text for section in sections),
        warning_texts=tuple(
            section.text
            for section in sections
            if quotable.is_warning(section.code, section.title)
        ),
    )


def _safety_words(label: Label, text: SafetyText) -> SafetyWords:
    ref = f"{label.market}-safety-{text.form.lower()}@{label.version}"
    return SafetyWords(ref=ref, text=text.text, sha256=text.sha256)


def _claims(brand: Brand, context: Context, query: str) -> Iterator[ClaimText]:
    """Usable claims, those that answer the query first and best first."""
    found = {one.claim_version.pk: one for one in _found(context, query)}
    places = {pk: place for place, pk in enumerate(found)}
    usable = (
        ClaimVersion.objects.usable(
            brand_id=brand.pk,
            market=context.market,
            channel=context.channel,
            audience=context.audience,
            day=context.day,
        )
        .select_related("claim")
        .prefetch_related(
            "variations",
            Prefetch(
                "citations",
                ClaimCitation.objects.select_related("reference", "anchor").order_by(
                    "ordinal"
                ),
            ),
        )
        .order_by("claim__key")
    )
    for version in sorted(usable, key=lambda v: places.get(v.pk, len(places))):
        yield _claim_text(version, found)


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


def _claim_text(version: ClaimVersion, found: Mapping[int, Found]) -> ClaimText:
    hit = found.get(version.pk)
    variations = sorted(version.variations.all(), key=lambda one: one.ordinal)
    return ClaimText(
        key=version.claim.key,
        ref=f"{version.claim.key}@{version.version}",
        text=version.text,
        kind=version.claim.kind,
        variations=tuple(variation.text for variation in variations),
        themes=version.themes,
        qualifiers=tuple(version.qualifiers),
        companions=tuple(version.companions),
        sources=tuple(_source(citation) for citation in version.citations.all()),
        population=version.population,
        score=hit.score if hit else 0.0,
        why=hit.why if hit else (),
        place=version.claim_id,
        facts=Reading.of(version.reading) if version.reading else None,
    )


def _source(citation: ClaimCitation) -> CitedSource:
    reference, anchor = citation.reference, citation.anchor
    return CitedSource(
        ref=reference.ref,
        citation=reference.citation,
        locator=anchor.locator if anchor else "",
        quote=anchor.quote if anchor else "",
        design=reference.design,
    )


def copy_blocks(brand: Brand, context: Context) -> Iterator[BlockText]:
    """Approved copy that is open to the context's market, channel and audience."""
    usable = (
        CopyBlockVersion.objects.usable(
            brand_id=brand.pk,
            market=context.market,
            channel=context.channel,
            audience=context.audience,
        )
        .select_related("block")
        .order_by("block__key", "-version")
    )
    for version in usable:
        yield BlockText(
            key=version.block.key,
            ref=f"{version.block.key}@{version.version}",
            role=version.role,
            text=version.text,
            tones=version.tones,
            themes=version.themes,
            formats=version.formats,
        )
