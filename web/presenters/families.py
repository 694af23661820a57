"""Rows of briefs, of the families that answer them, and of the runs that fill them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse

from content_engine.models import Brief, Family, GenerationRun
from content_engine.vocabulary import RunState
from web.presenters.titles import channel_title, market_title, words_title
from web.presenters.verdicts import name_of

OPEN_RUNS = (RunState.QUEUED, RunState.RUNNING)


@dataclass(frozen=True)
class BriefRow:
    """What was asked for, as facts for people."""

    title: str
    place: str
    requested_by: str
    requested_at: datetime.datetime
    facts: tuple[tuple[str, str], ...]
    defaults: tuple[str, ...]


@dataclass(frozen=True)
class RunRow:
    """Where the work on a family stands."""

    is_open: bool
    is_failed: bool
    label: str
    tone: str
    done: int
    total: int
    attempts: int
    note: str
    writer: str
    seconds: float | None


NEVER = RunRow(
    is_open=False,
    is_failed=True,
    label="Never started",
    tone="bad",
    done=0,
    total=0,
    attempts=0,
    note="Nobody started a run for this brief.",
    writer="",
    seconds=None,
)


@dataclass(frozen=True)
class FamilyRow:
    """One line of the list of families."""

    href: str
    brief: BriefRow
    run: RunRow
    variants: int


def families() -> QuerySet[Family]:
    """Families with what their rows read, newest first."""
    runs = GenerationRun.objects.order_by("-pk")
    return (
        Family.objects.select_related("brief__brand", "brief__requested_by")
        .prefetch_related(Prefetch("runs", runs))
        .annotate(size=Count("variants"))
        .order_by("-created_at", "-pk")
    )


def family_row(family: Family) -> FamilyRow:
    """A family from ``families()``."""
    return FamilyRow(
        href=reverse("marketing:family", args=[family.uid]),
        brief=brief_row(family.brief),
        run=run_row(next(iter(family.runs.all()), None)),
        variants=getattr(family, "size", 0),
    )


def brief_row(brief: Brief) -> BriefRow:
    """A brief in words."""
    content = brief.content
    facts = (
        ("Objective", content.get("objective", "")),
        ("Expected value", str(content.get("expected_value", "") or "")),
        ("Tones", _listed(content.get("tones", ()))),
        ("Themes", _listed(content.get("themes", ()))),
        ("Formats", _listed(content.get("formats", ()))),
        ("Key messages", ", ".join(content.get("key_messages", ()))),
        ("Professionals", ", ".join(content.get("hcps", ()))),
        ("Asked for", f"{content.get('count', '')} variants"),
    )
    place = (
        market_title(brief.market),
        channel_title(brief.channel),
        brief.audience,
    )
    return BriefRow(
        title=brief_title(brief),
        place=" · ".join((brief.brand.name, *place)),
        requested_by=name_of(brief.requested_by),
        requested_at=brief.requested_at,
        facts=tuple(fact for fact in facts if fact[1]),
        defaults=tuple(brief.defaults),
    )


def brief_title(brief: Brief) -> str:
    """The objective, or what was asked for and where."""
    objective: str = brief.content.get("objective", "")
    return objective or f"{brief.brand.name} {channel_title(brief.channel)}"


def run_row(run: GenerationRun | None) -> RunRow:
    """A run in words; a family without one counts as failed."""
    if run is None:
        return NEVER
    label, tone = {
        RunState.QUEUED.value: ("Waiting for a worker", "accent"),
        RunState.RUNNING.value: ("Writing", "accent"),
        RunState.DONE.value: ("Done", "good"),
        RunState.FAILED.value: ("Failed", "bad"),
    }[run.state]
    return RunRow(
        is_open=run.state in OPEN_RUNS,
        is_failed=run.state == RunState.FAILED,
        label=label,
        tone=tone,
        done=run.done_cells,
        total=run.total_cells,
        attempts=run.attempts,
        note=run.note,
        writer=words_title(run.writer),
        seconds=_seconds(run),
    )


def _listed(values: Iterable[str]) -> str:
    return ", ".join(value.replace("_", " ") for value in values)


def _seconds(run: GenerationRun) -> float | None:
    if run.started_at is None or run.finished_at is None:
        return None
    return round((run.finished_at - run.started_at).total_seconds(), 1)
