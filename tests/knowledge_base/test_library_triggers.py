"""Whoever writes to the database by hand meets its refusals: one row for each write."""
# ruff: noqa: S608 (this file writes SQL by hand on purpose, from its own constants)

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from knowledge_base import claims, copy_blocks
from knowledge_base.claim_contents import Cited, ClaimContent
from knowledge_base.claims import NEXT
from knowledge_base.copy_blocks import BlockContent
from knowledge_base.models import (
    Anchor,
    Brand,
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
    Reference,
    ReferenceFile,
    ReferencePage,
)

FIXED = "Approved wording never changes"
SIGNED = "An approval never changes"
UNSIGNED = "Approved means Medical and Regulatory"
OWN = "Nobody approves what they drafted"
LATE = "takes no further approval"
BORN = "A revision begins as a draft"
MOVED = "moves by its steps only"
KEPT = "is never deleted"
ATTACHED = "An attached file never changes"

CLAIM, BLOCK = "knowledge_base_claimversion", "knowledge_base_copyblockversion"
CHILDREN = {
    "variation": "knowledge_base_claimvariation",
    "citation": "knowledge_base_claimcitation",
    "approval": "knowledge_base_claimapproval",
}


@pytest.fixture
def brand(shelved: Brand) -> Brand:
    """The small kit, approved, made once for this module."""
    return shelved


class Library:
    """An approved claim and block, a half approved draft of each, and a file."""

    def __init__(self, brand: Brand, people: dict[str, User], at: datetime.datetime):
        self.at, self.people = at, people
        self.claim = ClaimVersion.objects.get(claim__key="urate-target")
        self.block = CopyBlockVersion.objects.get(block__key="clinical-subject-1")
        label = brand.references.get(key="LABEL-2026")
        self.anchor = Anchor.objects.create(
            reference=label, key="draft", locator="p. 1", quote="as read"
        )
        content = ClaimContent(
            text="Calvoryn tablets may be taken with food.",
            market_codes=("US",),
            cited=(Cited(label, self.anchor),),
            variations=("Take Calvoryn tablets with food.",),
        )
        by = people["author"]
        self.draft = claims.draft(
            brand_id=brand.pk, key="d", kind="dosing", content=content, by=by, at=at
        )
        block = BlockContent(role="bridge", text="A point:", tones=("warm",))
        self.block_draft = copy_blocks.draft(
            brand_id=brand.pk, key="d", content=block, by=by, at=at
        )
        self.file = ReferenceFile.objects.create(
            reference=label,
            name="a.pdf",
            sha256="0" * 64,
            content=b"a",
            attached_by="somebody",
            attached_at=at,
        )
        ReferencePage.objects.create(file=self.file, number=1, text="as read")

    def approve_half(self) -> None:
        """One of the two approvals of each draft."""
        told: dict[str, Any] = {
            "function": "MEDICAL",
            "by": self.people["medical"],
            "at": self.at,
        }
        claims.approve(claim_version_id=self.draft.pk, **told)
        copy_blocks.approve(version_id=self.block_draft.pk, **told)

    def approval(self, table: str, version: int, **changes: str) -> Callable[[], str]:
        """An approval put in by hand."""
        column = "claim_version_id" if "claim" in table else "version_id"
        told = {"function": "REGULATORY", "by": "forger", "sha": "0" * 64} | changes
        words = (
            f"INSERT INTO {table} ({column}, function, content_sha256, approved_by, "
            "approved_at) VALUES (%s, %s, %s, %s, %s)"
        )
        row = [version, told["function"], told["sha"], told["by"], self.at]
        return lambda: attack(words, row)


