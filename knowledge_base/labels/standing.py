"""Says which label is in force, which one another would replace, and whose it is."""

import datetime
import math
import re
from collections.abc import Sequence

from django.core.exceptions import ObjectDoesNotExist

from knowledge_base.models import Brand, Label

MARKS = re.compile(r"[®™℠©]")
COMPANY_FORMS = frozenset({
    "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "kg", "limited",
    "llc", "lp", "ltd", "nv", "plc", "sa", "spa", "srl",
})  # fmt: skip


class NoLabelError(ObjectDoesNotExist):
    """No label is in force there on that day."""


def current_at(brand: Brand, market: str, day: datetime.date) -> Label:
    """The label in force: adopted, effective, not withdrawn, the newest of these.

    Raises NoLabelError.
    """
    label = Label.objects.in_force(brand.pk, market, day).first()
    if label is None:
        raise NoLabelError(
            f"{brand.name} has no adopted label in force for {market} on {day}."
        )
    return label


def replaced_by(label: Label) -> Label | None:
    """The label that gives way to this one on its first day, None if there was none.

    If none would be in force that day, the one that was in force last.
    """
    others = Label.objects.filter(
        brand_id=label.brand_id, market=label.market, approved_at__isnull=False
    ).exclude(pk=label.pk)
    in_time = others.filter(effective_on__lte=label.effective_on)
    standing = in_time.filter(withdrawn_at=None)
    return (
        standing.order_by("-effective_on", "-pk").first()
        or in_time.order_by("-effective_on", "-pk").first()
    )


def newer_than(label: Label, day: datetime.date) -> Label | None:
    """The label in force that day, if the given one could not take its place."""
    current = Label.objects.in_force(label.brand_id, label.market, day).first()
    if current is None or current.pk == label.pk:
        return None
    # Of one day the one stored later counts; a label not stored yet is the latest.
    place = (label.effective_on, label.pk or math.inf)
    is_newer = (current.effective_on, current.pk) > place
    return current if is_newer or _is_later_version(current, label) else None


def is_other_labeler(label: Label) -> bool:
    """Whether a label is somebody else's for the same product, such as a repackager's.

    Ours is the set of the label adopted last; before that, of the first label imported
    whose labeller is the brand's manufacturer.
    """
    if not label.set_id:
        return False
    return label.set_id != own_set_id(label.brand, label.market)


def own_set_id(brand: Brand, market: str) -> str:
    """The set of labels that is the brand's own in a market, "" when none is known."""
    rows = Label.objects.filter(brand=brand, market=market).exclude(set_id="")
    columns = ("set_id", "labeler", "effective_on", "approved_at", "withdrawn_at")
    return own_set_among(tuple(rows.only(*columns)), brand.manufacturer)


def own_set_among(labels: Sequence[Label], manufacturer: str) -> str:
    """The same among all labels of a brand in a market, without a query."""
    imported = [label for label in labels if label.set_id]
    adopted = [row for row in imported if row.approved_at and not row.withdrawn_at]
    if adopted:
        return max(adopted, key=lambda row: (row.effective_on, row.pk)).set_id
    for label in sorted(imported, key=lambda row: row.pk):
        if is_same_company(label.labeler, manufacturer):
            return label.set_id
    return ""


def is_same_company(one: str, other: str) -> bool:
    """Whether two company names are one, legal forms and points aside."""
    mine, theirs = _company(one), _company(other)
    return mine == theirs or bool(
        mine
        and theirs
        and (mine == theirs[: len(mine)] or theirs == mine[: len(theirs)])
    )


def _company(name: str) -> tuple[str, ...]:
    words = re.findall(r"\w+", MARKS.sub("", name).casefold())
    return tuple(word for word in words if word not in COMPANY_FORMS)


def _is_later_version(other: Label, label: Label) -> bool:
    """Whether another label of the same set counts on from this one."""
    if not label.set_id or other.set_id != label.set_id:
        return False
    numbers = (other.version, label.version)
    return all(n.isdecimal() for n in numbers) and int(numbers[0]) > int(numbers[1])
