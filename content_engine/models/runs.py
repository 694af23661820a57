"""Generation runs: where the work stands, who holds it, what it was made from."""

from django.db import models

from content_engine.models.briefs import Family
from content_engine.vocabulary import RunState

RUN_STATES = [(state.value, state.value.title()) for state in RunState]


class GenerationRun(models.Model):
    """One attempt to fill a family.

    ``leased_until`` is when a worker that went silent loses the run; ``origin`` is the
    record of claims, writer, prompt, seed and times (AI-01).
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="runs")
    state = models.CharField(
        max_length=10, choices=RUN_STATES, default=RunState.QUEUED.value
    )
    writer = models.CharField(max_length=20)
    fallback_allowed = models.BooleanField(default=True)
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    done_cells = models.PositiveIntegerField(default=0)
    total_cells = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    origin = models.JSONField(default=dict, blank=True)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"],
                condition=models.Q(state__in=["QUEUED", "RUNNING"]),
                name="one_open_run_per_family",
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk} {self.state}"


class InfeasibleCell(models.Model):
    """A cell that could not be filled, and why."""

    run = models.ForeignKey(GenerationRun, models.CASCADE, related_name="infeasible")
    tone = models.CharField(max_length=50)
    theme = models.CharField(max_length=50)
    format = models.CharField(max_length=20)
    hcp = models.CharField(max_length=100, blank=True)
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.tone} × {self.theme} × {self.format}"
