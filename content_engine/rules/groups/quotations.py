"""EV-05: what stands in quotation marks is what its source says."""

import re
from collections.abc import Iterator

from content_engine.rules.findings import Objection
from content_engine.rules.lines import Line, lines
from content_engine.rules.readings import Reading
from content_engine.rules.surfaces import folding
from content_engine.vocabulary import Outcome
from knowledge_base.wording.normalise import normalise

QUOTED = re.compile(r"\"([^\"\n]{8,400})\"|»([^»«\n]{8,400})«|«([^»«\n]{8,400})»")
LEAST_WORDS = 3
EDGES = " .,;:!?'"


def changed(reading: Reading) -> Iterator[Objection]:
    """EV-05: a quotation of three words or more is found whole in an approved text."""
    sources = ""
    for group in lines(reading):
        for line in group:
            for found in QUOTED.finditer(line.copy):
                words = " ".join(filter(None, found.groups())).strip(EDGES)
                if line.is_closed or len(words.split()) < LEAST_WORDS:
                    continue
                sources = sources or _sources(reading)
                start, end = line.span(*found.span())
                is_said = words in sources or reading.approvals.claims.say(words)
                if is_said or _is_courtesy(reading, line, start):
                    continue
                yield Objection(
                    "No source of this piece says this word for word: quote exactly, "
                    "or take the quotation marks away.",
                    line.part,
                    start,
                    end,
                    line.original[start:end],
                )


def _is_courtesy(reading: Reading, line: Line, start: int) -> bool:
    """Whether the words at a place are a greeting or lead on, and quote nobody."""
    found = (
        part.statement_at(start)
        for part in reading.parts
        if part.original is line.original
    )
    return any(one and one.outcome is Outcome.NOT_A_CLAIM for one in found)


def _sources(reading: Reading) -> str:
    """All that may be quoted beside the claims and their sources, folded."""
    texts = [approved.text for approved in reading.approvals.texts.texts]
    texts += reading.supply.label.section_texts
    texts += [part.original for part in reading.parts if part.name == "headline"]
    return folding.folded(" \n ".join(normalise(text).text for text in texts))
