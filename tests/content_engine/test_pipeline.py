"""From a brief to a family: spread, different, repeatable, and every gap explained."""

import datetime
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from content_engine import briefs, checking, pipeline
from content_engine.pieces import CheckResult, Finding, Piece
from content_engine.pipeline import Generated
from content_engine.planning.drafts import Draft, DraftPart, DraftSegment
from content_engine.planning.slots import MessagePlan
from content_engine.supply import Supply
from content_engine.vocabulary import SegmentKind, Severity, Verdict
from content_engine.writers.composer.writing import Composer
from content_engine.writers.protocol import Writer, WriterCard, WriterFailedError
from knowledge_base.models import HcpProfile
from tests.kits import small_kit

DAY = datetime.date(2026, 11, 21)


class Scribe:
    """A stand-in for a language model: the composer's words, unless told otherwise."""

    card = WriterCard("openai", "stand-in", "1")

    def __init__(self, *failures: Exception | Callable[[Draft], Draft]) -> None:
        self.failures = list(failures)
        self.plans: list[MessagePlan] = []

    def propose(self, plan: MessagePlan, count: int) -> tuple[Draft, ...]:
        self.plans.append(plan)
        draft = Composer().propose(plan, 1)[0]
        failure = self.failures.pop(0) if self.failures else None
        if isinstance(failure, Exception):
            raise failure
        return (failure(draft),) if failure else (draft,)


def without_claim(draft: Draft) -> Draft:
    return Draft(
        tuple(
            DraftPart(
                part.name,
                tuple(s for s in part.segments if s.kind != SegmentKind.CLAIM),
            )
            for part in draft.parts
        )
    )


def with_copy(text: str) -> Callable[[Draft], Draft]:
    def change(draft: Draft) -> Draft:
        first, *rest = draft.parts
        segment = DraftSegment(SegmentKind.COPY, None, text)
        return Draft((DraftPart(first.name, (segment,)), *rest))

    return change


