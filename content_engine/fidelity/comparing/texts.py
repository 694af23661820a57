"""A wording made ready: reference marks and bullets lifted, one typography."""

import functools
import re

from content_engine.fidelity import canonical
from knowledge_base.wording.normalise import normalise

RAISED = re.compile(
    r"(?:(?<=[%),.;:])|(?<=[a-z]{3})(?<!cm)(?<!mm)(?<!km))"
    r"\^\d{1,2}(?:\^?[,-]\^?\d{1,2}){0,6}(?:\^\d){0,2}(?![\d^])"
)
SIGNS = re.compile(r"[®™©℠†‡§¶]|(?<!\d)\*|\*(?!\d)")  # 2*15 mg is a product
BULLET = re.compile(r"(?m)^[ \t]*(?:[-•◦‣▪·–*○●►➤✓]|\(?\d{1,2}[.)](?=\s))\s+")
SPACES = re.compile(r"\s+")
TIGHT = (
    (re.compile(r"\s+(?=[%,.;:)\]!])"), ""),
    (re.compile(r"(?<=[(\[])\s+"), ""),
    (re.compile(r"\s*([<>=≤≥±~])\s*"), r"\1"),
    (re.compile(r"(?<=\d)\s*-\s*(?=\d)"), "-"),
    (re.compile(r"(?<=\d)·(?=\d)"), "."),
    (re.compile(r"(?<=\w)\s*/\s*(?=\w)"), "/"),
)
END = re.compile(r"[\s.]+\Z")
PAIR = re.compile(r" ?\[\d{1,3} ?, ?\d{1,3}\]")
SPREAD = re.compile(
    r"\b(?:IQR|interquartile|range|CI|interval|median|mean|SD|HR|OR|RR|ratio|between)\b",
    re.IGNORECASE,
)
SPREAD_REACH = 48
COMMA_DECIMAL = re.compile(r"(?<![\d.,])\d{1,3},\d{1,2}(?!\d)|(?<![\d.,])0,\d")
POINT_DECIMAL = re.compile(r"\d\.(?:\d{1,2}|\d{4,})(?!\d)")
LOOK_ALIKE = str.maketrans(
    dict(zip("аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
             "aeopcyxijsdhqwABEKMHOPCTYXIJSoABEZHIKMNOPTYX", strict=True))
)  # fmt: skip


@functools.lru_cache(maxsize=8192)
def prepared(text: str) -> str:
    """The wording without bullets, reference marks and trade marks, in one line."""
    plain = normalise(text).text.translate(LOOK_ALIKE)
    plain = BULLET.sub("", SIGNS.sub("", plain))
    plain = canonical.MARKS.sub(_without_mark, plain)
    if "^" in plain:
        plain = RAISED.sub("", plain)
    return SPACES.sub(" ", plain).strip()


def _without_mark(found: re.Match[str]) -> str:
    """Nothing for a reference mark; ``median 5 [3, 8]`` keeps its bounds."""
    before = found.string[max(0, found.start() - SPREAD_REACH) : found.start()]
    is_spread = PAIR.fullmatch(found.group()) and SPREAD.search(before)
    return found.group() if is_spread else ""


@functools.lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What is equal for two wordings that differ in typography alone."""
    plain = prepared(text)
    for pattern, into in TIGHT:
        plain = pattern.sub(into, plain)
    return END.sub("", plain)


def locale(plain: str) -> str:
    """``de`` where decimals are written with a comma and none with a point."""
    has_comma = COMMA_DECIMAL.search(plain)
    return "de" if has_comma and not POINT_DECIMAL.search(plain) else "en"


def has_marks(text: str) -> bool:
    """Whether reference marks stand in a wording."""
    plain = normalise(text).text
    return bool(canonical.MARKS.search(plain) or RAISED.search(plain))


def has_layout(text: str) -> bool:
    """Whether a wording is laid out in lines or bullets."""
    plain = normalise(text).text.strip()
    return "\n" in plain or bool(BULLET.search(plain))
