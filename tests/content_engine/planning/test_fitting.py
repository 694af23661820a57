"""Fitting words into units: no choice of candidates overruns, and none is lost."""

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.channels import counting
from content_engine.channels.catalogue import ChannelRules, rules_of
from content_engine.pieces import Segment
from content_engine.planning import fitting
from content_engine.planning.fitting import TooLongError
from content_engine.planning.slots import ClaimSlot, CopySlot, PartPlan
from content_engine.supply import BlockText
from content_engine.vocabulary import CopyRole, PartName, SegmentKind
from tests.content_engine import supplies
from tests.content_engine.planning.drawn import say
from tests.content_engine.supplies import block

SMS, MAIL, REP = rules_of("sms"), rules_of("email"), rules_of("rep_email")


def narrow(septets: int, words: int = 20) -> ChannelRules:
    """A channel of so few units."""
    return dataclasses.replace(SMS, units=(septets, words))


def slot(*texts: str, optional: bool = False) -> CopySlot:
    """A place for one of these blocks."""
    role = CopyRole.CALL_TO_ACTION if optional else CopyRole.OPENING
    blocks = tuple(block(f"{role}-{n}", role, text) for n, text in enumerate(texts))
    return CopySlot(role, blocks, optional)


def body(*slots: CopySlot | ClaimSlot, before: str = "") -> PartPlan:
    fixed = (Segment(SegmentKind.BLOCK, before),) if before else ()
    return PartPlan(PartName.BODY, slots, fixed)


def action(*slots: CopySlot) -> PartPlan:
    return PartPlan(PartName.CALL_TO_ACTION, slots)


def texts_of(part: PartPlan) -> list[list[str]]:
    return [
        [one.text for one in slot.candidates]
        for slot in part.slots
        if isinstance(slot, CopySlot)
    ]


def units_of(*texts: str) -> int:
    """Units of these stretches, a line end between each two, as they are fitted."""
    return counting.count("\n".join(texts)).units


def test_what_fits_is_left_as_it_is() -> None:
    parts = (body(slot("One.", "Another.")), action(slot("Open", optional=True)))
    assert fitting.fitted(parts, SMS) == parts


@pytest.mark.parametrize(
    ("septets", "kept"),
    [
        pytest.param(3, ["abc"], id="the shortest alone"),
        pytest.param(4, ["abc", "abcd"], id="two of three"),
        pytest.param(5, ["abc", "abcd", "abcde"], id="all of them"),
    ],
)
def test_candidates_that_overrun_are_dropped(septets: int, kept: list[str]) -> None:
    (part,) = fitting.fitted((body(slot("abcde", "abc", "abcd")),), narrow(septets))
    assert sorted(texts_of(part)[0]) == kept


def test_one_wording_that_overruns_drops_its_whole_block() -> None:
    (part,) = fitting.fitted((body(slot("[ab|abcdef]", "abc")),), narrow(4))
    assert texts_of(part) == [["abc"]]


def test_an_earlier_place_is_served_before_a_later_one() -> None:
    parts = (body(slot("a", "aaaa"), slot("b", "bbbb")),)
    (part,) = fitting.fitted(parts, narrow(units_of("aaaa", "b")))
    assert texts_of(part) == [["a", "aaaa"], ["b"]]


@pytest.mark.parametrize(
    ("septets", "is_open"),
    [(units_of("Hello", "Open"), True), (units_of("Hello", "Open") - 1, False)],
)
def test_an_optional_place_is_closed_where_it_leaves_no_room(
    septets: int, is_open: bool
) -> None:
    parts = (body(slot("Hello")), action(slot("Open", optional=True)))
    fitted = fitting.fitted(parts, narrow(septets))
    assert bool(fitted[1].slots) is is_open
    assert texts_of(fitted[0]) == [["Hello"]]


def test_fixed_text_and_claims_take_their_room_first() -> None:
    claim = say("c", text="Claim", qualifiers=("Q.",))
    parts = (body(slot("a", "aaa"), ClaimSlot(claim), before="Fixed"),)
    room = units_of("Fixed", "Claim Q.", "a")
    (tight,) = fitting.fitted(parts, narrow(room))
    assert texts_of(tight) == [["a"]]
    (loose,) = fitting.fitted(parts, narrow(room + 2))
    assert texts_of(loose) == [["a", "aaa"]]
    assert ClaimSlot(claim) in tight.slots


