"""What the proposals page shows: a source, candidate claims in it, and what is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge_base import proposals
from knowledge_base.label_import import sections
from knowledge_base.label_import.documents import Section
from knowledge_base.labels import reading
from knowledge_base.models import (
    Brand,
    BrandMarket,
    Claim,
    Label,
    LabelSection,
    Reference,
)
from knowledge_base.proposals import LeftOut, Proposal, Sifted
from web.forms.proposals import ProposalForm
from web.presenters import titles
from web.presenters.titles import Pairs, market_title, words_title

CITATION, LABELS = 90, 6
MOST_READ = 100_000  # code points of one section; no real one comes near
UNSHOWN = {"TIME", "DATE"}


@dataclass(frozen=True)
class Source:
    """Words from which claims are proposed, and whose they are."""

    brand: Brand
    title: str
    origin: str
    locator: str
    text: str
    markets: tuple[str, ...]
    section_code: str = ""
    section_title: str = ""
    has_tables: bool = False
    is_cut: bool = False

    @property
    def product(self) -> str:
        """The names under which the source may speak of the product."""
        return f"{self.brand.name} ({self.brand.generic_name})"


@dataclass(frozen=True)
class Stretch:
    """A stretch of the source; ``number`` is that of the proposal made from it."""

    text: str
    number: int = 0
    is_suspicious: bool = False


@dataclass(frozen=True)
class Candidate:
    """A proposal with its form and what was read from its words."""

    number: int
    form: ProposalForm
    kind: str
    quote: str
    explanation: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SectionRow:
    """A label's section that claims could be proposed from."""

    pk: int
    title: str
    chars: int
    depth: int


@dataclass(frozen=True)
class LabelChoice:
    """A label and its sections."""

    title: str
    sections: tuple[SectionRow, ...]


def references(brand: str = "") -> Pairs:
    """The references that a pasted text may be from, retracted ones left out."""
    rows = Reference.objects.filter(retracted_at=None).select_related("brand")
    if brand:
        rows = rows.filter(brand__slug=brand)
    return tuple(
        (str(row.pk), f"{row.brand.name}: {row.key} – {_cut(row.citation)}")
        for row in rows.order_by("brand__name", "key")
    )


def label_choices(brand: str) -> tuple[LabelChoice, ...]:
    """The newest labels of a brand with the sections that have text of their own."""
    rows = Label.objects.filter(brand__slug=brand, withdrawn_at=None)
    newest = rows.order_by("-effective_on", "-pk").prefetch_related("sections")
    return tuple(
        LabelChoice(
            _label_title(label),
            tuple(_section_rows(label)),
        )
        for label in newest[:LABELS]
    )


def source_of_section(section: LabelSection) -> Source:
    """A label's section; its tables are left out, they hold no sentences."""
    label = section.label
    stored = reading.stored_clauses(section)
    lines = [row["text"] for row in stored if row.get("table") is None]
    text = "\n".join(lines)
    above = _telling(section)
    market = market_title(label.market)
    return Source(
        brand=label.brand,
        title=section.title or "Section without a title",
        origin=f"{label.brand.name}, {market}, label version {label.version}",
        locator=_locator(section),
        text=text[:MOST_READ],
        markets=(label.market,),
        section_code=above.code,
        section_title=above.title,
        has_tables=len(lines) < len(stored),
        is_cut=len(text) > MOST_READ,
    )


def source_of_text(reference: Reference, locator: str, text: str) -> Source:
    """A pasted passage of a reference."""
    return Source(
        brand=reference.brand,
        title=f"{reference.key}, {locator}",
        origin=reference.citation,
        locator=locator,
        text=text,
        markets=tuple(markets_of(reference.brand)),
    )


def sift(source: Source) -> Sifted:
    """The proposals in a source, and what was left out."""
    return proposals.sift(
        source.text,
        product=source.product,
        section_code=source.section_code,
        section_title=source.section_title,
        locator=source.locator,
    )


def keys(brand: Brand, found: Sequence[Proposal]) -> list[str]:
    """A free key for each proposal."""
    taken = set(Claim.objects.filter(brand=brand).values_list("key", flat=True))
    free: list[str] = []
    for proposal in found:
        key, number = proposal.key, 2
        while key in taken:
            key, number = f"{proposal.key}-{number}", number + 1
        taken.add(key)
        free.append(key)
    return free


