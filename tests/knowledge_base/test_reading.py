"""Every fault of a kit is found at once and named with its line or key."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from knowledge_base.kits import reading
from knowledge_base.kits.reading import KitFaultsError
from knowledge_base.wording import alternations
from tests import kits

Kit = dict[str, Any]


def faults_of(kit: Any) -> tuple[str, ...]:
    with pytest.raises(KitFaultsError) as error:
        reading.read(json.dumps(kit), "kit.json")
    assert error.value.messages == list(error.value.faults)
    return error.value.faults


def changed(place: str, value: Any) -> Callable[[Kit], None]:
    """A change at a dotted place; a value of ``...`` removes it."""
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]

    def change(kit: Kit) -> None:
        row: Any = kit
        for step in way:
            row = row[step]
        if value is ...:
            del row[last]
        else:
            row[last] = value

    return change


def doubled(kind: str) -> Callable[[Kit], None]:
    return lambda kit: kit[kind].append(copy.deepcopy(kit[kind][0]))


FAULTS: list[tuple[Callable[[Kit], None], str]] = [
    # the schema
    (changed("kit_version", 2), "kit_version: this must be 1, not 2."),
    (changed("brand", ...), "'brand' is a required property"),
    (changed("colour", "red"), "colour"),
    (
        changed("brand.slug", "Big Slug"),
        "brand.slug: 'Big Slug' does not have the form",
    ),
    (changed("brand.trademark", "R"), "'R' is none of '®', '™', ''"),
    (changed("brand.markets.us", {}), "'us' does not have the form"),
    (changed("labels", []), "there are fewer than 1 entries"),
    (changed("labels.0.effective_on", "15/01/2026"), "is not a date"),
    (changed("labels.0.version", 2026.1), "this must be text (put it in quotes)"),
    (changed("labels.0.boxed_warning", 1), "must be text (put it in quotes) or empty"),
    (
        changed("claims.0.text", "Too short"),
        "claims[0].text: the text is shorter than 10",
    ),
    (changed("claims.0.text", "x" * 1501), "longer than 1500 characters"),
    (changed("claims.0.variations", ["x" * 10] * 21), "more than 20 entries"),
    (changed("claims.0.audiences", ["EVERYBODY"]), "'EVERYBODY' is none of"),
    (changed("references.0.design", "guess"), "is none of 'randomised'"),
    (changed("copy.0.tones", []), "copy[0].tones: there are fewer than 1"),
    # keys
    (
        doubled("claims"),
        "claims[6].key: the key urate-target stands already at entry 0",
    ),
    (doubled("references"), "the key CAIRN-1-2024 stands already"),
    (doubled("copy"), "stands already"),
    (doubled("labels"), "the label 2026-01 for US stands 2 times"),
    (
        changed("references.0.anchors.1.key", "primary"),
        "the key primary stands already",
    ),
    (changed("claims.0.key", "has space"), "'has space' is no key"),
    (changed("claims.0.key", "a@2"), "'a@2' is no key"),
    (changed("copy.0.key", "k" * 101), "is no key"),
    # what leads nowhere
    (changed("claims.0.references", ["NOWHERE"]), "the reference NOWHERE is not in"),
    (changed("claims.0.references", ["LABEL-2026#x"]), "LABEL-2026 has no anchor x"),
    (changed("claims.0.companions", ["nobody"]), "the companion nobody is not a claim"),
    (changed("claims.0.companions", ["urate-target"]), "lead back to it"),
    (changed("claims.4.companions", ["urate-week-2"]), "lead back to it"),
    (
        changed("claims.0.companions", ["fewer-flares", "fewer-flares", "nobody"]),
        "the companion nobody is not a claim",
    ),
    (changed("labels.1.market", "US"), "there is no label for GB"),
    # dates, figures, addresses
    (changed("claims.0.expires_on", "2026-01-15"), "does not come after valid_from"),
    (changed("claims.0.expires_on", "2020-01-15"), "claims[0].expires_on"),
    (changed("references.1.expires_on", "2024-01-01"), "after published_on 2025-03-01"),
    (
        changed("brand.markets.US.indication_launched_on", "2020-01-01"),
        "does not come after launched_on",
    ),
    (changed("claims.0.figures.0.value", "62"), "'62' does not occur"),
    (changed("claims.0.figures.0.value", "3"), "'3' does not occur"),
    (changed("claims.1.figures.0.value", "4"), "'4' does not occur"),
    (changed("claims.0.figures.0.value", " "), "' ' does not occur"),
    (changed("claims.0.figures.0.value", ""), "'' does not occur"),
    (changed("brand.markets.US.privacy_url", "javascript:alert(1)"), "web address"),
    (changed("references.0.url", "see the library"), "web address"),
    # codes
    (changed("claims.0.channels", ["e-mail"]), "'e-mail' is not a channel"),
    (changed("copy.0.formats", ["tiny"]), "'tiny' is not a format"),
    (changed("copy.0.tones", ["a|b"]), "cannot be a name here"),
    (changed("claims.0.themes", [""]), "cannot be a name here"),
    # text
    (changed("claims.0.text", "In CAIRN-1, 61% and 32%\x00."), "cannot be printed"),
    (changed("labels.0.indication", "\ud800"), "cannot be printed"),
    (changed("labels.0.safety_information.short", " "), "the text is empty"),
    (changed("brand.name", "n" * 101), "longer than 100 characters"),
    (changed("references.0.url", "https://a.example/" + "x" * 500), "longer than 500"),
    # brackets
    (changed("copy.0.text", "[New|Recent data"), "never closed"),
    (changed("copy.0.text", "New|Recent] data"), "outside square brackets"),
    (changed("copy.0.text", "New] data"), "never opened"),
    (changed("copy.0.text", "[New [a|b]|c] data"), "inside square brackets"),
    (changed("copy.0.text", "[New] data"), "offers no choice"),
    (changed("copy.0.text", "[New|New] data"), "the same words twice"),
    (changed("copy.0.text", "[a|b]" * 10), "more than 512 texts"),
]


@pytest.mark.parametrize(("change", "words"), FAULTS, ids=[f[1] for f in FAULTS])
def test_each_fault_is_named(change: Callable[[Kit], None], words: str) -> None:
    kit = kits.small_kit()
    change(kit)
    faults = faults_of(kit)
    assert any(words in fault for fault in faults), faults
    assert all(
        fault.startswith("kit.json: ") and fault.endswith(".") for fault in faults
    )


def test_all_faults_come_at_once_in_the_order_of_lines() -> None:
    kit = kits.small_kit()
    changed("claims.0.figures.0.value", "62")(kit)
    changed("claims.2.references", ["NOWHERE"])(kit)
    changed("copy.3.text", "[open")(kit)
    text = yaml.safe_dump(kit, allow_unicode=True, sort_keys=False)
    with pytest.raises(KitFaultsError) as error:
        reading.read(text, "kit.yaml")
    faults = error.value.faults
    assert len(faults) == 3
    lines = [int(fault.split("line ")[1].split(":")[0]) for fault in faults]
    assert lines == sorted(lines)
    assert "NOWHERE" in text.splitlines()[lines[1] - 1]
    assert "[open" in text.splitlines()[lines[2] - 1]


def test_forms_and_schema_are_judged_together() -> None:
    with pytest.raises(KitFaultsError) as error:
        reading.read("kit_version: 1\nkit_version: 1\nbrand: {}\n", "kit.yaml")
    assert any(
        "line 2: kit_version: this key stands twice" in f for f in error.value.faults
    )
    assert any("'slug' is a required property" in f for f in error.value.faults)


@pytest.mark.parametrize("text", ["", "just words", "- 1\n- 2", "5", "[]"])
def test_what_is_no_kit_at_all_is_refused(text: str) -> None:
    with pytest.raises(KitFaultsError, match="must be a mapping"):
        reading.read(text, "kit.yaml")


def test_a_broken_file_is_one_fault_with_its_line() -> None:
    with pytest.raises(KitFaultsError) as error:
        reading.read("a: 1\nb: [\n", "kit.yaml")
    assert error.value.faults[0].startswith("kit.yaml, line 3: This is not YAML")


def test_yaml_and_json_of_one_kit_are_one_kit() -> None:
    kit = kits.small_kit()
    as_json = reading.read(json.dumps(kit), "a")
    as_yaml = reading.read(yaml.safe_dump(kit, allow_unicode=True), "b")
    assert as_json.content == as_yaml.content == kit
    assert as_json.sha256 == as_yaml.sha256


def test_a_minus_sign_may_be_typeset() -> None:
    kit = kits.small_kit()
    changed("claims.0.text", "A change of −4.6 days and 32 in 61 people.")(kit)
    changed("claims.0.figures", [{"value": "-4.6"}])(kit)
    assert reading.read(json.dumps(kit), "kit")


@pytest.mark.parametrize(
    ("text", "count"),
    [("plain", 1), ("[a|b] c", 2), ("[a|b|c] d [e|f]", 6), ("[a|]", 2)],
)
def test_expansions_are_counted(text: str, count: int) -> None:
    assert alternations.fault(text) == ""
    assert alternations.count(text) == count
