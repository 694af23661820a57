"""One message on its way: who is asked how often, what is refused, who takes over."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from content_engine import checking
from content_engine.pieces import CheckResult, Finding, Piece
from content_engine.pipeline import messages
from content_engine.pipeline.messages import Workshop
from content_engine.pipeline.outcomes import MadeMessage
from content_engine.planning.drafts import Draft, DraftPart, DraftSegment
from content_engine.planning.layout import InfeasibleError
from content_engine.planning.slots import Cell, MessagePlan
from content_engine.supply import Supply
from content_engine.vocabulary import SegmentKind, Severity
from content_engine.writers.composer.writing import Composer
from content_engine.writers.protocol import Writer, WriterCard, WriterFailedError
from tests.content_engine import supplies
from tests.content_engine.supplies import block, make_context, make_supply
from tests.content_engine.wishes import make_brief

CELL = Cell("warm", "efficacy", "short")
OTHER = Cell("warm", "efficacy", "standard")
DOWN = WriterFailedError("The endpoint could not be reached.")
CLEAR = CheckResult("US/test")
Verdicts = Callable[[str], CheckResult]


def blocked(rule: str = "WD-01", text: str = "") -> CheckResult:
    finding = Finding(rule, Severity.BLOCK, f"Objection of {rule}.", text=text)
    return CheckResult("US/test", (finding,))


class Scribe:
    """A stand-in for a model: drafts as scripted, and then those of the composer."""

    card = WriterCard("openai", "stand-in", "v1")

    def __init__(self, *script: Draft | Exception) -> None:
        self.script = list(script)
        self.plans: list[MessagePlan] = []
        self.counts: list[int] = []

    def propose(self, plan: MessagePlan, count: int) -> tuple[Draft, ...]:
        self.plans.append(plan)
        self.counts.append(count)
        if self.script:
            scripted = self.script.pop(0)
            if isinstance(scripted, Exception):
                raise scripted
            return (scripted,)
        return Composer().propose(plan, 1)


class Counting:
    """The composer, counted."""

    card = Composer().card

    def __init__(self) -> None:
        self.asked: list[tuple[Cell, int]] = []

    def propose(self, plan: MessagePlan, count: int) -> tuple[Draft, ...]:
        self.asked.append((plan.cell, count))
        return Composer().propose(plan, count)


EMPTY = Draft(())  # fills no place, so that it is refused before any check


@pytest.fixture(autouse=True)
def verdicts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[CheckResult]]:
    """The gate as scripted: one result after the other, then clear for ever."""
    script: list[CheckResult] = []

    def check(piece: Piece, supply: Supply) -> CheckResult:
        return script.pop(0) if script else CLEAR

    monkeypatch.setattr(checking, "check", check)
    yield script
    script.clear()


def workshop(
    writer: Writer | None = None, fallback: Writer | None = None, **changes: Any
) -> Workshop:
    made = Workshop(
        brief=make_brief(make_context(), count=4),
        supply=make_supply(),
        writer=writer or Composer(),
        fallback=fallback,
        reasons={},
        alive=lambda: None,
    )
    return dataclasses.replace(made, **changes)


def subject_of(made: MadeMessage) -> str:
    return made.parts[0].text


def test_a_message_has_parts_check_and_card() -> None:
    made = messages.make(workshop(), CELL)
    assert made.parts[0].name == "subject"
    assert (made.check, made.card, made.note) == (CLEAR, Composer().card, "")


def test_the_composer_is_asked_once_for_a_cell() -> None:
    writer = Counting()
    shop = workshop(writer)
    for _ in range(3):
        messages.make(shop, CELL)
    messages.make(shop, OTHER)
    assert [cell for cell, _ in writer.asked] == [CELL, OTHER]


def test_people_share_the_plan_and_the_pool_of_their_cell() -> None:
    writer = Counting()
    shop = workshop(writer)
    texts = {
        subject_of(messages.make(shop, dataclasses.replace(CELL, hcp=person)))
        for person in ("dr-a", "dr-b", None)
    }
    assert len(writer.asked) == len(shop.plans) == 1
    assert len(texts) > 1
    assert all(cell.hcp is None for cell in shop.plans)


@pytest.mark.parametrize(
    ("count", "axes", "size"),
    [
        pytest.param(1, 1, 12, id="the fewest"),
        pytest.param(2, 1, 16, id="eight for each"),
        pytest.param(8, 4, 16, id="by the share of a cell"),
        pytest.param(7, 1, 56, id="seven"),
        pytest.param(8, 1, 60, id="no more than the most"),
        pytest.param(30, 1, 60, id="twice as many fit"),
        pytest.param(40, 1, 80, id="twice as many as are wanted"),
        pytest.param(200, 1, 400, id="a whole campaign of one cell"),
    ],
)
def test_how_many_drafts_a_cell_is_given(count: int, axes: int, size: int) -> None:
    writer = Counting()
    themes = tuple(f"theme-{n}" for n in range(axes - 1))
    brief = make_brief(make_context(), count=count, themes=("efficacy", *themes))
    messages.make(workshop(writer, brief=brief), CELL)
    assert writer.asked == [(CELL, size)]


def test_another_writer_is_asked_for_each_message_with_another_seed() -> None:
    scribe = Scribe()
    shop = workshop(scribe)
    for _ in range(3):
        messages.make(shop, CELL)
    assert [plan.seed for plan in scribe.plans] == [7, 8, 9]
    assert scribe.counts == [1, 1, 1]
    assert all(plan.feedback == () for plan in scribe.plans)


def test_a_sign_of_life_is_given_before_each_request() -> None:
    beats: list[int] = []
    scribe = Scribe(EMPTY)
    shop = workshop(scribe, alive=lambda: beats.append(len(scribe.plans)))
    messages.make(shop, CELL)
    assert beats == [0, 1]


@pytest.mark.parametrize("bad", [1, 2])
def test_a_refused_draft_goes_back_with_its_reason(bad: int) -> None:
    scribe = Scribe(*[EMPTY] * bad)
    made = messages.make(workshop(scribe, Composer()), CELL)
    assert (made.card, made.note) == (Scribe.card, "")
    assert len(scribe.plans) == bad + 1
    missing = (
        "The subject has 0 segments for 1 place; the place for the subject is empty."
    )
    assert [plan.feedback for plan in scribe.plans[1:]] == [(missing,)] * bad


def test_after_two_repairs_the_composer_takes_over() -> None:
    scribe = Scribe(EMPTY, EMPTY, EMPTY)
    made = messages.make(workshop(scribe, Composer()), CELL)
    assert len(scribe.plans) == 3
    assert made.card == Composer().card
    assert made.note == (
        "Written in place of openai: Every message tried was refused: The subject has "
        "0 segments for 1 place; the place for the subject is empty."
    )


def test_the_gates_objection_goes_back_with_its_words(
    verdicts: list[CheckResult],
) -> None:
    verdicts.extend([blocked("WD-03", "best"), blocked("SE-01")])
    scribe = Scribe()
    made = messages.make(workshop(scribe, Composer()), CELL)
    assert made.card == Scribe.card
    assert [plan.feedback for plan in scribe.plans] == [
        (),
        ("WD-03: Objection of WD-03. (“best”)",),
        ("SE-01: Objection of SE-01.",),
    ]


@pytest.mark.parametrize(
    ("severity", "is_made"),
    [
        (Severity.BLOCK, False),
        (Severity.HIGH, True),
        (Severity.MED, True),
        (Severity.INFO, True),
    ],
)
def test_only_a_block_sends_a_message_back(
    severity: Severity, is_made: bool, verdicts: list[CheckResult]
) -> None:
    found = CheckResult("US/test", (Finding("WD-01", severity, "Objection."),))
    verdicts.extend([found] * messages.MOST_CHECKS)
    shop = workshop()
    if is_made:
        assert messages.make(shop, CELL).check == found
        return
    with pytest.raises(InfeasibleError) as refusal:
        messages.make(shop, CELL)
    assert str(refusal.value) == ("Every message tried was refused: WD-01: Objection.")


@pytest.mark.parametrize(
    ("bad", "is_made"),
    [(0, True), (1, True), (7, True), (8, False)],
)
def test_so_many_messages_of_a_cell_are_tried(
    bad: int, is_made: bool, verdicts: list[CheckResult]
) -> None:
    verdicts.extend([blocked()] * bad)
    if is_made:
        assert messages.make(workshop(), CELL).check == CLEAR
        return
    with pytest.raises(InfeasibleError):
        messages.make(workshop(), CELL)
    assert verdicts == []


def test_a_blocked_message_is_no_neighbour_of_the_next(
    verdicts: list[CheckResult],
) -> None:
    shop = workshop()
    verdicts.append(blocked())
    messages.make(shop, CELL)
    assert len(shop.chosen.texts) == 1


def test_what_was_blocked_is_not_tried_again(verdicts: list[CheckResult]) -> None:
    shop = workshop()
    verdicts.extend([blocked(), CLEAR, CLEAR])
    texts = [messages.make(shop, CELL).parts for _ in range(2)]
    assert texts[0] != texts[1]
    assert len(shop.chosen.texts) == 2


def test_where_the_copy_runs_out_it_is_said() -> None:
    roles: dict[str, Any] = {}
    for one in supplies.BLOCKS:
        if one.key not in {"greeting-rep", "signature-rep"}:
            roles.setdefault(one.role, block(one.role, one.role, one.role.title()))
    shop = workshop(supply=make_supply(blocks=tuple(roles.values())))
    messages.make(shop, CELL)
    with pytest.raises(InfeasibleError) as refusal:
        messages.make(shop, CELL)
    assert str(refusal.value) == (
        "The approved copy in the tone warm allows no further message on the theme "
        "efficacy that differs from the others."
    )


def test_a_failure_is_passed_on_where_nobody_takes_over() -> None:
    with pytest.raises(InfeasibleError) as refusal:
        messages.make(workshop(Scribe(DOWN)), CELL)
    assert str(refusal.value) == str(DOWN)


def test_a_writer_is_no_fallback_of_itself() -> None:
    with pytest.raises(InfeasibleError, match="could not be reached"):
        messages.make(workshop(Scribe(DOWN), Scribe()), CELL)


def test_a_failing_writer_is_not_repaired_but_replaced() -> None:
    scribe = Scribe(DOWN)
    made = messages.make(workshop(scribe, Composer()), CELL)
    assert len(scribe.plans) == 1
    assert made.note == f"Written in place of openai: {DOWN}"


def test_after_two_failures_in_a_row_it_is_not_asked_again() -> None:
    scribe = Scribe(DOWN, DOWN)
    shop = workshop(scribe, Composer())
    notes = [messages.make(shop, CELL).note for _ in range(4)]
    assert len(scribe.plans) == 2
    told = "openai failed 2 times in a row and was not asked again."
    assert notes[2:] == [f"Written in place of openai: {told}"] * 2


def test_a_success_between_forgives() -> None:
    ok = None
    scribe = Scribe(DOWN)
    shop = workshop(scribe, Composer())
    for failure in (DOWN, ok, DOWN, ok, DOWN, ok):
        scribe.script = [failure] if failure else []
        messages.make(shop, CELL)
    assert len(scribe.plans) == 6


def test_a_refusal_is_no_failure_of_the_writer() -> None:
    scribe = Scribe(*[EMPTY] * 9)
    shop = workshop(scribe, Composer())
    for _ in range(3):
        messages.make(shop, CELL)
    assert shop.failures == 0
    assert len(scribe.plans) == 9


def test_where_both_fail_the_second_says_why(verdicts: list[CheckResult]) -> None:
    verdicts.extend([blocked("CP-01")] * messages.MOST_CHECKS)
    with pytest.raises(InfeasibleError) as refusal:
        messages.make(workshop(Scribe(DOWN), Composer()), CELL)
    assert str(refusal.value) == (
        "Every message tried was refused: CP-01: Objection of CP-01."
    )


@pytest.mark.parametrize("writer", [Composer(), Scribe()], ids=["composer", "model"])
def test_a_cell_that_cannot_be_planned_asks_nobody(writer: Writer) -> None:
    shop = workshop(writer, Composer())
    with pytest.raises(InfeasibleError, match="No approved claim on the theme luck"):
        messages.make(shop, Cell("warm", "luck", "short"))
    assert shop.failures == 0
    assert shop.chosen.texts == []
    if isinstance(writer, Scribe):
        assert writer.plans == []


def test_a_cell_that_failed_leaves_the_others_as_they_were() -> None:
    alone, beside = workshop(), workshop()
    with pytest.raises(InfeasibleError):
        messages.make(beside, Cell("warm", "luck", "short"))
    for _ in range(3):
        assert messages.make(beside, CELL) == messages.make(alone, CELL)


def with_subject(draft: Draft, text: str) -> Draft:
    segment = DraftSegment(SegmentKind.COPY, None, text)
    first, *rest = draft.parts
    return Draft((DraftPart(first.name, (segment,)), *rest))


@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_no_message_of_a_family_reads_like_another(count: int) -> None:
    shop = workshop()
    made = [messages.make(shop, CELL) for _ in range(count)]
    assert len({tuple(part.text for part in one.parts) for one in made}) == count


def test_of_a_pool_the_least_like_the_others_is_taken() -> None:
    shop = workshop()
    first = messages.make(shop, CELL)
    second = messages.make(shop, CELL)
    assert subject_of(first) != subject_of(second)


def test_the_same_draft_twice_is_refused_the_second_time() -> None:
    shop = workshop(Scribe(), None)
    plan_seed = 7
    scribe = shop.writer
    assert isinstance(scribe, Scribe)
    messages.make(shop, CELL)
    same = Composer().propose(dataclasses.replace(scribe.plans[0], seed=plan_seed), 1)[
        0
    ]
    scribe.script = [same, same, same]
    with pytest.raises(InfeasibleError) as refusal:
        messages.make(shop, CELL)
    assert "allows no further message on the theme efficacy" in str(refusal.value)
    assert len(scribe.plans) == 4


def test_free_copy_of_a_model_is_taken_where_the_gate_lets_it() -> None:
    shop = workshop(Scribe())
    scribe = shop.writer
    assert isinstance(scribe, Scribe)
    messages.make(shop, CELL)
    own = with_subject(Composer().propose(scribe.plans[0], 1)[0], "Thank you")
    scribe.script = [own]
    assert subject_of(messages.make(shop, CELL)) == "Promotional: Thank you"