def markets_of(brand: Brand) -> list[str]:
    """The markets of a brand, those of its labels too."""
    own = BrandMarket.objects.filter(brand=brand).values_list("market", flat=True)
    of_labels = Label.objects.filter(brand=brand).values_list("market", flat=True)
    return sorted({*own, *of_labels})


def market_pairs(brand: Brand) -> Pairs:
    """The same with their names."""
    return titles.market_pairs(markets_of(brand))


def candidates(forms: Sequence[ProposalForm]) -> tuple[Candidate, ...]:
    """The proposals as the page shows them."""
    return tuple(
        Candidate(
            number=number,
            form=form,
            kind=words_title(str(form["kind"].value())),
            quote=form.proposal.quote,
            explanation=form.proposal.explanation,
            said=tuple(_said(form.proposal)),
        )
        for number, form in enumerate(forms, 1)
    )


def stretches(source: Source, sifted: Sifted) -> tuple[Stretch, ...]:
    """The source with the words of each proposal, and of what was set aside, marked."""
    marked: list[tuple[int, int, int]] = [
        (one.start, one.end, number) for number, one in enumerate(sifted.proposals, 1)
    ]
    marked += [(one.start, one.end, 0) for one in set_aside(sifted)]
    found: list[Stretch] = []
    place = 0
    for start, end, number in sorted(marked):
        found.append(Stretch(source.text[place:start]))
        found.append(Stretch(source.text[start:end], number, is_suspicious=not number))
        place = end
    found.append(Stretch(source.text[place:]))
    return tuple(one for one in found if one.text)


def set_aside(sifted: Sifted) -> tuple[LeftOut, ...]:
    """Statements that talk to a model or hide from a reader."""
    return tuple(one for one in sifted.left_out if one.is_suspicious)


def left_out(sifted: Sifted) -> tuple[LeftOut, ...]:
    """Statements that are no claims."""
    return tuple(one for one in sifted.left_out if not one.is_suspicious)


def _said(proposal: Proposal) -> Iterator[tuple[str, str]]:
    facts = proposal.facts
    figures = [
        _figure(row, facts.comparator)
        for row in facts.reading.get("quantities", ())
        if row["kind"] not in UNSHOWN
    ]
    told = (
        ("Figures", "; ".join(figures)),
        ("Endpoint", facts.endpoint),
        ("In whom", facts.population),
        ("Compared with", facts.comparator),
        ("When", facts.timepoint),
        ("Qualifiers", "; ".join(facts.qualifiers)),
    )
    return ((name, words) for name, words in told if words)


def _figure(row: dict[str, Any], comparator: str) -> str:
    """A figure as it is written, and of which group it is told."""
    if row["is_open"]:
        return f"{row['text']} (of which group? to be said by hand)"
    arms = {"PRODUCT": "product", "COMPARATOR": comparator or "comparator"}
    arm = arms.get(row["arm"], "")
    return f"{row['text']} ({arm})" if arm else str(row["text"])


def _label_title(label: Label) -> str:
    place = f"{market_title(label.market)}, version {label.version}"
    return f"{place}, {label.labeler}" if label.labeler else place


def _section_rows(label: Label) -> Iterator[SectionRow]:
    rows = sorted(label.sections.all(), key=lambda row: row.ordinal)
    depths: dict[int | None, int] = {None: -1}
    for row in rows:
        depths[row.pk] = depths[row.parent_id] + 1
        if row.text:
            title = row.title or "Without a title"
            yield SectionRow(row.pk, title, len(row.text), depths[row.pk])


def _telling(section: LabelSection) -> Section:
    """The nearest section, upwards, whose code or number says what it is about."""
    row: LabelSection | None = section
    while row is not None:
        told = Section(row.code, row.title, "")
        if sections.topic(told):
            return told
        row = row.parent
    return Section(section.code, section.title, "")


def _locator(section: LabelSection) -> str:
    """The section's title, with that of the section around it where it has none."""
    row: LabelSection | None = section
    while row is not None and not row.title:
        row = row.parent
    return row.title[:200] if row else f"section {section.ordinal + 1}"


def _cut(text: str) -> str:
    return text if len(text) <= CITATION else f"{text[:CITATION].rstrip()}…"
