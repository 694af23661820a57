"""What pieces are checked against: indication, limits, dosing, contraindications."""

import pytest

from knowledge_base.label_import import contents
from knowledge_base.label_import.documents import Clause, LabelDocument, Section
from tests.label_documents import make_document

P, IT, R = "paragraph", "item", "row"
Clauses = tuple[tuple[str, str], ...]


def made(code: str, title: str, clauses: Clauses = (), *inner: Section) -> Section:
    cut = tuple(Clause(kind, text) for kind, text in clauses)
    text = " ".join(text for _, text in clauses)
    return Section(code, title, text, cut, sections=inner)


def document(*sections: Section) -> LabelDocument:
    return make_document(sections=sections)


USE, DOSE, NOT = "34067-9", "34068-7", "34070-3"


@pytest.mark.parametrize(
    ("clauses", "lines"),
    [
        pytest.param(((P, "Never."),), ("Never.",), id="one-paragraph"),
        pytest.param(((P, "A."), (P, "B.")), ("A.", "B."), id="two-paragraphs"),
        pytest.param(
            ((P, "Not in:"), (IT, "a"), (IT, "b")),
            ("Not in: a", "Not in: b"),
            id="items-after-their-lead",
        ),
        pytest.param(((IT, "a"), (IT, "b")), ("a", "b"), id="items-without-a-lead"),
        pytest.param(
            ((P, "A."), (IT, "a")), ("A.", "a"), id="a-sentence-leads-into-nothing"
        ),
        pytest.param(
            ((P, "X:"), (IT, "a"), (P, "Y:"), (IT, "b")),
            ("X: a", "Y: b"),
            id="each-list-has-its-lead",
        ),
        pytest.param(
            ((P, "X:"), (P, "Y:"), (IT, "b")), ("X:", "Y: b"), id="a-lead-before-a-lead"
        ),
        pytest.param(
            ((P, "X:"), (IT, "a"), (P, "B."), (IT, "c")),
            ("X: a", "B.", "c"),
            id="a-paragraph-ends-the-list",
        ),
        pytest.param(((P, "X:"),), ("X:",), id="a-lead-and-nothing-more"),
        pytest.param(((P, "X:"), (R, "a b")), ("X:", "a b"), id="a-lead-before-a-row"),
        pytest.param(
            ((P, "X:"), (IT, "Y:"), (IT, "b")),
            ("X: Y:", "X: b"),
            id="an-item-never-leads",
        ),
        pytest.param(((P, "A."), (P, "A.")), ("A.",), id="each-line-once"),
        pytest.param((), (), id="no-words"),
    ],
)
def test_clauses_become_lines(clauses: Clauses, lines: tuple[str, ...]) -> None:
    assert contents.contraindications(document(made(NOT, "4", clauses))) == lines
    assert contents.dosing(document(made(DOSE, "2", clauses))) == lines


@pytest.mark.parametrize(
    ("sections", "lines"),
    [
        pytest.param(
            (made(NOT, "4 NO", (), made("", "4.1 Severe hepatitis")),),
            ("Severe hepatitis",),
            id="a-section-speaks-by-its-title",
        ),
        pytest.param((made(NOT, "4 NO"),), (), id="but-not-the-topics-own-title"),
        pytest.param(
            (made(NOT, "4 NO", (), made("", "4.1.2. Allergy")),),
            ("Allergy",),
            id="number-with-points",
        ),
        pytest.param(
            (
                made(
                    NOT, "4 NO", (), made("", "4.1 A", (), made("", "B", ((P, "b."),)))
                ),
            ),
            ("b.",),
            id="a-title-over-sections-is-silent",
        ),
        pytest.param(
            (
                made(
                    NOT,
                    "4 NO",
                    ((P, "own."),),
                    made("", "4.1 A", ((P, "a."),)),
                    made("", "4.2 B"),
                ),
            ),
            ("own.", "a.", "B"),
            id="in-reading-order",
        ),
        pytest.param(
            (made("", "4.3 Contraindications", ((P, "Never."),)),),
            ("Never.",),
            id="by-the-european-number",
        ),
        pytest.param(
            (made(NOT, "4", ((P, "Never."),)), made(NOT, "4", ((P, "Nor."),))),
            ("Never.", "Nor."),
            id="two-sections",
        ),
        pytest.param((made(USE, "1", ((P, "For fever."),)),), (), id="another-topic"),
    ],
)
def test_sections_become_lines(
    sections: tuple[Section, ...], lines: tuple[str, ...]
) -> None:
    assert contents.contraindications(document(*sections)) == lines


@pytest.mark.parametrize(
    ("sections", "indication", "limits"),
    [
        pytest.param((), "", (), id="nothing"),
        pytest.param(
            (made(USE, "1", ((P, "For fever."), (P, "In adults."))),),
            "For fever.\nIn adults.",
            (),
            id="a-line-a-clause",
        ),
        pytest.param(
            (made(USE, "1", (), made("", "1.1 Adults", ((P, "For fever."),))),),
            "For fever.",
            (),
            id="in-a-section-below",
        ),
        pytest.param(
            (
                made(
                    USE,
                    "1",
                    ((P, "For fever."),),
                    made("43685-7", "W", ((P, "Mind."),)),
                ),
            ),
            "For fever.",
            (),
            id="other-topics-below-are-apart",
        ),
        pytest.param(
            (
                made(
                    USE,
                    "1",
                    ((P, "For fever."),),
                    made("", "1.2 Limitations of Use", ((P, "Not for colds."),)),
                ),
            ),
            "For fever.",
            ("Not for colds.",),
            id="limits-in-a-section-below",
        ),
        pytest.param(
            (
                made(USE, "1", ((P, "For fever."),)),
                made("", "Limitations of Use", ((P, "Not for colds."),)),
            ),
            "For fever.",
            ("Not for colds.",),
            id="limits-in-a-section-beside",
        ),
        pytest.param(
            (
                made(
                    USE,
                    "1",
                    (
                        (P, "For fever."),
                        (P, "Limitations of Use – Not for colds."),
                        (P, "Nor for coughs."),
                    ),
                ),
            ),
            "For fever.",
            ("Not for colds.", "Nor for coughs."),
            id="all-after-the-words",
        ),
        pytest.param(
            (
                made(
                    USE,
                    "1",
                    ((P, "For fever."), (P, "LIMITATION OF USE"), (IT, "a"), (IT, "a")),
                ),
            ),
            "For fever.",
            ("a",),
            id="items-below-the-words-once",
        ),
        pytest.param(
            (made(USE, "1", ((P, "Limitations of use"),)),),
            "",
            (),
            id="words-with-nothing-after-them",
        ),
        pytest.param(
            (made(USE, "1", ((P, "For fever, with its limitations of use."),)),),
            "For fever, with its limitations of use.",
            (),
            id="words-in-a-sentence",
        ),
        pytest.param(
            (
                made(USE, "1", ((P, "For fever."),)),
                made(USE, "1", ((P, "For gout."),)),
            ),
            "For fever.\nFor gout.",
            (),
            id="two-sections-on-the-topic",
        ),
    ],
)
def test_what_it_is_for_and_not_for(
    sections: tuple[Section, ...], indication: str, limits: tuple[str, ...]
) -> None:
    label = document(*sections)
    assert contents.indication(label) == indication
    assert contents.limitations_of_use(label) == limits
