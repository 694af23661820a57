"""Lifts harmless words from around an approved wording in a longer sentence."""

import re
from collections.abc import Sequence

from content_engine.fidelity.comparing import lists, texts, vocabulary, wordings
from content_engine.fidelity.comparing.spelling import fold
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from content_engine.fidelity.comparing.wordings import Wording
from knowledge_base.wording.quantities import Kind as Sort

LONGEST = 160  # characters
STRANGERS_BEFORE = 2  # words that no list knows, before the sentence goes on
STRANGERS_APART = 4  # the same in a heading or a sentence of its own
WEIGHTY = (
    Kind.NEGATION | Kind.HEDGE | Kind.SUPERLATIVE | Kind.CAUSE | Kind.UP | Kind.DOWN
    | Kind.GOOD | Kind.BAD | Kind.NAME | Kind.COMPARATOR | Kind.INTENSIFIER
    | Kind.PEOPLE | Kind.CONDITION | Kind.QUALIFIER | Kind.FREQUENCY | Kind.ASSOCIATION
)  # fmt: skip
LOOSE = Kind.INTENSIFIER | Kind.CONDITION | Kind.QUALIFIER  # ``the primary analysis``
NUMBERS = frozenset({Sort.COUNT, Sort.VALUE, Sort.SCORE})
NEAR = 2  # words between a number and what it numbers
PLACING = frozenset({"in", "for", "with", "among", "during", "after", "at", "bei"})
ARTICLES = frozenset({"the", "a", "an", "your", "our", "my", "der", "die"})
ASKING = frozenset({"ask", "asked", "wonder", "tell", "say", "want", "know"})
TITLES = frozenset({"dr", "doctor", "prof", "professor", "mr", "mrs", "ms"})
MARKS = frozenset(".,:;()[]\"'-!")
NOUNS = ("keit", "heit", "ung", "schaft", "tät", "nis")  # German ones have capitals
NEUTRAL = vocabulary.NEUTRAL | vocabulary.FUNCTION
FRAMES = {fold(word) for word in lists.words("carriers.frames")}
BESIDE = NEUTRAL | FRAMES | {fold(word) for word in lists.words("carriers.plain")}


def _any_of(name: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, lists.words(name)))
    return re.compile(rf"\b(?:{words})s?\b", re.IGNORECASE)


SHIFTING, IDIOMS = _any_of("carriers.shifting"), _any_of("carriers.idioms")
OPEN = re.compile(r"(?:\A|[\s(\[\"'])\Z")
CLOSED = re.compile(r"\Z|[\s)\];:!\"']|[,.](?!\d)")
ENDS = re.compile(r"[.:!?][\"')\]]*\s*\Z")
LEADS = re.compile(r"(?:,|\b(?:that|shows?|dass))[\"']?\s*\Z")
BEGINS = re.compile(r"\s*[.;:!)(\[-]")


def hold_whole(approved: Wording, candidate: Wording) -> bool:
    """Whether the approved wording stands letter by letter in a neutral carrier."""
    inner, outer = texts.key(approved.text), texts.key(candidate.text)
    first = inner[0]
    places = (outer.find(one + inner[1:]) for one in (first.upper(), first.lower()))
    place = max(places)
    lead, tail = outer[: max(place, 0)], outer[place + len(inner) :]
    if place < 0 or not OPEN.search(lead) or not CLOSED.match(tail):
        return False
    return _leads(lead) and _follows(tail)


def without(approved: Wording, candidate: Wording) -> tuple[Token, ...]:
    """The candidate's content without a neutral lead and end.

    Only words before the first and after the last content token of the approved
    wording are lifted, and only if they carry it and say nothing.
    """
    content = candidate.content
    wanted = set(approved.keys)
    held = [place for place, token in enumerate(content) if token.key in wanted]
    if not held:
        return content
    start, end = _edge(approved, candidate, held)
    kept_start = start if _leads_on(candidate, start) else 0
    kept_end = end if _ends_before(candidate, end) else len(content)
    return content[kept_start:kept_end]


def _edge(approved: Wording, candidate: Wording, held: list[int]) -> tuple[int, int]:
    """Where the approved words begin and end: neutral words inside do not count."""
    first, last = approved.content[0].key, approved.content[-1].key
    starts = [place for place in held if candidate.content[place].key == first]
    ends = [place + 1 for place in held if candidate.content[place].key == last]
    start = starts[0] if starts and _leads_on(candidate, starts[0]) else held[0]
    end = ends[-1] if ends and _ends_before(candidate, ends[-1]) else held[-1] + 1
    return start, end


def _leads_on(candidate: Wording, start: int) -> bool:
    """Whether what stands before a content token carries what follows."""
    return _leads(candidate.plain[: candidate.content[start].start])


