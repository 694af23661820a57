"""The columns in which claims and text blocks are handed in and taken away."""

from knowledge_base.exchange.block_columns import BLOCKS
from knowledge_base.exchange.claim_columns import CLAIMS
from knowledge_base.exchange.column_forms import Column, Form
from knowledge_base.models import BatchKind

TABLES = {BatchKind.CLAIMS: CLAIMS, BatchKind.BLOCKS: BLOCKS}


def of(kind: str) -> dict[str, Column]:
    """The columns of claims or of text blocks by name, in their order."""
    return {column.name: column for column in TABLES[BatchKind(kind)]}


def read_of(kind: str) -> dict[str, Column]:
    """The columns that an import reads."""
    return {n: column for n, column in of(kind).items() if column.form != Form.SHOWN}
