"""EV: every statement rests on approved wording, its figures, references, company."""

import re
from collections import defaultdict
from collections.abc import Iterator

from content_engine.fidelity.canonical import Mark
from content_engine.fidelity.cascade import Ruling
from content_engine.fidelity.judging import Judged, PartReading
from content_engine.fidelity.matching import Hit, Source
from content_engine.pieces import Difference
from content_engine.rules import packaging
from content_engine.rules.findings import Objection
from content_engine.rules.readings import Reading, SaidClaim
from content_engine.vocabulary import Intent, Outcome, PartName, Severity, StatementKind

DENIED = frozenset({Outcome.EQUIVALENT, Outcome.DISTORTED, Outcome.UNSUBSTANTIATED})
FREE = frozenset({StatementKind.COURTESY, StatementKind.NAVIGATION})
LONGEST_SHOWN = 120  # characters of a difference that a person reads in one sentence
MOST_SHOWN = 3
PRODUCT_IN_COURTESY = "A line that names the product needs approval: take it out."
FIGURES = {
    "digit": "A figure differs",
    "decimal": "A decimal point moved or a figure is printed otherwise",
    "unit": "A unit differs",
    "interval": "An interval differs",
    "p_value": "A p value differs",
    "sample_size": "A number of people differs",
    "dose": "A dose differs",
    "frequency": "How often a dose is given differs",
    "timepoint": "A time differs",
    "arm_swap": "A figure is said of the other treatment",
    "comparator": "What is compared with differs",
    "endpoint": "What was measured differs",
    "product": "The product differs",
    "relative_absolute": "A relative figure stands for an absolute one or the reverse",
    "statistic_dropped": "A statistic is left out",
}


def unsupported(reading: Reading) -> Iterator[Objection]:
    """EV-01: what is not approved wording is refused."""
    for judged in _denied(reading):
        if not _names_the_pack(reading, judged):
            yield _at_statement(judged, _why_denied(judged.ruling))
    for judged in _naming_the_product(reading):
        yield _at_statement(judged, PRODUCT_IN_COURTESY)


def figures(reading: Reading) -> Iterator[Objection]:
    """EV-02: figures, and what they are of, are those of the approved claim."""
    for judged in _denied(reading):
        for one in judged.ruling.differences:
            if one.type in FIGURES:
                message = f"{FIGURES[one.type]}: {_difference(one)}."
                yield _at_difference(judged, one, message)


def references(reading: Reading) -> Iterator[Objection]:
    """EV-03: each claim is marked, each mark resolves, the list holds nothing else."""
    listed = _listed(reading)
    marked = any(part.unmarked.marks for part in reading.parts)
    if reading.is_sms and not listed and not marked:
        return
    numbers: dict[tuple[int, Hit], list[int]] = defaultdict(list)
    for part in reading.parts:
        owned = tuple(_owned(part))
        yield from _marks_in(part, owned, listed)
        for mark, owner in owned:
            if owner is not None:
                numbers[id(part), owner].extend(mark.numbers)
    for said in reading.claims():
        yield from _marks_of(said, numbers.get((id(said.part), said.hit), []), listed)
    yield from _order(reading, listed)


def company(reading: Reading) -> Iterator[Objection]:
    """EV-04: qualifiers and companion claims stand in the same part as their claim."""
    for said in reading.claims():
        for missing in _missing_company(reading, said):
            start, end = said.span
            yield Objection(
                f"{said.claim.ref} may not stand without this in the same part.",
                said.part.name,
                start,
                end,
                said.text,
                missing,
            )


def is_alone(reading: Reading, said: SaidClaim) -> bool:
    """Whether a claim lacks a qualifier or companion in its part."""
    return any(True for _ in _missing_company(reading, said))


def _denied(reading: Reading) -> Iterator[Judged]:
    for part in reading.parts:
        for judged in part.judged:
            if judged.statement.outcome in DENIED:
                yield judged


def _names_the_pack(reading: Reading, judged: Judged) -> bool:
    """Whether a reminder names its product and pack, which is all that it may say."""
    text = judged.statement.text
    return (
        reading.context.intent == Intent.REMINDER
        and packaging.is_pack_line(text, reading.supply)
        and packaging.has_known_strengths(text, reading.supply)
    )


def _naming_the_product(reading: Reading) -> Iterator[Judged]:
    """Courtesy that holds the product where a person or a town might stand."""
    brand = reading.supply.brand
    names = re.compile(
        rf"\b(?:{re.escape(brand.name)}|{re.escape(brand.generic_name)})\b", re.I
    )
    for part in reading.parts:
        approved = {part.unmarked.span(hit.start, hit.end) for hit in part.hits}
        for judged in part.judged:
            statement = judged.statement
            place = (statement.start, statement.end)
            is_free = statement.kind in FREE and place not in approved
            if is_free and names.search(statement.text):
                yield judged


def _at_statement(judged: Judged, message: str) -> Objection:
    """An objection to a statement, with the nearest approved wording beside it."""
    statement = judged.statement
    return Objection(
        message,
        statement.part,
        statement.start,
        statement.end,
        statement.text,
        _approved(judged.ruling),
    )


def _at_difference(judged: Judged, one: Difference, message: str) -> Objection:
    """An objection to the very words; to the statement where words were left out."""
    if one.start == one.end:
        return _at_statement(judged, message)
    statement = judged.statement
    words = statement.text[one.start - statement.start : one.end - statement.start]
    name = statement.part
    approved = _approved(judged.ruling)
    return Objection(message, name, one.start, one.end, words, approved)


