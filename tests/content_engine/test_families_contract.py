"""Every cell of both sample brands, judged by an outsider with contract and kit."""

import copy
import itertools
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.content_engine import outsider, outsider_book, sample_families
from tests.content_engine.outsider_book import Book, Place
from tests.content_engine.sample_families import PLACES, Key, World

pytestmark = pytest.mark.django_db
Json = dict[str, Any]
MAILS = [key for key in PLACES if key[2] != "sms"]
TEXTS = [key for key in PLACES if key[2] == "sms"]


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> World:
    with django_db_blocker.unblock(), transaction.atomic():
        made = sample_families.made(tmp_path_factory.mktemp("sample"))
        transaction.set_rollback(True)
    return made


def cells_of(shown: Json) -> set[tuple[str, str, str]]:
    return {(v["tone"], v["theme"], v["format"]) for v in shown["variants"]}


def asked_of(shown: Json) -> set[tuple[str, str, str]]:
    brief = shown["brief"]
    return set(itertools.product(brief["tones"], brief["themes"], brief["formats"]))


# The outsider's verdict


@pytest.mark.parametrize("key", PLACES, ids="-".join)
def test_no_message_breaks_the_contract_or_the_kit(world: World, key: Key) -> None:
    assert outsider.faults(world.family(key), world.book(key)) == []


@pytest.mark.parametrize("key", PLACES, ids="-".join)
def test_each_cell_is_filled_or_explained(world: World, key: Key) -> None:
    shown = world.family(key)
    explained = {tuple(c["cell"].values()) for c in shown["infeasible"]}
    assert len(asked_of(shown)) == sample_families.cells(key)
    assert cells_of(shown) | explained == asked_of(shown)


@pytest.mark.parametrize("key", MAILS, ids="-".join)
def test_by_mail_every_cell_is_filled_once(world: World, key: Key) -> None:
    shown = world.family(key)
    assert len(shown["variants"]) == sample_families.cells(key)
    assert cells_of(shown) == asked_of(shown)
    assert shown["infeasible"] == []
    assert shown["notes"] == []


@pytest.mark.parametrize("key", PLACES, ids="-".join)
def test_every_claim_is_an_approved_row_by_its_hash(world: World, key: Key) -> None:
    for variant in world.family(key)["variants"]:
        for part in variant["parts"]:
            for segment in part["segments"]:
                if segment["kind"] == "claim":
                    assert segment["sha256"] in world.approved[key[0]]


@pytest.mark.parametrize("key", PLACES, ids="-".join)
def test_the_brief_is_given_back_whole_with_its_defaults(
    world: World, key: Key
) -> None:
    brief = world.family(key)["brief"]
    language = {"US": "en-US", "GB": "en-GB"}[key[1]]
    assert (brief["brand"], brief["market"], brief["channel"]) == key
    assert (brief["language"], brief["at"]) == (language, "2026-11-21")
    assert (brief["audience"], brief["writer"]) == ("HCP", "composer")
    assert brief["seed"] == sample_families.SEEDS[key]
    stated = {line.partition(":")[0] for line in brief["defaults"]}
    assert stated == {"audience", "at", "language", "tones", "themes", "writer"}


@pytest.mark.parametrize("key", MAILS, ids="-".join)
def test_tone_and_format_never_touch_what_is_obligatory(world: World, key: Key) -> None:
    """PS-01: safety and prescribing information are one text over a family."""
    variants = world.family(key)["variants"]
    for name in ("safety_information", "prescribing_information"):
        assert len({outsider.part_of(v, name)["text"] for v in variants}) == 1


@pytest.mark.parametrize("key", MAILS, ids="-".join)
def test_a_tone_chooses_words_and_never_claims(world: World, key: Key) -> None:
    """The same theme and format say the same, whatever the tone."""
    said: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for variant in world.family(key)["variants"]:
        cell = (variant["theme"], variant["format"])
        claims = tuple(outsider.refs_of(variant, "claim"))
        said.setdefault(cell, set()).add(claims)
    assert all(len(claims) == 1 for claims in said.values())


@pytest.mark.parametrize("key", [k for k in MAILS if k[1:] == ("US", "email")])
def test_a_longer_format_says_no_less(world: World, key: Key) -> None:
    said: dict[str, dict[str, set[str]]] = {}
    for variant in world.family(key)["variants"]:
        claims = set(outsider.refs_of(variant, "claim"))
        said.setdefault(variant["theme"], {})[variant["format"]] = claims
    for formats in said.values():
        assert formats["short"] <= formats["standard"] <= formats["long"]
        assert len(formats["short"]) < len(formats["long"])


