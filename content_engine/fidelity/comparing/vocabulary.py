"""What each word is: one key for wordings that say the same, and its classes."""

import functools
import re
from collections import defaultdict
from enum import Flag, auto

from content_engine.fidelity.comparing import lists
from content_engine.fidelity.comparing.spelling import fold
from knowledge_base.wording.stems import stem

PIECE = re.compile(r"[^\W_]+(?:['.][^\W_]+)*")
HARMLESS = ("with or without", "whether or not", "not only", "up to at least")
VERSUS = "versus"
NOT = "not"
PERMITTED = "permitted"  # the key of ``may`` before ``enrol``
LEAST = 6  # letters of words that prefixes oppose
PREFIX_PAIRS = (("hypo", "hyper"), ("pre", "post"), ("in", "ex"), ("under", "over"))


class Kind(Flag):
    """The classes of a word; one word may have several."""

    NONE = 0
    NEGATION = auto()
    HEDGE = auto()
    INTENSIFIER = auto()
    SUPERLATIVE = auto()
    CAUSE = auto()
    ASSOCIATION = auto()
    UP = auto()
    DOWN = auto()
    GOOD = auto()
    BAD = auto()
    SAME = auto()
    PEOPLE = auto()
    CONDITION = auto()
    COMPARATOR = auto()
    OUTCOME = auto()
    SAFETY = auto()
    STRONG_SAFETY = auto()
    STATISTIC = auto()
    RELATIVE = auto()
    FREQUENCY = auto()
    UNIT = auto()
    TIME = auto()
    NAME = auto()
    QUALIFIER = auto()


MORE = lists.names("more")
CLASSES = tuple(
    (kind, tuple(dict.fromkeys((*lists.words(f"classes.{name}"), *more))))
    for kind in Kind
    if kind.name and kind is not Kind.NAME
    for name in [kind.name.lower()]
    for more in [lists.words(f"more.{name}") if name in MORE else ()]
)
GROUPS = frozenset(lists.words("names.groups"))


