"""Tables that people hand in, as numbered rows: the door of this room."""

from knowledge_base.sheets.reading import read, rows
from knowledge_base.sheets.sources import (
    CellFault,
    FileUnreadableError,
    Row,
    Sheet,
    Source,
)

__all__ = [
    "CellFault",
    "FileUnreadableError",
    "Row",
    "Sheet",
    "Source",
    "read",
    "rows",
]
