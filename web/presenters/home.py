"""The worklist of one person: waiting, asked for, lately decided and released."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.urls import reverse

from content_engine.models import Family
from content_engine.vocabulary import RunState
from review.models import Release, Review
from review.states import ReleaseState, ReviewState, Role
from review.workflow import waiting
from web.access import roles_of
from web.presenters.counts import counted
from web.presenters.families import FamilyRow, brief_title, families, family_row
from web.presenters.inboxes import ReviewRow, row_of, with_rows

WAITING, ASKED, RECENT = 8, 6, 6
DECIDED = (
    ReviewState.APPROVED,
    ReviewState.CHANGES_REQUESTED,
    ReviewState.REJECTED,
)


@dataclass(frozen=True)
class NextStep:
    """The next useful thing to do, and where."""

    sentence: str
    label: str
    href: str


@dataclass(frozen=True)
class ReadyRow:
    """A family of the person with variants that nobody has sent to review yet."""

    title: str
    href: str
    sentence: str


@dataclass(frozen=True)
class ReleaseRow:
    """An asset that was released lately."""

    code: str
    href: str
    title: str
    at: datetime.datetime
    state: str
    tone: str


@dataclass(frozen=True)
class Worklist:
    """What a person finds when they come in."""

    greeting: str
    waiting: tuple[ReviewRow, ...]
    waiting_count: int
    ready: tuple[ReadyRow, ...]
    asks: bool
    asked: tuple[FamilyRow, ...]
    decided: tuple[ReviewRow, ...]
    released: tuple[ReleaseRow, ...]
    next_step: NextStep


STEPS: dict[Role, tuple[str, str, str]] = {
    Role.REQUESTER: (
        "Write a brief, and variants come back within seconds.",
        "Write a brief",
        "marketing:brief",
    ),
    Role.COORDINATOR: (
        "Approved pieces will appear here to be released.",
        "Open the library",
        "releasing:library",
    ),
    Role.AUDITOR: (
        "Every step of everybody is in the ledger.",
        "Read the ledger",
        "insights:ledger",
    ),
    Role.ADMINISTRATOR: (
        "Every step of everybody is in the ledger.",
        "Read the ledger",
        "insights:ledger",
    ),
}
OTHERWISE = (
    "Pieces that are sent to review will appear here.",
    "See what is released",
    "releasing:library",
)


def worklist(user: User) -> Worklist:
    """The person's worklist, in a fixed number of queries."""
    mine = waiting.inbox(user)
    asks = Role.REQUESTER in roles_of(user)
    return Worklist(
        greeting=user.first_name or user.get_username(),
        waiting=tuple(row_of(review) for review in with_rows(mine)[:WAITING]),
        waiting_count=mine.count(),
        ready=_ready(user) if asks else (),
        asks=asks,
        asked=_asked(user) if asks else (),
        decided=_decided(),
        released=_released(),
        next_step=next_step(user),
    )


def next_step(user: User) -> NextStep:
    """What is worth doing when nothing waits."""
    roles = roles_of(user)
    words = next((STEPS[role] for role in STEPS if role in roles), OTHERWISE)
    sentence, label, name = words
    return NextStep(sentence, label, reverse(name))


def _asked(user: User) -> tuple[FamilyRow, ...]:
    asked = families().filter(brief__requested_by=user)[:ASKED]
    return tuple(family_row(family) for family in asked)


def _ready(user: User) -> tuple[ReadyRow, ...]:
    unsent = Count("variants", filter=Q(variants__reviews=None), distinct=True)
    ready = (
        Family.objects.filter(brief__requested_by=user, runs__state=RunState.DONE.value)
        .select_related("brief__brand")
        .annotate(unsent=unsent)
        .filter(unsent__gt=0)
        .order_by("-created_at", "-pk")
    )
    return tuple(_ready_row(family, family.unsent) for family in ready[:WAITING])


def _ready_row(family: Family, unsent: int) -> ReadyRow:
    verb = "is" if unsent == 1 else "are"
    return ReadyRow(
        title=brief_title(family.brief),
        href=reverse("marketing:family", args=[family.uid]),
        sentence=f"{counted(unsent, 'variant')} {verb} not in review yet",
    )


def _decided() -> tuple[ReviewRow, ...]:
    decided = Review.objects.filter(state__in=DECIDED).order_by("-closed_at", "-pk")
    return tuple(row_of(review) for review in with_rows(decided)[:RECENT])


def _released() -> tuple[ReleaseRow, ...]:
    released = Release.objects.exclude(state=ReleaseState.PREPARED.value)
    latest = released.select_related("brand").order_by("-released_at", "-pk")
    return tuple(_release_row(release) for release in latest[:RECENT])


def _release_row(release: Release) -> ReleaseRow:
    is_served = release.state == ReleaseState.RELEASED
    return ReleaseRow(
        code=release.code,
        href=reverse("releasing:asset", args=[release.uid]),
        title=f"{release.brand.name}, {release.market}",
        at=release.released_at,
        state=release.state.capitalize(),
        tone="good" if is_served else "bad",
    )
