"""Puts the examples of the packs on stage: a clean piece with one thing changed."""

import dataclasses
import datetime
import functools
from collections.abc import Iterator, Mapping
from typing import Any

from content_engine import checking
from content_engine.pieces import CheckResult, Context, Piece, PieceText
from content_engine.rules import obligatory
from content_engine.supply import BrandWords, Supply
from content_engine.vocabulary import PartName
from tests.content_engine.supplies import (
    ADMISSIONS,
    DAY,
    TRIAL,
    make_brand,
    make_label,
    make_supply,
)

LANGUAGES = {"US": "en-US", "GB": "en-GB", "DE": "de-DE"}
PARTS = frozenset(part.value for part in PartName)
SAFETY_DE = (
    "Velorin (tamoxetrel) kann schwere Leberschäden verursachen. Velorin ist bei "
    "schwerer Leberinsuffizienz kontraindiziert."
)


@dataclasses.dataclass(frozen=True)
class Staged:
    """A piece to be judged, and the supply that it is judged against."""

    piece: Piece
    supply: Supply

    def with_supply(self, **changes: Any) -> "Staged":
        """The same piece, judged against other words or rules."""
        return Staged(self.piece, dataclasses.replace(self.supply, **changes))

    def check(self) -> CheckResult:
        """What the gate says of it."""
        return checking.check(self.piece, self.supply)


ADMISSIONS_DE = dataclasses.replace(
    ADMISSIONS,
    text=(
        "Unter Velorin wurden 9,8 % der Patienten innerhalb von 18 Monaten erstmals "
        "wegen HF aufgenommen, unter Placebo 13,1 % (HR 0,74; p<0,001)."
    ),
    variations=(),
)


def language_of(example: Any) -> str:
    """The language that an example is written in; overlays of parts fit any."""
    if isinstance(example, str):
        return "en"
    if "de" in example or example.get("in"):
        return str(example.get("in", "de"))
    words = [example.get("text"), example.get("body_adds"), example.get("en")]
    return "en" if any(words) else ""


@functools.cache
def supply_for(market: str) -> Supply:
    """All that may be said of Velorin in a market, Germany among them."""
    if market != "DE":
        return make_supply(market)
    brand = dataclasses.replace(
        make_brand("GB"),
        market="DE",
        black_triangle=False,
        prescribing_information_url="https://pi.velorin.example/de",
        prescribing_information="",
        adverse_event_statement="",
        privacy_url="https://acme.example/de/datenschutz",
        postal_address="Acme GmbH, Erfundene Straße 12, 00000 Nirgendwo",
    )
    label = make_label("GB", indication="", boxed_warning="", dosing=())
    texts = {
        form: dataclasses.replace(getattr(label, form), text=SAFETY_DE)
        for form in ("safety_full", "safety_short")
    }
    label = dataclasses.replace(label, **texts)
    return make_supply("GB", brand=brand, label=label, claims=(ADMISSIONS_DE,))


def clean(market: str, channel: str = "email") -> Staged:
    """A piece that the gate clears, in any market and built channel."""
    supply = supply_for(market)
    context = Context("velorin", market, channel, "HCP", DAY, LANGUAGES[market])
    made = _sms(context, supply) if channel == "sms" else _email(context, supply)
    return Staged(_piece(context, made), supply)


def staged(example: Any, market: str) -> Staged:
    """An example on stage: a text is a paragraph more, a mapping changes what it names.

    Keys are part names, ``text`` and ``de`` for a paragraph, fields of the context, and
    the few facts of brand and label that rules ask for.
    """
    wishes: Mapping[str, Any] = (
        example if isinstance(example, Mapping) else {"text": example}
    )
    base = clean(market, wishes.get("channel", "email"))
    texts: dict[str, str | None] = {p.name.value: p.text for p in base.piece.parts}
    texts.update({key: wishes[key] for key in wishes if key in PARTS})
    added = wishes.get("text", wishes.get("de", wishes.get("en")))
    added = added or wishes.get("body_adds")
    if added:
        texts["body"] = f"{texts['body'] or ''}\n\n{_filled(added, base)}".strip()
    if "footer_adds" in wishes:
        texts["footer"] = f"{texts['footer']}\n{_filled(wishes['footer_adds'], base)}"
    if "body_repeats" in wishes:
        texts["body"] = "\n".join(["Thank you for reading."] * wishes["body_repeats"])
    if texts.get("plain_text"):
        texts["plain_text"] = _filled(texts["plain_text"] or "", base)
    changes = {
        key: wishes[key] for key in ("intent", "audience", "language") if key in wishes
    }
    context = dataclasses.replace(base.piece.context, **changes)
    return Staged(_piece(context, texts), _supply(base.supply, wishes))


