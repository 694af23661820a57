"""Asks for a family: the brief, the family and its first run, in one write."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django_fsm import TransitionNotAllowed

from content_engine import briefs
from content_engine.models import Brief, Family, GenerationRun
from content_engine.vocabulary import RunState
from knowledge_base import ledger
from knowledge_base.models import Brand


class RunStandsError(TransitionNotAllowed):
    """A family whose run is still open, or was fulfilled, cannot be asked for again."""


def request(
    raw_brief: Mapping[str, Any], *, by: User, at: datetime.datetime
) -> GenerationRun:
    """Store a completed brief with an empty family and a run that waits for a worker.

    Raises BriefFaultsError with every fault of the brief.
    """
    completed = briefs.complete(raw_brief, day=at.date())
    with transaction.atomic():
        brief = Brief.objects.create(
            brand=Brand.objects.get(slug=completed.brand),
            market=completed.market,
            channel=completed.channel,
            audience=completed.audience,
            content=completed.as_dict(),
            defaults=list(completed.defaults),
            requested_by=by,
            requested_at=at,
        )
        family = Family.objects.create(brief=brief, created_at=at)
        run = _new_run(family, at)
        ledger.record(
            action="brief.requested",
            subject=f"brief:{brief.pk}",
            by=by.get_username(),
            at=at,
            payload={
                "family": str(family.uid),
                "run": run.pk,
                "brief": brief.content,
            },
        )
    return run


def request_again(family_id: int, *, by: User, at: datetime.datetime) -> GenerationRun:
    """A new run for a family whose last run failed; raises RunStandsError."""
    with transaction.atomic():
        family = Family.objects.select_for_update().get(pk=family_id)
        last = family.runs.order_by("-pk").first()
        if last is not None and last.state != RunState.FAILED:
            raise RunStandsError(
                "The last run has not failed, so there is nothing to start again."
            )
        run = _new_run(family, at)
        ledger.record(
            action="run.requested",
            subject=f"run:{run.pk}",
            by=by.get_username(),
            at=at,
            payload={"family": str(family.uid)},
        )
    return run


def _new_run(family: Family, at: datetime.datetime) -> GenerationRun:
    content = family.brief.content
    return GenerationRun.objects.create(
        family=family,
        writer=content["writer"],
        fallback_allowed=settings.WRITER_FALLBACK,
        total_cells=content["count"],
        queued_at=at,
    )
