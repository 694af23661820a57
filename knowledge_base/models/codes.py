"""A set of short codes in one column, searchable alike on SQLite and PostgreSQL."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan


class CodesField(models.TextField[Any, tuple[str, ...]]):
    """Holds codes such as markets or channels as ``|GB|US|``; empty means open to all.

    JSON containment does not exist on SQLite, and a join table for each of a claim's
    five limits would make every eligibility question a five-way join.
    """

    # What type checkers may assign: any collection of codes.
    _pyi_private_set_type: Any

    def from_db_value(self, value: str | None, *_: Any) -> tuple[str, ...]:
        """Read the stored text back as a tuple of codes."""
        return tuple(value.strip("|").split("|")) if value else ()

    def to_python(self, value: Any) -> Any:
        """Accept stored text or any collection of codes."""
        if isinstance(value, str):
            return tuple(value.strip("|").split("|")) if value else ()
        return tuple(value or ())

    def get_prep_value(self, value: Any) -> str:
        """Store sorted codes between bars, so that equal sets are equal text."""
        if isinstance(value, str):
            return value
        codes = sorted(set(value or ()))
        return f"|{'|'.join(codes)}|" if codes else ""

    def value_to_string(self, obj: models.Model) -> str:
        """Serialise as stored."""
        return self.get_prep_value(self.value_from_object(obj))


def open_to(**codes: str) -> models.Q:
    """Rows whose named code columns hold the code or are open to all."""
    condition = models.Q()
    for field, code in codes.items():
        condition &= models.Q(**{field: ""}) | holding(field, [code])
    return condition


def holding(field: str, codes: Iterable[str]) -> models.Q:
    """Rows whose code column names at least one of these codes."""
    condition = models.Q(pk__in=[])
    for code in codes:
        # Not LIKE, which takes "us" for "US" on SQLite.
        place = StrIndex(models.F(field), models.Value(f"|{code}|"))
        if "|" not in code:
            condition |= models.Q(GreaterThan(place, 0))
    return condition
