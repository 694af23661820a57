"""The columns in which claims and text blocks are handed in and taken away."""

from importlib import resources
from typing import Any

import yaml

from knowledge_base.exchange.column_forms import Column, Form
from knowledge_base.models import BatchKind

STATED: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    resources.files(__package__).joinpath("columns.yaml").read_text("utf-8")
)


def _column(stated: dict[str, Any]) -> Column:
    form = Form[stated.get("form", "words").upper()]
    synonyms = tuple(stated.get("synonyms", ()))
    return Column(**{**stated, "form": form, "synonyms": synonyms})


TABLES = {
    kind: tuple(_column(stated) for stated in STATED[kind.lower()])
    for kind in (BatchKind.CLAIMS, BatchKind.BLOCKS)
}


def of(kind: str) -> dict[str, Column]:
    """The columns of claims or of text blocks by name, in their order."""
    return {column.name: column for column in TABLES[BatchKind(kind)]}


def read_of(kind: str) -> dict[str, Column]:
    """The columns that an import reads."""
    return {n: column for n, column in of(kind).items() if column.form != Form.SHOWN}