@pytest.mark.parametrize(
    ("text", "septets", "words", "sentence", "excess"),
    [
        pytest.param("abcdef", 5, 9, "1 character over 5", 1, id="one septet"),
        pytest.param("abcdefgh", 5, 9, "3 characters over 5", 3, id="three septets"),
        pytest.param("{{x}}", 5, 9, "4 characters over 5", 4, id="escapes cost two"),
        pytest.param(
            "▼abcd",
            99,
            3,
            "2 characters over 3, all that the sign ▼ leaves",
            2,
            id="box",
        ),
        pytest.param(
            "ab–c▼",
            99,
            4,
            "1 character over 4, all that the sign – leaves",
            1,
            id="first",
        ),
        pytest.param(
            "😀a",
            99,
            2,
            "1 character over 2, all that the sign 😀 leaves",
            1,
            id="emoji",
        ),
    ],
)
def test_a_message_that_is_too_long_says_by_how_much_and_why(
    text: str, septets: int, words: int, sentence: str, excess: int
) -> None:
    with pytest.raises(TooLongError) as refusal:
        fitting.fitted((body(slot(text)),), narrow(septets, words))
    assert str(refusal.value) == sentence
    assert refusal.value.excess == excess


WORDS = st.text("abc", min_size=1, max_size=9)
SLOTS = st.lists(
    st.tuples(st.lists(WORDS, min_size=1, max_size=3, unique=True), st.booleans()),
    min_size=1,
    max_size=4,
)


@settings(max_examples=50)
@given(SLOTS, st.integers(1, 40))
def test_no_combination_of_candidates_overruns(
    wanted: list[tuple[list[str], bool]], septets: int
) -> None:
    parts = tuple(
        PartPlan(PartName.BODY, (slot(*texts, optional=is_optional),))
        for texts, is_optional in wanted
    )
    rules = narrow(septets)
    try:
        fitted = fitting.fitted(parts, rules)
    except TooLongError:
        needed = [
            min(texts, key=len) for texts, is_optional in wanted if not is_optional
        ]
        assert units_of(*needed) > septets
        return
    places = [texts for part in fitted for texts in texts_of(part)]
    assert all(places)
    for combination in itertools.product(*places):
        assert units_of(*combination) <= septets


@settings(max_examples=50)
@given(SLOTS, st.integers(1, 40))
def test_more_room_never_closes_a_message(
    wanted: list[tuple[list[str], bool]], septets: int
) -> None:
    parts = tuple(
        PartPlan(PartName.BODY, (slot(*texts, optional=is_optional),))
        for texts, is_optional in wanted
    )
    more = 1
    try:
        fitting.fitted(parts, narrow(septets))
    except TooLongError as error:
        more = error.excess
    assert len(fitting.fitted(parts, narrow(septets + more))) == len(parts)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("plain", 5),
        ("{{accountTitle}}", 12),
        ("{{accountLname}}", 40),
        ("{{userName}}", 60),
        ("Dear {{accountTitle}} {{accountLname}},", 5 + 12 + 1 + 40 + 1),
        ("{{unknown}}", 0),
        ("{accountTitle}", 14),
        ("{{account Title}}", 17),
    ],
)
def test_a_text_is_as_long_as_its_longest_values(text: str, length: int) -> None:
    assert fitting.longest_length(text, REP) == length


@pytest.mark.parametrize(
    ("room", "kept"),
    [(None, "abc"), (0, ""), (4, "a"), (5, "ab"), (6, "abc"), (99, "abc")],
)
def test_blocks_within_a_room(room: int | None, kept: str) -> None:
    blocks = (
        block("a", "opening", "[one|two|four]"),
        block("b", "opening", "five5"),
        block("c", "opening", "[a|sixsix]"),
    )
    found = fitting.blocks_within(blocks, room, MAIL)
    assert "".join(one.key for one in found) == kept


@pytest.mark.parametrize(
    ("changes", "suits"),
    [
        pytest.param({}, True, id="open to all"),
        pytest.param({"formats": ("short",)}, True, id="its format"),
        pytest.param({"formats": ("long", "short")}, True, id="one of its formats"),
        pytest.param({"formats": ("long",)}, False, id="another format"),
        pytest.param({"text": "To {{userName}}"}, False, id="a foreign token"),
        pytest.param({"text": "[Hello|{{userName}}]"}, False, id="one in a bracket"),
        pytest.param({"text": "To {userName}"}, True, id="no token at all"),
    ],
)
def test_which_blocks_suit_a_channel_and_format(
    changes: dict[str, object], suits: bool
) -> None:
    one: BlockText = dataclasses.replace(
        supplies.BLOCKS[0],
        **changes,  # type: ignore[arg-type]
    )
    assert fitting.suits(one, MAIL, "short") is suits


def test_approved_wordings_are_those_of_the_brackets() -> None:
    assert set(fitting.approved("[A|B] and [c|d].")) == {
        "A and c.",
        "A and d.",
        "B and c.",
        "B and d.",
    }
