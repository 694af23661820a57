"""Label files are read to the letter: heads, sections, clauses, tables, contents."""

import dataclasses
import datetime
import hashlib
import json
from typing import Any

import pytest

from knowledge_base import label_import
from knowledge_base.label_import import contents, outlines, sections
from knowledge_base.label_import.documents import LabelDocument, Product, Section
from knowledge_base.label_import.sections import Topic
from tests.knowledge_base import label_files as files

BOX = "WARNING: LIVER INJURY Calvoryn can cause severe liver injury."


def read(data: bytes) -> LabelDocument:
    return label_import.read(data, "label.xml")


def one(markup: str, code: str = "42229-5") -> Section:
    """The section that a text's markup is read to."""
    return read(files.spl(files.section(code, "T", markup))).sections[1]


def titles(document: LabelDocument) -> list[tuple[str, str]]:
    return [(s.code, s.title) for top in document.sections for s in top.walk()]


def test_the_head_of_an_spl_document() -> None:
    document = read(files.FIRST)
    assert dataclasses.asdict(document) | {"sections": ()} == {
        "source": "SPL",
        "title": "CALVORYN (felostat) tablets",
        "set_id": files.SET_ID,
        "version": "3",
        "effective_on": datetime.date(2025, 3, 14),
        "labeler": "Norrfell Pharma Inc.",
        "market": "US",
        "language": "",
        "products": ({"name": "Calvoryn", "generic_name": "felostat sodium"},),
        "boxed_warning": BOX,
        "sections": (),
        "sha256": hashlib.sha256(files.FIRST).hexdigest(),
    }


def test_sections_keep_their_codes_titles_and_nesting() -> None:
    assert titles(read(files.FIRST)) == [
        ("48780-1", ""),
        ("34066-1", "WARNING: LIVER INJURY"),
        ("34067-9", "1 INDICATIONS AND USAGE"),
        ("42229-5", "1.1 Limitations of Use"),
        ("34068-7", "2 DOSAGE AND ADMINISTRATION"),
        ("42229-5", "2.1 Recommended Dosage"),
        ("34070-3", "4 CONTRAINDICATIONS"),
        ("42229-5", "4.1 Severe hepatic impairment"),
        ("42229-5", "4.2 Allergy"),
        ("34084-4", "6 ADVERSE REACTIONS"),
        ("42229-5", "6.1 Clinical Trials Experience"),
        ("34092-7", "14 CLINICAL STUDIES"),
        ("51945-4", ""),
    ]


@pytest.mark.parametrize("data", [files.FIRST, files.SECOND, files.FHIR])
def test_the_clauses_of_a_section_are_its_text(data: bytes) -> None:
    for top in read(data).sections:
        for section in top.walk():
            assert section.text == " ".join(one.text for one in section.clauses)


@pytest.mark.parametrize(
    ("markup", "clauses"),
    [
        ("<paragraph>One\n\t two</paragraph>", [("paragraph", "One two")]),
        ("loose <content>words</content>", [("paragraph", "loose words")]),
        ("<paragraph>a<br/>b</paragraph>", [("paragraph", "a b")]),
        ("<paragraph>H<sub>2</sub>O</paragraph>", [("paragraph", "H2O")]),
        (
            "<paragraph>taken<footnote>Once.</footnote>, daily</paragraph>",
            [("paragraph", "taken Once., daily")],
        ),
        (
            "<paragraph>a</paragraph><paragraph>b</paragraph>",
            [("paragraph", "a"), ("paragraph", "b")],
        ),
        (
            "<list><caption>Take</caption><item>x</item><item>y<list><item>z</item>"
            "</list></item></list>after",
            [
                ("paragraph", "Take"),
                ("item", "x"),
                ("item", "y"),
                ("item", "z"),
                ("paragraph", "after"),
            ],
        ),
        (
            "<list><item><caption>1.</caption>x<paragraph>y</paragraph></item></list>",
            [("item", "1."), ("item", "x"), ("item", "y")],
        ),
        ("<paragraph> \n </paragraph>", []),
        (
            "<renderMultiMedia><caption>Figure 1</caption></renderMultiMedia>",
            [("paragraph", "Figure 1")],
        ),
        (
            '<paragraph><content styleCode="xmChange">new</content> text</paragraph>',
            [("paragraph", "new text")],
        ),
        (
            "<table><tr><td>a</td><td>b<br/>c</td></tr></table>",
            [("row", "a b c")],
        ),
    ],
)
def test_text_is_cut_into_clauses(markup: str, clauses: list[tuple[str, str]]) -> None:
    assert [(c.kind, c.text) for c in one(markup).clauses] == clauses


