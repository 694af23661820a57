"""The language in which packs write forbidden and allowed phrases, made into patterns.

``safe`` is that word alone, ``guarantee*`` any word that begins so, ``(only|just)`` one
of several, ``(the )?best`` may lack its article, ``#`` a number, ``...`` up to four
words, ``{reactions}`` one of a list of the pack. A space also stands for a hyphen.
Everything has a bound, so no phrase can make a search slow.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content_engine.rules.surfaces import folding
from knowledge_base.wording.remembering import remembered

LONGEST = 300
LEAD = 4
MARKS = re.compile(r"\.\.\.|[()|?*#{} ]|[^()|?*#{} ]")
WORD = re.compile(r"[^\W_]+")
LIST = re.compile(r"\{([a-z_]{1,40})\}")
DANGLING = re.compile(r"^\?|[(|?]\?|[{}]")
PATTERNS = {
    "...": r"(?:[\s,/-]{1,3}[^\s,/-]{1,40}(?:[,/-][^\s,/-]{1,40})?){0,4}[\s,/-]{1,3}",
    "(": "(?:",
    ")": ")",
    "|": "|",
    "?": "?",
    "*": r"\w{0,20}",
    "#": r"(?:\d{1,7}(?:[.,]\d{1,4}){0,2}|\.\d{1,4})",
    " ": r"(?:[\s-]{1,3})",
}
EDGE_BEFORE = r"(?:(?<!\w)|(?!\w))"  # where a word could begin, or none does
EDGE_AFTER = r"(?:(?!\w)|(?<!\w))"
Lists = Mapping[str, tuple[str, ...]]


class PhraseFaultError(ValueError):
    """A phrase of a pack cannot be read; the sentence says why."""


@dataclass(frozen=True)
class Phrases:
    """Phrases as patterns by how they may begin, compiled when first asked for.

    A lead is the first letters of a phrase's first word, with a space after a short
    word that is whole, ``#`` for a number, and empty where a phrase may begin anyhow.
    """

    by_lead: Mapping[str, str]

    @functools.cached_property
    def leads(self) -> frozenset[str]:
        """The ways in which what is found may begin."""
        return frozenset(self.by_lead)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a phrase stands in a folded text: the longest at each word."""
        if "" in self.by_lead:
            yield from (hit.span() for hit in self._pattern("").finditer(text))
        reached = 0
        for start, leads in starts(text):
            if start >= reached and not leads.isdisjoint(self.leads):
                reached = self._end(text, start, leads)
                if reached > start:
                    yield start, reached

    def stand_in(self, text: str) -> bool:
        """Whether any of them stands in a folded text."""
        return any(True for _ in self.spans(text))

    def taken_out(self, text: str) -> str:
        """The text with every one of them blank."""
        letters = list(text)
        for start, end in self.spans(text):
            letters[start:end] = " " * (end - start)
        return "".join(letters)

    def _end(self, text: str, start: int, leads: frozenset[str]) -> int:
        """Where the longest phrase ends that begins at a word; its start if none."""
        hits = (self._pattern(lead).match(text, start) for lead in leads & self.leads)
        return max((hit.end() for hit in hits if hit), default=start)

    @functools.cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}

    def _pattern(self, lead: str) -> re.Pattern[str]:
        if lead not in self._compiled:
            self._compiled[lead] = re.compile(self.by_lead[lead])
        return self._compiled[lead]


@remembered(2048)
def starts(text: str) -> tuple[tuple[int, frozenset[str]], ...]:
    """Every word of a folded text: where it starts, and the leads that fit it."""
    return tuple(
        (word.start(), _leads_of(word.group()[:LEAD])) for word in WORD.finditer(text)
    )


@functools.lru_cache(maxsize=4096)
def _leads_of(first: str) -> frozenset[str]:
    """The leads that fit a word of these first letters."""
    if first[0].isdigit():
        return frozenset({"#"})
    whole = {first + " "} if len(first) < LEAD else set()
    return frozenset({first[:n] for n in range(1, len(first) + 1)} | whole)


