"""Claims and text blocks led to every place of their lives by their real steps."""

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django_fsm import TransitionNotAllowed

from knowledge_base import claims, copy_blocks, references
from knowledge_base.claim_contents import Cited, ClaimContent
from knowledge_base.copy_blocks import BlockContent
from knowledge_base.models import Brand, ClaimVersion, CopyBlockVersion, LedgerEntry
from tests import factories
from tests.knowledge_base.worlds import AT

REFUSALS = (PermissionDenied, TransitionNotAllowed, ValidationError)
REASON = "A reason that a reader understands."
OPEN = {"quantities": [{"text": "9 mg", "is_open": True}]}


@dataclass(frozen=True)
class Cast:
    """Who is there: the author, two approvers and somebody who did nothing yet."""

    author: User
    medical: User
    regulatory: User
    other: User

    @classmethod
    def made(cls) -> "Cast":
        """Four people of four names."""
        names = [field.name for field in dataclasses.fields(cls)]
        return cls(**{name: factories.make_user(username=name) for name in names})

    def named(self, name: str) -> User:
        """The person who plays that part."""
        person: User = getattr(self, name)
        return person


def said(error: Exception | None) -> str:
    """The one sentence of a refusal; nothing where there is none."""
    if isinstance(error, ValidationError):
        [sentence] = error.messages
        return str(sentence)
    return str(error) if error else ""


def tried(step: Callable[[], object]) -> str:
    """What a step was refused with, nothing where it was taken; then it is undone."""
    try:
        with transaction.atomic():
            step()
            transaction.set_rollback(True)
    except REFUSALS as error:
        return said(error)
    return ""


def last_line() -> tuple[str, str, str, dict[str, Any]]:
    """The newest line of the ledger: action, subject, by whom, and what it tells."""
    row = LedgerEntry.objects.latest("sequence")
    return row.action, row.subject, row.by, json.loads(row.payload)


class ClaimLife:
    """One claim from its draft on."""

    def __init__(self, brand: Brand, people: Cast, **said: Any) -> None:
        self.brand, self.people = brand, people
        self.source = brand.references.get(key="LABEL-2026")
        self.content = ClaimContent(
            text="Calvoryn tablets may be taken with or without food.",
            market_codes=("US",),
            cited=(Cited(self.source),),
            **said,
        )
        self.version = claims.draft(
            brand_id=brand.pk,
            key="life",
            kind="dosing",
            content=self.content,
            by=people.author,
            at=AT,
        )

    def again(self) -> ClaimVersion:
        """The revision as it is stored now."""
        return ClaimVersion.objects.select_related("claim__brand").get(
            pk=self.version.pk
        )

    def approve(self, function: str, who: str) -> ClaimVersion:
        return claims.approve(
            claim_version_id=self.version.pk,
            function=function,
            by=self.people.named(who),
            at=AT,
        )

    def take(self, step: str, who: str = "other", reason: str = REASON) -> ClaimVersion:
        operation: Callable[..., ClaimVersion] = getattr(claims, step)
        return operation(
            claim_version_id=self.version.pk,
            reason=reason,
            by=self.people.named(who),
            at=AT,
        )

    def refused(self, step: str, who: str) -> str:
        """What the policy tells beforehand, in a tooltip."""
        version = self.again()
        if step in ("MEDICAL", "REGULATORY", "RECORDED"):
            return said(claims.approval_refusal(version, step, who))
        if step == "reconfirm":
            return said(claims.reconfirmation_refusal(version, who))
        if step == "suspend":
            return said(claims.suspension_refusal(version))
        return said(claims.withdrawal_refusal(version))

    def tried(self, step: str, who: str) -> str:
        """What the operation itself says."""
        if step.isupper():
            return tried(lambda: self.approve(step, who))
        return tried(lambda: self.take(step, who))

    def revise(self, text: str = "Calvoryn is taken with food or without.") -> None:
        claims.revise(
            claim_id=self.version.claim_id,
            content=dataclasses.replace(self.content, text=text),
            by=self.people.author,
            at=AT,
        )

    def retract(self) -> None:
        references.retract(
            reference_id=self.source.pk, reason=REASON, by=self.people.other, at=AT
        )

    def lead(self, place: str) -> None:
        """Lead the draft to a place by real steps."""
        for way in CLAIM_ROUTES[place]:
            CLAIM_WAYS[way](self)


