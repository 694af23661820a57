"""A library in which every step can be taken once, shared by the tests of a module.

It is built in one open transaction; each test works in a savepoint of it (the marker
``django_db``). A step is what a person sends, and what comes of it.
"""

import contextlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from knowledge_base import claims, copy_blocks, labels
from knowledge_base.exchange import batches
from knowledge_base.labels import uploading
from knowledge_base.models import (
    Brand,
    ClaimVersion,
    CopyBlockVersion,
    ImportBatch,
    Label,
    LabelSection,
    LedgerEntry,
    Reference,
    ReferenceFile,
)
from review.models import Signature
from review.states import Role
from tests import factories, kits, label_documents, pdfs
from tests.web import markup
from web.presenters import claim_editor

AT = factories.AT
BRAND = kits.SLUG
OTHER_PAPER = pdfs.pdf(["Another paper, which quotes nothing."])
PAPER = "Urate fell in 61% of adults on Calvoryn."
CANDIDATE = (
    "In Study 9, 62% of adults on Calvoryn had no relapse versus 41% on placebo."
)
REASON = 'Because "<b>" & so.'
FILE = (
    "Key,Claim text,Kind,Reference,Market\n"
    "from-file,Calvoryn is taken once a day with water.,dosing,LABEL-2026,US\n"
)


@dataclass(frozen=True)
class Step:
    """What somebody sends where; ``is_signed`` if a name and a password are sent."""

    role: str
    address: str
    sent: dict[str, Any]
    sentence: str
    is_signed: bool = False


@dataclass
class Library:
    """What stands in the house, by name."""

    brand: Brand
    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    claims: dict[str, ClaimVersion] = field(default_factory=dict)
    blocks: dict[str, CopyBlockVersion] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    batches: dict[str, ImportBatch] = field(default_factory=dict)
    reference: Reference = field(default_factory=Reference)
    file: ReferenceFile = field(default_factory=ReferenceFile)
    section: LabelSection = field(default_factory=LabelSection)

    def client(self, role: str, *, guarded: bool = False) -> Client:
        """A fresh browser in which the person with that role is signed in."""
        client = Client(enforce_csrf_checks=guarded)
        client.cookies["sessionid"] = self.clients[role].cookies["sessionid"].value
        return client

    def take(self, step: Step, *, role: str = "", **changes: Any) -> Any:
        """Send a step, as whoever takes it unless somebody else is named."""
        client = self.client(role or step.role)
        return client.post(step.address, fresh({**step.sent, **changes}))

    def claim_step(self, name: str, which: str) -> str:
        version = self.claims[which]
        page = reverse(f"knowledge:{name}", args=[BRAND, version.claim.key])
        return f"{page}?version={version.version}"

    def block_step(self, which: str, *name: str) -> str:
        version = self.blocks[which]
        args = [BRAND, version.block.key, version.version, *name]
        return reverse("blocks:step" if name else "blocks:approve", args=args)

    def signed(self, role: str, **more: Any) -> dict[str, Any]:
        person = self.people[role]
        typed = {"username": person.username, "password": factories.PASSWORD}
        return {**typed, **more}

    def step(self, name: str) -> Step:
        """One of the steps, by its name."""
        return STEPS[name](self)


def fresh(sent: dict[str, Any]) -> dict[str, Any]:
    """The same fields with files that were not read yet."""
    return {
        name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value
        for name, value in sent.items()
    }


def standing() -> tuple[Any, ...]:
    """All that a step could have changed."""
    return (
        LedgerEntry.objects.count(),
        Signature.objects.count(),
        ImportBatch.objects.count(),
        Reference.objects.values_list("pk", "retracted_at").count(),
        ReferenceFile.objects.count(),
        tuple(ClaimVersion.objects.order_by("pk").values_list("pk", "state")),
        tuple(
            (block.pk, copy_blocks.state_of(block))
            for block in CopyBlockVersion.objects.order_by("pk")
        ),
        tuple(Label.objects.order_by("pk").values_list("pk", "approved_at")),
    )


