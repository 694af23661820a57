"""Writes a label's lines into the ledger, and hashes what an adoption signs."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from knowledge_base import ledger
from knowledge_base.models import Label
from knowledge_base.wording.hashes import sha256

FACTS = (
    "market", "set_id", "version", "title", "labeler", "products", "source",
    "source_sha256", "indication", "population", "limitations_of_use",
    "contraindications", "boxed_warning", "dosing", "adverse_reactions",
)  # fmt: skip
LONGEST = 200  # what the ledger's column holds
SECTION_FACTS = ("ordinal", "code", "title", "text", "clauses", "tables")


def record(
    action: str,
    label: Label,
    *,
    by: User,
    at: datetime.datetime,
    payload: Mapping[str, Any],
) -> None:
    """One line about a label, in the transaction of its write."""
    ledger.record(
        action=action,
        subject=subject(label),
        by=by.get_username(),
        at=at,
        payload=dict(payload),
    )


def subject(label: Label) -> str:
    """How the ledger calls a label; imported ones by their set, as versions repeat."""
    place = f"{label.brand.slug}/{label.market}"
    names = filter(None, (place, label.set_id, label.version))
    return f"label:{'/'.join(names)}"[:LONGEST]


def content_sha256(label: Label) -> str:
    """The hash of all that a label says, safety texts too: what an adoption signs."""
    sections = label.sections.order_by("ordinal").values_list(*SECTION_FACTS)
    safety = label.safety_texts.order_by("form").values_list("form", "text")
    content = {
        "brand": label.brand.slug,
        "effective_on": label.effective_on.isoformat(),
        "facts": {name: getattr(label, name) for name in FACTS},
        "sections": [list(row) for row in sections],
        "safety": [list(row) for row in safety],
    }
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False))
