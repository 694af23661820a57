"""Rows for the inbox: what waits for a person, for others, and what they decided."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet

from content_engine.models import VariantPart
from review import policies
from review.models import Decision, Review
from review.states import Function, ReviewState, ReviewVerdict, Role
from review.workflow import waiting
from web.access import roles_of
from web.presenters import dossiers, verdicts
from web.presenters.titles import channel_title, market_title, words_title

RECENT = 10
MOST = 100
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
    axes: str
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


def inbox(user: User) -> Inbox:
    """What a person finds when they come in; a fixed number of queries."""
    mine = waiting.inbox(user)
    waiting_rows = _rows(mine[:MOST])
    decisions = Decision.objects.filter(decided_by=user).order_by("-decided_at", "-pk")
    decided = list(
        decisions.prefetch_related(Prefetch("review", with_rows(Review.objects.all())))[
            :RECENT
        ]
    )
    return Inbox(
        waiting=waiting_rows,
        waiting_count=mine.count(),
        elsewhere=_elsewhere(user, mine),
        decided=tuple(_decided_row(decision) for decision in decided),
    )


def with_rows(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Reviews with what a row in a list reads, in a fixed few queries."""
    return reviews.select_related(
        "variant__family__brief__brand", "requested_by", "certificate", "release"
    ).prefetch_related(
        "decisions",
        Prefetch("version__parts", VariantPart.objects.order_by("ordinal")),
    )


def row_of(review: Review) -> ReviewRow:
    """One review fetched ``with_rows``."""
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
        market=market_title(brief.market),
        channel=channel_title(brief.channel),
        axes=_axes(review),
        requester=verdicts.name_of(review.requested_by),
        submitted_at=review.submitted_at,
        round=review.round,
        state=state.replace("_", " ").capitalize(),
        tone=TONES.get(state, ""),
        need=NEEDS.get(state, "") or _finishing(review, brief.market),
        decided=tuple(f.title() for f in spoken),
        awaited=tuple(f.title() for f in open_),
    )


def _axes(review: Review) -> str:
    """Where the variant stands in its family, so that two of one family differ."""
    variant = review.variant
    return ", ".join(
        words_title(axis).lower()
        for axis in (variant.tone, variant.theme, variant.format)
    )


def _finishing(review: Review, market: str) -> str:
    """What an approved piece still needs before platforms may fetch it."""
    if review.state != ReviewState.APPROVED:
        return ""
    needs_certificate = market in policies.CERTIFIED_MARKETS
    if needs_certificate and not hasattr(review, "certificate"):
        return "Certificate"
    return "" if hasattr(review, "release") else "Release"


def _rows(reviews: QuerySet[Review]) -> tuple[ReviewRow, ...]:
    return tuple(row_of(review) for review in with_rows(reviews))


def _elsewhere(user: User, mine: QuerySet[Review]) -> tuple[ReviewRow, ...]:
    """Approved pieces that wait for somebody else to certify or release them."""
    if not roles_of(user) & FINISHERS:
        return ()
    approved = Review.objects.filter(state=ReviewState.APPROVED, release=None)
    others = approved.exclude(pk__in=mine.values("pk")).order_by("closed_at", "pk")
    return _rows(others[:MOST])


def _decided_row(decision: Decision) -> DecidedRow:
    words, tone = verdicts.WORDS[ReviewVerdict(decision.verdict)]
    return DecidedRow(
        review=row_of(decision.review),
        function=decision.function.title(),
        verdict=words,
        tone=tone,
        at=decision.decided_at,
    )