def _ends_before(candidate: Wording, end: int) -> bool:
    """Whether what stands from a content token on carries what was before."""
    return _follows(candidate.plain[candidate.content[end - 1].end :])


def _leads(text: str) -> bool:
    is_apart = ENDS.search(text) is not None
    most = STRANGERS_APART if is_apart else STRANGERS_BEFORE
    most = most if is_apart or LEADS.search(text) else 0
    return _carries(text, most, is_apart=is_apart)


def _follows(text: str) -> bool:
    is_apart = BEGINS.match(text) is not None
    return _carries(text, STRANGERS_APART if is_apart else 0, is_apart=is_apart)


def _carries(text: str, most: int, *, is_apart: bool) -> bool:
    """Whether words around a wording leave all of it as true as it was.

    What no list knows may stand there, up to ``most`` words, if others tell that
    something is reported.
    """
    text = IDIOMS.sub(" ", text[: LONGEST + 1])
    if len(text) > LONGEST or SHIFTING.search(text):
        return False
    said = [one for one in wordings.read(text).tokens if one.text not in MARKS]
    strangers = [place for place, one in enumerate(said) if not _is_known(one)]
    if not strangers:
        return True
    unlisted = [place for place in strangers if not _is_plain(said[place])]
    return (
        len(unlisted) <= most
        and any(map(_frames, said))
        and all(_is_light(said, place, is_apart=is_apart) for place in strangers)
    )


def _is_known(token: Token) -> bool:
    """Whether a word says nothing wherever it stands: ``However, in this trial``."""
    if token.quantity is not None or token.kind & WEIGHTY & ~LOOSE:
        return False
    words = _words(token)
    return token.is_function or (bool(words) and NEUTRAL.issuperset(words))


def _is_light(said: Sequence[Token], place: int, *, is_apart: bool) -> bool:
    """Whether a word beside a frame leaves the sentence as it was."""
    token = said[place]
    if token.quantity is not None:
        return _is_numbering(said, place)
    if _is_plain(token) or (token.text == "?" and is_apart):
        return True
    if not token.text[0].isalnum() or _tells_where(said, place):
        return False
    kind = token.kind & ~Kind.NAME
    if _is_name(said, place):
        kind |= Kind.NAME
    if kind & Kind.OUTCOME and _heads(said, place):  # ``the response data``
        kind &= ~(Kind.GOOD | Kind.BAD | Kind.UP | Kind.DOWN)
    if kind & Kind.PEOPLE and is_apart and not ASKING.isdisjoint(_said(said)):
        kind &= ~Kind.PEOPLE
    return not kind & WEIGHTY


def _is_name(said: Sequence[Token], place: int) -> bool:
    """``Unlike Dulmora``: a name of something, unless it is a doctor's."""
    token = said[place]
    if token.text.lower().endswith(NOUNS) or token.word in TITLES:
        return False
    is_title = place > 0 and token.text[0].isupper() and not token.text.isupper()
    is_name = bool(token.kind & Kind.NAME) or is_title
    return is_name and not (place and said[place - 1].word in TITLES)


def _words(token: Token) -> tuple[str, ...]:
    return vocabulary.words_of(token.text)


def _said(said: Sequence[Token]) -> set[str]:
    return {word for token in said for word in _words(token)}


def _is_plain(token: Token) -> bool:
    words = _words(token)
    if len(words) > 1 and token.kind & WEIGHTY & ~Kind.ASSOCIATION:
        return False  # ``thanks to``
    return bool(words) and BESIDE.issuperset(words)


def _frames(token: Token) -> bool:
    return not FRAMES.isdisjoint(_words(token))


def _heads(said: Sequence[Token], place: int) -> bool:
    """Whether a noun of reporting follows: ``response data``, ``safety box``."""
    return any(
        _is_plain(after) and not after.is_function and _touch(said[place], after)
        for after in said[place + 1 : place + 2]
    )


def _touch(one: Token, after: Token) -> bool:
    return after.start - one.end < 2


def _is_numbering(said: Sequence[Token], place: int) -> bool:
    """``slide 7``, ``two safety points``: a number of what is shown or told."""
    quantity = said[place].quantity
    if quantity is None or quantity.kind not in NUMBERS or len(quantity.values) > 1:
        return False
    if quantity.unit:
        return fold(quantity.unit) in FRAMES
    before = said[place - 1 : place] if place else ()
    is_led = any(_frames(one) and _touch(one, said[place]) for one in before)
    return is_led or any(map(_frames, said[place + 1 : place + 1 + NEAR]))


def _tells_where(said: Sequence[Token], place: int) -> bool:
    """``in asthma``, ``for the ward``: where it holds, unless the words lead on."""
    before = place - 1
    while before >= 0 and said[before].word in ARTICLES:
        before -= 1
    is_placed = before >= 0 and said[before].word in PLACING
    return is_placed and not _heads(said, place)