def examples(rules: Any, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, Any]]:
    """Every example of these kinds: rule, kind, example."""
    for rule in rules:
        for kind in kinds:
            for example in rule.examples.get(kind, ()):
                yield rule.id, kind, example


def fits(example: Any, market: str) -> bool:
    """Whether an example is written for a market."""
    if isinstance(example, Mapping) and "market" in example:
        return bool(example["market"] == market)
    language = language_of(example)
    return not language or language == LANGUAGES[market][:2]


def _filled(text: str, base: Staged) -> str:
    safety, claim = base.supply.label.safety_full.text, base.supply.claims[0].text
    return text.replace("{ADMISSIONS}", claim).replace("{SAFETY}", safety)


def _supply(supply: Supply, wishes: Mapping[str, Any]) -> Supply:
    """The supply with what an example wants of brand, label and studies."""
    brand: BrandWords = supply.brand
    for key in ("launched_on", "indication_launched_on"):
        if key in wishes:
            day: Any = datetime.date.fromisoformat(wishes[key])
            brand = dataclasses.replace(brand, **{key: day})
    if "triangle" in wishes:
        brand = dataclasses.replace(brand, black_triangle=wishes["triangle"])
    label = supply.label
    if "accelerated_approval" in wishes:
        brand = dataclasses.replace(
            brand, accelerated_approval=wishes["accelerated_approval"]
        )
        words = "Continued approval may depend on a confirmatory trial."
        label = dataclasses.replace(
            label, limitations_of_use=(*label.limitations_of_use, words)
        )
    if "sections" in wishes:
        label = dataclasses.replace(label, section_texts=tuple(wishes["sections"]))
    claims = supply.claims
    if "design" in wishes:
        source = dataclasses.replace(TRIAL, design=wishes["design"])
        claims = tuple(dataclasses.replace(one, sources=(source,)) for one in claims)
    if (brand, label, claims) == (supply.brand, supply.label, supply.claims):
        return supply
    return dataclasses.replace(supply, brand=brand, label=label, claims=claims)


def _email(context: Context, supply: Supply) -> dict[str, str | None]:
    brand, german = supply.brand, context.language.startswith("de")
    words = obligatory.words_of(context.language)
    greeting = "" if german else "Dear healthcare professional,"
    said = f"{supply.claims[0].text} [1]"
    listed = f"{words['references_heading']}\n{obligatory.reference_line(1, TRIAL)}"
    body = [obligatory.promotional_line(brand, context), greeting, said]
    footer = [
        listed,
        obligatory.adverse_event_line(brand, context),
        obligatory.date_of_preparation_line(brand, context),
        obligatory.opt_out_line(brand, context),
        obligatory.postal_address_line(brand, context),
    ]
    subject = "" if german else "Heart failure care after discharge"
    return {
        "subject": f"{words['subject_prefix']}{subject}".strip(),
        "preheader": None if german else "The evidence, with its source.",
        "headline": None if german else "The evidence in heart failure",
        "body": "\n\n".join(filter(None, body)),
        "call_to_action": None if german else "Open the evidence summary",
        "safety_information": supply.label.safety_full.text,
        "prescribing_information": obligatory.prescribing_line(brand, context),
        "footer": "\n".join(filter(None, footer)),
    }


def _sms(context: Context, supply: Supply) -> dict[str, str | None]:
    brand = supply.brand
    footer = [obligatory.opt_out_line(brand, context)]
    if context.market != "US":
        footer += [
            obligatory.adverse_event_line(brand, context),
            obligatory.date_of_preparation_line(brand, context),
        ]
    said = f" {supply.claims[-1].text}"
    return {
        "body": f"{obligatory.promotional_line(brand, context)}{said}",
        "safety_information": supply.label.safety_short.text,
        "prescribing_information": obligatory.prescribing_line(brand, context),
        "footer": " ".join(filter(None, footer)),
    }


def _piece(context: Context, texts: Mapping[str, str | None]) -> Piece:
    return Piece(
        context,
        tuple(
            PieceText(PartName(name), text)
            for name, text in texts.items()
            if text is not None
        ),
    )
