"""Reads a wording into tokens: words by key and class, figures by what they measure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Optional

from content_engine.fidelity.comparing import figures, lists, vocabulary
from content_engine.fidelity.comparing.spelling import fold
from content_engine.fidelity.comparing.vocabulary import Kind
from knowledge_base.wording import number_words
from knowledge_base.wording.quantities import Kind as Sort
from knowledge_base.wording.quantities import Quantity

PIECE = re.compile(r"[^\W_]+(?:['.][^\W_]+)*|[^\w\s]|_")
BOUNDARY = frozenset(",;:()[]{}.!-\"'/|\\`")
ARROWS = {"↑": "increase", "↓": "reduction", "&": "and", "+": "plus", "?": "?"}
SIGNS = frozenset("%<>=≤≥±≠~×^$€£°→?+≈#@∞√µ")
ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6"}
PER = re.compile(r"(?<=\S) (?:per|pro|an?|each|every) |/(?=[A-Za-z])")
LETTERS = {"A": "letter a", "I": "1"}  # arm A, grade I: no article, no pronoun
DIGIT = re.compile(r"\d")
NUMBER_WORDS = {*number_words.SMALL, *number_words.LARGE, "hundred", "point", "out"}
WEIGHTY = (
    Kind.NEGATION | Kind.HEDGE | Kind.SUPERLATIVE | Kind.INTENSIFIER | Kind.CAUSE
    | Kind.UP | Kind.DOWN | Kind.PEOPLE | Kind.NAME
)  # fmt: skip
OPERATORS = frozenset(lists.words("grammar.operators"))
LIMITS = frozenset({"least", "most", "no", "not", "versus"})  # ``at least one``
FREE = vocabulary.key_of(("free", "of"))
WITH_NOUNS = frozenset({Sort.COUNT, Sort.RATE})
JOINING = frozenset({"and", "or", "but", "while", "whereas"})
ARTICLES = frozenset({"a", "an", "the", "their", "its", "this", "these", "those"})


@dataclass(eq=False, slots=True)
class Token:
    """A word or figure; ``key`` is equal where the meaning is.

    ``start`` and ``end`` count in the prepared wording. ``opens`` and ``closes`` say
    whether a phrase may begin before it and end after it; ``opener`` is the preposition
    that does so, empty for a mark, a conjunction or the beginning; ``before`` and
    ``after`` are its neighbours, signs and function words with them. No two tokens are
    equal, so that one can be told from another of the same word.
    """

    key: object
    text: str
    start: int
    end: int
    kind: Kind = Kind.NONE
    quantity: Quantity | None = None
    zone: str = ""
    opens: bool = False
    opener: str = ""
    closes: bool = False
    is_function: bool = False
    before: Optional["Token"] = field(default=None, repr=False)
    after: Optional["Token"] = field(default=None, repr=False)

    @property
    def word(self) -> str:
        """The key of a word; empty for a figure."""
        return self.key if isinstance(self.key, str) else ""


@dataclass(frozen=True)
class Piece:
    """A word or sign as it stands."""

    text: str
    start: int
    end: int


def read(plain: str) -> tuple[Token, ...]:
    """Every token of a prepared wording, function words and signs with them."""
    made: list[Token] = []
    place = 0
    for quantity, measure, begins in figures.find(plain):
        start, end = quantity.span
        made.extend(_words(plain, place, begins))
        made.append(Token(measure, quantity.text, start, end, quantity=quantity))
        made.extend(_nouns(plain, quantity))
        place = end
    made.extend(_words(plain, place, len(plain)))
    made = list(_freed(made))
    _bound(made)
    return tuple(made)


def _freed(made: list[Token]) -> Iterator[Token]:
    """``symptom-free`` reads like ``free of symptoms``."""
    place = 0
    while place < len(made):
        word, *rest = made[place : place + 3]
        if [one.text.lower() for one in rest] == ["-", "free"] and word.word:
            last = rest[-1]
            yield _token(last.text, FREE, last.start, last.end)
            yield word
            place += 3
        else:
            yield word
            place += 1


def _nouns(plain: str, quantity: Quantity) -> Iterator[Token]:
    """What is counted still counts: ``190 women`` is not ``190 men``."""
    start, end = quantity.span
    words = plain[start:end]
    if quantity.kind is Sort.FOLD and " as " in words:
        yield from _words(plain, start + words.rindex(" as ") + 4, end)
    elif quantity.kind in WITH_NOUNS:
        part = PER.split(words, maxsplit=1)[0]
        for token in _words(plain, *_behind(start, part)):
            is_limit = quantity.operator != "=" and token.word in LIMITS
            if _is_no_number(token) and not is_limit:
                yield token
    else:
        yield from filter(_weighs, _words(plain, start, end))


def _behind(start: int, part: str) -> tuple[int, int]:
    """The stretch after the digits of a count, or after its first word."""
    digits = [found.end() for found in DIGIT.finditer(part)]
    return start + (digits[-1] if digits else part.find(" ") + 1), start + len(part)


def _is_no_number(token: Token) -> bool:
    return not token.is_function and token.word not in NUMBER_WORDS


def _weighs(token: Token) -> bool:
    """Whether a word that a figure took in says more than how much."""
    return bool(token.kind & WEIGHTY) and token.word not in OPERATORS


def _words(plain: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a stretch without figures; the longest listed phrase wins."""
    pieces = [
        Piece(found.group(), found.start(), found.end())
        for found in PIECE.finditer(plain, start, end)
    ]
    folded = [_folded(piece.text) for piece in pieces]
    place = 0
    while place < len(pieces):
        length, key = _phrase(folded, place)
        if length > 1:
            first, last = pieces[place], pieces[place + length - 1]
            yield _token(plain[first.start : last.end], key, first.start, last.end)
        elif pieces[place].text in LETTERS and place and folded[place - 1].isalpha():
            piece = pieces[place]
            yield Token(LETTERS[piece.text], piece.text, piece.start, piece.end)
        else:
            yield from _single(pieces[place], folded[place])
        place += length


