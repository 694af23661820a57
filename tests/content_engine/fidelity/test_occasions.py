"""Meetings, calls and closings: what is said of them is no claim, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.fidelity import conditions, lexicon, occasions

HARMLESS = [
    "Doors open at 17:45, and the first talk begins at 18:15.",
    "The meeting will take place on Thursday 22 October 2026 in room 4.",
    "Please register by October 9, 2026.",
    "Call us on 0800 496 0151, Monday to Friday, 8.30 am to 5.30 pm.",
    "Our office is closed on 26 November 2026.",
    "We look forward to seeing you in Leeds.",
    "Dear Professor Reuel,",
    "From the station, take bus 12 to Castle Street.",
    "We invite you to an evening on heart failure.",
    "Invitation: heart failure webinar on 20/10/2026",
    "18:30 Questions",
    "Your appointment is confirmed for 10:15 am.",
    "Parking is available; please use entrance C.",
    "Mit freundlichen Grüßen",
    "Mit kollegialen Grüßen",
    "Herzliche Grüße aus Hamburg",
    "Sehr geehrte Frau Dr. Brandt,",
    "Wir freuen uns auf Ihr Kommen.",
    "Um Anmeldung bis zum 9. Oktober 2026 wird gebeten.",
    "Der Vortrag beginnt um 18 Uhr im großen Saal.",
    "Sie erreichen uns montags bis freitags von 8 bis 17 Uhr unter 040 5550 4712.",
    "19:30 Uhr Ende",
    "Haben Sie Fragen? Rufen Sie uns an.",
]
CLAIMS = [
    "Start at 8 am.",
    "Take it at 8 am.",
    "Call us on 555 0100.",
    "Velorin at 18:15.",
    "Give 30 mg at 6 pm.",
    "You will feel it by 16 October 2026.",
    "9.8 am",
    "12 of 30",
    "0.64 to 0.86",
    "Room 4",
    "16 October 2026",
    "0800 496 0151",
    "Dear Dr Osei, it works.",
    "Meet us in Leeds, where patients live longer.",
    "An evening on heart failure that changes lives.",
    "18:15 Fewer admissions",
    "Heart failure is common.",
    "Die Patienten leben länger.",
    "Mit freundlichen Grüßen und der Gewissheit, dass es wirkt",
    "Wir freuen uns auf den Erfolg.",
    "Beginnen Sie um 8 Uhr.",
    "Die in was.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_said_of_a_meeting_is_courtesy(text: str) -> None:
    assert lexicon.strange_words(text) == ()
    assert lexicon.kind_of(text) is not None


@pytest.mark.parametrize("text", CLAIMS)
def test_what_is_said_of_anything_else_is_not(text: str) -> None:
    assert lexicon.kind_of(text) is None


GERMAN = sorted(word for word in lexicon.GERMAN.words if word.isalpha())
STRANGE = "wirkt besser patienten heilt nicht kein weniger mehr sicher mg erste".split()  # noqa: SIM905


@given(st.lists(st.sampled_from(GERMAN), min_size=1, max_size=12))
def test_german_words_make_courtesy_in_any_order(words: list[str]) -> None:
    assert lexicon.kind_of(" ".join(["danke", *words])) is not None


@given(
    st.lists(st.sampled_from(GERMAN), max_size=8),
    st.sampled_from(STRANGE),
    st.integers(0, 8),
)
def test_one_german_word_outside_makes_it_a_claim(
    words: list[str], strange: str, place: int
) -> None:
    words.insert(place, strange)
    assert lexicon.kind_of(" ".join(words)) is None


@given(st.sampled_from(HARMLESS), st.sampled_from(["Velorin", "30 mg", "9.8 %", "½"]))
def test_no_product_or_figure_hides_behind_a_meeting(text: str, claim: str) -> None:
    assert lexicon.kind_of(f"{text} {claim}") is None
    assert lexicon.kind_of(f"{claim} {text}") is None


@given(st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=60))
def test_what_is_taken_out_leaves_everything_else(text: str) -> None:
    kept = iter(occasions.taken_out(text).replace(occasions.FACT, ""))
    position = 0
    for letter in kept:
        position = text.index(letter, position) + 1


def test_a_forged_sign_of_a_fact_shows() -> None:
    assert lexicon.kind_of(f"Thank you {occasions.FACT}") is None
    assert lexicon.strange_words(f"Thank you {occasions.FACT}") != ()


@given(st.lists(st.sampled_from(HARMLESS + CLAIMS), min_size=1, max_size=3))
def test_what_is_told_at_a_glance_is_what_a_close_look_tells(texts: list[str]) -> None:
    text = " ".join(texts)
    if not lexicon.is_possible(text):
        assert lexicon.strange_words(text) != ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("adults with chronic HF", {"heart failure"}),
        ("Erwachsene mit Herzinsuffizienz", {"heart failure"}),
        ("a heart attack or AFib", {"myocardial infarction", "atrial fibrillation"}),
        ("hfpef", set()),
    ],
)
def test_a_disease_has_many_names(text: str, named: set[str]) -> None:
    diseases = conditions.named(text)
    assert len(diseases) == len(named)
    assert all(conditions.named(one) <= diseases for one in named)
