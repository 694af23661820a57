"""A hundred ways to get a brief wrong: each is refused by its key, in a sentence."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from content_engine import briefs, variants
from content_engine.briefs import BriefFaultsError
from content_engine.models import Brief, Family, GenerationRun
from knowledge_base.models import LedgerEntry
from tests.content_engine import small_world
from tests.content_engine.small_world import SmallWorld
from tests.kits import SLUG

DAY = datetime.date(2026, 11, 21)
UTC = datetime.UTC
LEAST = {"brand": SLUG, "market": "US", "channel": "email"}
BUILT = "choose one of email, rep_email, sms."
HARMLESS = settings(max_examples=40, deadline=None)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[SmallWorld]:
    with small_world.built(django_db_blocker) as world:
        yield world


# what is written, the key that is named, what the sentence says
ROWS: list[tuple[dict[Any, Any], str, str]] = [
    ({"brand": None}, "brand", "is missing."),
    ({"brand": ""}, "brand", "is missing."),
    ({"brand": "   "}, "brand", "is missing."),
    ({"brand": 3}, "brand", "write words."),
    ({"brand": [SLUG]}, "brand", "write words."),
    ({"brand": "Calvoryn"}, "brand", "Calvoryn is not known; choose from calvoryn."),
    ({"brand": "calvoryn2"}, "brand", "calvoryn2 is not known"),
    ({"market": None}, "market", "is missing."),
    ({"market": ""}, "market", "is missing."),
    ({"market": "us"}, "market", "us is not known; choose from GB, US."),
    ({"market": "DE"}, "market", "DE is not known; choose from GB, US."),
    ({"market": "USA"}, "market", "USA is not known"),
    ({"market": ["US"]}, "market", "write words."),
    ({"channel": None}, "channel", "is missing."),
    ({"channel": "E-mail"}, "channel", "E-mail is not known; choose from email, rep_"),
    ({"channel": ["email"]}, "channel", "write words."),
    ({"channel": "rcs"}, "channel", f"The channel rcs is not built yet; {BUILT}"),
    ({"channel": "whatsapp"}, "channel", f"whatsapp is not built yet; {BUILT}"),
    ({"channel": "push"}, "channel", f"push is not built yet; {BUILT}"),
    ({"channel": "banner"}, "channel", f"banner is not built yet; {BUILT}"),
    ({"channel": "slide"}, "channel", f"slide is not built yet; {BUILT}"),
    ({"channel": "search_ad"}, "channel", f"search_ad is not built yet; {BUILT}"),
    ({"channel": "linkedin"}, "channel", f"linkedin is not built yet; {BUILT}"),
    ({"channel": "x_post"}, "channel", f"x_post is not built yet; {BUILT}"),
    ({"channel": "leave_behind"}, "channel", f"leave_behind is not built yet; {BUILT}"),
    ({"channel": "portal_card"}, "channel", f"portal_card is not built yet; {BUILT}"),
    ({"audience": "hcp"}, "audience", "hcp is not known; choose from HCP, PATIENT, PA"),
    ({"audience": "DOCTORS"}, "audience", "DOCTORS is not known"),
    ({"audience": ["HCP"]}, "audience", "is not known"),
    ({"language": 44}, "language", "write words."),
    ({"language": ["en-US"]}, "language", "write words."),
    ({"at": "tomorrow"}, "at", "tomorrow is not a date like 2026-11-21."),
    ({"at": "21.11.2026"}, "at", "21.11.2026 is not a date"),
    ({"at": "2026-02-30"}, "at", "2026-02-30 is not a date"),
    ({"at": "2026-13-01"}, "at", "2026-13-01 is not a date"),
    ({"at": "11/21/2026"}, "at", "11/21/2026 is not a date"),
    ({"at": 7}, "at", "7 is not a date"),
    ({"at": []}, "at", "[] is not a date"),
    ({"at": {}}, "at", "{} is not a date"),
    ({"at": ["2026-11-21"]}, "at", "is not a date like 2026-11-21."),
    ({"objective": 1}, "objective", "write words."),
    ({"objective": ["awareness"]}, "objective", "write words."),
    ({"objective": {"goal": "x"}}, "objective", "write words."),
    ({"expected_value": True}, "expected_value", "write words."),
    ({"expected_value": [1]}, "expected_value", "write words."),
    ({"expected_value": {"value": 1}}, "expected_value", "write words."),
    ({"tones": ["Warm"]}, "tones", "Warm is not known; choose from clinical, warm."),
    ({"tones": "shrill"}, "tones", "shrill is not known; choose from clinical, warm."),
    ({"tones": ["warm", "shrill"]}, "tones", "shrill is not known"),
    ({"tones": [None]}, "tones", "write a list of words."),
    ({"tones": [["warm"]]}, "tones", "write a list of words."),
    ({"tones": {"warm": 1}}, "tones", "write a list of words."),
    ({"tones": 1}, "tones", "write a list of words."),
    ({"themes": ["luck"]}, "themes", "luck is not known; choose from dosing, efficac"),
    ({"themes": ["efficacy", "EFFICACY"]}, "themes", "EFFICACY is not known"),
    ({"themes": [7]}, "themes", "write a list of words."),
    ({"themes": True}, "themes", "write a list of words."),
    ({"formats": ["epic"]}, "formats", "epic is not known; choose from short, stand"),
    ({"formats": ["detailed"]}, "formats", "detailed is not known"),
    ({"formats": [1, 2]}, "formats", "write a list of words."),
    ({"formats": 3}, "formats", "write a list of words."),
    ({"key_messages": 5}, "key_messages", "write a list of words."),
    ({"key_messages": [5]}, "key_messages", "write a list of words."),
    ({"key_messages": {"a": "b"}}, "key_messages", "write a list of words."),
    ({"hcps": ["dr-who"]}, "hcps", "nobody is known as dr-who."),
    ({"hcps": "dr-who"}, "hcps", "nobody is known as dr-who."),
    ({"hcps": ["DR-SEEKER"]}, "hcps", "nobody is known as DR-SEEKER."),
    ({"hcps": ["dr-seeker", "dr-gb"]}, "hcps", "dr-gb practises in GB, not US."),
    ({"hcps": [1]}, "hcps", "write a list of words."),
    ({"hcps": 1}, "hcps", "write a list of words."),
    ({"segment_mix": "seeker"}, "segment_mix", "write segments with their shares"),
    ({"segment_mix": ["seeker"]}, "segment_mix", "write segments with their shares"),
    ({"segment_mix": {"seeker": "half"}}, "segment_mix", "write segments with their"),
    ({"segment_mix": {"seeker": None}}, "segment_mix", "write segments with their sh"),
    ({"segment_mix": {"nobody": 1.0}}, "segment_mix", "nobody is not known; choose f"),
    ({"segment_mix": {"seeker": -0.1}}, "segment_mix", "cannot be below zero."),
    ({"segment_mix": {"seeker": 0}}, "segment_mix", "needs a share above zero."),
    ({"count": 0}, "count", "0 is not between 1 and 200."),
    ({"count": -1}, "count", "-1 is not between 1 and 200."),
    ({"count": 201}, "count", "201 is not between 1 and 200."),
    ({"count": 10**12}, "count", "is not between 1 and 200."),
    ({"count": 2.0}, "count", "2.0 is not a whole number."),
    ({"count": "2"}, "count", "2 is not a whole number."),
    ({"count": True}, "count", "True is not a whole number."),
    ({"count": [2]}, "count", "is not a whole number."),
    ({"seed": -1}, "seed", "-1 is not between 0 and 2147483648."),
    ({"seed": 2**31 + 1}, "seed", "is not between 0 and"),
    ({"seed": 0.5}, "seed", "0.5 is not a whole number."),
    ({"seed": "seven"}, "seed", "seven is not a whole number."),
    ({"seed": False}, "seed", "False is not a whole number."),
    ({"writer": "gpt"}, "writer", "gpt is not known; choose from composer, openai."),
    ({"writer": "Composer"}, "writer", "Composer is not known"),
    ({"writer": ["composer"]}, "writer", "is not known"),
    ({"tone": "warm"}, "tone", "no brief has this key; did you mean tones?"),
    ({"theme": "x"}, "theme", "no brief has this key; did you mean themes?"),
    ({"hcp": "dr-seeker"}, "hcp", "no brief has this key; did you mean hcps?"),
    ({"format": "short"}, "format", "no brief has this key; did you mean formats?"),
    ({"key_message": "x"}, "key_message", "did you mean key_messages?"),
    ({"Count": 4}, "Count", "no brief has this key"),
    ({"family": "x"}, "family", "no brief has this key."),
    ({"defaults": []}, "defaults", "no brief has this key."),
    ({1: "x"}, "1", "no brief has this key."),
    ({"<b>": "x"}, "<b>", "no brief has this key."),
]


@pytest.mark.parametrize(
    ("changes", "key", "sentence"), ROWS, ids=[str(row[0])[:50] for row in ROWS]
)
def test_a_faulty_brief_is_refused_once_by_its_key_in_a_sentence(
    changes: dict[str, Any],
    key: str,
    sentence: str,
) -> None:
    with pytest.raises(BriefFaultsError) as refusal:
        briefs.complete({**LEAST, **changes}, day=DAY)
    assert len(refusal.value.faults) == 1
    fault = refusal.value.faults[0]
    assert fault.startswith(f"{key}: ")
    assert sentence in fault
    assert fault.endswith((".", "?"))
    assert refusal.value.messages == [fault]


def test_there_are_enough_rows_and_none_twice() -> None:
    assert len(ROWS) >= 60
    assert len({repr(row[0]) for row in ROWS}) == len(ROWS)


TOGETHER: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["brand", "market", "channel"]),
    ({"brand": SLUG}, ["market", "channel"]),
    ({"brand": "x", "market": "US", "channel": "fax"}, ["brand", "channel"]),
    ({**LEAST, "count": 0, "seed": -1}, ["count", "seed"]),
    ({**LEAST, "tones": ["a", "b"]}, ["tones", "tones"]),
    ({**LEAST, "hcps": ["a", "b", "a"]}, ["hcps", "hcps"]),
    ({**LEAST, "at": "x", "audience": "y", "z": 1}, ["z", "audience", "at"]),
    ({**LEAST, "objective": 1, "writer": "x", "count": "y"}, ["objective", "c", "w"]),
]


@pytest.mark.parametrize(("raw", "keys"), TOGETHER, ids=[str(r[1]) for r in TOGETHER])
def test_all_that_can_be_judged_is_named_together(
    raw: dict[str, Any], keys: list[str]
) -> None:
    with pytest.raises(BriefFaultsError) as refusal:
        briefs.complete(raw, day=DAY)
    found = [fault.partition(":")[0] for fault in refusal.value.faults]
    assert len(found) == len(keys)
    assert all(name.startswith(key) for name, key in zip(found, keys, strict=True))


@pytest.mark.parametrize("changes", [row[0] for row in ROWS[::9]], ids=str)
def test_a_refused_request_leaves_no_row_and_no_line(
    author: User,
    at: datetime.datetime,
    changes: dict[str, Any],
) -> None:
    lines = LedgerEntry.objects.count()
    with pytest.raises(BriefFaultsError):
        variants.request({**LEAST, **changes}, by=author, at=at)
    for table in (Brief, Family, GenerationRun):
        assert not table.objects.exists()
    assert LedgerEntry.objects.count() == lines


# what is written, the field, what it becomes
ACCEPTED: list[tuple[dict[str, Any], str, Any]] = [
    ({"at": "2026-11-30T23:59:59Z"}, "day", datetime.date(2026, 11, 30)),
    ({"at": datetime.date(2027, 1, 1)}, "day", datetime.date(2027, 1, 1)),
    ({"at": ""}, "day", DAY),
    (
        {"at": datetime.datetime(2027, 2, 3, 4, tzinfo=UTC)},
        "day",
        datetime.date(2027, 2, 3),
    ),
    ({"tones": []}, "tones", ("clinical", "warm")),
    ({"tones": ["warm", "warm", " warm "]}, "tones", ("warm",)),
    ({"tones": ["warm", "clinical"]}, "tones", ("warm", "clinical")),
    ({"tones": None}, "tones", ("clinical", "warm")),
    ({"formats": "long"}, "formats", ("long",)),
    ({"key_messages": "one message"}, "key_messages", ("one message",)),
    ({"key_messages": ["a", "", "a"]}, "key_messages", ("a",)),
    ({"count": 1}, "count", 1),
    ({"count": 200}, "count", 200),
    ({"seed": 0}, "seed", 0),
    ({"seed": 2**31}, "seed", 2**31),
    ({"objective": "  words  "}, "objective", "words"),
    ({"expected_value": 0}, "expected_value", 0),
    ({"expected_value": " 5 % more "}, "expected_value", "5 % more"),
    ({"language": " fr-CH "}, "language", "fr-CH"),
    ({"writer": ""}, "writer", "composer"),
    ({"audience": ""}, "audience", "HCP"),
    ({"segment_mix": {}}, "segment_mix", {}),
    ({"segment_mix": None}, "segment_mix", {}),
    ({"segment_mix": {"seeker": 1, "advocate": 0}}, "segment_mix", {"seeker": 1.0}),
    ({"segment_mix": {"seeker": 2, "advocate": 2}}, "segment_mix", None),
    ({"hcps": ["dr-seeker", "dr-seeker"]}, "hcps", ("dr-seeker",)),
    ({"hcps": ["dr-seeker", "dr-advocate"], "count": 2}, "count", 2),
    ({"hcps": ["dr-seeker", "dr-advocate"], "count": 1}, "count", 2),
]


@pytest.mark.parametrize(
    ("changes", "name", "value"), ACCEPTED, ids=[str(row[0]) for row in ACCEPTED]
)
def test_what_may_be_written_and_what_it_becomes(
    changes: dict[str, Any],
    name: str,
    value: Any,
) -> None:
    brief = briefs.complete({**LEAST, **changes}, day=DAY)
    if name == "segment_mix" and value is None:
        value = {"seeker": 0.5, "advocate": 0.5}
    assert getattr(brief, name) == value
    again = briefs.complete(json.loads(json.dumps(brief.as_dict())), day=DAY)
    assert again.as_dict() == brief.as_dict()


# key, whether its default is stated when it is left out
STATED = {
    "audience": True,
    "language": True,
    "at": True,
    "tones": True,
    "themes": True,
    "formats": True,
    "count": True,
    "seed": True,
    "writer": True,
    "objective": False,
    "expected_value": False,
    "key_messages": False,
    "hcps": False,
    "segment_mix": False,
}
WHOLE: dict[str, Any] = {
    **LEAST,
    "audience": "HCP",
    "language": "en-US",
    "at": "2026-11-21",
    "objective": "words",
    "expected_value": 3,
    "tones": ["warm"],
    "themes": ["efficacy"],
    "formats": ["short"],
    "key_messages": ["once-daily"],
    "hcps": ["dr-seeker"],
    "segment_mix": {"seeker": 1.0},
    "count": 3,
    "seed": 9,
    "writer": "composer",
}


@pytest.mark.parametrize("key", STATED)
def test_each_key_left_out_is_stated_alone(key: str) -> None:
    raw = {name: value for name, value in WHOLE.items() if name != key}
    brief = briefs.complete(raw, day=DAY)
    named = [line.partition(":")[0] for line in brief.defaults]
    assert named == ([key] if STATED[key] else [])
    assert set(brief.as_dict()) == set(WHOLE)


WORDS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=12)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner),
    max_leaves=5,
)


@HARMLESS
@given(key=st.sampled_from([*WHOLE]), value=ANY)
def test_any_json_under_any_key_is_taken_or_refused_and_never_a_crash(
    key: str, value: Any
) -> None:
    faults: tuple[str, ...] = ()
    try:
        shown = json.dumps(briefs.complete({**LEAST, key: value}, day=DAY).as_dict())
    except BriefFaultsError as error:
        shown, faults = "", error.faults
    assert bool(shown) is not bool(faults)
    assert all(": " in fault for fault in faults)
