"""Tells each word the facet it stands in: who, compared with what, what was measured.

Facets name a departure. A word that none of them claims has the facet of its phrase:
the object of an effect, or the subject before one, is what was measured.
"""

from collections.abc import Iterator, Sequence

from content_engine.fidelity.comparing import lists, vocabulary
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from knowledge_base.wording.quantities import Kind as Sort

PEOPLE, COMPARED, MEASURED = "population", "comparator", "endpoint"
STUDY, HARMS = "study", "safety"
REACH = 14
AGAINST = Kind.SAME | Kind.GOOD | Kind.BAD
ARM = Kind.NAME | Kind.COMPARATOR
EFFECT = Kind.UP | Kind.DOWN | Kind.GOOD | Kind.BAD | Kind.CAUSE
ENDS = frozenset(",;.()[]|:")
LEADS = frozenset(lists.words("facets.arm_leads"))
GROUPS = vocabulary.GROUPS | {"therapy", "treatment"}
RELATIVE = frozenset(lists.words("facets.relatives"))
INDICATED = frozenset(lists.words("facets.indicated"))
DISEASES = lists.words("facets.disease_endings")
DISEASE_WORDS = frozenset(lists.words("facets.diseases"))
EFFECTS = frozenset(lists.words("facets.effects"))
HARMFUL = frozenset(lists.words("facets.harms_leads"))
HARM_WORDS = frozenset(lists.words("facets.harms"))
HARM_ENDINGS = lists.words("facets.harm_endings")
STUDIES = frozenset({"study", "trial", "programme", "program"})
RESULTS = frozenset({
    Sort.PERCENTAGE, Sort.FRACTION, Sort.DIFFERENCE, Sort.VALUE, Sort.SCORE, Sort.RATE,
    Sort.COUNT, Sort.FOLD,
})  # fmt: skip


def mark(every: Sequence[Token]) -> None:
    """Mark the facet of each token that a phrase gives one."""
    studies = list(_studies(every))
    for token in studies:
        token.zone, token.kind = STUDY, token.kind & ~Kind.NAME
    _mark_people(every)
    _mark_compared(every)
    _mark_arms(every)
    _mark_measured(every)


def is_harm(token: Token) -> bool:
    """Whether a word tells of an unwanted effect: listed, or by its ending."""
    if token.kind & Kind.SAFETY or token.word in HARM_WORDS:
        return True
    last = token.word.rpartition(" ")[2]
    return len(last) > 5 and last.endswith(HARM_ENDINGS)


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


# Who


def _mark_people(every: Sequence[Token]) -> None:
    for place, token in enumerate(every):
        if token.zone:
            continue
        if token.kind & Kind.PEOPLE:
            start = place
            while start and _describes(every[start - 1]):
                start -= 1
            _fill(every[start:place], PEOPLE)
            _fill(every[place : _end_of_people(every, place)], PEOPLE)
        elif _opens_disease(every, place):
            phrase = every[place + 1 : _end(every, place + 1)]
            if any(map(_is_disease, phrase)) and not _tells_outcome(phrase):
                _fill(phrase, PEOPLE)


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
    verbs = 0
    for index in range(place + 1, min(place + REACH, len(every))):
        token = every[index]
        if token.text in ENDS:
            return index
        if token.word in RELATIVE:
            verbs = 1
        elif token.word in vocabulary.CLAUSE_ENDS and not _is_background(token):
            follows = every[index - 1].word in vocabulary.CLAUSE_ENDS
            if not verbs and not (follows and verbs == 0 and _in_clause(every, index)):
                return index
            verbs = 0
    return min(place + REACH, len(every))


def _in_clause(every: Sequence[Token], index: int) -> bool:
    """Whether a verb before belongs to the same group: ``had been``, ``did not``."""
    lead = every[max(0, index - 4) : index]
    return any(token.word in RELATIVE for token in lead)


def _is_background(token: Token) -> bool:
    """``on maximally tolerated statins``: what they took anyway is no arm."""
    if token.word not in {"on", "receiving", "taking"} or token.after is None:
        return False
    nexts = [token.after, token.after.after]
    return not any(
        one is not None and (one.kind & ARM or one.text[:1].isupper() or one.quantity)
        for one in nexts
    )


def _describes(token: Token) -> bool:
    """Whether a word before people tells who they are."""
    if token.quantity or token.is_function or token.word in vocabulary.CLAUSE_ENDS:
        return token.text == "-"
    return not token.kind & (Kind.UP | Kind.DOWN | Kind.NEGATION) or bool(
        token.kind & Kind.CONDITION
    )


# Compared with what


