"""Measurements: on throwaway stores, beside named peers, honest about what they are."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import DjangoDbBlocker
from rich.console import Console

from content_engine.planning import selection
from knowledge_base.models import Brand
from tests import kits
from web.benchmarks import delivery, generation, stores, tables
from web.benchmarks.generation import FirstDraft
from web.management.commands.benchmark import BUILT, NOT_BUILT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_stores")]
CONTRACT = {"retrieval", "fidelity", "generation", "affinity", "delivery", "linking"}
OWN = {"index"}
CHOICES = " or ".join(BUILT)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A directory of outside data: the small brand's kit."""
    directory = tmp_path / "outside"
    directory.mkdir()
    (directory / "calvoryn.json").write_text(json.dumps(kits.small_kit()))
    return directory


def measure_little(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(generation, "COUNTS", (3, 5))
    patch.setattr(generation, "ROUNDS", 1)
    patch.setattr(delivery, "ASSETS", 2)
    patch.setattr(delivery, "REQUESTS", 5)
    patch.setattr(delivery, "WARM_UP", 1)


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measures little, so that tests are quick."""
    measure_little(monkeypatch)


@pytest.fixture(scope="module")
def families(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    """One measurement of generation, for all tests that only read it."""
    directory = tmp_path_factory.mktemp("outside")
    (directory / "calvoryn.json").write_text(json.dumps(kits.small_kit()))
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        measure_little(patch)
        return measured("generation", directory)


def measured(name: str, data: Path) -> dict[str, Any]:
    """What the command gives a machine."""
    out = io.StringIO()
    call_command("benchmark", name, "--json", "--data", data, stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def refusal(*arguments: Any) -> CommandError:
    """How the command refuses."""
    with pytest.raises(CommandError) as refused:
        call_command("benchmark", *arguments)
    return refused.value


# The command


def test_every_name_of_the_contract_is_known() -> None:
    assert set(BUILT) | set(NOT_BUILT) == CONTRACT | OWN
    assert not set(BUILT) & set(NOT_BUILT)


@pytest.mark.parametrize("name", NOT_BUILT)
def test_what_is_not_built_is_refused_by_name(name: str) -> None:
    error = refusal(name)
    assert error.returncode == 2
    assert str(error) == (f"The benchmark {name} is not built yet; choose {CHOICES}.")


def test_what_nobody_knows_is_refused() -> None:
    error = refusal("speed")
    assert (error.returncode, str(error)) == (
        2,
        f"There is no benchmark speed; choose {CHOICES}.",
    )


def test_a_place_that_is_no_directory_is_refused(tmp_path: Path) -> None:
    error = refusal("generation", "--data", tmp_path / "nowhere")
    assert error.returncode == 2
    assert str(error) == f"{tmp_path / 'nowhere'} is no directory."


@pytest.mark.parametrize("name", ["delivery", "generation"])
def test_a_directory_without_kits_is_refused(name: str, tmp_path: Path) -> None:
    error = refusal(name, "--data", tmp_path)
    assert error.returncode == 1
    assert str(error) == f"{tmp_path} holds no brand kit (*.json, *.yaml)."


def test_a_faulty_kit_is_refused_with_every_fault(data: Path) -> None:
    faulty = kits.small_kit()
    faulty["claims"][0]["kind"] = "rumour"
    del faulty["brand"]["name"]
    (data / "calvoryn.json").write_text(json.dumps(faulty))
    error = refusal("generation", "--data", data)
    assert error.returncode == 1
    assert len(str(error).splitlines()) >= 2


# Throwaway stores


def test_nothing_of_anybodys_is_touched(data: Path, brief: None) -> None:
    place = connection.settings_dict["NAME"]
    chroma, directory = settings.CHROMA_DIR, settings.DATA_DIR
    measured("generation", data)
    assert connection.settings_dict["NAME"] == place
    assert (chroma, directory) == (settings.CHROMA_DIR, settings.DATA_DIR)
    assert not Brand.objects.exists()
    assert not Path(chroma).exists()


def test_the_stores_are_given_back_after_a_failure() -> None:
    place = connection.settings_dict["NAME"]
    made: list[Path] = []

    def fail() -> None:
        with stores.throwaway() as directory:
            made.append(directory)
            assert connection.vendor == "sqlite"
            assert connection.settings_dict["NAME"].startswith(str(directory))
            assert not Brand.objects.exists()
            raise RuntimeError("as foretold")

    with pytest.raises(RuntimeError, match="as foretold"):
        fail()
    assert connection.settings_dict["NAME"] == place
    assert not made[0].exists()


# Generation


def test_families_are_measured_beside_random_choice(families: dict[str, Any]) -> None:
    told = families
    places = {(f["market"], f["channel"]) for f in told["families"]}
    channels = ("email", "rep_email", "sms")
    assert places == {(market, c) for market in ("US", "GB") for c in channels}
    assert len(told["families"]) == 2 * len(places)
    for family in told["families"]:
        assert family["made"] <= family["asked"]
        assert family["unexplained"] == 0
        cells = family["cells"]
        parts = ("filled", "explained", "not_needed")
        assert cells["all"] == sum(cells[part] for part in parts)
        assert sum(family["verdicts"].values()) == family["made"]
        assert family["verdicts"]["blocked"] == 0
        for writer in ("composer", "random choice"):
            for text in ("connective", "full_text"):
                values = family[writer][text]
                assert set(values) == set(generation.MEASURES)
                assert all(0 <= value <= 1 for value in values.values())
    assert set(told["summary"]) == {"3", "5"}
    for summary in told["summary"].values():
        assert summary["full"] <= summary["families"] == len(places)
        assert summary["unexplained"] == 0


def test_full_text_hides_what_connective_words_show(families: dict[str, Any]) -> None:
    summary = families["summary"]["5"]["composer"]
    connective, whole = summary["connective"], summary["full_text"]
    assert connective["self_bleu4"]["mean"] < whole["self_bleu4"]["mean"]
    assert connective["distinct2"]["worst"] <= connective["distinct2"]["mean"]
    assert connective["self_bleu4"]["worst"] >= connective["self_bleu4"]["mean"]


def test_speed_is_told_with_its_floor(families: dict[str, Any]) -> None:
    speed = families["speed"]
    assert speed["floor"] == "string.Template without any check"
    assert speed["variants"] > 0
    assert speed["floor_per_second"] > speed["variants_per_second"] > 0
    assert speed["times_the_floor"] > 1
    assert 0 < speed["gate_share"] < 1
    assert speed["checks_per_variant"] >= 1


def test_the_peer_writes_one_draft_whatever_is_asked() -> None:
    assert FirstDraft().card.name == "random choice"


def test_a_missing_variant_without_a_reason_is_counted(
    data: Path, brief: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = generation._generated

    def silent(*args: Any) -> Any:
        generated = made(*args)
        return type(generated)(generated.variants[:1], (), generated.retrieved)

    monkeypatch.setattr(generation, "_generated", silent)
    told = measured("generation", data)
    short = [f["asked"] - f["made"] for f in told["families"]]
    assert [family["unexplained"] for family in told["families"]] == short
    assert any(short)


def test_cells_that_nothing_fills_are_explained(
    data: Path, brief: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def infeasible(*_: Any, **__: Any) -> Any:
        raise selection.InfeasibleError("Nothing may be said.")

    monkeypatch.setattr("content_engine.planning.layout.plan", infeasible)
    monkeypatch.setattr(generation, "_speed", lambda orders: {})
    for family in measured("generation", data)["families"]:
        assert (family["made"], family["unexplained"]) == (0, 0)
        assert family["cells"]["explained"] == family["cells"]["all"]


# Delivery


def test_fetching_is_measured_beside_a_bare_view(data: Path, brief: None) -> None:
    told = measured("delivery", data)
    assert (told["assets"], told["requests_of_each_kind"]) == (2, 5)
    assert told["peer"] == "a Django view with one query"
    for kind in ("bare", "fetch", "list"):
        assert told[kind]["requests_per_second"] > 0
        assert 0 < told[kind]["p50_ms"] <= told[kind]["p99_ms"]
    for kind in ("fetch", "list"):
        times = told["times_the_peer"][kind]
        exact = told[kind]["p50_ms"] / told["bare"]["p50_ms"]
        assert times["p50_ms"] == pytest.approx(exact, abs=0.01)


def test_a_refused_request_is_no_measurement(
    data: Path, brief: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_key", lambda cast: "imp_unknown")
    with pytest.raises(delivery.RefusedError, match=r"answered 401"):
        measured("delivery", data)


def test_without_a_market_to_release_in_there_is_nothing_to_fetch(
    data: Path, brief: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "CERTIFIED_MARKETS", frozenset({"US", "GB"}))
    error = refusal("delivery", "--data", data)
    assert str(error) == "Every market here asks for a signatory's name."


def test_without_a_variant_there_is_nothing_to_fetch(
    data: Path, brief: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def infeasible(*_: Any, **__: Any) -> Any:
        raise selection.InfeasibleError("Nothing may be said.")

    monkeypatch.setattr("content_engine.planning.layout.plan", infeasible)
    error = refusal("delivery", "--data", data)
    assert str(error) == "No e-mail could be written for Calvoryn."


# Tables for people


@pytest.mark.parametrize("name", ["delivery", "generation"])
def test_a_person_gets_a_table(
    name: str, data: Path, brief: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    out = io.StringIO()
    call_command("benchmark", name, "--data", data, stdout=out)
    text = out.getvalue()
    assert text.startswith("Measured on ")
    assert "throwaway" in " ".join(text.split())
    for words in {
        "generation": ("random choice", "share of the gate", "rep_email", "self-BLEU4"),
        "delivery": ("bare view", "fetch an asset", "list assets", "p99 ms"),
    }[name]:
        assert words in text


def test_nothing_full_is_shown_as_nothing() -> None:
    summary: dict[str, Any] = {"families": 2, "full": 0}
    summary |= {"composer": {}, "random choice": {}}
    out = io.StringIO()
    Console(file=out, width=120).print(tables._diversity("8", summary))
    assert "8 variants: 0 full of 2 families" in out.getvalue()
    assert "–" in out.getvalue()


@pytest.mark.slow
def test_the_sample_brands_keep_their_words_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(generation, "COUNTS", (8,))
    monkeypatch.setattr(generation, "ROUNDS", 1)
    out = io.StringIO()
    call_command("benchmark", "generation", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["data"] == "the sample brands"
    for family in told["families"]:
        assert family["unexplained"] == 0
        if family["made"] == 8:
            assert family["composer"]["connective"]["self_bleu4"] <= 0.30
    summary = told["summary"]["8"]
    ours, chance = summary["composer"], summary["random choice"]
    means = [each["connective"]["self_bleu4"]["mean"] for each in (ours, chance)]
    assert means[0] < means[1]
