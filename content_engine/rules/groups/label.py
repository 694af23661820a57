"""LB, FB-07: doses, approval and classes of patients are those of the label."""

import functools
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import yaml

from content_engine.fidelity import canonical, cascade
from content_engine.rules.findings import Objection
from content_engine.rules.lines import written
from content_engine.rules.readings import Reading
from content_engine.vocabulary import Intent, Outcome
from knowledge_base.wording import quantities, statements
from knowledge_base.wording.quantities import Kind, Quantity

STARTS = re.compile(r"\b(?:start|begin|initiat|commenc|beginn)", re.IGNORECASE)
DOSES = re.compile(
    r"\b(?:start|begin|initiat|commenc|tak(?:e|ing)|giv(?:e|ing)|titrat|increas|rais"
    r"|dose|dosage|dosing|prescrib|administer|maint[ae]in|go up|einnehm|nehmen|dosis)",
    re.IGNORECASE,
)
NOT_DOSES = re.compile(r"\breceived\b|\bcontains?\b|\bpack of\b", re.IGNORECASE)
OPEN = frozenset({Outcome.UNSUBSTANTIATED, Outcome.DISTORTED, Outcome.EQUIVALENT})
DISCLOSURE = re.compile(
    r"continued approval|accelerated approval|conditional(?:ly)? (?:approv|authoris)",
    re.IGNORECASE,
)
CLASSES: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("classes.yaml").read_text(encoding="utf-8")
)


def other_dose(reading: Reading) -> Iterator[Objection]:
    """LB-02: a dosing statement gives a dose and frequency of the label."""
    for part in reading.parts:
        for judged in part.judged:
            statement = judged.statement
            text = statement.text
            if statement.outcome not in OPEN or not DOSES.search(text):
                continue
            if NOT_DOSES.search(text) or not _departs(reading, text):
                continue
            yield Objection(
                "This dose is not the label's: use the label's own words.",
                statement.part,
                statement.start,
                statement.end,
                text,
                " ".join(reading.supply.label.dosing),
            )


def undisclosed_approval(reading: Reading) -> Iterator[Objection]:
    """LB-06: an accelerated approval is disclosed where a claim is made."""
    if not reading.supply.brand.accelerated_approval:
        return
    if not any(True for _ in reading.claims()):
        return
    wanted = [text for text in label_sentences(reading) if DISCLOSURE.search(text)]
    if not any(reading.holds(text) for text in wanted):
        yield Objection(
            "The approval is accelerated: the label's sentence on continued approval "
            "is missing.",
            suggestion=wanted[0] if wanted else "",
        )


def class_without_its_risk(reading: Reading) -> Iterator[Objection]:
    """FB-07: what is said for a class of patients stands with the label's warning."""
    if reading.context.intent == Intent.MEDICAL_RESPONSE:
        return
    for name, words in CLASSES.items():
        wanted = [
            text
            for text in label_sentences(reading)
            if re.search(words["warning"], text, re.IGNORECASE)
        ]
        if not wanted or any(reading.holds(text) for text in wanted):
            continue
        for line in written(reading):
            found = re.search(words["theme"], line.copy)
            if found:
                message = f"The label's words on {name} are missing: add them."
                yield line.objection(*found.span(), message, wanted[0])


def label_sentences(reading: Reading) -> Iterator[str]:
    """Every sentence of the label in force."""
    label = reading.supply.label
    for text in (
        label.indication,
        *label.limitations_of_use,
        *label.contraindications,
        *label.dosing,
        *label.section_texts,
    ):
        for cut in statements.cut(" ".join(text.split())):
            yield canonical.canonical(cut.text)


def _departs(reading: Reading, text: str) -> bool:
    """Whether a dose or frequency is none that the label gives for this."""
    doses, frequencies = _of_kind(text, Kind.DOSE), _of_kind(text, Kind.FREQUENCY)
    if not doses:
        return False
    given = [*reading.supply.label.dosing]
    given += [one.text for one in reading.approvals.claims.of_kind("dosing")]
    starts = bool(STARTS.search(text))
    if starts:
        given = [one for one in given if STARTS.search(one)] or given
    allowed = [
        dose
        for one in given
        for dose in _of_kind(one, Kind.DOSE)[: 1 if starts else None]
    ]
    often = [one for text in given for one in _of_kind(text, Kind.FREQUENCY)]
    fits_often = not often or _are_among(frequencies, often)
    return not (_are_among(doses, allowed) and fits_often)


def _of_kind(text: str, kind: Kind) -> tuple[Quantity, ...]:
    """The figures of a kind; none of a statement so long that it is refused whole."""
    if len(text) > cascade.LONGEST:
        return ()
    return tuple(one for one in _quantities(text) if one.kind is kind)


@functools.lru_cache(maxsize=4_096)
def _quantities(text: str) -> tuple[Quantity, ...]:
    """What a text says in figures; the label's are asked for with every statement."""
    return quantities.read(text)


def _are_among(wanted: Iterable[Quantity], known: Collection[Quantity]) -> bool:
    """Whether each quantity is one of the known, whatever its unit."""
    return all(any(quantities.same(one, other) for other in known) for one in wanted)
