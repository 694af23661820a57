"""Labels of an invented medicine: as documents, and as a file in SPL."""

import datetime
import hashlib
from typing import Any
from xml.sax.saxutils import escape

from knowledge_base.label_import.documents import (
    Clause,
    LabelDocument,
    Product,
    Section,
    Table,
)

SET = "8f6d1c1a-6a3e-4a7e-9a55-0f6a3c1b2d10"
OTHER_SET = "1b7f0f3e-2b1c-4a0d-8f59-5f0e7c9d3a21"
MAKER = "Fenmoor Biologics, Inc."
REPACKER = "Tarnwater Repackaging LLC"
DOSE = (
    "The recommended dose of Calvoryn is one 20 mg tablet once daily, with or without "
    "food."
)
LIVER = "Check liver enzymes before treatment and every three months thereafter."
GOUT = "Calvoryn is indicated for lowering urate in adults with gout."
HEADER = (("Reaction", "Calvoryn", "Placebo"),)
RATES = (("Headache", "7%", "5%"), ("Diarrhoea", "6%", "4%"))


def section(
    code: str, title: str, *texts: str, sections: tuple[Section, ...] = ()
) -> Section:
    """A section of plain paragraphs."""
    return Section(
        code=code,
        title=title,
        text=" ".join(texts),
        clauses=tuple(Clause("paragraph", text) for text in texts),
        sections=sections,
    )


def reactions(header: tuple[tuple[str, ...], ...] = HEADER) -> Section:
    """A section whose clauses are the rows of a table, its head among them."""
    rows = tuple(Clause("row", " ".join(cells), 0) for cells in (*header, *RATES))
    return Section(
        code="34084-4",
        title="6 ADVERSE REACTIONS",
        text="",
        clauses=rows,
        tables=(Table("Adverse reactions in CAIRN-1", header, RATES),),
    )


def sections(dose: str = DOSE, liver: str = LIVER) -> tuple[Section, ...]:
    """The sections of the small label."""
    return (
        section("34067-9", "1 INDICATIONS AND USAGE", GOUT),
        section("34068-7", "2 DOSAGE AND ADMINISTRATION", dose, "Swallow it whole."),
        section(
            "34070-3", "4 CONTRAINDICATIONS", "Severe liver impairment.", "Pregnancy."
        ),
        section(
            "43685-7",
            "5 WARNINGS AND PRECAUTIONS",
            sections=(section("42229-5", "5.1 Liver enzymes", liver),),
        ),
        reactions(),
    )


def make_document(**changes: Any) -> LabelDocument:
    """Version 3 of the maker's label; each keyword replaces what it names."""
    facts: dict[str, Any] = {
        "source": "SPL",
        "title": "Calvoryn (ostivarel) tablets",
        "set_id": SET,
        "version": "3",
        "effective_on": datetime.date(2026, 6, 1),
        "labeler": MAKER,
        "market": "US",
        "language": "en",
        "products": (Product("Calvoryn", "ostivarel"),),
        "boxed_warning": None,
        "sections": sections(),
        **changes,
    }
    words = repr(sorted(facts.items(), key=lambda fact: fact[0]))
    sha256 = hashlib.sha256(words.encode()).hexdigest()
    return LabelDocument(**{"sha256": sha256, **facts})


def make_file(
    *,
    version: str = "3",
    dose: str = DOSE,
    set_id: str = SET,
    labeler: str = MAKER,
    effective: str = "20260601",
    boxed: str = "",
) -> bytes:
    """The small label as an SPL file."""
    parts = [
        _xml_section("34066-1", "WARNING: LIVER INJURY", boxed) if boxed else "",
        _xml_section("34067-9", "1 INDICATIONS AND USAGE", GOUT),
        _xml_section("34068-7", "2 DOSAGE AND ADMINISTRATION", dose),
        _xml_section("34070-3", "4 CONTRAINDICATIONS", "Severe liver impairment."),
        _xml_section("43685-7", "5 WARNINGS AND PRECAUTIONS", LIVER),
    ]
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<document xmlns="urn:hl7-org:v3">
  <id root="aaaaaaaa-0000-4000-8000-000000000001"/>
  <code code="34391-3" codeSystem="2.16.840.1.113883.6.1"/>
  <title>Calvoryn (ostivarel) tablets</title>
  <effectiveTime value="{effective}"/>
  <setId root="{set_id}"/>
  <versionNumber value="{version}"/>
  <author><assignedEntity><representedOrganization>
    <name>{escape(labeler)}</name>
  </representedOrganization></assignedEntity></author>
  <component><structuredBody>
    <component><section>
      <code code="48780-1" codeSystem="2.16.840.1.113883.6.1"/>
      <subject><manufacturedProduct><manufacturedProduct>
        <name>Calvoryn</name>
        <asEntityWithGeneric><genericMedicine>
          <name>ostivarel</name>
        </genericMedicine></asEntityWithGeneric>
      </manufacturedProduct></manufacturedProduct></subject>
    </section></component>
    {"".join(parts)}
  </structuredBody></component>
</document>
""".encode()


def _xml_section(code: str, title: str, text: str) -> str:
    return (
        f'<component><section><code code="{code}" '
        'codeSystem="2.16.840.1.113883.6.1"/>'
        f"<title>{escape(title)}</title>"
        f"<text><paragraph>{escape(text)}</paragraph></text></section></component>"
    )
