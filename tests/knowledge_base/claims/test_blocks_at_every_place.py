"""Every place in a text block's life, every step, every person: what is said.

What the page tells beforehand is what the operation says, and only steps that nobody
refuses leave a line in the ledger.
"""

import dataclasses
from typing import Any

import pytest

from knowledge_base import copy_blocks, ledger
from knowledge_base.copy_blocks import BlockContent, BlockState, CopyContentError
from knowledge_base.models import Brand, CopyBlock, CopyBlockVersion
from knowledge_base.reasons import ReasonMissingError
from tests.knowledge_base.claims import lives
from tests.knowledge_base.claims.lives import BlockLife, Cast
from tests.knowledge_base.worlds import AT

pytestmark = pytest.mark.django_db

PEOPLE = ("author", "medical", "regulatory", "other")
STEPS = ("MEDICAL", "REGULATORY", "RECORDED", "suspend", "reconfirm", "retire")
STOPS = {
    "suspend": ", so it is not in use.",
    "reconfirm": "; only a suspended block can be reconfirmed.",
    "retire": ", so it is not in use.",
}
ELSEWHERE = "An approval that was given elsewhere is recorded with a kit, not here."
AUTHOR = "You drafted life@1: somebody else must approve it."
NEWER = "life@1 has a newer revision: approve that one."
Told = dict[tuple[str, str], str]


def everybody(step: str, sentence: str, **others: str) -> Told:
    """One sentence for all, but for those who are told another."""
    return {(step, who): others.get(who, sentence) for who in PEOPLE}


def not_for(state: str, *steps: str) -> Told:
    """Steps that do not begin where the revision stands, whoever asks."""
    told: Told = {}
    for step in steps:
        told |= everybody(step, f"life@1 is {state}{STOPS[step]}")
    return told


def no_draft(state: str) -> Told:
    """Nobody approves what is no draft."""
    sentence = f"life@1 is {state}, no draft any more."
    told: Told = {}
    for step in ("MEDICAL", "REGULATORY", "RECORDED"):
        told |= everybody(step, sentence)
    return told


TABLE: dict[str, Told] = {
    "draft": not_for("a draft", *STOPS)
    | everybody("MEDICAL", "", author=AUTHOR)
    | everybody("REGULATORY", "", author=AUTHOR)
    | everybody("RECORDED", ELSEWHERE),
    "half approved": not_for("a draft", *STOPS)
    | everybody("MEDICAL", "Medical approved life@1 before.")
    | everybody(
        "REGULATORY",
        "",
        author=AUTHOR,
        medical="You approved life@1 already: somebody else must approve it for "
        "Regulatory.",
    )
    | everybody("RECORDED", ELSEWHERE),
    "overtaken": not_for("a draft", *STOPS)
    | everybody("MEDICAL", NEWER)
    | everybody("REGULATORY", NEWER)
    | everybody("RECORDED", NEWER),
    "approved": no_draft("approved")
    | not_for("approved", "reconfirm")
    | everybody("suspend", "")
    | everybody("retire", ""),
    "suspended": no_draft("suspended")
    | not_for("suspended", "suspend")
    | everybody(
        "reconfirm",
        "",
        author="You drafted life@1: somebody else must reconfirm it.",
    )
    | everybody("retire", ""),
    "retired": no_draft("retired") | not_for("retired", *STOPS),
    "retired after a suspension": no_draft("retired") | not_for("retired", *STOPS),
    "replaced": no_draft("retired") | not_for("retired", *STOPS),
}


@pytest.fixture
def life(brand: Brand) -> BlockLife:
    """A block that was just drafted."""
    return BlockLife(brand, Cast.made())


def test_the_table_has_every_place_step_and_person() -> None:
    assert set(TABLE) == set(lives.BLOCK_ROUTES)
    for place, told in TABLE.items():
        assert set(told) == {(step, who) for step in STEPS for who in PEOPLE}, place


