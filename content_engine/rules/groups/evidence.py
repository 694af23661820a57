"""EV: every statement rests on approved wording, its figures, references, company."""

from collections import defaultdict
from collections.abc import Iterator

from content_engine.fidelity import distortions
from content_engine.fidelity.canonical import Mark
from content_engine.fidelity.linking import Judged, PartReading
from content_engine.fidelity.matching import Hit, Source
from content_engine.rules.findings import Objection
from content_engine.rules.readings import Reading, SaidClaim
from content_engine.vocabulary import Outcome, PartName, Severity

DENIED = frozenset({Outcome.DISTORTED, Outcome.UNSUBSTANTIATED})


def unsupported(reading: Reading) -> Iterator[Objection]:
    """EV-01: what is not approved wording is refused."""
    for judged in _denied(reading):
        yield _at_statement(judged, _why_denied(judged))


def figures(reading: Reading) -> Iterator[Objection]:
    """EV-02: figures are those of the approved claim."""
    for judged in _denied(reading):
        wrong = [one for one in judged.changes if distortions.figures_differ((one,))]
        if judged.near and wrong:
            yield _at_statement(judged, f"A figure differs: {_difference(wrong[0])}.")


def references(reading: Reading) -> Iterator[Objection]:
    """EV-03: each claim is marked, each mark resolves, the list holds nothing else."""
    listed = _listed(reading)
    marked = any(part.unmarked.marks for part in reading.parts)
    if reading.is_sms and not listed and not marked:
        return
    for part in reading.parts:
        yield from _marks_in(part, listed)
    for said in reading.claims():
        yield from _marks_of(said, listed)
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


def _at_statement(judged: Judged, message: str) -> Objection:
    """An objection to a statement, with the nearest approved wording beside it."""
    statement = judged.statement
    return Objection(
        message,
        statement.part,
        statement.start,
        statement.end,
        statement.text,
        judged.near.text if judged.near else "",
    )


def _why_denied(judged: Judged) -> str:
    if not judged.near:
        return "No approved claim, copy or label text says this."
    source = judged.near.ref or "the safety information"
    change = judged.changes[0] if judged.changes else None
    if change is None or len(change.approved) + len(change.candidate) > 120:
        return f"This is near {source} but not its approved wording."
    return f"This is not the approved wording of {source}: {_difference(change)}."


def _difference(change: distortions.Change) -> str:
    if not change.approved:
        return f'"{change.candidate}" is added'
    if not change.candidate:
        return f'"{change.approved}" is left out'
    return f'"{change.candidate}" stands for "{change.approved}"'


def _listed(reading: Reading) -> dict[int, set[str]]:
    """The reference list: refs by number."""
    listed: dict[int, set[str]] = defaultdict(set)
    for part in reading.parts:
        for hit in part.hits:
            if hit.number is not None and hit.approved.ref:
                listed[hit.number].add(hit.approved.ref)
    return dict(listed)


def _marks_in(part: PartReading, listed: dict[int, set[str]]) -> Iterator[Objection]:
    """Marks that lead nowhere or stand beside nothing that needs one."""
    for mark in part.unmarked.marks:
        text = part.original[mark.start : mark.end]
        place = (part.name, mark.start, mark.end, text)
        if any(number not in listed for number in mark.numbers):
            yield Objection("The reference list has no entry for this mark.", *place)
        elif _owner(part, mark) is None:
            yield Objection(
                "This mark follows no claim.", *place, severity=Severity.HIGH
            )


def _marks_of(said: SaidClaim, listed: dict[int, set[str]]) -> Iterator[Objection]:
    """Whether a claim is marked with exactly its own references."""
    numbers = [
        number
        for mark in said.part.unmarked.marks
        if _owner(said.part, mark) == said.hit
        for number in mark.numbers
    ]
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


def _owner(part: PartReading, mark: Mark) -> Hit | None:
    """The claim that a mark belongs to: it follows it, or its qualifiers."""
    claim: Hit | None = None
    latest: Hit | None = None
    for hit in part.hits:
        if hit.start >= mark.place:
            break
        latest = hit
        if hit.approved.source is Source.CLAIM:
            claim = hit
        elif hit.approved.source is not Source.QUALIFIER:
            claim = None
    if latest is None or part.unmarked.text[latest.end : mark.place].strip():
        return None
    return claim


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
    present = {hit.approved.text for hit in said.part.hits}
    refs = {hit.approved.ref for hit in said.part.hits}
    for qualifier in said.claim.qualifiers:
        if qualifier not in present:
            yield qualifier
    for key in said.claim.companions:
        companion = reading.supply.claim(key)
        if companion is None:
            yield f"The companion claim {key} may not be used here."
        elif companion.ref not in refs:
            yield companion.text