# Steps by name: each is open in the library as it was built.


def _approve(house: Library) -> Step:
    sent = house.signed("MEDICAL", function="MEDICAL")
    said = "Approved. Regulatory is awaited."
    return Step("MEDICAL", house.claim_step("approve", "draft"), sent, said, True)


def _suspend(house: Library) -> Step:
    sent = house.signed("MEDICAL", reason=REASON)
    said = "Suspended. It waits for a medical or regulatory reviewer."
    return Step("MEDICAL", house.claim_step("suspend", "approved"), sent, said, True)


def _reconfirm(house: Library) -> Step:
    sent = house.signed("REGULATORY", reason=REASON)
    said = "Reconfirmed. It may be used again."
    address = house.claim_step("reconfirm", "suspended")
    return Step("REGULATORY", address, sent, said, True)


def _withdraw(house: Library) -> Step:
    sent = house.signed("COORDINATOR", reason=REASON)
    said = "Withdrawn. Released assets that stop: 0."
    address = house.claim_step("withdraw_claim", "approved")
    return Step("COORDINATOR", address, sent, said, True)


def _approve_several(house: Library) -> Step:
    version = house.claims["draft"]
    sent = house.signed("MEDICAL", function="MEDICAL", claims=[version.pk])
    said = f"You approved 1 claim: {version.claim.key}@{version.version}."
    return Step("MEDICAL", reverse("knowledge:sign_approvals"), sent, said, True)


def _suspend_several(house: Library) -> Step:
    version = house.claims["approved"]
    sent = house.signed("REGULATORY", reason=REASON, claims=[version.pk])
    said = f"You suspended {version.claim.key}@{version.version}."
    return Step("REGULATORY", reverse("knowledge:suspend_selected"), sent, said, True)


def _retract(house: Library) -> Step:
    sent = house.signed("COORDINATOR", reason=REASON)
    address = reverse("knowledge:retract_reference", args=[BRAND, house.reference.key])
    said = "Retracted. Released assets that stop: 0."
    return Step("COORDINATOR", address, sent, said, True)


def _approve_block(house: Library) -> Step:
    sent = house.signed("REGULATORY", function="REGULATORY")
    said = "Signed: approved for Regulatory."
    return Step("REGULATORY", house.block_step("draft"), sent, said, True)


def _suspend_block(house: Library) -> Step:
    sent = house.signed("MEDICAL", reason=REASON)
    said = "Suspended: assets that carry it stop until it is reconfirmed."
    address = house.block_step("approved", "suspend")
    return Step("MEDICAL", address, sent, said, True)


def _reconfirm_block(house: Library) -> Step:
    sent = house.signed("REGULATORY", reason=REASON)
    said = "Reconfirmed: it may be used again."
    address = house.block_step("suspended", "reconfirm")
    return Step("REGULATORY", address, sent, said, True)


def _retire_block(house: Library) -> Step:
    sent = house.signed("COORDINATOR", reason=REASON)
    said = "Retired: nothing uses it from now on."
    address = house.block_step("approved", "retire")
    return Step("COORDINATOR", address, sent, said, True)


def _draft_block(house: Library) -> Step:
    sent = {"brand": BRAND, "key": "hello-1", "role": "greeting", "text": "Hello."}
    sent["other_tones"] = "quiet"
    said = "Drafted. Medical and Regulatory must approve it."
    return Step("REQUESTER", reverse("blocks:new"), sent, said)


def _revise_block(house: Library) -> Step:
    key = house.blocks["approved"].block.key
    sent = {"role": "opening", "text": "Other words.", "other_tones": "quiet"}
    said = "Drafted. Medical and Regulatory must approve it."
    return Step("REQUESTER", reverse("blocks:revise", args=[BRAND, key]), sent, said)