CLAIM_WAYS: dict[str, Callable[[ClaimLife], object]] = {
    "half": lambda life: life.approve("MEDICAL", "medical"),
    "whole": lambda life: life.approve("REGULATORY", "regulatory"),
    "suspend": lambda life: life.take("suspend"),
    "withdraw": lambda life: life.take("withdraw"),
    "overtake": lambda life: life.revise(),
    "retract": lambda life: life.retract(),
    "supersede": lambda life: claims.put_in_force(
        life.version.claim.versions.latest("version"), by=life.people.other, at=AT
    ),
}
CLAIM_ROUTES: dict[str, tuple[str, ...]] = {
    "draft": (),
    "half approved": ("half",),
    "overtaken": ("overtake",),
    "draft on a retracted source": ("retract",),
    "approved": ("half", "whole"),
    "suspended": ("half", "whole", "suspend"),
    "suspended on a retracted source": ("half", "whole", "suspend", "retract"),
    "superseded": ("half", "whole", "overtake", "supersede"),
    "withdrawn": ("half", "whole", "withdraw"),
    "withdrawn after a suspension": ("half", "whole", "suspend", "withdraw"),
}


class BlockLife:
    """One text block from its draft on."""

    def __init__(self, brand: Brand, people: Cast) -> None:
        self.brand, self.people = brand, people
        self.content = BlockContent(
            role="bridge", text="[One|A further] point:", tones=("warm",)
        )
        self.version = self.draft(self.content)

    def draft(self, content: BlockContent) -> CopyBlockVersion:
        return copy_blocks.draft(
            brand_id=self.brand.pk,
            key="life",
            content=content,
            by=self.people.author,
            at=AT,
        )

    def again(self) -> CopyBlockVersion:
        """The revision as it is stored now."""
        rows = CopyBlockVersion.objects.select_related("block__brand")
        return rows.get(pk=self.version.pk)

    def approve(self, function: str, who: str) -> CopyBlockVersion:
        return copy_blocks.approve(
            version_id=self.version.pk,
            function=function,
            by=self.people.named(who),
            at=AT,
        )

    def take(
        self, step: str, who: str = "other", reason: str = REASON
    ) -> CopyBlockVersion:
        operation: Callable[..., CopyBlockVersion] = getattr(copy_blocks, step)
        return operation(
            version_id=self.version.pk,
            reason=reason,
            by=self.people.named(who),
            at=AT,
        )

    def refused(self, step: str, who: str) -> str:
        """What the policy tells beforehand, in a tooltip."""
        version = self.again()
        if step.isupper():
            return said(copy_blocks.approval_refusal(version, step, who))
        if step == "reconfirm":
            return said(copy_blocks.reconfirmation_refusal(version, who))
        if step == "suspend":
            return said(copy_blocks.suspension_refusal(version))
        return said(copy_blocks.retirement_refusal(version))

    def tried(self, step: str, who: str) -> str:
        """What the operation itself says."""
        if step.isupper():
            return tried(lambda: self.approve(step, who))
        return tried(lambda: self.take(step, who))

    def overtake(self) -> None:
        newer = self.draft(dataclasses.replace(self.content, role="opening"))
        self.newer = newer

    def lead(self, place: str) -> None:
        """Lead the draft to a place by real steps."""
        for way in BLOCK_ROUTES[place]:
            BLOCK_WAYS[way](self)


BLOCK_WAYS: dict[str, Callable[[BlockLife], object]] = {
    "half": lambda life: life.approve("MEDICAL", "medical"),
    "whole": lambda life: life.approve("REGULATORY", "regulatory"),
    "suspend": lambda life: life.take("suspend"),
    "retire": lambda life: life.take("retire"),
    "overtake": lambda life: life.overtake(),
    "replace": lambda life: copy_blocks.put_all_in_force(
        [life.newer], by=life.people.other, at=AT
    ),
}
BLOCK_ROUTES: dict[str, tuple[str, ...]] = {
    "draft": (),
    "half approved": ("half",),
    "overtaken": ("overtake",),
    "approved": ("half", "whole"),
    "suspended": ("half", "whole", "suspend"),
    "retired": ("half", "whole", "retire"),
    "retired after a suspension": ("half", "whole", "suspend", "retire"),
    "replaced": ("half", "whole", "overtake", "replace"),
}
