"""Small labels of clauses in memory, and what a comparison told of them."""

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

from knowledge_base.labels.clauses import HEADING, Clause, SectionClauses
from knowledge_base.labels.comparing import ChangeKind, ClauseChange, compare_sections

Label = list[SectionClauses]
Told = list[tuple[str, str, str]]


def made(
    place: int,
    title: str,
    *texts: str,
    code: str = "",
    above: tuple[str, ...] = (),
    kind: str = "paragraph",
) -> SectionClauses:
    """A section with its heading and clauses of one kind."""
    path = (*above, title)
    heading = (Clause(place, None, HEADING, title, path),) if title else ()
    clauses = (
        Clause(place, number, kind, text, path) for number, text in enumerate(texts)
    )
    return SectionClauses(place, code, path, (*heading, *clauses))


def every(
    old: Sequence[SectionClauses], new: Sequence[SectionClauses]
) -> list[ClauseChange]:
    """All that a comparison tells, unchanged clauses too, in its order."""
    return [
        change for section in compare_sections(old, new) for change in section.changes
    ]


def told(changes: Iterable[ClauseChange]) -> Told:
    """The differences in a form to be compared."""
    return [
        (
            change.kind.value,
            change.old.text if change.old else "",
            change.new.text if change.new else "",
        )
        for change in changes
        if change.kind != ChangeKind.UNCHANGED
    ]


SENTENCES = (
    "Take one 20 mg tablet once daily.",
    "Take one 40 mg tablet once daily.",
    "Swallow it whole with water.",
    "Severe liver impairment.",
    "Check the liver every three months.",
    "Check the liver every three months thereafter.",
    "Pregnancy.",
    "-",
)
TITLES = ("1 Use", "2 Dose", "2 Use", "3 Liver", "")
CODES = ("34067-9", "34068-7", "")


def labels() -> st.SearchStrategy[Label]:
    """Labels of up to four sections, alike enough to be compared."""
    section = st.tuples(
        st.sampled_from(TITLES),
        st.sampled_from(CODES),
        st.lists(st.sampled_from(SENTENCES), max_size=5),
    )
    return st.lists(section, max_size=4).map(_label)


def _label(given: list[tuple[str, str, list[str]]]) -> Label:
    return [
        made(place, title, *texts, code=code)
        for place, (title, code, texts) in enumerate(given)
    ]
