"""The page on which a piece is read beside its evidence and decided."""

import datetime
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from content_engine.models import VariantPart, VariantVersion
from knowledge_base.models import LedgerEntry
from review import gates
from review.gates import Gate
from review.models import Decision, Review
from review.states import STEP_ROLES, ReviewState, Role, Step
from review.workflow import waiting
from review.workflow.waiting import OpenStep
from web.access import roles_of
from web.presenters import (
    dossiers,
    histories,
    inboxes,
    marketing,
    pieces,
    previews,
    verdicts,
)
from web.presenters.dossiers import Reading
from web.presenters.histories import HistoryRow
from web.presenters.inboxes import ReviewRow
from web.presenters.marketing import CheckRow
from web.presenters.pieces import EvidenceRow, PartRow
from web.presenters.verdicts import FunctionRow

STEPS = (Step.CERTIFY, Step.RELEASE, Step.CANCEL)
ON_ITS_WAY = (ReviewState.IN_REVIEW, ReviewState.APPROVED)


@dataclass(frozen=True)
class RoundRow:
    """One round of review over one version."""

    review: ReviewRow
    version: int
    closing_reason: str
    functions: tuple[FunctionRow, ...]


@dataclass(frozen=True)
class ReviewPage:
    """Everything that the page of one review shows to one person."""

    row: ReviewRow
    version: int
    note: str
    audience: str
    hcp: str
    content_sha256: str
    closing_reason: str
    parts: tuple[PartRow, ...]
    plain_text: str
    frame: str
    variant_href: str
    evidence: tuple[EvidenceRow, ...]
    check: CheckRow | None
    reading: Reading
    functions: tuple[FunctionRow, ...]
    rounds: tuple[RoundRow, ...]
    history: tuple[HistoryRow, ...]
    steps: dict[str, OpenStep]
    deciding: tuple[OpenStep, ...]
    certificate: str
    gates: tuple[Gate, ...]
    fallen: tuple[str, ...]
    release_href: str
    release_code: str

    @property
    def may_decide(self) -> bool:
        """Whether one of the person's functions is open to them."""
        return any(step.allowed for step in self.deciding)


def review_page(pk: int, user: User, at: datetime.datetime) -> ReviewPage:
    """The page of one review. Raises Review.DoesNotExist."""
    review = _full(Review.objects.all()).get(pk=pk)
    variant, brief = review.variant, review.variant.family.brief
    version = cast(
        VariantVersion, marketing.version_of(variant.uid, review.version.number)
    )
    preview = previews.preview(version)
    parts = pieces.part_rows(version)
    steps = {step.name: step for step in waiting.open_steps(review, user, at)}
    rounds = _rounds(user, review)
    release = getattr(review, "release", None)
    certificate = getattr(review, "certificate", None)
    return ReviewPage(
        row=inboxes.row_of(review),
        version=version.number,
        note=version.note,
        audience=brief.audience,
        hcp=variant.hcp.name if variant.hcp else "",
        content_sha256=review.content_sha256,
        closing_reason=review.closing_reason,
        parts=parts,
        plain_text=preview.plain_text,
        frame=_frame(version) if preview.has_html else "",
        variant_href=reverse("marketing:variant", args=[variant.uid]),
        evidence=pieces.evidence_rows([version]),
        check=marketing.check_row(version),
        reading=dossiers.reading(parts),
        functions=verdicts.function_rows(user, review, review.decisions.all()),
        rounds=rounds,
        history=_history(user, rounds, release.code if release else ""),
        steps=_shown(user, steps),
        deciding=_deciding(user, steps),
        certificate=certificate.signature.shown() if certificate else "",
        gates=_gates(user, review, at, released=release is not None),
        fallen=_fallen(review, at, released=release is not None),
        release_href=reverse("releasing:asset", args=[release.uid]) if release else "",
        release_code=release.code if release else "",
    )


def _full(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Reviews with what their own page reads."""
    return reviews.select_related(
        "variant__family__brief__brand",
        "variant__hcp",
        "version__variant__family__brief__brand",
        "requested_by",
        "release",
        "certificate__signature",
    ).prefetch_related(
        Prefetch(
            "decisions", Decision.objects.select_related("decided_by", "signature")
        ),
        Prefetch("version__parts", VariantPart.objects.order_by("ordinal")),
    )


def _rounds(user: User, review: Review) -> tuple[RoundRow, ...]:
    """Every round of the same variant, the newest first."""
    rounds = _full(Review.objects.filter(variant_id=review.variant_id))
    return tuple(
        RoundRow(
            review=inboxes.row_of(each),
            version=each.version.number,
            closing_reason=each.closing_reason,
            functions=verdicts.function_rows(user, each, each.decisions.all()),
        )
        for each in rounds.order_by("-pk")
    )


def _history(
    user: User, rounds: tuple[RoundRow, ...], code: str
) -> tuple[HistoryRow, ...]:
    """The ledger's lines about the piece, without what the person must not see yet."""
    subjects = [f"review:{each.review.pk}" for each in rounds] + [f"release:{code}"]
    entries = list(
        LedgerEntry.objects.filter(subject__in=subjects).order_by("-sequence")
    )
    hidden = verdicts.withheld(user, entries)
    return histories.history_rows(entries, withheld=hidden)


def _frame(version: VariantVersion) -> str:
    """Where the mail is shown, in the very version under review."""
    address = reverse("marketing:preview", args=[version.variant.uid])
    return f"{address}?version={version.number}"


def _shown(user: User, steps: dict[str, OpenStep]) -> dict[str, OpenStep]:
    """The steps that belong to the person's work, allowed or not."""
    return {
        step.value: steps[step.value]
        for step in STEPS
        if STEP_ROLES[step] & roles_of(user)
    }


def _deciding(user: User, steps: dict[str, OpenStep]) -> tuple[OpenStep, ...]:
    """The verdicts that belong to the person's functions, allowed or not."""
    roles = {role.value for role in roles_of(user)}
    return tuple(
        step
        for step in steps.values()
        if step.function and step.function.value in roles
    )


def _fallen(
    review: Review, at: datetime.datetime, *, released: bool
) -> tuple[str, ...]:
    """Why a piece on its way can no longer be released, whatever is decided."""
    if released or review.state not in ON_ITS_WAY:
        return ()
    return gates.fallen(review, at=at)


def _gates(
    user: User, review: Review, at: datetime.datetime, *, released: bool
) -> tuple[Gate, ...]:
    """The conditions of release, for those who release."""
    if released or Role.COORDINATOR not in roles_of(user):
        return ()
    return gates.look(review, at=at)
