"""Tells every fault of a refused file, and ends the command."""

import json
from collections.abc import Sequence
from typing import NoReturn

from django.core.management.base import BaseCommand, CommandError


def refuse(
    command: BaseCommand,
    source: str,
    faults: Sequence[str],
    *,
    deed: str = "imported",
    as_json: bool = False,
) -> NoReturn:
    """One line for each fault; ``deed`` is what was not done with the file.

    Raises CommandError.
    """
    if as_json:
        command.stdout.write(json.dumps({"refused": faults}))
    for fault in faults:
        command.stderr.write(fault)
    number = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    raise CommandError(f"{source} has {number}; nothing was {deed}.")
