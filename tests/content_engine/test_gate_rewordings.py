"""No rewording of an approved claim passes for it, whoever wrote it and however."""

import pytest

from content_engine.pieces import CheckResult, Statement
from content_engine.vocabulary import Outcome, Severity, Verdict
from tests.content_engine.gate_rewordings import BUILT, DISGUISES, EDITS, LOOK_ALIKES
from tests.content_engine.gate_world import (
    MARKETS,
    ON_THE_TRIAL,
    POINTS,
    SHELF,
    blocking,
    carrying,
    changed,
    checked,
    messaging,
    text_of,
)
from tests.content_engine.supplies import ADMISSIONS, BRIEF, make_email, make_sms

TYPES = frozenset(
    {"digit", "decimal", "unit", "interval", "p_value", "sample_size", "dose"}
    | {"frequency", "timepoint", "arm_swap", "comparator", "population", "endpoint"}
    | {"product", "negation", "direction", "hedge_dropped", "hedge_added", "other"}
    | {"intensifier", "superlative", "causality", "relative_absolute"}
    | {"statistic_dropped", "safety_dropped", "qualifier_dropped", "statement_added"}
)


def reworded(key: str, old: str, new: str) -> str:
    """A claim's text with words of it replaced; they must be there."""
    text = SHELF[key].text
    assert old in text, (key, old)
    return text.replace(old, new)


def built(text: str) -> str:
    words = {key: one.text for key, one in SHELF.items()}
    return text.format(**words) if "{" in text else text


def statements_on(result: CheckResult, name: str = "body") -> list[Statement]:
    return [one for one in result.statements if one.part == name]


LINKING = frozenset({Outcome.EXACT, Outcome.EQUIVALENT})


def linked(result: CheckResult, outcomes: frozenset[Outcome] = LINKING) -> set[str]:
    """The claims that a statement of the body is taken to be."""
    return {
        one.claim
        for one in statements_on(result)
        if one.claim and one.outcome in outcomes
    }


def test_the_table_holds_every_type_of_the_contract_several_times() -> None:
    held = [kind for kind, *_ in EDITS]
    assert set(held) == TYPES
    assert min(held.count(kind) for kind in TYPES) >= 2
    assert len(EDITS) + len(LOOK_ALIKES) + len(DISGUISES) + len(BUILT) >= 150


def not_blocked(texts: dict[str, str], market: str) -> list[str]:
    """The names of the texts that pass in an e-mail or in an SMS."""
    return [
        name
        for name, text in texts.items()
        for piece in (carrying(text, market), messaging(text, market))
        if checked(piece).verdict != Verdict.BLOCKED
    ]


@pytest.mark.parametrize("market", MARKETS)
def test_the_claims_themselves_are_cleared(market: str) -> None:
    for one in ON_THE_TRIAL:
        result = checked(carrying(one.text, market))
        assert (result.verdict, linked(result)) == (Verdict.CLEARED, {one.ref})
        assert checked(messaging(one.text, market)).verdict == Verdict.CLEARED


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("kind", sorted(TYPES))
def test_an_edit_of_any_type_is_no_claim(kind: str, market: str) -> None:
    for wanted, key, old, new in EDITS:
        if wanted != kind:
            continue
        text = reworded(key, old, new)
        result = checked(carrying(text, market))
        assert blocking(result) & {"EV-01", "EV-02", "EV-04"}, (key, new)
        linked_by = LINKING - {Outcome.EQUIVALENT} if kind == "other" else LINKING
        assert not linked(result, linked_by) & {SHELF[key].ref}, (key, new)
        assert not_blocked({new: text}, market) == []


@pytest.mark.parametrize("kind", sorted(TYPES - {"qualifier_dropped"}))
def test_an_edit_is_shown_where_it_stands(kind: str) -> None:
    """Some finding points at words of the edited sentence, not at the clean ones."""
    for wanted, key, old, new in EDITS:
        if wanted != kind:
            continue
        piece = carrying(reworded(key, old, new))
        body = text_of(piece, "body")
        start = body.index("The passage reads:") + len("The passage reads:")
        end = body.index("Sources are listed")
        found = [
            one
            for one in checked(piece).findings
            if one.severity == Severity.BLOCK and one.rule in ("EV-01", "EV-02")
        ]
        assert found, (key, new)
        for one in found:
            assert one.part == "body"
            assert one.start is not None
            assert one.end is not None
            assert start <= one.start < one.end <= end, (key, new)


