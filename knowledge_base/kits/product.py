"""Brings brand, markets and labels to what a kit says."""

import datetime
from typing import Any

from knowledge_base.kits.loads import Load, bring, differs
from knowledge_base.models import (
    Brand,
    BrandMarket,
    Label,
    LabelSection,
    SafetyForm,
    SafetyText,
)
from knowledge_base.wording.hashes import sha256

Content = dict[str, Any]


def load(content: Content, work: Load) -> Brand:
    """Bring the brand, its markets and its labels up to date."""
    brand = _brand(content["brand"], work)
    for code, stated in content["brand"]["markets"].items():
        _market(brand, code, stated, work)
    for stated in content["labels"]:
        _label(brand, stated, work)
    return brand


def day(text: str | None) -> datetime.date | None:
    """A date of the kit."""
    return datetime.date.fromisoformat(text) if text else None


def _brand(stated: Content, work: Load) -> Brand:
    slug = stated["slug"]
    brand = Brand.objects.filter(slug=slug).first() or Brand(slug=slug)
    columns = {
        "name": stated["name"],
        "trademark": stated.get("trademark", ""),
        "generic_name": stated["generic_name"],
        "manufacturer": stated["manufacturer"],
        "therapy_area": stated["therapy_area"],
        "competitors": stated.get("competitors", []),
    }
    effect = bring(brand, columns)
    work.counts.brands.add(effect)
    work.refuse_unapproved(effect, f"the brand {slug}")
    return brand


def _market(brand: Brand, code: str, stated: Content, work: Load) -> None:
    row = brand.markets.filter(market=code).first()
    row = row or BrandMarket(brand=brand, market=code)
    columns = {
        "launched_on": day(stated["launched_on"]),
        "indication_launched_on": day(stated.get("indication_launched_on")),
        "black_triangle": stated.get("black_triangle", False),
        "accelerated_approval": stated.get("accelerated_approval", False),
        "prescribing_information_url": stated["prescribing_information_url"],
        "prescribing_information": stated.get("prescribing_information", ""),
        "adverse_event_statement": stated.get("adverse_event_statement", ""),
        "privacy_url": stated.get("privacy_url", ""),
        "postal_address": stated.get("postal_address", ""),
    }
    effect = bring(row, columns)
    work.counts.markets.add(effect)
    work.refuse_unapproved(effect, f"the market {code}")


def _label(brand: Brand, stated: Content, work: Load) -> None:
    place = {"brand": brand, "market": stated["market"], "version": stated["version"]}
    label = Label.objects.filter(**place, set_id="").first()
    if (
        Label.objects.filter(**place, approved_at__isnull=False)
        .exclude(set_id="")
        .exists()
    ):
        work.faults.append(
            f"a label {stated['version']} for {stated['market']} was imported from a "
            "file and adopted: give the kit's label another version."
        )
    elif label is None:
        label = Label(**place, **_label_columns(stated), **work.approval())
        label.save()
        _write_texts(label, stated)
        work.counts.labels.add("created")
    elif not _label_differs(label, stated):
        _adopt_unchanged(label, work)
    elif label.approved_at:
        work.faults.append(
            f"the label {stated['version']} for {stated['market']} is approved with "
            "other words: give the new words a new version."
        )
    else:
        _rewrite_draft(label, stated, work)


def _adopt_unchanged(label: Label, work: Load) -> None:
    if label.approved_at or not work.approve:
        work.counts.labels.add("unchanged")
        return
    bring(label, work.approval())
    work.counts.labels.add("changed")


def _rewrite_draft(label: Label, stated: Content, work: Load) -> None:
    label.sections.all().delete()
    label.safety_texts.all().delete()
    bring(label, _label_columns(stated) | work.approval())
    _write_texts(label, stated)
    work.counts.labels.add("changed")


def _label_columns(stated: Content) -> Content:
    return {
        "effective_on": day(stated["effective_on"]),
        "indication": stated["indication"],
        "population": stated.get("population", ""),
        "limitations_of_use": stated.get("limitations_of_use", []),
        "contraindications": stated.get("contraindications", []),
        "boxed_warning": stated.get("boxed_warning") or "",
        "dosing": stated.get("dosing", []),
        "adverse_reactions": stated.get("adverse_reactions", []),
    }


def _label_differs(label: Label, stated: Content) -> bool:
    safety = {row.form: row.text for row in label.safety_texts.all()}
    sections = [
        (row.code, row.title, row.text) for row in label.sections.order_by("ordinal")
    ]
    return (
        differs(label, _label_columns(stated))
        or safety != _safety(stated)
        or sections != _sections(stated)
    )


def _safety(stated: Content) -> dict[str, str]:
    words = stated["safety_information"]
    return {SafetyForm.SHORT: words["short"], SafetyForm.FULL: words["full"]}


def _sections(stated: Content) -> list[tuple[str, str, str]]:
    return [
        (section.get("code", ""), section["title"], section["text"])
        for section in stated.get("sections", [])
    ]


def _write_texts(label: Label, stated: Content) -> None:
    SafetyText.objects.bulk_create(
        SafetyText(label=label, form=form, text=text, sha256=sha256(text))
        for form, text in _safety(stated).items()
    )
    LabelSection.objects.bulk_create(
        LabelSection(label=label, ordinal=place, code=code, title=title, text=text)
        for place, (code, title, text) in enumerate(_sections(stated))
    )
