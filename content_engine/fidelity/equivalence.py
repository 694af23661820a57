"""Whether a statement says the same as a claim, and how it would be written down."""

from collections.abc import Iterable

from content_engine.fidelity import canonical, cascade
from content_engine.fidelity.linking.library import Library
from content_engine.fidelity.matching import Approved, Source
from content_engine.vocabulary import Outcome
from knowledge_base.wording.readings import Reading


def wording_of(statement: str) -> str:
    """A statement on one line, without reference marks that stand in it."""
    unmarked = canonical.unmark(statement)
    text = unmarked.text if unmarked.marks else statement
    return " ".join(text.split())


def is_same(wording: str, approved: Iterable[str], facts: Reading | None) -> bool:
    """Whether a wording departs from an approved one only in ways that are approved.

    ``facts`` are what the claim's approvers signed beside it.
    """
    ref = "claim"
    library = Library(Approved(text, Source.CLAIM, ref) for text in approved)
    signed = {ref: facts} if facts else {}
    ruling = cascade.rule(canonical.canonical(wording), library, signed)
    return ruling.outcome is Outcome.EQUIVALENT
