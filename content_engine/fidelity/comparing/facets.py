"""Tells each word the facet it stands in: who, compared with what, what was measured.

Facets name a departure. A word that none of them claims has the facet of its phrase:
the object of an effect, or the subject before one, is what was measured.
"""

from collections.abc import Iterator, Sequence

from content_engine.fidelity.comparing import (
    harms,
    lists,
    opponents,
    people,
    phrases,
    vocabulary,
)
from content_engine.fidelity.comparing.phrases import (
    ARM,
    EFFECT,
    HARMS,
    LEADS,
    MEASURED,
    REACH,
    STUDY,
)
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind

EFFECTS = frozenset(lists.words("facets.effects"))
STUDIES = frozenset({"study", "trial", "programme", "program"})
DESIGNS = frozenset(lists.words("facets.designs"))


def mark(every: Sequence[Token]) -> None:
    """Mark the facet of each token that a phrase gives one."""
    studies = list(_studies(every))
    for token in studies:
        token.zone, token.kind = STUDY, token.kind & ~Kind.NAME
    for token in every:
        if token.word in DESIGNS:
            token.zone = STUDY
    people.mark(every)
    opponents.mark(every)
    _mark_measured(every)


def _studies(every: Sequence[Token]) -> Iterator[Token]:
    """``in QUILLON``, ``the STERNWAY study``, ``OXBOW-1``: names of studies."""
    for place, token in enumerate(every):
        text = token.text
        if not (text.isupper() and text.isalpha() and len(text) > 3):
            continue
        if text in vocabulary.SHORT or token.before is None:
            continue
        after = _texts(every[place + 1 : place + 4])
        numbered = after[:1] == ["-"] and len(after) > 1 and _is_part(after[1])
        named = bool(STUDIES & set(after))
        if token.before.word in {"in", "the", "of"} and (numbered or named):
            yield token
            if numbered:
                yield every[place + 2]
        elif (
            token.before.word == "in" and len(text) > 4 and after[:1] in ([","], ["("])
        ):
            yield token


def _is_part(text: str) -> bool:
    return text.isdecimal() or text.isupper()


def _texts(tokens: Sequence[Token]) -> list[str]:
    return [token.word if token.word in STUDIES else token.text for token in tokens]


def _mark_measured(every: Sequence[Token]) -> None:
    harmful = any(token.word in harms.LEADS for token in every)
    for place, token in enumerate(every):
        if harmful and harms.is_harm(token) and token.word not in harms.LEADS:
            token.zone = HARMS
        elif not token.zone and _qualifies(token):
            token.zone = MEASURED
        if _takes_object(token):
            phrases.fill(every[place + 1 : phrases.end(every, place + 1)], MEASURED)
    is_led = bool(every) and every[0].word in vocabulary.OPENERS
    marks = ".;:|•," if is_led else ".;:|•"  # ``At week 24, ... rose``
    for place, token in enumerate(every):
        begins = token.before is None or token.before.text in marks
        if begins and not token.kind & ARM:
            subject = every[place : _end_of_subject(every, place)]
            if subject and not any(one.kind & ARM for one in subject):
                phrases.fill(subject, MEASURED)


def _qualifies(token: Token) -> bool:
    """A word right before an outcome tells which: ``vertebral fractures``."""
    after = token.after
    if token.text.isdecimal() and token.before is not None:
        lead = token.before.before
        return token.before.text == "-" and lead is not None and lead.text.isupper()
    is_other = token.kind and not token.kind & (Kind.CONDITION | Kind.OUTCOME)
    if token.quantity or token.is_function or is_other:
        return False
    return after is not None and bool(after.kind & Kind.OUTCOME)


def _takes_object(token: Token) -> bool:
    """``reduced``, ``achieved``, ``rate of``, ``time to``."""
    if token.word in EFFECTS:
        return True
    before = token.before
    if token.word in {"of", "in", "to", "for"} and before is not None:
        return bool(before.kind & (Kind.OUTCOME | Kind.UP | Kind.DOWN)) or (
            before.word in {"time", "endpoint", "ratio"}
        )
    return bool(token.kind & EFFECT) and not token.kind & Kind.OUTCOME


def _end_of_subject(every: Sequence[Token], place: int) -> int:
    """Where the verb comes that the words before are the subject of; none if none."""
    for index in range(place, min(place + REACH, len(every))):
        token = every[index]
        if token.text in ",;.()[]" or (token.word in LEADS and token.word != "for"):
            return place
        if token.word == "at" and token.after and token.after.word == "the":
            continue
        if token.word in vocabulary.CLAUSE_ENDS or token.quantity or token.text in "|:":
            return index
        if token.kind & EFFECT and index > place and not token.kind & Kind.OUTCOME:
            return index
    return place
