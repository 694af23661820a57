"""Packs: what a document may hold, how they lie on each other, which versions exist."""

import copy
import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.rules import packs
from content_engine.rules.checks import CHECKS
from content_engine.rules.packs import layering
from content_engine.rules.packs.reading import FOLDER
from content_engine.vocabulary import Severity
from tests.content_engine.rules.staging import staged

HOUSE: dict[str, Any] = {
    "id": "ACME",
    "version": "1",
    "owner": "A named person",
    "effective_on": "2026-01-01",
    "markets": ["US"],
    "severities": {"WD-06": "BLOCK"},
    "phrases": {"WD-03": {"en": {"terms": ["second to nobody"]}}},
    "rules": [
        {
            "id": "XC-01",
            "title": "Own slogan",
            "severity": "HIGH",
            "kind": "D",
            "stage": "T",
            "sources": [{"source": "House rule 7", "cited": "own"}],
            "message": "“{term}” is a slogan.",
            "words": {"en": {"terms": ["hearts first"]}},
            "examples": {"violating": ["Hearts first."]},
        }
    ],
}


def document(**changes: Any) -> str:
    """A company's pack as a text, with changes; None leaves a key out."""
    content = {**copy.deepcopy(HOUSE), **changes}
    return json.dumps(
        {key: value for key, value in content.items() if value is not None}
    )


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(packs.PackFaultsError) as caught:
        packs.read(text, "house.yaml")
    return caught.value.faults


def rules_of(market: str, *house: str) -> dict[str, Any]:
    return {rule.id: rule for rule in packs.pack_for(market, house).rules}


RULE = HOUSE["rules"][0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            "{",
            "house.yaml, line 1: This is not JSON: Expecting property name enclosed "
            "in double quotes.",
            id="no JSON",
        ),
        pytest.param(
            "a: @b",
            "house.yaml, line 1: This is not YAML: found character that cannot start "
            "any token.",
            id="no YAML",
        ),
        pytest.param(
            document(id=None),
            "house.yaml: the file: 'id' is a required property.",
            id="no id",
        ),
        pytest.param(
            document(id="a b"),
            "house.yaml: id: 'a b' does not have the form "
            "^[A-Za-z][A-Za-z0-9_-]{0,29}$.",
            id="an id with a space",
        ),
        pytest.param(
            document(version="x"),
            "house.yaml: version: 'x' does not have the form "
            "^[0-9][0-9A-Za-z.-]{0,19}$.",
            id="a version of letters",
        ),
        pytest.param(
            document(owner=""),
            "house.yaml: owner: the text is shorter than 1 characters.",
            id="no owner",
        ),
        pytest.param(
            document(effective_on="soon"),
            "house.yaml: effective_on: 'soon' is not a date such as 2026-11-21.",
            id="no date",
        ),
        pytest.param(
            document(markets=[]),
            "house.yaml: markets: there are fewer than 1 entries.",
            id="no market",
        ),
        pytest.param(
            document(severities={"WD-06": "FATAL"}),
            "house.yaml: severities.WD-06: 'FATAL' is none of 'BLOCK', 'HIGH', 'MED', "
            "'INFO'.",
            id="no such severity",
        ),
        pytest.param(
            document(colour="red"),
            "house.yaml: the file: Additional properties are not allowed ('colour' "
            "was unexpected).",
            id="unknown key",
        ),
        pytest.param(
            document(rules=[{**RULE, "kind": "Q"}]),
            "house.yaml: rules[0].kind: 'Q' is none of 'D', 'S', 'G', 'M'.",
            id="unknown kind",
        ),
        pytest.param(
            document(rules=[{**RULE, "sources": []}]),
            "house.yaml: rules[0].sources: there are fewer than 1 entries.",
            id="no source",
        ),
        pytest.param(
            document(rules=[{**RULE, "sources": [{"source": "A", "cited": "sure"}]}]),
            "house.yaml: rules[0].sources[0].cited: 'sure' is none of 'verified', "
            "'known', 'own'.",
            id="no mark",
        ),
        pytest.param(
            document(rules=[RULE, RULE]),
            "house.yaml: rules[1].id: the rule XC-01 stands twice.",
            id="a rule twice",
        ),
        pytest.param(
            document(rules=[{**RULE, "words": {"en": {"terms": ["(a"]}}}]),
            "house.yaml: rules[0].words.en.terms[0]: The brackets and signs of '(a' "
            "do not match.",
            id="phrase nobody can read",
        ),
        pytest.param(
            document(rules=[{**RULE, "words": {"en": {"terms": ["a"], "window": 99}}}]),
            "house.yaml: rules[0].words.en.window: 99 is more than 40.",
            id="window too wide",
        ),
        pytest.param(
            document(
                rules=[{**RULE, "words": {"en": {"terms": ["a"], "window": "2"}}}]
            ),
            "house.yaml: rules[0].words.en.window: this must be a whole number, not "
            "'2'.",
            id="window of words",
        ),
        pytest.param(
            document(phrases={"WD-03": {"en": {"terms": ["a)"]}}}),
            "house.yaml: phrases.WD-03.en.terms[0]: The brackets and signs of 'a)' do "
            "not match.",
            id="added phrase nobody can read",
        ),
        pytest.param(
            "id: ACME\nid: B\nversion: '1'\nowner: A\neffective_on: '2026-01-01'\n",
            "house.yaml, line 2: id: this key stands twice in one mapping.",
            id="a key twice, with its line",
        ),
    ],
)
def test_a_fault_is_told_in_one_sentence(text: str, sentence: str) -> None:
    assert faults(text) == (sentence,)


