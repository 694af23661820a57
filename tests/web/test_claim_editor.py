"""The claim editor: written, read beside, bound by a person, saved as a draft."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from knowledge_base.models import (
    Anchor,
    Brand,
    Claim,
    ClaimState,
    ClaimVersion,
    LedgerEntry,
)
from tests import factories
from tests.web.conftest import Come
from web.forms import claim_arms
from web.presenters import claim_editor, claim_offers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]

BOUND = "42% of patients on Testavra vs 18% on placebo were free of attacks at week 12."
OPEN = "Testavra and placebo were compared: 42% and 18% were free of attacks."
MAY = ("REQUESTER", "MEDICAL", "REGULATORY", "COORDINATOR")


@pytest.fixture
def brand(db: None) -> Brand:
    made = factories.make_brand()
    version = factories.make_claim(made, "attacks")
    reference = version.citations.get().reference
    Anchor.objects.create(
        reference=reference, key="t2", locator="Table 2", quote="42% against 18%"
    )
    return made


def words_of(response: Any) -> str:
    html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def new_page(brand: Brand) -> str:
    return reverse("claim_editor:new", args=[brand.slug])


def revise_page(brand: Brand, key: str = "attacks") -> str:
    return reverse("claim_editor:revise", args=[brand.slug, key])


def place(brand: Brand) -> str:
    anchor = Anchor.objects.get(reference__brand=brand)
    return f"{anchor.reference.key}#{anchor.key}"


def sent(brand: Brand, text: str = BOUND, **fields: Any) -> dict[str, Any]:
    """A whole form as a browser sends it once the reading stands beside it."""
    given = {
        "key": "free-of-attacks",
        "kind": "efficacy",
        "text": text,
        "evidence": [place(brand), ""],
        "variations": ["", ""],
        "comparator": "placebo",
        "market_codes": ["US"],
        "save": "ready",
    } | fields
    return {"read_sha256": claim_editor.token(given)} | given


def drafted(brand: Brand, key: str = "free-of-attacks") -> ClaimVersion:
    versions = ClaimVersion.objects.filter(claim__brand=brand, claim__key=key)
    return versions.latest("version")


# opening


@pytest.mark.parametrize("role", MAY)
def test_who_may_draft_finds_the_editor(come: Come, brand: Brand, role: str) -> None:
    response = come(role).get(new_page(brand))
    assert response.status_code == 200
    assert "New claim for Testavra" in words_of(response)


@pytest.mark.parametrize("role", ["LEGAL", "AUDITOR", "SIGNATORY", "ADMINISTRATOR"])
def test_others_are_refused(come: Come, brand: Brand, role: str) -> None:
    client = come(role)
    assert client.get(new_page(brand)).status_code == 403
    assert client.post(new_page(brand), sent(brand)).status_code == 403
    assert not Claim.objects.filter(key="free-of-attacks").exists()


def test_the_only_brand_is_taken(come: Come, brand: Brand) -> None:
    response = come("MEDICAL").get(reverse("claim_editor:new"))
    assert response.context["brand"] == brand


def test_among_brands_a_person_chooses(come: Come, brand: Brand) -> None:
    factories.make_brand("otherol")
    client = come("MEDICAL")
    response = client.get(reverse("claim_editor:new"))
    assert new_page(brand) in response.content.decode()
    chosen = client.get(reverse("claim_editor:new"), {"brand": "otherol"})
    assert chosen.context["brand"].slug == "otherol"


def test_an_empty_house_says_what_to_do(come: Come) -> None:
    response = come("MEDICAL").get(reverse("claim_editor:new"))
    assert "load_kit" in words_of(response)


def test_what_does_not_exist_is_not_found(come: Come, brand: Brand) -> None:
    client = come("MEDICAL")
    assert client.get(reverse("claim_editor:new", args=["nothing"])).status_code == 404
    assert client.get(revise_page(brand, "nothing")).status_code == 404


def test_the_editor_offers_quotes_and_leaves_out_what_was_retracted(
    come: Come, brand: Brand
) -> None:
    brand.references.create(
        key="GONE", citation="Gone.", kind="journal", retracted_at=factories.AT
    )
    offered = claim_offers.offers(brand)
    labels = [label for _, label in offered.choices["evidence"]]
    assert any(label.endswith("Table 2") for label in labels)
    assert not any("GONE" in label for label in labels)


# drafting


def test_a_new_claim_is_drafted_with_its_reading(come: Come, brand: Brand) -> None:
    given = sent(
        brand,
        variations=["On Testavra 42% were free of attacks.", ""],
        qualifiers="Attacks: two a week.\n\nNot in the elderly.",
        companions="attacks",
        channels=["email"],
        themes=[],
        other_themes="relief, relief",
        indications="attacks of adults",
        valid_from="2026-12-01",
        expires_on="2027-12-01",
    )
    response = come("REQUESTER").post(new_page(brand), given)
    version = drafted(brand)
    assert response.headers["Location"].endswith("/free-of-attacks/?version=1")
    assert version.state == ClaimState.DRAFT
    assert version.claim.kind == "efficacy"
    assert version.qualifiers == ["Attacks: two a week.", "Not in the elderly."]
    assert (version.companions, version.channels) == (["attacks"], ("email",))
    assert (version.themes, version.indications) == (
        ("relief",),
        ("attacks of adults",),
    )
    assert version.variations.get().text.startswith("On Testavra")
    assert version.citations.get().anchor.quote == "42% against 18%"  # type: ignore[union-attr]
    arms = {row["text"]: row["arm"] for row in version.reading["quantities"]}
    assert (arms["42%"], arms["18%"]) == ("PRODUCT", "COMPARATOR")
    assert version.reading["timepoint"] == "week 12"
    assert [row["value"] for row in version.facts] == ["42", "18"]
    assert version.facts[1]["arm"] == "placebo"


def test_one_draft_is_one_line_of_the_ledger(come: Come, brand: Brand) -> None:
    before = LedgerEntry.objects.count()
    come("MEDICAL").post(new_page(brand), sent(brand))
    assert LedgerEntry.objects.count() == before + 1


FAULTS = [
    ("text", {"text": ""}, "Write the wording of the claim."),
    ("text", {"text": "Short"}, "A claim has at least 10 characters."),
    ("text", {"text": "x" * 1501}, "A claim has at most 1,500 characters."),
    ("key", {"key": ""}, "Give the claim a key."),
    (
        "key",
        {"key": "two words"},
        "Use letters, digits and . : + - _ without spaces, a letter or a digit among "
        "them.",
    ),
    ("key", {"key": "attacks"}, "There is a claim attacks already"),
    ("kind", {"kind": "rumour"}, "Select a valid choice"),
    ("evidence", {"evidence": [""]}, "Choose the reference that the claim stands on."),
    ("evidence", {"evidence": ["X#y"]}, "X#y cannot be chosen here any more."),
    ("market_codes", {"market_codes": []}, "Tick at least one market."),
    ("market_codes", {"market_codes": ["FR"]}, "FR cannot be chosen here."),
    ("variations", {"variations": [BOUND]}, "Two of these wordings are the same."),
    ("variations", {"variations": ["y" * 1501]}, "at most 1,500 characters"),
    ("companions", {"companions": "attacks, none"}, "This brand has no claim none."),
    ("other_themes", {"other_themes": "a|b"}, "holds a vertical bar"),
    ("indications", {"indications": "x" * 99}, "is too long"),
    ("valid_from", {"valid_from": "tomorrow"}, "Write the day as year-month-day"),
    (
        "expires_on",
        {"valid_from": "2026-12-02", "expires_on": "2026-12-02"},
        "The claim must begin before it ends.",
    ),
]


@pytest.mark.parametrize(("field", "fields", "sentence"), FAULTS)
def test_a_fault_is_told_at_its_field_and_nothing_is_lost(
    come: Come, brand: Brand, field: str, fields: dict[str, Any], sentence: str
) -> None:
    given = sent(brand, endpoint="Attacks a week", **fields)
    response = come("MEDICAL").post(new_page(brand), given)
    assert response.status_code == 422
    assert any(sentence in error for error in response.context["form"].errors[field])
    assert 'value="Attacks a week"' in response.content.decode()
    assert ClaimVersion.objects.filter(claim__brand=brand).count() == 1


def test_the_same_evidence_is_not_cited_twice(come: Come, brand: Brand) -> None:
    given = sent(brand, evidence=[place(brand), place(brand)])
    response = come("MEDICAL").post(new_page(brand), given)
    assert "The same evidence is chosen twice." in words_of(response)


# the reading


def test_the_reading_stands_beside_the_wording(come: Come, brand: Brand) -> None:
    address = reverse("claim_editor:read", args=[brand.slug])
    response = come("MEDICAL").post(address, {"text": OPEN, "comparator": "placebo"})
    html = response.content.decode()
    assert html.lstrip().startswith("<section")
    assert '<mark class="open"' in html
    assert "2 figures without an arm." in words_of(response)
    assert f"{len(OPEN)} characters." in words_of(response)


def test_an_empty_wording_is_read_too(come: Come, brand: Brand) -> None:
    address = reverse("claim_editor:read", args=[brand.slug])
    response = come("MEDICAL").post(address, {"text": ""})
    assert "0 characters." in words_of(response)


def test_without_javascript_a_button_reads_and_adds(come: Come, brand: Brand) -> None:
    given = sent(brand, OPEN, variations=["One.", "Two."])
    given |= {"more": "reading"}
    del given["save"]
    response = come("MEDICAL").post(new_page(brand), given)
    assert response.status_code == 200
    assert response.context["variations"] == ["One.", "Two.", ""]
    assert [row.value for row in response.context["evidence"]] == [place(brand), ""]
    assert "42% against 18%" in words_of(response)
    assert response.context["reading"].open_figures == 2
    assert not response.context["form"].errors
    assert not Claim.objects.filter(key="free-of-attacks").exists()


def test_open_figures_keep_a_claim_from_being_ready(come: Come, brand: Brand) -> None:
    client = come("MEDICAL")
    response = client.post(new_page(brand), sent(brand, OPEN))
    assert response.status_code == 422
    assert "Whose figure is 42%?" in words_of(response)
    assert not Claim.objects.filter(key="free-of-attacks").exists()


def test_unfinished_claims_are_kept_with_open_figures(come: Come, brand: Brand) -> None:
    come("MEDICAL").post(new_page(brand), sent(brand, OPEN, save="unfinished"))
    rows = drafted(brand).reading["quantities"]
    assert [row["is_open"] for row in rows] == [True, True]


CHOICES = [
    ({"arm-0": "PRODUCT", "arm-1": "COMPARATOR"}, ["PRODUCT", "COMPARATOR"]),
    ({"arm-0": "NONE", "arm-1": "NONE"}, ["NONE", "NONE"]),
    (
        {"arm-0": "OTHER", "other-0": " rescue therapy ", "arm-1": "BETWEEN"},
        ["rescue therapy", "BETWEEN"],
    ),
]


@pytest.mark.parametrize(("arms", "wanted"), CHOICES)
def test_a_person_binds_what_is_open(
    come: Come, brand: Brand, arms: dict[str, str], wanted: list[str]
) -> None:
    words = {"words-0": "42%", "was-0": "", "words-1": "18%", "was-1": ""}
    response = come("MEDICAL").post(new_page(brand), sent(brand, OPEN, **words, **arms))
    assert response.status_code == 302
    rows = drafted(brand).reading["quantities"]
    assert [(row["arm"], row["is_open"]) for row in rows] == [
        (arm, False) for arm in wanted
    ]


def test_another_arm_without_a_name_binds_nothing(come: Come, brand: Brand) -> None:
    chosen = {"words-0": "42%", "was-0": "", "arm-0": "OTHER", "other-0": " "}
    response = come("MEDICAL").post(new_page(brand), sent(brand, OPEN, **chosen))
    assert "Whose figure is 42%?" in words_of(response)


def test_a_proposal_left_alone_gives_way_to_a_new_wording() -> None:
    posted = {"words-0": "42%", "was-0": "PRODUCT", "arm-0": "PRODUCT"}
    assert claim_arms.chosen(posted) == {}
    posted["arm-0"] = "COMPARATOR"
    assert claim_arms.chosen(posted) == {("42%", 0): "COMPARATOR"}


def test_like_figures_keep_their_own_choices() -> None:
    posted = {
        "words-0": "3%",
        "arm-0": "PRODUCT",
        "words-1": "3%",
        "arm-1": "COMPARATOR",
    }
    assert claim_arms.chosen(posted) == {
        ("3%", 0): "PRODUCT",
        ("3%", 1): "COMPARATOR",
    }


@pytest.mark.parametrize("save", ["ready", "unfinished"])
def test_a_wording_is_saved_only_as_it_was_read(
    come: Come, brand: Brand, save: str
) -> None:
    given = sent(brand, save=save) | {"text": BOUND.replace("42%", "24%")}
    client = come("MEDICAL")
    response = client.post(new_page(brand), given)
    assert response.status_code == 422
    assert "look at them, then save" in words_of(response)
    given["read_sha256"] = response.context["reading"].sha256
    assert client.post(new_page(brand), given).status_code == 302


# revising


def revision(
    client: Client, brand: Brand, claim: str = "attacks", /, **fields: Any
) -> dict[str, Any]:
    form = client.get(revise_page(brand, claim)).context["form"]
    given = {
        name: form[name].value()
        for name in form.fields
        if form[name].value() is not None
    }
    given |= {"save": "ready"} | fields
    return given | {"read_sha256": claim_editor.token(given)}


def test_the_newest_revision_is_filled_in(come: Come, brand: Brand) -> None:
    response = come("MEDICAL").get(revise_page(brand))
    form = response.context["form"]
    assert form["text"].value() == factories.CLAIM
    assert sorted(form["market_codes"].value()) == ["GB", "US"]
    assert form["evidence"].value()[0].startswith("REF-")
    assert "key" not in form.fields
    assert "Next revision of attacks" in words_of(response)


def test_a_revision_is_drafted_and_the_approved_one_stays(
    come: Come, brand: Brand
) -> None:
    client = come("MEDICAL")
    changed = factories.CLAIM.replace("42%", "43%")
    response = client.post(revise_page(brand), revision(client, brand, text=changed))
    assert response.status_code == 302
    version = drafted(brand, "attacks")
    assert (version.version, version.text) == (2, changed)
    states = ClaimVersion.objects.filter(claim=version.claim).order_by("version")
    assert [row.state for row in states] == [ClaimState.APPROVED, ClaimState.DRAFT]


def test_figures_as_written_stay_with_an_unchanged_wording(
    come: Come, brand: Brand
) -> None:
    facts = [{"label": "attacks", "value": "42", "unit": "%"}]
    factories.make_claim(brand, "written", facts=facts)
    client = come("MEDICAL")
    given = revision(client, brand, "written", endpoint="attacks")
    client.post(revise_page(brand, "written"), given)
    assert drafted(brand, "written").version == 2
    assert drafted(brand, "written").facts == facts


def test_a_persons_choice_comes_back_when_revised(come: Come, brand: Brand) -> None:
    client = come("MEDICAL")
    words = {"words-0": "42%", "was-0": "", "words-1": "18%", "was-1": ""}
    arms = {"arm-0": "PRODUCT", "arm-1": "dummy arm", "save": "unfinished"}
    client.post(new_page(brand), sent(brand, OPEN, **words, **arms))
    reading = client.get(revise_page(brand, "free-of-attacks")).context["reading"]
    first, second = reading.figures
    assert (first.arm, first.other, first.is_open) == ("PRODUCT", "", False)
    assert (second.arm, second.other) == ("OTHER", "dummy arm")


def test_a_revision_that_says_just_this_is_refused(come: Come, brand: Brand) -> None:
    client = come("MEDICAL")
    client.post(revise_page(brand), revision(client, brand, endpoint="attacks"))
    response = client.post(revise_page(brand), revision(client, brand))
    assert response.status_code == 422
    assert "says just this" in words_of(response)


def test_who_was_overtaken_is_told(come: Come, brand: Brand) -> None:
    client = come("MEDICAL")
    mine = revision(client, brand, endpoint="mine")
    client.post(revise_page(brand), revision(client, brand, endpoint="theirs"))
    response = client.post(revise_page(brand), mine)
    assert "Somebody drafted revision 2 meanwhile" in words_of(response)
    assert drafted(brand, "attacks").endpoint == "theirs"


def test_retracted_evidence_is_named(come: Come, brand: Brand) -> None:
    brand.references.update(retracted_at=factories.AT)
    response = come("MEDICAL").get(revise_page(brand))
    assert "cannot be chosen any more: choose another." in words_of(response)


def test_words_in_a_wording_are_never_markup(come: Come, brand: Brand) -> None:
    text = "Testavra <script>alert(1)</script> eased 42% of attacks."
    address = reverse("claim_editor:read", args=[brand.slug])
    response = come("MEDICAL").post(address, {"text": text})
    assert "<script>" not in response.content.decode()
