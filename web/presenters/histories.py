"""Ledger lines as sentences that name people, not sign-in names."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from knowledge_base.models import LedgerEntry
from web.presenters.verdicts import HIDDEN, name_of

SENTENCES: dict[str, str] = {
    "kit.loaded": "loaded the brand kit",
    "claim.drafted": "drafted this claim",
    "claim.approved": "approved this claim: {function}",
    "claim.suspended": "suspended this claim: {reason}",
    "claim.reconfirmed": "reconfirmed this claim: {reason}",
    "wording.signed": "signed it with the meaning {meaning}",
    "claim.withdrawn": "withdrew this claim: {reason}",
    "reference.retracted": "retracted a reference: {reason}",
    "reference.file_attached": "attached the document {name}",
    "reference.anchored": "placed the quote {anchor} on page {page}",
    "import.uploaded": "uploaded {name} to import it",
    "import.mapped": "chose what the columns of the file mean",
    "import.applied": "imported {name}: {created} created, {revised} revised",
    "copy.drafted": "drafted this copy",
    "copy.approved": "approved this copy: {function}",
    "copy.suspended": "suspended this copy: {reason}",
    "copy.reconfirmed": "reconfirmed this copy: {reason}",
    "copy.retired": "retired this copy: {reason}",
    "label.adopted": "adopted this label",
    "label.withdrawn": "withdrew this label: {reason}",
    "label.uploaded": "brought in the file {name}",
    "label.imported": "imported this label from a file",
    "label.safety_stated": "entered this label's safety information",
    "label.referenced": "made the reference {reference} for this label",
    "label.adoption_signed": "signed this label's adoption",
    "label.withdrawal_signed": "signed this label's withdrawal",
    "recall.signed": "signed the recall: {reason}",
    "release.recalled": (
        "stopped the release, because {claim}{reference}{copy} was withdrawn"
    ),
    "profiles.imported": "imported profiles of professionals",
    "brief.requested": "asked for variants",
    "family.generated": "had the variants composed and checked",
    "run.requested": "started the run again",
    "run.requeued": "gave the run to another worker, because one went silent",
    "run.failed": "ended the run: {reason}",
    "variant.edited": "edited version {from} into version {to}",
    "review.submitted": "sent version {version} to review, round {round}",
    "review.decided": "decided for {function}: {verdict}, {comment}",
    "review.cancelled": "took it back from review: {reason}",
    "review.certified": "certified the final form",
    "release.released": "released it",
    "release.suspended": "suspended the release: {reason}",
    "release.resumed": "resumed the release",
    "release.withdrawn": "withdrew the release: {reason}",
    "release.expired": "ended the release on its day",
    "release.superseded": "replaced the release by a newer one",
    "key.issued": "issued a key to the platform {name}",
    "key.revoked": "revoked the key of the platform {name}",
    "person.added": "added this person",
    "signature.refused": "tried to sign: {reason}",
}
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
    people = User.objects.filter(username__in=wanted)
    known = {person.get_username(): name_of(person) for person in people}
    return {name: known.get(name, name) for name in wanted}


def _plain(key: str, value: Any) -> str:
    text = str(value)
    return text.lower().replace("_", " ") if key in CODED else text
