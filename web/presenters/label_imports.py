"""What was read from an uploaded label, and what importing and adopting it would do."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from knowledge_base import label_import
from knowledge_base.label_import import contents
from knowledge_base.label_import.documents import LabelDocument
from knowledge_base.labels import adopting, standing
from knowledge_base.labels.comparing import SectionComparison
from knowledge_base.labels.importing import Destination, ImportState
from knowledge_base.models import ImportBatch, Label, SafetyForm, SafetyText
from review import label_adoption, policies
from review.label_adoption import AdoptionImpact
from review.policies import PersonFacts, PieceFacts
from review.states import Step
from web.presenters.counts import counted
from web.presenters.days import day_text
from web.presenters.label_changes import (
    LeaningRows,
    SectionRow,
    leaning_rows,
    section_rows,
)
from web.presenters.titles import market_title

STATES = {
    ImportState.CREATED: "This is the first label of {brand} for {market}.",
    ImportState.VERSION: "This is another version of {brand}'s label for {market}.",
    ImportState.LABELER: (
        "This is the label of another labeller of {brand} for {market}. It is stored "
        "beside the brand's own and is never adopted by accident."
    ),
    ImportState.UNCHANGED: "This very file is here already.",
}
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ImpactRows:
    """What an adoption would stop: a sentence, assets by name, and all that leans."""

    replaced: str
    replaced_href: str
    sentences: tuple[str, ...]
    assets: tuple[tuple[str, str], ...]
    leaning: LeaningRows


@dataclass(frozen=True)
class UploadPage:
    """An uploaded file before it is imported."""

    name: str
    facts: Facts
    sentence: str
    is_labeler: bool
    known_href: str
    history: str
    impact: AdoptionImpact | None


def document_of(batch: ImportBatch) -> LabelDocument:
    """The label in an uploaded file. Raises LabelUnreadableError."""
    return label_import.read(bytes(batch.content), batch.name)


def facts_of(document: LabelDocument) -> Facts:
    """What was read, in words."""
    sections = sum(1 for one in document.sections for _ in one.walk())
    names = dict.fromkeys(
        f"{one.name} ({one.generic_name})" if one.generic_name else one.name
        for one in document.products
    )
    day = document.effective_on
    return (
        ("Product", ", ".join(names) or "not named"),
        ("Labeller", document.labeler or "not named"),
        ("Version", document.version or "not named"),
        ("Effective", day_text(day) if day else "not named"),
        ("Market", document.market or "not named"),
        ("Set id", document.set_id or "not named"),
        ("Sections", str(sections)),
        ("Boxed warning", "yes" if document.boxed_warning else "none"),
        ("Contraindications", str(len(contents.contraindications(document)))),
        ("Adverse reactions", str(len(contents.adverse_reactions(document)))),
    )


def upload_page(
    batch: ImportBatch,
    document: LabelDocument,
    place: Destination,
    day: datetime.date,
) -> UploadPage:
    """The page of an upload whose destination is known."""
    brand = place.brand.name if place.brand else _new_name(document)
    words = STATES[place.state].format(brand=brand, market=market_title(place.market))
    if place.brand is None:
        words += " A new brand is made from the label."
    impact, older = _foreseen(document, place, day)
    return UploadPage(
        name=batch.name,
        facts=facts_of(document),
        sentence=words,
        is_labeler=place.state == ImportState.LABELER,
        known_href=_href(place.known) if place.known else "",
        history=older,
        impact=impact,
    )


def impact_rows(impact: AdoptionImpact, day: datetime.date) -> ImpactRows:
    """What an adoption would stop, in words and rows."""
    found = impact.replacement
    old = found.replaced
    return ImpactRows(
        replaced=old.version if old else "",
        replaced_href=_href(old) if old else "",
        sentences=tuple(_sentences(impact, day)),
        assets=tuple(
            (row.code, reverse("releasing:asset", args=[row.uid]))
            for row in impact.stopping
        ),
        leaning=leaning_rows(
            found.leaning,
            old,
            of_claims=impact.of_claims,
            of_blocks=impact.of_blocks,
        ),
    )


def change_rows(impact: AdoptionImpact) -> tuple[SectionRow, ...]:
    """The changes alone, section by section."""
    found = impact.replacement
    by_section = [
        SectionComparison(path, "", tuple(changes))
        for path, changes in groupby(found.changes, lambda change: change.clause.path)
    ]
    return section_rows(by_section, old=found.replaced, new=found.label)


def safety_beside(label: Label) -> dict[str, str]:
    """The safety texts of a label; of the one it replaces where it has none yet."""
    own = _safety(label)
    if own:
        return own
    replaced = standing.replaced_by(label)
    return _safety(replaced) if replaced else {}


def may_not(step: Step, person: PersonFacts) -> str:
    """Why this person cannot take a step on labels, "" when they can."""
    return policies.MAY[step](PieceFacts(), person)


def _foreseen(
    document: LabelDocument, place: Destination, day: datetime.date
) -> tuple[AdoptionImpact | None, str]:
    """What the adoption would stop; a sentence instead for what is history."""
    if place.brand is None or place.state == ImportState.UNCHANGED:
        return None, ""
    found = adopting.expected(document, place.brand, place.market)
    newer = standing.newer_than(found.label, day)
    if newer:
        return None, (
            f"It is older than version {newer.version}, which is in force: it is kept "
            "as history."
        )
    return label_adoption.impact(found), ""


def _sentences(impact: AdoptionImpact, day: datetime.date) -> list[str]:
    found = impact.replacement
    if found.replaced is None:
        return ["No label was in force before: nothing stops."]
    old, when = found.replaced.version, found.label.effective_on
    then = "at once" if when <= day else f"from {day_text(when)}"
    suspended = [
        counted(len(rows), noun)
        for rows, noun in (
            (found.leaning.claims_to_suspend, "claim"),
            (found.leaning.blocks_to_suspend, "text block"),
        )
        if rows
    ]
    told = (
        (suspended, "will be suspended until a person reconfirms them."),
        (
            _some(impact.written_on, "released asset"),
            f"written on version {old} will not be served any more {then}.",
        ),
        (
            _some(impact.carrying, "released asset"),
            "with a suspended claim or text block will not be served any more at once.",
        ),
        (
            _some(impact.reviews, "review"),
            f"of pieces written on version {old} can no longer lead to a release.",
        ),
    )
    sentences = [f"{' and '.join(who)} {what}" for who, what in told if who]
    return sentences or ["Nothing that is in use stops."]


def _some(rows: Sequence[object], noun: str) -> list[str]:
    """The number of rows, nothing where there are none."""
    return [counted(len(rows), noun)] if rows else []


def _safety(label: Label) -> dict[str, str]:
    texts = dict(SafetyText.objects.filter(label=label).values_list("form", "text"))
    names = {SafetyForm.SHORT: "short", SafetyForm.FULL: "full"}
    return {names[SafetyForm(form)]: text for form, text in texts.items()}


def _href(label: Label) -> str:
    return reverse("labels:label", args=[label.pk])


def _new_name(document: LabelDocument) -> str:
    return next((one.name for one in document.products if one.name), "a new brand")
