"""An outsider's validator of the contract's *Variants*: JSON in, faults out.

It knows the published contract and the kit, and nothing of the product.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from tests.content_engine.outsider_book import (
    Book,
    Place,
    closure,
    expanded,
    sources,
    wordings,
)

Json = dict[str, Any]
MAIL = [
    "subject",
    "preheader",
    "headline",
    "body",
    "call_to_action",
    "safety_information",
    "prescribing_information",
    "footer",
]
TEXT_MESSAGE = ["body", "call_to_action", *MAIL[5:]]
KINDS = {"claim", "copy", "block", "safety", "reference", "token"}
KEYS_OF_SEGMENT = {"kind", "ref", "start", "end", "sha256"}
KEYS_OF_VARIANT = {
    "id",
    "tone",
    "theme",
    "format",
    "hcp",
    "parts",
    "content_sha256",
    "check",
    "affinity",
}
KEYS_OF_FINDING = {
    "rule",
    "severity",
    "part",
    "start",
    "end",
    "text",
    "message",
    "citation",
    "suggestion",
}
KEYS_OF_STATEMENT = {
    "part",
    "start",
    "end",
    "text",
    "kind",
    "outcome",
    "claim",
    "distortions",
    "differences",
    "score",
}
OUTCOMES = {
    "exact",
    "equivalent",
    "distorted",
    "context_missing",
    "unsubstantiated",
    "not_a_claim",
}
STATEMENT_KINDS = {
    "claim",
    "risk",
    "disease",
    "obligatory",
    "navigation",
    "courtesy",
}
ROLES = {
    "subject": {"subject"},
    "preheader": {"preheader"},
    "headline": {"headline"},
    "call_to_action": {"call_to_action"},
    "body": {
        "greeting",
        "opening",
        "evidence_lead",
        "bridge",
        "closing",
        "signature",
    },
}
ORDER_IN_BODY = ["greeting", "opening", "evidence_lead", "closing", "signature"]
TOKENS = {"accountTitle", "accountLname", "userName"}
LEADS = {"short": 1, "standard": 2, "long": 3}
JOINTS = {" ", "\n", "\n\n"}
HASH = re.compile(r"[0-9a-f]{64}")
LIMITS = {
    "subject": 150,
    "preheader": 140,
    "headline": 120,
    "body": 6000,
    "call_to_action": 40,
}
LONGEST = {"accountTitle": 12, "accountLname": 40, "userName": 60}


def digest(text: str) -> str:
    """Lower-case hex SHA-256 of UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def faults(shown: Json, book: Book) -> list[str]:
    """Everything that breaks the contract or the kit, in words."""
    found = [f"key {key} missing" for key in _missing(shown)]
    if found:
        return found
    if json.loads(json.dumps(shown)) != shown:
        found.append("no plain JSON")
    brief = shown["brief"]
    place = Place(brief["market"], brief["channel"])
    for variant in shown["variants"]:
        name = f"{variant.get('tone')}/{variant.get('theme')}/{variant.get('format')}"
        found += [f"{name}: {fault}" for fault in _of_variant(variant, book, place)]
    found += list(_of_family(shown))
    return found


def texts_of(part: Json) -> list[str]:
    """The text of each segment, cut by its offsets."""
    return [part["text"][one["start"] : one["end"]] for one in part["segments"]]


def refs_of(variant: Json, kind: str) -> list[str]:
    """The references of all segments of a kind, in reading order."""
    return [
        segment["ref"]
        for part in variant["parts"]
        for segment in part["segments"]
        if segment["kind"] == kind
    ]


def part_of(variant: Json, name: str) -> Json:
    """A part by its name."""
    found: Json = next(part for part in variant["parts"] if part["name"] == name)
    return found


def _missing(shown: Json) -> set[str]:
    return {"brief", "family", "variants", "infeasible", "writer"} - set(shown)


def _of_family(shown: Json) -> Iterator[str]:
    ids = [variant["id"] for variant in shown["variants"]]
    hashes = [variant["content_sha256"] for variant in shown["variants"]]
    if len(set(ids)) < len(ids):
        yield "an id twice"
    if len(set(hashes)) < len(hashes):
        yield "a content hash twice"
    safety = {
        segment["sha256"]
        for variant in shown["variants"]
        for part in variant["parts"]
        for segment in part["segments"]
        if segment["kind"] == "safety"
    }
    if len(safety) > 1:
        yield "safety information in more than one wording"
    for cell in shown["infeasible"]:
        if not {"tone", "theme", "format"} <= set(cell["cell"]):
            yield "an infeasible cell without its axes"
        if not re.fullmatch(r"[A-Z“].*\.", cell["reason"], re.DOTALL):
            yield f"a reason that is no sentence: {cell['reason']}"
    if shown["variants"] and set(shown["writer"]) != {
        "name",
        "model",
        "prompt_version",
    }:
        yield "no writer's card"