FIGURES = ("digit", "decimal", "interval", "arm_swap", "statistic_dropped")


@pytest.mark.parametrize("kind", FIGURES)
def test_an_edited_figure_is_a_matter_of_figures(kind: str) -> None:
    for wanted, key, old, new in EDITS:
        if wanted == kind:
            result = checked(carrying(reworded(key, old, new)))
            assert "EV-02" in blocking(result), (key, new)


@pytest.mark.parametrize(
    ("key", "old", "new", "kind"),
    [
        ("admissions", "9.8%", "9.7%", "digit"),
        ("admissions", "9.8%", "98%", "decimal"),
        ("food", "30 mg", "30 mcg", "unit"),
        ("admissions", "0.64–0.86", "0.46–0.86", "interval"),
        ("food", "30 mg", "300 mg", "dose"),
        ("food", "once daily", "twice daily", "frequency"),
        ("marker", "week 8", "week 6", "timepoint"),
        ("deaths", "7.7% vs 8.2%", "8.2% vs 7.7%", "arm_swap"),
        ("caution", "was associated", "was not associated", "negation"),
        ("hazard", "lower", "higher", "direction"),
        ("hazard", "may be", "is", "hedge_dropped"),
        ("admissions", "had", "may have had", "hedge_added"),
        ("caution", "was associated", "was clearly associated", "intensifier"),
        ("admissions", "With Velorin", "Because of Velorin", "causality"),
        ("admissions", "; p<0.001", "", "statistic_dropped"),
        ("burden", "a readmission", "a costly readmission", "statement_added"),
    ],
)
def test_an_edit_has_its_contract_name(key: str, old: str, new: str, kind: str) -> None:
    text = reworded(key, old, new)
    found = [one for one in statements_on(checked(carrying(text))) if one.text in text]
    judged = [one for one in found if one.outcome == Outcome.DISTORTED]
    assert [one.claim for one in judged] == [SHELF[key].ref]
    assert kind in judged[0].distortions
    assert set(judged[0].distortions) <= TYPES
    assert 0 < judged[0].score <= 1


def test_every_distortion_has_a_name_of_the_contract() -> None:
    for _, key, old, new in EDITS:
        for one in checked(carrying(reworded(key, old, new))).statements:
            assert set(one.distortions) <= TYPES
            assert bool(one.distortions) <= (one.outcome != Outcome.EXACT)
            assert 0 <= one.score <= 1


@pytest.mark.parametrize("script", sorted({why.split()[0] for *_, why in LOOK_ALIKES}))
def test_a_look_alike_is_no_letter(script: str) -> None:
    for key, old, new, why in LOOK_ALIKES:
        if not why.startswith(script):
            continue
        text = reworded(key, old, new)
        assert not_blocked({why: text}, "US") == []
        assert not linked(checked(carrying(text))) & {SHELF[key].ref}, why


def mixes(text: str) -> bool:
    """Whether a word of a text holds Latin letters and others."""
    words = ([one for one in word if one.isalpha()] for word in text.split())
    return any(len({one.isascii() for one in word}) == 2 for word in words)


MIXED = [row for row in LOOK_ALIKES if mixes(row[2])]
MIXED = [row for row in MIXED if row[3].split()[0] in ("Cyrillic", "Greek")]


@pytest.mark.parametrize(("key", "old", "new", "why"), MIXED)
def test_a_mixed_word_is_pointed_at(key: str, old: str, new: str, why: str) -> None:
    piece = carrying(reworded(key, old, new))
    body = text_of(piece, "body")
    found = [one for one in checked(piece).findings if one.rule == "SE-05"]
    assert found, why
    for one in found:
        assert body[one.start : one.end] == one.text
        assert not one.text.isascii()


HIDDEN = (
    "\u200b",
    "\u200c",
    "\u200d",
    "\ufeff",
    "\u2060",
    "\u00ad",
    "\u202e",
    "\u2067",
)


@pytest.mark.parametrize("part", ["subject", "headline", "body", "call_to_action"])
def test_an_invisible_character_is_pointed_at(part: str) -> None:
    clean = make_email()
    text = text_of(clean, part)
    for letter in HIDDEN:
        piece = changed(clean, **{part: f"{text[:5]}{letter}{text[5:]}"})
        found = [one for one in checked(piece).findings if one.rule == "SE-05"]
        assert [(one.part, one.start, one.end) for one in found] == [(part, 5, 6)]
        assert found[0].severity == Severity.BLOCK
        assert f"U+{ord(letter):04X}" in found[0].message


