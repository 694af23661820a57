"""Text blocks: found, read, drafted, approved, stopped; refusals with their reason."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from knowledge_base import copy_blocks
from knowledge_base.copy_blocks import BlockState
from knowledge_base.models import Brand, CopyBlockVersion, LedgerEntry
from review.models import Signature
from tests import factories, kits
from tests.web.conftest import Come
from web.presenters import blocks as block_rows
from web.presenters.blocks import Stretch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]
AT = factories.AT


@pytest.fixture
def brand(db: None) -> Brand:
    return factories.make_brand()


def listed(client: Client, **query: str) -> list[str]:
    response = client.get(reverse("blocks:blocks"), query)
    assert response.status_code == 200
    return [row.key for row in response.context["rows"]]


def page(client: Client, key: str, **query: str) -> Any:
    return client.get(reverse("blocks:block", args=["testavra", key]), query)


def sign(client: Client, version: CopyBlockVersion, step: str, **typed: str) -> Any:
    """Send the form of a step, signed by the name that is given."""
    key = version.block.key
    args: list[Any] = ["testavra", key, version.version]
    name = "blocks:approve" if step == "approve" else "blocks:step"
    args += [] if step == "approve" else [step]
    sent = {"password": factories.PASSWORD, **typed}
    return client.post(reverse(name, args=args), sent)


def state(version: CopyBlockVersion) -> BlockState:
    return copy_blocks.state_of(CopyBlockVersion.objects.get(pk=version.pk))


# the list


FILTERS = [
    ({}, ["a", "b", "c"]),
    ({"q": "dear"}, ["a"]),
    ({"q": "DEAR colleague"}, ["a"]),
    ({"q": "colleague nowhere"}, []),
    ({"q": "b"}, ["a", "b"]),
    ({"role": "greeting"}, ["a"]),
    ({"tone": "warm"}, ["a", "c"]),
    ({"tone": "clinical"}, ["b", "c"]),
    ({"theme": "efficacy"}, ["a", "b", "c"]),
    ({"theme": "safety"}, ["a", "c"]),
    ({"channel": "sms"}, ["a", "b"]),
    ({"market": "GB"}, ["a", "b", "c"]),
    ({"market": "US"}, ["a", "b"]),
    ({"format": "long"}, ["b", "c"]),
    ({"brand": "testavra"}, ["a", "b", "c"]),
    ({"brand": "other"}, ["z"]),
    ({"state": "DRAFT"}, ["d"]),
    ({"state": "SUSPENDED"}, ["s"]),
    ({"state": "RETIRED"}, ["r"]),
    ({"state": "all", "brand": "testavra"}, ["a", "b", "c", "d", "r", "s"]),
    ({"role": "nonsense", "state": "nonsense", "q": "colleague"}, ["a"]),
]


@pytest.fixture
def library(brand: Brand) -> None:
    factories.make_brand(market="GB")
    other = factories.make_brand("other")
    make, clinical = factories.make_block, ("clinical",)
    make(brand, "a", role="greeting", text="Dear b colleague", formats=("short",))
    make(brand, "b", tones=clinical, themes=("efficacy",), text="Data [new|old]")
    limits: dict[str, Any] = {"channels": ("email",), "market_codes": ("GB",)}
    make(brand, "c", tones=("clinical", "warm"), text="Hello", **limits)
    make(brand, "d", approved=False, themes=("safety",), text="Draft")
    stopped, retired = make(brand, "s", text="S"), make(brand, "r", text="R")
    step: dict[str, Any] = {"reason": "Why.", "by": User(username="x"), "at": AT}
    copy_blocks.suspend(version_id=stopped.pk, **step)
    copy_blocks.retire(version_id=retired.pk, **step)
    make(other, "z", text="Of another brand", tones=("calm",), formats=("short",))


@pytest.mark.parametrize(("query", "keys"), FILTERS)
def test_what_is_found(
    come: Come, library: None, query: dict[str, str], keys: list[str]
) -> None:
    found = listed(come("AUDITOR"), **query)
    mine = found if "brand" in query else [key for key in found if key != "z"]
    assert mine == keys


def test_the_swap_is_the_part_that_changes(come: Come, library: None) -> None:
    client = come("LEGAL")
    whole = client.get(reverse("blocks:blocks"))
    part = client.get(reverse("blocks:blocks"), headers={"HX-Target": "found"})
    assert part.content.decode().strip() in whole.content.decode()
    assert "<h1>" not in part.content.decode()


def test_what_is_out_of_use_says_why(come: Come, library: None) -> None:
    response = come("AUDITOR").get(reverse("blocks:blocks"), {"state": "all"})
    rows = {row.key: row for row in response.context["rows"]}
    assert rows["s"].why_not == "Suspended by x on 21 Nov 2026: Why."
    assert rows["r"].why_not == "Retired by x on 21 Nov 2026: Why."
    assert rows["d"].why_not == "A draft: it is not approved yet."
    assert rows["a"].why_not == ""
    assert (rows["s"].state, rows["s"].tone) == ("Suspended", "warn")


@pytest.mark.parametrize(
    ("query", "said"),
    [({"q": "nowhere"}, "No text block fits"), ({}, "There are no approved text")],
)
def test_an_empty_list_says_what_to_do(
    come: Come, query: dict[str, str], said: str
) -> None:
    response = come("LEGAL").get(reverse("blocks:blocks"), query)
    assert said in response.content.decode()


def test_the_list_asks_as_much_for_many_as_for_few(
    come: Come, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    by = factories.make_user("ADMINISTRATOR")
    kits.load_small_kit(by=by, at=AT)
    client = come("REQUESTER")
    with django_assert_max_num_queries(12):
        assert len(listed(client)) == 25
    assert len(listed(client, page="2")) == 21


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("Plain.", [Stretch("Plain.")]),
        ("[a|b]", [Stretch(options=("a", "b"))]),
        (
            "See [new|] data [here|below].",
            [
                Stretch("See "),
                Stretch(options=("new", "")),
                Stretch(" data "),
                Stretch(options=("here", "below")),
                Stretch("."),
            ],
        ),
        ("A [broken text", [Stretch("A [broken text")]),
    ],
)
def test_choices_are_laid_open(text: str, stretches: list[Stretch]) -> None:
    assert list(block_rows.stretches(text)) == stretches


# a block's page


def test_the_page_tells_everything(come: Come, brand: Brand) -> None:
    version = factories.make_block(
        brand, "lead", text="The [data|figures] say:", themes=("efficacy",)
    )
    response = page(come("AUDITOR"), "lead")
    shown = response.context["page"]
    assert shown.samples == ("The data say:", "The figures say:")
    assert shown.sha256 == copy_blocks.content_sha256(version)
    assert ("Themes", "Efficacy") in shown.limits
    assert ("Markets", "All") in shown.limits
    assert [row.function for row in shown.approvals] == ["Recorded elsewhere"]
    assert "It is in no released asset" in response.content.decode()
    assert "2 wordings" in response.content.decode()


def test_many_wordings_are_counted_and_some_shown(come: Come, brand: Brand) -> None:
    factories.make_block(brand, "many", text="[a|b|c] [d|e|f] [g|h|i]")
    response = page(come("AUDITOR"), "many")
    assert response.context["page"].row.count == 27
    assert len(response.context["page"].samples) == 6
    assert "The first 6 of 27" in response.content.decode()


def test_revisions_show_what_changed(come: Come, brand: Brand) -> None:
    old = factories.make_block(brand, "lead", text="The data say:")
    factories.redraft_block(old, "The figures say:")
    client = come("AUDITOR")
    assert page(client, "lead").context["page"].version == 1, "the one in use"
    response = page(client, "lead", version="2")
    newest, first = response.context["page"].revisions
    told = [(one.kind, one.text) for one in newest.changes]
    assert ("removed", "data") in told
    assert ("added", "figures") in told
    assert first.changes == ()
    assert (newest.is_shown, first.is_shown) == (True, False)


@pytest.mark.parametrize("number", ["3", "0", "x"])
def test_a_revision_that_is_not_there(come: Come, brand: Brand, number: str) -> None:
    factories.make_block(brand, "lead")
    assert page(come("AUDITOR"), "lead", version=number).status_code == 404
    assert page(come("AUDITOR"), "nothing").status_code == 404


def test_a_page_asks_as_much_for_many_revisions(
    come: Come, brand: Brand, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    version = factories.make_block(brand, "lead")
    client = come("MEDICAL")
    for number in range(8):
        with django_assert_max_num_queries(40):
            page(client, "lead")
        version = factories.redraft_block(version, f"Other words {number}.")


# steps


def test_two_functions_put_a_draft_in_force(come: Come, brand: Brand) -> None:
    draft = factories.make_block(brand, "lead", approved=False)
    for role in ("MEDICAL", "REGULATORY"):
        assert state(draft) == BlockState.DRAFT
        person = factories.make_user(role)
        client = come(user=person)
        assert b"Sign and approve" in page(client, "lead").content
        typed = {"username": person.get_username(), "function": role}
        response = sign(client, draft, "approve", **typed)
        assert response.status_code == 302
    assert state(draft) == BlockState.APPROVED
    assert Signature.objects.filter(meaning="APPROVED").count() == 2
    shown = page(come("AUDITOR"), "lead").context["page"]
    assert [row.function for row in shown.approvals] == ["Medical", "Regulatory"]


@pytest.mark.parametrize(
    ("role", "why"),
    [
        ("LEGAL", "Only a medical or a regulatory reviewer"),
        ("AUDITOR", "Only a medical or a regulatory reviewer"),
        ("COORDINATOR", "Only a medical or a regulatory reviewer"),
        ("MEDICAL", ""),
    ],
)
def test_who_cannot_approve_is_told_why(
    come: Come, brand: Brand, role: str, why: str
) -> None:
    draft = factories.make_block(brand, "lead", approved=False)
    person = factories.make_user(role)
    client = come(user=person)
    assert page(client, "lead").context["doors"].approval.startswith(why)
    typed = {"username": person.get_username(), "function": "MEDICAL"}
    response = sign(client, draft, "approve", **typed)
    assert response.status_code == (403 if why else 302)
    assert Signature.objects.count() == (0 if why else 1)


def test_approvers_are_led_to_the_drafts(come: Come, library: None) -> None:
    address = reverse("blocks:blocks")
    for role, is_led in (("MEDICAL", True), ("REGULATORY", True), ("LEGAL", False)):
        html = come(role).get(address).content.decode()
        assert ("Drafts to approve" in html) == is_led


def test_authors_do_not_approve_their_own(come: Come, brand: Brand) -> None:
    author = factories.make_user("REQUESTER", "MEDICAL", username="author")
    factories.make_block(brand, "lead", approved=False)
    doors = page(come(user=author), "lead").context["doors"]
    assert doors.functions == ()
    assert "You drafted" in doors.approval or "own" in doors.approval


STEPS = [
    ("suspend", "COORDINATOR", BlockState.SUSPENDED),
    ("suspend", "MEDICAL", BlockState.SUSPENDED),
    ("retire", "REGULATORY", BlockState.RETIRED),
]


@pytest.mark.parametrize(("step", "role", "becomes"), STEPS)
def test_a_block_is_stopped(
    come: Come, brand: Brand, step: str, role: str, becomes: BlockState
) -> None:
    version = factories.make_block(brand, "lead")
    person = factories.make_user(role)
    client = come(user=person)
    typed = {"username": person.get_username(), "reason": "The label changed."}
    assert sign(client, version, step, **typed).status_code == 302
    assert state(version) == becomes
    response = page(come("AUDITOR"), "lead")
    assert "The label changed." in response.content.decode()
    assert any(
        "The label changed." in row.did for row in response.context["page"].history
    )


def test_a_suspended_block_is_reconfirmed_by_somebody_who_may(
    come: Come, brand: Brand
) -> None:
    version = factories.make_block(brand, "lead")
    by = User(username="x")
    copy_blocks.suspend(version_id=version.pk, reason="Why.", by=by, at=AT)
    coordinator, medical = (
        factories.make_user(role) for role in ("COORDINATOR", "MEDICAL")
    )
    doors = page(come(user=coordinator), "lead").context["doors"]
    assert doors.steps["reconfirm"]
    assert doors.steps["retire"] == ""
    typed = {"reason": "It holds."}
    refused = sign(
        come(user=coordinator),
        version,
        "reconfirm",
        username=coordinator.get_username(),
        **typed,
    )
    assert refused.status_code == 403
    assert state(version) == BlockState.SUSPENDED
    client = come(user=medical)
    name = medical.get_username()
    assert sign(client, version, "reconfirm", username=name, **typed).status_code == 302
    assert state(version) == BlockState.APPROVED


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"reason": ""}, 422, "Give the reason."),
        ({"password": ""}, 422, "Give your password"),
        ({"password": "wrong"}, 403, "password"),
    ],
)
def test_a_faulty_form_comes_back_with_its_words(
    come: Come, brand: Brand, typed: dict[str, str], status: int, said: str
) -> None:
    version = factories.make_block(brand, "lead")
    person = factories.make_user("MEDICAL")
    whole = {"username": person.get_username(), "reason": "Said already."} | typed
    response = sign(come(user=person), version, "suspend", **whole)
    assert response.status_code in (status, 422)
    text = response.content.decode()
    assert said in text
    assert whole["reason"] in text
    assert state(version) == BlockState.APPROVED


def test_a_step_out_of_turn_is_refused_with_its_sentence(
    come: Come, brand: Brand
) -> None:
    version = factories.make_block(brand, "lead")
    person = factories.make_user("MEDICAL")
    typed = {"username": person.get_username(), "reason": "x", "function": "MEDICAL"}
    client = come(user=person)
    response = sign(client, version, "reconfirm", **typed)
    assert response.status_code == 409
    assert "only a suspended block" in response.content.decode()
    response = sign(client, version, "approve", **typed)
    assert response.status_code == 409
    assert "no draft any more" in response.content.decode()
    assert sign(client, version, "dance", **typed).status_code == 404


# drafts


def form_of(**changes: Any) -> dict[str, Any]:
    said = {
        "brand": "testavra",
        "key": "lead-1",
        "role": "evidence_lead",
        "text": "The  [data|figures]\nsay:",
        "tones": ["warm"],
        "other_themes": "early-days, sleep",
        "channels": ["email"],
    }
    return said | changes


@pytest.fixture
def known(brand: Brand) -> CopyBlockVersion:
    """A block, so that there is a tone to tick."""
    return factories.make_block(brand, "opening-1", text="Hello.")


def test_a_block_is_drafted(come: Come, known: CopyBlockVersion) -> None:
    person = factories.make_user("REQUESTER")
    response = come(user=person).post(reverse("blocks:new"), form_of())
    assert response.status_code == 302
    version = CopyBlockVersion.objects.get(block__key="lead-1")
    assert response["Location"].endswith("/blocks/testavra/lead-1/?version=1")
    assert version.text == "The [data|figures] say:"
    assert version.drafted_by == person.get_username()
    assert (version.tones, version.channels) == (("warm",), ("email",))
    assert version.themes == ("early-days", "sleep")
    assert state(version) == BlockState.DRAFT
    assert LedgerEntry.objects.filter(action="copy.drafted").count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "Write the wording."),
        ({"text": "A [broken"}, "a square bracket is never closed"),
        ({"text": "A [single] word"}, "offers no choice"),
        ({"tones": []}, "Tick at least one tone"),
        ({"other_tones": "Very Warm"}, "small letters"),
        ({"tones": ["unheard"]}, "unheard cannot be chosen here."),
        ({"key": "two words"}, "no spaces"),
        ({"key": "a/b"}, "no spaces"),
        ({"key": ""}, "Give the block a key."),
        ({"key": "opening-1"}, "A text block with this key exists"),
        ({"role": "song"}, "song"),
        ({"brand": "nobody"}, "nobody"),
    ],
)
def test_a_faulty_draft_says_what_is_wrong(
    come: Come, known: CopyBlockVersion, changes: dict[str, Any], said: str
) -> None:
    response = come("REQUESTER").post(reverse("blocks:new"), form_of(**changes))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert CopyBlockVersion.objects.count() == 1


def test_a_hole_fills_the_form_in(come: Come, known: CopyBlockVersion) -> None:
    asked = {"brand": "testavra", "role": "opening", "tones": "warm", "themes": "x"}
    client = come("REQUESTER")
    form = client.get(reverse("blocks:new"), asked).context["form"]
    assert form["role"].value() == "opening"
    assert form["tones"].value() == ["warm"]
    assert form["key"].value() == "opening-warm-x-1"
    factories.make_block(known.block.brand, "opening-warm-x-1")
    form = client.get(reverse("blocks:new"), asked).context["form"]
    assert form["key"].value() == "opening-warm-x-2"
    bare = client.get(reverse("blocks:new")).context["form"]
    assert bare["key"].value() == ""


def test_the_next_revision_starts_from_the_newest(
    come: Come, known: CopyBlockVersion
) -> None:
    newest = factories.redraft_block(known, "Hello [again|there].")
    client = come("REQUESTER")
    address = reverse("blocks:revise", args=["testavra", "opening-1"])
    form = client.get(address).context["form"]
    assert form["text"].value() == newest.text
    same = {"role": "opening", "text": newest.text, "tones": ["warm"]}
    response = client.post(address, same)
    assert response.status_code == 422
    assert "says just this" in response.content.decode()
    assert client.post(address, same | {"text": ""}).status_code == 422
    assert client.post(address, same | {"text": "Good day."}).status_code == 302
    assert state(known) == BlockState.APPROVED
    assert known.block.versions.count() == 3
    gone = reverse("blocks:revise", args=["testavra", "nothing"])
    assert client.get(gone).status_code == 404
