"""Reviews of one variant version, and the decisions of the three functions."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from content_engine.models import Variant, VariantVersion
from review.models.signatures import Signature
from review.states import Function, ReviewState, ReviewVerdict

STATES = [(s.value, s.value.replace("_", " ").capitalize()) for s in ReviewState]
FUNCTIONS = [(f.value, f.value.title()) for f in Function]
VERDICTS = [(v.value, v.value.replace("_", " ").capitalize()) for v in ReviewVerdict]


class Review(ConcurrentTransitionMixin, models.Model):
    """One round of review over one version. Steps only say what may follow what.

    ``variant`` repeats the version's, so that the database can hold one open review.
    """

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="reviews")
    version = models.ForeignKey(VariantVersion, models.PROTECT, related_name="reviews")
    content_sha256 = models.CharField(max_length=64)
    round = models.PositiveIntegerField(default=1)
    state = FSMField(
        max_length=20, choices=STATES, default=ReviewState.DRAFT.value, protected=True
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="requested_reviews"
    )
    submitted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_reason = models.TextField(blank=True)

    objects: ClassVar[models.Manager["Review"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(state__in=["DRAFT", "IN_REVIEW", "APPROVED"]),
                name="one_standing_review_per_version",
            ),
            models.UniqueConstraint(
                fields=["variant"],
                condition=models.Q(state__in=["DRAFT", "IN_REVIEW"]),
                name="one_open_review_per_variant",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["DRAFT", "IN_REVIEW"], closed_at__isnull=True
                )
                | (
                    ~models.Q(state__in=["DRAFT", "IN_REVIEW"])
                    & models.Q(closed_at__isnull=False)
                ),
                name="closed_review_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk} {self.state}"

    @transition(field=state, source=ReviewState.DRAFT, target=ReviewState.IN_REVIEW)
    def submit(self) -> None:
        """Hand the version to the three functions."""

    @transition(field=state, source=ReviewState.IN_REVIEW, target=ReviewState.APPROVED)
    def approve(self) -> None:
        """All functions approved the same hash."""

    @transition(
        field=state,
        source=ReviewState.IN_REVIEW,
        target=ReviewState.CHANGES_REQUESTED,
    )
    def request_changes(self) -> None:
        """One function wants another version."""

    @transition(field=state, source=ReviewState.IN_REVIEW, target=ReviewState.REJECTED)
    def reject(self) -> None:
        """One function refuses the piece."""

    @transition(
        field=state,
        source=[
            ReviewState.DRAFT,
            ReviewState.IN_REVIEW,
            ReviewState.CHANGES_REQUESTED,
        ],
        target=ReviewState.CANCELLED,
    )
    def cancel(self) -> None:
        """The requester or a newer version takes it back."""


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about decisions."""

    def open(self) -> "DecisionQuerySet":
        """Decisions that still wait for a verdict."""
        return self.filter(verdict="", closed_reason="")

    def approving(self, content_sha256: str) -> "DecisionQuerySet":
        """Approvals of these very words."""
        return self.filter(verdict=ReviewVerdict.APPROVE, content_sha256=content_sha256)


class Decision(models.Model):
    """What one function said in one round; open until it has a verdict or is closed."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="decisions")
    function = models.CharField(max_length=10, choices=FUNCTIONS)
    verdict = models.CharField(max_length=20, choices=VERDICTS, blank=True)
    comment = models.TextField(blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    signature = models.OneToOneField(
        Signature, models.PROTECT, null=True, blank=True, related_name="decision"
    )
    opened_at = models.DateTimeField()
    closed_reason = models.TextField(blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "function"],
                name="one_decision_per_function_and_round",
            ),
            models.UniqueConstraint(
                fields=["review", "decided_by"],
                condition=models.Q(decided_by__isnull=False),
                name="one_function_per_person_and_review",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="")
                | models.Q(
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    signature__isnull=False,
                    closed_reason="",
                )
                & ~models.Q(content_sha256=""),
                name="verdict_has_person_time_and_signature",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["", "APPROVE"]) | ~models.Q(comment=""),
                name="refusal_has_a_comment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function} {self.verdict or 'open'}"
