"""Ledger lines as sentences that name people, not sign-in names."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import User

from knowledge_base.models import LedgerEntry
from web.presenters.verdicts import HIDDEN, name_of

SENTENCES: dict[str, str] = yaml.safe_load(
    Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
)
"""What each action says after the person's name; braces take from the payload."""

CODED = frozenset({"function", "verdict", "state", "meaning"})
"""Payload keys whose values are codes: written in small words."""


@dataclass(frozen=True)
class HistoryRow:
    """Who did what, and when."""

    sequence: int
    at: datetime.datetime
    who: str
    did: str
    action: str


def history_rows(
    entries: Iterable[LedgerEntry], *, withheld: frozenset[int] = frozenset()
) -> tuple[HistoryRow, ...]:
    """The entries as sentences, in the order given; one query for all the names.

    ``withheld`` are the numbers of lines whose verdict the reader must not see yet.
    """
    entries = tuple(entries)
    names = full_names(entry.by for entry in entries)
    return tuple(
        HistoryRow(
            sequence=entry.sequence,
            at=entry.at,
            who=names[entry.by],
            did=HIDDEN
            if entry.sequence in withheld
            else sentence(entry.action, json.loads(entry.payload)),
            action=entry.action,
        )
        for entry in entries
    )


def sentence(action: str, payload: dict[str, Any]) -> str:
    """What was done, in words; an action without a sentence is named as it is."""
    words = SENTENCES.get(action, action.replace(".", ": ").replace("_", " "))
    values = {key: _plain(key, value) for key, value in payload.items()}
    return words.format_map(defaultdict(str, values)).rstrip(": ,")


def full_names(usernames: Iterable[str]) -> dict[str, str]:
    """Full names by sign-in name; what is no person keeps its own name."""
    wanted = set(usernames)
    people = User.objects.filter(username__in=wanted - {""})
    known = {person.get_username(): name_of(person) for person in people}
    return {name: known.get(name, name) for name in wanted}


def _plain(key: str, value: Any) -> str:
    text = str(value)
    return text.lower().replace("_", " ") if key in CODED else text
