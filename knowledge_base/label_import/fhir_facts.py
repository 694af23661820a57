"""Whose label a FHIR bundle is: labeller, market and products."""

import re
from collections.abc import Iterator

from knowledge_base.label_import.documents import Product
from knowledge_base.label_import.resources import Node, first, many, words

COUNTRY = re.compile(r"[A-Z]{2}\Z")
NO_COUNTRY = {"UN", "XX", "ZZ"}
REGION = re.compile(r"[a-z]{2,3}-([A-Z]{2})\Z")
US_PROFILE = "/fhir/us/spl/"
MEDICINES = ("MedicinalProductDefinition", "MedicationKnowledge", "Medication")
GENERIC = re.compile(r"generic|non-?proprietary|scientific|\bINN\b", re.IGNORECASE)


def is_us(bundle: Node) -> bool:
    """Whether the bundle follows the profile of US labels."""
    return any(
        US_PROFILE in profile
        for resource in (bundle, *_resources(bundle))
        for profile in _texts(first(resource, "meta"), "profile")
    )


def labeler(bundle: Node, composition: Node) -> str:
    """The organisation that answers for the label, by its author."""
    known = _by_reference(bundle)
    for author in many(composition, "author"):
        node = known.get(words(author, "reference"), {})
        if words(node, "resourceType") == "PractitionerRole":
            author = first(node, "organization")
            node = known.get(words(author, "reference"), {})
        if name := words(node, "name") or words(author, "display"):
            return name
    holders = (
        words(node, "name")
        for node in _resources(bundle)
        if words(node, "resourceType") == "Organization"
    )
    return next(holders, "")


def market(bundle: Node, entries: list[Node], language: str) -> str:
    """The one country that the bundle names; empty if it names none or several.

    EU stands for a central authorisation. Where no resource names a country, the
    region of the language does.
    """
    if is_us(bundle):
        return "US"
    found = dict.fromkeys(
        code
        for node in entries
        for concept in _places(node)
        for coding in many(concept, "coding")
        if COUNTRY.match(code := words(coding, "code").upper())
        and code not in NO_COUNTRY
    )
    if not found and (region := REGION.match(language)):
        return region.group(1)
    return next(iter(found)) if len(found) == 1 else ""


def products(entries: list[Node]) -> tuple[Product, ...]:
    """Each medicine once, by its name and its generic name."""
    found: dict[Product, None] = {}
    for node in entries:
        if words(node, "resourceType") not in MEDICINES:
            continue
        names = list(many(node, "name"))
        generic = [_name(one) for one in names if GENERIC.search(_kind(one))]
        own = [_name(one) for one in names if not GENERIC.search(_kind(one))]
        own += [words(first(node, "code"), "text"), words(node, "name")]
        for name in list(filter(None, own))[:1]:
            found.setdefault(Product(name, next(iter(generic), "")))
    return tuple(found)


def _name(node: Node) -> str:
    return words(node, "productName")


def _kind(node: Node) -> str:
    kind = first(node, "type")
    said = [words(coding, "display") for coding in many(kind, "coding")]
    return " ".join([words(kind, "text"), *said])


def _places(node: Node) -> Iterator[Node]:
    """The concepts of a resource that name a country."""
    if words(node, "resourceType") == "RegulatedAuthorization":
        yield from many(node, "region")
    for name in many(node, "name"):
        for usage in (*many(name, "usage"), *many(name, "countryLanguage")):
            yield from many(usage, "country")
    for status in many(node, "marketingStatus"):
        yield from many(status, "country")


def _resources(bundle: Node) -> Iterator[Node]:
    return (first(entry, "resource") for entry in many(bundle, "entry"))


def _by_reference(bundle: Node) -> dict[str, Node]:
    known: dict[str, Node] = {}
    for entry in many(bundle, "entry"):
        node = first(entry, "resource")
        known[f"{words(node, 'resourceType')}/{words(node, 'id')}"] = node
        known[words(entry, "fullUrl")] = node
    known.pop("", None)
    return known


def _texts(node: Node, name: str) -> list[str]:
    found = node.get(name)
    return [one for one in found if isinstance(one, str)] if found else []
