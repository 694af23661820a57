"""What pages say of steps: whose, when, why not; and what they say after a write."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from content_engine.models import VariantVersion
from content_engine.vocabulary import RunState
from knowledge_base import ledger
from knowledge_base.models import LedgerEntry
from review import facts, policies
from review.models import Release, Review, SigningWindow
from review.states import STEP_ROLES, Function, ReleaseState, ReviewState, Role, Step
from review.workflow import waiting
from tests import factories
from tests.web import markup, worlds
from tests.web.worlds import AT, World

pytestmark = pytest.mark.django_db

REVIEWS = ("waiting", "half", "changes", "rejected", "cancelled", "approved")
ASSETS = ("released", "suspended", "withdrawn")
BLIND = ("MEDICAL", "REGULATORY")
ROLES = [role.value for role in Role]
SOME = ("REQUESTER", "MEDICAL", "AUDITOR")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with worlds.shared(django_db_blocker) as built:
        yield built


def page_of(client: Client, address: str) -> markup.Page:
    response = client.get(address)
    assert response.status_code == 200
    return markup.Page(response.content.decode())


def reasons(page: markup.Page) -> dict[str, str]:
    """The sentence beside each button that cannot be used, by its label."""
    ids = {e.attributes.get("id", ""): e for e in page.elements}
    found = {}
    for at, element in enumerate(page.elements):
        if element.tag == "button" and "disabled" in element.attributes:
            named = ids.get(element.attributes.get("aria-describedby", "?"))
            found[element.text] = (named or page.elements[at + 1]).text
    return found


def told(client: Client, response: Any) -> list[str]:
    """The sentences of the page that a write leads to."""
    assert response.status_code == 302, response.content.decode()[:2000]
    assert response["Location"].startswith("/")
    page = page_of(client, response["Location"])
    marked = [e for e in page.elements if e.attributes.get("role") == "status"]
    return [e.text for e in marked if "notice" in e.attributes.get("class", "")]


# whose buttons, and why not

PANELS: dict[Step, tuple[str, str]] = {
    Step.CANCEL: ("reviewing:cancel", "Cancel this review"),
    Step.CERTIFY: ("reviewing:certify", "Certify the final form"),
    Step.DECIDE_MEDICAL: ("reviewing:decide", "Decide for medical"),
    Step.DECIDE_LEGAL: ("reviewing:decide", "Decide for legal"),
    Step.DECIDE_REGULATORY: ("reviewing:decide", "Decide for regulatory"),
}


@pytest.mark.parametrize(
    ("role", "name"),
    [
        *((role, name) for role in ROLES for name in ("waiting", "approved-gb")),
        *((role, name) for role in ("REQUESTER", "LEGAL") for name in REVIEWS[1:]),
        *(("OTHER", name) for name in ("waiting", "changes")),
        *(("COORDINATOR", name) for name in ("cancelled", "rejected")),
    ],
)
def test_a_review_offers_exactly_the_open_steps(
    world: World, role: str, name: str
) -> None:
    review = Review.objects.get(pk=world.reviews[name].pk)
    person = world.people[role]
    page = page_of(world.client(role), f"/reviews/{review.pk}/")
    why, actions = reasons(page), page.actions()
    for step in waiting.open_steps(review, person, AT):
        if Step(step.name) not in PANELS:
            continue
        address, label = PANELS[Step(step.name)]
        offered = reverse(address, args=[review.pk]) in actions
        mine = bool(STEP_ROLES[Step(step.name)] & facts.person_facts(person).roles)
        assert offered == (step.allowed and mine) or address == "reviewing:decide"
        if mine and address == "reviewing:decide":
            assert offered == step.allowed
        if mine and not step.allowed:
            assert why[label] == step.sentence
        if not mine:
            assert label not in why


@pytest.mark.parametrize("name", ASSETS)
@pytest.mark.parametrize("role", ROLES)
def test_an_asset_offers_exactly_the_open_steps(
    world: World, role: str, name: str
) -> None:
    release = Release.objects.get(pk=world.releases[name].pk)
    page = page_of(world.client(role), world.asset_page(name))
    why, actions = reasons(page), page.actions()
    labels = {
        Step.SUSPEND: "Suspend",
        Step.RESUME: "Resume",
        Step.WITHDRAW: "Sign and withdraw",
    }
    for step in waiting.open_steps(release.review, world.people[role], AT):
        label = labels.get(Step(step.name))
        if label is None:
            continue
        mine = bool(STEP_ROLES[Step(step.name)] & {Role(role)})
        address = reverse(f"releasing:{step.name}", args=[release.uid])
        assert (address in actions) == (step.allowed and mine)
        assert why.get(label, "") == (step.sentence if mine else "")


@pytest.mark.parametrize(
    "name", ["unsent", "waiting", "changes", "rejected", "cancelled", "blocked"]
)
@pytest.mark.parametrize("role", SOME)
def test_a_variant_offers_exactly_what_submitting_allows(
    world: World, role: str, name: str
) -> None:
    version = VariantVersion.objects.get(pk=world.versions[name].pk)
    person = world.people[role]
    page = page_of(world.client(role), world.variant_page(name))
    step = waiting.submission(version, person)
    why = reasons(page)
    address = reverse("marketing:submit", args=[version.variant.uid])
    assert (address in page.actions()) == step.allowed
    assert why.get("Send to review", "") == step.sentence
    edit = reverse("marketing:edit", args=[version.variant.uid])
    links = {a.attributes.get("href") for a in page.all("a")}
    assert (edit in links) == (role == "REQUESTER")


@pytest.mark.parametrize("name", ["hostile", "withdrawn", "draft"])
@pytest.mark.parametrize("role", [*SOME, "COORDINATOR"])
def test_a_claim_offers_its_withdrawal_to_whom_the_policy_lets(
    world: World, role: str, name: str
) -> None:
    page = page_of(world.client(role), world.claim_page(name))
    person = facts.person_facts(world.people[role])
    refusal = policies.MAY[Step.RECALL](policies.PieceFacts(), person)
    why = reasons(page).get("Withdraw this claim", "")
    if refusal:
        assert why == refusal
    elif name != "hostile":
        state = {"withdrawn": "withdrawn", "draft": "a draft"}[name]
        only = "only an approved or suspended claim can be withdrawn."
        assert why.endswith(f" is {state}; {only}")
    else:
        assert why == ""
        assert any("withdraw" in action for action in page.actions())


# what is said after a write


def signed(world: World, role: str, **more: str) -> dict[str, str]:
    person = world.people[role]
    return {
        "username": person.username,
        "password": factories.PASSWORD,
        "reason": "New data.",
        **more,
    }


def writes(world: World) -> dict[str, tuple[str, str, dict[str, str], str]]:
    """Who posts what where, and the sentence that follows."""
    review, half = world.reviews["waiting"], world.reviews["approved-gb"]
    asset = world.releases["released"]
    stopped = world.releases["suspended"]
    verdict = signed(
        world,
        "MEDICAL",
        function="MEDICAL",
        verdict="APPROVE",
        expected_sha256=review.content_sha256,
    )
    return {
        "decide": (
            "MEDICAL",
            f"/reviews/{review.pk}/decide/",
            verdict,
            "Signed: your verdict for medical is recorded.",
        ),
        "cancel": (
            "COORDINATOR",
            f"/reviews/{review.pk}/cancel/",
            {"reason": "No longer needed."},
            "The review was taken back; its open decisions are closed.",
        ),
        "certify": (
            "SIGNATORY",
            f"/reviews/{half.pk}/certify/",
            signed(world, "SIGNATORY"),
            "Signed: the final form is certified.",
        ),
        "suspend": (
            "REGULATORY",
            f"/library/{asset.uid}/suspend/",
            {"reason": "A question."},
            f"{asset.code} is suspended.",
        ),
        "resume": (
            "COORDINATOR",
            f"/library/{stopped.uid}/resume/",
            {"reason": "Answered."},
            f"{stopped.code} is served again.",
        ),
        "withdraw": (
            "COORDINATOR",
            f"/library/{asset.uid}/withdraw/",
            signed(world, "COORDINATOR"),
            f"{asset.code} is withdrawn for good.",
        ),
        "submit": (
            "REQUESTER",
            f"{world.variant_page('unsent')}submit/",
            {},
            "Sent to review: Medical, Legal and Regulatory decide in parallel.",
        ),
        "submit-family": (
            "REQUESTER",
            f"{world.family_page('unsent')}submit/",
            {},
            "1 variant was sent to review.",
        ),
        "recall": (
            "MEDICAL",
            f"{world.claim_page('hostile')}withdraw/",
            signed(world, "MEDICAL"),
            "Withdrawn. Released assets that stop: 3.",
        ),
        "verify": ("AUDITOR", "/ledger/", {}, "The chain holds:"),
        "run-again": (
            "REQUESTER",
            f"{world.family_page('failed')}again/",
            {},
            "Started again.",
        ),
    }


@pytest.mark.parametrize(
    "name",
    [
        *("decide", "cancel", "certify", "suspend", "resume", "withdraw", "submit"),
        *("submit-family", "recall", "verify", "run-again"),
    ],
)
def test_a_write_leads_to_a_page_that_says_what_happened(
    world: World, name: str
) -> None:
    role, address, sent, sentence = writes(world)[name]
    before = LedgerEntry.objects.count()
    client = world.client(role)
    said = told(client, client.post(address, sent))
    assert len(said) == 1
    assert said[0].startswith(sentence)
    assert (LedgerEntry.objects.count() > before) == (name != "verify")
    assert ledger.first_broken_entry() is None
    again = page_of(client, "/ledger/")
    assert not [e for e in again.elements if "notice" in e.attributes.get("class", "")]


@pytest.mark.parametrize("name", ["decide", "certify", "withdraw", "recall"])
@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"password": "a guess"}, 403),
        ({"username": ""}, 422),
    ],
)
def test_a_failed_signature_writes_nothing_and_keeps_the_words(
    world: World, name: str, change: dict[str, str], status: int
) -> None:
    role, address, sent, _ = writes(world)[name]
    words = {"reason": 'Because "<b>" & so', "comment": 'Because "<b>" & so'}
    client = world.client(role)
    response = client.post(address, {**sent, **words, **change})
    assert response.status_code == status
    page = markup.Page(response.content.decode())
    assert list(markup.of_house(page)) == []
    if name != "certify":
        assert any(e.text == words["reason"] for e in page.all("textarea"))
    html = response.content.decode()
    assert factories.PASSWORD not in html
    assert "a guess" not in html
    lines = LedgerEntry.objects.order_by("-sequence").values_list("action", flat=True)
    assert lines[0] == "signature.refused" or status == 422


def test_signing_out_ends_the_sitting(world: World) -> None:
    person = factories.make_user("MEDICAL")
    first, second = world.reviews["waiting"], world.reviews["sms"]
    client = Client()
    client.force_login(person)
    sent = {
        "function": "MEDICAL",
        "verdict": "APPROVE",
        "expected_sha256": first.content_sha256,
        "username": person.username,
        "password": factories.PASSWORD,
    }
    client.post(f"/reviews/{first.pk}/decide/", sent)
    assert "username" not in page_of(client, f"/reviews/{second.pk}/").fields()
    client.post("/account/sign-out/")
    client.post(
        "/account/sign-in/",
        {"username": person.username, "password": factories.PASSWORD},
    )
    assert "username" in page_of(client, f"/reviews/{second.pk}/").fields()
    sent |= {"expected_sha256": second.content_sha256, "username": ""}
    assert client.post(f"/reviews/{second.pk}/decide/", sent).status_code == 422


def test_a_sitting_belongs_to_one_browser_and_one_address(world: World) -> None:
    person = factories.make_user("MEDICAL")
    first, second = world.reviews["waiting"], world.reviews["sms"]
    here, there = Client(), Client()
    here.force_login(person)
    there.force_login(person)
    sent = {
        "function": "MEDICAL",
        "verdict": "APPROVE",
        "expected_sha256": first.content_sha256,
        "username": person.username,
        "password": factories.PASSWORD,
    }
    here.post(f"/reviews/{first.pk}/decide/", sent)
    address = f"/reviews/{second.pk}/"
    assert "username" not in page_of(here, address).fields()
    assert "username" in page_of(there, address).fields()
    moved = here.get(address, REMOTE_ADDR="10.9.8.7")
    assert "username" in markup.Page(moved.content.decode()).fields()
    SigningWindow.objects.update(idle_until=AT)
    assert "username" in page_of(here, address).fields()


# blind until all have spoken


def addresses(world: World) -> list[str]:
    review = world.reviews["half"]
    family = review.variant.family
    claim = world.claims["hostile"].claim
    return [
        *("/", "/reviews/", "/families/", "/library/", "/claims/?state=all"),
        f"/reviews/{review.pk}/",
        f"/reviews/{review.pk}/?show=parts",
        f"/reviews/{review.pk}/?show=text",
        f"/variants/{review.variant.uid}/",
        f"/variants/{review.variant.uid}/preview/",
        f"/families/{family.uid}/",
        f"/families/{family.uid}/?view=table",
        f"/families/{family.uid}/progress/",
        reverse("knowledge:claim", args=[claim.brand.slug, claim.key]),
        *("/ledger/", f"/ledger/?subject=review:{review.pk}"),
        "/ledger/?action=review.decided",
        *("/ledger/?file=csv", "/ledger/?file=json"),
        f"/ledger/?file=json&subject=review:{review.pk}",
        "/ledger/?file=csv&action=review.decided",
    ]


@pytest.mark.parametrize("role", BLIND)
def test_no_surface_tells_a_reviewer_how_another_decided(
    world: World, role: str
) -> None:
    review = world.reviews["half"]
    legal = world.people["LEGAL"]
    signature = review.decisions.get(function="LEGAL").signature
    assert signature is not None
    for address in addresses(world):
        response = world.client(role).get(address)
        text = b"".join(response).decode()
        assert response.status_code in (200, 286), address
        assert "secret-comment" not in text, address
        assert signature.shown() not in text, address
        for line in text.splitlines():
            is_about = f"review:{review.pk}" in line and "review.decided" in line
            if is_about:
                assert "APPROVE" not in line, address
    steps = {"decide": signed(world, role, function="LEGAL", verdict="APPROVE")}
    for name, sent in steps.items():
        refused = world.client(role).post(f"/reviews/{review.pk}/{name}/", sent)
        assert "secret-comment" not in refused.content.decode()
        assert legal.get_full_name() + ", approved" not in refused.content.decode()


@pytest.mark.parametrize("role", ["REQUESTER", "SIGNATORY", "COORDINATOR", "AUDITOR"])
def test_who_holds_no_function_reads_the_verdict(world: World, role: str) -> None:
    page = page_of(world.client(role), f"/reviews/{world.reviews['half'].pk}/")
    assert "secret-comment" in page.text


def test_a_reviewer_who_also_coordinates_stays_blind(world: World) -> None:
    person = factories.make_user("MEDICAL", "COORDINATOR", "ADMINISTRATOR")
    client = Client()
    client.force_login(person)
    for address in addresses(world)[5::3]:
        assert "secret-comment" not in b"".join(client.get(address)).decode(), address


# files


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_of_a_spreadsheet_begins_a_formula(world: World, start: str) -> None:
    ledger.record(
        action=f"{start}.done", subject=f"{start}:1", by=start, at=AT, payload={}
    )
    told = world.client("AUDITOR").get("/ledger/?file=csv").getvalue().decode()
    rows = list(csv.reader(io.StringIO(told, newline="")))
    assert any(f"'{start}" in row for row in rows)
    for row in rows:
        assert not [cell for cell in row if cell[:1] in "=+-@\t\r" and cell]
    assert len({len(row) for row in rows}) == 1


def test_the_two_files_and_the_page_tell_the_same_lines(world: World) -> None:
    query = "action=review&person=Tester"
    client = world.client("AUDITOR")
    sheet = client.get(f"/ledger/?{query}&file=csv").getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(sheet, newline="")))
    entries = json.loads(client.get(f"/ledger/?{query}&file=json").getvalue())
    lines = client.get(f"/ledger/?{query}").context["page"].lines
    numbers = [line.sequence for line in lines]
    assert [int(row["sequence"]) for row in rows] == numbers
    assert [entry["sequence"] for entry in entries["entries"]] == numbers
    assert [row["hash"] for row in rows] == [line.hash for line in lines]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers


# fragments

SWAPS: list[tuple[str, str, str, dict[str, str]]] = [
    ("REQUESTER", "family", "state", {}),
    ("REQUESTER", "family-table", "state", {}),
    ("REQUESTER", "family-open", "state", {}),
    ("REQUESTER", "family-failed", "state", {}),
    ("REQUESTER", "family-empty", "state", {}),
    ("AUDITOR", "claims", "found", {"HX-Request": "true", "HX-Target": "found"}),
    ("AUDITOR", "claims-all", "found", {"HX-Request": "true", "HX-Target": "found"}),
    ("AUDITOR", "claims-nothing", "found", {"HX-Target": "found"}),
]


def without_tokens(html: str) -> str:
    html = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", html)
    return " ".join(html.split())


@pytest.mark.parametrize(("role", "name", "part", "headers"), SWAPS)
def test_a_fragment_is_the_very_part_of_its_page(
    world: World, role: str, name: str, part: str, headers: dict[str, str]
) -> None:
    address = world.pages()[name]
    swap = address
    if part == "state":
        path, _, query = address.partition("?")
        swap = f"{path}progress/?{query}"
    client = world.client(role)
    whole = client.get(address).content.decode()
    fragment = client.get(swap, headers=headers).content.decode()
    assert without_tokens(fragment) in without_tokens(whole)
    assert markup.Page(fragment).elements[0].attributes["id"] == part
    assert "<html" not in fragment


@pytest.mark.parametrize(
    ("name", "status"),
    [("open", 200), ("failed", 286), ("empty", 286), ("done", 286), ("unsent", 286)],
)
def test_polling_goes_on_exactly_while_the_run_is_open(
    world: World, name: str, status: int
) -> None:
    address = f"{world.family_page(name)}progress/"
    response = world.client("AUDITOR").get(address, headers={"HX-Request": "true"})
    assert response.status_code == status
    first = markup.Page(response.content.decode()).elements[0]
    assert ("hx-get" in first.attributes) == (status == 200)
    if status == 200:
        assert first.attributes["hx-get"].startswith(address)


@pytest.mark.parametrize("state", list(RunState))
def test_every_state_of_a_run_ends_or_polls(world: World, state: RunState) -> None:
    run = world.runs["open"]
    type(run).objects.filter(pk=run.pk).update(state=state.value)
    address = f"{world.family_page('open')}progress/"
    wanted = 200 if state in (RunState.QUEUED, RunState.RUNNING) else 286
    assert world.client("AUDITOR").get(address).status_code == wanted


# what lists cost

LISTS = ("/", "/families/", "/reviews/", "/library/", "/claims/?state=all", "/ledger/")


@pytest.mark.parametrize("role", ["MEDICAL", "COORDINATOR"])
def test_no_list_asks_more_for_more_rows(world: World, role: str) -> None:
    def cost() -> dict[str, int]:
        counts = {}
        for address in LISTS:
            with CaptureQueriesContext(connection) as queries:
                assert world.client(role).get(address).status_code == 200
            counts[address] = len(queries)
        return counts

    mine = world.people["MEDICAL"]
    first = factories.make_review_at(ReviewState.IN_REVIEW)
    factories.decide(first, Function.MEDICAL, by=mine)
    before = cost()
    person = world.people["REQUESTER"]
    for _ in range(4):
        made = [factories.make_version(requester=person) for _ in range(2)]
        factories.make_review_at(ReviewState.IN_REVIEW, made[0])
        factories.make_release(ReleaseState.RELEASED, version=made[1])
        more = factories.make_review_at(ReviewState.IN_REVIEW)
        factories.decide(more, Function.MEDICAL, by=mine)
    assert cost() == before
