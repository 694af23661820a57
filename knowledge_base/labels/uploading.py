"""Keeps an uploaded label file until a person has looked at what importing would do."""

import datetime
import uuid

from django.contrib.auth.models import User
from django.db import transaction
from django_fsm import TransitionNotAllowed

from knowledge_base import label_import, ledger
from knowledge_base.labels.importing import ImportedLabel, import_document
from knowledge_base.models import BatchKind, ImportBatch


class AlreadyImportedError(TransitionNotAllowed):
    """The uploaded file was imported before."""


@transaction.atomic
def keep(
    *, uid: uuid.UUID, name: str, content: bytes, by: User, at: datetime.datetime
) -> ImportBatch:
    """Keep a file that can be read as a label. Raises LabelUnreadableError."""
    label_import.read(content, name)
    batch = ImportBatch.objects.create(
        uid=uid,
        kind=BatchKind.LABEL,
        name=name[:200],
        content=content,
        uploaded_by=by.get_username(),
        uploaded_at=at,
    )
    ledger.record(
        action="label.uploaded",
        subject=f"upload:{batch.uid}",
        by=by.get_username(),
        at=at,
        payload={"name": batch.name, "bytes": len(content)},
    )
    return batch


@transaction.atomic
def import_kept(
    *,
    uid: uuid.UUID,
    brand_id: int | None = None,
    market: str = "",
    by: User,
    at: datetime.datetime,
) -> ImportedLabel:
    """Import a kept file as a draft, once.

    Raises what ``import_document`` raises, AlreadyImportedError, or
    ImportBatch.DoesNotExist.
    """
    rows = ImportBatch.objects.select_for_update()
    batch = rows.get(uid=uid, kind=BatchKind.LABEL)
    if batch.applied_at:
        raise AlreadyImportedError(f"{batch.name} was imported already.")
    document = label_import.read(bytes(batch.content), batch.name)
    made = import_document(document, brand_id=brand_id, market=market, by=by, at=at)
    batch.brand, batch.applied_by, batch.applied_at = (
        made.label.brand,
        by.get_username(),
        at,
    )
    batch.save(update_fields=["brand", "applied_by", "applied_at"])
    return made
