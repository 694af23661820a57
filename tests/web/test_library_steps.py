"""Steps in the library: told once, taken once, refused to others, never half."""

import json
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from knowledge_base import ledger
from knowledge_base.models import LedgerEntry
from review.states import Role
from tests import factories
from tests.web import library, markup
from tests.web.library import REASON, STEPS, Library, page_of, standing
from web.access import GRANTS, REFUSALS, Permission

pytestmark = pytest.mark.django_db
P = Permission
SIGNED = (
    *("approve a claim", "suspend a claim", "reconfirm a claim", "withdraw a claim"),
    *("approve several claims", "suspend several claims", "retract a reference"),
    *("approve a block", "suspend a block", "reconfirm a block", "retire a block"),
    *("adopt a label", "withdraw a label"),
)
REASONED = tuple(
    name
    for name in SIGNED
    if not name.startswith("approve") and name != "adopt a label"
)
NEEDS: dict[str, Permission] = {
    "approve a claim": P.APPROVE,
    "suspend a claim": P.WITHDRAW,
    "reconfirm a claim": P.APPROVE,
    "withdraw a claim": P.WITHDRAW,
    "approve several claims": P.APPROVE,
    "suspend several claims": P.WITHDRAW,
    "retract a reference": P.WITHDRAW,
    "approve a block": P.APPROVE,
    "suspend a block": P.WITHDRAW,
    "reconfirm a block": P.WITHDRAW,
    "retire a block": P.WITHDRAW,
    "draft a block": P.REQUEST_CONTENT,
    "revise a block": P.REQUEST_CONTENT,
    "draft a claim": P.DRAFT_CLAIM,
    "revise a claim": P.DRAFT_CLAIM,
    "attach a document": P.DRAFT_CLAIM,
    "add a place": P.DRAFT_CLAIM,
    "apply an import": P.DRAFT_CLAIM,
    "import a label": P.MANAGE_LABELS,
    "state safety": P.MANAGE_LABELS,
    "adopt a label": P.MANAGE_LABELS,
    "withdraw a label": P.MANAGE_LABELS,
    "draft proposals": P.DRAFT_CLAIM,
}
# What the ledger says of each step, and what a second click is told.
LINES: dict[str, list[str]] = {
    "approve a claim": ["claim.approved", "wording.signed"],
    "suspend a claim": ["claim.suspended", "wording.signed"],
    "reconfirm a claim": ["claim.reconfirmed", "wording.signed"],
    "withdraw a claim": ["claim.withdrawn", "recall.signed"],
    "approve several claims": ["claim.approved", "wording.signed"],
    "suspend several claims": ["claim.suspended", "wording.signed"],
    "retract a reference": ["reference.retracted", "recall.signed"],
    "approve a block": ["copy.approved", "wording.signed"],
    "suspend a block": ["copy.suspended", "wording.signed"],
    "reconfirm a block": ["copy.reconfirmed", "wording.signed"],
    "retire a block": ["copy.retired", "recall.signed"],
    "draft a block": ["copy.drafted"],
    "revise a block": ["copy.drafted"],
    "draft a claim": ["claim.drafted"],
    "revise a claim": ["claim.drafted"],
    "attach a document": ["reference.file_attached"],
    "add a place": ["reference.anchored"],
    "apply an import": ["claim.drafted", "import.applied"],
    "import a label": ["label.imported"],
    "state safety": ["label.safety_stated"],
    "adopt a label": [
        *("claim.suspended", "claim.suspended"),
        *("label.adopted", "label.adoption_signed"),
    ],
    "withdraw a label": ["label.withdrawn", "label.withdrawal_signed"],
    "draft proposals": ["label.referenced", "claim.drafted"],
}
AGAIN: dict[str, tuple[int, str]] = {
    "approve a claim": (409, "Medical approved say-revised@2 before."),
    "suspend a claim": (
        409,
        "say-approved@1 is suspended; only an approved claim can be suspended.",
    ),
    "reconfirm a claim": (
        409,
        "say-suspended@1 is approved; only a suspended claim can be reconfirmed.",
    ),
    "withdraw a claim": (
        409,
        "say-approved@1 is withdrawn; only an approved or suspended claim can be "
        "withdrawn.",
    ),
    "approve several claims": (422, "A claim that you ticked waits for you no more."),
    "suspend several claims": (
        409,
        "say-approved@1 is suspended; only an approved claim can be suspended.",
    ),
    "retract a reference": (409, "was retracted already."),
    "approve a block": (409, "Regulatory approved block-draft@1 before."),
    "suspend a block": (
        409,
        "block-approved@1 is suspended, so it is not in use.",
    ),
    "reconfirm a block": (
        409,
        "block-suspended@1 is approved; only a suspended block can be reconfirmed.",
    ),
    "retire a block": (409, "block-approved@1 is retired, so it is not in use."),
    "draft a block": (422, "A text block with this key exists: open it and draft"),
    "revise a block": (422, "The newest revision of block-approved says just this."),
    "draft a claim": (422, "There is a claim with-food already: revise it instead."),
    "revise a claim": (422, "Somebody drafted revision 2 meanwhile: open it and"),
    "attach a document": (422, "This very file is attached to"),
    "add a place": (422, "has an anchor urate already."),
    "apply an import": (302, ""),
    "import a label": (409, "label.xml was imported already."),
    "adopt a label": (409, "The label 4 is no draft any more."),
    "withdraw a label": (409, "withdrawn"),
    "draft proposals": (422, "There is a claim no-relapse already:"),
}
KEPT = {
    "draft a block": "Hello.",
    "revise a block": "Other words.",
    "draft a claim": "Calvoryn may be taken with or without food.",
    "revise a claim": "Calvoryn may be taken with or without food.",
    "add a place": "Urate fell in 61%",
    "draft proposals": library.CANDIDATE,
}
"""What a person typed, which a refusal must give back."""


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Library]:
    with library.shared(django_db_blocker) as built:
        yield built


