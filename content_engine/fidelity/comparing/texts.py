"""A wording made ready: reference marks and bullets lifted, one typography."""

import functools
import re
from collections.abc import Iterator
from dataclasses import replace

from content_engine.fidelity import canonical
from knowledge_base.wording.normalise import Normalised, normalise

RAISED = re.compile(
    r"(?:(?<=[%),.;:])|(?<=[a-z]{3})(?<!cm)(?<!mm)(?<!km))"
    r"\^\d{1,2}(?:\^?[,-]\^?\d{1,2}){0,6}(?:\^\d){0,2}(?![\d^])"
)
SIGNS = re.compile(  # 2*15 mg is a product, FEV_1 a sunken figure
    r"[®™©℠†‡§¶]|(?<!\d)\*|\*(?!\d)|(?<=[A-Za-z])_(?=\d)"
)
GLUED = re.compile(  # ``on placebo;6 do not``, ``in the previous year.2``
    r"(?<=[a-z)\]%][;,])\d{1,2}(?:,\d{1,2}){0,5}(?= [A-Za-z])"
    r"|(?<=[a-z)\]%]\.)\d{1,2}(?:,\d{1,2}){0,5}(?= [A-Z])"
    r"|(?<=[a-z]{4}\.)(?<!mean\.)(?<!than\.)(?<!rate\.)(?<!core\.)(?<!atio\.)"
    r"(?<!from\.)(?<!dian\.)\d{1,2}(?:,\d{1,2}){0,5}\Z"
    r"|(?<=week \d)\^\d{1,2}|(?<=week \d\d)\^\d{1,2}|(?<=month \d)\^\d{1,2}"
    r"|(?<=month \d\d)\^\d{1,2}"
)
BULLET = re.compile(r"(?m)^[ \t]*(?:[-•◦‣▪·–*○●►➤✓]|\(?\d{1,2}[.)](?=\s))\s+")
INLINE = re.compile(r"[•◦‣▪●►➤✓]")  # a list in one line
MINUS = re.compile(r"\bminus (?=\d)", re.IGNORECASE)
EXTRA = re.compile(r"(?<= ) +|\A +| +\Z")
TIGHT = (  # in a prepared wording no two spaces follow each other
    (re.compile(r" (?=[%,.;:)\]!])"), ""),
    (re.compile(r"(?<=[(\[]) "), ""),
    (re.compile(r" ?([<>=≤≥±~]) ?"), r"\1"),
    (re.compile(r"(?<=\d) ?- ?(?=\d)"), "-"),
    (re.compile(r"(?<=\d)·(?=\d)"), "."),
    (re.compile(r"(?<=\w) ?/ ?(?=\w)"), "/"),
)
END = " .;"
PAIR = re.compile(r" ?\[\d{1,3} ?, ?\d{1,3}\]")
SPREAD = re.compile(
    r"\b(?:IQR|CI|SD|HR|OR|RR|(?i:interquartile|range|interval|median|mean|ratio|between))\b"
)
SPREAD_REACH = 48
COMMA_DECIMAL = re.compile(r"(?<![\d.,])\d{1,3},\d{1,2}(?!\d)|(?<![\d.,])0,\d")
POINT_DECIMAL = re.compile(r"\d\.(?:\d{1,2}|\d{4,})(?!\d)")
LOOK_ALIKE = str.maketrans(
    dict(zip("аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
             "aeopcyxijsdhqwABEKMHOPCTYXIJSoABEZHIKMNOPTYX", strict=True))
)  # fmt: skip


@functools.lru_cache(maxsize=8192)
def prepared(text: str) -> Normalised:
    """The wording without bullets, reference marks and trade marks, in one line.

    Its spans lead to the text that was given.
    """
    plain = normalise(text)
    plain = replace(plain, text=plain.text.translate(LOOK_ALIKE))
    line_end = ";" if BULLET.search(plain.text) else " "
    for pattern in (SIGNS, BULLET):
        plain = _without(plain, (one.span() for one in pattern.finditer(plain.text)))
    plain = _without(plain, _marks(plain.text))
    plain = _without(plain, (one.span() for one in GLUED.finditer(plain.text)))
    if "^" in plain.text:
        plain = _without(plain, (one.span() for one in RAISED.finditer(plain.text)))
    lined = MINUS.sub(_signed, INLINE.sub(";", plain.text.replace("\n", line_end)))
    plain = replace(plain, text=lined)
    return _without(plain, (one.span() for one in EXTRA.finditer(plain.text)))


def _signed(found: re.Match[str]) -> str:
    """``minus 7`` as a sign, in as many places."""
    return "-".rjust(len(found.group()))


def _without(reading: Normalised, spans: Iterator[tuple[int, int]]) -> Normalised:
    cuts = list(spans)
    return reading.without(cuts) if cuts else reading


def _marks(plain: str) -> Iterator[tuple[int, int]]:
    """Where reference marks stand; ``median 5 [3, 8]`` keeps its bounds."""
    for start, end in canonical.mark_spans(plain):
        before = plain[max(0, start - SPREAD_REACH) : start]
        if not (PAIR.fullmatch(plain, start, end) and SPREAD.search(before)):
            yield start, end


@functools.lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What is equal for two wordings that differ in typography alone."""
    plain = prepared(text).text
    for pattern, into in TIGHT:
        plain = pattern.sub(into, plain)
    return plain.rstrip(END)


def locale(plain: str) -> str:
    """``de`` where decimals are written with a comma and none with a point."""
    has_comma = COMMA_DECIMAL.search(plain)
    return "de" if has_comma and not POINT_DECIMAL.search(plain) else "en"


def has_look_alikes(text: str) -> bool:
    """Whether letters or digits of other scripts are read as Latin ones."""
    return any(
        ord(letter) in LOOK_ALIKE or (letter.isdecimal() and not letter.isascii())
        for letter in text
    )


def has_marks(text: str) -> bool:
    """Whether reference marks stand in a wording."""
    plain = normalise(text).text
    own = RAISED.search(plain) or GLUED.search(plain)
    return bool(own) or any(canonical.mark_spans(plain))


def has_layout(text: str) -> bool:
    """Whether a wording is laid out in lines or bullets."""
    plain = normalise(text).text.strip()
    return "\n" in plain or bool(BULLET.search(plain))