def _of_variant(variant: Json, book: Book, place: Place) -> Iterator[str]:
    missing = KEYS_OF_VARIANT - set(variant)
    if missing:
        yield f"keys missing: {sorted(missing)}"
        return
    wanted = TEXT_MESSAGE if place.channel == "sms" else MAIL
    names = [part["name"] for part in variant["parts"]]
    if names != [name for name in wanted if name in names]:
        yield f"parts out of order: {names}"
    absent = set(wanted) - set(names) - {"call_to_action"}
    if absent or (place.channel != "sms" and "call_to_action" not in names):
        yield f"parts missing: {sorted(absent)}"
        return
    if not HASH.fullmatch(variant["content_sha256"]):
        yield "content_sha256 is no hash"
    for part in variant["parts"]:
        yield from _of_cover(part)
        yield from _of_length(part, place)
    yield from _of_claims(variant, book, place)
    yield from _of_blocks(variant, book, place)
    yield from _of_obligatory(variant, book, place)
    yield from _of_safety(variant, book, place)
    yield from _of_references(variant, book, place)
    yield from _of_tokens(variant, place)
    yield from _of_check(variant)
    yield from _of_affinity(variant["affinity"])


def _of_cover(part: Json) -> Iterator[str]:
    end = 0
    for segment in part["segments"]:
        if segment["start"] != end:
            yield f"{part['name']}: gap or overlap at {end}"
        if segment["end"] <= segment["start"]:
            yield f"{part['name']}: an empty segment at {end}"
        end = segment["end"]
        yield from _of_segment(part, segment)
    if end != len(part["text"]):
        yield f"{part['name']}: the end is not covered"


def _of_segment(part: Json, segment: Json) -> Iterator[str]:
    if set(segment) != KEYS_OF_SEGMENT:
        yield f"{part['name']}: a segment's keys are {sorted(segment)}"
    if segment["kind"] not in KINDS:
        yield f"{part['name']}: no such kind: {segment['kind']}"
    text = part["text"][segment["start"] : segment["end"]]
    if digest(text) != segment["sha256"]:
        yield f"{part['name']}: hash of {text!r} is wrong"
    if segment["kind"] != "block" and (segment["kind"] == "copy") is not (
        segment["ref"] is None
    ):
        yield f"{part['name']}: {segment['kind']} with ref {segment['ref']}"


def _of_length(part: Json, place: Place) -> Iterator[str]:
    text = part["text"]
    for name, length in LONGEST.items():
        text = text.replace(f"{{{{{name}}}}}", "x" * length)
    limit = 20 if place.channel == "sms" else LIMITS.get(part["name"])
    if place.channel == "sms" and part["name"] != "call_to_action":
        return
    if limit is not None and len(text) > limit:
        yield f"{part['name']}: {len(text)} characters"


def _of_claims(variant: Json, book: Book, place: Place) -> Iterator[str]:
    usable = book.claims(place)
    said: list[str] = []
    for part in variant["parts"]:
        here = [s["ref"] for s in part["segments"] if s["kind"] == "claim"]
        if here and part["name"] != "body":
            yield f"a claim stands in the {part['name']}"
        for position, segment in enumerate(part["segments"]):
            if segment["kind"] == "claim":
                yield from _of_claim(part, position, usable, place)
        said += [ref.partition("@")[0] for ref in here]
    if len(set(said)) < len(said):
        yield "a claim twice"
    if not any(variant["theme"] in usable[k]["themes"] for k in said if k in usable):
        yield "no claim on the theme"
    yield from _of_number(variant, said, usable)


def _of_claim(part: Json, position: int, usable: Json, place: Place) -> Iterator[str]:
    segment, tail = part["segments"][position], part["segments"][position + 1 :]
    key, _, version = segment["ref"].partition("@")
    if key not in usable or version != "1":
        yield f"the claim {segment['ref']} may not be used"
        return
    text = part["text"][segment["start"] : segment["end"]]
    if text not in wordings(usable[key]):
        yield f"the claim {key} is reworded: {text!r}"
    refs = [s["ref"] for s in part["segments"] if s["kind"] == "claim"]
    beside = {ref.partition("@")[0] for ref in refs}
    if not set(usable[key].get("companions", [])) <= beside:
        yield f"a companion of {key} is missing"
    yield from _of_qualifiers(usable[key], part, tail, segment["ref"])
    yield from _of_markers(usable[key], tail, segment["ref"], place)


