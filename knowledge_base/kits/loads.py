"""What one load carries along: who, when, whether approved, counts and faults."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from knowledge_base.kits.counting import Counts, Effect


@dataclass
class Load:
    """One load while it runs."""

    by: User
    at: datetime.datetime
    approve: bool
    has_approved_claims: bool
    counts: Counts = field(default_factory=Counts)
    faults: list[str] = field(default_factory=list)

    def approval(self) -> dict[str, Any]:
        """The columns of an approval, empty for a draft."""
        if not self.approve:
            return {"approved_by": "", "approved_at": None}
        return {"approved_by": self.by.get_username(), "approved_at": self.at}

    def refuse_unapproved(self, effect: Effect, what: str) -> None:
        """Note a fault if this change would reach approved claims unapproved."""
        if effect != "unchanged" and self.has_approved_claims and not self.approve:
            self.faults.append(
                f"{what} would change under claims that are approved: load the kit "
                "with an approval."
            )


def differs(row: Model, columns: dict[str, Any]) -> bool:
    """Whether a stored row holds something else in one of these columns."""
    return any(getattr(row, name) != value for name, value in columns.items())


def bring(row: Model, columns: dict[str, Any]) -> Effect:
    """Make a row hold these columns, and say what that took."""
    if row.pk and not differs(row, columns):
        return "unchanged"
    effect: Effect = "changed" if row.pk else "created"
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    return effect
