"""Counts claims by every filter of the list: how many each choice would show."""

import datetime
import functools
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Max, QuerySet, Value, When

from content_engine.channels.catalogue import CHANNELS
from content_engine.vocabulary import Audience
from knowledge_base.models import ClaimState, ClaimVersion, IndexChange
from knowledge_base.models.claims import ClaimVersionQuerySet
from web.presenters.titles import (
    AUDIENCE_TITLES,
    channel_title,
    market_title,
    words_title,
)

Pairs = Sequence[tuple[str, str]]
Wishes = Mapping[str, str]
Combination = dict[str, Any]

CODES = {
    "market": "market_codes",
    "channel": "channels",
    "audience": "audiences",
    "theme": "themes",
    "indication": "indications",
}
USABLE, ALL = "usable", "all"
STATES = {
    USABLE: "May be used",
    ALL: "All, with the reason where not",
    "EXPIRED": "Expired",
    "PENDING": "Not yet valid",
    "FALLEN": "Its reference fell away",
    "SUSPENDED": "Suspended",
    "WITHDRAWN": "Withdrawn",
    "SUPERSEDED": "Replaced by a newer revision",
    "DRAFT": "Drafts",
}
WARNED = {"7": 7, "30": 30, "60": 60, "90": 90}
FACETS = ("brand", *CODES, "kind", "state", "ends")
EVERYWHERE = ""  # counted for a claim that names no code
# A claim that names none of these is open to every one of them.
EVERY = {
    "channel": [channel.value for channel in CHANNELS],
    "audience": [audience.value for audience in Audience],
}


@dataclass(frozen=True)
class Facets:
    """The choices of every filter with their counts, and what is chosen.

    ``wishes`` are the wishes without those that no claim could meet.
    """

    choices: Mapping[str, Pairs]
    wishes: dict[str, str]
    total: int


def standing(
    rows: ClaimVersionQuerySet, state: str, day: datetime.date
) -> ClaimVersionQuerySet:
    """The revisions that stand so on that day; ``state`` is one of STATES."""
    if state == ALL:
        return rows
    if state == USABLE:
        return rows.valid_on(day)
    if state in ClaimState.values:
        return rows.filter(state=state)
    approved = rows.filter(state=ClaimState.APPROVED)
    if state == "PENDING":
        return approved.filter(valid_from__gt=day)
    begun = approved.exclude(valid_from__gt=day)
    if state == "EXPIRED":
        return begun.filter(expires_on__lte=day)
    usable = ClaimVersion.objects.valid_on(day).values("pk")
    return begun.exclude(expires_on__lte=day).exclude(pk__in=usable)


def ending(
    rows: ClaimVersionQuerySet, days: int, day: datetime.date
) -> ClaimVersionQuerySet:
    """The approved revisions that end within so many days."""
    last = day + datetime.timedelta(days=days)
    approved = rows.filter(state=ClaimState.APPROVED)
    return approved.filter(expires_on__gt=day, expires_on__lte=last)


def counted(day: datetime.date) -> list[Combination]:
    """All claims by combinations; kept until a claim changes."""
    changed = IndexChange.objects.order_by("-pk").values_list("pk", "nonce").first()
    drafts = ClaimVersion.objects.filter(state=ClaimState.DRAFT)
    newest = drafts.aggregate(n=Count("pk"), newest=Max("pk"))
    return _counted_once((changed, *newest.values()), day)


@functools.lru_cache(maxsize=4)
def _counted_once(_: Hashable, day: datetime.date) -> list[Combination]:
    return combinations(ClaimVersion.objects.all(), day)


def combinations(rows: QuerySet[ClaimVersion], day: datetime.date) -> list[Combination]:
    """How many claims have the same brand, kind, codes, state and end; one query."""
    found = rows.annotate(
        standing=_standing(day),
        ending=_ending(day),
        brand=F("claim__brand__slug"),
        brand_name=F("claim__brand__name"),
        kind=F("claim__kind"),
    )
    columns = ("brand", "brand_name", "kind", "standing", "ending", *CODES.values())
    return list(found.order_by().values(*columns).annotate(n=Count("pk")))


