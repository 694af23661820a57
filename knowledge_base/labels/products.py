"""Finds the brand that a label speaks of, or makes one from the label."""

import re

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from knowledge_base.label_import.documents import LabelDocument, Product
from knowledge_base.labels.standing import MARKS
from knowledge_base.models import Brand, Label

AFTER_A_NAME = frozenset({
    # salts
    "acetate", "besylate", "bromide", "calcium", "chloride", "citrate", "fumarate",
    "hcl", "hydrobromide", "hydrochloride", "magnesium", "maleate", "mesylate",
    "phosphate", "potassium", "sodium", "succinate", "sulfate", "sulphate", "tartrate",
    "tosylate", "trihydrate", "monohydrate", "dihydrate", "anhydrous",
    # strengths
    "g", "iu", "mcg", "mg", "micrograms", "ml", "units", "per", "and",
    # forms
    "capsule", "capsules", "coated", "cream", "film", "for", "gel", "injection", "oral",
    "solution", "suspension", "tablet", "tablets", "use",
})  # fmt: skip
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


class UnclearBrandError(ValidationError):
    """The label names no product, or one that several brands could be."""


def brand_of(document: LabelDocument) -> Brand | None:
    """The brand already known for a document: by its set, else by its product names.

    Raises UnclearBrandError if the names fit several brands.
    """
    known = Label.objects.filter(set_id=document.set_id).exclude(set_id="")
    label = known.select_related("brand").order_by("pk").first()
    if label:
        return label.brand
    found = [
        brand for brand in Brand.objects.order_by("slug") if _fits(brand, document)
    ]
    if len(found) > 1:
        names = " and ".join(brand.slug for brand in found)
        raise UnclearBrandError(
            f"This label could be of {names}: choose the brand, then import it again."
        )
    return found[0] if found else None


def new_brand(document: LabelDocument) -> Brand:
    """A brand made from what a label says. Raises UnclearBrandError without a name."""
    named = (one for one in document.products if MARKS.sub("", _name(one)).strip())
    product = next(named, None)
    if product is None:
        raise UnclearBrandError(
            "The file names no product: choose the brand, then import it again."
        )
    name = MARKS.sub("", _name(product)).strip()
    mark = MARKS.search(_name(product))
    return Brand.objects.create(
        slug=_free_slug(name),
        name=name[:100],
        trademark=mark.group() if mark else "",
        generic_name=(product.generic_name or name)[:100],
        manufacturer=document.labeler[:200],
    )


def is_named(name: str, stated: str) -> bool:
    """Whether a product's name is this one, perhaps with salt, strength and form after.

    >>> is_named("Calvoryn", "CALVORYN® calcium 20 mg tablets")
    True
    >>> is_named("Calvoryn", "Calvoryn Plus")
    False
    """
    wanted, words = _words(name), _words(stated)
    rest = words[len(wanted) :]
    return (
        bool(wanted)
        and words[: len(wanted)] == wanted
        and all(word in AFTER_A_NAME or NUMBER.fullmatch(word) for word in rest)
    )


def _fits(brand: Brand, document: LabelDocument) -> bool:
    """A proprietary name fits a brand; a generic one only where it stands alone."""
    return any(
        is_named(brand.name, _name(product))
        or is_named(brand.generic_name, _name(product))
        for product in document.products
    )


def _name(product: Product) -> str:
    return product.name.strip() or product.generic_name.strip()


def _words(name: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)?|[^\W\d]+", MARKS.sub("", name).casefold())


def _free_slug(name: str) -> str:
    stem = slugify(name)[:40].strip("-") or "brand"
    taken = set(
        Brand.objects.filter(slug__startswith=stem).values_list("slug", flat=True)
    )
    number = 2
    slug = stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