def test_every_fault_is_told_at_once() -> None:
    found = faults(document(id=None, owner="", severities={"WD-06": "FATAL"}))
    assert len(found) == 3


def test_a_pack_reads_the_same_from_yaml_and_json() -> None:
    from_yaml = packs.read(yaml.safe_dump(HOUSE), "a.yaml")
    assert from_yaml.canonical() == packs.read(document(), "a.json").canonical()
    again = packs.read(from_yaml.canonical(), "again")
    assert again.canonical() == from_yaml.canonical()


def test_a_company_raises_adds_phrases_and_rules() -> None:
    before, after = rules_of("US"), rules_of("US", document())
    assert before["WD-06"].severity == Severity.HIGH
    assert after["WD-06"].severity == Severity.BLOCK
    assert set(after) - set(before) == {"XC-01"}
    assert packs.pack_for("US", (document(),)).id == "US/2026.1+ACME/1"


@pytest.mark.parametrize(
    ("text", "rule", "severity"),
    [
        ("It is second to nobody.", "WD-03", Severity.HIGH),
        ("Hearts first.", "XC-01", Severity.HIGH),
        ("Velorin was well tolerated.", "WD-06", Severity.BLOCK),
    ],
)
def test_what_a_company_adds_is_found(text: str, rule: str, severity: Severity) -> None:
    stage = staged(text, "US")
    plain = {one.rule: one.severity for one in stage.check().findings}
    assert plain.get(rule) != severity
    result = stage.with_supply(house_packs=(document(),)).check()
    assert {one.rule: one.severity for one in result.findings}[rule] == severity
    assert result.rule_pack == "US/2026.1+ACME/1"


def test_a_company_s_pack_holds_in_its_markets_only() -> None:
    assert "XC-01" not in rules_of("GB", document())
    assert packs.pack_for("GB", (document(),)).id == "GB/2026.1"


LOOSE = {**RULE, "id": "XC-02", "leave": {"severity": "MED", "phrases": True}}
UPPER = {**HOUSE, "id": "UPPER", "rules": [], "severities": {}, "phrases": {}}