def words_of(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase."""
    return tuple(fold(word) for word in PIECE.findall(phrase.lower()))


class _Union:
    """Wordings joined into groups; each group is called by its first member."""

    def __init__(self) -> None:
        self.parent: dict[tuple[str, ...], tuple[str, ...]] = {}

    def root(self, one: tuple[str, ...]) -> tuple[str, ...]:
        self.parent.setdefault(one, one)
        while self.parent[one] != one:
            one = self.parent[one]
        return one

    def join(self, members: list[tuple[str, ...]]) -> None:
        first = self.root(members[0])
        for member in members[1:]:
            self.parent[self.root(member)] = first


def _marked(phrase: str, short: set[str]) -> tuple[str, ...]:
    """The words of a phrase with abbreviations in it: ``LDL cholesterol``."""
    pieces = PIECE.findall(phrase)
    return tuple(f"#{one}" if one in short else fold(one.lower()) for one in pieces)


def _phrases() -> dict[tuple[str, ...], str]:
    """Every listed wording and the key of its group."""
    union = _Union()
    for group in lists.groups("synonyms.close"):
        union.join([words_of(member) for member in group])
    groups = lists.groups("abbreviations.abbreviations")
    short = {group[0] for group in groups}
    for group in groups:
        plain = [words_of(member) for member in group[1:]]
        marked = [_marked(member, short) for member in group]
        union.join([*plain, (f"#{group[0]}",), *marked])
    union.join([(NOT,), *map(words_of, lists.words("opposites.denials"))])
    for _, phrases in CLASSES:
        for phrase in phrases:
            if words := words_of(phrase):
                union.root(words)
    for phrase in HARMLESS:
        union.root(words_of(phrase))
    return {words: " ".join(union.root(words)) for words in union.parent if words}


PHRASES = _phrases()
LONGEST = max(map(len, PHRASES))
SHORT = {
    words[0][1:]: key
    for words, key in PHRASES.items()
    if words[0].startswith("#") and len(words) == 1
}
LEADS = {
    lead: max(len(words) for words in PHRASES if words[0] == lead)
    for lead in {words[0] for words in PHRASES}
}


MEASURES = {fold(word) for word in lists.words("classes.outcome")}


def _kinds() -> dict[str, Kind]:
    made: dict[str, Kind] = defaultdict(lambda: Kind.NONE)
    for kind, phrases in CLASSES:
        for phrase in phrases:
            if words := words_of(phrase):
                made[PHRASES[words]] |= kind
    for key in PHRASES.values():
        if key not in made and MEASURES & set(key.split(" ")):
            made[key] = Kind.OUTCOME
    made[NOT] |= Kind.NEGATION
    for phrase in HARMLESS:
        made[PHRASES[words_of(phrase)]] = Kind.NONE
    return dict(made)


KINDS = _kinds()
FUNCTION = {fold(word) for word in lists.words("grammar.function")}
ENDING = [fold(word) for word in lists.words("grammar.clause_ends")]
OPENERS = {fold(word) for word in lists.words("grammar.openers")} | {VERSUS}
PLACING = frozenset(lists.words("grammar.placing"))
CLAUSE_ENDS = {PHRASES.get((word,), word) for word in ENDING} | {VERSUS, PERMITTED}
NEUTRAL = {fold(w) for w in lists.words("grammar.neutral")} | {"trial"}


def _bare(word: str) -> str:
    """A word without the prefix that denies it."""
    prefixes = lists.words("opposites.prefixes")
    lead = next(one for one in prefixes if word.startswith(one))
    return fold(word.removeprefix(lead))


PREFIXED = {fold(word): _bare(word) for word in lists.words("opposites.prefixed")}
DRUG_ENDINGS = lists.words("names.drug_endings")
DRUGS = {fold(word) for word in lists.words("names.drugs")}


def _opposites() -> set[frozenset[str]]:
    return {
        frozenset({key_of(words_of(one)), key_of(words_of(two))})
        for name in ("opposites", "antonyms")
        for one, two in lists.groups(f"{name}.pairs")
    }


def key_of(words: tuple[str, ...]) -> str:
    """The key of words that stand together."""
    return PHRASES.get(words, " ".join(words))


OPPOSITES = _opposites()


def _near() -> dict[str, frozenset[int]]:
    made: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(lists.groups("synonyms.near")):
        for member in group:
            made[key_of(words_of(member))].add(number)
    return {key: frozenset(numbers) for key, numbers in made.items()}


NEAR = _near()
KNOWN = {word for words in PHRASES for word in words} | FUNCTION | OPENERS | NEUTRAL
KNOWN |= CLAUSE_ENDS | set(PREFIXED) | set(NEAR)


@functools.lru_cache(maxsize=65_536)
def kind_of(key: str) -> Kind:
    """The classes of a key."""
    return KINDS.get(key, Kind.NONE)


def is_drug(word: str) -> bool:
    """Whether a lower-case word is the name of a substance or ends like one."""
    if word in DRUGS:
        return True
    return len(word) > 6 and word.endswith(DRUG_ENDINGS) and word not in KNOWN


@functools.lru_cache(maxsize=65_536)
def are_near(one: str, other: str) -> bool:
    """Whether two keys are related words, so that a person must decide."""
    if NEAR.get(one, frozenset()) & NEAR.get(other, frozenset()):
        return not are_opposite(one, other)
    return len(one) > 3 and stem(one) == stem(other) and not are_opposite(one, other)


@functools.lru_cache(maxsize=65_536)
def are_opposite(one: str, other: str) -> bool:
    """Whether two keys say the contrary: listed, or by hypo and hyper."""
    if frozenset({one, other}) in OPPOSITES:
        return True
    return len(one) > LEAST and any(
        _turned(one, other, *pair) or _turned(other, one, *pair)
        for pair in PREFIX_PAIRS
    )


def _turned(one: str, other: str, first: str, second: str) -> bool:
    """``hypotension`` and ``hypertension``."""
    if not (one.startswith(first) and other.startswith(second)):
        return False
    return one.removeprefix(first) == other.removeprefix(second)
