"""Adopts a label, which suspends what leans on words that it changes; withdraws one."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django_fsm import TransitionNotAllowed

from knowledge_base import claims, copy_blocks, reasons
from knowledge_base.label_import.documents import LabelDocument
from knowledge_base.labels import comparing, reading, recording, standing
from knowledge_base.labels.clauses import Clause, SectionClauses
from knowledge_base.labels.comparing import ClauseChange
from knowledge_base.labels.leaning import Leaning, leaning_on
from knowledge_base.models import Brand, Label, LabelSource, SafetyForm, SafetyText


class LabelStepError(TransitionNotAllowed):
    """The label does not stand where this step begins."""


class LabelNotReadyError(ValidationError):
    """The label is not yet such that a brand can stand on it."""


@dataclass(frozen=True)
class Replacement:
    """What the adoption of a label means: for which label it comes, and what leans."""

    label: Label
    replaced: Label | None
    changes: tuple[ClauseChange, ...]
    leaning: Leaning


def replacement(label: Label) -> Replacement:
    """What would change and what would be suspended, before anybody adopts."""
    replaced = standing.replaced_by(label)
    if replaced is None:
        return Replacement(label, None, (), Leaning())
    return _replacement(label, replaced, reading.sections(label))


def expected(document: LabelDocument, brand: Brand, market: str) -> Replacement:
    """The same for a document of which no label is stored yet.

    Raises LabelNotReadyError if it names no day from which it is effective.
    """
    if document.effective_on is None:
        raise LabelNotReadyError("The file does not say from when it is effective.")
    label = Label(
        brand=brand,
        market=market,
        set_id=document.set_id,
        version=document.version,
        labeler=document.labeler,
        effective_on=document.effective_on,
    )
    replaced = standing.replaced_by(label)
    if replaced is None:
        return Replacement(label, None, (), Leaning())
    return _replacement(label, replaced, reading.document_sections(document))


def _replacement(
    label: Label, replaced: Label, sections: tuple[SectionClauses, ...]
) -> Replacement:
    old = reading.sections(replaced)
    changes = comparing.changes_of(comparing.compare_sections(old, sections))
    found = leaning_on(replaced, old, sections, changes)
    return Replacement(label, replaced, changes, found)


def adoption_refusal(
    label: Label, day: datetime.date, *, other_labeler: bool = False
) -> Exception | None:
    """Why a label cannot be adopted, None when it can.

    The label of another labeller is adopted only where that is asked for by name.
    """
    if label.approved_at or label.withdrawn_at:
        return _refusal(f"The label {label.version} is no draft any more.")
    newer = standing.newer_than(label, day)
    if newer:
        return _refusal(
            f"The label {label.version} is older than {newer.version}, which is in "
            "force: it is kept as history and cannot be adopted."
        )
    if standing.is_other_labeler(label) and not other_labeler:
        return _refusal(
            f"The label {label.version} is {label.labeler or 'another labeller'}'s, "
            "not the brand's own: confirm that you mean this labeller's label."
        )
    return _unreadiness(label)


@transaction.atomic
def adopt(
    *, label_id: int, by: User, at: datetime.datetime, other_labeler: bool = False
) -> Label:
    """Approve a draft and suspend every claim and block that leans on changed words.

    They stay suspended until a person reconfirms them. Raises LabelStepError or
    LabelNotReadyError.
    """
    label = _locked(label_id)
    refusal = adoption_refusal(label, at.date(), other_labeler=other_labeler)
    if refusal:
        raise refusal
    found = replacement(label)
    label.approved_by, label.approved_at = by.get_username(), at
    label.save(update_fields=["approved_by", "approved_at"])
    _suspend(found, by=by, at=at)
    recording.record("label.adopted", label, by=by, at=at, payload=_adoption(found))
    return label


@transaction.atomic
def withdraw(*, label_id: int, reason: str, by: User, at: datetime.datetime) -> Label:
    """Take a label out of force. Raises ReasonMissingError or LabelStepError."""
    reason = reasons.owed(reason, "withdraw this label")
    label = _locked(label_id)
    if label.withdrawn_at:
        raise LabelStepError(f"The label {label.version} was withdrawn already.")
    label.withdrawn_at = at
    label.save(update_fields=["withdrawn_at"])
    payload = {"reason": reason}
    recording.record("label.withdrawn", label, by=by, at=at, payload=payload)
    return label


def _refusal(sentence: str) -> Exception:
    error: Exception = LabelStepError(sentence)
    return error


def _locked(label_id: int) -> Label:
    label = Label.objects.select_related("brand").get(pk=label_id)
    # Whoever steps a label locks its brand: two adoptions see each other.
    Brand.objects.select_for_update().get(pk=label.brand_id)
    rows = Label.objects.select_for_update(of=("self",)).select_related("brand")
    return rows.get(pk=label_id)


def _unreadiness(label: Label) -> Exception | None:
    """What a label lacks for writing and checking, None when it lacks nothing."""
    if not label.indication.strip() and not label.sections.exists():
        return LabelNotReadyError(f"The label {label.version} holds no words.")
    twin = Label.objects.filter(
        brand_id=label.brand_id,
        market=label.market,
        version=label.version,
        approved_at__isnull=False,
    ).exclude(pk=label.pk)
    if twin.exists():
        return LabelNotReadyError(
            f"Another label called {label.version} was adopted for {label.market} "
            "before: released pieces name their label by its version."
        )
    if label.source != LabelSource.KIT and _lacks_safety(label):
        return LabelNotReadyError(
            f"The label {label.version} has no short and full safety information yet: "
            "enter it first."
        )
    return None


def _lacks_safety(label: Label) -> bool:
    stated = SafetyText.objects.filter(label=label).values_list("form", flat=True)
    return bool(set(SafetyForm.values).difference(stated))


def _suspend(found: Replacement, *, by: User, at: datetime.datetime) -> None:
    version = found.label.version
    for claim in found.leaning.claims_to_suspend:
        claims.suspend(
            claim_version_id=claim.version.pk,
            reason=suspension_reason(version, claim.clauses),
            by=by,
            at=at,
        )
    for block in found.leaning.blocks_to_suspend:
        copy_blocks.suspend(
            version_id=block.version.pk,
            reason=suspension_reason(version, block.clauses),
            by=by,
            at=at,
        )


def suspension_reason(version: str, clauses: tuple[Clause, ...]) -> str:
    """Why something stops when a label is adopted, naming the sections it leant on."""
    titles = dict.fromkeys(_title(clause) for clause in clauses)
    named = [title for title in titles if title]
    if not named:
        return (
            f"Label {version} was adopted; what this cites was not found in the label "
            "before it: look whether it still holds."
        )
    rest = len(named) - 3
    more = f" and {rest} more section{'s' * (rest > 1)}" if rest > 0 else ""
    return (
        f"Label {version} changes words that this leans on: "
        f"{'; '.join(named[:3])}{more}."
    )


def _title(clause: Clause) -> str:
    """The nearest title above a clause."""
    return next((title for title in reversed(clause.path) if title.strip()), "")


def _adoption(found: Replacement) -> dict[str, Any]:
    return {
        "source_sha256": found.label.source_sha256,
        "labeler": found.label.labeler,
        "replaces": found.replaced.version if found.replaced else None,
        "changes": len(found.changes),
        "suspended_claims": [
            f"{row.version.claim.key}@{row.version.version}"
            for row in found.leaning.claims_to_suspend
        ],
        "suspended_blocks": [
            f"{row.version.block.key}@{row.version.version}"
            for row in found.leaning.blocks_to_suspend
        ],
        "safety": [row.text.form for row in found.leaning.safety],
    }
