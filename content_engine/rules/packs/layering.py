"""Puts packs on top of each other: a higher one may add and raise, never lower."""

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from content_engine.rules import words
from content_engine.rules.checks import CHECKS
from content_engine.rules.findings import Citation, Rule
from content_engine.rules.packs.reading import (
    FOLDER,
    PHRASES,
    PackDocument,
    PackFaultsError,
    read,
)
from content_engine.rules.phrases import LIST, Lists, compiled
from content_engine.vocabulary import Severity

WEIGHTS = {severity.value: place for place, severity in enumerate(Severity)}
LOOSENING = ("allowed", "unless")
EXAMPLES = ("violating", "passing", "traps")
Entry = dict[str, Any]


class NoRulePackError(LookupError):
    """No rules were written for a market; nothing can be checked there."""


@dataclass(frozen=True)
class RulePack:
    """The rules of one market; ``id`` is stored with every check."""

    id: str
    rules: tuple[Rule, ...]
    documents: tuple[PackDocument, ...] = ()


@functools.cache
def shipped() -> Mapping[str, PackDocument]:
    """The packs that come with the house, by id with version and by id alone.

    By id alone the one in force latest is found.
    """
    found: dict[str, PackDocument] = {}
    documents = [
        read(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(FOLDER.glob("*.yaml"))
    ]
    for document in sorted(documents, key=lambda one: one.content["effective_on"]):
        found[document.name] = found[document.id] = document
    return MappingProxyType(found)


def markets() -> tuple[str, ...]:
    """The markets that rules were written for: each has a file of its code."""
    return tuple(sorted(path.stem for path in FOLDER.glob("[A-Z][A-Z].yaml")))


MARKETS = markets()


def pack_for(
    market: str, house: tuple[str, ...] = (), version: str | None = None
) -> RulePack:
    """The rules of a market, with a company's own packs (as JSON) on top.

    Raises NoRulePackError for a market, or a version of it, without rules, and
    PackFaultsError where a company's pack does not fit on what lies below it.
    """
    name = f"{market}/{version}" if version else market
    if market not in MARKETS:
        raise NoRulePackError(
            f"There is no rule pack for the market {market}; "
            f"pieces can be checked for {', '.join(MARKETS)}."
        )
    if name not in shipped():
        raise NoRulePackError(f"There is no version {version} of the pack {market}.")
    return _pack_for(name, house)


def stacked(documents: Iterable[PackDocument]) -> tuple[tuple[Rule, ...], list[str]]:
    """The rules of packs on top of each other, and what does not fit, in sentences."""
    entries: dict[str, Entry] = {}
    lists: dict[str, tuple[str, ...]] = {}
    faults: list[str] = []
    for document in documents:
        lists |= document.lists
        faults.extend(_laid_on(entries, document))
    faults.extend(_missing_lists(entries, lists))
    if faults:
        return (), faults
    return tuple(_rule(entry, lists) for entry in entries.values()), []


def layers_of(document: PackDocument) -> tuple[PackDocument, ...]:
    """A shipped pack with all that lies below it, lowest first."""
    below = [shipped()[name] for name in document.layers]
    found = [one for layer in below for one in layers_of(layer)]
    return tuple(dict.fromkeys([*found, document]))


@functools.lru_cache(maxsize=64)
def _pack_for(name: str, house: tuple[str, ...]) -> RulePack:
    base = layers_of(shipped()[name])
    own = [
        document
        for text in house
        if (document := read(text, "the stored pack")).content.get("markets", [])
        and name.partition("/")[0] in document.content["markets"]
    ]
    rules, faults = stacked([*base, *own])
    if faults:
        raise PackFaultsError(tuple(faults))
    identity = "+".join([base[-1].id, *(document.id for document in own)])
    return RulePack(identity, rules, (*base, *own))


def _laid_on(entries: dict[str, Entry], document: PackDocument) -> Iterator[str]:
    """Lay one pack on the rules below; what does not fit is told and left out."""
    content = document.content
    for rule in content["rules"]:
        if rule["id"] in entries:
            yield (
                f"{document.id}: {rule['id']} stands in a pack below already: raise "
                "its severity or add phrases."
            )
        else:
            entries[rule["id"]] = {**rule, "words": dict(rule.get("words", {}))}
    for rule_id, severity in content.get("severities", {}).items():
        yield from _raised(entries, document.id, rule_id, severity)
    for rule_id, languages in content.get("phrases", {}).items():
        yield from _enlarged(entries, document.id, rule_id, languages)
    for rule_id, examples in content.get("examples", {}).items():
        yield from _exemplified(entries, document.id, rule_id, examples)


def _raised(
    entries: dict[str, Entry], pack: str, rule_id: str, severity: str
) -> Iterator[str]:
    if rule_id not in entries:
        yield f"{pack}: there is no rule {rule_id} to weigh."
        return
    entry = entries[rule_id]
    floor = entry.get("leave", {}).get("severity", entry["severity"])
    if WEIGHTS[severity] > max(WEIGHTS[floor], WEIGHTS[entry["severity"]]):
        yield (
            f"{pack}: {rule_id} may not fall to {severity}; a pack below weighs it "
            f"{entry['severity']}."
        )
        return
    entries[rule_id] = {**entry, "severity": severity}


def _enlarged(
    entries: dict[str, Entry],
    pack: str,
    rule_id: str,
    languages: Mapping[str, Mapping[str, Any]],
) -> Iterator[str]:
    """Add phrases to a rule: terms always, what lets pass only by its leave."""
    entry = entries.get(rule_id)
    if entry is None or not entry["words"]:
        yield f"{pack}: there is no rule {rule_id} of words to add phrases to."
        return
    for language, added in languages.items():
        loosening = [key for key in LOOSENING if added.get(key)]
        is_new = language not in entry["words"]
        if loosening and not is_new and not entry.get("leave", {}).get("phrases"):
            yield (
                f"{pack}: {rule_id} may be widened, not narrowed: take out "
                f"{' and '.join(loosening)}."
            )
            continue
        own = dict(added if is_new else entry["words"][language])
        for key in () if is_new else PHRASES:
            if added.get(key):
                own[key] = [*own.get(key, []), *added[key]]
        entry = {**entry, "words": {**entry["words"], language: own}}
    entries[rule_id] = entry


def _exemplified(
    entries: dict[str, Entry],
    pack: str,
    rule_id: str,
    examples: Mapping[str, list[Any]],
) -> Iterator[str]:
    """Add examples to a rule from below."""
    entry = entries.get(rule_id)
    if entry is None:
        yield f"{pack}: there is no rule {rule_id} to give examples of."
        return
    known = entry["examples"]
    both = {key: [*known.get(key, []), *examples.get(key, [])] for key in EXAMPLES}
    entries[rule_id] = {**entry, "examples": both}


def _missing_lists(entries: Mapping[str, Entry], lists: Lists) -> Iterator[str]:
    for entry in entries.values():
        for phrase in _phrases_of(entry):
            for name in LIST.findall(phrase):
                if name not in lists:
                    yield f"{entry['id']}: there is no list {name} for {phrase!r}."


def _phrases_of(entry: Entry) -> Iterator[str]:
    for own in entry["words"].values():
        for key in PHRASES:
            yield from own.get(key, ())


def _rule(entry: Entry, lists: Lists) -> Rule:
    looks = []
    if entry["words"]:
        looks.append(
            words.look(
                entry["message"],
                entry.get("suggestion", ""),
                {key: _words(own, lists) for key, own in entry["words"].items()},
                _limits(entry),
            )
        )
    if entry["id"] in CHECKS:
        looks.append(CHECKS[entry["id"]])
    return Rule(
        id=entry["id"],
        severity=Severity(entry["severity"]),
        sources=tuple(Citation(s["source"], s["cited"]) for s in entry["sources"]),
        looks=tuple(looks),
        title=entry["title"],
        kind=entry["kind"],
        stage=entry["stage"],
        message=entry["message"],
        examples={key: tuple(rows) for key, rows in entry["examples"].items()},
    )


def _words(own: Mapping[str, Any], lists: Lists) -> words.Words:
    return words.Words(
        terms=compiled(own.get("terms", ()), lists),
        allowed=compiled(own.get("allowed", ()), lists),
        near=compiled(own["near"], lists) if own.get("near") else None,
        window=own.get("window", 0),
        unless=compiled(own["unless"], lists) if own.get("unless") else None,
        reach=own.get("reach", 0),
    )


def _limits(entry: Entry) -> words.Limits:
    where = entry.get("where", {})
    return words.Limits(
        intents=frozenset(where.get("intents", ())),
        audiences=frozenset(where.get("audiences", ())),
        channels=frozenset(where.get("channels", ())),
        about_product=where.get("about_product", False),
        days_since_launch=where.get("days_since_launch"),
    )