@pytest.mark.parametrize("place", TABLE)
def test_what_is_told_beforehand_is_what_the_step_says(
    place: str, life: BlockLife
) -> None:
    life.lead(place)
    before = ledger.tip()
    beforehand = {(s, who): life.refused(s, who) for s in STEPS for who in PEOPLE}
    assert beforehand == TABLE[place]
    assert {(s, who): life.tried(s, who) for s, who in beforehand} == beforehand
    assert ledger.tip() == before


LEADS_TO = {
    ("draft", "MEDICAL"): BlockState.DRAFT,
    ("draft", "REGULATORY"): BlockState.DRAFT,
    ("half approved", "REGULATORY"): BlockState.APPROVED,
    ("approved", "suspend"): BlockState.SUSPENDED,
    ("approved", "retire"): BlockState.RETIRED,
    ("suspended", "reconfirm"): BlockState.APPROVED,
    ("suspended", "retire"): BlockState.RETIRED,
}
VERBS = {
    "MEDICAL": "copy.approved",
    "REGULATORY": "copy.approved",
    "suspend": "copy.suspended",
    "reconfirm": "copy.reconfirmed",
    "retire": "copy.retired",
}


def test_the_steps_that_lead_on_are_just_those_that_nobody_refuses() -> None:
    allowed = {
        (place, step)
        for place, told in TABLE.items()
        for step in STEPS
        if not told[step, "other"]
    }
    assert allowed == set(LEADS_TO)


@pytest.mark.parametrize(("place", "step"), LEADS_TO)
def test_each_step_leads_on_and_leaves_its_one_line(
    place: str, step: str, life: BlockLife
) -> None:
    life.lead(place)
    length, _ = ledger.tip()
    version = life.approve(step, "other") if step.isupper() else life.take(step)
    assert copy_blocks.state_of(version) == LEADS_TO[place, step]
    assert copy_blocks.state_of(life.again()) == LEADS_TO[place, step]
    action, subject, by, payload = lives.last_line()
    assert ledger.tip()[0] == length + 1
    assert (action, subject, by) == (VERBS[step], "copy:calvoryn/life@1", "other")
    own: dict[str, Any] = {"reason": lives.REASON}
    if step.isupper():
        own = {
            "content_sha256": copy_blocks.content_sha256(version),
            "function": step,
            "is_in_force": place == "half approved",
        }
    if step == "reconfirm":
        own["suspended"] = lives.REASON
    assert payload == {"sha256": version.sha256, "expansions": 2, **own}


@pytest.mark.parametrize("place", TABLE)
def test_no_step_that_is_refused_changes_the_row(place: str, life: BlockLife) -> None:
    life.lead(place)
    rows = CopyBlockVersion.objects.filter(pk=life.version.pk)
    before = rows.values().get()
    for step in STEPS:
        for who in PEOPLE:
            if TABLE[place][step, who]:
                life.tried(step, who)
    assert rows.values().get() == before


@pytest.mark.parametrize("place", TABLE)
def test_a_block_is_usable_at_one_place_only(place: str, life: BlockLife) -> None:
    life.lead(place)
    usable = CopyBlockVersion.objects.usable(
        brand_id=life.brand.pk, market="US", channel="email", audience="HCP"
    )
    assert usable.filter(pk=life.version.pk).exists() == (place == "approved")


STAMPS = {
    "suspend": ("suspended_by", "suspended_at", "suspension_reason"),
    "retire": ("retired_by", "retired_at", "retirement_reason"),
}


@pytest.mark.parametrize("step", STAMPS)
def test_a_stop_is_stamped_with_who_when_and_why(step: str, life: BlockLife) -> None:
    life.lead("approved")
    life.take(step, "medical", "  Outdated.\n")
    stamps = [getattr(life.again(), name) for name in STAMPS[step]]
    assert stamps == ["medical", AT, "Outdated."]


@pytest.mark.parametrize("place", ["draft", "approved", "suspended", "retired"])
@pytest.mark.parametrize("step", STOPS)
@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_without_a_reason_nothing_else_is_asked(
    reason: str, step: str, place: str, life: BlockLife
) -> None:
    life.lead(place)
    before = ledger.tip()
    with pytest.raises(ReasonMissingError) as error:
        life.take(step, reason=reason)
    assert error.value.messages == [f"Please say why you {step} this block."]
    assert ledger.tip() == before


