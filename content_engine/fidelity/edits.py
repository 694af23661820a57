"""Describes an edit twice: which sorts of words and figures came, went and moved.

Once as the comparison reads words and figures, which folds what says the same and takes
words into figures; once as they are written, so that nothing is folded away.
"""

import difflib
import functools
import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from content_engine.fidelity.comparing import texts, vocabulary, wordings
from content_engine.fidelity.comparing.spelling import fold
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind

PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s]")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
MOST = 3  # of one sort in one edit; more tell nothing more
FIGURE, NAME, MARK, FUNCTION, PLAIN = "figure", "name", "mark", "function", "plain"
SPLITS = frozenset("%<>=±")  # marks that weigh
ARMS = frozenset({NAME, "comparator"})
BEHIND = (Kind.TIME, Kind.UNIT, Kind.STATISTIC, Kind.PEOPLE, Kind.FREQUENCY)
READ, WRITTEN = "read", "written"
Features = dict[str, float]


class Word(NamedTuple):
    """A word, figure or mark: what two must have in common to be equal; its sorts."""

    said: Hashable
    sorts: tuple[str, ...]


def features(approved: str, candidate: str) -> Features:
    """What an edit is made of, by name; what is not named is 0.

    ``went``, ``came``, ``moved`` and ``replaced`` count words by sort, up to three; the
    rest are shares and truths from 0 to 1, and the logarithm of the lengths' ratio.
    """
    read = _edit(
        *(tuple(map(_word, wordings.read(t).tokens)) for t in (approved, candidate))
    )
    written = _edit(_written(approved), _written(candidate))
    return _named(READ, read) | _named(WRITTEN, written)


def _named(reading: str, told: Mapping[str, float]) -> Features:
    return {f"{reading}: {name}": value for name, value in told.items() if value}


def _edit(old: Sequence[Word], new: Sequence[Word]) -> Features:
    """An edit by one reading."""
    made: Counter[str] = Counter()
    went, came = _parted(old, new, made)
    both = went & came
    for what, words in (("moved", both), ("went", went - both), ("came", came - both)):
        made.update(_counted(what, words.elements()))
    told = {name: float(min(count, MOST)) for name, count in made.items()}
    return told | dict(_shape(old, new, went, came))


def _parted(
    old: Sequence[Word], new: Sequence[Word], made: Counter[str]
) -> tuple[Counter[Word], Counter[Word]]:
    """What stands on one side only or elsewhere; counts what took like's place."""
    matcher = difflib.SequenceMatcher(
        None, [one.said for one in old], [one.said for one in new], autojunk=False
    )
    went: Counter[Word] = Counter()
    came: Counter[Word] = Counter()
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            went.update(old[a:b])
            came.update(new[c:d])
            made.update(f"replaced {sort}" for sort in _any(old[a:b]) & _any(new[c:d]))
    return went, came


def _any(words: Iterable[Word]) -> set[str]:
    return {sort for word in words for sort in word.sorts}


def _counted(what: str, words: Iterable[Word]) -> Counter[str]:
    return Counter(f"{what} {sort}" for word in words for sort in word.sorts)


def _shape(
    old: Sequence[Word],
    new: Sequence[Word],
    went: Counter[Word],
    came: Counter[Word],
) -> Iterator[tuple[str, float]]:
    """Shares of the whole, and whether number and order are the same."""
    yield "share gone", went.total() / max(len(old), 1)
    yield "share come", came.total() / max(len(new), 1)
    yield "longer", math.log((len(new) + 1) / (len(old) + 1))
    for sort in ("negation", "hedge"):
        counts = {sum(sort in word.sorts for word in side) for side in (old, new)}
        yield f"{sort} more or less", float(len(counts) > 1)
    for name, wanted in (
        ("figures", frozenset({FIGURE})),
        ("arms", ARMS),
        ("arms and figures", ARMS | {FIGURE}),
    ):
        one, two = (_only(side, wanted) for side in (old, new))
        same = Counter(one) == Counter(two)
        yield f"{name} differ", float(not same)
        yield f"{name} turned", float(same and one != two)


def _only(side: Iterable[Word], wanted: frozenset[str]) -> list[Hashable]:
    return [word.said for word in side if not wanted.isdisjoint(word.sorts)]


def _word(token: Token) -> Word:
    """A word as the comparison read it."""
    if token.quantity is not None:
        return Word(token.key, (FIGURE, f"figure of {token.quantity.kind.value}"))
    sorts = tuple(str(kind.name).lower() for kind in token.kind)
    if sorts:
        return Word(token.key, sorts)
    if not token.text[:1].isalnum():
        return Word(token.key, (MARK,))
    return Word(token.key, (FUNCTION if token.is_function else PLAIN,))


@functools.lru_cache(maxsize=4096)
def _written(text: str) -> tuple[Word, ...]:
    """Every word of a wording as it stands there."""
    plain = THOUSANDS.sub("", texts.prepared(text).text)
    pieces = PIECE.findall(plain)
    kinds = [_kind(piece) for piece in pieces]
    return tuple(
        Word(piece.lower(), tuple(_sorts(pieces, kinds, place)))
        for place, piece in enumerate(pieces)
    )


def _kind(piece: str) -> Kind:
    key = f"#{piece}" if piece in vocabulary.SHORT else fold(piece.lower())
    return vocabulary.kind_of(vocabulary.key_of((key,)))


def _sorts(pieces: Sequence[str], kinds: Sequence[Kind], place: int) -> Iterator[str]:
    """What sorts of word a piece is, or of what a figure is a figure."""
    piece, kind = pieces[place], kinds[place]
    if piece[0].isdigit():
        yield FIGURE
        yield f"figure {_beside(pieces, kinds, place)}"
    elif kind:
        yield from (str(one.name).lower() for one in kind)
    elif not piece[0].isalnum():
        yield f"mark {piece}" if piece in SPLITS else MARK
    elif _is_name(piece, pieces[place - 1] if place else "."):
        yield NAME
    else:
        yield FUNCTION if fold(piece.lower()) in vocabulary.FUNCTION else PLAIN


def _beside(pieces: Sequence[str], kinds: Sequence[Kind], place: int) -> str:
    """What makes a figure what it is: the sign before it or the word behind it."""
    before = pieces[place - 1] if place else ""
    if before in SPLITS:
        return f"after {before}"
    after = place + 1
    if after < len(pieces) and pieces[after] == "%":
        return "of %"
    kind = kinds[after] if after < len(pieces) else Kind.NONE
    return next((f"of {one.name}".lower() for one in BEHIND if kind & one), "alone")


def _is_name(piece: str, before: str) -> bool:
    if not piece[0].isupper() or fold(piece.lower()) in vocabulary.KNOWN:
        return vocabulary.is_drug(piece.lower())
    return before not in ".!?:" or vocabulary.is_drug(piece.lower())