def test_a_table_stays_a_table() -> None:
    (table,) = one(files.REACTIONS).tables
    assert table.caption == "Table 1. Adverse reactions in ≥2% of patients [a]"
    assert table.header == (
        ("Adverse reaction", "Week 24", "Week 24"),
        ("Adverse reaction", "Calvoryn (N=412) %", "Placebo (N=405) %"),
    )
    assert table.rows == (
        ("Gastrointestinal disorders",) * 3,
        ("Nausea [b]", "7", "3"),
        ("Constipation [b]", "4.5", "<1"),
        ("[a] Pooled.", "", ""),
        ("[b] Mild in most patients.", "", ""),
    )
    assert [c.table for c in one(files.REACTIONS).clauses] == [0] * 6


@pytest.mark.parametrize(
    ("rows", "header", "body"),
    [
        ("<tr><th>a</th></tr><tr><td>1</td></tr>", (("a",),), (("1",),)),
        (
            "<tr><td>a</td><td>b</td></tr><tr><td>c</td></tr>",
            (),
            (("a", "b"), ("c", "")),
        ),
        (
            '<tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr>',
            (),
            (("a", "b"), ("a", "c")),
        ),
        (
            '<tr><td>a</td><td rowspan="2">b</td></tr><tr><td>c</td></tr>',
            (),
            (("a", "b"), ("c", "b")),
        ),
        (f'<tr><td colspan="2">{"x" * 81}</td></tr>', (), (("x" * 81, ""),)),
        ('<tr><td colspan="nine">a</td></tr>', (), (("a",),)),
        ('<tr><td colspan="-2">a</td></tr>', (), (("a",),)),
        ("<tr/>", (), ((),)),
        ("", (), ()),
    ],
)
def test_spans_are_filled(rows: str, header: Any, body: Any) -> None:
    (table,) = one(f"<table>{rows}</table>").tables
    assert (table.header, table.rows) == (header, body)


def test_a_span_without_end_is_cut_short() -> None:
    (table,) = one('<table><tr><td colspan="999999">a</td></tr></table>').tables
    assert len(table.rows[0]) == 100


def test_an_over_the_counter_label_gains_no_boxed_warning() -> None:
    document = read(files.OVER_THE_COUNTER)
    assert document.boxed_warning is None
    assert document.title == ""
    assert "34066-1" in [code for code, _ in titles(document)]


def test_boxes_are_told_with_their_subsections_and_once() -> None:
    box = files.section(
        "34066-1", "W", "<paragraph>a</paragraph>", files.section("42229-5", "B", "b")
    )
    assert read(files.spl(box, box)).boxed_warning == "a\nb"


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("20250314", datetime.date(2025, 3, 14)),
        ("20250314120000+0100", datetime.date(2025, 3, 14)),
        ("202503", None),
        ("20251399", None),
        ("", None),
    ],
)
def test_the_day_of_effect(given: str, day: datetime.date | None) -> None:
    assert read(files.spl(files.SECTIONS["studies"], day=given)).effective_on == day


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_marked_encodings_are_read(encoding: str) -> None:
    text = files.FIRST.decode().replace(
        "UTF-8", "UTF-16" if "16" in encoding else "UTF-8"
    )
    document = read(text.encode(encoding))
    assert titles(document) == titles(read(files.FIRST))


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "latin1"])
def test_declared_encodings_are_read(encoding: str) -> None:
    data = files.spl(files.section("42229-5", "Grö", "ü 5 µg")).decode()
    data = data.replace("UTF-8", encoding)
    document = read(data.encode(encoding))
    assert (document.sections[1].title, document.sections[1].text) == ("Grö", "ü 5 µg")


@pytest.mark.parametrize("data", [files.FHIR, files.fhir_xml()], ids=["json", "xml"])
def test_a_fhir_bundle(data: bytes) -> None:
    document = read(data)
    head = (document.source, document.title, document.set_id, document.version)
    assert head == ("FHIR", "Calvoryn 20 mg tablets", "calvoryn-smpc", "2.1")
    assert document.effective_on == datetime.date(2025, 5, 1)
    assert (document.labeler, document.market) == ("Norrfell Ireland", "IE")
    assert document.language == "en"
    assert document.products == (Product("Calvoryn", "felostat"),)
    assert document.boxed_warning is None
    assert [title for _, title in titles(document)] == [
        "4. CLINICAL PARTICULARS",
        "4.1 Therapeutic indications",
        "4.3 Contraindications",
        "4.8 Undesirable effects",
    ]
    assert contents.indication(document) == files.INDICATION
    assert contents.contraindications(document) == ("Severe hepatitis",)
    assert [one.as_dict() for one in contents.adverse_reactions(document)] == [
        {"term": "Nausea", "rate": "7%", "comparator_rate": "3%"}
    ]


