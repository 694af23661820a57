"""A wording as it is compared: its content tokens with names and zones."""

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from content_engine.fidelity.comparing import (
    definitions,
    facets,
    lists,
    texts,
    tokens,
    vocabulary,
)
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from knowledge_base.wording.normalise import Normalised

PERMITTED = frozenset(lists.words("names.permitted"))
ARM = re.compile(r"[A-Z]|\d{1,2}|I{1,3}")
LONGEST_NAME_IN_CAPITALS = 6


@dataclass(frozen=True)
class Wording:
    """A wording with every token, and those that carry meaning."""

    text: str
    prepared: Normalised
    tokens: tuple[Token, ...]
    content: tuple[Token, ...]

    @property
    def plain(self) -> str:
        """The prepared words."""
        return self.prepared.text

    @property
    def keys(self) -> tuple[object, ...]:
        """The keys of the content."""
        return tuple(token.key for token in self.content)


@functools.lru_cache(maxsize=4096)
def read(text: str) -> Wording:
    """The wording of a text; equal texts are read once."""
    plain = texts.prepared(text)
    every = tokens.read(plain.text)
    _name(every)
    facets.mark(every)
    content = tuple(_without_repeated(_meaning(every)))
    return Wording(text, plain, every, content)


def _meaning(every: tuple[Token, ...]) -> Iterator[Token]:
    """What carries meaning; the boundary word of a time is told by the figure."""
    again = definitions.repeated(every)
    for place, (token, after) in enumerate(itertools.zip_longest(every, every[1:])):
        if place in again:
            continue
        figure = after.quantity if after is not None else None
        is_bound = (
            token.word in vocabulary.PLACING and figure is not None and figure.label
        )
        if not token.is_function and not is_bound:
            yield token


def _name(every: tuple[Token, ...]) -> None:
    """Mark words that look like names of products, and what merely permits."""
    names = [n for n in range(len(every)) if _is_name(every, n) or _is_arm(every, n)]
    for place in range(len(every)):
        if place not in names and _permits(every, place):
            every[place].key, every[place].kind = vocabulary.PERMITTED, Kind.NONE
    for place in names:
        every[place].kind |= Kind.NAME


def _is_arm(every: tuple[Token, ...], place: int) -> bool:
    """``arm A``, ``cohort 2``."""
    before = every[place - 1].word if place else ""
    return before in vocabulary.GROUPS and ARM.fullmatch(every[place].text) is not None


def _permits(every: tuple[Token, ...], place: int) -> bool:
    """``may enrol`` allows; it does not doubt."""
    if every[place].word not in {"may", "can"}:
        return False
    after = every[place + 1 : place + 4]
    return any(token.word in PERMITTED for token in after)


def _is_name(every: tuple[Token, ...], place: int) -> bool:
    token = every[place]
    word = token.word
    if token.quantity or token.kind or not word.isalpha() or len(word) < 4:
        return False
    if not token.text[0].isupper() or word in vocabulary.KNOWN:
        return False
    follows = every[place + 1].text if place + 1 < len(every) else ""
    if token.text.isupper():
        return len(word) >= LONGEST_NAME_IN_CAPITALS and follows != "-"
    before = every[place - 1].text if place else ""
    starts = not place or before in ".!?:"
    led = place > 1 and every[place - 2].text not in ".!?:" and before[:1].isupper()
    beside = follows[:1].isupper() or led
    if beside and not starts:
        return False
    return not starts or not word.endswith(ORDINARY_ENDINGS)


ORDINARY_ENDINGS = (
    "ing", "tion", "ment", "ness", "ity", "ous", "ed", "ly", "ent", "ance", "ence",
    "ist", "logy", "ical", "ative", "ism", "ure", "emia", "itis", "osis", "pathy",
    "algia", "tension", "plasia", "uria", "pnea", "rrhea", "oma", "able", "ible", "ful",
    "less", "ward", "wise", "est", "er",
)  # fmt: skip


def _spells_out(one: Token, other: Token) -> bool:
    """Whether one of two is the abbreviation of the other."""
    return (one.text in vocabulary.SHORT) != (other.text in vocabulary.SHORT)


def _without_repeated(content: Iterator[Token]) -> Iterator[Token]:
    """``heart failure (HF)`` says it once."""
    last: Token | None = None
    for token in content:
        is_same = last is not None and token.key == last.key and token.word
        if is_same and last is not None and _spells_out(token, last):
            continue
        last = token
        yield token