def test_the_one_that_takes_over_names_no_reason_of_its_own(life: BlockLife) -> None:
    life.lead("replaced")
    old, new = life.again(), life.newer
    assert [getattr(old, name) for name in STAMPS["retire"]] == [
        "other",
        AT,
        "Replaced by a newer revision.",
    ]
    new.refresh_from_db()
    assert copy_blocks.state_of(new) == BlockState.APPROVED
    assert [row.function for row in new.approvals.all()] == ["RECORDED"]


def test_a_suspended_one_is_replaced_too(life: BlockLife) -> None:
    life.lead("suspended")
    life.overtake()
    copy_blocks.put_all_in_force([life.newer], by=life.people.other, at=AT)
    assert copy_blocks.state_of(life.again()) == BlockState.RETIRED


FAULTS = [
    pytest.param("[open", "a square bracket is never closed", id="never closed"),
    pytest.param(
        "closed]", "a square bracket is closed that was never opened", id="never opened"
    ),
    pytest.param("[a]", "[a] offers no choice; write [one|another]", id="no choice"),
    pytest.param("[a|a]", "[a|a] offers the same words twice", id="the same twice"),
    pytest.param(
        "[a|[b|c]]", "square brackets stand inside square brackets", id="nested"
    ),
]


@pytest.mark.parametrize(("text", "clause"), FAULTS)
def test_brackets_that_cannot_be_read_leave_nothing(
    text: str, clause: str, brand: Brand
) -> None:
    people, before = Cast.made(), ledger.tip()
    with pytest.raises(CopyContentError) as error:
        copy_blocks.draft(
            brand_id=brand.pk,
            key="bracket",
            content=BlockContent(role="closing", text=text, tones=("warm",)),
            by=people.author,
            at=AT,
        )
    assert error.value.messages == [f"The block bracket cannot be read: {clause}."]
    assert ledger.tip() == before
    assert not CopyBlock.objects.filter(key="bracket").exists()


SAME = [
    pytest.param({}, id="to the letter"),
    pytest.param({"tones": ("warm", "warm")}, id="a tone said twice"),
]
OTHER = [
    pytest.param({"role": "opening"}, id="another role"),
    pytest.param({"text": "[One|A further]  point:"}, id="one blank more"),
    pytest.param({"tones": ("direct",)}, id="another tone"),
    pytest.param({"tones": ("warm", "direct")}, id="a tone more"),
    pytest.param({"themes": ("dosing",)}, id="a theme"),
    pytest.param({"channels": ("email",)}, id="a channel"),
    pytest.param({"formats": ("short",)}, id="a format"),
    pytest.param({"audiences": ("HCP",)}, id="an audience"),
    pytest.param({"market_codes": ("GB",)}, id="a market"),
]


@pytest.mark.parametrize("changes", SAME)
def test_the_same_block_makes_no_revision(
    changes: dict[str, Any], life: BlockLife
) -> None:
    before = ledger.tip()
    with pytest.raises(CopyContentError) as error:
        life.draft(dataclasses.replace(life.content, **changes))
    assert error.value.messages == ["The newest revision of life says just this."]
    assert ledger.tip() == before


@pytest.mark.parametrize("changes", OTHER)
def test_each_field_makes_a_revision_and_another_hash(
    changes: dict[str, Any], life: BlockLife
) -> None:
    newer = life.draft(dataclasses.replace(life.content, **changes))
    first = life.again()
    assert newer.version == 2
    assert copy_blocks.content_sha256(newer) != copy_blocks.content_sha256(first)
    stored = CopyBlockVersion.objects.select_related("block").get(pk=newer.pk)
    assert copy_blocks.content_sha256(stored) == copy_blocks.content_sha256(newer)


def test_the_order_of_codes_is_not_signed(life: BlockLife) -> None:
    one = dataclasses.replace(life.content, tones=("warm", "direct"))
    drafted = life.draft(one)
    sha = copy_blocks.content_sha256(drafted)
    drafted.tones = ("direct", "warm")
    assert copy_blocks.content_sha256(drafted) == sha
    assert dataclasses.replace(one, tones=("direct", "warm")).equals(drafted)
