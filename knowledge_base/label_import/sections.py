"""What the sections of a label are, by the codes and the numbers they carry."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from knowledge_base.label_import.documents import Section


class Topic(StrEnum):
    """What a section speaks of, whatever the market calls it."""

    BOXED_WARNING = "BOXED_WARNING"
    INDICATIONS = "INDICATIONS"
    LIMITATIONS = "LIMITATIONS"
    DOSAGE = "DOSAGE"
    CONTRAINDICATIONS = "CONTRAINDICATIONS"
    WARNINGS = "WARNINGS"
    ADVERSE_REACTIONS = "ADVERSE_REACTIONS"
    CLINICAL_STUDIES = "CLINICAL_STUDIES"
    MECHANISM = "MECHANISM"
    PHARMACOLOGY = "PHARMACOLOGY"
    INTERACTIONS = "INTERACTIONS"
    POPULATIONS = "POPULATIONS"


LOINC = {
    "34066-1": Topic.BOXED_WARNING,
    "34067-9": Topic.INDICATIONS,
    "34068-7": Topic.DOSAGE,
    "34070-3": Topic.CONTRAINDICATIONS,
    "43685-7": Topic.WARNINGS,
    "34071-1": Topic.WARNINGS,
    "42232-9": Topic.WARNINGS,
    "34084-4": Topic.ADVERSE_REACTIONS,
    "34092-7": Topic.CLINICAL_STUDIES,
    "43679-0": Topic.MECHANISM,
    "34090-1": Topic.PHARMACOLOGY,
    "43681-6": Topic.PHARMACOLOGY,
    "43682-4": Topic.PHARMACOLOGY,
    "34073-7": Topic.INTERACTIONS,
    "43684-0": Topic.POPULATIONS,
}
# The numbers are the same in every language of a European summary of characteristics.
SMPC = {
    "4.1": Topic.INDICATIONS,
    "4.2": Topic.DOSAGE,
    "4.3": Topic.CONTRAINDICATIONS,
    "4.4": Topic.WARNINGS,
    "4.5": Topic.INTERACTIONS,
    "4.6": Topic.POPULATIONS,
    "4.8": Topic.ADVERSE_REACTIONS,
    "5.1": Topic.CLINICAL_STUDIES,
    "5.2": Topic.PHARMACOLOGY,
}
OVER_THE_COUNTER = {"34390-5", "50577-6"}
OTC = re.compile(r"\bOTC\b|\bover.the.counter\b", re.IGNORECASE)
LOINC_SHAPE = re.compile(r"\d{1,5}-\d\Z")
NUMBERED = re.compile(r"\s*(\d{1,2}\.\d{1,2})(?![\d.])")
LIMITATIONS = re.compile(r"\blimitations?\s+of\s+use\b", re.IGNORECASE)


def topic(section: Section) -> Topic | None:
    """What a section speaks of; None where its code and its title do not say."""
    if LIMITATIONS.search(section.title):
        return Topic.LIMITATIONS
    if LOINC_SHAPE.match(section.code):
        return LOINC.get(section.code)
    number = NUMBERED.match(section.title)
    return SMPC.get(number.group(1)) if number else None


def about(sections: Iterable[Section], wanted: Topic) -> Iterator[Section]:
    """The outermost sections on a topic, in reading order."""
    for section in sections:
        if topic(section) is wanted:
            yield section
        else:
            yield from about(section.sections, wanted)


def whole_text(section: Section) -> str:
    """A section's text with that of its subsections, one line each, titles apart."""
    return "\n".join(part.text for part in section.walk() if part.text)


def boxed_warning(
    sections: Iterable[Section], code: str = "", kind: str = ""
) -> str | None:
    """The text of every boxed warning; None where the label has none.

    ``code`` and ``kind`` say what document this is. Over-the-counter labels have no
    boxed warning, though files misuse its code for whatever is printed in a box, such
    as the tamper-evident seal.
    """
    if code in OVER_THE_COUNTER or OTC.search(kind):
        return None
    boxes = [whole_text(box) for box in about(sections, Topic.BOXED_WARNING)]
    return "\n".join(dict.fromkeys(filter(None, boxes))) or None
