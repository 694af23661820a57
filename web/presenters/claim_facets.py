"""Counts claims by every filter of the list: how many each choice would show."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, QuerySet, Value, When

from content_engine.channels.catalogue import CHANNELS
from content_engine.vocabulary import Audience
from knowledge_base.models import ClaimState, ClaimVersion
from web.presenters.briefs import (
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


def with_standing(
    rows: QuerySet[ClaimVersion], day: datetime.date
) -> QuerySet[ClaimVersion]:
    """The revisions with ``standing``, a state of the list, and ``ending``, days."""
    return rows.annotate(standing=_standing(day), ending=_ending(day))


def facets(rows: QuerySet[ClaimVersion], wishes: Wishes, day: datetime.date) -> Facets:
    """What each filter offers among what the other filters leave.

    One query, whatever the number of claims: they are counted by combinations.
    """
    combinations = _combinations(rows, day)
    known = _met(wishes, combinations)
    tallies: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    total = 0
    for combination in combinations:
        failed = [name for name in FACETS if not _fits(name, combination, known)]
        total += 0 if failed else combination["n"]
        if len(failed) <= 1:
            _count(tallies, failed or FACETS, combination)
    brands = {one["brand"]: one["brand_name"] for one in combinations}
    titles = TITLES | {"brand": lambda slug: brands.get(slug, slug)}
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


def _combinations(
    rows: QuerySet[ClaimVersion], day: datetime.date
) -> list[Combination]:
    """How many claims have the same brand, kind, codes, state and end."""
    found = with_standing(rows, day).annotate(
        brand=F("claim__brand__slug"),
        brand_name=F("claim__brand__name"),
        kind=F("claim__kind"),
    )
    columns = ("brand", "brand_name", "kind", "standing", "ending", *CODES.values())
    return list(found.order_by().values(*columns).annotate(n=Count("pk")))


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
