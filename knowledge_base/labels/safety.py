"""States the safety information of a draft label: no file holds it, a person does."""

import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from knowledge_base.labels import recording
from knowledge_base.labels.adopting import LabelStepError
from knowledge_base.models import Label, SafetyForm, SafetyText
from knowledge_base.wording.hashes import sha256


class SafetyMissingError(ValidationError):
    """One of the two safety texts was left empty."""


@transaction.atomic
def state_safety(
    *, label_id: int, short: str, full: str, by: User, at: datetime.datetime
) -> Label:
    """Give a draft label its short and full safety information, in place of earlier.

    Raises SafetyMissingError, or LabelStepError once the label was adopted: released
    pieces carry its safety information word for word.
    """
    label = Label.objects.select_for_update(of=("self",)).get(pk=label_id)
    if label.approved_at or label.withdrawn_at:
        raise LabelStepError(
            f"The label {label.version} is no draft any more: its safety information "
            "stays as it is."
        )
    texts = {SafetyForm.SHORT: short.strip(), SafetyForm.FULL: full.strip()}
    for form, text in texts.items():
        if not text:
            raise SafetyMissingError(f"Enter the {form.label.lower()} safety text.")
    # The database fixes the words of a safety text: others make a new row.
    label.safety_texts.all().delete()
    SafetyText.objects.bulk_create(
        SafetyText(label=label, form=form, text=text, sha256=sha256(text))
        for form, text in texts.items()
    )
    hashes = {form.value: sha256(text) for form, text in texts.items()}
    recording.record("label.safety_stated", label, by=by, at=at, payload=hashes)
    return label
