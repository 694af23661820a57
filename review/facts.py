"""Reads what the policies need to know of people and pieces, and asks them."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django_fsm import TransitionNotAllowed

from content_engine import dispositions
from content_engine.dispositions import Standing
from content_engine.models import Variant, VariantVersion
from content_engine.vocabulary import FindingState, Severity
from review import policies
from review.models import Certificate, Decision, Release, Review
from review.policies import PersonFacts, PieceFacts
from review.states import Function, ReleaseState, ReviewState, Role, Step


class NotYoursError(PermissionDenied):
    """The person may not take this step on this piece."""


class NotNowError(TransitionNotAllowed):
    """The piece does not allow this step in the state it is in."""


def person_facts(user: User) -> PersonFacts:
    """Who asks: roles are the groups named like them; being superuser adds nothing."""
    names = set(user.groups.values_list("name", flat=True))
    roles = frozenset(role for role in Role if role.value in names)
    return PersonFacts(id=user.pk, roles=roles, is_active=user.is_active)


def piece_facts(version: VariantVersion, review: Review | None = None) -> PieceFacts:
    """Everything the questions need of a version; its latest review when none given."""
    review = review or version.reviews.order_by("pk").last()
    standing = dispositions.standing(version)
    return PieceFacts(
        authors=authors(version.variant),
        acted=_acted(version.variant_id),
        open_functions=_open_functions(review),
        market=version.variant.family.brief.market,
        is_newest=is_newest(version),
        is_certified=Certificate.objects.filter(review=review).exists(),
        blocks=None if standing is None else _open(standing, Severity.BLOCK),
        undisposed=_open(standing or (), Severity.HIGH),
        review_state=ReviewState(review.state) if review else None,
        release_state=_release_state(review),
    )


def locked_review(review_id: int) -> Review:
    """The review under a lock: of two steps at once, the second sees the first."""
    related = "version__variant__family__brief__brand"
    rows = Review.objects.select_for_update(of=("self",)).select_related(related)
    review: Review = rows.get(pk=review_id)
    return review


def authors(variant: Variant) -> frozenset[int]:
    """Who asked for the piece, submitted it, or wrote any version of it."""
    writers = variant.versions.values_list("written_by_id", flat=True)
    submitters = Review.objects.filter(variant=variant).values_list(
        "requested_by_id", flat=True
    )
    return frozenset({variant.family.brief.requested_by_id, *writers, *submitters})


def is_newest(version: VariantVersion) -> bool:
    """Whether nobody edited the variant since."""
    newer = VariantVersion.objects.filter(
        variant_id=version.variant_id, number__gt=version.number
    )
    return not newer.exists()


def require(step: Step, piece: PieceFacts, user: User) -> None:
    """Refuse the step with a sentence: NotYoursError, then NotNowError."""
    refusal = policies.MAY[step](piece, person_facts(user))
    if refusal:
        raise NotYoursError(refusal)
    refusal = policies.CAN[step](piece) if step in policies.CAN else ""
    if refusal:
        raise NotNowError(refusal)


def _acted(variant_id: int) -> dict[int, frozenset[Function]]:
    """In which functions each person decided, over all rounds of the variant."""
    acted: dict[int, frozenset[Function]] = defaultdict(frozenset)
    rows = Decision.objects.filter(review__variant_id=variant_id).values_list(
        "decided_by_id", "function"
    )
    for person_id, function in rows.exclude(decided_by=None):
        acted[person_id or 0] |= {Function(function)}
    return dict(acted)


def _open_functions(review: Review | None) -> frozenset[Function]:
    open_rows = Decision.objects.filter(review=review).open()
    return frozenset(
        Function(function) for function in open_rows.values_list("function", flat=True)
    )


def _open(standing: Iterable[Standing], severity: Severity) -> tuple[str, ...]:
    """The open findings of a severity, as sentences."""
    return tuple(
        one.sentence
        for one in standing
        if one.finding.severity == severity and one.state is FindingState.OPEN
    )


def _release_state(review: Review | None) -> ReleaseState | None:
    release = Release.objects.filter(review=review).first() if review else None
    return ReleaseState(release.state) if release else None
