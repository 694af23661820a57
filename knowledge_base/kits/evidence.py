"""Brings references and their anchors to what a kit says."""

from collections.abc import Iterable
from typing import Any

from knowledge_base.claim_contents import Cited
from knowledge_base.kits.loads import Load, bring, differs
from knowledge_base.kits.product import day
from knowledge_base.models import Anchor, Brand, Reference

Content = dict[str, Any]


def load(brand: Brand, stated: Iterable[Content], work: Load) -> dict[str, Cited]:
    """Bring the references up to date; each is returned by how claims cite it."""
    cited: dict[str, Cited] = {}
    signed = _signed_anchors(brand)
    known = {row.key: row for row in brand.references.prefetch_related("anchors")}
    for row in stated:
        reference = known.get(row["key"]) or Reference(brand=brand, key=row["key"])
        anchors = _reference(reference, row, signed, work)
        found = [Cited(reference), *(Cited(reference, anchor) for anchor in anchors)]
        cited |= {each.name: each for each in found}
    return cited


def _signed_anchors(brand: Brand) -> frozenset[int]:
    """Anchors whose words somebody signed with a claim: they are never changed."""
    rows = Anchor.objects.filter(
        reference__brand=brand, citations__claim_version__approvals__isnull=False
    )
    return frozenset(rows.values_list("pk", flat=True))


def _reference(
    reference: Reference, stated: Content, signed: frozenset[int], work: Load
) -> list[Anchor]:
    known: dict[str, Anchor] = {}
    if reference.pk:
        known = {anchor.key: anchor for anchor in reference.anchors.all()}
    columns = _columns(stated)
    rows = [_anchor(reference, known, row) for row in stated.get("anchors", [])]
    is_changed = reference.pk and (
        differs(reference, columns)
        or any(not row.pk or differs(row, said) for row, said in rows)
    )
    if is_changed:
        columns["version"] = reference.version + 1
    effect = bring(reference, columns)
    for anchor, said in rows:
        anchor.reference = reference
        if anchor.pk in signed and differs(anchor, said):
            work.faults.append(
                f"the anchor {reference.key}#{anchor.key} was approved with claims in "
                "other words: give the new words an anchor of their own."
            )
        else:
            bring(anchor, said)
    work.counts.references.add(effect)
    work.refuse_unapproved(
        "unchanged" if effect == "created" else effect, f"the reference {reference.key}"
    )
    return [anchor for anchor, _ in rows]


def _anchor(
    reference: Reference, known: dict[str, Anchor], stated: Content
) -> tuple[Anchor, dict[str, str]]:
    anchor = known.get(stated["key"]) or Anchor(reference=reference, key=stated["key"])
    return anchor, {"locator": stated["locator"], "quote": stated["quote"]}


def _columns(stated: Content) -> Content:
    return {
        "citation": stated["citation"],
        "kind": stated["kind"],
        "design": stated.get("design") or "",
        "published_on": day(stated.get("published_on")),
        "expires_on": day(stated.get("expires_on")),
        "url": stated.get("url", ""),
    }