def changed(path: str, value: Any) -> LabelDocument:
    """The bundle with one value put in or, by None, taken out."""
    made: Any = files.bundle()
    *steps, final = path.split("/")
    node = made
    for step in steps:
        node = node[int(step)] if step.isdigit() else node[step]
    if value is None:
        del node[final]
    else:
        node[final] = value
    return read(json.dumps(made).encode())


COMPOSITION = "entry/0/resource"
US = {"profile": ["http://hl7.org/fhir/us/spl/StructureDefinition/X"]}
EXTENSION = [{"url": "http://x/composition-clinicaldocument-versionNumber"}]


@pytest.mark.parametrize(
    ("path", "value", "field", "expected"),
    [
        (f"{COMPOSITION}/identifier", None, "set_id", "doc-1"),
        (f"{COMPOSITION}/identifier", {"value": "x"}, "set_id", "x"),
        (f"{COMPOSITION}/version", None, "version", "2025-05-01"),
        (f"{COMPOSITION}/version", 7, "version", "7"),
        (f"{COMPOSITION}/date", None, "effective_on", datetime.date(2025, 5, 2)),
        (f"{COMPOSITION}/date", "2025", "effective_on", datetime.date(2025, 5, 2)),
        ("meta", US, "market", "US"),
        ("meta", US, "effective_on", datetime.date(2025, 5, 2)),
        (f"{COMPOSITION}/author", None, "labeler", "Norrfell Ireland"),
        (f"{COMPOSITION}/author", [{"display": "Someone"}], "labeler", "Someone"),
        ("entry/2/resource/name/0/usage", None, "market", ""),
        (f"{COMPOSITION}/language", "de-AT", "market", "IE"),
        (f"{COMPOSITION}/language", "ga", "language", "ga"),
        ("entry/2/resource/name/0/usage/0/country", files.coded("EU"), "market", "EU"),
        ("entry/2/resource/name/0/usage/0/country", files.coded("372"), "market", ""),
        ("entry/2/resource/name", "Calvoryn", "products", (Product("Calvoryn"),)),
    ],
)
def test_bundles_tell_their_head_in_several_ways(
    path: str, value: Any, field: str, expected: Any
) -> None:
    assert getattr(changed(path, value), field) == expected


def test_the_boxed_warning_of_a_us_bundle() -> None:
    box = [{"code": files.coded("34066-1"), "text": files.div("<p>Liver injury.</p>")}]
    assert changed(f"{COMPOSITION}/section", box).boxed_warning == "Liver injury."


@pytest.mark.parametrize(
    ("title", "code", "topic"),
    [
        ("1 INDICATIONS", "34067-9", Topic.INDICATIONS),
        ("5 WARNINGS", "43685-7", Topic.WARNINGS),
        ("WARNINGS", "34071-1", Topic.WARNINGS),
        ("4.8 Nebenwirkungen", "", Topic.ADVERSE_REACTIONS),
        ("4.8 Nebenwirkungen", "200000029", Topic.ADVERSE_REACTIONS),
        ("4.1 Active liver disease", "42229-5", None),
        ("4.10 Something", "", None),
        ("1.3 Limitations of Use", "42229-5", Topic.LIMITATIONS),
        ("", "", None),
    ],
)
def test_sections_are_known_by_code_or_number(
    title: str, code: str, topic: Topic | None
) -> None:
    assert sections.topic(Section(code, title, "")) is topic


def test_contents_of_an_spl_document() -> None:
    document = read(files.FIRST)
    assert contents.indication(document) == files.INDICATION
    assert contents.limitations_of_use(document) == ("Not for acute fever.",)
    assert contents.dosing(document) == (
        "The recommended dosage is: 20 mg once daily",
        "The recommended dosage is: 10 mg once daily in severe renal impairment",
    )
    assert contents.contraindications(document) == (
        "Severe hepatic impairment",
        "Hypersensitivity to felostat.",
    )
    assert [one.as_dict() for one in contents.adverse_reactions(document)] == [
        {"term": "Nausea", "rate": "7%", "comparator_rate": "3%"},
        {"term": "Constipation", "rate": "4.5%", "comparator_rate": "<1%"},
    ]


