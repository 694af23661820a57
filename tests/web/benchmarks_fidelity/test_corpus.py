"""A corpus is drawn by seed; each candidate is what its label says."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.web.benchmarks_fidelity import tiny
from web.benchmarks.fidelity import corpus
from web.benchmarks.fidelity.corpus import Corpus, Sizes
from web.benchmarks.fidelity.lexicons import Label

FEW = Sizes(claims=6, corrupted=20, faithful=6)
WORDS = {"claim": "{brand} is a tablet.", "distorted": {"other": "{brand} is a pen."}}


def drawn(folder: Path, *documents: dict[str, Any], **files: Any) -> Corpus:
    return corpus.drawn(tiny.lexicon(folder, *documents, **files), wanted=FEW)


def test_equal_seeds_give_equal_corpora(tmp_path: Path) -> None:
    lexicon = tiny.lexicon(tmp_path)
    one, same, other = (corpus.drawn(lexicon, seed, FEW) for seed in (1, 1, 2))
    assert (one.claims, one.pairs, one.others) == (same.claims, same.pairs, same.others)
    assert one.pairs != other.pairs


def test_rounds_are_drawn_until_there_is_enough(tmp_path: Path) -> None:
    counts = drawn(tmp_path).counts()
    assert counts["areas"] == 1
    assert counts["claims"] >= FEW.claims
    assert counts["corrupted"] >= FEW.corrupted
    assert counts["faithful"] >= FEW.faithful


@pytest.mark.parametrize(
    ("wanted", "claims"),
    [
        pytest.param(Sizes(1, 1, 1), 2, id="one round"),
        pytest.param(Sizes(3, 1, 1), 4, id="claims decide"),
        pytest.param(Sizes(1, 1, 7), 6, id="faithful wordings decide"),
    ],
)
def test_no_more_rounds_than_needed(wanted: Sizes, claims: int, tmp_path: Path) -> None:
    made = corpus.drawn(tiny.lexicon(tmp_path), wanted=wanted)
    assert made.counts()["claims"] == claims


def test_a_lexicon_of_few_words_ends_all_the_same(tmp_path: Path) -> None:
    made = drawn(tmp_path, tiny.gout(templates=[WORDS]))
    assert made.claims == {"gout": ["Uratexin is a tablet."]}
    assert [pair.candidate for pair in made.pairs] == ["Uratexin is a pen."]


def test_no_claim_is_drawn_twice(tmp_path: Path) -> None:
    claims = drawn(tmp_path).claims["gout"]
    assert len(claims) == len(set(claims))


def test_every_pair_is_of_a_claim_and_differs_from_it(tmp_path: Path) -> None:
    made = drawn(tmp_path)
    for pair in made.pairs:
        assert pair.approved in made.claims["gout"]
        assert pair.candidate != pair.approved


def test_a_form_that_says_the_claim_again_is_no_pair(tmp_path: Path) -> None:
    same = {**WORDS, "faithful": {"synonym": WORDS["claim"]}, "free": "So it is."}
    made = drawn(tmp_path, tiny.gout(templates=[same]))
    assert [pair.label for pair in made.pairs] == [Label.FREE, Label.DISTORTED]


def test_a_form_whose_word_was_not_drawn_is_no_pair(tmp_path: Path) -> None:
    """Of two entries of a slot only one has a wrong word beside it."""
    slots = {"how": [{"is": "orally", "not": ["rectally"]}, {"is": "by mouth"}]}
    row = {"claim": "{brand} {how}.", "distorted": {"other": "{brand} {how.not}."}}
    made = drawn(tmp_path, tiny.gout(slots=slots, templates=[row]))
    assert set(made.claims["gout"]) == {"Uratexin orally.", "Uratexin by mouth."}
    assert [(pair.approved, pair.candidate) for pair in made.pairs] == [
        ("Uratexin orally.", "Uratexin rectally.")
    ]


@pytest.mark.parametrize(
    ("kind", "part", "instead"),
    [
        pytest.param("product", "Uratexin", "Purilane", id="another product"),
        pytest.param(
            "population", "adults with tophi", "adults without tophi", id="other people"
        ),
        pytest.param("per_cent", " %", " per cent", id="per cent in words"),
        pytest.param("typography", " %", "%", id="no space"),
    ],
)
def test_a_form_changes_what_its_kind_says(
    kind: str, part: str, instead: str, tmp_path: Path
) -> None:
    asked = [pair for pair in drawn(tmp_path).pairs if pair.kind == kind]
    assert asked
    for pair in asked:
        assert pair.candidate == pair.approved.replace(part, instead)


def test_arms_are_exchanged(tmp_path: Path) -> None:
    for pair in drawn(tmp_path).pairs:
        if pair.kind == "arm_swap":
            was, now = (
                [word for word in text.split() if word[0].isdigit() and "." in word]
                for text in (pair.approved, pair.candidate)
            )
            assert now == was[::-1]
            assert was != now


# Splices and outdated versions


def figures(text: str) -> list[str]:
    return re.findall(r"\d[\d.,]*\d|\d", text)


def test_a_splice_has_one_figure_of_an_earlier_claim(tmp_path: Path) -> None:
    made = drawn(tmp_path)
    asked = [pair for pair in made.pairs if pair.kind == "splice"]
    assert asked
    for pair in asked:
        was, now = figures(pair.approved), figures(pair.candidate)
        assert sum(one != two for one, two in zip(was, now, strict=True)) == 1
        (come,) = [two for one, two in zip(was, now, strict=True) if one != two]
        assert any(come in claim for claim in made.claims["gout"])


def test_an_outdated_wording_has_all_figures_of_an_earlier_claim(
    tmp_path: Path,
) -> None:
    made = drawn(tmp_path)
    asked = [pair for pair in made.pairs if pair.kind == "outdated"]
    assert asked
    for pair in asked:
        places = [made.claims["gout"].index(t) for t in (pair.candidate, pair.approved)]
        assert places[0] < places[1]


def test_the_first_claim_of_a_template_is_no_splice(tmp_path: Path) -> None:
    made = corpus.drawn(tiny.lexicon(tmp_path), wanted=Sizes(1, 1, 1))
    assert not {"splice", "outdated"} & {pair.kind for pair in made.pairs}


def test_a_claim_of_one_figure_is_spliced_and_never_outdated(tmp_path: Path) -> None:
    row = {"claim": "{brand} helped {a} %.", "faithful": {"fronted": "{a} %: {brand}."}}
    made = drawn(tmp_path, tiny.gout(templates=[row]))
    assert {pair.kind for pair in made.pairs} == {"splice", "fronted"}


def test_a_claim_without_figures_is_not_spliced(tmp_path: Path) -> None:
    slots = {"how": ["orally", "by mouth", "with food"]}
    row = {"claim": "{brand} is taken {how}."}
    made = drawn(tmp_path, tiny.gout(slots=slots, templates=[row]))
    assert len(made.claims["gout"]) == 3
    assert made.pairs == []


# Sentences that are no claims


def test_every_other_sentence_is_said_in_every_area(tmp_path: Path) -> None:
    documents = tiny.gout(), tiny.gout(area="asthma")
    made = drawn(tmp_path, *documents)
    assert set(made.others) == {"gout", "asthma"}
    assert made.counts()["others"] == 2 * len(tiny.OTHERS)


def test_a_brand_in_another_sentence_is_one_of_the_area(tmp_path: Path) -> None:
    assert drawn(tmp_path).others["gout"] == [
        "Thank you for your time.",
        "Read more about Uratexin here.",
        "Dear Doctor,",
    ]


def test_an_empty_corpus_counts_nothing() -> None:
    assert Corpus().counts() == dict.fromkeys(
        ("areas", "claims", "corrupted", "faithful", "free", "others"), 0
    )