def compiled(phrases: Iterable[str], lists: Lists) -> Phrases:
    """All phrases, by how they begin, longest first. Raises PhraseFaultError."""
    full = {expanded(folding.folded(phrase), lists) for phrase in phrases}
    by_lead: dict[str, list[str]] = defaultdict(list)
    for phrase in sorted(full, key=lambda phrase: (-len(phrase), phrase)):
        pattern = _pattern(phrase)
        for lead in dict.fromkeys(_leads(phrase)):
            by_lead[lead].append(pattern)
    return Phrases({lead: "|".join(found) for lead, found in by_lead.items()})


def fault(phrase: str, lists: Lists) -> str:
    """Why a phrase cannot be read; empty if it can."""
    try:
        compiled([phrase], lists)
    except PhraseFaultError as error:
        return str(error)
    return ""


def expanded(phrase: str, lists: Lists) -> str:
    """A phrase with its lists written out."""
    for name in LIST.findall(phrase):
        if name not in lists:
            raise PhraseFaultError(f"There is no list {name} for {phrase!r}.")
        words = "|".join(folding.folded(word) for word in lists[name])
        phrase = phrase.replace(f"{{{name}}}", f"({words})")
    return phrase


def _pattern(phrase: str) -> str:
    """One phrase as a pattern that starts and ends with a word."""
    if not phrase.strip() or len(LIST.sub("", phrase)) > LONGEST * 20:
        raise PhraseFaultError(f"A phrase has 1 to {LONGEST} characters: {phrase!r}.")
    marks = MARKS.findall(phrase)
    body = "".join(
        PATTERNS.get(mark, re.escape(mark)) for mark in _without_doubled_space(marks)
    )
    if not _is_balanced(phrase) or DANGLING.search(phrase):
        raise PhraseFaultError(f"The brackets and signs of {phrase!r} do not match.")
    return f"{EDGE_BEFORE}(?:{body}){EDGE_AFTER}"


def _is_balanced(phrase: str) -> bool:
    """Whether every bracket that opens closes, and none closes before it opens."""
    depth = 0
    for letter in phrase:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


def _without_doubled_space(marks: list[str]) -> Iterator[str]:
    """A gap holds its own space: those written around it would be asked for twice."""
    for place, mark in enumerate(marks):
        beside = {*marks[max(0, place - 1) : place], *marks[place + 1 : place + 2]}
        if mark != " " or "..." not in beside:
            yield mark


def _leads(phrase: str) -> Iterator[str]:
    """How the first word of what a phrase finds begins: at most a few letters.

    An empty lead says that it may begin anyhow.
    """
    for opening in _openings(phrase):
        letters = re.match(r"[^\W_]*", opening)
        word = letters.group() if letters else ""
        if opening[:1] == "#" or word[:1].isdigit():
            yield "#"
        elif opening[len(word) : len(word) + 1] == "?":
            yield word[: max(0, len(word) - 1)][:LEAD]
        elif len(word) < LEAD and opening[len(word) : len(word) + 1] in {"", " "}:
            yield f"{word} " if word else ""
        else:
            yield word[:LEAD]


def _openings(phrase: str) -> Iterator[str]:
    """The phrase once for each way in which it may open."""
    if not phrase.startswith("("):
        yield phrase
        return
    close = _closing(phrase)
    rest = phrase[close + 1 :]
    for choice in _choices(phrase[1:close]):
        yield from _openings(choice + rest.removeprefix("?"))
    if rest.startswith("?"):
        yield from _openings(rest[1:].lstrip())


def _closing(phrase: str) -> int:
    """Where the bracket that opens a phrase closes."""
    depth = 0
    for place, letter in enumerate(phrase):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return place
    raise PhraseFaultError(f"The brackets of {phrase!r} do not match.")


def _choices(inner: str) -> Iterator[str]:
    """The alternatives of a bracket at its own depth."""
    depth, start = 0, 0
    for place, letter in enumerate(inner):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and depth == 0:
            yield inner[start:place]
            start = place + 1
    yield inner[start:]