def _claim_form(house: Library, **named: Any) -> dict[str, Any]:
    given = {
        "text": "Calvoryn may be taken with or without food.",
        "evidence": [house.reference.key],
        "variations": [""],
        "market_codes": ["US"],
        "save": "ready",
        **named,
    }
    return {"read_sha256": claim_editor.token(given), **given}


def _draft_claim(house: Library) -> Step:
    sent = _claim_form(house, key="with-food", kind="dosing")
    said = "Saved. Medical and Regulatory must approve it."
    return Step("REQUESTER", reverse("claim_editor:new", args=[BRAND]), sent, said)


def _revise_claim(house: Library) -> Step:
    version = house.claims["approved"]
    sent = _claim_form(house, newest=str(version.version))
    said = "Saved. Medical and Regulatory must approve it."
    address = reverse("claim_editor:revise", args=[BRAND, version.claim.key])
    return Step("COORDINATOR", address, sent, said)


def _attach(house: Library) -> Step:
    address = reverse("references:attach", args=[BRAND, house.reference.key])
    sent = {"file": ("other.pdf", OTHER_PAPER)}
    said = "Attached: other.pdf. Quotes found: 0."
    return Step("REGULATORY", address, sent, said)


def _place(house: Library) -> Step:
    address = reverse("references:place", args=[BRAND, house.reference.key])
    sent = {"key": "urate", "locator": "p. 1", "quote": "Urate fell in 61%", "page": 1}
    return Step("MEDICAL", address, sent, f"Placed: {house.reference.key}#urate.")


def _apply(house: Library) -> Step:
    batch = house.batches["open"]
    sent = {"plan": batches.plan_of(batch).sha256}
    address = reverse("exchange:trial", args=[batch.uid])
    return Step("REQUESTER", address, sent, "Imported as drafts: 1.")


def _import_label(house: Library) -> Step:
    address = reverse("labels:import_uploaded", args=[house.batches["label"].uid])
    return Step("COORDINATOR", address, {}, "The new version is stored as a draft.")


def _state_safety(house: Library) -> Step:
    address = reverse("labels:state_safety", args=[house.labels["draft"].pk])
    sent = {"short": "Short.", "full": "Full."}
    return Step("REGULATORY", address, sent, "The safety information is stored.")


def _adopt(house: Library) -> Step:
    label = house.labels["ready"]
    sent = house.signed("REGULATORY", seen=labels.content_sha256(label))
    address = reverse("labels:sign_adoption", args=[label.pk])
    said = "Adopted. Suspended: 2 claims, 0 text blocks. Released assets that stop: 0."
    return Step("REGULATORY", address, sent, said, True)


def _withdraw_label(house: Library) -> Step:
    sent = house.signed("REGULATORY", reason=REASON)
    address = reverse("labels:withdraw", args=[house.labels["standing"].pk])
    return Step("REGULATORY", address, sent, "Withdrawn. It stays readable here.", True)


def _draft_proposals(house: Library) -> Step:
    address = reverse("proposals:draft_section", args=[house.section.pk])
    sent = {"1-tick": "on", "1-text": CANDIDATE, "1-kind": "efficacy"}
    sent |= {"1-markets": "US", "1-key": "no-relapse"}
    said = (
        "1 draft was made. Nothing may be used before Medical and Regulatory approve "
        "it."
    )
    return Step("MEDICAL", address, sent, said)


STEPS: dict[str, Callable[[Library], Step]] = {
    "approve a claim": _approve,
    "suspend a claim": _suspend,
    "reconfirm a claim": _reconfirm,
    "withdraw a claim": _withdraw,
    "approve several claims": _approve_several,
    "suspend several claims": _suspend_several,
    "retract a reference": _retract,
    "approve a block": _approve_block,
    "suspend a block": _suspend_block,
    "reconfirm a block": _reconfirm_block,
    "retire a block": _retire_block,
    "draft a block": _draft_block,
    "revise a block": _revise_block,
    "draft a claim": _draft_claim,
    "revise a claim": _revise_claim,
    "attach a document": _attach,
    "add a place": _place,
    "apply an import": _apply,
    "import a label": _import_label,
    "state safety": _state_safety,
    "adopt a label": _adopt,
    "withdraw a label": _withdraw_label,
    "draft proposals": _draft_proposals,
}


