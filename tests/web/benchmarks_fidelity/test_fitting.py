"""The second reader is fitted anew: in the right direction, and the same each time."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import yaml
from django.core.management import CommandError, call_command

from content_engine.fidelity import edits, second_reader
from tests.web.benchmarks_fidelity import tiny
from web.benchmarks.fidelity import corpus, fitting, lexicons
from web.benchmarks.fidelity.corpus import Sizes
from web.benchmarks.fidelity.fitting import Examples
from web.benchmarks.fidelity.lexicons import Label, Pair

FEW = Sizes(20, 60, 40)
Command = Callable[..., None]


def quiet(done: int, total: int | None) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    """A small corpus: figures, arms, people and products change in it."""
    lexicon = tiny.lexicon(tmp_path_factory.mktemp("lexicon"))
    return corpus.drawn(lexicon, wanted=FEW).pairs


@pytest.fixture(scope="module")
def known(pairs: list[Pair]) -> Examples:
    return fitting.examples(pairs)


def test_free_paraphrases_are_not_learned(pairs: list[Pair], known: Examples) -> None:
    assert any(pair.label == Label.FREE for pair in pairs)
    assert not any(pair.label == Label.FREE for pair in known.pairs)
    assert len(known.features) == len(known.pairs)


def test_what_was_changed_is_riskier_than_what_was_not(known: Examples) -> None:
    risks = fitting.rated(fitting.fitted(known), known)
    assert risks[known.bent].mean() > 0.7 > 0.5 > np.median(risks[~known.bent])


def test_the_direction_of_a_small_corpus_is_that_of_the_carried_weights(
    known: Examples,
) -> None:
    small = fitting.fitted(known).weights
    carried = second_reader.carried().weights
    both = [
        name
        for name in ("read: figures differ", "written: replaced name")
        if name in small
    ]
    assert both
    for name in both:
        assert small[name] > 0
        assert carried[name] > 0


def test_what_is_written_is_reason_enough(known: Examples) -> None:
    """A change is seen though the comparison folded it away."""
    model = fitting.fitted(known)
    written = [
        {name: value for name, value in one.items() if name.startswith(edits.WRITTEN)}
        for one in known.only(known.bent).features
    ]
    assert np.mean([model.risk(one) > model.risk({}) for one in written]) > 0.7


def test_the_same_pairs_give_the_same_document(pairs: list[Pair]) -> None:
    assert fitting.fit(pairs, quiet) == fitting.fit(pairs, quiet)


def test_a_document_that_was_fitted_is_read(pairs: list[Pair]) -> None:
    text = fitting.fit(pairs, quiet)
    told = yaml.safe_load(text)
    assert second_reader.read(text).version == told["version"]
    assert told["changed"] == sum(one.label == Label.DISTORTED for one in pairs)
    assert told["faithful"] == sum(one.label == Label.FAITHFUL for one in pairs)


def test_a_feature_that_is_hardly_seen_is_not_learned(known: Examples) -> None:
    rare = Examples(
        (*known.pairs, known.pairs[0]), (*known.features, {"written: odd": 1.0})
    )
    assert "written: odd" not in fitting.fitted(rare).weights


def test_pairs_of_one_claim_are_in_one_fold(known: Examples) -> None:
    folds: dict[str, set[int]] = {}
    for pair, fold in zip(known.pairs, known.folds, strict=True):
        folds.setdefault(pair.approved, set()).add(int(fold))
    assert all(len(one) == 1 for one in folds.values())
    assert len(set(known.folds)) > 1


def test_no_model_rates_a_claim_that_it_saw(
    known: Examples, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    rated: list[set[str]] = []
    fit, rate = fitting.fitted, fitting.rated

    def fitted(some: Examples) -> second_reader.Model:
        seen.append({one.approved for one in some.pairs})
        return fit(some)

    def rate_(model: second_reader.Model, some: Examples) -> fitting.Numbers:
        rated.append({one.approved for one in some.pairs})
        return rate(model, some)

    monkeypatch.setattr(fitting, "fitted", fitted)
    monkeypatch.setattr(fitting, "rated", rate_)
    fitting.folded(known)
    assert len(seen) == len(rated) > 1
    assert all(one.isdisjoint(two) for one, two in zip(seen, rated, strict=True))


def test_a_type_that_is_left_out_is_never_learned(
    known: Examples, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: set[str] = set()
    fit = fitting.fitted

    def fitted(some: Examples) -> second_reader.Model:
        kinds.update(one.kind for one in some.pairs if one.label == Label.DISTORTED)
        return fit(some)

    monkeypatch.setattr(fitting, "fitted", fitted)
    fitting.folded(known, without="product")
    assert "product" not in kinds
    assert "digit" in kinds


def test_every_type_is_left_out_once(pairs: list[Pair]) -> None:
    told = fitting.learned(pairs)
    types = {one.kind for one in pairs if one.label == Label.DISTORTED}
    assert set(told["types left out"]) == types
    for one in told["types left out"].values():
        assert one["of"] > 0
        assert 0 <= one["never seen"] <= 1
        assert 0 <= one["seen"] <= 1


def test_of_one_label_nothing_is_told(pairs: list[Pair]) -> None:
    assert fitting.learned([one for one in pairs if one.label == Label.FREE]) == {}
    faithful = [one for one in pairs if one.label == Label.FAITHFUL]
    assert fitting.learned(faithful) == {}


@pytest.mark.parametrize(
    ("risks", "lost", "sure"),
    [
        pytest.param([0.1, 0.2, 0.9], 0.0, 0.9, id="none may be lost"),
        pytest.param([0.1, 0.2, 0.9], 0.34, 0.2, id="one of three may be lost"),
        pytest.param([0.1, 0.2, 0.9], 1.0, 1.0, id="all may be lost"),
    ],
)
def test_it_is_sure_as_rarely_as_is_asked_for(
    risks: list[float], lost: float, sure: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "LOST", lost)
    three = [
        Pair(f"Tophi shrank by {n}%.", f"Tophi shrank by {n} per cent.", Label.FAITHFUL)
        for n in (40, 41, 42)
    ]
    assert fitting._sure(fitting.examples(three), np.array(risks)) == sure


# The command


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in fitting.LEARNED_FROM:
        tiny.written(tmp_path / name)
    monkeypatch.setattr(lexicons, "HERE", tmp_path)
    monkeypatch.setattr(corpus, "ENOUGH", FEW)
    return tmp_path


def test_the_command_writes_weights_and_reads_no_third_lexicon(small: Path) -> None:
    file = small / "weights.yaml"
    call_command("benchmark", "fidelity", "--fit", file)
    assert second_reader.read(file.read_text("utf-8")).weights


def test_only_fidelity_has_weights(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has nothing to fit") as refused:
        call_command("benchmark", "linking", "--fit", tmp_path / "weights.yaml")
    assert refused.value.returncode == 2


def test_weights_that_cannot_be_written_are_told(small: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("benchmark", "fidelity", "--fit", small / "no" / "weights.yaml")
