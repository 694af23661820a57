"""Dates, hours, numbers to call, names of people and places: the facts of a meeting.

They say nothing of a product, and stand among words of courtesy only. A figure counts
as one of them by its form: ``6.30 pm``, ``0800 496 0151``, ``room 4``.
"""

import re
from collections.abc import Iterator

from content_engine.fidelity import conditions

FACT, FORGED = "\ue000", "\ue001"
LEAST_DIGITS = 9  # of a number to call: what is shorter may be any figure

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|Januar|Februar|März|Mai"
    r"|Juni|Juli|Oktober|Dezember)"
)
_WEEKDAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Montag|Dienstag|Mittwoch|Donnerstag"
    r"|Freitag|Samstag|Sonntag)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?"
_YEAR = r"(?:,? 20\d\d)?"
_DATE = (
    rf"(?:{_WEEKDAY},? (?:the |den |dem )?)?"
    rf"(?:{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY})(?!\w){_YEAR}"
)
_NUMERIC = r"(?:0?[1-9]|[12]\d|3[01])([./])(?:0?[1-9]|1[0-2])\1 ?20\d\d"
_HOUR = r"(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_HALF = r"(?: ?(?:(?:am|pm)\b|[ap]\.m\.)| noon\b| midnight\b)"
_TO = r"(?: ?- ?| (?:to|until|till|and|bis|und) )"
_TIME = (
    rf"(?:{_HOUR}{_HALF}?{_TO}{_HOUR}{_HALF}|{_HOUR}{_HALF}"
    rf"|(?:{_HOUR}{_TO})?{_HOUR} Uhr\b|{_CLOCK}(?:{_TO}{_CLOCK})?(?: Uhr\b)?)"
)
_BEFORE = (
    r"(?:(?i:by|until|till|before|after|since|from|on|at|vor dem|nach dem|bis zum|bis"
    r"|seit dem|ab dem|ab|am|um|von|vom) )?"
)
_NAME = r"[A-Z][a-zäöüßéè]{1,20}(?:-[A-Z][a-zäöüß]{1,20})?"
_TITLE = r"(?:Dr|Prof|Professor|Mr|Mrs|Ms|Frau|Herrn?)\b\.?"
_PLACE = (
    r"(?:(?:take|use|nehmen Sie) (?:the )?)?"
    r"(?i:room|hall|booth|stand|entrance|gate|platform|bus|tram|desk|suite|building"
    r"|lecture theatre|exit|wing|raum|saal|halle|eingang|linie|gleis|zimmer|hörsaal)"
)
_ORDINAL = (
    r"(?:ground|first|second|third|fourth|fifth|sixth|top|ersten|zweiten|dritten"
    r"|vierten|\d{1,2}(?:st|nd|rd|th|\.))"
)
_MET = (
    r"(?:meet|meeting|see|seeing|visit|visiting|welcome|welcoming|office|congress"
    r"|conference|symposium|talk|lecture|webinar|workshop|station|hall)"
)

_EVENT = (
    r"(?i:evening|morning|webinar|meeting|talk|lecture|symposium|workshop|conference"
    r"|congress|seminar|session|awareness (?:day|week|month)|abend|veranstaltung"
    r"|vortrag|fortbildung|tagung)"
)

_STREET = r"(?:Street|Road|Lane|Avenue|Square)"
_CODE = "meeting number|meeting id|access code|passcode|zugangscode|sitzungsnummer"
_ABOUT = r"(?:on|about|über|zu|zum Thema)"

FACTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w.,]){_BEFORE}(?:{_DATE}|{_NUMERIC}|{_WEEKDAY})(?!\w)",
        rf"(?<![\w.,]){_BEFORE}(?:{_TIME}|24/7)(?![\w%])",
        rf"\b{_PLACE} (?:\d{{1,4}}[A-Za-z]?|[A-Z]\d{{0,2}})\b",
        rf"\b{_ORDINAL} (?:floor|Stock|Etage|Obergeschoss)\b",
        rf"\b(?:\d{{1,4}}[a-z]? )?(?:{_NAME} )?{_NAME} {_STREET}\b",
        r"\b[A-ZÄÖÜ][a-zäöüß]{2,20}(?:straße|platz|weg|allee) \d{1,3}[a-z]?\b",
        rf"\b(?i:{_CODE})(?:(?: is| ist|:) ?| )\d[\d ]{{2,14}}\b",
        rf"(?:{_TITLE} )+(?:[A-Z]\. ?)?{_NAME}(?: {_NAME})?(?! {_NAME})",
        rf"\b(?:{_NAME} ){{1,2}}(?:Infirmary|University|Institute|College)\b",
        rf"\b(?:University|Institute|College) of {_NAME}(?: {_NAME})?",
        rf"\b(?:Klinikum|Universität|Universitätsklinikum) {_NAME}",
        rf"\bGrüßen? (?P<fact>aus {_NAME})$",
        r"\b(?:walk for|walk of|lasts|takes|dauert) (?:about |etwa |ca\. )?"
        r"(?:\d{1,3}|two|three|five|ten) (?:minutes|Minuten)\b",
        rf"\b{_MET}\b[a-z ,]{{0,30}} (?P<fact>(?:in|at|near) {_NAME})(?! [A-Z])",
        rf"\b{_EVENT}:? (?P<fact>{_ABOUT} (?i:{conditions.ANY}))\b",
        rf"\b(?P<fact>(?i:{conditions.ANY})) {_EVENT}\b",
    )
)
NUMBER_TO_CALL = re.compile(
    r"(?<![\w.,])(?:(?:unter|on|at) )?(?:\+\d{1,3}|0\d{1,5}|1[ -]8\d\d)"
    r"(?:[ /()-]{1,2}\d{2,8}){1,5}(?![\w%]|[.,]\d)"
)
AGENDA = re.compile(rf"^{_TIME}(?: ?[:-])? +(?P<item>[A-Za-zÄÖÜäöüß ,-]+)$")


def taken_out(text: str) -> str:
    """A canonical text with FACT for each of these facts.

    A sign that a writer put there for one is another sign afterwards, so that it shows.
    """
    text = text.replace(FACT, FORGED)
    for start, end in sorted(_spans(text), reverse=True):
        text = f"{text[:start]}{FACT}{text[end:]}"
    return text


def agenda_item(text: str) -> str:
    """What follows the hour in a line of an agenda; empty where it is none."""
    found = AGENDA.match(text)
    return found["item"] if found else ""


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand; none reaches into another."""
    reached: list[tuple[int, int]] = []
    for place in _all(text):
        if all(place[1] <= start or end <= place[0] for start, end in reached):
            reached.append(place)
            yield place


def _all(text: str) -> Iterator[tuple[int, int]]:
    for found in NUMBER_TO_CALL.finditer(text):
        if sum(map(str.isdigit, found.group())) >= LEAST_DIGITS:
            yield found.span()
    for pattern in FACTS:
        name = "fact" if "fact" in pattern.groupindex else 0
        yield from (found.span(name) for found in pattern.finditer(text))