def _mark_compared(every: Sequence[Token]) -> None:
    for place, token in enumerate(every):
        is_second = token.kind & ARM and _is_second(every, place)
        if token.word == vocabulary.VERSUS or _sets_against(token):
            _fill(every[place + 1 : _end(every, place + 2)], COMPARED)
        elif not token.zone and is_second:
            token.zone = COMPARED


def _sets_against(token: Token) -> bool:
    """``non-inferior to``, ``similar to``."""
    before = token.before
    return token.word == "to" and before is not None and bool(before.kind & AGAINST)


def _is_second(every: Sequence[Token], place: int) -> bool:
    """A second name with a figure between: ``14 months with A and 9 with B``."""
    if not every[place].kind & Kind.NAME or not _is_led(every[place]):
        return False
    names = [n for n, t in enumerate(every[:place]) if _is_arm_name(t)]
    return bool(names) and any(token.quantity for token in every[names[0] : place])


def _is_arm_name(token: Token) -> bool:
    return bool(token.kind & Kind.NAME) and not token.zone


def _is_led(token: Token) -> bool:
    """Whether a name stands behind ``with``, ``on`` or the like, or leads a figure."""
    before = token.before
    while before is not None and before.word in {"the", "oral", "daily", "weekly"}:
        before = before.before
    return before is None or before.word in LEADS or before.text in ENDS


def _mark_arms(every: Sequence[Token]) -> None:
    """The second phrase that a result is bound to: ``3.7% in the oral drug group``."""
    results, arms = 0, 0
    for place, token in enumerate(every):
        if token.quantity and token.quantity.kind in RESULTS:
            results += 1
        elif _leads_arm(every, place) and (results or not arms):
            if results and arms:
                _fill(every[place + 1 : _end(every, place + 2)], COMPARED)
            arms, results = arms + 1, 0
        elif results and arms and _heads_cell(every, place):
            _fill(every[place + 1 : _end(every, place + 2)], COMPARED)


def _leads_arm(every: Sequence[Token], place: int) -> bool:
    """``with``, ``on``, ``receiving`` before an arm, ``in the placebo group``."""
    token = every[place]
    if token.zone == PEOPLE and token.word not in {"on", "receiving", "taking"}:
        return False
    if token.word in LEADS:
        after = token.after
        return after is not None and after.quantity is None
    if token.word != "in":
        return False
    words = every[place + 1 : place + 7]
    return any(one.word in vocabulary.GROUPS for one in words)


def _heads_cell(every: Sequence[Token], place: int) -> bool:
    """``(placebo: 29 %)``, ``; placebo 29 %``, ``| placebo (n=40): 29 %``."""
    after = every[place].after
    is_named = after is not None and bool(after.kind & ARM)
    if every[place].text not in ("(;,|" if is_named else "(;|"):
        return False
    for index in range(place + 1, min(place + 6, len(every))):
        token = every[index]
        if token.quantity is not None:
            return index > place + 1
        if is_harm(token):
            return False
        if token.text in ":(" and index > place + 1:
            return True
        if token.text in ENDS or token.kind & (Kind.STATISTIC | Kind.OUTCOME):
            return False
    return False


# What was measured


def _mark_measured(every: Sequence[Token]) -> None:
    harmful = any(token.word in HARMFUL for token in every)
    for place, token in enumerate(every):
        if harmful and is_harm(token) and token.word not in HARMFUL:
            token.zone = HARMS
        elif not token.zone and _qualifies(token):
            token.zone = MEASURED
        if _takes_object(token):
            _fill(every[place + 1 : _end(every, place + 1)], MEASURED)
    for place, token in enumerate(every):
        begins = token.before is None or token.before.text in ".;:|•"
        if begins and not token.kind & ARM:
            subject = every[place : _end_of_subject(every, place)]
            if subject and not any(one.kind & ARM for one in subject):
                _fill(subject, MEASURED)


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
        if token.text in ",;.()[]" or token.word in LEADS:
            return place
        if token.word in vocabulary.CLAUSE_ENDS or token.quantity or token.text in "|:":
            return index
        if token.kind & EFFECT and index > place and not token.kind & Kind.OUTCOME:
            return index
    return place


# Phrases


def _end(every: Sequence[Token], place: int) -> int:
    """Where a phrase ends: a mark, a verb, a figure or a preposition but ``of``."""
    for index in range(place, min(place + REACH, len(every))):
        token = every[index]
        if token.text in ENDS or token.word in vocabulary.CLAUSE_ENDS:
            return index
        if token.word in {"by", "from", "with", "in", "within", "among"}:
            return index
        if token.quantity and token.quantity.kind is not Sort.COUNT:
            return index
    return min(place + REACH, len(every))


def _fill(tokens: Sequence[Token], zone: str) -> None:
    for token in tokens:
        token.zone = token.zone or zone
