"""Whose label a file is, of which version and day: the head of an SPL document."""

import datetime

import pytest

from knowledge_base.label_import import LabelUnreadableError
from knowledge_base.label_import.documents import LabelDocument, Product
from tests.knowledge_base import label_files as files
from tests.knowledge_base.label_import.trees import read

SECTION = files.section("34067-9", "1 USE", "<paragraph>For fever.</paragraph>")
SPL = files.spl(SECTION).decode()


def edited(old: str, new: str) -> LabelDocument:
    """The small document with one stretch of it put in another's place."""
    assert SPL.count(old) == 1, old
    return read(SPL.replace(old, new).encode())


EFFECTIVE = '<effectiveTime value="20250314"/>'
SET = f'<setId root="{files.SET_ID}"/>'
VERSION = '<versionNumber value="3"/>'
TITLE = "<title>CALVORYN (felostat) tablets</title>"
LABELER = "<name>Norrfell Pharma Inc.</name>"
CODE = '<code code="34391-3" codeSystem="2.16.840.1.113883.6.1"'


@pytest.mark.parametrize(
    ("old", "new", "field", "expected"),
    [
        pytest.param(TITLE, "", "title", "", id="no-title"),
        pytest.param(TITLE, "<title/>", "title", "", id="empty-title"),
        pytest.param(
            TITLE,
            "<title>CALVORYN<br/>(felostat)<footnote>a</footnote>\n tablets</title>",
            "title",
            "CALVORYN (felostat) a tablets",
            id="title-over-lines",
        ),
        pytest.param(
            TITLE,
            "<title>CALVORYN<sup>®</sup> <content>tablets</content></title>",
            "title",
            "CALVORYN® tablets",
            id="title-with-marks",
        ),
        pytest.param(SET, "", "set_id", "", id="no-set"),
        pytest.param(SET, "<setId/>", "set_id", "", id="set-without-root"),
        pytest.param(SET, '<setId root=" x "/>', "set_id", "x", id="set-with-spaces"),
        pytest.param(VERSION, "", "version", "", id="no-version"),
        pytest.param(
            VERSION, '<versionNumber value="12"/>', "version", "12", id="version"
        ),
        pytest.param(
            VERSION, "<versionNumber>12</versionNumber>", "version", "", id="no-value"
        ),
        pytest.param(LABELER, "", "labeler", "", id="no-labeller"),
        pytest.param(
            LABELER,
            "<name>Norrfell\n &amp; Sons</name>",
            "labeler",
            "Norrfell & Sons",
            id="labeller",
        ),
        pytest.param(
            LABELER,
            f"{LABELER}<name>Second</name>",
            "labeler",
            "Norrfell Pharma Inc.",
            id="first-of-two-names",
        ),
        pytest.param(
            SET, f'{SET}<languageCode code="en"/>', "language", "en", id="language"
        ),
        pytest.param(CODE, '<code code="34391-3"', "market", "", id="no-code-system"),
        pytest.param(
            CODE,
            '<code code="34391-3" codeSystem="9.9.9"',
            "market",
            "",
            id="other-code-system",
        ),
    ],
)
def test_a_head_tells_what_stands_in_it(
    old: str, new: str, field: str, expected: object
) -> None:
    assert getattr(edited(old, new), field) == expected


@pytest.mark.parametrize(
    ("time", "day"),
    [
        pytest.param('value="20251231"', datetime.date(2025, 12, 31), id="a-day"),
        pytest.param('value="20240229"', datetime.date(2024, 2, 29), id="leap-day"),
        pytest.param('value="20250229"', None, id="no-leap-day"),
        pytest.param('value="20250000"', None, id="no-month"),
        pytest.param('value="2025-03-14"', None, id="with-dashes"),
        pytest.param('value="2025"', None, id="a-year"),
        pytest.param('value="soon"', None, id="words"),
        pytest.param('value=" 20250314 "', datetime.date(2025, 3, 14), id="spaces"),
        pytest.param('value="202503140830"', datetime.date(2025, 3, 14), id="a-minute"),
        pytest.param('nullFlavor="UNK"', None, id="unknown"),
    ],
)
def test_the_day_is_one_that_exists(time: str, day: datetime.date | None) -> None:
    assert edited(EFFECTIVE, f"<effectiveTime {time}/>").effective_on == day


@pytest.mark.parametrize(
    ("inside", "day"),
    [
        ('<low value="20250102"/>', datetime.date(2025, 1, 2)),
        ('<low value="20250102"/><high value="20260102"/>', datetime.date(2025, 1, 2)),
        ('<high value="20260102"/>', None),
        ("<low/>", None),
    ],
)
def test_a_span_begins_with_its_first_day(
    inside: str, day: datetime.date | None
) -> None:
    found = edited(EFFECTIVE, f"<effectiveTime>{inside}</effectiveTime>")
    assert found.effective_on == day


def test_without_a_time_there_is_no_day() -> None:
    assert edited(EFFECTIVE, "").effective_on is None


def subject(name: str, generic: str = "", tag: str = "manufacturedProduct") -> str:
    substance = (
        f"<asEntityWithGeneric><genericMedicine><name>{generic}</name>"
        "</genericMedicine></asEntityWithGeneric>"
        if generic
        else ""
    )
    named = f"<name>{name}</name>" if name else ""
    return f"<subject><{tag}>{named}{substance}</{tag}></subject>"


def listing(*subjects: str) -> LabelDocument:
    """A document whose listing holds these products."""
    before, rest = SPL.split("<subject>")
    _, after = rest.split("</subject>")
    return read(f"{before}{''.join(subjects)}{after}".encode())


