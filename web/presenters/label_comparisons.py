"""Two labels of one brand and market side by side: the changes and what leans."""

from dataclasses import dataclass

from django.urls import reverse

from knowledge_base.labels import comparing, reading
from knowledge_base.labels.leaning import leaning_on
from knowledge_base.models import Label
from review import label_adoption
from web.presenters import label_changes
from web.presenters.label_changes import LeaningRows, SectionRow
from web.presenters.titles import market_title


@dataclass(frozen=True)
class Side:
    """One of the two labels."""

    version: str
    labeler: str
    effective_on: object
    href: str


@dataclass(frozen=True)
class ComparisonPage:
    """All that the page of a comparison shows."""

    brand: str
    market: str
    old: Side
    new: Side
    counts: tuple[tuple[str, int, str], ...]
    sections: tuple[SectionRow, ...]
    leaning: LeaningRows
    changed_only: bool
    is_one_labeler: bool
    turned_href: str


def comparison_page(old: Label, new: Label, *, changed_only: bool) -> ComparisonPage:
    """Every change from one label to the other, in the reading order of the new one."""
    mine, theirs = reading.sections(old), reading.sections(new)
    compared = comparing.compare_sections(mine, theirs)
    changes = comparing.changes_of(compared)
    leans = leaning_on(old, mine, theirs, changes)
    of_claims, of_blocks = label_adoption.assets_of(leans)
    return ComparisonPage(
        brand=new.brand.name,
        market=market_title(new.market),
        old=_side(old),
        new=_side(new),
        counts=label_changes.counts(changes),
        sections=label_changes.section_rows(
            compared, old=old, new=new, changed_only=changed_only
        ),
        leaning=label_changes.leaning_rows(
            leans,
            old,
            of_claims=of_claims,
            of_blocks=of_blocks,
            in_use=("In use", "warn"),
        ),
        changed_only=changed_only,
        is_one_labeler=old.set_id == new.set_id,
        turned_href=reverse("labels:compare", args=[old.pk, new.pk]),
    )


def _side(label: Label) -> Side:
    return Side(
        version=label.version,
        labeler=label.labeler or label.brand.manufacturer,
        effective_on=label.effective_on,
        href=reverse("labels:label", args=[label.pk]),
    )