def _of_number(variant: Json, said: list[str], usable: Json) -> Iterator[str]:
    """As many leading claims as the format asks for; companions come on top."""
    led = {
        companion
        for key in said
        for companion in closure(key, usable) - {key}
        if companion in said
    }
    leads = [key for key in said if key not in led]
    most = LEADS[variant["format"]]
    if len(leads) > most or not leads:
        yield f"{len(leads)} leading claims in the format {variant['format']}"


def _of_qualifiers(
    claim: Json, part: Json, tail: list[Json], ref: str
) -> Iterator[str]:
    expected = claim.get("qualifiers", [])
    following = [
        part["text"][s["start"] : s["end"]]
        for s in tail[: 2 * len(expected)]
        if s["kind"] == "block" and s["ref"] == ref
    ]
    if following != expected:
        yield f"qualifiers of {ref} are {following}"


def _of_markers(claim: Json, tail: list[Json], ref: str, place: Place) -> Iterator[str]:
    after = tail[2 * len(claim.get("qualifiers", [])) :]
    found: list[str] = []
    for segment in after:
        if segment["kind"] != "reference":
            break
        found.append(segment["ref"].partition("@")[0])
    expected = [] if place.channel == "sms" else sources(claim)
    if found != expected:
        yield f"{ref} is marked with {found}, not {expected}"


def _of_blocks(variant: Json, book: Book, place: Place) -> Iterator[str]:
    usable = book.blocks(place)
    claims = set(refs_of(variant, "claim"))
    found = [(p["name"], *run) for p in variant["parts"] for run in runs(p, claims)]
    for name, ref, text in found:
        key, _, version = ref.partition("@")
        if key not in usable or version != "1":
            yield f"the block {ref} may not be used"
        else:
            yield from _of_block(name, text, usable[key], variant)
    used = [ref for _, ref, _ in found]
    if len(set(used)) < len(used):
        yield "a block twice"
    keys = [ref.partition("@")[0] for name, ref, _ in found if name == "body"]
    roles = [usable[key]["role"] for key in keys if key in usable]
    expected = ["opening"] if place.channel == "sms" else ORDER_IN_BODY
    if [role for role in roles if role != "bridge"] != expected:
        yield f"the body has {roles}"


def _of_block(name: str, text: str, block: Json, variant: Json) -> Iterator[str]:
    if text not in expanded(block["text"]):
        yield f"{text!r} is no wording of the block {block['key']}"
    if block["role"] not in ROLES.get(name, set()):
        yield f"a {block['role']} stands in the {name}"
    if variant["tone"] not in block["tones"]:
        yield f"the block {block['key']} has another tone"
    if block.get("formats") and variant["format"] not in block["formats"]:
        yield f"the block {block['key']} has another format"


def runs(part: Json, claims: set[str]) -> Iterator[tuple[str, str]]:
    """Blocks whole again: their pieces and the tokens between them."""
    run: list[Json] = []
    for segment in [*part["segments"], {"kind": "copy", "ref": None}]:
        if segment["kind"] == "token" or (
            segment["kind"] == "block"
            and segment["ref"] is not None
            and segment["ref"] not in claims
        ):
            run.append(segment)
        elif run:
            refs = {one["ref"] for one in run if one["kind"] == "block"}
            text = part["text"][run[0]["start"] : run[-1]["end"]]
            for ref in refs or {"a token alone"}:
                yield ref, text
            run = []


def _of_obligatory(variant: Json, book: Book, place: Place) -> Iterator[str]:
    lines = book.obligatory(place)
    for part in variant["parts"]:
        found = []
        for segment in part["segments"]:
            text = part["text"][segment["start"] : segment["end"]]
            if segment["kind"] == "block" and segment["ref"] is None:
                found.append(text)
            elif segment["kind"] == "copy" and text not in JOINTS:
                yield f"free words in the {part['name']}: {text!r}"
        if found != lines.get(part["name"], []):
            yield f"obligatory lines of the {part['name']}: {found}"
        if part["name"] in {"subject", "body"} and found:
            first = part["segments"][0]
            if part["text"][: first["end"]] != found[0]:
                yield f"the {part['name']} does not begin with its line"