def _folded(text: str) -> str:
    if text in vocabulary.SHORT:
        return f"#{text}"
    word = text.lower()
    return ROMAN.get(word, fold(word)) if text[0].isalnum() else text


def _phrase(folded: list[str], place: int) -> tuple[int, str]:
    """How many pieces the longest phrase at a place has, and its key.

    Hyphens inside a phrase do not part it.
    """
    reach = vocabulary.LEADS.get(folded[place], 1)
    words: list[str] = []
    best = (1, "")
    index = place
    while index < len(folded) and len(words) < reach:
        if folded[index] != "-":
            words.append(folded[index])
            found = vocabulary.PHRASES.get(tuple(words))
            if found and len(words) > 1:
                best = (index - place + 1, found)
        index += 1
    return best


def _single(piece: Piece, folded: str) -> Iterator[Token]:
    text, start, end = piece.text, piece.start, piece.end
    if text in BOUNDARY:
        yield Token(text, text, start, end, is_function=True)
    elif not text[0].isalnum():
        yield _sign(piece)
    elif folded in vocabulary.PREFIXED:
        yield _token(text, vocabulary.NOT, start, end)
        yield _token(
            text, vocabulary.key_of((vocabulary.PREFIXED[folded],)), start, end
        )
    elif folded.endswith("n't"):
        yield _token(text, vocabulary.NOT, start, end)
    else:
        bare = folded.removesuffix("'s").removesuffix("s'")
        yield _token(text, vocabulary.key_of((bare,)), start, end)


def _sign(piece: Piece) -> Token:
    key = ARROWS.get(piece.text, piece.text)
    made = _token(piece.text, key, piece.start, piece.end)
    made.is_function = key == "and"
    return made


def _token(text: str, key: str, start: int, end: int) -> Token:
    kind = vocabulary.kind_of(key)
    lower = text.lower()
    if kind is Kind.NONE and vocabulary.is_drug(lower):
        kind = Kind.NAME
    is_function = key in vocabulary.FUNCTION and key != vocabulary.VERSUS
    if is_function and kind & Kind.COMPARATOR:
        is_function = False
    return Token(key, text, start, end, kind, is_function=is_function)


def _bound(made: list[Token]) -> None:
    """Tell each token whether a phrase may open before it and close after it."""
    for place, token in enumerate(made):
        before = _before(made, place)
        after = made[place + 1] if place + 1 < len(made) else None
        token.before, token.after = made[place - 1] if place else None, after
        token.opens = before is None or _parts(before) or _leads(token)
        token.opener = _opener(before, token)
        token.closes = (
            after is None or _parts(after) or after.word in vocabulary.CLAUSE_ENDS
        )


def _opener(before: Token | None, token: Token) -> str:
    """The word before which a phrase begins, if the phrase does not bring its own."""
    if before is None or before.text in BOUNDARY or _leads(token):
        return ""
    return "" if before.word in JOINING else before.word


def _leads(token: Token) -> bool:
    """Whether it brings its own preposition: ``over 52 weeks``, ``versus``."""
    if token.word in vocabulary.OPENERS:
        return True
    first = token.text.lower().split(" ")[0]
    return bool(token.quantity) and first in vocabulary.OPENERS


def _before(made: list[Token], place: int) -> Token | None:
    """What stands before a token and its article."""
    while place and made[place - 1].word in ARTICLES:
        place -= 1
    return made[place - 1] if place else None


def _parts(token: Token) -> bool:
    """Whether a token parts phrases: a comma, a bracket, a preposition, a verb."""
    if token.text in BOUNDARY and token.text not in "-'\"":
        return True
    return token.word in vocabulary.OPENERS