@pytest.mark.parametrize("market", MARKETS)
def test_a_disguise_blocks(market: str) -> None:
    texts = {why: reworded(key, old, new) for key, old, new, why in DISGUISES}
    assert len(texts) == len(DISGUISES)
    assert not_blocked(texts, market) == []


@pytest.mark.parametrize("market", MARKETS)
def test_what_is_built_around_a_claim_blocks(market: str) -> None:
    assert not_blocked({name: built(text) for name, text in BUILT}, market) == []


@pytest.mark.parametrize("mark", ["", "[1]", " [1][1]", " [1]."])
def test_a_mark_does_not_make_an_edit_a_claim(mark: str) -> None:
    for _, key, old, new in EDITS[::3]:
        result = checked(carrying(reworded(key, old, new), mark=mark))
        assert result.verdict == Verdict.BLOCKED, (key, new)


PLACES = (
    *("subject", "preheader", "headline", "call_to_action", "alt_text"),
    *("safety_information", "prescribing_information", "footer", "description"),
    *("path", "plain_text"),
)


@pytest.mark.parametrize("place", PLACES)
def test_an_edit_blocks_in_every_part(place: str) -> None:
    """A statement is a statement wherever it stands (SF-01)."""
    for _, key, old, new in EDITS[::11]:
        clean = make_email()
        there = {part.name.value: part.text for part in clean.parts}.get(place, "")
        text = f"{there}\n{reworded(key, old, new)}".strip()
        result = checked(changed(clean, **{place: text}))
        assert "EV-01" in blocking(result), (key, new)
        parts = {one.part for one in result.findings if one.rule == "EV-01"}
        assert place in parts


@pytest.mark.parametrize("place", PLACES)
def test_a_claim_in_another_part_needs_all_that_it_needs_here(place: str) -> None:
    """A claim that declares company is blocked alone, also beside the body's own."""
    clean = make_email()
    there = {part.name.value: part.text for part in clean.parts}.get(place, "")
    text = f"{there}\n{SHELF['hazard'].text} [1]".strip()
    assert "EV-04" in blocking(checked(changed(clean, **{place: text})))


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("half", [ADMISSIONS.text, BRIEF.text, POINTS.text])
def test_a_claim_cut_over_two_parts_is_no_claim(half: str, market: str) -> None:
    words = half.split(" ")
    for cut in range(1, len(words), 4):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        piece = carrying(f"{second}", market)
        there = text_of(piece, "headline")
        result = checked(changed(piece, headline=f"{there}\n{first}"))
        assert result.verdict == Verdict.BLOCKED, cut


@pytest.mark.parametrize("market", MARKETS)
def test_every_single_word_of_a_claim_counts(market: str) -> None:
    """Leaving out any one word, or saying it twice, is not the claim."""
    for one in ON_THE_TRIAL:
        words = one.text.split(" ")
        for place, word in enumerate(words):
            without = " ".join([*words[:place], *words[place + 1 :]])
            twice = " ".join([*words[:place], word, *words[place:]])
            for text in (without, twice):
                result = checked(messaging(text, market))
                assert result.verdict == Verdict.BLOCKED, text


def test_no_two_neighbouring_words_can_change_places() -> None:
    for one in ON_THE_TRIAL:
        words = one.text.split(" ")
        for place in range(len(words) - 1):
            left, right = words[place : place + 2]
            if left == right:
                continue
            text = " ".join([*words[:place], right, left, *words[place + 2 :]])
            assert checked(messaging(text)).verdict == Verdict.BLOCKED, text


def test_no_splice_of_two_claims_is_a_claim() -> None:
    """Half of one claim with half of another, cut anywhere, never passes."""
    for one in ON_THE_TRIAL:
        for other in ON_THE_TRIAL:
            head, tail = one.text.split(" "), other.text.split(" ")
            if one is other:
                continue
            text = " ".join([*head[: len(head) // 2], *tail[len(tail) // 2 :]])
            assert checked(messaging(text)).verdict == Verdict.BLOCKED, text


def test_the_clean_sms_is_the_control() -> None:
    for market in MARKETS:
        assert checked(make_sms(market)).verdict == Verdict.CLEARED