@pytest.mark.parametrize(
    ("markup", "indication", "limitations"),
    [
        (
            files.paragraphs("For fever.", "Limitations of Use", "Not for colds."),
            "For fever.",
            ("Not for colds.",),
        ),
        (
            files.paragraphs("For fever.", "Limitation of use: Not for colds."),
            "For fever.",
            ("Not for colds.",),
        ),
        (
            files.paragraphs("For fever.", "Limitations of use:")
            + files.items("Not for colds.", "Not for coughs."),
            "For fever.",
            ("Not for colds.", "Not for coughs."),
        ),
        (files.paragraphs("For fever."), "For fever.", ()),
        (files.paragraphs("Ready:"), "Ready:", ()),
    ],
)
def test_limitations_inside_the_indication(
    markup: str, indication: str, limitations: tuple[str, ...]
) -> None:
    document = read(files.spl(files.section("34067-9", "USES", markup)))
    assert contents.indication(document) == indication
    assert contents.limitations_of_use(document) == limitations


def test_a_lead_without_items_is_kept() -> None:
    markup = files.paragraphs("Do not use:", "Never.", "Nor:")
    document = read(files.spl(files.section("34070-3", "NO", markup)))
    assert contents.contraindications(document) == ("Do not use:", "Never.", "Nor:")


HEADS = "<tr><th>Reaction</th><th>{}</th><th>{}</th></tr>"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            HEADS.format("Calvoryn", "Placebo")
            + "<tr><td>Rash</td><td>5%</td><td>2%</td></tr>",
            [("Rash", "5%", "2%")],
        ),
        (
            HEADS.format("Calvoryn n (%)", "Placebo n (%)")
            + "<tr><td>Rash</td><td>21 (5.1)</td><td>8 (2)</td></tr>",
            [("Rash", "5.1%", "2%")],
        ),
        (
            HEADS.format("10 mg %", "20 mg %")
            + "<tr><td>Rash</td><td>5</td><td>6</td></tr>",
            [("Rash (10 mg)", "5%", ""), ("Rash (20 mg)", "6%", "")],
        ),
        (
            HEADS.format("10 mg %", "All doses %")
            + "<tr><td>Rash*</td><td>5</td><td>6,5</td></tr>",
            [("Rash", "6,5%", "")],
        ),
        (
            HEADS.format("Calvoryn %", "Bromavel %")
            + "<tr><td>Rash</td><td>5</td><td>6</td></tr>",
            [("Rash", "5%", "")],
        ),
        (
            HEADS.format("Calvoryn %", "Placebo %")
            + "<tr><td>Rash</td><td>-</td><td>2</td></tr>"
            "<tr><td>Itch</td><td>3</td><td>—</td></tr>"
            "<tr><td>12</td><td>3</td><td>2</td></tr>"
            "<tr><td>rash</td><td>9</td><td>9</td></tr>"
            "<tr><td>RASH</td><td>8</td><td>8</td></tr>",
            [("Itch", "3%", ""), ("rash", "9%", "9%")],
        ),
        (
            HEADS.format("Patients", "Months")
            + "<tr><td>Rash</td><td>5</td><td>2</td></tr>",
            [],
        ),
        ("<tr><th>%</th></tr><tr><td>5</td></tr>", []),
        ("<tr><td>Rash</td><td>5%</td></tr>", []),
    ],
)
def test_rates_are_read_from_tables(
    table: str, expected: list[tuple[str, str, str]]
) -> None:
    markup = f"<table>{table}</table>"
    document = read(files.spl(files.section("34084-4", "REACTIONS", markup)))
    found = contents.adverse_reactions(document)
    assert [(r.term, r.rate, r.comparator_rate) for r in found] == expected


def test_rates_elsewhere_are_no_adverse_reactions() -> None:
    document = read(files.spl(files.section("34092-7", "STUDIES", files.REACTIONS)))
    assert contents.adverse_reactions(document) == ()


def test_the_outline_is_what_programs_rely_on() -> None:
    told = outlines.outline(read(files.FIRST))
    assert told["boxed_warning"] == {
        "text": BOX,
        "chars": 61,
    }
    assert told["products"] == ["Calvoryn"]
    assert told["effective_on"] == "2025-03-14"
    assert told["sections"][2] == {
        "code": "34067-9",
        "title": "1 INDICATIONS AND USAGE",
        "chars": len(files.INDICATION),
        "sections": [
            {
                "code": "42229-5",
                "title": "1.1 Limitations of Use",
                "chars": 20,
                "sections": [],
            }
        ],
    }
    assert outlines.outline(read(files.OVER_THE_COUNTER))["boxed_warning"] is None


def test_the_outline_shows_the_start_of_each_text() -> None:
    document = read(files.spl(files.section("42229-5", "Long", "x" * 500)))
    told = outlines.outline(document, with_texts=True)
    assert told["sections"][1]["text"] == "x" * 200
    assert told["sections"][1]["chars"] == 500
    assert "    " + "    " + "x" * 200 not in list(outlines.lines(told))
    assert any(line.strip() == "x" * 200 for line in outlines.lines(told))
