"""What went into the tables comes out of them again: nothing lost, nothing swapped."""

import copy
import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base.kits import loading, reading
from knowledge_base.kits.counting import Counts
from knowledge_base.models import (
    Claim,
    ClaimCitation,
    ClaimState,
    ClaimVariation,
    ClaimVersion,
    CopyBlockVersion,
    Label,
    LedgerEntry,
    Reference,
    SafetyText,
)
from tests import kits
from tests.knowledge_base import kit_exporter
from tests.knowledge_base.kit_exporter import by_key, spelt_out

Kit = dict[str, Any]
SAMPLES = Path(__file__).resolve().parents[2] / "knowledge_base" / "samples"


def load(
    kit: Kit, by: User, at: datetime.datetime, *, approve: bool = True
) -> dict[str, dict[str, int]]:
    text = json.dumps(kit, ensure_ascii=False)
    counts: Counts = loading.load(
        reading.read(text, "kit"), by=by, at=at, approve=approve
    )
    return counts.as_dict()


def sample(name: str) -> Kit:
    text = (SAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    # The base loader knows no types at all: every scalar is text, as in the schema.
    raw: Kit = yaml.load(text, Loader=yaml.BaseLoader)
    raw["kit_version"] = 1
    for market in raw["brand"]["markets"].values():
        for flag in ("black_triangle", "accelerated_approval"):
            market[flag] = market.get(flag, "false") == "true"
    for label in raw["labels"]:
        if label.get("boxed_warning") in ("null", "~", ""):
            label["boxed_warning"] = None
    for reference in raw["references"]:
        if reference.get("design") in ("null", "~", ""):
            reference["design"] = None
    return raw


FULL: Kit = {
    "kit_version": 1,
    "brand": {
        "slug": "plenumra",
        "name": "Plenumra «β»",
        "trademark": "™",
        "generic_name": "plenavirast",
        "manufacturer": "Øresund & Söhne",
        "therapy_area": "Tests of everything",
        "competitors": [
            {"name": "Zweitens", "generic_name": "zweitemab", "note": "kept"},
            {"name": "Alias", "generic_name": "aliasib"},
        ],
        "markets": {
            "DE": {
                "launched_on": "2025-01-02",
                "indication_launched_on": "2025-03-04",
                "black_triangle": True,
                "accelerated_approval": True,
                "prescribing_information_url": "https://pi.example/de",
                "prescribing_information": "Fachinformation, Zeile eins.\nZeile zwei.",
                "adverse_event_statement": "Bitte melden.",
                "privacy_url": "https://privacy.example/de",
                "postal_address": "Straße 1\n12345 Ort",
            },
            "US": {
                "launched_on": "2024-05-06",
                "prescribing_information_url": "http://pi.example/us",
            },
        },
    },
    "labels": [
        {
            "market": "DE",
            "version": "2",
            "effective_on": "2026-02-03",
            "indication": "  Leading space is a difference too.",
            "population": "Erwachsene",
            "limitations_of_use": ["z", "a", "z"],
            "contraindications": ["b", "a"],
            "boxed_warning": "WARNING: ORDER AND CASE MATTER",
            "dosing": ["third", "first"],
            "adverse_reactions": [
                {"term": "z", "rate": "1%"},
                {"term": "a", "comparator_rate": "<1%", "note": "kept"},
            ],
            "safety_information": {"short": "Kurz.", "full": "Lang.\n\nLänger."},
            "sections": [
                {"code": "9", "title": "Nine", "text": "first in order"},
                {"title": "No code", "text": "second in order"},
                {"code": "1", "title": "One", "text": "third in order"},
            ],
        },
        {
            "market": "DE",
            "version": "1",
            "effective_on": "2025-02-03",
            "indication": "Earlier words.",
            "safety_information": {"short": "S", "full": "F"},
        },
        {
            "market": "US",
            "version": "2",
            "effective_on": "2024-05-06",
            "indication": "Other market, same version.",
            "boxed_warning": "",
            "safety_information": {"short": "F", "full": "S"},
        },
    ],
    "references": [
        {
            "key": "R.1",
            "citation": "Ünicode A. “Title”. J. 2025;1:1–9.",
            "kind": "congress",
            "design": "meta_analysis",
            "published_on": "2025-01-01",
            "expires_on": "2029-01-01",
            "url": "https://r.example/1?a=b&c=d",
            "anchors": [
                {"key": "b", "locator": "p. 2", "quote": "  two  spaces  "},
                {"key": "a", "locator": "p. 1", "quote": "same words"},
            ],
        },
        {
            "key": "R:2",
            "citation": "Two.",
            "kind": "data_on_file",
            "design": None,
            "anchors": [{"key": "a", "locator": "p. 9", "quote": "same words"}],
        },
        {"key": "R+3", "citation": "Three.", "kind": "guideline"},
    ],
    "claims": [
        {
            "key": "all-fields",
            "text": "In adults, 9.8% improved, versus 13.1% (n=1,004) — p<0.001.",
            "variations": ["Variation z of the words.", "Variation a of the words."],
            "kind": "access",
            "endpoint": "end",
            "population": "pop",
            "comparator": "comp",
            "timepoint": "time",
            "figures": [
                {
                    "label": "l",
                    "arm": "b",
                    "value": "13.1",
                    "unit": "%",
                    "interval": ["9", "1"],
                    "p": "<0.001",
                    "n": "1,004",
                },
                {"value": "9.8"},
            ],
            "qualifiers": ["Second note.", "First note."],
            "companions": ["only-needed", "in-between"],
            "references": ["R:2#a", "R.1", "R.1#b", "R+3", "R.1#a"],
            "markets": ["US", "DE"],
            "channels": ["sms", "email", "rep_email"],
            "audiences": ["PAYER", "HCP"],
            "themes": ["z theme", "a theme"],
            "valid_from": "2026-01-02",
            "expires_on": "2027-03-04",
        },
        {
            "key": "only-needed",
            "text": "Only what is needed.",
            "kind": "disease",
            "references": ["R+3"],
            "markets": ["DE"],
        },
        {
            "key": "in-between",
            "text": "Only what is needed.",
            "kind": "safety",
            "references": ["R.1#b"],
            "markets": ["US"],
            "valid_from": "2026-05-06",
        },
    ],
    "copy": [
        {
            "key": "all",
            "role": "description",
            "text": "[One|Two|Three] of all, {{userName}}",
            "tones": ["z", "a"],
            "themes": ["z theme", "a theme"],
            "channels": ["sms", "email"],
            "formats": ["short", "long"],
            "audiences": ["PATIENT", "HCP"],
            "markets": ["US", "DE"],
        },
        {"key": "few", "role": "bridge", "text": " spaced ", "tones": ["a"]},
    ],
}


def small() -> Kit:
    return kits.small_kit()


@pytest.mark.parametrize("approve", [True, False], ids=["approved", "drafts"])
@pytest.mark.parametrize("name", ["small", "full"])
def test_a_kit_comes_out_as_it_went_in(
    name: str, approve: bool, requester: User, at: datetime.datetime
) -> None:
    kit = small() if name == "small" else copy.deepcopy(FULL)
    load(kit, requester, at, approve=approve)
    found = kit_exporter.export(kit["brand"]["slug"])
    assert by_key(found) == by_key(spelt_out(kit))


@pytest.mark.parametrize("name", ["quillevra", "ervantiq"])
def test_a_sample_comes_out_as_it_went_in(
    name: str, requester: User, at: datetime.datetime
) -> None:
    text = (SAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    read = reading.read(text, name)
    loading.load(read, by=requester, at=at, approve=True)
    found = by_key(kit_exporter.export(name))
    wanted = by_key(spelt_out(sample(name)))
    for part in wanted:
        assert found[part] == wanted[part], part


def test_what_came_out_goes_in_again_and_changes_nothing(
    requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    again = kit_exporter.export("plenumra")
    again["labels"].reverse()
    again["copy"].sort(key=lambda row: row["key"], reverse=True)
    again["claims"].sort(key=lambda row: row["key"])
    said = without_empty(again)
    counts = load(said, requester, at)
    assert {kind: (t["created"], t["changed"]) for kind, t in counts.items()} == (
        dict.fromkeys(counts, (0, 0))
    )


def without_empty(value: Any) -> Any:
    """The shortest way to write the same: no nulls, sets as lists."""
    if isinstance(value, dict):
        return {k: without_empty(v) for k, v in value.items() if v is not None}
    if isinstance(value, set):
        return sorted(value, reverse=True)
    return [without_empty(v) for v in value] if isinstance(value, list) else value


def test_every_stored_hash_is_over_its_own_words(
    requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    rows: list[tuple[str, str]] = [
        *ClaimVersion.objects.values_list("text", "sha256"),
        *ClaimVariation.objects.values_list("text", "sha256"),
        *CopyBlockVersion.objects.values_list("text", "sha256"),
        *SafetyText.objects.values_list("text", "sha256"),
    ]
    assert len(rows) == 3 + 2 + 2 + 6
    for text, found in rows:
        assert found == hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize("approve", [True, False])
def test_who_and_when_stand_on_every_row(
    approve: bool, requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at, approve=approve)
    signed = (requester.username, at) if approve else ("", None)
    names = ("approved_by", "approved_at")
    assert set(ClaimVersion.objects.values_list(*names)) == {signed}
    assert set(CopyBlockVersion.objects.values_list(*names)) == {signed}
    assert set(Label.objects.values_list(*names)) == {signed}
    drafted = ClaimVersion.objects.values_list("drafted_by", "drafted_at")
    assert set(drafted) == {(requester.username, at)}
    assert set(CopyBlockVersion.objects.values_list("drafted_at", flat=True)) == {at}


def test_places_count_from_zero_without_gaps(
    requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    cited = ClaimCitation.objects.filter(claim_version__claim__key="all-fields")
    assert sorted(cited.values_list("ordinal", flat=True)) == [0, 1, 2, 3, 4]
    assert sorted(ClaimVariation.objects.values_list("ordinal", flat=True)) == [0, 1]


def test_a_reference_named_twice_is_cited_once(
    requester: User, at: datetime.datetime
) -> None:
    kit = copy.deepcopy(FULL)
    kit["claims"][0]["references"] = ["R.1", "R+3", "R.1", "R.1#a", "R+3"]
    load(kit, requester, at)
    [claim] = [
        row
        for row in kit_exporter.export("plenumra")["claims"]
        if row["key"] == "all-fields"
    ]
    assert claim["references"] == ["R.1", "R+3", "R.1#a"]
    assert load(kit, requester, at)["claims"]["unchanged"] == 3


# Every leaf of a kit, changed by itself, is noticed; order matters where it is read.
CHANGES: list[tuple[str, str, Any]] = [
    ("brand", "trademark", "®"),
    ("brand", "therapy_area", "Other"),
    ("brand", "manufacturer", "Other"),
    ("brand", "competitors", []),
    ("brand.markets.DE", "launched_on", "2025-01-03"),
    ("brand.markets.DE", "indication_launched_on", None),
    ("brand.markets.DE", "accelerated_approval", False),
    ("brand.markets.DE", "black_triangle", None),
    ("brand.markets.DE", "prescribing_information", "Other"),
    ("brand.markets.DE", "prescribing_information_url", "https://other.example"),
    ("brand.markets.DE", "adverse_event_statement", None),
    ("brand.markets.DE", "privacy_url", None),
    ("brand.markets.DE", "postal_address", "Other"),
    ("references.0", "citation", "Other."),
    ("references.0", "kind", "registry"),
    ("references.0", "design", "post_hoc"),
    ("references.0", "published_on", "2025-01-02"),
    ("references.0", "expires_on", None),
    ("references.0", "url", None),
    ("claims.0", "variations", ["Variation a of the words.", "Variation z of the w."]),
    ("claims.0", "qualifiers", ["First note.", "Second note."]),
    ("claims.0", "companions", ["in-between", "only-needed"]),
    ("claims.0", "references", ["R.1", "R:2#a", "R.1#b", "R+3", "R.1#a"]),
    ("claims.0", "references", ["R:2", "R.1", "R.1#b", "R+3", "R.1#a"]),
    ("claims.0", "references", ["R.1#a", "R.1", "R.1#b", "R+3"]),
    ("claims.0.figures.0", "interval", ["1", "9"]),
    ("claims.0.figures.0", "arm", None),
    ("claims.0", "expires_on", None),
    ("claims.0", "valid_from", None),
    ("claims.0", "audiences", None),
    ("claims.0", "channels", ["sms"]),
    ("claims.0", "themes", ["a theme"]),
    ("claims.2", "text", "only what is needed."),
    ("copy.0", "role", "subject"),
    ("copy.0", "text", "[One|Three|Two] of all, {{userName}}"),
    ("copy.0", "tones", ["a"]),
    ("copy.0", "themes", None),
    ("copy.0", "channels", None),
    ("copy.0", "formats", ["long"]),
    ("copy.0", "audiences", ["HCP"]),
    ("copy.0", "markets", None),
    ("copy.1", "text", "spaced"),
]


def changed_at(place: str, name: str, value: Any) -> Kit:
    kit = copy.deepcopy(FULL)
    row: Any = kit
    for step in place.split("."):
        row = row[int(step)] if step.isdigit() else row[step]
    if value is None:
        del row[name]
    else:
        row[name] = value
    return kit


def test_each_field_counts_as_a_change_of_just_its_kind(
    requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    for place, name, value in CHANGES:
        kit = changed_at(place, name, value)
        start = transaction.savepoint()
        counts = load(kit, requester, at + datetime.timedelta(hours=1))
        found = by_key(kit_exporter.export("plenumra"))
        transaction.savepoint_rollback(start)
        kind = "markets" if "markets" in place else place.split(".")[0]
        kind = "brands" if kind == "brand" else kind
        changed = {k: t["changed"] for k, t in counts.items() if t["changed"]}
        assert changed == {kind: 1}, (place, name)
        assert not any(tally["created"] for tally in counts.values()), (place, name)
        assert found == by_key(spelt_out(kit)), (place, name)


def test_a_changed_approved_kit_supersedes_at_its_own_hour(
    requester: User, medical: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    later = at + datetime.timedelta(days=2)
    kit = copy.deepcopy(FULL)
    kit["claims"][1]["text"] = "Only what was needed."
    kit["copy"][1]["text"] = "spaced again"
    load(kit, medical, later)
    old, new = ClaimVersion.objects.filter(claim__key="only-needed").order_by("version")
    assert (old.state, old.approved_by, old.approved_at) == (
        ClaimState.SUPERSEDED,
        requester.username,
        at,
    )
    assert (new.drafted_by, new.drafted_at) == (medical.username, later)
    assert (new.approved_by, new.approved_at) == (medical.username, later)
    first, second = CopyBlockVersion.objects.filter(block__key="few").order_by(
        "version"
    )
    assert (first.retired_at, second.retired_at) == (later, None)
    assert (second.approved_by, second.approved_at) == (medical.username, later)
    others = CopyBlockVersion.objects.exclude(block__key="few")
    assert set(others.values_list("retired_at", "approved_at")) == {(None, at)}


def test_approving_drafts_later_records_the_approver_and_keeps_the_drafter(
    requester: User, medical: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at, approve=False)
    later = at + datetime.timedelta(days=1)
    load(FULL, medical, later)
    names = ("drafted_by", "drafted_at", "approved_by", "approved_at", "version")
    assert set(ClaimVersion.objects.values_list(*names)) == {
        (requester.username, at, medical.username, later, 1)
    }
    assert set(CopyBlockVersion.objects.values_list(*names[1:])) == {
        (at, medical.username, later, 1)
    }


def test_a_second_approver_of_the_same_words_does_not_sign_again(
    requester: User, medical: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    load(FULL, medical, at + datetime.timedelta(days=1))
    for table in (ClaimVersion, CopyBlockVersion, Label):
        signed = table.objects.values_list("approved_by", "approved_at")
        assert set(signed) == {(requester.username, at)}


def test_two_drafts_in_a_row_become_two_revisions_and_only_the_newest_is_approved(
    requester: User, medical: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at, approve=False)
    kit = copy.deepcopy(FULL)
    kit["claims"][1]["text"] = "Only what was needed."
    kit["copy"][1]["text"] = "spaced again"
    load(kit, requester, at, approve=False)
    load(kit, medical, at)
    claim = ClaimVersion.objects.filter(claim__key="only-needed")
    assert sorted(claim.values_list("version", "state")) == [
        (1, ClaimState.DRAFT),
        (2, ClaimState.APPROVED),
    ]
    in_force = CopyBlockVersion.objects.in_force().filter(block__key="few")
    assert list(in_force.values_list("version", flat=True)) == [2]


def test_going_back_to_older_words_is_a_third_revision(
    requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    kit = copy.deepcopy(FULL)
    kit["claims"][1]["text"] = "Only what was needed."
    load(kit, requester, at)
    load(FULL, requester, at)
    claim = ClaimVersion.objects.filter(claim__key="only-needed").order_by("version")
    assert [(row.version, row.state, row.text) for row in claim] == [
        (1, ClaimState.SUPERSEDED, "Only what is needed."),
        (2, ClaimState.SUPERSEDED, "Only what was needed."),
        (3, ClaimState.APPROVED, "Only what is needed."),
    ]


def test_a_reference_draws_its_next_version_once_however_much_changes(
    requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    kit = copy.deepcopy(FULL)
    kit["references"][0] |= {"citation": "Other.", "kind": "journal"}
    kit["references"][0]["anchors"].append({"key": "z", "locator": "9", "quote": "Z"})
    load(kit, requester, at)
    versions = dict(Reference.objects.values_list("key", "version"))
    assert versions == {"R.1": 2, "R:2": 1, "R+3": 1}
    # Claims keep standing on the reference; they are not revised by it.
    assert set(ClaimVersion.objects.values_list("version", flat=True)) == {1}


@pytest.mark.parametrize("name", ["locator", "quote"])
def test_words_of_an_anchor_that_were_approved_with_a_claim_never_change(
    name: str, requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    before = kit_exporter.export("plenumra")
    kit = copy.deepcopy(FULL)
    kit["references"][0]["anchors"][1][name] += "!"
    with pytest.raises(reading.KitFaultsError, match="an anchor of their own"):
        load(kit, requester, at)
    assert by_key(kit_exporter.export("plenumra")) == by_key(before)


def test_words_of_an_anchor_of_drafts_may_change(
    requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at, approve=False)
    kit = copy.deepcopy(FULL)
    kit["references"][0]["anchors"][1]["quote"] += "!"
    load(kit, requester, at)
    assert by_key(kit_exporter.export("plenumra")) == by_key(spelt_out(kit))


def test_a_kit_that_is_refused_changes_not_one_row(
    requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    before = kit_exporter.export("plenumra")
    kit = copy.deepcopy(FULL)
    kit["brand"]["name"] = "Other"
    kit["references"].append({"key": "R4", "citation": "Four.", "kind": "label"})
    kit["claims"][0]["text"] = "9.8 and 13.1 in other words."
    kit["claims"][1]["kind"] = "safety"
    kit["labels"][0]["dosing"] = ["Other."]
    kit["copy"].append({"key": "x", "role": "bridge", "text": "x", "tones": ["a"]})
    with pytest.raises(reading.KitFaultsError) as error:
        load(kit, requester, at)
    faults = " ".join(error.value.faults)
    assert len(error.value.faults) == 2
    assert "the claim only-needed is recorded as disease, not safety" in faults
    assert "the label 2 for DE is approved with other words" in faults
    assert by_key(kit_exporter.export("plenumra")) == by_key(before)
    assert LedgerEntry.objects.count() == 1
    assert Claim.objects.count() == 3


def test_every_unapproved_change_under_approved_claims_is_named_at_once(
    requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    kit = copy.deepcopy(FULL)
    kit["brand"]["name"] = "Other"
    kit["brand"]["markets"]["US"]["black_triangle"] = True
    kit["brand"]["markets"]["GB"] = kit["brand"]["markets"]["US"]
    kit["labels"].append(kit["labels"][2] | {"market": "GB"})
    kit["references"][2]["citation"] = "Three, changed."
    with pytest.raises(reading.KitFaultsError) as error:
        load(kit, requester, at, approve=False)
    said = [
        fault.removeprefix("kit: ").split(" would")[0] for fault in error.value.faults
    ]
    assert sorted(said) == [
        "the brand plenumra",
        "the market GB",
        "the market US",
        "the reference R+3",
    ]


def test_another_brand_with_the_same_keys_is_never_touched(
    requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at)
    twin = copy.deepcopy(FULL)
    twin["brand"] |= {"slug": "twin", "name": "Twin"}
    twin["claims"][0]["qualifiers"] = ["Another note."]
    twin["references"][0]["anchors"][0]["quote"] = "Another quote."
    twin["copy"][0]["tones"] = ["other"]
    load(twin, requester, at)
    assert by_key(kit_exporter.export("plenumra")) == by_key(spelt_out(FULL))
    assert by_key(kit_exporter.export("twin")) == by_key(spelt_out(twin))


def test_the_ledger_line_binds_the_kit_and_its_counts(
    requester: User, at: datetime.datetime
) -> None:
    load(FULL, requester, at, approve=False)
    counts = load(FULL, requester, at)
    first, second = LedgerEntry.objects.order_by("sequence")
    assert (first.by, first.at, second.at) == (requester.username, at, at)
    told = [json.loads(entry.payload) for entry in (first, second)]
    assert [one["approved"] for one in told] == [False, True]
    assert told[0]["kit_sha256"] == told[1]["kit_sha256"]
    assert told[1]["counts"] == counts
    canonical = json.dumps(FULL, sort_keys=True, ensure_ascii=False)
    wanted = hashlib.sha256(canonical.encode()).hexdigest()
    assert told[0]["kit_sha256"] == wanted
