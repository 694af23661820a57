"""Turns the bytes of a label file into text, and tells what is no label at all."""

import codecs
import re

from knowledge_base.label_import.limits import LabelUnreadableError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# UTF-7 and its like can hide markup from whoever looks at the bytes.
READ = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "latin-1": "latin-1",
    "latin1": "latin-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
}
DECLARED = re.compile(
    rb"""\A\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']"""
)
FOREIGN = (
    (b"\x1f\x8b", "is packed with gzip; unpack it first"),
    (b"PK\x03\x04", "is a zip archive; unpack it and give the XML or JSON in it"),
    (b"PK\x05\x06", "is an empty zip archive"),
    (b"%PDF", "is a PDF; give the label's XML or its FHIR bundle"),
    (b"\xd0\xcf\x11\xe0", "is an Office document; give the label's XML"),
)
HTML = re.compile(r"\A\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)


def decode(data: bytes) -> str:
    """The text of a file, without a byte order mark. Raises LabelUnreadableError."""
    if not data.strip():
        raise LabelUnreadableError("The file is empty.")
    for magic, what in FOREIGN:
        if data.startswith(magic):
            raise LabelUnreadableError(f"The file {what}.")
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LabelUnreadableError(
            f"The file is not {encoding.upper()}, as it says (line {line})."
        ) from None
    if HTML.match(text[:5000]):
        raise LabelUnreadableError(
            "The file is a web page; give the label's XML or its FHIR bundle."
        )
    return text.removeprefix("\ufeff")


def _encoding(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    for start, encoding in UNMARKED:
        if data.startswith(start):
            return encoding
    declared = DECLARED.match(data)
    if not declared:
        return "utf-8"
    name = declared.group(1).decode("ascii")
    if name.lower() not in READ:
        raise LabelUnreadableError(
            f"The file says that it is {name}, which is not read; save it as UTF-8."
        )
    return READ[name.lower()]
