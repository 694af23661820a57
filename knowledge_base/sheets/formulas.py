"""Tells cells that a spreadsheet program would run, and writes text so that none is."""

import re

STARTS = ("=", "@", "\t", "\r")
RUNS = re.compile(r"'*\s*[=+\-@\t\r]")
GUARDED = re.compile(r"'+\s*[=+\-@\t\r]")


def is_formula(cell: str) -> bool:
    """Whether a cell of plain text would be run rather than shown."""
    if cell.startswith(STARTS) or cell.lstrip().startswith(STARTS):
        return True
    return cell.startswith(("+", "-")) and not cell[1:].replace(".", "", 1).isdigit()


def guarded(cell: str) -> str:
    """The text with an apostrophe before it where a program could run it."""
    return f"'{cell}" if RUNS.match(cell) else cell


def unguarded(cell: str) -> str:
    """The text that ``guarded`` was given."""
    return cell[1:] if GUARDED.match(cell) else cell