@pytest.mark.parametrize("key", PLACES, ids="-".join)
def test_nobody_is_named_where_nobody_was_asked_for(world: World, key: Key) -> None:
    shown = world.family(key)
    assert {variant["hcp"] for variant in shown["variants"]} <= {None}
    assert {variant["affinity"]["score"] for variant in shown["variants"]} <= {0.5}


# Determinism


def test_another_seed_keeps_the_statements_and_changes_the_words(world: World) -> None:
    one, other = (json.loads(world.again[seed]) for seed in (5, 6))
    pairs = list(zip(one["variants"], other["variants"], strict=True))
    assert len(pairs) == 6
    for left, right in pairs:
        assert outsider.refs_of(left, "claim") == outsider.refs_of(right, "claim")
        assert left["content_sha256"] != right["content_sha256"]
        body = [outsider.part_of(v, "body")["text"] for v in (left, right)]
        assert body[0] != body[1]


# Reasons


def place_of(key: Key) -> Place:
    return Place(key[1], key[2])


def shortest(book: Book, place: Place, claim: Json, tone: str) -> str:
    """The shortest text message that could carry a claim, its parts by line."""
    lines = book.obligatory(place)
    openings = [
        text
        for block in book.blocks(place).values()
        if block["role"] == "opening" and tone in block["tones"]
        for text in outsider_book.expanded(block["text"])
    ]
    said = " ".join((claim["text"], *claim.get("qualifiers", [])))
    return "\n".join(
        (
            " ".join((*lines["body"], min(openings, key=len), said)),
            book.safety(place),
            " ".join(lines["prescribing_information"]),
            " ".join(lines["footer"]),
        )
    )


def excess(text: str) -> int:
    alphabet, length = outsider_book.gsm_units(text)
    return length - (459 if alphabet == "GSM-7" else 201)


TOO_LONG = re.compile(
    r"An SMS cannot hold the claim (\S+) with the safety information and the "
    r"obligatory lines: (\d+) characters over (\d+)(, all that the sign (.) leaves)?\."
)


@pytest.mark.parametrize("key", TEXTS, ids="-".join)
def test_a_text_message_that_is_said_to_be_too_long_is(world: World, key: Key) -> None:
    shown, book, place = world.family(key), world.book(key), place_of(key)
    usable = book.claims(place)
    for infeasible in shown["infeasible"]:
        named = TOO_LONG.fullmatch(infeasible["reason"])
        if named is None:
            continue
        cell = infeasible["cell"]
        texts = {
            name: shortest(book, place, claim, cell["tone"])
            for name, claim in usable.items()
            if cell["theme"] in claim["themes"] and not claim.get("companions")
        }
        assert excess(texts[named[1]]) == int(named[2])
        assert min(excess(text) for text in texts.values()) == int(named[2])
        alphabet, _ = outsider_book.gsm_units(texts[named[1]])
        assert named[3] == {"GSM-7": "459", "UCS-2": "201"}[alphabet]
        assert (named[5] is None) == (alphabet == "GSM-7")
        assert named[5] is None or named[5] not in outsider_book.GSM7


@pytest.mark.parametrize("key", TEXTS, ids="-".join)
def test_a_text_message_that_was_made_fits(world: World, key: Key) -> None:
    for variant in world.family(key)["variants"]:
        text = "\n".join(part["text"] for part in variant["parts"])
        assert excess(text) <= 0


@pytest.mark.parametrize("key", TEXTS, ids="-".join)
def test_the_long_format_is_refused_by_sms_and_only_it(world: World, key: Key) -> None:
    shown = world.family(key)
    sentence = "An SMS has no room for the format long; it holds short, standard."
    refused = [c["cell"] for c in shown["infeasible"] if c["reason"] == sentence]
    assert {cell["format"] for cell in refused} == {"long"}
    assert len(refused) == len(shown["brief"]["tones"]) * len(shown["brief"]["themes"])