def attack(statement: str, arguments: Any = ()) -> str:
    """What the database says to a statement, "" when it lets it through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, arguments)
            touched = cursor.rowcount
    except DatabaseError as refusal:
        return str(refusal).splitlines()[0]
    return "" if touched else "no row was touched"


@pytest.fixture
def library(
    brand: Brand,
    requester: User,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
) -> Library:
    people = {"author": requester, "medical": medical, "regulatory": regulatory}
    return Library(brand, people, at)


def updated(table: str, pk: int, **columns: Any) -> str:
    pairs = ", ".join(f"{name} = %s" for name in columns)
    return attack(f"UPDATE {table} SET {pairs} WHERE id = %s", [*columns.values(), pk])


@pytest.mark.parametrize("is_half", [False, True])
def test_drafts_are_open_till_the_first_approval(
    is_half: bool, library: Library
) -> None:
    claim, block = library.draft, library.block_draft
    if is_half:
        library.approve_half()
    said = [
        updated(CLAIM, claim.pk, text="Other."),
        updated(CLAIM, claim.pk, reading="{}", text="Else."),
        updated(CLAIM, claim.pk, drafted_by="other"),
        updated(BLOCK, block.pk, text="Other."),
        updated(CHILDREN["variation"], claim.variations.get().pk, text="Other."),
        updated(CHILDREN["citation"], claim.citations.get().pk, ordinal=7),
        updated("knowledge_base_anchor", library.anchor.pk, quote="Other."),
        attack(
            f"DELETE FROM {CHILDREN['variation']} WHERE claim_version_id = %s",
            [claim.pk],
        ),
        attack(
            f"DELETE FROM {CHILDREN['citation']} WHERE claim_version_id = %s",
            [claim.pk],
        ),
    ]
    wanted = [FIXED] * 7 + [KEPT] * 2 if is_half else [""] * 9
    assert [
        words in one if words else not one
        for one, words in zip(said, wanted, strict=True)
    ] == [True] * 9, said


def test_approvals_are_neither_forged_nor_changed_nor_removed(library: Library) -> None:
    library.approve_half()
    table, block_table = CHILDREN["approval"], "knowledge_base_copyapproval"
    drafts = {table: library.draft.pk, block_table: library.block_draft.pk}
    done = {table: library.claim.pk, block_table: library.block.pk}
    author = library.people["author"].username
    for name in drafts:
        own = library.approval(name, drafts[name], by=author)
        twice = library.approval(name, drafts[name], function="MEDICAL")
        person = library.people["medical"].username
        alone = library.approval(name, drafts[name], by=person)
        assert OWN in own()
        assert twice()
        assert alone()
        assert LATE in library.approval(name, done[name])()
        assert SIGNED in attack(f"UPDATE {name} SET content_sha256 = '1'")
        assert SIGNED in attack(f"UPDATE {name} SET approved_by = 'x'")
        assert KEPT in attack(f"DELETE FROM {name}")


@pytest.mark.parametrize("given", ["", "MEDICAL", "twice", "other words"])
def test_approved_means_both_or_one_recorded(given: str, library: Library) -> None:
    if given:
        library.approve_half()
    if given == "other words":
        tables = (CHILDREN["approval"], "knowledge_base_copyapproval")
        drafts = (library.draft.pk, library.block_draft.pk)
        for table, pk in zip(tables, drafts, strict=True):
            assert library.approval(table, pk)() == ""
    told = {"approved_by": "forger", "approved_at": library.at}
    assert UNSIGNED in updated(CLAIM, library.draft.pk, state="APPROVED", **told)
    assert UNSIGNED in updated(BLOCK, library.block_draft.pk, **told)


def test_one_recorded_approval_is_enough(library: Library) -> None:
    told = {"approved_by": "loader", "approved_at": library.at}
    tables = (CHILDREN["approval"], "knowledge_base_copyapproval")
    for table, pk in zip(
        tables, (library.draft.pk, library.block_draft.pk), strict=True
    ):
        author = library.people["author"].username
        assert library.approval(table, pk, function="RECORDED", by=author)() == ""
    assert updated(CLAIM, library.draft.pk, state="APPROVED", **told) == ""
    assert updated(BLOCK, library.block_draft.pk, **told) == ""


def test_a_draft_is_not_dated_as_approved(library: Library) -> None:
    told = {"approved_by": "forger", "approved_at": library.at}
    tables = CHILDREN["approval"]
    assert library.approval(tables, library.draft.pk, function="RECORDED")() == ""
    assert MOVED in updated(CLAIM, library.draft.pk, **told)


ALLOWED = {
    (old, new) for leads in NEXT.values() for old, new in leads.items() if old != new
}


@pytest.mark.parametrize("new", ClaimState)
@pytest.mark.parametrize("old", ClaimState)
def test_every_pair_of_states(
    old: ClaimState, new: ClaimState, library: Library
) -> None:
    """The database knows the same steps as the table in Python."""
    version = library.draft
    if old != ClaimState.DRAFT:
        claims.put_in_force(version, by=library.people["medical"], at=library.at)
    times = {"suspended_at": library.at, "withdrawn_at": library.at}
    if old not in (ClaimState.DRAFT, ClaimState.APPROVED):
        assert updated(CLAIM, version.pk, state=old.value, **times) == ""
    elif new == ClaimState.APPROVED and old == ClaimState.DRAFT:
        library.approve_half()
        claims.approve(
            claim_version_id=version.pk,
            function="REGULATORY",
            by=library.people["regulatory"],
            at=library.at,
        )
        return
    said = updated(CLAIM, version.pk, state=new.value)
    if old != new and (old, new) not in ALLOWED:
        assert MOVED in said or "time" in said
    elif said:  # it lacks its time
        assert "time" in said
        assert updated(CLAIM, version.pk, state=new.value, **times) == ""


def test_what_is_over_stays_as_it_was_written(library: Library) -> None:
    by = library.people["medical"]
    claims.withdraw(claim_version_id=library.claim.pk, reason="x", by=by, at=library.at)
    copy_blocks.retire(version_id=library.block.pk, reason="x", by=by, at=library.at)
    for name in ("withdrawn_by", "withdrawal_reason"):
        assert MOVED in updated(CLAIM, library.claim.pk, **{name: "other"})
    for name in ("retired_by", "retirement_reason", "suspension_reason"):
        assert MOVED in updated(BLOCK, library.block.pk, **{name: "other"})
    assert MOVED in updated(BLOCK, library.block.pk, retired_at=None)
    assert MOVED in updated(BLOCK, library.block_draft.pk, retired_at=library.at)
    assert MOVED in updated(BLOCK, library.block_draft.pk, suspended_at=library.at)


def test_nothing_is_born_approved(library: Library) -> None:
    for table, kept, state in (
        (CLAIM, library.claim.pk, "'APPROVED'"),
        (BLOCK, library.block.pk, ""),
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [kept])
            columns = [
                column.name if hasattr(column, "name") else column[0]
                for column in cursor.description
            ]
        names = [name for name in columns if name not in ("id", "version")]
        listed = ", ".join(names)
        said = attack(
            f"INSERT INTO {table} (version, {listed}) "
            f"SELECT 77, {listed} FROM {table} WHERE id = %s",
            [kept],
        )
        assert BORN in said, state


def test_what_was_approved_is_not_deleted(library: Library) -> None:
    claim, block = library.claim.pk, library.block.pk
    statements = {
        "claim": (f"DELETE FROM {CLAIM} WHERE id = %s", claim),
        "variations": (
            f"DELETE FROM {CHILDREN['variation']} WHERE claim_version_id = %s",
            claim,
        ),
        "citations": (
            f"DELETE FROM {CHILDREN['citation']} WHERE claim_version_id = %s",
            claim,
        ),
        "block": (f"DELETE FROM {BLOCK} WHERE id = %s", block),
    }
    said = {name: attack(words, [pk]) for name, (words, pk) in statements.items()}
    assert {name for name, words in said.items() if KEPT not in words} == set()


def test_nothing_joins_or_leaves_approved_claims_by_being_moved(
    library: Library,
) -> None:
    moved = {"claim_version_id": library.claim.pk}
    variation, citation = (
        library.draft.variations.get(),
        library.draft.citations.get(),
    )
    assert FIXED in updated(CHILDREN["variation"], variation.pk, **moved, ordinal=9)
    assert FIXED in updated(CHILDREN["citation"], citation.pk, **moved, ordinal=9)


def test_what_approved_claims_stand_on_keeps_its_words_and_name(
    library: Library,
) -> None:
    signed = Anchor.objects.get(key="primary")
    table = "knowledge_base_anchor"
    for name in ("key", "locator", "quote"):
        assert FIXED in updated(table, signed.pk, **{name: "other"})
    label = Reference.objects.get(key="LABEL-2026")
    assert FIXED in updated(table, signed.pk, reference_id=label.pk)
    assert updated(table, signed.pk, page=3) == ""
    assert updated(table, library.anchor.pk, quote="other") == ""
    assert FIXED in updated("knowledge_base_reference", label.pk, key="other")
    assert updated("knowledge_base_reference", label.pk, url="https://x.example") == ""
    names = {"key": "other", "kind": "other"}
    for name, value in names.items():
        claim = library.claim.claim_id
        assert FIXED in updated("knowledge_base_claim", claim, **{name: value})
    block = library.block.block_id
    assert FIXED in updated("knowledge_base_copyblock", block, key="other")
    draft = library.draft.claim_id
    assert updated("knowledge_base_claim", draft, kind="safety") == ""


def test_attached_files_are_evidence(library: Library) -> None:
    table, pages = "knowledge_base_referencefile", "knowledge_base_referencepage"
    page = library.file.pages.get()
    assert ATTACHED in updated(table, library.file.pk, name="b.pdf")
    assert ATTACHED in updated(table, library.file.pk, content=b"b")
    assert ATTACHED in updated(pages, page.pk, text="other")
    assert ATTACHED in attack(f"DELETE FROM {pages}")
    assert ATTACHED in attack(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "table",
    [
        *(CLAIM, BLOCK, "knowledge_base_claimapproval"),
        *("knowledge_base_copyapproval", "knowledge_base_referencefile"),
    ],
)
def test_no_other_way_empties_or_replaces(table: str, library: Library) -> None:
    if connection.vendor == "postgresql":
        connection.check_constraints()  # else what waits for the commit refuses first
        assert KEPT in attack(f"TRUNCATE {table} CASCADE")
    else:
        said = attack(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
        assert "is never replaced" in said
