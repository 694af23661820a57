"""The ledger for people: lines as sentences, in pages, and as files."""

import csv
import datetime
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from django.urls import reverse

from knowledge_base import ledger
from knowledge_base.models import LedgerEntry
from knowledge_base.sheets.formulas import guarded
from review.models import Release
from web.presenters import histories, verdicts

LINES = 50
CHUNK = 500
COLUMNS = ("sequence", "at", "by", "action", "subject", "payload", "previous_hash")
PAGES = {"family": "marketing:family", "variant": "marketing:variant"}
UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Line:
    """One thing that happened, told in a sentence."""

    sequence: int
    at: datetime.datetime
    who: str
    did: str
    action: str
    subject: str
    href: str
    hash: str

    @property
    def short_hash(self) -> str:
        """Enough of the hash to compare by eye."""
        return self.hash[:12]


@dataclass(frozen=True)
class LedgerPage:
    """Some lines, newest first; ``older`` is the query of the next page, if any."""

    lines: tuple[Line, ...]
    older: str
    newest: str
    is_first: bool
    filters: str


def entries_for(wishes: dict[str, Any]) -> QuerySet[LedgerEntry]:
    """The lines that a person asked for, newest first."""
    entries = LedgerEntry.objects.order_by("-sequence")
    if wishes.get("subject"):
        entries = entries.filter(subject__icontains=wishes["subject"])
    if wishes.get("action"):
        entries = entries.filter(action__icontains=wishes["action"])
    if wishes.get("person"):
        entries = entries.filter(_by(wishes["person"]))
    if wishes.get("since"):
        entries = entries.filter(at__gte=_midnight(wishes["since"]))
    if wishes.get("until"):
        after = wishes["until"] + datetime.timedelta(days=1)
        entries = entries.filter(at__lt=_midnight(after))
    return entries


def page(user: User | AnonymousUser, wishes: dict[str, Any]) -> LedgerPage:
    """One page of the ledger as this person may see it."""
    entries, before = entries_for(wishes), wishes.get("before")
    if before:
        entries = entries.filter(sequence__lt=before)
    found = list(entries[: LINES + 1])
    shown = found[:LINES]
    filters = {k: str(v) for k, v in wishes.items() if v and k != "before"}
    older = {**filters, "before": str(shown[-1].sequence)} if shown else {}
    return LedgerPage(
        lines=tuple(_lines(user, shown)),
        older=f"?{urlencode(older)}" if len(found) > LINES else "",
        newest=f"?{urlencode(filters)}",
        is_first=not before,
        filters=urlencode(filters),
    )


def verification() -> tuple[bool, str]:
    """Whether the chain holds, and the sentence that says so."""
    broken = ledger.first_broken_entry()
    if broken:
        return False, f"The chain breaks at entry {broken.sequence}: {broken.reason}."
    count, tip = ledger.tip()
    return True, f"The chain holds: {count} entries, the last hash is {tip}."


def as_csv(user: User | AnonymousUser, wishes: dict[str, Any]) -> Iterator[str]:
    """The lines as a spreadsheet file, row by row; no cell starts a formula."""
    writer = csv.writer(_Echo())
    yield writer.writerow([*COLUMNS, "hash"])
    for row in _records(user, wishes):
        yield writer.writerow([guarded(str(value)) for value in row.values()])


def as_json(user: User | AnonymousUser, wishes: dict[str, Any]) -> Iterator[str]:
    """The lines as one JSON object, piece by piece."""
    count, tip = ledger.tip()
    yield f'{{"length": {count}, "tip": {json.dumps(tip)}, "entries": ['
    separator = "\n"
    for row in _records(user, wishes):
        yield separator + json.dumps(row, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


class _Echo:
    """A file whose write hands the row back."""

    def write(self, row: str) -> str:
        return row


def _records(
    user: User | AnonymousUser, wishes: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Each line with the columns that its hash is taken over, in chunks."""
    rows = entries_for(wishes).iterator(chunk_size=CHUNK)
    while chunk := list(itertools.islice(rows, CHUNK)):
        hidden = verdicts.withheld(user, chunk)
        for entry in chunk:
            yield _record(entry, hidden=entry.sequence in hidden)


def _record(entry: LedgerEntry, *, hidden: bool) -> dict[str, Any]:
    at = entry.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    values = {name: getattr(entry, name) for name in (*COLUMNS, "hash")}
    return values | {"at": at} | ({"payload": verdicts.HIDDEN} if hidden else {})


def _lines(
    user: User | AnonymousUser, entries: Sequence[LedgerEntry]
) -> Iterator[Line]:
    links, hidden = _links(entries), verdicts.withheld(user, entries)
    rows = histories.history_rows(entries, withheld=hidden)
    for entry, row in zip(entries, rows, strict=True):
        yield Line(
            sequence=entry.sequence,
            at=entry.at,
            who=row.who,
            did=row.did,
            action=entry.action,
            subject=entry.subject.replace(":", " ", 1),
            href=links.get(entry.subject, ""),
            hash=entry.hash,
        )


def _links(entries: Iterable[LedgerEntry]) -> dict[str, str]:
    """Where each subject that has a page can be looked at; one query for releases."""
    subjects = {entry.subject for entry in entries}
    keys = [s.partition(":")[2] for s in subjects if s.startswith("release:")]
    uids = Release.objects.filter(code__in=keys).values_list("code", "uid")
    links = {
        f"release:{code}": reverse("releasing:asset", args=[uid]) for code, uid in uids
    }
    return {subject: _link(subject) for subject in subjects} | links


def _link(subject: str) -> str:
    noun, _, key = subject.partition(":")
    if noun == "review" and key.isdigit():
        return reverse("reviewing:detail", args=[key])
    if noun == "claim" and key.count("/") == 1:
        return reverse("knowledge:claim", args=key.partition("@")[0].split("/"))
    if noun in PAGES and UID.fullmatch(key):
        return reverse(PAGES[noun], args=[key])
    return ""


def _by(words: str) -> Q:
    """Lines by a person, found by any of their names, or by a service."""
    people = User.objects.all()
    for word in words.split():
        people = people.filter(
            Q(username__icontains=word)
            | Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
        )
    return Q(by__icontains=words) | Q(by__in=people.values("username"))


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min, datetime.UTC)
