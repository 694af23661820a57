"""Marks the words that tell who was studied: people, their disease, what they took."""

from collections.abc import Sequence

from content_engine.fidelity.comparing import lists, phrases, vocabulary
from content_engine.fidelity.comparing.phrases import ARM, EFFECT, ENDS, PEOPLE, REACH
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind

RELATIVE = frozenset(lists.words("facets.relatives"))
INDICATED = frozenset(lists.words("facets.indicated"))
DISEASES = lists.words("facets.disease_endings")
DISEASE_WORDS = frozenset(lists.words("facets.diseases"))
RISKS = frozenset({"risk", "high", "low", "higher", "lower", "increased"})
PARTICIPLES = frozenset({"treated", "experienced"})


def mark(every: Sequence[Token]) -> None:
    """Mark who was studied."""
    for place, token in enumerate(every):
        if token.zone:
            continue
        if _means_all(token):
            phrases.fill(every[place : _end_of_clause(every, place)], PEOPLE)
        if token.kind & Kind.PEOPLE:
            start = place
            while start and _describes(every[start - 1]):
                start -= 1
            phrases.fill(every[start:place], PEOPLE)
            phrases.fill(every[place : _end_of_people(every, place)], PEOPLE)
        elif _opens_disease(every, place):
            phrase = every[place + 1 : _end_of_people(every, place)]
            if any(map(_is_disease, phrase)) and not _tells_outcome(phrase):
                phrases.fill(phrase, PEOPLE)


def _means_all(token: Token) -> bool:
    """``all had received``, ``all of them``: the people named before."""
    after = token.after
    starts = token.before is None or token.before.text in ENDS
    return starts and token.word == "all" and after is not None and (
        after.word in {"had", "have", "were", "are", "of"}
    )  # fmt: skip


def _end_of_clause(every: Sequence[Token], place: int) -> int:
    for index in range(place, min(place + REACH, len(every))):
        if every[index].text in ".;()[]|":
            return index
    return min(place + REACH, len(every))


def _opens_disease(every: Sequence[Token], place: int) -> bool:
    """``In metastatic breast cancer``, ``indicated for``, ``the treatment of``."""
    token, before = every[place], every[place].before
    if token.word == "in":
        return before is None or not before.kind & (EFFECT | Kind.NAME)
    return token.word in {"for", "of"} and before is not None and (
        before.word in INDICATED
    )  # fmt: skip


def _is_disease(token: Token) -> bool:
    last = token.word.rpartition(" ")[2]
    return last in DISEASE_WORDS or (len(last) > 5 and last.endswith(DISEASES))


def _tells_outcome(phrase: Sequence[Token]) -> bool:
    return any(t.kind & Kind.OUTCOME and not _is_disease(t) for t in phrase)


def _end_of_people(every: Sequence[Token], place: int) -> int:
    """Where the words on people end: a relative clause may have one verb."""
    is_allowed = False
    for index in range(place + 1, min(place + REACH, len(every))):
        token = every[index]
        if token.text in ENDS or _leaves_people(token):
            return index
        if token.word in RELATIVE:
            is_allowed = True
        elif _ends_clause(token):
            if not is_allowed and not _goes_on(every, index):
                return index
            is_allowed = False
    return min(place + REACH, len(every))


def _ends_clause(token: Token) -> bool:
    """A verb or ``at``; ``are pregnant or may become pregnant`` goes on."""
    if token.word not in vocabulary.CLAUSE_ENDS or _is_background(token):
        return False
    is_second = token.before is not None and token.before.word == "or"
    return not (is_second or _tells_risk(token))


def _goes_on(every: Sequence[Token], index: int) -> bool:
    """Whether a verb before belongs to the same group: ``had been``, ``did not``."""
    if every[index - 1].word not in vocabulary.CLAUSE_ENDS:
        return False
    return any(token.word in RELATIVE for token in every[max(0, index - 4) : index])


def _leaves_people(token: Token) -> bool:
    """``with Velorin``, ``and was well tolerated``: no word on people any more."""
    after = token.after
    if after is None or token.word not in {"with", "and"}:
        return False
    if token.word == "with":
        return bool(after.kind & ARM)
    return after.word in vocabulary.CLAUSE_ENDS


def _tells_risk(token: Token) -> bool:
    """``women at high risk of fracture``: ``at`` ends nothing here."""
    return token.word == "at" and token.after is not None and token.after.word in RISKS


def _is_background(token: Token) -> bool:
    """``on maximally tolerated statins``: what they took anyway is no arm."""
    if token.word not in {"on", "receiving", "taking"} or token.after is None:
        return False
    if token.before is not None and token.before.word in {"controlled", "stable"}:
        return True
    nexts = [token.after, token.after.after]
    return not any(
        one is not None and (one.kind & ARM or one.text[:1].isupper() or one.quantity)
        for one in nexts
    )


def _describes(token: Token) -> bool:
    """Whether a word before people tells who they are."""
    if token.word in PARTICIPLES and token.after is not None and token.after.zone == "":
        return bool(token.after.kind & Kind.PEOPLE)
    if token.quantity or token.is_function or token.word in vocabulary.CLAUSE_ENDS:
        return token.text == "-"
    if token.word == vocabulary.NOT:  # the prefix of ``untreated``
        return token.text not in {"not", "no", "without", "non"}
    return not token.kind & (Kind.UP | Kind.DOWN | Kind.NEGATION) or bool(
        token.kind & Kind.CONDITION
    )