def facets(found: Sequence[Combination], wishes: Wishes) -> Facets:
    """What each filter offers among what the other filters leave."""
    known = _met(wishes, found)
    tallies: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    total = 0
    for combination in found:
        failed = [name for name in FACETS if not _fits(name, combination, known)]
        total += 0 if failed else combination["n"]
        if len(failed) <= 1:
            _count(tallies, failed or FACETS, combination)
    brands: dict[str, str] = {one["brand"]: one["brand_name"] for one in found}
    titles = {**TITLES, "brand": lambda slug: str(brands.get(slug, slug))}
    choices = {
        name: _choices(name, _counted(name, tallies[name]), known[name], titles[name])
        for name in FACETS
    }
    return Facets(choices, known, total)


def _standing(day: datetime.date) -> Case:
    usable = ClaimVersion.objects.valid_on(day).values("pk")
    return Case(
        *(
            When(state=state, then=Value(state.value))
            for state in ClaimState
            if state != ClaimState.APPROVED
        ),
        When(valid_from__gt=day, then=Value("PENDING")),
        When(expires_on__lte=day, then=Value("EXPIRED")),
        When(pk__in=usable, then=Value(USABLE)),
        default=Value("FALLEN"),
    )


def _ending(day: datetime.date) -> Case:
    whens = [
        When(
            state=ClaimState.APPROVED,
            expires_on__gt=day,
            expires_on__lte=day + datetime.timedelta(days=days),
            then=Value(days),
        )
        for days in WARNED.values()
    ]
    return Case(*whens, default=Value(0))


def _met(wishes: Wishes, combinations: Iterable[Combination]) -> dict[str, str]:
    """The wishes that some claim meets; all others count as not made."""
    met = {name: set(EVERY.get(name, ())) for name in FACETS}
    met["state"] |= set(STATES)
    met["ends"] |= set(WARNED)
    for combination in combinations:
        for name in FACETS:
            met[name].update(_values(name, combination))
    return {name: wishes[name] if wishes[name] in met[name] else "" for name in FACETS}


def _count(
    tallies: Mapping[str, Counter[str]], names: Iterable[str], combination: Combination
) -> None:
    for name in names:
        if name in CODES and not combination[CODES[name]]:
            tallies[name][EVERYWHERE] += combination["n"]
        for value in _values(name, combination):
            tallies[name][value] += combination["n"]


def _counted(name: str, tally: Counter[str]) -> dict[str, int]:
    """Choice by choice, with those claims that are open to every one of them."""
    everywhere = tally.pop(EVERYWHERE, 0)
    known = {*tally, *(EVERY.get(name, ()) if everywhere else ())}
    return {value: tally[value] + everywhere for value in known}


def _values(name: str, combination: Combination) -> Sequence[str]:
    """The choices of a filter that would show the combination by name."""
    if name == "state":
        return (combination["standing"], ALL)
    if name == "ends":
        within = combination["ending"]
        return [key for key, days in WARNED.items() if within and within <= days]
    if name in CODES:
        codes: tuple[str, ...] = combination[CODES[name]]
        return codes
    return (combination[name],)


def _fits(name: str, combination: Combination, wishes: Wishes) -> bool:
    asked = wishes[name] or (USABLE if name == "state" else "")
    is_open = name in CODES and not combination[CODES[name]]
    return not asked or is_open or asked in _values(name, combination)


def _choices(
    name: str, counted: Mapping[str, int], chosen: str, title: Callable[[str], str]
) -> Pairs:
    chosen = chosen or (USABLE if name == "state" else "")
    known = {**dict.fromkeys([chosen] if chosen else [], 0), **counted}
    order = ORDERS.get(name) or sorted(known, key=title)
    pairs = [(v, f"{title(v)} ({known[v]})") for v in order if v in known]
    return pairs if name == "state" else [("", "Any"), *pairs]


TITLES: Mapping[str, Callable[[str], str]] = {
    "market": market_title,
    "channel": channel_title,
    "audience": lambda code: AUDIENCE_TITLES.get(code, code),
    "theme": words_title,
    "indication": words_title,
    "kind": words_title,
    "state": lambda state: STATES.get(state, state),
    "ends": lambda days: f"Within {days} days",
}
ORDERS: Mapping[str, Sequence[str]] = {
    "state": tuple(STATES),
    "ends": tuple(WARNED),
    "channel": EVERY["channel"],
}
