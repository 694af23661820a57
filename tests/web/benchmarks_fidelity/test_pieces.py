"""Statements find the claim that they are among all claims of their area."""

from pathlib import Path

import pytest

from tests.web.benchmarks_fidelity import tiny
from web.benchmarks.fidelity import corpus, pieces
from web.benchmarks.fidelity.corpus import Corpus, Sizes
from web.benchmarks.fidelity.lexicons import Label, Pair

FLARES = "With Uratexin, 9.8% of adults had a flare within 6 months."
NEAR = "With Uratexin, 9.3% of adults had a flare within 6 months."
TOPHI = "Tophi were resolved in 41% of adults on Uratexin at month 12."
SHELF = pieces.shelf_of([FLARES, NEAR, TOPHI])


def made(*pairs: Pair, others: tuple[str, ...] = ("Thank you.",)) -> Corpus:
    return Corpus({"gout": [FLARES, NEAR, TOPHI]}, list(pairs), {"gout": list(others)})


@pytest.mark.parametrize(
    ("statement", "claim"),
    [
        pytest.param(FLARES, FLARES, id="letter by letter"),
        pytest.param(NEAR, NEAR, id="its neighbour, one digit off"),
        pytest.param(FLARES.replace("%", " per cent"), FLARES, id="per cent in words"),
        pytest.param(NEAR.replace("%", " %"), NEAR, id="a space in the neighbour"),
        pytest.param(FLARES.replace("9.8", "8.9"), None, id="another figure"),
        pytest.param(TOPHI.replace("on", "off"), None, id="another word"),
        pytest.param("Please call us on Monday.", None, id="courtesy"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_statement_is_linked_to_its_own_claim_or_none(
    statement: str, claim: str | None
) -> None:
    assert pieces.linked(statement, SHELF) == claim


def faithful(candidate: str, approved: str = FLARES) -> Pair:
    return Pair(approved, candidate, Label.FAITHFUL, "per_cent")


def test_a_faithful_wording_should_find_its_claim() -> None:
    told = pieces.measured(
        made(
            faithful(FLARES.replace("%", " per cent")),
            faithful(FLARES.replace("adults", "penguins")),
            Pair(FLARES, NEAR, Label.DISTORTED, "digit"),
        )
    )
    assert told["faithful find their claim"]["share"] == 0.5
    assert told["faithful find their claim"]["of"] == 2


def test_finding_a_neighbour_is_not_right() -> None:
    told = pieces.measured(made(faithful(NEAR)))
    assert told["faithful find their claim"]["share"] == 0.0


@pytest.mark.parametrize(
    ("others", "share"),
    [
        pytest.param(("Thank you.", "Dear Doctor,"), 0.0, id="none is a claim"),
        pytest.param(("Thank you.", TOPHI), 0.5, id="one is a claim after all"),
        pytest.param((), None, id="no other sentence"),
    ],
)
def test_other_sentences_should_find_none(
    others: tuple[str, ...], share: float | None
) -> None:
    told = pieces.measured(made(faithful(FLARES), others=others))
    assert told["others linked"]["share"] == share
    assert told["others linked"]["of"] == len(others)


def test_pages_are_read_as_often_as_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PAGES", 3)
    monkeypatch.setattr(pieces, "STATEMENTS", 5)
    read: list[str] = []
    monkeypatch.setattr(pieces, "_found", lambda *_: {})
    monkeypatch.setattr(pieces, "_others", lambda *_: {})
    monkeypatch.setattr(pieces, "linked", lambda text, library: read.append(text))
    told = pieces.measured(made(faithful(NEAR)))
    assert told["a page"]["times"] == 3
    assert len(read) == 15
    assert set(read) <= {NEAR, "Thank you."}


def test_an_area_is_held_against_its_own_claims_alone(tmp_path: Path) -> None:
    """The same template in two areas: no statement finds a claim of the other."""
    other = tiny.gout(area="asthma")
    other["brands"] = [
        {"name": "Airovent", "generic": "delarutide", "other": "Pulmexa"}
    ]
    lexicon = tiny.lexicon(tmp_path, tiny.gout(), other)
    drawn = corpus.drawn(lexicon, wanted=Sizes(4, 4, 4))
    told = pieces.measured(drawn)
    assert told["faithful find their claim"]["share"] == 1.0
    assert told["others linked"]["share"] == 0.0


def test_of_very_many_sentences_some_are_held_against_claims(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pieces, "MOST_OTHERS", 5)
    others = tuple(f"See page {number}." for number in range(30))
    told = pieces.measured(made(faithful(FLARES), others=others))
    assert told["others linked"]["of"] == 5