def last_line() -> int:
    number: int = LedgerEntry.objects.latest("sequence").sequence
    return number


def actions(since: int) -> list[str]:
    """What the ledger says of everything after that line."""
    lines = LedgerEntry.objects.filter(sequence__gt=since).order_by("sequence")
    return list(lines.values_list("action", flat=True))


def notices(page: markup.Page) -> list[str]:
    shown = page.elements
    return [e.text for e in shown if "notice" in e.attributes.get("class", "").split()]


def holds(page: markup.Page, words: str) -> bool:
    """Whether the words stand in a field of the page."""
    fields = page.all("input", "textarea")
    return any(words in (f.text, f.attributes.get("value", "")) for f in fields)


def test_every_step_has_its_row() -> None:
    assert set(NEEDS) == set(LINES) == set(STEPS)
    assert set(AGAIN) == set(STEPS) - {"state safety"}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_told_once_on_a_page_that_its_taker_may_read(
    house: Library, name: str
) -> None:
    step, before = house.step(name), last_line()
    client = house.client(step.role)
    response = client.post(step.address, library.fresh(step.sent))
    assert response.status_code == 302, page_of(response).text
    assert actions(before) == LINES[name]
    assert ledger.first_broken_entry() is None
    after = client.get(response["Location"])
    assert after.status_code == 200
    assert notices(page_of(after))[0] == step.sentence
    assert step.sentence not in notices(page_of(client.get(response["Location"])))


@pytest.mark.parametrize("name", AGAIN)
def test_a_second_click_writes_nothing_more(house: Library, name: str) -> None:
    step, before = house.step(name), last_line()
    house.take(step)
    taken = standing()
    again = house.take(step)
    status, sentence = AGAIN[name]
    assert again.status_code == status
    assert standing() == taken
    assert actions(before) == LINES[name]
    page = page_of(again)
    assert sentence in page.text
    assert status == 302 or list(markup.of_house(page)) == []


@pytest.mark.parametrize("name", [name for name in AGAIN if name in KEPT])
def test_what_was_typed_before_somebody_was_quicker_is_not_lost(
    house: Library, name: str
) -> None:
    step = house.step(name)
    house.take(step)
    page = page_of(house.take(step))
    assert holds(page, KEPT[name])
    assert not holds(page, factories.PASSWORD)


@pytest.mark.parametrize("name", STEPS)
def test_who_may_not_is_told_so_and_nothing_is_written(
    house: Library, name: str
) -> None:
    step, before = house.step(name), standing()
    sentence = REFUSALS[NEEDS[name]]
    for role in Role:
        if NEEDS[name] in GRANTS[role]:
            continue
        response = house.take(step, role=role.value)
        assert response.status_code == 403, role
        assert sentence in page_of(response).text, role
    nobody = house.take(step, role="NOBODY")
    assert nobody.status_code == 403
    assert standing() == before


@pytest.mark.parametrize("name", STEPS)
def test_without_the_token_of_the_page_nothing_is_written(
    house: Library, name: str
) -> None:
    step, before = house.step(name), standing()
    sent = {**library.fresh(step.sent), "csrfmiddlewaretoken": "x" * 32}
    response = house.client(step.role, guarded=True).post(step.address, sent)
    assert response.status_code == 403
    assert b"Please send it again" in response.content
    assert standing() == before


SIGNING = [
    pytest.param(
        {"password": "a guess"}, 403, "The password is not right", id="a guess"
    ),
    pytest.param(
        {"password": ""}, 422, "Give your password: it is your signature.", id="none"
    ),
    pytest.param(
        {"username": ""},
        422,
        "Give your sign-in name: this is your first signature of this sitting.",
        id="no name",
    ),
    pytest.param(
        {"username": "somebody"}, 403, "own sign-in name", id="another's name"
    ),
]


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize(("change", "status", "sentence"), SIGNING)
def test_without_a_right_signature_nothing_changes(
    house: Library, name: str, change: dict[str, str], status: int, sentence: str
) -> None:
    step, before, line = house.step(name), standing(), last_line()
    response = house.take(step, **change)
    assert response.status_code == status
    page = page_of(response)
    assert sentence in page.text
    assert standing()[1:] == before[1:]
    assert actions(line) == (["signature.refused"] if status == 403 else [])
    assert not holds(page, change.get("password", factories.PASSWORD) or "none")
    assert name not in REASONED or holds(page, REASON)


@pytest.mark.parametrize("name", REASONED)
@pytest.mark.parametrize("reason", ["", " \n\t"], ids=["none", "blank"])
def test_a_step_that_stops_something_needs_a_reason(
    house: Library, name: str, reason: str
) -> None:
    step, before = house.step(name), standing()
    response = house.take(step, reason=reason)
    assert response.status_code == 422
    assert "Give the reason." in page_of(response).text
    assert standing() == before


@pytest.mark.parametrize("name", REASONED)
def test_a_reason_is_kept_as_it_was_typed(house: Library, name: str) -> None:
    step, line = house.step(name), last_line()
    house.take(step)
    lines = LedgerEntry.objects.filter(sequence__gt=line).order_by("sequence")
    assert json.loads(lines[0].payload)["reason"] == REASON
    assert lines[0].by == house.people[step.role].username


@pytest.mark.parametrize("name", REASONED)
def test_a_reason_longer_than_a_page_is_refused(house: Library, name: str) -> None:
    step, before = house.step(name), standing()
    response = house.take(step, reason="x" * 2_001)
    assert response.status_code == 422
    assert "at most 2000 characters" in page_of(response).text
    assert standing() == before
