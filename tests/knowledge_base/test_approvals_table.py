"""Who may approve a revision next: every person in every standing, to the letter."""

import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base import approvals
from knowledge_base.approvals import ApprovalGivenError, SelfApprovalError, Standing
from knowledge_base.models import ApprovalFunction

LAW = settings(max_examples=50, deadline=None)
MEDICAL, REGULATORY = ApprovalFunction.MEDICAL, ApprovalFunction.REGULATORY
RECORDED = ApprovalFunction.RECORDED
ELSEWHERE = "An approval that was given elsewhere is recorded with a kit, not here."


@dataclass
class Row:
    """An approval as stored."""

    function: str
    approved_by: str


def standing(*given: tuple[str, str]) -> Standing:
    return Standing("urate@2", "author", tuple(Row(*each) for each in given))


def said(one: Standing, function: str, username: str) -> str:
    found = one.refusal(function, username)
    return "" if found is None else str(found)


DRAFTED = "You drafted urate@2: somebody else must approve it."
TABLE = [
    ((), MEDICAL, "ines", ""),
    ((), REGULATORY, "ines", ""),
    ((), MEDICAL, "author", DRAFTED),
    ((), REGULATORY, "author", DRAFTED),
    ((), RECORDED, "ines", ELSEWHERE),
    ((), RECORDED, "author", ELSEWHERE),
    ((), "LEGAL", "ines", ELSEWHERE),
    ((), "", "ines", ELSEWHERE),
    (((MEDICAL, "ines"),), MEDICAL, "omar", "Medical approved urate@2 before."),
    (((MEDICAL, "ines"),), MEDICAL, "ines", "Medical approved urate@2 before."),
    (((MEDICAL, "ines"),), MEDICAL, "author", "Medical approved urate@2 before."),
    (((MEDICAL, "ines"),), REGULATORY, "omar", ""),
    (((MEDICAL, "ines"),), REGULATORY, "author", DRAFTED),
    (
        ((MEDICAL, "ines"),),
        REGULATORY,
        "ines",
        "You approved urate@2 already: somebody else must approve it for Regulatory.",
    ),
    (
        ((REGULATORY, "omar"),),
        MEDICAL,
        "omar",
        "You approved urate@2 already: somebody else must approve it for Medical.",
    ),
    (((REGULATORY, "omar"),), REGULATORY, "x", "Regulatory approved urate@2 before."),
    (
        ((MEDICAL, "ines"), (REGULATORY, "omar")),
        MEDICAL,
        "third",
        "Medical approved urate@2 before.",
    ),
    (
        ((MEDICAL, "ines"), (REGULATORY, "omar")),
        REGULATORY,
        "third",
        "Regulatory approved urate@2 before.",
    ),
]


@pytest.mark.parametrize(("given_by", "function", "username", "sentence"), TABLE)
def test_who_may_approve_and_why_not(
    given_by: tuple[tuple[str, str], ...], function: str, username: str, sentence: str
) -> None:
    assert said(standing(*given_by), function, username) == sentence


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        (DRAFTED, SelfApprovalError),
        (TABLE[13][3], SelfApprovalError),
        (TABLE[8][3], ApprovalGivenError),
        (ELSEWHERE, ApprovalGivenError),
    ],
)
def test_a_person_is_refused_otherwise_than_a_step(
    sentence: str, kind: type[Exception]
) -> None:
    rows = [row for row in TABLE if row[3] == sentence]
    assert rows
    for given_by, function, username, _ in rows:
        assert isinstance(standing(*given_by).refusal(function, username), kind)


@pytest.mark.parametrize(
    ("given_by", "function", "is_last"),
    [
        ((), MEDICAL, False),
        ((), REGULATORY, False),
        (((MEDICAL, "a"),), REGULATORY, True),
        (((REGULATORY, "a"),), MEDICAL, True),
        (((MEDICAL, "a"),), MEDICAL, False),
        (((RECORDED, "a"),), MEDICAL, False),
    ],
)
def test_the_second_function_is_the_last(
    given_by: tuple[tuple[str, str], ...], function: str, is_last: bool
) -> None:
    assert standing(*given_by).is_last(function) is is_last


@pytest.mark.parametrize(
    ("functions", "awaited"),
    [
        ((), (MEDICAL, REGULATORY)),
        ((MEDICAL,), (REGULATORY,)),
        ((REGULATORY,), (MEDICAL,)),
        ((REGULATORY, MEDICAL), ()),
        ((RECORDED,), ()),
        ((RECORDED, MEDICAL), ()),
    ],
)
def test_whose_approval_is_awaited(
    functions: tuple[str, ...], awaited: tuple[str, ...]
) -> None:
    assert approvals.awaited(Row(each, "x") for each in functions) == awaited


PEOPLE = ["author", "ines", "omar"]
STEPS = list(itertools.product([MEDICAL, REGULATORY], PEOPLE, repeat=2))


@pytest.mark.parametrize("steps", STEPS)
def test_two_steps_make_it_whole_only_by_two_people_who_did_not_write_it(
    steps: tuple[str, str, str, str],
) -> None:
    made = standing()
    for function, username in (steps[:2], steps[2:]):
        if made.refusal(function, username) is None:
            made = standing(
                *((row.function, row.approved_by) for row in made.given),
                (function, username),
            )
    is_whole = not approvals.awaited(made.given)
    first, person, second, other = steps
    wanted = first != second and person != other and "author" not in (person, other)
    assert is_whole is wanted


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner)
    ),
    max_leaves=6,
)
CONTENT = st.dictionaries(st.text(max_size=4), JSON, max_size=4)


@LAW
@given(CONTENT)
def test_the_order_of_fields_is_not_signed(content: dict[str, object]) -> None:
    turned = dict(reversed(content.items()))
    assert approvals.hash_of(turned) == approvals.hash_of(content)


@LAW
@given(CONTENT, CONTENT)
def test_two_contents_have_two_hashes(
    one: dict[str, object], other: dict[str, object]
) -> None:
    is_same = repr(sorted(one.items())) == repr(sorted(other.items()))
    if is_same:
        assert approvals.hash_of(one) == approvals.hash_of(other)
    elif approvals.hash_of(one) == approvals.hash_of(other):
        assert one == other  # the order of inner fields alone


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": "1"}, {"a": 1}),
        ({"a": ""}, {}),
        ({"a": None}, {"a": ""}),
        ({"a": ["b", "c"]}, {"a": ["c", "b"]}),
        ({"a": "é"}, {"a": "e\u0301"}),
        ({"a": "x y"}, {"a": "x\u00a0y"}),
        ({"a": True}, {"a": 1}),
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}}),
    ],
)
def test_what_looks_alike_is_signed_apart(
    one: dict[str, object], other: dict[str, object]
) -> None:
    assert approvals.hash_of(one) != approvals.hash_of(other)
