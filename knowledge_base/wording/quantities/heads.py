"""The words that name a figure: hazard ratio, 95% CI, NNT, LVEF, an itch score."""

import re
from typing import NamedTuple

from knowledge_base.wording import lists

TAIL = r"(?:,? (?:of|was|were|is|at|am|von|in)(?: a)?|:|,| ?=|\))?\s?\Z"
_lists = lists.read("measures")
RATIOS: dict[str, str] = _lists["ratios"]
_ratio = "|".join(f"(?P<{name}>{words})" for name, words in RATIOS.items())
RATIO = re.compile(rf"(?<![\w-])(?:{_ratio})(?: ?[\[(]\w{{2,4}}[\])])?{TAIL}")
RATIO_FAR = re.compile(rf"(?<![\w-])(?:{_ratio}|(?P<any>(?i:ratio)))\b")
NNT = re.compile(
    r"\b(?:(?P<NNH>NNH|number[- ]needed[- ]to[- ]harm)"
    rf"|(?:NNT|number[- ]needed[- ]to[- ]treat))(?: ?\(NN[TH]\))?{TAIL}",
    re.IGNORECASE,
)
NNT_FAR = re.compile(
    r"\b(?:NNT|(?P<NNH>NNH|number[- ]needed[- ]to[- ]harm)"
    r"|number[- ]needed[- ]to[- ]treat)",
    re.IGNORECASE,
)
FAR_TAIL = re.compile(r"(?:(?: was| of| is| were)|,|:| ?=)\s?\Z")
DIFFERENCE = re.compile(
    r"\bdifferences?(?: \([^()\d]{1,20}\))?"
    r"(?: of| was| were| is|,|:| ?=)?\s?\Z|\bDifferenz\s?\Z",
    re.IGNORECASE,
)
DIFFERENCE_FAR = re.compile(r"\bdifference\b(?! in the (?:number|rate))")
DIFFERENCE_AFTER = re.compile(r"[- ](?:\w+ )?difference\b")
WAS = re.compile(r" was\s?\Z")
COMPARED = re.compile(
    r"\b(relative|absolute)\b(?! to\b)(?: [a-z-]{1,20}){0,6}(?:,|:| =)?\s?\Z", re.I
)
COMPARED_SHORT = re.compile(r"\b(?:(RRR)|(ARR))(?: of|:|,| =| was)?\s?\Z")
COMPARED_AFTER = re.compile(r",? (?:lower |higher )?(relative|absolute)\b(?! to\b)")
P = re.compile(
    r"(?<![\w.-])(?:[pP](?P<value>[- ][vV]alues?)?|[pP]-Wert)"
    r"(?:[_ ]?(?:for )?(?:the )?(?:interaction|trend|superiority|non-?inferiority)"
    r"| for [a-z]{3,20})?(?P<tail>,? of| was|:|,)?(?P<is>\s?=)?\s?\Z"
)
INTERVAL = re.compile(
    r"(?:(?<![\w.,])(?P<level>\d{2}(?:[.,·]\d{1,2})?)[ -]?%[- ]?)?"
    r"(?:(?<![\w])(?P<short>CrI|CI|C\.I\.|PI|KI|Konfidenzintervalls?)(?![a-zA-Z])"
    r"|\b(?P<long>confidence|credible|prediction|credibility) "
    r"(?:intervals?|limits|bounds)(?: ?[\[(](?:CI|CrI|PI)[\])])?)"
    r"(?: ?(?P<after>\d{2}) ?%(?! ?(?:to|bis|and|-|,|;) ?\d)"
    r"|(?P<glued>(?<=CI)\d{2}\b))?"
)
INTERVAL_GAP = re.compile(
    r"[\s:,=(\[|]{0,3}(?:was|from|is|(?:of|for|der) (?:the )?[A-Za-z][a-z -]{1,40},?"
    r"|of)?[\s:,=(\[|]{0,3}"
)
MEASURES = {n: lists.either(words) for n, words in _lists["measures"].items()}
MEASURE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<m{n}>{words})" for n, words in enumerate(MEASURES.values()))
    + r")(?: (?:levels?|values?|counts?))?(?: ?\([\w -]{1,12}\))?"
    r"(?: of| was| is| between| from|:|,| ?=)?\s?\Z",
    re.IGNORECASE,
)
MEASURE_NAMES = list(MEASURES)
_scales = lists.either(_lists["scales"])
SCALE = re.compile(
    rf"(?<![\w-])(?P<scale>(?:{_scales})(?=\W)|[A-Z]{{2,8}}(?:-[A-Z]{{1,4}})?"
    r"(?=(?: total| symptom)? (?:score|index)))"
    r"(?: (?:total|symptom|summary))?(?: (?:scores?|scale|ratings?|index))?"
    r"(?: of| was| is| at|,|:| ?=)?(?: a)?\s?\Z"
)
SCALE_ENDS = re.compile(r"\bscale(?: of| from|,|:)?\s?\Z", re.IGNORECASE)
SCALE_AFTER = re.compile(r"(?:-point)? (?:[a-z-]{2,20} ){0,3}scale\b")
ON_SCALE = re.compile(
    r" (?:on|in|of) (?:the )?(?P<scale>[A-Z][\w-]{1,20}(?: [A-Z][\w-]{1,20}){0,4}"
    r"(?: (?:index|scale|score))?)(?P<end>)(?: score| total score)?"
)
FROM_BASELINE = re.compile(r" (?:from|versus|vs\.?|compared with) baseline\b")
SPREAD = re.compile(r"(?<!\w)(SD|SE|SEM|IQR)(?: of|:|,| ?=)?\s?\Z")
MONEY = re.compile(r"(?P<code>GBP|USD|EUR|US\$|[£$€])\s?\Z")
MONEY_NAMES = {"£": "GBP", "$": "USD", "US$": "USD", "€": "EUR"}


class Head(NamedTuple):
    """Words that announce an interval: where they stand and what they call it."""

    start: int
    end: int
    label: str


def interval_heads(text: str) -> list[Head]:
    """Every ``95% CI``, ``95% credible interval`` or ``confidence interval``."""
    heads = []
    for found in INTERVAL.finditer(text):
        level = found.group("level") or found.group("after") or found.group("glued")
        named = f"{level.replace(',', '.').replace('·', '.')}% " if level else ""
        heads.append(Head(found.start(), found.end(), named + _sort(found)))
    return heads


def named(found: re.Match[str] | None) -> str:
    """The name of the group that matched."""
    return (found.lastgroup or "") if found else ""


def measure(left: str) -> str:
    """The measured value that a text ends with: ``LVEF``, ``age`` is another's."""
    found = MEASURE.search(left)
    return MEASURE_NAMES[int(named(found)[1:])] if found else ""


def _sort(found: re.Match[str]) -> str:
    words = found.group("short") or found.group("long")
    if words in {"CrI", "credible", "credibility"}:
        return "CrI"
    return "PI" if words in {"PI", "prediction"} else "CI"
