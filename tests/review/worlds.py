"""A small office in which anybody tries any step on one piece, in any order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django_fsm import TransitionNotAllowed
from hypothesis import strategies as st

from content_engine.models import Variant, VariantVersion
from review import releases
from review.models import Release, Review
from review.states import STEP_OF_FUNCTION, Function, ReviewVerdict, Step
from review.workflow import cancelling, deciding, submitting
from tests import factories

REFUSALS = (PermissionDenied, TransitionNotAllowed, ValidationError)
ROLES: dict[str, tuple[str, ...]] = {
    "owner": ("REQUESTER",),
    "other_requester": ("REQUESTER",),
    "medical": ("MEDICAL",),
    "medical_requester": ("MEDICAL", "REQUESTER"),
    "legal": ("LEGAL",),
    "regulatory": ("REGULATORY",),
    "all_functions": ("MEDICAL", "LEGAL", "REGULATORY"),
    "legal_signatory": ("LEGAL", "SIGNATORY"),
    "signatory": ("SIGNATORY",),
    "coordinator": ("COORDINATOR",),
    "auditor": ("AUDITOR", "MEDICAL"),
    "superuser": ("ADMINISTRATOR", "MEDICAL", "LEGAL", "REGULATORY", "COORDINATOR"),
}


@dataclass(frozen=True)
class Move:
    """Somebody tries something; ``is_stale`` is a page from before the newest edit."""

    name: str
    person: str
    function: Function = Function.MEDICAL
    verdict: ReviewVerdict = ReviewVerdict.APPROVE
    is_stale: bool = False


@dataclass
class World:
    """One variant and everybody who may touch it."""

    market: str = "US"
    people: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = {
            name: factories.make_user(*roles, username=name)
            for name, roles in ROLES.items()
        }
        self.people["superuser"].is_superuser = True
        self.people["superuser"].save()
        self.variant: Variant = factories.make_variant(
            market=self.market, requester=self.people["owner"]
        )
        self.claim = factories.make_claim(self.variant.family.brief.brand)
        self.edit(self.people["owner"])

    @property
    def newest(self) -> VariantVersion:
        """The version that counts."""
        return self.variant.versions.order_by("-number")[0]

    @property
    def review(self) -> Review:
        """The latest review; an unsaved one when there is none."""
        found: Review | None = Review.objects.order_by("pk").last()
        return found or Review(pk=0)

    @property
    def release(self) -> Release:
        """The latest release; an unsaved one when there is none."""
        found: Release | None = Release.objects.order_by("pk").last()
        return found or Release(pk=0)

    def edit(self, by: User) -> None:
        """Other words: a new version."""
        factories.make_version(variant=self.variant, claim=self.claim, by=by)

    def try_(self, move: Move) -> str:
        """Take the move in a savepoint: "" when it succeeded, else its refusal."""
        person = self.people[move.person]
        try:
            with transaction.atomic(), factories.without_fresh_check():
                self._deeds(move)[move.name](person)
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        except ObjectDoesNotExist:
            return "Nothing is there."
        except REFUSALS as refusal:
            return str(refusal)
        return ""

    def _deeds(self, move: Move) -> dict[str, Callable[[User], Any]]:
        at, typed = factories.AT, factories.credentials
        return {
            "edit": self.edit,
            "submit": lambda p: submitting.submit(
                version_id=self.newest.pk, by=p, at=at
            ),
            "decide": lambda p: deciding.decide(
                review_id=self.review.pk,
                function=move.function,
                verdict=move.verdict,
                comment="Because.",
                expected_sha256="0" * 64
                if move.is_stale
                else self.review.content_sha256,
                credentials=typed(p),
                by=p,
                at=at,
            ),
            "cancel": lambda p: cancelling.cancel(
                review_id=self.review.pk, reason="Enough.", by=p, at=at
            ),
            "certify": lambda p: releases.certify(
                review_id=self.review.pk, credentials=typed(p), by=p, at=at
            ),
            "release": lambda p: releases.release(
                review_id=self.review.pk, by=p, at=at
            ),
            "suspend": lambda p: releases.suspend(
                release_id=self.release.pk, reason="Wait.", by=p, at=at
            ),
            "resume": lambda p: releases.resume(
                release_id=self.release.pk, reason="Go on.", by=p, at=at
            ),
            "withdraw": lambda p: releases.withdraw(
                release_id=self.release.pk,
                reason="No.",
                credentials=typed(p),
                by=p,
                at=at,
            ),
        }


HONEST = [
    Move("submit", "owner"),
    *(Move("decide", f.value.lower(), f) for f in Function),
    Move("certify", "signatory"),
    Move("release", "coordinator"),
]
NAMES = ["submit", "decide", "edit", "cancel", "release", "suspend", "resume"]


def moves() -> st.SearchStrategy[list[Move]]:
    """Honest beginnings of any length, then anything by anybody, then honest again."""
    anything = st.builds(
        Move,
        name=st.sampled_from([*NAMES, "decide", "decide", "certify", "withdraw"]),
        person=st.sampled_from(sorted(ROLES)),
        function=st.sampled_from(Function),
        verdict=st.sampled_from(
            [ReviewVerdict.APPROVE, ReviewVerdict.APPROVE, *ReviewVerdict]
        ),
        is_stale=st.integers(0, 9).map(lambda n: n == 9),
    )
    honest = st.integers(0, len(HONEST)).map(lambda n: HONEST[:n])
    mixed = st.lists(st.one_of(anything, st.sampled_from(HONEST)), max_size=10)
    return st.tuples(honest, mixed, honest).map(lambda t: [*t[0], *t[1], *t[2]])


def move_of(step: str, person: str) -> Move:
    """The move that takes an open step."""
    for function, decide in STEP_OF_FUNCTION.items():
        if Step(step) == decide:
            return Move("decide", person, function)
    return Move(step, person)
