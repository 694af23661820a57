"""Makes the reference through which claims cite a label."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base.labels import recording
from knowledge_base.labels.citing import LABEL_KIND
from knowledge_base.models import Brand, Label, Reference


@transaction.atomic
def reference_of(label: Label, *, by: User, at: datetime.datetime) -> Reference:
    """The reference that stands for a label, made the first time it is asked for."""
    brand = Brand.objects.select_for_update().get(pk=label.brand_id)
    known = Reference.objects.filter(label=label, kind=LABEL_KIND).order_by("pk")
    found = known.first()
    if found:
        return found
    reference = Reference.objects.create(
        brand=brand,
        key=_free_key(label),
        citation=_citation(label),
        kind=LABEL_KIND,
        published_on=label.effective_on,
        label=label,
    )
    payload = {"reference": reference.ref}
    recording.record("label.referenced", label, by=by, at=at, payload=payload)
    return reference


def _free_key(label: Label) -> str:
    """LABEL, market and version, told apart from labels of other sets."""
    stem = f"LABEL-{label.market}-{label.version}"
    taken = set(
        Reference.objects.filter(
            brand_id=label.brand_id, key__startswith=stem
        ).values_list("key", flat=True)
    )
    if stem not in taken:
        return stem
    return f"{stem}-{label.pk}"


def _citation(label: Label) -> str:
    name = label.title.strip() or f"{label.brand.name}: product information"
    labeler = label.labeler.strip() or label.brand.manufacturer
    return (
        f"{name.rstrip('.')}. {labeler.rstrip('.')}. Version {label.version}, "
        f"effective {label.effective_on}."
    )