def test_copy_that_ran_out_really_did(world: World) -> None:
    key = ("quillevra", "US", "sms")
    shown, book, place = world.family(key), world.book(key), place_of(key)
    made: dict[tuple[str, str], set[str]] = {}
    for variant in shown["variants"]:
        cell = (variant["tone"], variant["theme"])
        body = outsider.part_of(variant, "body")["text"]
        call = [p["text"] for p in variant["parts"] if p["name"] == "call_to_action"]
        made.setdefault(cell, set()).add("|".join((body, *call)))
    ran_out = [
        c["cell"]
        for c in shown["infeasible"]
        if "allows no further message" in c["reason"]
    ]
    assert ran_out
    for cell in ran_out:
        openings = {
            text
            for block in book.blocks(place).values()
            if block["role"] == "opening"
            and cell["tone"] in block["tones"]
            and cell["theme"] in block.get("themes", [cell["theme"]])
            for text in outsider_book.expanded(block["text"])
        }
        assert 0 < len(made[cell["tone"], cell["theme"]]) <= 3 * len(openings)
    made_all = len(shown["variants"]) == sample_families.cells(key)
    assert (shown["notes"] == []) is made_all


@pytest.mark.parametrize("key", TEXTS, ids="-".join)
def test_no_other_reason_is_given(world: World, key: Key) -> None:
    for cell in world.family(key)["infeasible"]:
        assert (
            TOO_LONG.fullmatch(cell["reason"])
            or "allows no further message" in cell["reason"]
            or "has no room for the format long" in cell["reason"]
        )


# The outsider itself: every breach is noticed


def tamper_text(variant: Json, name: str, old: str, new: str) -> None:
    """Other words of the same length with a right hash."""
    part = outsider.part_of(variant, name)
    assert old in part["text"]
    assert len(old) == len(new)
    part["text"] = part["text"].replace(old, new, 1)
    rehash(part)


def rehash(part: Json) -> None:
    texts = outsider.texts_of(part)
    for segment, text in zip(part["segments"], texts, strict=True):
        segment["sha256"] = outsider.digest(text)


def drop(variant: Json, name: str, kind: str) -> None:
    """Take a segment out, with its text, and close the gap rightly."""
    part = outsider.part_of(variant, name)
    kept, text, gone = [], "", False
    for segment, words in zip(part["segments"], outsider.texts_of(part), strict=True):
        if segment["kind"] == kind and segment["ref"] is not None and not gone:
            gone = True
            continue
        end = len(text) + len(words)
        kept.append({**segment, "start": len(text), "end": end})
        text += words
    assert gone
    part["text"], part["segments"] = text, kept


def shift(variant: Json) -> None:
    outsider.part_of(variant, "body")["segments"][2]["start"] += 1


def swap(variant: Json) -> None:
    variant["parts"][0], variant["parts"][1] = variant["parts"][1], variant["parts"][0]


def first(variant: Json, name: str, kind: str) -> Json:
    found: Json = next(
        segment
        for segment in outsider.part_of(variant, name)["segments"]
        if segment["kind"] == kind
    )
    return found


def put(variant: Json, name: str, which: str, **values: Any) -> None:
    first(variant, name, which).update(values)


def as_finding(severity: str) -> Json:
    keys = outsider.KEYS_OF_FINDING
    return {**dict.fromkeys(keys, ""), "severity": severity, "rule": "XX-01"}