def fit(**changes: Any) -> str:
    """What the pack laid on top of the company's first one says against it."""
    below = document(rules=[RULE, LOOSE])
    above = json.dumps({**UPPER, **changes})
    try:
        packs.pack_for("US", (below, above))
    except packs.PackFaultsError as error:
        return " ".join(error.faults)
    return ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"severities": {"XC-01": "BLOCK"}}, "", id="raised"),
        pytest.param({"severities": {"XC-01": "HIGH"}}, "", id="as before"),
        pytest.param(
            {"severities": {"XC-01": "MED"}},
            "UPPER/1: XC-01 may not fall to MED; a pack below weighs it HIGH.",
            id="lowered",
        ),
        pytest.param(
            {"severities": {"EV-01": "HIGH"}},
            "UPPER/1: EV-01 may not fall to HIGH; a pack below weighs it BLOCK.",
            id="the first rule lowered",
        ),
        pytest.param({"severities": {"XC-02": "MED"}}, "", id="lowered by leave"),
        pytest.param(
            {"severities": {"XC-02": "INFO"}},
            "UPPER/1: XC-02 may not fall to INFO; a pack below weighs it HIGH.",
            id="lower than the leave",
        ),
        pytest.param(
            {"severities": {"ZZ-99": "BLOCK"}},
            "UPPER/1: there is no rule ZZ-99 to weigh.",
            id="no such rule",
        ),
        pytest.param(
            {"rules": [RULE]},
            "UPPER/1: XC-01 stands in a pack below already: raise its severity or add "
            "phrases.",
            id="a rule again",
        ),
        pytest.param(
            {"phrases": {"XC-01": {"en": {"terms": ["more"]}}}}, "", id="widened"
        ),
        pytest.param(
            {"phrases": {"XC-01": {"en": {"allowed": ["more"]}}}},
            "UPPER/1: XC-01 may be widened, not narrowed: take out allowed.",
            id="narrowed",
        ),
        pytest.param(
            {"phrases": {"XC-01": {"en": {"unless": ["more"], "allowed": ["b"]}}}},
            "UPPER/1: XC-01 may be widened, not narrowed: take out allowed and unless.",
            id="narrowed twice",
        ),
        pytest.param(
            {"phrases": {"XC-02": {"en": {"allowed": ["more"]}}}},
            "",
            id="narrowed by leave",
        ),
        pytest.param(
            {"phrases": {"XC-01": {"de": {"terms": ["mehr"], "allowed": ["a"]}}}},
            "",
            id="another language",
        ),
        pytest.param(
            {"phrases": {"EV-01": {"en": {"terms": ["a"]}}}},
            "UPPER/1: there is no rule EV-01 of words to add phrases to.",
            id="no rule of words",
        ),
        pytest.param(
            {"phrases": {"XC-01": {"en": {"terms": ["{none}"]}}}},
            "XC-01: there is no list none for '{none}'.",
            id="no such list",
        ),
        pytest.param(
            {"phrases": {"XC-01": {"en": {"terms": ["{reactions}"]}}}},
            "",
            id="a list from below",
        ),
        pytest.param(
            {"examples": {"ZZ-99": {"passing": ["a"]}}},
            "UPPER/1: there is no rule ZZ-99 to give examples of.",
            id="examples of nothing",
        ),
    ],
)
def test_what_may_be_laid_on_top(changes: dict[str, Any], sentence: str) -> None:
    assert fit(**changes) == sentence


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.sampled_from(sorted(rules_of("GB"))), st.sampled_from(list(Severity))
    )
)
def test_no_pack_ever_weighs_a_rule_less(wanted: dict[str, Severity]) -> None:
    """Whatever a company asks: it is refused, or nothing weighs less than before."""
    own = document(
        markets=["GB"],
        rules=[],
        phrases={},
        severities={k: v.value for k, v in wanted.items()},
    )
    before = rules_of("GB")
    try:
        after = rules_of("GB", own)
    except packs.PackFaultsError:
        return
    order = list(Severity)
    assert all(
        order.index(after[name].severity) <= order.index(before[name].severity)
        for name in before
    )


