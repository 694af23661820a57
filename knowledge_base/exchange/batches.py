"""Files on their way into the library: uploaded, mapped, tried, applied once."""

import datetime
import uuid
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django_fsm import TransitionNotAllowed

from knowledge_base import ledger, sheets
from knowledge_base.exchange import applying, mapping, planning
from knowledge_base.exchange.applying import Applied
from knowledge_base.exchange.mapping import Choice
from knowledge_base.exchange.planning import Plan
from knowledge_base.models import BatchKind, Brand, ImportBatch
from knowledge_base.sheets import Sheet, Source
from knowledge_base.sheets.dates import DayOrder

KINDS = (BatchKind.CLAIMS, BatchKind.BLOCKS)


class ImportFaultsError(ValidationError):
    """The file cannot be imported; ``faults`` holds one sentence for each fault."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(list(faults))


class BatchAppliedError(TransitionNotAllowed):
    """The file was imported before."""


class PlanChangedError(TransitionNotAllowed):
    """The library changed after the person looked at the trial."""


def open_batch(uid: uuid.UUID) -> ImportBatch:
    """A file of claims or blocks with its brand. Raises ImportBatch.DoesNotExist."""
    return ImportBatch.objects.select_related("brand").get(uid=uid, kind__in=KINDS)


@transaction.atomic
def upload(
    *,
    uid: uuid.UUID,
    brand_id: int,
    kind: str,
    name: str,
    content: bytes,
    day_order: str = "",
    wanted: str = "",
    by: User,
    at: datetime.datetime,
) -> ImportBatch:
    """Keep a file that can be read as rows, its columns guessed.

    ``wanted`` names a workbook's sheet, ``day_order`` what comes first in a date of
    numbers: day or month. Raises ImportFaultsError, and then nothing is kept.
    """
    name = name[-200:]
    sheet = _read(name, content, wanted)
    guessed = mapping.guess(kind, sheet.headings)
    choice = Choice(guessed, DayOrder(day_order), sheet.name)
    batch = ImportBatch.objects.create(
        uid=uid,
        brand_id=brand_id,
        kind=kind,
        name=name,
        content=content,
        mapping=choice.as_dict(),
        uploaded_by=by.get_username(),
        uploaded_at=at,
    )
    payload = {"name": name, "kind": kind, "bytes": len(content)}
    _record("import.uploaded", batch, by, at, payload)
    return batch


@transaction.atomic
def choose(
    *,
    uid: uuid.UUID,
    columns: Mapping[str, str],
    day_order: str,
    sheet: str,
    by: User,
    at: datetime.datetime,
) -> ImportBatch:
    """Keep a person's choice of columns; another sheet's columns are guessed anew.

    Raises ImportFaultsError or BatchAppliedError.
    """
    batch = _locked(uid)
    table = _read(batch.name, bytes(batch.content), sheet)
    if sheet == Choice.of(batch.mapping).sheet:
        choice = Choice(dict(columns), DayOrder(day_order), table.name)
    else:
        guessed = mapping.guess(batch.kind, table.headings)
        choice = Choice(guessed, DayOrder(day_order), table.name)
    faults = mapping.faults(batch.kind, table.headings, choice)
    if faults:
        raise ImportFaultsError(faults)
    batch.mapping = choice.as_dict()
    batch.save(update_fields=["mapping"])
    _record("import.mapped", batch, by, at, choice.as_dict())
    return batch


@transaction.atomic
def apply(
    *, uid: uuid.UUID, expected_sha256: str, by: User, at: datetime.datetime
) -> Applied:
    """Do what the trial showed, whole or not at all, once.

    ``expected_sha256`` is the hash of the plan that the person looked at. Raises
    BatchAppliedError, PlanChangedError, or ImportFaultsError if any row has a fault.
    """
    batch = _locked(uid)
    brand = _brand_of(batch)
    Brand.objects.select_for_update().get(pk=brand.pk)
    plan = plan_of(batch)
    if plan.sentences:
        raise ImportFaultsError(plan.sentences)
    if plan.sha256 != expected_sha256:
        raise PlanChangedError(
            "The library changed after this trial was shown: look at it once more."
        )
    applied = applying.apply(plan, brand=brand, by=by, at=at)
    batch.applied_by, batch.applied_at = by.get_username(), at
    batch.save(update_fields=["applied_by", "applied_at"])
    payload = {"name": batch.name, "plan_sha256": plan.sha256, **applied.counts}
    _record("import.applied", batch, by, at, payload)
    return applied


def sheet_of(batch: ImportBatch) -> Sheet:
    """The table in a kept file, the chosen sheet. Raises ImportFaultsError."""
    wanted = Choice.of(batch.mapping).sheet
    return _read(batch.name, bytes(batch.content), wanted)


def plan_of(batch: ImportBatch) -> Plan:
    """What applying the file now would do. Raises ImportFaultsError."""
    choice = Choice.of(batch.mapping)
    return planning.plan(batch.kind, _brand_of(batch), sheet_of(batch), choice)


def _brand_of(batch: ImportBatch) -> Brand:
    if batch.brand is None:
        raise ImportFaultsError(("The file belongs to no brand.",))
    return batch.brand


def _locked(uid: uuid.UUID) -> ImportBatch:
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("brand")
    batch = rows.get(uid=uid, kind__in=KINDS)
    if batch.applied_at:
        when = f"{batch.applied_at.day} {batch.applied_at:%b %Y}"
        raise BatchAppliedError(f"{batch.name} was imported already, on {when}.")
    return batch


def _read(name: str, content: bytes, wanted: str) -> Sheet:
    try:
        return sheets.read(Source(name, content), wanted=wanted)
    except sheets.FileUnreadableError as error:
        raise ImportFaultsError((f"{name}: {error}.",)) from None


def _record(
    action: str,
    batch: ImportBatch,
    by: User,
    at: datetime.datetime,
    payload: Mapping[str, object],
) -> None:
    ledger.record(
        action=action,
        subject=f"import:{batch.uid}",
        by=by.get_username(),
        at=at,
        payload=dict(payload),
    )