TAMPERINGS: list[tuple[str, Callable[[Json], None], str]] = [
    ("a gap", shift, "gap or overlap"),
    ("parts swapped", swap, "parts out of order"),
    ("a part gone", lambda v: v["parts"].pop(), "parts missing"),
    ("a key gone", lambda v: v.pop("affinity"), "keys missing"),
    ("hash", lambda v: put(v, "body", "claim", sha256="0" * 64), "hash of"),
    ("kind", lambda v: put(v, "body", "claim", kind="fact"), "no such kind"),
    ("digit", lambda v: tamper_text(v, "body", "12 weeks", "13 weeks"), "is reworded"),
    ("old claim", lambda v: put(v, "body", "claim", ref="jot@1"), "may not be used"),
    ("marker", lambda v: tamper_text(v, "body", "[1]", "[2]"), "its number is 1"),
    ("no marker", lambda v: drop(v, "body", "reference"), "is marked with []"),
    ("no entry", lambda v: drop(v, "footer", "reference"), "the list of references"),
    ("no claim", lambda v: drop(v, "body", "claim"), "leading claims"),
    ("entry", lambda v: tamper_text(v, "footer", "\n1. ", "\n2. "), "list of refer"),
    ("opening", lambda v: drop(v, "body", "block"), "the body has"),
    ("safety", lambda v: tamper_text(v, MAIL_SAFETY, "stop", "shun"), "is reworded"),
    ("label", lambda v: tamper_text(v, "subject", "Promo", "Pormo"), "obligatory line"),
    ("tone", lambda v: v.update(tone="stern"), "has another tone"),
    ("theme", lambda v: v.update(theme="luck"), "no claim on the theme"),
    ("content", lambda v: v.update(content_sha256="ABC"), "is no hash"),
    ("blocked", lambda v: v["check"].update(verdict="blocked"), "the gate says block"),
    ("high", lambda v: v["check"]["findings"].append(as_finding("HIGH")), "XX-01"),
    ("blind", lambda v: v["check"].update(statements=[]), "does not recognise"),
    ("whose", lambda v: v["check"].update(id="x"), "the check of x"),
    ("pack", lambda v: v["check"].update(rule_pack="none"), "rule pack"),
    ("score", lambda v: v["affinity"].update(score=1.1), "affinity"),
    ("reasons", lambda v: v["affinity"].update(reasons=[]), "without reasons"),
]
MAIL_SAFETY = "safety_information"


@pytest.mark.parametrize(
    ("tamper", "fault"), [row[1:] for row in TAMPERINGS], ids=[r[0] for r in TAMPERINGS]
)
def test_the_outsider_sees_a_breach(
    world: World, tamper: Callable[[Json], None], fault: str
) -> None:
    key = ("quillevra", "US", "email")
    shown = world.family(key)
    shown["variants"] = [
        v
        for v in shown["variants"]
        if (v["theme"], v["format"], v["tone"]) == ("efficacy", "short", "warm")
    ]
    assert outsider.faults(copy.deepcopy(shown), world.book(key)) == []
    tamper(shown["variants"][0])
    found = outsider.faults(shown, world.book(key))
    assert any(fault in one for one in found), found


@pytest.mark.parametrize("role", ["headline", "call_to_action", "preheader"])
def test_the_outsider_sees_words_that_no_bracket_allows(
    world: World, role: str
) -> None:
    key = ("ervantiq", "GB", "email")
    shown = world.family(key)
    part = outsider.part_of(shown["variants"][0], role)
    part["text"] = part["text"][:-1] + "!"
    rehash(part)
    found = outsider.faults(shown, world.book(key))
    assert any("is no wording of the block" in fault for fault in found)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"infeasible": [{"cell": {"tone": "x"}, "reason": "So."}]}, "without its ax"),
        ({"writer": {"name": "me"}}, "no writer's card"),
    ],
)
def test_the_outsider_sees_a_family_out_of_shape(
    world: World, change: Json, fault: str
) -> None:
    key = ("ervantiq", "GB", "email")
    found = outsider.faults({**world.family(key), **change}, world.book(key))
    assert [fault in one for one in found] == [True]


def test_the_outsider_sees_a_message_twice(world: World) -> None:
    key = ("ervantiq", "GB", "email")
    shown = world.family(key)
    shown["variants"].append(copy.deepcopy(shown["variants"][0]))
    found = outsider.faults(shown, world.book(key))
    assert found == ["an id twice", "a content hash twice"]


@pytest.mark.parametrize(
    ("text", "wordings"),
    [
        ("Plain.", {"Plain."}),
        ("[A|The] word", {"A word", "The word"}),
        ("[|Today, ]we read", {"We read", "Today, we read"}),
        ("One [more|] word [here|there]", None),
        ("Read on [now|]: here", {"Read on now: here", "Read on: here"}),
    ],
)
def test_the_outsider_expands_by_hand(text: str, wordings: set[str] | None) -> None:
    found = outsider_book.expanded(text)
    if wordings is None:
        assert len(found) == 4
        assert "One word here" in found
    else:
        assert found == wordings


@pytest.mark.parametrize("brand", ["quillevra", "ervantiq"])
def test_the_product_expands_like_the_outsider(world: World, brand: str) -> None:
    from knowledge_base.wording import alternations

    for block in world.books[brand].kit["copy"]:
        found = alternations.expansions(block["text"])
        assert set(found) == outsider_book.expanded(block["text"])
        assert len(found) == len(set(found))
