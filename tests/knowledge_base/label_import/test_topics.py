"""What sections speak of, and when a label has a boxed warning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.label_import import sections
from knowledge_base.label_import.documents import Clause, Section
from knowledge_base.label_import.sections import Topic
from tests.knowledge_base import label_files as files
from tests.knowledge_base.label_import.trees import read

T = Topic


def made(code: str, title: str = "", text: str = "", *inner: Section) -> Section:
    clauses = (Clause("paragraph", text),) if text else ()
    return Section(code, title, text, clauses, sections=inner)


@pytest.mark.parametrize(
    ("code", "topic"),
    [
        pytest.param("34066-1", T.BOXED_WARNING, id="boxed-warning"),
        pytest.param("34067-9", T.INDICATIONS, id="indications"),
        pytest.param("34068-7", T.DOSAGE, id="dosage"),
        pytest.param("34070-3", T.CONTRAINDICATIONS, id="contraindications"),
        pytest.param("43685-7", T.WARNINGS, id="warnings-and-precautions"),
        pytest.param("34071-1", T.WARNINGS, id="warnings"),
        pytest.param("42232-9", T.WARNINGS, id="precautions"),
        pytest.param("34084-4", T.ADVERSE_REACTIONS, id="adverse-reactions"),
        pytest.param("34092-7", T.CLINICAL_STUDIES, id="clinical-studies"),
        pytest.param("43679-0", T.MECHANISM, id="mechanism"),
        pytest.param("34090-1", T.PHARMACOLOGY, id="pharmacology"),
        pytest.param("43681-6", T.PHARMACOLOGY, id="pharmacodynamics"),
        pytest.param("43682-4", T.PHARMACOLOGY, id="pharmacokinetics"),
        pytest.param("34073-7", T.INTERACTIONS, id="interactions"),
        pytest.param("43684-0", T.POPULATIONS, id="populations"),
        pytest.param("42229-5", None, id="unclassified"),
        pytest.param("51945-4", None, id="package-label"),
        pytest.param("48780-1", None, id="listing"),
        pytest.param("", None, id="no-code"),
    ],
)
def test_a_code_of_loinc_tells_the_topic(code: str, topic: Topic | None) -> None:
    assert sections.topic(made(code)) is topic
    assert sections.topic(made(code, "4.1 Therapeutic indications")) is (
        T.INDICATIONS if not code else topic
    )


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("4.1 Therapeutic indications", T.INDICATIONS),
        ("4.2 Posology and method of administration", T.DOSAGE),
        ("4.3 Gegenanzeigen", T.CONTRAINDICATIONS),
        ("4.4 Mises en garde", T.WARNINGS),
        ("4.5 Interazioni", T.INTERACTIONS),
        ("4.6 Fertility, pregnancy and lactation", T.POPULATIONS),
        ("4.8 Reacciones adversas", T.ADVERSE_REACTIONS),
        ("5.1 Pharmacodynamic properties", T.CLINICAL_STUDIES),
        ("5.2 Pharmacokinetic properties", T.PHARMACOLOGY),
        ("  4.3 With spaces before", T.CONTRAINDICATIONS),
        ("4.3", T.CONTRAINDICATIONS),
        ("4.3. With a point", None),
        ("4.7 Ability to drive", None),
        ("4.9 Overdose", None),
        ("4.31 Nothing of the kind", None),
        ("4.3.1 Below it", None),
        ("4 Clinical particulars", None),
        ("14.1 Adults", None),
        ("Section 4.3", None),
        ("", None),
    ],
)
def test_a_number_tells_the_topic_of_a_european_section(
    title: str, topic: Topic | None
) -> None:
    assert sections.topic(made("", title)) is topic
    assert sections.topic(made("100000155538", title)) is topic


@pytest.mark.parametrize(
    "title",
    ["Limitations of Use", "1.2 LIMITATION OF USE", "Limitations  of\nUse in adults"],
)
def test_limitations_are_known_by_their_title_whatever_the_code(title: str) -> None:
    for code in ("34067-9", "42229-5", ""):
        assert sections.topic(made(code, title)) is T.LIMITATIONS


@pytest.mark.parametrize(
    "code", ["34067-9x", "x34067-9", "34067", "340679", "34067-99"]
)
def test_what_only_looks_like_a_code_tells_nothing(code: str) -> None:
    assert sections.topic(made(code)) is None


def test_only_the_outermost_sections_on_a_topic_are_named() -> None:
    inner = made("34071-1", "inner")
    deep = made("34071-1", "deep")
    outer = made("43685-7", "outer", "", inner)
    tree = (outer, made("", "other", "", deep))
    found = [section.title for section in sections.about(tree, T.WARNINGS)]
    assert found == ["outer", "deep"]


def test_the_whole_text_is_one_line_a_section_without_titles() -> None:
    tree = made("", "A", "one", made("", "B", "", made("", "C", "two")), made("", "D"))
    assert sections.whole_text(tree) == "one\ntwo"
    assert sections.whole_text(made("", "A")) == ""


BOX = made("34066-1", "WARNING", "Liver injury.")


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        pytest.param((BOX,), "Liver injury.", id="one"),
        pytest.param((BOX, BOX), "Liver injury.", id="twice-the-same"),
        pytest.param(
            (BOX, made("34066-1", "", "Birth defects.")),
            "Liver injury.\nBirth defects.",
            id="two",
        ),
        pytest.param(
            (made("42229-5", "OTHER", "", BOX),), "Liver injury.", id="inside-another"
        ),
        pytest.param(
            (made("34066-1", "WARNING", "", made("42229-5", "", "Liver injury.")),),
            "Liver injury.",
            id="words-below-its-title",
        ),
        pytest.param((made("34066-1", "WARNING"),), None, id="a-title-alone"),
        pytest.param(
            (made("42229-5", "BOXED WARNING", "Liver injury."),),
            None,
            id="a-look-alone",
        ),
        pytest.param((made("43685-7", "5", "Liver injury."),), None, id="a-warning"),
        pytest.param((), None, id="nothing"),
    ],
)
def test_a_boxed_warning_is_known_by_its_code(
    tree: tuple[Section, ...], told: str | None
) -> None:
    assert sections.boxed_warning(tree, "34391-3", "HUMAN PRESCRIPTION DRUG") == told


@pytest.mark.parametrize(
    ("code", "kind", "has_box"),
    [
        ("34391-3", "HUMAN PRESCRIPTION DRUG LABEL", True),
        ("34390-5", "", False),
        ("50577-6", "", False),
        ("34390-5", "HUMAN OTC DRUG LABEL", False),
        ("34391-3", "HUMAN OTC DRUG LABEL", False),
        ("34391-3", "Over-the-Counter monograph", False),
        ("34391-3", "over the counter", False),
        ("34391-3", "BIOTCELL LABEL", True),
        ("", "", True),
    ],
)
def test_what_is_sold_over_the_counter_has_none(
    code: str, kind: str, *, has_box: bool
) -> None:
    assert bool(sections.boxed_warning((BOX,), code, kind)) is has_box


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        ("34391-3", "HUMAN PRESCRIPTION DRUG LABEL", "Liver injury."),
        ("34390-5", "HUMAN OTC DRUG LABEL", None),
        ("34391-3", "DRUG FACTS OTC", None),
    ],
)
def test_a_file_is_read_by_what_document_it_is(
    code: str, kind: str, told: str | None
) -> None:
    box = files.section("34066-1", "W", "<paragraph>Liver injury.</paragraph>")
    assert read(files.spl(box, code=code, kind=kind)).boxed_warning == told


LINES = st.lists(st.sampled_from(["", "Liver injury.", "Birth defects."]), max_size=5)


@given(LINES)
def test_every_line_of_a_box_is_told_once_in_order(texts: list[str]) -> None:
    tree = [made("34066-1", "W", text) for text in texts]
    told = sections.boxed_warning(tree)
    assert (told or "").splitlines() == list(dict.fromkeys(filter(None, texts)))
