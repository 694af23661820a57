"""Shows whom a label's adoption or withdrawal touches, and does it with a signature."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django_fsm import TransitionNotAllowed

from content_engine.models import VariantSegment
from knowledge_base import labels, ledger, reasons
from knowledge_base.labels import Leaning, Replacement, recording
from knowledge_base.models import Label
from review import facts, signatures
from review.models import Release, Review, Signature
from review.policies import PieceFacts
from review.signatures import Credentials
from review.states import Meaning, ReleaseState, ReviewState, Step

STANDING = (ReleaseState.RELEASED, ReleaseState.SUSPENDED)
OPEN = (ReviewState.IN_REVIEW, ReviewState.APPROVED)


class LabelChangedError(TransitionNotAllowed):
    """The label is not what the person saw when they signed."""


@dataclass(frozen=True)
class AdoptionImpact:
    """What stops when a label is adopted.

    ``carrying`` are standing assets with a claim or block that would be suspended, in
    any market; ``written_on`` those written on the label that gives way. ``of_claims``
    and ``of_blocks`` count assets by the revision that they carry.
    """

    replacement: Replacement
    carrying: tuple[Release, ...] = ()
    written_on: tuple[Release, ...] = ()
    reviews: tuple[Review, ...] = ()
    of_claims: Mapping[int, int] = field(default_factory=dict)
    of_blocks: Mapping[int, int] = field(default_factory=dict)

    @property
    def stopping(self) -> tuple[Release, ...]:
        """Every asset that stops, each once, by its code."""
        every = {row.pk: row for row in (*self.written_on, *self.carrying)}
        return tuple(sorted(every.values(), key=lambda row: row.code))


@dataclass(frozen=True)
class Adoption:
    """The label as adopted, under which signature, and what stopped with it."""

    label: Label
    signature: Signature
    impact: AdoptionImpact


def impact(replacement: Replacement) -> AdoptionImpact:
    """What would stop if the label of this replacement were adopted."""
    found = replacement.leaning
    by_claim, by_block = _carriers(found)
    stopped = {r.version.pk for r in found.claims_to_suspend}
    blocked = {r.version.pk for r in found.blocks_to_suspend}
    pks = {release for claim, release in by_claim if claim in stopped}
    pks |= {release for block, release in by_block if block in blocked}
    return AdoptionImpact(
        replacement=replacement,
        carrying=tuple(_releases().filter(pk__in=pks)),
        written_on=written_on(replacement.replaced),
        reviews=open_reviews(replacement.replaced),
        of_claims=Counter(claim for claim, _ in by_claim),
        of_blocks=Counter(block for block, _ in by_block),
    )


def assets_of(found: Leaning) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """How many standing assets carry each leaning claim's and block's revision."""
    by_claim, by_block = _carriers(found)
    return Counter(claim for claim, _ in by_claim), Counter(b for b, _ in by_block)


def written_on(label: Label | None) -> tuple[Release, ...]:
    """Standing assets that were written on a label: they end when it does."""
    return tuple(_releases().filter(label=label)) if label else ()


def open_reviews(label: Label | None) -> tuple[Review, ...]:
    """Reviews that could still lead to an asset written on a label."""
    if label is None:
        return ()
    rows = Review.objects.filter(version__label=label, state__in=OPEN, release=None)
    return tuple(rows.order_by("pk"))


def adopt_label(
    *,
    label_id: int,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
    other_labeler: bool = False,
    expected_sha256: str = "",
) -> Adoption:
    """Adopt a draft label, signed over all it says, and suspend what leans on changes.

    ``expected_sha256`` is what the person saw. Leaves the ledger lines of the adoption
    and of every suspension, and one for the signature. Raises NotYoursError,
    SigningRefusedError, LabelChangedError and what ``labels.adopt`` raises.
    """
    proof = signatures.prove(by=by, at=at, credentials=credentials)
    with transaction.atomic():
        facts.require(Step.ADOPT_LABEL, PieceFacts(), by)
        label = Label.objects.select_related("brand").get(pk=label_id)
        touched = impact(labels.replacement(label))
        adopted = labels.adopt(
            label_id=label_id, by=by, at=at, other_labeler=other_labeler
        )
        # The row is locked from here on: what is hashed is what was adopted.
        digest = labels.content_sha256(adopted)
        if expected_sha256 not in ("", digest):
            raise LabelChangedError(
                "This label was changed meanwhile: load the page again and look."
            )
        signature = signatures.sign(
            by=by,
            at=at,
            proof=proof,
            meaning=Meaning.APPROVED,
            content_sha256=digest,
            subject=recording.subject(adopted),
        )
        _record("label.adoption_signed", signature, touched.stopping, by=by, at=at)
    return Adoption(adopted, signature, touched)


def withdraw_label(
    *,
    label_id: int,
    reason: str,
    credentials: Credentials,
    by: User,
    at: datetime.datetime,
) -> Signature:
    """Withdraw a label, signed; every asset that was written on it stops by that.

    Raises NotYoursError, SigningRefusedError, ReasonMissingError and what
    ``labels.withdraw`` raises.
    """
    reason = reasons.owed(reason, "withdraw this label")
    proof = signatures.prove(by=by, at=at, credentials=credentials)
    with transaction.atomic():
        facts.require(Step.WITHDRAW_LABEL, PieceFacts(), by)
        label = labels.withdraw(label_id=label_id, reason=reason, by=by, at=at)
        signature = signatures.sign(
            by=by,
            at=at,
            proof=proof,
            meaning=Meaning.WITHDREW,
            content_sha256=labels.content_sha256(label),
            subject=recording.subject(label),
        )
        stopped = written_on(label)
        _record("label.withdrawal_signed", signature, stopped, by=by, at=at)
    return signature


def _releases() -> QuerySet[Release]:
    rows: QuerySet[Release] = Release.objects.filter(state__in=STANDING)
    return rows.select_related("brand").order_by("code")


def _carriers(found: Leaning) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    return (
        _carried("claim_version", [row.version.pk for row in found.claims]),
        _carried("block_version", [row.version.pk for row in found.blocks]),
    )


def _carried(column: str, pks: list[int]) -> set[tuple[int, int]]:
    """Pairs of a revision and a standing asset that carries it."""
    rows = VariantSegment.objects.filter(
        Q(**{f"{column}_id__in": pks}),
        part__version__reviews__release__state__in=STANDING,
    )
    pairs = rows.values_list(f"{column}_id", "part__version__reviews__release")
    return {(revision, release) for revision, release in pairs if release}


def _record(
    action: str,
    signature: Signature,
    stopped: tuple[Release, ...],
    *,
    by: User,
    at: datetime.datetime,
) -> None:
    ledger.record(
        action=action,
        subject=signature.subject,
        by=by.get_username(),
        at=at,
        payload={
            "signature": signature.pk,
            "content_sha256": signature.content_sha256,
            "releases": [release.code for release in stopped],
        },
    )
