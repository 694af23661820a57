"""Invented label files: an SPL document in two versions, and a FHIR bundle."""

import copy
import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

LOINC = "2.16.840.1.113883.6.1"
XHTML = "http://www.w3.org/1999/xhtml"
SET_ID = "7d1f3a52-0000-4c11-8a11-0b5e5c0f1a01"


def section(
    code: str, title: str | None, text: str = "", *inner: str, mark: str = ""
) -> str:
    """A section of an SPL document; ``text`` is markup."""
    head = "" if title is None else f"<title>{title}</title>"
    body = f"<text>{text}</text>" if text else ""
    nested = "".join(f"<component>{one}</component>" for one in inner)
    return (
        f'<section{mark}><code code="{code}" codeSystem="{LOINC}"/>'
        f"{head}{body}{nested}</section>"
    )


def paragraphs(*texts: str) -> str:
    return "".join(f"<paragraph>{escape(text)}</paragraph>" for text in texts)


def items(*texts: str) -> str:
    inside = "".join(f"<item>{escape(text)}</item>" for text in texts)
    return f"<list>{inside}</list>"


def spl(
    *sections: str,
    title: str | None = "CALVORYN (felostat) tablets",
    version: str = "3",
    day: str = "20250314",
    code: str = "34391-3",
    kind: str = "HUMAN PRESCRIPTION DRUG LABEL",
    set_id: str = SET_ID,
    labeler: str = "Norrfell Pharma Inc.",
    product: str = "Calvoryn",
    generic: str = "felostat sodium",
) -> bytes:
    """An SPL document around some sections."""
    head = "" if title is None else f"<title>{title}</title>"
    body = "".join(f"<component>{one}</component>" for one in sections)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<document xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<id root="5b0c"/><code code="{code}" codeSystem="{LOINC}" displayName="{kind}"/>
{head}<effectiveTime value="{day}"/><setId root="{set_id}"/>
<versionNumber value="{version}"/>
<author><time/><assignedEntity><representedOrganization><name>{labeler}</name>
</representedOrganization></assignedEntity></author>
<component><structuredBody>
<component><section><code code="48780-1" codeSystem="{LOINC}"/>
<subject><manufacturedProduct><manufacturedProduct><name>{product}</name>
<asEntityWithGeneric><genericMedicine><name>{generic}</name></genericMedicine>
</asEntityWithGeneric></manufacturedProduct></manufacturedProduct></subject>
</section></component>
{body}</structuredBody></component></document>""".encode()


REACTIONS = """<table><caption>Table 1. Adverse reactions in &#8805;2% of patients
<footnote>Pooled.</footnote></caption><thead>
<tr><th rowspan="2">Adverse reaction</th><th colspan="2">Week 24</th></tr>
<tr><th>Calvoryn<br/>(N=412)<br/>%</th><th>Placebo<br/>(N=405)<br/>%</th></tr></thead>
<tbody><tr><td colspan="3">Gastrointestinal disorders</td></tr>
<tr><td>Nausea<footnote ID="n1">Mild in most patients.</footnote></td><td>7</td>
<td>3</td></tr><tr><td>Constipation<footnoteRef IDREF="n1"/></td><td>4.5</td>
<td>&lt;1</td></tr></tbody></table>"""

BOX = paragraphs("WARNING: LIVER INJURY", "Calvoryn can cause severe liver injury.")
INDICATION = "Calvoryn is indicated for the treatment of chronic grey fever in adults."
TRIAL = (
    "In Study 1, 62% of patients treated with Calvoryn had no relapse at week 24, "
    "compared with 41% of patients treated with placebo (p<0.001)."
)
SECTIONS = {
    "box": section("34066-1", "WARNING: LIVER INJURY", BOX),
    "indication": section(
        "34067-9",
        "1 INDICATIONS AND USAGE",
        paragraphs(INDICATION),
        section(
            "42229-5", "1.1 Limitations of Use", paragraphs("Not for acute fever.")
        ),
    ),
    "dosage": section(
        "34068-7",
        "2 DOSAGE AND ADMINISTRATION",
        "",
        section(
            "42229-5",
            "2.1 Recommended Dosage",
            paragraphs("The recommended dosage is:")
            + items("20 mg once daily", "10 mg once daily in severe renal impairment"),
        ),
    ),
    "contraindications": section(
        "34070-3",
        "4 CONTRAINDICATIONS",
        "",
        section("42229-5", "4.1 Severe hepatic impairment"),
        section("42229-5", "4.2 Allergy", paragraphs("Hypersensitivity to felostat.")),
    ),
    "reactions": section(
        "34084-4",
        "6 ADVERSE REACTIONS",
        paragraphs("Rates come from two trials [see Clinical Studies (14)]."),
        section("42229-5", "6.1 Clinical Trials Experience", REACTIONS),
    ),
    "studies": section("34092-7", "14 CLINICAL STUDIES", paragraphs(TRIAL)),
    "package": section(
        "51945-4",
        None,
        '<renderMultiMedia referencedObject="m1"><caption>Carton</caption>'
        "</renderMultiMedia>",
    ),
}
FIRST = spl(*SECTIONS.values())
SECOND = spl(
    *(
        SECTIONS
        | {
            "studies": section(
                "34092-7",
                "14 CLINICAL STUDIES",
                paragraphs(TRIAL.replace("62%", "58%")),
            )
        }
    ).values(),
    version="4",
    day="20260201",
)
OVER_THE_COUNTER = spl(
    section("55106-9", "Active ingredient", paragraphs("Menfolate 5 mg")),
    section(
        "42229-5",
        "Other",
        "",
        section("34066-1", None, paragraphs("DO NOT USE IF THE SEAL IS BROKEN.")),
    ),
    title=None,
    code="34390-5",
    kind="HUMAN OTC DRUG LABEL",
    product="Tussavel",
    generic="menfolate",
    set_id="7d1f3a52-0000-4c11-8a11-0b5e5c0f1a02",
)


def div(markup: str) -> dict[str, str]:
    """A narrative as FHIR keeps it."""
    return {"status": "additional", "div": f'<div xmlns="{XHTML}">{markup}</div>'}


def coded(code: str, system: str = "http://loinc.org") -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


BUNDLE: dict[str, Any] = {
    "resourceType": "Bundle",
    "id": "b1",
    "language": "en",
    "identifier": {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:doc-1"},
    "type": "document",
    "timestamp": "2025-05-02T08:00:00Z",
    "entry": [
        {
            "fullUrl": "urn:uuid:c1",
            "resource": {
                "resourceType": "Composition",
                "id": "c1",
                "version": "2.1",
                "identifier": [{"value": "urn:uuid:calvoryn-smpc"}],
                "status": "final",
                "type": coded("100000155532", "https://spor.example"),
                "date": "2025-05-01",
                "title": "Calvoryn 20 mg tablets",
                "author": [{"reference": "urn:uuid:o1"}],
                "section": [
                    {
                        "title": "4. CLINICAL PARTICULARS",
                        "code": coded("4", "https://spor.example"),
                        "section": [
                            {
                                "title": "4.1 Therapeutic indications",
                                "code": coded("41", "https://spor.example"),
                                "text": div(f"<p>{INDICATION}</p>"),
                            },
                            {
                                "title": "4.3 Contraindications",
                                "text": div("<ul><li>Severe&nbsp;hepatitis</li></ul>"),
                            },
                            {
                                "title": "4.8 Undesirable effects",
                                "text": div(
                                    "<table><caption>Patients, %</caption>"
                                    "<tr><th>Effect</th><th>Calvoryn</th>"
                                    "<th>Placebo</th></tr><tr><td>Nausea</td>"
                                    "<td>7</td><td>3</td></tr></table>"
                                ),
                            },
                        ],
                    }
                ],
            },
        },
        {
            "fullUrl": "urn:uuid:o1",
            "resource": {"resourceType": "Organization", "name": "Norrfell Ireland"},
        },
        {
            "resource": {
                "resourceType": "MedicinalProductDefinition",
                "id": "m1",
                "name": [
                    {
                        "productName": "Calvoryn",
                        "usage": [{"country": coded("IE", "urn:iso:std:iso:3166")}],
                    },
                    {
                        "productName": "felostat",
                        "type": {"text": "International non-proprietary name"},
                    },
                ],
            }
        },
    ],
}
FHIR = json.dumps(BUNDLE).encode()


def bundle() -> dict[str, Any]:
    """The bundle, to be changed."""
    return copy.deepcopy(BUNDLE)


def fhir_xml(node: Any = None) -> bytes:
    """The bundle as FHIR writes it in XML."""
    made = _resource(node or BUNDLE)
    return made.replace("<Bundle>", '<Bundle xmlns="http://hl7.org/fhir">', 1).encode()


def _resource(node: dict[str, Any]) -> str:
    kind = node["resourceType"]
    inside = "".join(_field(k, v) for k, v in node.items() if k != "resourceType")
    return f"<{kind}>{inside}</{kind}>"


def _field(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_field(name, one) for one in value)
    if name == "div":
        return str(value).replace("&nbsp;", "&#160;")
    if name == "resource":
        return f"<resource>{_resource(value)}</resource>"
    if name == "extension":
        inside = "".join(_field(key, one) for key, one in value.items() if key != "url")
        return f"<extension url={quoteattr(value['url'])}>{inside}</extension>"
    if isinstance(value, dict):
        inside = "".join(_field(key, one) for key, one in value.items())
        return f"<{name}>{inside}</{name}>"
    return f"<{name} value={quoteattr(str(value))}/>"