@contextlib.contextmanager
def shared(blocker: DjangoDbBlocker) -> Iterator[Library]:
    """The library, in a transaction that is rolled back at the end."""
    with (
        blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(timezone, "now", lambda: AT)
        yield _built()
        transaction.set_rollback(True)


def page_of(response: Any) -> markup.Page:
    """What was answered, as a page."""
    return markup.Page(b"".join(response).decode())


def _built() -> Library:
    by = factories.make_user("ADMINISTRATOR")
    house = Library(kits.load_small_kit(by=by, at=AT))
    for name in (*(role.value for role in Role), "ALL", "NOBODY"):
        roles = [r for r in Role if r != Role.AUDITOR] if name == "ALL" else [name]
        person = factories.make_user(*(() if name == "NOBODY" else roles))
        house.people[name] = person
        house.clients[name] = Client()
        house.clients[name].force_login(person)
    _claims(house)
    _blocks(house)
    _references(house)
    _labels(house)
    _files(house)
    return house


def _claims(house: Library) -> None:
    made = {
        name: factories.make_claim(house.brand, f"say-{name}")
        for name in ("approved", "suspended", "withdrawn", "revised")
    }
    step: dict[str, Any] = {"reason": "A question.", "by": User(username="x"), "at": AT}
    claims.suspend(claim_version_id=made["suspended"].pk, **step)
    claims.withdraw(claim_version_id=made["withdrawn"].pk, **step)
    text = "Testavra reduced weekly attacks by 43% versus placebo at week 12."
    made["draft"] = factories.redraft_claim(made["revised"], text=text)
    house.claims = made


def _blocks(house: Library) -> None:
    make, brand = factories.make_block, house.brand
    made = {name: make(brand, f"block-{name}") for name in ("approved", "suspended")}
    made["retired"] = make(brand, "block-retired")
    made["draft"] = make(brand, "block-draft", approved=False)
    step: dict[str, Any] = {"reason": "A question.", "by": User(username="x"), "at": AT}
    copy_blocks.suspend(version_id=made["suspended"].pk, **step)
    copy_blocks.retire(version_id=made["retired"].pk, **step)
    house.blocks = made


def _references(house: Library) -> None:
    house.reference = house.claims["approved"].citations.get().reference
    house.file = factories.attach_file(house.reference, [PAPER])


def _labels(house: Library) -> None:
    by = house.people["COORDINATOR"]
    document = label_documents.make_document
    changed = document(version="4", sections=label_documents.sections(dose="Take it."))
    for name, found in (("draft", document()), ("ready", changed)):
        house.labels[name] = labels.import_document(found, by=by, at=AT).label
    ready = house.labels["ready"].pk
    labels.state_safety(label_id=ready, short="Short.", full="Full.", by=by, at=AT)
    house.labels["ready"].refresh_from_db()
    house.labels["standing"] = Label.objects.in_force(
        house.brand.pk, "US", AT.date()
    ).get()
    clauses = [{"kind": "paragraph", "text": CANDIDATE}]
    house.section = LabelSection.objects.create(
        label=house.labels["draft"],
        ordinal=900,
        code="34092-7",
        title="14 CLINICAL STUDIES",
        text=CANDIDATE,
        clauses=clauses,
    )


def _files(house: Library) -> None:
    made = factories.make_batch
    house.batches = {
        "open": made(house.brand, FILE),
        "applied": made(
            house.brand, FILE.replace("from", "once-from"), is_applied=True
        ),
        "label": uploading.keep(
            uid=uuid.uuid4(),
            name="label.xml",
            content=label_documents.make_file(version="5"),
            by=house.people["COORDINATOR"],
            at=AT,
        ),
    }