def _of_safety(variant: Json, book: Book, place: Place) -> Iterator[str]:
    holders = [
        part
        for part in variant["parts"]
        if any(segment["kind"] == "safety" for segment in part["segments"])
    ]
    if [part["name"] for part in holders] != ["safety_information"]:
        yield "safety information stands elsewhere"
        return
    part = holders[0]
    if part["text"] != book.safety(place) or len(part["segments"]) != 1:
        yield "safety information is reworded"
    form = "short" if place.channel == "sms" else "full"
    label = book.label(place.market)["version"]
    if part["segments"][0]["ref"] != f"{place.market}-safety-{form}@{label}":
        yield f"safety information is called {part['segments'][0]['ref']}"


def _of_references(variant: Json, book: Book, place: Place) -> Iterator[str]:
    numbers: dict[str, int] = {}
    body, footer = part_of(variant, "body"), part_of(variant, "footer")
    marks = [pair for pair in _cut(body) if pair[0]["kind"] == "reference"]
    for segment, text in marks:
        key = segment["ref"].partition("@")[0]
        number = numbers.setdefault(key, len(numbers) + 1)
        if text != f"[{number}]":
            yield f"{key} is marked {text}, its number is {number}"
    expected = [
        f"{number}. {' '.join(book.reference(key)['citation'].split())}"
        for key, number in numbers.items()
    ]
    listed = [text for one, text in _cut(footer) if one["kind"] == "reference"]
    if listed != expected:
        yield f"the list of references is {listed}"
    if len(re.findall(r"\[\d+\]", body["text"])) != len(marks):
        yield "a marker stands in words"
    if place.channel == "sms" and numbers:
        yield "an SMS has markers"
    if len(refs_of(variant, "reference")) != len(marks) + len(listed):
        yield "a reference stands elsewhere"


def _cut(part: Json) -> list[tuple[Json, str]]:
    return list(zip(part["segments"], texts_of(part), strict=True))


def _of_tokens(variant: Json, place: Place) -> Iterator[str]:
    for part in variant["parts"]:
        written = re.findall(r"\{\{.*?\}\}", part["text"])
        cut = [
            text
            for text, segment in zip(texts_of(part), part["segments"], strict=True)
            if segment["kind"] == "token"
        ]
        if written != cut:
            yield f"placeholders of the {part['name']} are {written}"
        for segment, text in zip(part["segments"], texts_of(part), strict=True):
            if segment["kind"] == "token" and text != f"{{{{{segment['ref']}}}}}":
                yield f"the token {text} is called {segment['ref']}"
        if written and place.channel != "rep_email":
            yield f"placeholders by {place.channel}"
        if {text.strip("{}") for text in written} - TOKENS:
            yield f"placeholders that nobody fills: {written}"


def _of_check(variant: Json) -> Iterator[str]:
    check = variant["check"]
    if check["id"] != variant["id"]:
        yield f"the check of {check['id']}"
    if check["verdict"] != "cleared":
        yield f"the gate says {check['verdict']}"
    if not re.fullmatch(r"[A-Z]{2}/\d{4}\.\d+", check["rule_pack"]):
        yield f"rule pack {check['rule_pack']}"
    for finding in check["findings"]:
        yield from _of_finding(finding)
    for statement in check["statements"]:
        yield from _of_statement(statement, variant)
    found = {one["claim"] for one in check["statements"] if one["claim"]}
    if not set(refs_of(variant, "claim")) <= found:
        yield "the gate does not recognise a claim"


def _of_finding(finding: Json) -> Iterator[str]:
    if set(finding) != KEYS_OF_FINDING:
        yield f"a finding's keys: {sorted(finding)}"
    if finding["severity"] in {"BLOCK", "HIGH"}:
        yield f"{finding['rule']}: {finding['message']}"


def _of_statement(statement: Json, variant: Json) -> Iterator[str]:
    if set(statement) != KEYS_OF_STATEMENT:
        yield f"a statement's keys: {sorted(statement)}"
    place = slice(statement["start"], statement["end"])
    if part_of(variant, statement["part"])["text"][place] != statement["text"]:
        yield f"a statement stands elsewhere: {statement['text']!r}"
    if statement["kind"] not in STATEMENT_KINDS:
        yield f"a statement of kind {statement['kind']}"
    if statement["outcome"] not in OUTCOMES - {"distorted", "unsubstantiated"}:
        yield f"{statement['text']!r} is {statement['outcome']}"


def _of_affinity(affinity: Json) -> Iterator[str]:
    low, high = affinity["interval"]
    if not 0 <= low <= affinity["score"] <= high <= 1:
        yield f"affinity {affinity}"
    if not affinity["reasons"] or not all(affinity["reasons"]):
        yield "affinity without reasons"