@pytest.mark.parametrize(
    ("subjects", "products"),
    [
        pytest.param((), (), id="none"),
        pytest.param((subject("Calvoryn"),), (Product("Calvoryn"),), id="no-substance"),
        pytest.param((subject("", "felostat"),), (), id="a-substance-alone"),
        pytest.param((subject(" ", "felostat"),), (), id="a-blank-name"),
        pytest.param(
            (subject("Calvoryn", "felostat"), subject("Calvoryn", "felostat")),
            (Product("Calvoryn", "felostat"),),
            id="one-of-two-strengths",
        ),
        pytest.param(
            (subject("Calvoryn", "felostat"), subject("Calvoryn XR", "felostat")),
            (Product("Calvoryn", "felostat"), Product("Calvoryn XR", "felostat")),
            id="two-names",
        ),
        pytest.param(
            (subject("Calvoryn", "felostat"), subject("Calvoryn", "felostat sodium")),
            (Product("Calvoryn", "felostat"), Product("Calvoryn", "felostat sodium")),
            id="two-substances",
        ),
        pytest.param(
            (subject("Calvoryn", "felostat", "manufacturedMedicine"),),
            (Product("Calvoryn", "felostat"),),
            id="a-medicine",
        ),
        pytest.param(
            (subject("Starter", "", "partProduct"), subject("Pen", "", "partMedicine")),
            (Product("Starter"), Product("Pen")),
            id="parts-of-a-pack",
        ),
        pytest.param(
            (subject("Calvoryn", "felostat", "otherProduct"),), (), id="something-else"
        ),
        pytest.param(
            (subject("Calvoryn<suffix>XR</suffix>", "felostat"),),
            (Product("Calvoryn XR", "felostat"),),
            id="a-suffix",
        ),
        pytest.param(
            (subject("Calvoryn<suffix/>", "felostat"),),
            (Product("Calvoryn", "felostat"),),
            id="an-empty-suffix",
        ),
    ],
)
def test_each_product_is_named_once(
    subjects: tuple[str, ...], products: tuple[Product, ...]
) -> None:
    assert listing(*subjects).products == products


@pytest.mark.parametrize(
    ("section", "code", "title"),
    [
        pytest.param("<section/>", "", "", id="empty"),
        pytest.param("<section><code/></section>", "", "", id="code-without-value"),
        pytest.param(
            '<section><code code=" 34067-9 "/></section>', "34067-9", "", id="spaces"
        ),
        pytest.param("<section><title>  </title></section>", "", "", id="blank-title"),
        pytest.param(
            "<section><title>1 USE</title><title>2</title></section>",
            "",
            "1 USE",
            id="two-titles",
        ),
        pytest.param(
            "<section><title>1\u00a0<content>U</content>SE</title></section>",
            "",
            "1 USE",
            id="marked-up-title",
        ),
        pytest.param(
            "<section><excerpt><highlight><text>Short</text></highlight></excerpt>"
            "<text>Long</text></section>",
            "",
            "",
            id="highlights-are-no-section",
        ),
    ],
)
def test_sections_with_little_in_them_are_read(
    section: str, code: str, title: str
) -> None:
    found = read(files.spl(section)).sections[1]
    assert (found.code, found.title) == (code, title)
    assert "Short" not in found.text


def test_sections_outside_of_components_are_not_of_the_body() -> None:
    stray = (
        "<component><notes><section><title>Stray</title></section></notes></component>"
    )
    document = edited("</structuredBody>", f"{stray}</structuredBody>")
    titles = [part.title for top in document.sections for part in top.walk()]
    assert titles == ["", "1 USE"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "label: The SPL document holds no sections."),
        ("<structuredBody/>", "label: The SPL document holds no sections."),
        (
            "<structuredBody><component/></structuredBody>",
            "label: The SPL document holds no sections.",
        ),
        (
            "<nonXMLBody><text>PDF</text></nonXMLBody>",
            "label: The SPL document holds no sections.",
        ),
    ],
)
def test_a_document_without_sections_is_refused(body: str, sentence: str) -> None:
    with pytest.raises(LabelUnreadableError) as refusal:
        read(
            '<document xmlns="urn:hl7-org:v3"><component>'
            f"{body}</component></document>".encode()
        )
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("root", "sentence"),
    [
        (
            '<document xmlns="urn:hl7-org:v2"/>',
            "label: The XML is neither an SPL document nor a FHIR bundle, "
            "but <document>.",
        ),
        (
            '<ClinicalDocument xmlns="urn:hl7-org:v3"/>',
            "label: The XML is neither an SPL document nor a FHIR bundle, "
            "but <ClinicalDocument>.",
        ),
        (
            '<Composition xmlns="http://hl7.org/fhir"/>',
            "label: This is a FHIR Composition; give the whole document bundle.",
        ),
        (
            '<Bundle xmlns="http://hl7.org/fhir"/>',
            "label: The FHIR bundle is not of the type document, so it is no label.",
        ),
        (
            '<Bundle xmlns="http://hl7.org/fhir"><type value="document"/></Bundle>',
            "label: The FHIR bundle holds 0 compositions; a label is one.",
        ),
    ],
)
def test_another_root_is_refused(root: str, sentence: str) -> None:
    with pytest.raises(LabelUnreadableError) as refusal:
        read(root.encode())
    assert str(refusal.value) == sentence


def test_prefixed_names_are_the_same_names() -> None:
    prefixed = (
        SPL.replace("<", "<v:")
        .replace("<v:/", "</v:")
        .replace("<v:?", "<?")
        .replace('xmlns="urn', 'xmlns:v="urn')
    )
    found, plain = read(prefixed.encode()), read(SPL.encode())
    assert (found.sections, found.products) == (plain.sections, plain.products)
    assert (found.title, found.labeler) == (plain.title, plain.labeler)
