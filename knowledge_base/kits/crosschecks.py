"""Finds what a schema cannot see: keys that clash or lead nowhere, dates, figures."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from knowledge_base.kits.documents import Path
from knowledge_base.wording import alternations
from knowledge_base.wording.keys import KEY, WITHIN_KEYS

Fault = tuple[Path, str]
Content = dict[str, Any]

CHANNELS = {
    *("email", "rep_email", "sms", "rcs", "whatsapp", "push", "banner", "slide"),
    *("search_ad", "linkedin", "x_post", "leave_behind", "portal_card"),
}
FORMATS = {"short", "standard", "long"}
CODED = {
    "claims": ("channels", "themes", "indications"),
    "copy": ("channels", "formats", "tones", "themes"),
}
CODE = re.compile(r"[^|\s](?:[^|\r\n\t]{0,58}[^|\s])?")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST = {
    "citation": 5_000,
    "code": 20,
    "generic_name": 100,
    "locator": 200,
    "manufacturer": 200,
    "name": 100,
    "prescribing_information_url": 500,
    "privacy_url": 500,
    "therapy_area": 200,
    "title": 300,
    "url": 500,
    "version": 50,
}
ORDERED = (
    ("valid_from", "expires_on", True),
    ("published_on", "expires_on", True),
    ("launched_on", "indication_launched_on", False),
)


def faults(content: Content) -> list[Fault]:
    """Every fault in a kit that already satisfies the schema."""
    return [fault for check in CHECKS for fault in check(content)]


def shown(value: Any) -> str:
    """A value as sentences quote it: shortened, for a cell may hold a whole book."""
    return "empty" if value is None else short(repr(value))


def short(text: str) -> str:
    """A text as sentences hold it, of 60 characters at most."""
    return text if len(text) <= 60 else f"{text[:57]}..."


def _walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _walk(inner, (*path, place))


def _texts(content: Content) -> Iterator[Fault]:
    for path, value in _walk(content):
        if isinstance(value, dict) and any(UNPRINTABLE.search(key) for key in value):
            yield path, "a name in it holds a character that cannot be printed"
        if not isinstance(value, str):
            continue
        if UNPRINTABLE.search(value):
            yield path, "the text holds a character that cannot be printed"
        longest = LONGEST.get(str(path[-1]))
        if longest and len(value) > longest:
            yield path, f"the text is longer than {longest} characters"
        if path[-1] in ("text", "citation", "short", "full") and not value.strip():
            yield path, "the text is empty"


def _addresses(content: Content) -> Iterator[Fault]:
    for path, value in _walk(content):
        is_address = bool(path) and str(path[-1]).endswith("url") and value
        if is_address and not WEB_ADDRESS.fullmatch(value):
            yield path, f"{shown(value)} is not a web address (https://...)"


def _dates(content: Content) -> Iterator[Fault]:
    for path, value in _walk(content):
        if not isinstance(value, dict):
            continue
        for first, second, strictly in ORDERED:
            start, end = value.get(first), value.get(second)
            if start and end and (end < start or (strictly and end == start)):
                yield (*path, second), f"{end} does not come after {first} {start}"


def _keys(content: Content) -> Iterator[Fault]:
    for kind in ("references", "claims", "copy"):
        yield from _keys_of(content[kind], (kind,))
    for place, reference in enumerate(content["references"]):
        anchors = reference.get("anchors", [])
        yield from _keys_of(anchors, ("references", place, "anchors"))


def _keys_of(rows: list[Content], path: Path) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for place, row in enumerate(rows):
        key = row["key"]
        if not KEY.fullmatch(key):
            yield (
                (*path, place, "key"),
                f"{shown(key)} is no key: {WITHIN_KEYS}",
            )
        if key in seen:
            yield (
                (*path, place, "key"),
                f"the key {key} stands already at entry {seen[key]}",
            )
        seen.setdefault(key, place)


def _codes(content: Content) -> Iterator[Fault]:
    for kind, names in CODED.items():
        for place, row in enumerate(content[kind]):
            for name in names:
                yield from _codes_of(row.get(name, []), (kind, place, name))


def _codes_of(codes: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(codes, list):
        yield path, f"this must be a list, not {shown(codes)}"
        return
    for number, code in enumerate(codes):
        if message := _code_fault(str(path[-1]), code):
            yield (*path, number), message


def _code_fault(name: str, code: str) -> str:
    if name == "channels" and code not in CHANNELS:
        return f"{shown(code)} is not a channel"
    if name == "formats" and code not in FORMATS:
        return f"{shown(code)} is not a format (short, standard or long)"
    is_name = isinstance(code, str) and CODE.fullmatch(code)
    return "" if is_name else f"{shown(code)} cannot be a name here"


def _labels(content: Content) -> Iterator[Fault]:
    versions = Counter((row["market"], row["version"]) for row in content["labels"])
    for (market, version), times in versions.items():
        if times > 1:
            yield ("labels",), f"the label {version} for {market} stands {times} times"
    labelled = {row["market"] for row in content["labels"]}
    for market in content["brand"]["markets"]:
        if market not in labelled:
            yield ("brand", "markets", market), f"there is no label for {market}"


def _evidence(content: Content) -> Iterator[Fault]:
    known = {
        row["key"]: {anchor["key"] for anchor in row.get("anchors", [])}
        for row in content["references"]
    }
    for place, claim in enumerate(content["claims"]):
        for number, cited in enumerate(claim["references"]):
            path = ("claims", place, "references", number)
            key, mark, anchor = cited.partition("#")
            if key not in known:
                yield path, f"the reference {short(key)} is not in this kit"
            elif mark and anchor not in known[key]:
                yield path, f"the reference {key} has no anchor {short(anchor)}"


def _companions(content: Content) -> Iterator[Fault]:
    wants = {row["key"]: row.get("companions", []) for row in content["claims"]}
    for place, claim in enumerate(content["claims"]):
        path = ("claims", place, "companions")
        for number, key in enumerate(claim.get("companions", [])):
            if key not in wants:
                yield (
                    (*path, number),
                    f"the companion {short(key)} is not a claim of this kit",
                )
        if _leads_back(claim["key"], wants):
            yield path, f"the companions of {claim['key']} lead back to it"


def _leads_back(start: str, wants: dict[str, list[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(wants[start])
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            waiting += wants.get(key, [])
    return False


def _figures(content: Content) -> Iterator[Fault]:
    for place, claim in enumerate(content["claims"]):
        for number, figure in enumerate(claim.get("figures", [])):
            if not _occurs(figure["value"], claim["text"]):
                yield (
                    ("claims", place, "figures", number, "value"),
                    f"{shown(figure['value'])} does not occur in the claim's text",
                )


def _occurs(value: str, text: str) -> bool:
    value, text = (part.replace("−", "-").strip() for part in (value, text))
    before = r"(?<![\d])(?<!\d[.,])" if value[:1].isdigit() else ""
    after = r"(?![\d])(?![.,]\d)" if value[-1:].isdigit() else ""
    return bool(value) and bool(re.search(before + re.escape(value) + after, text))


def _brackets(content: Content) -> Iterator[Fault]:
    for place, block in enumerate(content["copy"]):
        message = alternations.fault(block["text"])
        if message:
            yield ("copy", place, "text"), message


CHECKS: tuple[Callable[[Content], Iterator[Fault]], ...] = (
    _texts,
    _addresses,
    _dates,
    _keys,
    _codes,
    _labels,
    _evidence,
    _companions,
    _figures,
    _brackets,
)
