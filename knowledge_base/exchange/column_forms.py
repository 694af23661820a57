"""What a column of a file is, and the forms in which cells are written."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How a cell is read and written."""

    WORDS = "words"
    TEXTS = "several texts, with | between them"
    CODES = "several names, with | or ; between them"
    DAY = "a day such as 2026-03-01 or 1 Mar 2026"
    RECORDS = "a JSON list"
    RECORD = "a JSON object"
    PLACES = "one entry for each reference, with | between them"
    SHOWN = "written on export, not read on import"


@dataclass(frozen=True)
class Column:
    """One column: its name in files, its title for people, and what it means."""

    name: str
    title: str
    meaning: str
    form: Form = Form.WORDS
    is_required: bool = False
    synonyms: tuple[str, ...] = ()
