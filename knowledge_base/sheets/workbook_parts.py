"""Reads the small parts of a workbook: its sheets, shared texts and date styles."""

import re
from dataclasses import dataclass
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from knowledge_base.sheets import bounds
from knowledge_base.sheets.sources import FileUnreadableError

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}


def local(name: str) -> str:
    """An element's or an attribute's name without its prefix."""
    return name.rpartition(":")[2]


def unescaped(text: str) -> str:
    """A text with the characters that workbooks write as ``_x000D_``."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def escaped(text: str) -> str:
    """The text as ``unescaped`` reads it back, whatever a parser does to returns."""
    guarded = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return guarded.replace("\r", "_x000D_")


class PartHandler(ContentHandler):
    """Takes a part element by element, by local names, and not without end."""

    def __init__(self) -> None:
        super().__init__()
        self._elements = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Count an element and hand it on."""
        self._elements += 1
        if self._elements > bounds.MAX_ELEMENTS:
            raise FileUnreadableError("the workbook holds too many cells; split it")
        self.begin(local(name), attrs)

    def endElement(self, name: str) -> None:  # noqa: N802
        """Hand on the end of an element."""
        self.end(local(name))

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""
        raise NotImplementedError

    def end(self, name: str) -> None:
        """An element ends."""


@dataclass(frozen=True)
class NamedSheet:
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    is_shown: bool


class BookHandler(PartHandler):
    """Notes the sheets and from which year days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[NamedSheet] = []
        self.is_1904 = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all sheets, in their order."""
        return tuple(sheet.name for sheet in self.sheets)

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        """Note a sheet, or the count of days."""
        found = {local(key): value for key, value in attrs.items()}
        if name == "sheet":
            is_shown = found.get("state", "visible") == "visible"
            self.sheets.append(NamedSheet(found["name"], found["id"], is_shown))
        elif name == "workbookPr":
            self.is_1904 = found.get("date1904", "0") in ("1", "true")


class RelationsHandler(PartHandler):
    """Notes which part stands behind which name."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        """Note a relation."""
        if name == "Relationship":
            self.targets[attrs["Id"]] = attrs["Target"]
            self.kinds.setdefault(attrs["Type"].rpartition("/")[2], attrs["Target"])

    def first_of(self, kind: str) -> str:
        """The part of that kind, or nothing."""
        return self.kinds.get(kind, "")


class StringsHandler(PartHandler):
    """Gathers the texts that cells share; readings above signs are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._length = 0
        self._is_open = self._is_aside = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        """Begin a text or a stretch of it."""
        if name == "si":
            self._parts, self._length = [], 0
        self._is_open = name == "t"
        self._is_aside = self._is_aside or name == "rPh"

    def characters(self, content: str) -> None:
        """Take letters of a text."""
        if self._is_open and not self._is_aside:
            self._length += len(content)
            if self._length <= bounds.MAX_CELL + 1:
                self._parts.append(content)

    def end(self, name: str) -> None:
        """Keep a text that is complete."""
        self._is_open = False
        if name == "rPh":
            self._is_aside = False
        elif name == "si":
            self.texts.append(unescaped("".join(self._parts)))
            if len(self.texts) > bounds.MAX_STRINGS:
                raise FileUnreadableError("the workbook holds too many texts; split it")


class StylesHandler(PartHandler):
    """Notes which styles show a number as a day."""

    def __init__(self) -> None:
        super().__init__()
        self._formats: dict[int, str] = {}
        self._styles: list[int] = []
        self._is_inside = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        """Note a format of numbers, or a style that uses one."""
        if name == "numFmt":
            self._formats[int(attrs["numFmtId"])] = attrs["formatCode"]
        elif name == "cellXfs":
            self._is_inside = True
        elif name == "xf" and self._is_inside:
            self._styles.append(int(attrs.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        """Leave the list of cell styles."""
        if name == "cellXfs":
            self._is_inside = False

    def date_styles(self) -> set[int]:
        """The places of the styles that show days."""
        from openpyxl.styles.numbers import is_date_format

        dates = {k for k, code in self._formats.items() if is_date_format(code)}
        plain = set(self._formats) - dates
        days = (BUILT_IN_DATES | dates) - plain
        return {place for place, code in enumerate(self._styles) if code in days}