def _approved(ruling: Ruling) -> str:
    return ruling.near.text if ruling.near else ""


def _why_denied(ruling: Ruling) -> str:
    """Why a statement is refused, and what a person can do about it."""
    if ruling.near is None or ruling.why:
        return ruling.why or "No approved claim, copy or label text says this."
    is_claim = ruling.near.source is Source.CLAIM
    source = (is_claim and ruling.near.ref) or "the safety information"
    if ruling.outcome is Outcome.EQUIVALENT:
        return (
            f"This says the same as {source} in words that nobody accepted: have them "
            "accepted as a variation, or use the approved wording."
        )
    told = _told(ruling.differences)
    if ruling.outcome is Outcome.UNSUBSTANTIATED:
        return f"It cannot be shown that this says the same as {source}{told}."
    return f"This is not the approved wording of {source}{told}."


def _told(differences: tuple[Difference, ...]) -> str:
    """The first differences, as far as they are short."""
    each = [_difference(one) for one in differences]
    short = [one for one in dict.fromkeys(each) if len(one) <= LONGEST_SHOWN]
    return f": {'; '.join(short[:MOST_SHOWN])}" if short else ""


def _difference(one: Difference) -> str:
    if not one.approved:
        return f'"{one.text}" is added'
    if not one.text:
        return f'"{one.approved}" is left out'
    return f'"{one.text}" stands for "{one.approved}"'


def _listed(reading: Reading) -> dict[int, set[str]]:
    """The reference list: refs by number."""
    listed: dict[int, set[str]] = defaultdict(set)
    for part in reading.parts:
        for hit in part.hits:
            if hit.number is not None and hit.approved.ref:
                listed[hit.number].add(hit.approved.ref)
    return dict(listed)


def _marks_in(
    part: PartReading,
    owned: tuple[tuple[Mark, Hit | None], ...],
    listed: dict[int, set[str]],
) -> Iterator[Objection]:
    """Marks that lead nowhere or stand beside nothing that needs one."""
    for mark, owner in owned:
        text = part.original[mark.start : mark.end]
        place = (part.name, mark.start, mark.end, text)
        if any(number not in listed for number in mark.numbers):
            yield Objection("The reference list has no entry for this mark.", *place)
        elif owner is None:
            yield Objection(
                "This mark follows no claim.", *place, severity=Severity.HIGH
            )


def _marks_of(
    said: SaidClaim, numbers: list[int], listed: dict[int, set[str]]
) -> Iterator[Objection]:
    """Whether a claim is marked with exactly its own references."""
    start, end = said.span
    place = (said.part.name, start, end, said.text)
    needed = {source.ref for source in said.claim.sources}
    found = {ref for number in numbers for ref in listed.get(number, ())}
    if needed - found:
        missing = ", ".join(sorted(needed - found))
        yield Objection(f"The claim lacks the mark of its reference {missing}.", *place)
    if found - needed:
        foreign = ", ".join(sorted(found - needed))
        yield Objection(
            f"The claim is marked with {foreign}, which does not support it.",
            *place,
            severity=Severity.HIGH,
        )


def _owned(part: PartReading) -> Iterator[tuple[Mark, Hit | None]]:
    """Each mark with the claim that it belongs to: it follows it, or its qualifiers."""
    hits = iter(part.hits)
    coming = next(hits, None)
    claim: Hit | None = None
    reach, is_apart = 0, False  # how far the words after the latest text are known
    for mark in part.unmarked.marks:
        while coming is not None and coming.start < mark.place:
            if coming.approved.source is not Source.QUALIFIER:
                is_claim = coming.approved.source is Source.CLAIM
                claim = coming if is_claim else None
            reach, is_apart, coming = coming.end, False, next(hits, None)
        is_apart = is_apart or bool(part.unmarked.text[reach : mark.place].strip())
        reach = max(reach, mark.place)
        yield mark, None if is_apart else claim


def _order(reading: Reading, listed: dict[int, set[str]]) -> Iterator[Objection]:
    """Numbers follow first appearance; every entry of the list is used once."""
    seen = dict.fromkeys(
        number
        for part in reading.parts
        if part.name != PartName.PLAIN_TEXT
        for mark in part.unmarked.marks
        for number in mark.numbers
    )
    if list(seen) != list(range(1, len(seen) + 1)):
        yield Objection(
            "References are not numbered by first appearance: "
            f"{', '.join(map(str, seen))}.",
            severity=Severity.HIGH,
        )
    used = {
        number
        for part in reading.parts
        for mark in part.unmarked.marks
        for number in mark.numbers
    }
    for number, refs in listed.items():
        if number not in used:
            yield Objection(
                f"Reference {number} is listed and never marked.",
                severity=Severity.HIGH,
            )
        if len(refs) > 1:
            yield Objection(
                f"Two references are numbered {number}: {', '.join(sorted(refs))}."
            )


def _missing_company(reading: Reading, said: SaidClaim) -> Iterator[str]:
    """The texts that a claim may not be without and that its part lacks."""
    present = said.part.wordings
    for qualifier in said.claim.qualifiers:
        if qualifier not in present:
            yield qualifier
    for key in said.claim.companions:
        companion = reading.approvals.claims.by_key.get(key)
        if companion is None:
            yield f"The companion claim {key} may not be used here."
        elif companion.ref not in said.part.refs:
            yield companion.text
