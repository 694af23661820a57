"""What the page of an adoption shows: its impact, and what still stands in its way."""

import datetime
from dataclasses import dataclass

from knowledge_base import labels
from knowledge_base.labels import standing
from knowledge_base.models import Label, LabelSource, SafetyForm
from review import label_adoption
from review.label_adoption import Adoption
from web import errors
from web.presenters.counts import counted
from web.presenters.label_changes import SectionRow, counts
from web.presenters.label_imports import ImpactRows, change_rows, impact_rows
from web.presenters.titles import market_title


@dataclass(frozen=True)
class AdoptPage:
    """All that the page of an adoption shows; ``why_not`` is "" when it may happen."""

    label: Label
    brand: str
    market: str
    is_other_labeler: bool
    impact: ImpactRows
    counts: tuple[tuple[str, int, str], ...]
    sections: tuple[SectionRow, ...]
    why_not: str
    asks_for_safety: bool
    has_safety: bool


def adopt_page(label: Label, day: datetime.date) -> AdoptPage:
    """The page of a label's adoption."""
    found = label_adoption.impact(labels.replacement(label))
    refusal = labels.adoption_refusal(label, day, other_labeler=True)
    has_safety = label.safety_texts.count() == len(SafetyForm)
    return AdoptPage(
        label=label,
        brand=label.brand.name,
        market=market_title(label.market),
        is_other_labeler=standing.is_other_labeler(label),
        impact=impact_rows(found, day),
        counts=counts(found.replacement.changes),
        sections=change_rows(found),
        why_not=" ".join(errors.sentences_of(refusal)) if refusal else "",
        asks_for_safety=label.source != LabelSource.KIT and not label.approved_at,
        has_safety=has_safety,
    )


def outcome(made: Adoption) -> str:
    """What happened, in one line."""
    found = made.impact.replacement.leaning
    return (
        f"Adopted. Suspended: {counted(len(found.claims_to_suspend), 'claim')}, "
        f"{counted(len(found.blocks_to_suspend), 'text block')}. Released assets that "
        f"stop: {len(made.impact.stopping)}."
    )
