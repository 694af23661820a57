"""The closed vocabulary of courtesy and navigation: all that copy may say unapproved.

``lexicon.yaml`` holds the words of each language and says what may enter.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from content_engine.fidelity import occasions
from content_engine.vocabulary import StatementKind

LONGEST = 40
TOKENS = ("{{accountTitle}}", "{{accountFname}}", "{{accountLname}}", "{{userName}}")

_LISTS: dict[str, Any] = yaml.safe_load(
    resources.files(__package__).joinpath("lexicon.yaml").read_text("utf-8")
)
_TOKEN = re.compile("|".join(map(re.escape, TOKENS)))
_WORD = re.compile(r"[a-zäöüß]+(?:['-][a-zäöüß]+)*")
_SIGNS = re.compile(r"[\s,.:;?!()\"'-]+")
_CHOICE = re.compile(r"\(([^()]*)\)(\?)?")


def _spelt_out(phrase: str) -> Iterator[str]:
    """Every wording of a phrase with choices."""
    pieces = _CHOICE.split(phrase)
    choices = [
        [*inner.split("|"), *([""] if mark else [])]
        for inner, mark in zip(pieces[1::3], pieces[2::3], strict=True)
    ]
    for chosen in itertools.product(*choices):
        rest = itertools.chain.from_iterable(
            itertools.zip_longest(pieces[::3], chosen, fillvalue="")
        )
        yield " ".join("".join(rest).split())


@dataclass(frozen=True)
class Tongue:
    """The words and phrases of one language, and those of its words that only lead on.

    ``own`` are the words that no other language has: one of them must be there.
    """

    language: str
    words: frozenset[str]
    phrases: tuple[str, ...]
    navigating: frozenset[str]
    times: frozenset[str]
    own: frozenset[str]
    pattern: re.Pattern[str]

    def strange_words(self, text: str) -> tuple[str, ...]:
        """What in a text without facts of a meeting is not of the vocabulary."""
        rest = self.pattern.sub(" ", text).replace(occasions.FACT, " ")
        strange = [word for word in _WORD.findall(rest) if word not in self.words]
        signs = _SIGNS.sub("", _WORD.sub(" ", rest))
        return (*strange, *signs)

    def speaks(self, spoken: list[str], text: str) -> bool:
        """Whether words are this language's own, none of them strange."""
        if self.strange_words(text):
            return False
        return not self.own or not self.own.isdisjoint(spoken)


def _tongue(language: str) -> Tongue:
    lists = _LISTS[language]
    navigating = frozenset(lists["navigating"].split())
    words = navigating.union(*(one.split() for one in lists["words"].values()))
    phrases = tuple(wording for one in lists["phrases"] for wording in _spelt_out(one))
    sought = [one.replace("@", occasions.FACT) for one in phrases]
    sought.sort(key=len, reverse=True)
    own = words.union(*(phrase.split() for phrase in phrases))
    return Tongue(
        language,
        words,
        phrases,
        navigating,
        frozenset(lists["times"]),
        own.difference(_LISTS["also_english"]) if language != "en" else frozenset(),
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sought))})(?!\w)"),
    )


ENGLISH, GERMAN = TONGUES = (_tongue("en"), _tongue("de"))
WORDS, PHRASES = ENGLISH.words, ENGLISH.phrases


def kind_of(text: str, maker: str = "") -> StatementKind | None:
    """Courtesy or navigation when a canonical text is nothing but that, else None.

    Unknown words, figures that are no date, hour or number to call, signs, links and
    brackets all make it something else. The tokens that stand for names count as words;
    where they may stand is another rule. The company's own name may stand among them.
    """
    text = _without_maker(text, maker)
    if _is_agenda_item(text):
        return StatementKind.COURTESY
    spoken = _WORD.findall(text.lower())
    tongue = _tongue_of(text, spoken)
    if not tongue or len(spoken) > LONGEST or text.count("!") > 1:
        return None
    if tongue.navigating.intersection(spoken):
        return StatementKind.NAVIGATION
    return StatementKind.COURTESY


def language_of(text: str, maker: str = "") -> str:
    """The language in which a canonical text is courtesy; empty if it is none."""
    tongue = _tongue_of(_without_maker(text, maker), _WORD.findall(text.lower()))
    return tongue.language if tongue else ""


def strange_words(text: str, language: str = "") -> tuple[str, ...]:
    """What in a canonical text lies outside the vocabulary, words before signs.

    It is held against the one language, such as ``de-DE``, or against the nearest.
    """
    bare = _without_facts(text)
    own = [one for one in TONGUES if one.language == language[:2].lower()]
    return min((one.strange_words(bare) for one in own or TONGUES), key=len)


def _tongue_of(text: str, spoken: list[str]) -> Tongue | None:
    """The language that knows all words of a text, of which some must remain."""
    bare = _without_facts(text)
    if not _WORD.search(occasions.taken_out(text).lower()):
        return None
    return next((one for one in TONGUES if one.speaks(spoken, bare)), None)


def _without_maker(text: str, maker: str) -> str:
    return re.sub(rf"(?:^| ){re.escape(maker)}(?![\w-])", "", text) if maker else text


def _is_agenda_item(text: str) -> bool:
    """Whether a line is an hour and what comes then: "18:15 Welcome"."""
    words = _WORD.findall(occasions.agenda_item(text).lower())
    known = frozenset[str]().union(*(one.times | one.words for one in TONGUES))
    return bool(words) and known.issuperset(words)


def _without_facts(text: str) -> str:
    """A text with a sign for each fact of a meeting, in lower case."""
    return _TOKEN.sub(" ", occasions.taken_out(text)).lower()
