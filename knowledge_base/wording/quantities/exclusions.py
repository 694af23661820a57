"""Hides what looks like a figure and is none: dates, codes, markers, names, pages."""

import re
from collections.abc import Iterator

from knowledge_base.wording import units
from knowledge_base.wording.quantities import things

HIDDEN = "\x00"
_months = (
    r"(?:Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|Mar(?:ch)?|März|Apr(?:il)?|May|Mai|June?"
    r"|Juni|July?|Juli|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?"
    r"|De[cz](?:ember)?)\.?"
)
_year = r"(?:19|20)\d{2}"
_measured = rf"(?! ?(?:%|mg|mcg|per ?cent|percent|out of|of \d|/ ?\d|{things.NOUN}))"
_measured = re.sub(r"\?P<\w+>", "?:", _measured)
_sorts = (
    r"[Tt]ypes?|[Cc]lass|[Ss]tages?|[Gg]rades?|[Pp]hases?|[Tt]yp|Stadium|Klasse|Grad"
)
_classes = (
    r"[Ss]ections?|[Tt]ables?|[Ff]igures?|[Ff]igs?\.|[Cc]hapters?|[Aa]ppendix|Study"
    r"|[Ss]tudy|Studies|Trials?|[Tt]rial|Part|[Aa]rms?|[Gg]roups?|[Cc]ohorts?|Visits?"
    r"|[Vv]ersion|[Ss]tep|Annex|Article|[Rr]efs?\.?|[Rr]ooms?|[Bb]uilding|[Cc]ode"
    r"|[Nn]os?\.|[Ff]actors?"
    r"|[Ll]ines?|[Ii]nterleukin|[Vv]itamin|[Tt]ier|[Cc]ategory|[Cc]hannels?"
    r"|Abschnitt|Tabelle|Abbildung"
)
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"https?://\S+|\bwww\.\S+|\bdoi:\s?\S+|(?<![\w.])10\.\d{4,9}/\S+",
        r"\b[A-Z]{2,20}/(?:\d{2,}|\d/\d+)(?:[/-]\w+)*",
        r"\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}",
        rf"\b{_year};\s?\d+(?:\(\d+\))?:\s?[eE]?\d+(?:-\d+)?",
        rf"\b\d{{1,2}}(?:st|nd|rd|th|\.)? {_months}(?:,? {_year})?(?!\w)",
        rf"\b{_months} \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:, ?{_year})?{_measured}",
        rf"\b{_months} {_year}\b",
        r"(?<![\d.])\d{4}-\d{2}-\d{2}(?![\d-])",
        r"(?<![\d.])\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})(?![\d.]\d)",
        r"\+\d{1,3}[ ()/-]\d[\d ()/-]{4,18}\d",
        r"\b(?:\d-)?\d{3}-\d{3}-\d{4}\b|\(\d{3}\) \d{3}-\d{4}\b",
        r"(?<![\d.,·'])(?<!\d )\b0\d{2,5}[ /-]\d{3,8}(?:[ -]\d{2,6})*\b",
        r"\[ ?[Ss]ee [^\[\]]{3,200}\]|\( ?[Ss]ee (?:also )?[A-Z][^()]{3,120}"
        r"(?:\([\d., ]{1,30}\)[^()]{0,60}){0,4}\)",
        r"\[\d{1,3}(?: ?[,-] ?\d{1,3})*\](?! ?[;,])",
        r"(?<!10)(?<!\bm)(?<![ckm]m)(?<!10\^\d)(?<!10\^-)\^\d(?:[,-]\^?\d"
        r"|\^[\d,-]){0,20}",
        r"\b\d{4}-\d{4,9}(?:-\w+)*",
        r"(?<![\w-])(?!(?:to|weeks?|days?|months?|years?|n|p|P)-)[A-Za-z]\w{0,30}"
        r"(?:[-/][A-Za-z]\w{0,30}){0,6}-\d\w{0,20}(?:-\d{1,4}\.\d{1,3})?(?![.,]\d)"
        r"(?:[-/]\w{1,20}){0,4}(?:(?:,| and| or|, and) -\d{1,3}\b){0,6}",
        r"\b(?:PASI|EASI|ACR|ASAS|SRI|HiSCR|IGA-EASI) ?(?:4|20|40|50|70|75|90|100)\b"
        r"(?! ?points)",
        r"\bpp?\. ?\d+(?:-\d+)?(?!\.?\d)|\b[Pp]ages? \d+(?:-\d+)?\b|\bS\. \d+\b",
        rf"\b(?:{_sorts}) ?(?:[≥≤<>] ?)?\d{{1,2}}(?:[/-]\d)?[a-z]?"
        rf"(?:(?:,| and| or| to|-) ?\d[a-z]?(?![\d.%]))?\b(?![.,·]\d)(?! ?(?:%|mg))",
        rf"\b(?:{_classes}) ?(?:[≥≤<>] ?)?\d{{1,3}}(?:[./-]\d{{1,3}})*[a-z]?"
        rf"(?:(?:,| and| or| to|-) ?\d{{1,2}}[a-z]?(?![\d.%])(?! ?%))?\b"
        rf"(?![.,·]\d){_measured}",
        r"(?<![\d/])24/7(?![\d/])",
        r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])"
        r"(?: ?(?:[ap]\.?m\b|h\b|Uhr\b))?",
        r"\b\d+(?:st|nd|rd|th)\b",
        r"(?<![\d.])\d{1,9}(?:\.\d{1,9}){2,9}(?![\d.])",
        r"\b(?:one|none) of the (?:most|few|many|first)\b",
    )
)
GERMAN_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?")
LONE_YEAR = re.compile(
    rf"(?<![\w.,=<>≤≥~^/'-])(?<![\d] ){_year}(?![\w.,·%']?\d)(?![/%])(?!\w)"
)
COUNTS_BEFORE = re.compile(
    r"(?:[=<>≤≥~≈]|\d (?:of|von|out of)|\b(?:about|nearly|over|least|than|to))\s?\Z"
)
FIGURE_AFTER = re.compile(
    re.sub(
        r"\?P<\w+>",
        "?:",
        rf" (?:per|{things.NOUN})\b| \w{{1,20}} {things.PEOPLE}\b| \d",
    )
)


def hide(text: str, locale: str = "en") -> str:
    """The text with every false figure blotted out, of the same length."""
    for pattern in PATTERNS:
        text = pattern.sub(lambda found: _blot(found, locale), text)
    letters = list(text)
    for start, end in _years(text):
        letters[start:end] = HIDDEN * (end - start)
    return "".join(letters)


def _blot(found: re.Match[str], locale: str) -> str:
    words = found.group()
    if locale == "de" and GERMAN_THOUSANDS.fullmatch(words):
        return words
    return HIDDEN * len(words)


def _years(text: str) -> Iterator[tuple[int, int]]:
    """A year stands alone: it counts nothing and has no unit."""
    for found in LONE_YEAR.finditer(text):
        before = text[max(0, found.start() - 16) : found.start()]
        end = found.end()
        has_unit = units.read(text, end + (text[end : end + 1] in {" ", "-"}))
        counts = COUNTS_BEFORE.search(before) or FIGURE_AFTER.match(text, end)
        if not counts and not has_unit:
            yield found.span()
