"""FB: the approved safety information is there, whole, with every benefit."""

import re
from collections.abc import Iterator

from content_engine.fidelity import canonical
from content_engine.fidelity.judging import Judged, PartReading
from content_engine.fidelity.matching import Source
from content_engine.rules import packaging
from content_engine.rules.findings import Objection
from content_engine.rules.readings import Reading
from content_engine.vocabulary import Intent, Outcome, PartName, StatementKind

INBOX_LINE = frozenset({PartName.SUBJECT, PartName.PREHEADER})
SAID = frozenset({Outcome.UNSUBSTANTIATED, Outcome.DISTORTED, Outcome.EQUIVALENT})
BENEFIT = re.compile(
    r"\d ?%|\b(?:fewer|less|lower|better|reduc|improv|protect|sav(?:e|ing)|prevent"
    r"|longer|help|weniger|senk|verring|besser|schütz|verhinder|länger)"
)
NO_BENEFIT = frozenset({"disease", "safety", "access"})


def benefit_without_risk(reading: Reading) -> Iterator[Objection]:
    """FB-01: what can be seen by itself states no benefit without the risks."""
    if reading.is_sms:
        alone = frozenset(part.name for part in reading.parts)
        has_risk = _has_safety(reading)
    else:
        alone = INBOX_LINE
        has_risk = _in_inbox_line(reading)
    if has_risk:
        return
    for said in reading.claims():
        if said.part.name in alone and said.claim.kind not in NO_BENEFIT:
            yield _unseen_risk(reading, said.part, *said.span)
    for part in reading.parts:
        for judged in part.judged:
            if part.name in alone and _is_own_benefit(judged):
                statement = judged.statement
                yield _unseen_risk(reading, part, statement.start, statement.end)


def safety_missing(reading: Reading) -> Iterator[Objection]:
    """FB-02: the required safety information is in the piece."""
    absent = not _safety_place(reading) and not _has_safety(reading)
    if absent and _needs_safety(reading):
        yield Objection(
            f"The {_form(reading)} safety information is missing.",
            suggestion=_required(reading),
        )


def boxed_warning_missing(reading: Reading) -> Iterator[Objection]:
    """FB-04: a product with a boxed warning carries it, and is never a reminder."""
    if not reading.supply.label.boxed_warning:
        return
    if reading.context.intent == Intent.REMINDER:
        yield Objection(
            "A product with a boxed warning may not be promoted by a reminder."
        )
    elif _needs_safety(reading) and not _has_safety(reading):
        yield Objection(
            "The boxed warning is missing, with the safety information that holds it.",
            suggestion=_required(reading),
        )


def reminder_says_more(reading: Reading) -> Iterator[Objection]:
    """FB-05: a reminder names the product and makes no claim."""
    if reading.context.intent == Intent.REMINDER:
        for said in reading.claims():
            start, end = said.span
            yield Objection(
                "A reminder may not make a claim.",
                said.part.name,
                start,
                end,
                said.text,
            )
        yield from _more_than_the_pack(reading)


def safety_changed(reading: Reading) -> Iterator[Objection]:
    """FB-08: where safety information stands, it is the approved text, unchanged."""
    if _safety_place(reading) and not _has_safety(reading):
        text = reading.part(PartName.SAFETY_INFORMATION)
        yield Objection(
            f"The safety information is not the approved {_form(reading)} text of "
            f"label {reading.supply.label.version}.",
            PartName.SAFETY_INFORMATION,
            0,
            len(text),
            text,
            _required(reading),
        )


def _unseen_risk(
    reading: Reading, part: PartReading, start: int, end: int
) -> Objection:
    return Objection(
        "This states a benefit where the safety information is not seen.",
        part.name,
        start,
        end,
        part.original[start:end],
        reading.supply.label.safety_short.text,
    )


def _is_own_benefit(judged: Judged) -> bool:
    """Whether words that nobody approved promise a benefit or give a result."""
    statement, near = judged.statement, judged.ruling.near
    if statement.outcome not in SAID or statement.kind is StatementKind.RISK:
        return False
    is_near = near is not None and near.source is Source.CLAIM
    is_other = near is not None and near.nature in NO_BENEFIT
    told = BENEFIT.search(statement.text.lower())
    return not is_other and (bool(told) or (is_near and statement.score < 1))


def _more_than_the_pack(reading: Reading) -> Iterator[Objection]:
    """What a reminder says beside the product, its packs and its company."""
    for part in reading.parts:
        for judged in part.judged:
            statement = judged.statement
            is_pack = packaging.is_pack_line(statement.text, reading.supply)
            if statement.outcome in SAID and not is_pack:
                yield Objection(
                    "A reminder names the product, its packs and its company only.",
                    statement.part,
                    statement.start,
                    statement.end,
                    statement.text,
                )


def _in_inbox_line(reading: Reading) -> bool:
    """Whether subject and preheader hold the short safety information."""
    short = canonical.canonical(reading.supply.label.safety_short.text)
    return any(
        short in part.unmarked.text for part in reading.parts if part.name in INBOX_LINE
    )


def _safety_place(reading: Reading) -> str:
    return reading.part(PartName.SAFETY_INFORMATION).strip()


def _form(reading: Reading) -> str:
    return "short" if reading.is_sms else "full"


def _required(reading: Reading) -> str:
    label = reading.supply.label
    return (label.safety_short if reading.is_sms else label.safety_full).text


def _has_safety(reading: Reading) -> bool:
    """Whether the required text, or in an SMS the longer one, is there whole."""
    label = reading.supply.label
    if reading.holds(label.safety_full.text):
        return True
    return reading.is_sms and reading.holds(label.safety_short.text)


def _needs_safety(reading: Reading) -> bool:
    """Promotion needs it always, other pieces when they make a claim."""
    if reading.context.intent == Intent.PROMOTIONAL:
        return True
    return any(True for _ in reading.claims())
