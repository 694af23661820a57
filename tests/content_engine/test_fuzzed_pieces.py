"""A little of the fuzzing, the same every time: hostile pieces are judged and closed.

The long one, which also bounds the time, is run by hand: ``tests.fuzz_runs checks``.
"""

import dataclasses
import itertools
import random
import re
from collections.abc import Iterator

import pytest

from content_engine.fidelity import bounds
from content_engine.pieces import Piece, PieceText
from content_engine.rules import findings
from content_engine.rules.readings import ORDER
from content_engine.vocabulary import PartName, Verdict
from tests import fuzz_checks, fuzz_growth, fuzz_parsers
from tests.content_engine.rules.staging import clean, staged
from tests.fuzz_strings import Attack, attacks
from tests.fuzz_units import UNITS

SEEDS = range(6)
EACH = 8
LONGEST = 2_500


@pytest.mark.parametrize("seed", SEEDS)
def test_hostile_pieces_are_judged_whole(seed: int) -> None:
    for piece in itertools.islice(fuzz_checks.pieces(seed, LONGEST), EACH):
        result = fuzz_checks.judged(piece)
        assert fuzz_checks.judged(piece) == result


@pytest.mark.parametrize("market", fuzz_checks.MARKETS)
def test_a_piece_of_a_million_characters_is_refused_unread(market: str) -> None:
    stage = clean(market)
    parts = {part.name: part.text for part in stage.piece.parts}
    parts[PartName.BODY] += "Velorin is safe. " * 60_000
    piece = Piece(stage.piece.context, tuple(map(PieceText, parts, parts.values())))
    result = fuzz_checks.judged(piece)
    assert result.verdict == Verdict.BLOCKED
    told = {one.message for one in result.findings if one.rule == "EV-01"}
    assert told == {bounds.TOO_LONG}
    assert [one.text for one in result.statements] == [
        part.text for part in sorted(piece.parts, key=_in_reading_order)
    ]


def _in_reading_order(part: PieceText) -> int:
    return ORDER.index(part.name)


@pytest.mark.parametrize("rule", ["EV-01", "WD-01", "SE-05"])
def test_a_rule_tells_as_much_as_can_be_read_and_refuses_the_rest(rule: str) -> None:
    text = "Velorin is sa\u200bfe.\n" * (findings.MOST + 20)
    told = [one for one in staged(text, "US").check().findings if one.rule == rule]
    assert len(told) == findings.MOST + 1
    assert findings.TOO_MANY.message in {one.message for one in told}
    [last] = [one for one in told if one.message == findings.TOO_MANY.message]
    assert last.severity == "BLOCK"


@pytest.mark.parametrize("name", fuzz_parsers.parsers())
def test_each_parser_reads_walls_of_every_sign(name: str) -> None:
    work = fuzz_parsers.parsers()[name]
    for unit in UNITS[:: 3 if name == "check" else 1]:
        work(unit * 30)


def test_every_expression_of_the_engine_is_found() -> None:
    found = fuzz_parsers.patterns()
    assert {
        "knowledge_base.wording.statements.STOP",
        "content_engine.rules.surfaces.markup.TAG",
        "content_engine.fidelity.canonical.MARK",
    } <= set(found)
    assert sum(name.startswith("pack ") for name in found) > 100
    assert any("Velorin" in name for name in found)  # made while checking


def test_attacks_are_made_of_the_expression() -> None:
    """Most hold what their expression looks for, so that it gets to work on them."""
    met = {
        name: any(pattern.search(text) for text in _attacks_on(pattern))
        for name, pattern in fuzz_growth.patterns().items()
    }
    assert len(met) > 200
    assert sum(met.values()) > 0.9 * len(met)


def _attacks_on(pattern: re.Pattern[str]) -> Iterator[str]:
    for seed in range(4):
        dice = random.Random(seed)  # noqa: S311 - no secret is made of it
        yield from (attack.text(1) for attack in attacks(pattern, dice))


def test_the_same_seed_makes_the_same_pieces() -> None:
    seen = [
        list(itertools.islice(fuzz_checks.pieces(3, LONGEST), 12)) for _ in range(2)
    ]
    assert seen[0] == seen[1]
    assert len({piece.parts for piece in seen[0]}) > 8


def test_what_is_passed_over_is_told() -> None:
    piece = staged("Velorin is safe.", "US").piece
    result = staged("Velorin is safe.", "US").check()
    assert fuzz_checks.unseen(piece, result) == ""
    without = dataclasses.replace(result, statements=result.statements[:-1])
    assert "belong to no statement" in fuzz_checks.unseen(piece, without)
    cleared = dataclasses.replace(result, findings=())
    assert "did not block" in fuzz_checks.unseen(piece, cleared)
    moved = dataclasses.replace(result.findings[0], start=0, end=3)
    wrong = dataclasses.replace(result, findings=(*result.findings, moved))
    assert "not those at its place" in fuzz_checks.unseen(piece, wrong)


def test_growth_tells_square_from_straight(monkeypatch: pytest.MonkeyPatch) -> None:
    """With steps that are counted instead of seconds."""
    steps: list[int] = []

    def counted(work: fuzz_growth.Work, text: str, times: int) -> float:
        work(text)
        return steps.pop() / 1e6

    monkeypatch.setattr(fuzz_growth, "_seconds", counted)
    wall = Attack("", "a", "")
    straight = fuzz_growth.growth(lambda text: steps.append(len(text)), wall)
    square = fuzz_growth.growth(lambda text: steps.append(len(text) ** 2), wall)
    assert straight is not None
    assert straight.is_linear
    assert square is not None
    assert not square.is_linear
    assert fuzz_growth.growth(lambda text: steps.append(0), wall) is None


def test_failures_have_the_name_of_what_failed() -> None:
    def broken(text: str) -> object:
        raise KeyError("lost")

    outcome, told = fuzz_growth.grown("it", broken, Attack("<", "a", ">"))
    assert outcome == "failed: it: KeyError: 'lost'"
    assert "pump='a'" in told
    quick = re.compile("a")
    assert fuzz_growth.grown("it", quick.search, Attack("", "a", "")) == (
        "too quick to measure",
        "Attack(prefix='', pump='a', suffix='')",
    )