@pytest.mark.parametrize("market", packs.MARKETS)
def test_every_shipped_pack_is_whole(market: str) -> None:
    pack = packs.pack_for(market)
    assert len({rule.id for rule in pack.rules}) == len(pack.rules)
    for rule in pack.rules:
        assert rule.looks, rule.id
        assert rule.title, rule.id
        assert rule.message.endswith("."), rule.id
        assert {one.cited for one in rule.sources} <= {"verified", "known", "own"}


def test_every_check_belongs_to_a_rule_of_some_market() -> None:
    known = {
        rule.id for market in packs.MARKETS for rule in packs.pack_for(market).rules
    }
    assert set(CHECKS) <= known


def test_rules_are_checked_or_told_why_not() -> None:
    """Every name of the groups is in a pack, or listed with the reason."""
    checked = {
        rule.id for market in packs.MARKETS for rule in packs.pack_for(market).rules
    }
    listed = {row["id"] for row in layering.shipped()["base"].content["unchecked"]}
    assert checked.isdisjoint(listed)
    sizes = {
        "EV": 6,
        "LB": 6,
        "FB": 8,
        "ID": 11,
        "WD": 13,
        "ST": 9,
        "CP": 6,
        "SF": 6,
        "PS": 7,
        "MK": 7,
        "CH": 24,
    }
    wanted = {
        f"{group}-{n:02}" for group, most in sizes.items() for n in range(1, most + 1)
    }
    assert wanted - checked - listed == set()


@pytest.mark.parametrize(
    ("market", "severities"),
    [
        (
            "US",
            {
                "WD-01": "HIGH",
                "WD-03": "HIGH",
                "ST-01": "HIGH",
                "ST-03": "HIGH",
                "CP-01": "HIGH",
            },
        ),
        (
            "GB",
            {
                "WD-01": "BLOCK",
                "WD-03": "BLOCK",
                "ST-01": "BLOCK",
                "ST-03": "BLOCK",
                "CP-01": "BLOCK",
            },
        ),
        (
            "DE",
            {
                "WD-01": "BLOCK",
                "WD-03": "HIGH",
                "ST-01": "HIGH",
                "ST-03": "HIGH",
                "CP-01": "HIGH",
            },
        ),
    ],
)
def test_markets_weigh_the_same_rule_otherwise(
    market: str, severities: dict[str, str]
) -> None:
    rules = rules_of(market)
    assert {name: rules[name].severity.value for name in severities} == severities


@pytest.mark.parametrize(
    ("market", "rule"),
    [
        ("US", "FB-04"),
        ("US", "ID-01"),
        ("US", "CH-04"),
        ("GB", "ID-03"),
        ("GB", "ID-08"),
        ("DE", "CP-05"),
    ],
)
def test_some_rules_hold_in_one_market(market: str, rule: str) -> None:
    assert [one for one in packs.MARKETS if rule in rules_of(one)] == [market]


def test_versions_are_chosen_by_name() -> None:
    assert packs.pack_for("US", version="2026.1").id == "US/2026.1"
    with pytest.raises(packs.NoRulePackError) as caught:
        packs.pack_for("US", version="1999.1")
    assert str(caught.value) == "There is no version 1999.1 of the pack US."


def test_a_market_without_rules_is_told_with_those_that_have() -> None:
    with pytest.raises(packs.NoRulePackError) as caught:
        packs.pack_for("FR")
    assert str(caught.value) == (
        "There is no rule pack for the market FR; pieces can be checked for DE, GB, US."
    )


def test_layers_lie_in_their_order() -> None:
    names = [one.name for one in packs.pack_for("DE").documents]
    assert names == ["base", "eur", "DE"]
    assert [one.id for one in packs.pack_for("DE").documents][-1] == "DE/2026.1"


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem
)
def test_a_shipped_file_is_named_like_its_pack(path: Any) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert content["id"] == path.stem
    assert packs.read(path.read_text(encoding="utf-8"), path.name).name == path.stem
