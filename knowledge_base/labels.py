"""Adopts and withdraws labels, and answers which one is in force."""

import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django_fsm import TransitionNotAllowed

from knowledge_base import ledger, reasons
from knowledge_base.models import Brand, Label


class NoLabelError(ObjectDoesNotExist):
    """No label is in force there on that day."""


class LabelStepError(TransitionNotAllowed):
    """The label does not stand where this step begins."""


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


@transaction.atomic
def adopt(*, label_id: int, by: User, at: datetime.datetime) -> Label:
    """Approve a label that was loaded as a draft. Raises LabelStepError."""
    label = Label.objects.select_for_update().get(pk=label_id)
    if label.approved_at or label.withdrawn_at:
        raise LabelStepError(f"The label {label.version} is no draft any more.")
    label.approved_by, label.approved_at = by.get_username(), at
    label.save(update_fields=["approved_by", "approved_at"])
    _record("label.adopted", label, by=by, at=at, payload={})
    return label


@transaction.atomic
def withdraw(*, label_id: int, reason: str, by: User, at: datetime.datetime) -> Label:
    """Take a label out of force. Raises ReasonMissingError or LabelStepError."""
    reason = reasons.owed(reason, "withdraw this label")
    label = Label.objects.select_for_update().get(pk=label_id)
    if label.withdrawn_at:
        raise LabelStepError(f"The label {label.version} was withdrawn already.")
    label.withdrawn_at = at
    label.save(update_fields=["withdrawn_at"])
    _record("label.withdrawn", label, by=by, at=at, payload={"reason": reason})
    return label


def _record(
    action: str,
    label: Label,
    *,
    by: User,
    at: datetime.datetime,
    payload: dict[str, str],
) -> None:
    ledger.record(
        action=action,
        subject=f"label:{label.brand.slug}/{label.market}/{label.version}",
        by=by.get_username(),
        at=at,
        payload=payload,
    )
