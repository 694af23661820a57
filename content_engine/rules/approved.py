"""Everything that may be said in one context, ready for matching."""

import dataclasses
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from content_engine.fidelity import canonical
from content_engine.fidelity.judging import Shelf
from content_engine.fidelity.matching import Approved, ApprovedTexts, Source
from content_engine.pieces import Context
from content_engine.rules import obligatory, quotable
from content_engine.rules.claim_texts import ClaimTexts
from content_engine.supply import (
    BlockText,
    BrandWords,
    LabelWords,
    Supply,
    Surroundings,
)
from knowledge_base.wording import alternations, statements


@dataclass(frozen=True)
class Approvals:
    """What statements are held against, and the claims that it belongs to."""

    shelf: Shelf
    claims: ClaimTexts

    @property
    def texts(self) -> ApprovedTexts:
        """The approved texts, of which ``texts`` names all but those of claims."""
        return self.shelf.texts


class _Same:
    """A supply as a key of its own identity; comparing all its words would cost."""

    def __init__(self, supply: Supply) -> None:
        self.supply = supply

    def __hash__(self) -> int:
        return id(self.supply)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.supply is other.supply


def approvals(supply: Supply, context: Context) -> Approvals:
    """What a supply lets be said; made once for each context, then remembered."""
    return _approvals(_Same(supply), context)


@functools.lru_cache(maxsize=16)
def _approvals(key: _Same, context: Context) -> Approvals:
    claims = ClaimTexts()
    in_order = sorted(key.supply.claims, key=lambda one: (one.place, one.ref))
    claims.change(come=enumerate(in_order))
    return around(claims, key.supply, context)


def around(
    claims: ClaimTexts, surroundings: Surroundings, context: Context
) -> Approvals:
    """What may be said: these claims, and what stands around them in a context."""
    brand = surroundings.brand
    texts = _around(brand, surroundings.label, surroundings.blocks, context)
    claims.hold_sentences(filter(_is_compared, texts.texts))
    return Approvals(
        Shelf(
            texts.beside(claims.exact),
            claims.library,
            claims.qualified,
            claims.facts,
            canonical.canonical(brand.manufacturer),
        ),
        claims,
    )


@functools.lru_cache(maxsize=64)
def _around(
    brand: BrandWords,
    label: LabelWords,
    blocks: tuple[BlockText, ...],
    context: Context,
) -> ApprovedTexts:
    """All approved texts but those of claims."""
    surroundings = Surroundings(brand, label, blocks)
    return ApprovedTexts(
        _texts(surroundings, context),
        {
            "date of preparation": obligatory.PREPARED,
            "material code": obligatory.material_code(context),
        },
    )


def _is_compared(approved: Approved) -> bool:
    """Whether a statement that is not approved may be compared with this text."""
    return approved.source is Source.SAFETY and approved.nature == "sentence"


def _texts(surroundings: Surroundings, context: Context) -> Iterator[Approved]:
    """Every approved text with its origin."""
    yield from _label_texts(surroundings.label)
    spelt = _spelling(surroundings.brand.generic_name, context.language)
    copy = _copy(surroundings.blocks)
    for approved in (*copy, *_obligatory(surroundings.brand, context)):
        for text in spelt(approved.text):
            yield dataclasses.replace(approved, text=text)


def _copy(blocks: tuple[BlockText, ...]) -> Iterator[Approved]:
    """Every way in which a copy block may read."""
    for block in blocks:
        for expansion in alternations.expansions(block.text):
            yield Approved(expansion, Source.COPY, block.ref, block.role)


def _obligatory(brand: BrandWords, context: Context) -> Iterator[Approved]:
    for line in _obligatory_lines(brand, context):
        yield Approved(line, Source.OBLIGATORY)


def _spelling(generic: str, language: str) -> Callable[[str], tuple[str, ...]]:
    """How copy may be spelt: German writes the name in brackets small or large."""
    small = f"({generic[:1].lower()}{generic[1:]})"
    large = f"({generic[:1].upper()}{generic[1:]})"

    def spelt(text: str) -> tuple[str, ...]:
        return text.replace(large, small), text.replace(small, large)

    return spelt if language.startswith("de") else lambda text: (text,)


def _label_texts(label: LabelWords) -> Iterator[Approved]:
    """Safety information whole and by sentence, and sentences of the label."""
    for form, words in (("short", label.safety_short), ("full", label.safety_full)):
        yield Approved(words.text, Source.SAFETY, words.ref, form)
        for sentence in _sentences(words.text):
            yield Approved(sentence, Source.SAFETY, words.ref, "sentence")
    for text in (
        label.indication,
        label.boxed_warning,
        *label.limitations_of_use,
        *label.contraindications,
        *label.dosing,
    ):
        yield Approved(text, Source.LABEL)
    for text in label.warning_texts:
        for sentence in filter(quotable.may_be_quoted, _sentences(text)):
            yield Approved(sentence, Source.LABEL)


def _obligatory_lines(brand: BrandWords, context: Context) -> Iterator[str]:
    """Obligatory lines, their headings, and bare links to the brand's own pages."""
    yield from obligatory.lines(brand, context)
    yield from _sentences(brand.adverse_event_statement)
    words = obligatory.words_of(context.language)
    yield words["subject_prefix"].strip()
    yield words["references_heading"]
    yield f"{words['references_heading']}:"
    yield obligatory.product_name(brand, context)
    yield brand.prescribing_information_url
    yield brand.privacy_url


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(piece.text.strip() for piece in statements.cut(" ".join(text.split())))
