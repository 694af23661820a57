"""Rows for the inbox and the page on which a piece is decided."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from content_engine.models import VariantPart, VariantVersion
from content_engine.rendering import plain
from content_engine.vocabulary import Channel
from knowledge_base.models import LedgerEntry
from review import evidence, gates, policies
from review.gates import Gate
from review.models import Decision, Review
from review.states import Function, ReviewState, Role, Step
from review.workflow import waiting
from review.workflow.waiting import OpenStep
from web.access import roles_of
from web.presenters import dossiers, histories, pieces, verdicts
from web.presenters.dossiers import FindingRow, Reading
from web.presenters.histories import HistoryRow
from web.presenters.pieces import EvidenceRow, PartRow
from web.presenters.verdicts import FunctionRow

RECENT = 10
MOST = 100
FRAMED = frozenset({Channel.EMAIL, Channel.REP_EMAIL})
TONES = {
    ReviewState.IN_REVIEW: "accent",
    ReviewState.APPROVED: "good",
    ReviewState.CHANGES_REQUESTED: "warn",
    ReviewState.REJECTED: "bad",
}
NEEDS = {
    ReviewState.IN_REVIEW: "Your verdict",
    ReviewState.CHANGES_REQUESTED: "Your changes",
}
FINISHERS = frozenset({Role.COORDINATOR, Role.SIGNATORY})


@dataclass(frozen=True)
class ReviewRow:
    """One review in a list."""

    pk: int
    title: str
    brand: str
    market: str
    channel: str
    requester: str
    submitted_at: datetime.datetime
    round: int
    state: str
    tone: str
    need: str
    decided: tuple[str, ...]
    awaited: tuple[str, ...]


@dataclass(frozen=True)
class DecidedRow:
    """What the person decided, and what became of it."""

    review: ReviewRow
    function: str
    verdict: str
    tone: str
    at: datetime.datetime | None


@dataclass(frozen=True)
class Inbox:
    """What waits for one person, what waits for others to finish, what is done."""

    waiting: tuple[ReviewRow, ...]
    waiting_count: int
    elsewhere: tuple[ReviewRow, ...]
    decided: tuple[DecidedRow, ...]


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
    axes: tuple[str, ...]
    hcp: str
    content_sha256: str
    closing_reason: str
    parts: tuple[PartRow, ...]
    plain_text: str
    frame: str
    variant_href: str
    evidence: tuple[EvidenceRow, ...]
    findings: tuple[FindingRow, ...]
    reading: Reading
    functions: tuple[FunctionRow, ...]
    rounds: tuple[RoundRow, ...]
    history: tuple[HistoryRow, ...]
    steps: dict[str, OpenStep]
    deciding: tuple[OpenStep, ...]
    certificate: str
    gates: tuple[Gate, ...]
    release_href: str
    release_code: str
    faults: tuple[str, ...] = field(default_factory=tuple)

    @property
    def may_decide(self) -> bool:
        """Whether one of the person's functions is open to them."""
        return any(step.allowed for step in self.deciding)


def inbox(user: User) -> Inbox:
    """What a person finds when they come in; a fixed number of queries."""
    mine = waiting.inbox(user)
    waiting_rows = _rows(mine[:MOST])
    decisions = Decision.objects.filter(decided_by=user).order_by("-decided_at", "-pk")
    decided = list(
        decisions.prefetch_related(Prefetch("review", _listed(Review.objects.all())))[
            :RECENT
        ]
    )
    return Inbox(
        waiting=waiting_rows,
        waiting_count=mine.count(),
        elsewhere=_elsewhere(user, mine),
        decided=tuple(_decided_row(decision) for decision in decided),
    )


def review_page(pk: int, user: User, at: datetime.datetime) -> ReviewPage:
    """The page of one review. Raises Review.DoesNotExist."""
    review = _full(Review.objects.all()).get(pk=pk)
    version = pieces.with_pieces(VariantVersion.objects.all()).get(pk=review.version_id)
    variant, brief = review.variant, review.variant.family.brief
    parts = pieces.part_rows(version)
    steps = {step.name: step for step in waiting.open_steps(review, user, at)}
    rounds = _rounds(user, review)
    release = getattr(review, "release", None)
    certificate = getattr(review, "certificate", None)
    return ReviewPage(
        row=_row(review),
        version=version.number,
        note=version.note,
        audience=brief.audience,
        axes=(variant.tone, variant.theme, variant.format),
        hcp=variant.hcp.name if variant.hcp else "",
        content_sha256=review.content_sha256,
        closing_reason=review.closing_reason,
        parts=parts,
        plain_text=plain.render_text(evidence.parts(version)),
        frame=_frame(version, brief.channel),
        variant_href=reverse("marketing:variant", args=[variant.uid]),
        evidence=pieces.evidence_rows([version]),
        findings=dossiers.finding_rows(version),
        reading=dossiers.reading(parts),
        functions=verdicts.function_rows(user, review, review.decisions.all()),
        rounds=rounds,
        history=_history(user, rounds, release.code if release else ""),
        steps=_shown(user, steps),
        deciding=_deciding(user, steps),
        certificate=certificate.signature.shown() if certificate else "",
        gates=_gates(user, review, at, released=release is not None),
        release_href=reverse("releasing:asset", args=[release.uid]) if release else "",
        release_code=release.code if release else "",
    )


def _listed(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Reviews with what a row in a list reads."""
    return reviews.select_related(
        "variant__family__brief__brand", "requested_by"
    ).prefetch_related(
        "decisions",
        Prefetch("version__parts", VariantPart.objects.order_by("ordinal")),
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


def _rows(reviews: QuerySet[Review]) -> tuple[ReviewRow, ...]:
    return tuple(_row(review) for review in _listed(reviews))


def _row(review: Review) -> ReviewRow:
    brief, state = review.variant.family.brief, ReviewState(review.state)
    decisions = {Function(d.function): d for d in review.decisions.all()}
    spoken = [f for f in Function if f in decisions and decisions[f].verdict]
    open_ = [
        f
        for f in Function
        if f in decisions and not (decisions[f].verdict or decisions[f].closed_reason)
    ]
    return ReviewRow(
        pk=review.pk,
        title=dossiers.title_of({p.name: p.text for p in review.version.parts.all()}),
        brand=brief.brand.name,
        market=brief.market,
        channel=brief.channel.replace("_", " "),
        requester=verdicts.name_of(review.requested_by),
        submitted_at=review.submitted_at,
        round=review.round,
        state=state.replace("_", " ").capitalize(),
        tone=TONES.get(state, ""),
        need=NEEDS.get(state, "") or _finishing(review, brief.market),
        decided=tuple(f.title() for f in spoken),
        awaited=tuple(f.title() for f in open_),
    )


def _finishing(review: Review, market: str) -> str:
    """What an approved piece still needs before platforms may fetch it."""
    if review.state != ReviewState.APPROVED:
        return ""
    needs_certificate = market in policies.CERTIFIED_MARKETS
    if needs_certificate and not hasattr(review, "certificate"):
        return "Certificate"
    return "" if hasattr(review, "release") else "Release"