def generate(
    raw: dict[str, Any],
    writer: Writer | None = None,
    fallback: Writer | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Generated:
    return pipeline.generate(
        briefs.complete(raw, day=DAY),
        writer=writer or Composer(),
        fallback=fallback,
        progress=progress,
    )


def test_a_family_is_whole_checked_and_spread(raw: dict[str, Any]) -> None:
    seen: list[tuple[int, int]] = []
    made = generate(raw, progress=lambda done, total: seen.append((done, total)))
    assert Counter(v.cell.tone for v in made.variants) == {"clinical": 1, "warm": 1}
    assert {v.check.verdict for v in made.variants} <= {Verdict.CLEARED, Verdict.REVIEW}
    assert {v.label_version for v in made.variants} == {"2026-01"}
    assert seen == [(0, 2), (1, 2), (2, 2)]
    assert made.notes == ()
    assert "urate-target" in {claim.key for claim in made.retrieved}


def test_the_same_brief_gives_the_same_bytes(raw: dict[str, Any]) -> None:
    assert generate(raw) == generate(raw)
    other = generate({**raw, "seed": 8})
    assert [v.parts for v in other.variants] != [
        v.parts for v in generate(raw).variants
    ]


def test_safety_information_is_one_text_over_all_tones(raw: dict[str, Any]) -> None:
    made = generate({**raw, "count": 6, "formats": ["short", "standard"]})
    texts = {
        segment.text
        for variant in made.variants
        for part in variant.parts
        for segment in part.segments
        if segment.kind == SegmentKind.SAFETY
    }
    assert len(made.variants) == 6
    assert len(texts) == 1


def test_no_two_variants_read_alike(raw: dict[str, Any]) -> None:
    made = generate({**raw, "tones": ["warm"], "count": 12})
    texts = ["".join(part.text for part in v.parts) for v in made.variants]
    assert len(texts) == len(set(texts)) == 12


def test_copy_that_runs_out_is_said(raw: dict[str, Any]) -> None:
    brief = {"channel": "sms", "tones": ["warm"], "themes": ["dosing"], "count": 20}
    made = generate({**raw, **brief})
    assert 0 < len(made.variants) < 20
    assert "allows no further message on the theme" in made.infeasible[0].reason
    assert made.notes == (f"{len(made.variants)} of 20 variants could be made.",)


def test_an_infeasible_cell_is_reported_and_replaced(
    raw: dict[str, Any], revise: Callable[..., None]
) -> None:
    revise("urate-week-2", expires_on="2026-11-21")
    made = generate({**raw, "themes": ["onset", "efficacy"], "count": 4})
    assert len(made.variants) == 4
    assert {v.cell.theme for v in made.variants} == {"efficacy"}
    assert [(c.cell.theme, c.reason) for c in made.infeasible] == [
        (
            "onset",
            "No approved claim on the theme onset may be used in US by e-mail today.",
        )
    ] * len(made.infeasible)
    assert len({c.cell for c in made.infeasible}) == len(made.infeasible)


def test_nothing_approved_makes_nothing(
    raw: dict[str, Any], revise: Callable[..., None]
) -> None:
    keys = (claim["key"] for claim in small_kit()["claims"])
    revise(*keys, expires_on="2026-11-21")
    made = generate(raw)
    assert made.variants == ()
    assert {c.cell.tone for c in made.infeasible} == {"clinical", "warm"}
    assert made.notes == ("0 of 2 variants could be made.",)


def test_a_key_message_is_in_every_variant_or_the_reason_is_given(
    raw: dict[str, Any],
) -> None:
    made = generate({**raw, "key_messages": ["once-daily"]})
    for variant in made.variants:
        said = {s.ref for part in variant.parts for s in part.segments}
        assert "once-daily@1" in said
    gb_only = generate({**raw, "key_messages": ["year-one-extension"]})
    assert gb_only.variants == ()
    assert gb_only.infeasible[0].reason == (
        "The key message year-one-extension cannot be used: it is not approved for US."
    )


def test_each_person_gets_what_they_like_and_no_cell_twice(
    raw: dict[str, Any], people: dict[str, HcpProfile]
) -> None:
    hcps = ["dr-seeker", "dr-advocate"]
    formats = ["short", "standard"]
    made = generate({**raw, "formats": formats, "count": 4, "hcps": hcps})
    first = {v.cell.hcp: v for v in reversed(made.variants)}
    assert first["dr-seeker"].cell.tone == "clinical"
    assert first["dr-advocate"].cell.tone == "warm"
    assert first["dr-advocate"].cell.format == "short"
    assert len({v.cell for v in made.variants}) == 4
    assert first["dr-seeker"].affinity.score > 0.5
    assert "seeker" in first["dr-seeker"].affinity.reasons[0]


def test_a_person_with_too_few_cells_is_named(
    raw: dict[str, Any], people: dict[str, HcpProfile]
) -> None:
    made = generate({**raw, "count": 3, "hcps": ["dr-seeker"]})
    assert len(made.variants) == 2
    assert made.notes[0].startswith("dr-seeker gets 2 of 3 variants")


def test_a_mix_orders_the_cells(
    raw: dict[str, Any], people: dict[str, HcpProfile]
) -> None:
    made = generate({**raw, "count": 1, "segment_mix": {"advocate": 1.0}})
    assert made.variants[0].cell.tone == "warm"
    assert made.variants[0].affinity.score > 0.5


def test_no_profile_reaches_a_plan(
    raw: dict[str, Any], people: dict[str, HcpProfile]
) -> None:
    scribe = Scribe()
    generate({**raw, "hcps": ["dr-seeker", "dr-advocate"]}, scribe)
    assert len(scribe.plans) == 2
    for plan in scribe.plans:
        for canary in ("Canary", "dr-seeker", "dr-advocate"):
            assert canary not in repr(plan)


def test_another_writer_signs_its_own_card(raw: dict[str, Any]) -> None:
    made = generate(raw, Scribe())
    assert {v.card.name for v in made.variants} == {"openai"}
    assert {v.note for v in made.variants} == {""}


def test_a_refused_draft_goes_back_with_the_reason(raw: dict[str, Any]) -> None:
    scribe = Scribe(without_claim)
    made = generate({**raw, "count": 1}, scribe)
    assert made.variants[0].card.name == "openai"
    assert scribe.plans[0].feedback == ()
    assert "is missing from the body" in scribe.plans[1].feedback[0]


def test_a_blocked_draft_goes_back_and_then_the_composer_writes(
    raw: dict[str, Any],
) -> None:
    cure = with_copy("Calvoryn cures gout in all your patients")
    scribe = Scribe(cure, cure, cure)
    made = generate({**raw, "count": 1}, scribe, Composer())
    assert len(scribe.plans) == 3
    assert any("EV-01" in reason for reason in scribe.plans[1].feedback)
    assert made.variants[0].card.name == "composer"
    assert made.variants[0].note.startswith("Written in place of openai: Every mess")
    assert made.notes == (made.variants[0].note,)


def test_a_writer_that_fails_twice_is_not_asked_again(raw: dict[str, Any]) -> None:
    scribe = Scribe(WriterFailedError("Down."), WriterFailedError("Down."))
    made = generate({**raw, "count": 4}, scribe, Composer())
    assert len(scribe.plans) == 2
    assert [v.card.name for v in made.variants] == ["composer"] * 4
    assert "failed 2 times in a row" in made.variants[3].note


def test_a_success_forgives_a_failure(raw: dict[str, Any]) -> None:
    down = WriterFailedError("Down.")
    scribe = Scribe(down, lambda draft: draft, down, lambda draft: draft)
    made = generate({**raw, "count": 4}, scribe, Composer())
    names = [v.card.name for v in made.variants]
    assert names == ["composer", "openai", "composer", "openai"]


def test_without_a_fallback_the_cell_says_why(raw: dict[str, Any]) -> None:
    scribe = Scribe(*[WriterFailedError("The service is down.")] * 9)
    made = generate(raw, scribe)
    assert made.variants == ()
    assert made.infeasible[0].reason == "The service is down."


def test_what_the_gate_blocks_is_replaced_by_the_next_best(
    raw: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = checking.check
    blocked: list[Piece] = []

    def strict(piece: Piece, supply: Supply) -> CheckResult:
        if len(blocked) < 3:
            blocked.append(piece)
            return CheckResult(
                "US/test", (Finding("WD-01", Severity.BLOCK, "No.", text="x"),)
            )
        return real(piece, supply)

    monkeypatch.setattr(checking, "check", strict)
    made = generate({**raw, "count": 1})
    assert len(made.variants) == 1
    assert len(blocked) == 3


def test_a_cell_of_which_all_is_blocked_names_the_rule(
    raw: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding("WD-01", Severity.BLOCK, "No superlatives.", text="best")
    result = CheckResult("US/test", (finding, Finding("X-1", Severity.MED, "Mild.")))
    monkeypatch.setattr(checking, "check", lambda piece, supply: result)
    made = generate(raw, Composer(), Composer())
    assert made.variants == ()
    assert made.infeasible[0].reason == (
        "Every message tried was refused: WD-01: No superlatives. (“best”)"
    )


def test_a_fallback_that_cannot_either_says_why(
    raw: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    result = CheckResult("US/test", (Finding("FB-01", Severity.BLOCK, "No risk."),))
    monkeypatch.setattr(checking, "check", lambda piece, supply: result)
    made = generate({**raw, "count": 1}, Scribe(), Composer())
    assert made.infeasible[0].reason.endswith("FB-01: No risk.")
