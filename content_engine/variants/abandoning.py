"""Finds runs whose worker died, and gives them to another or marks them failed."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from content_engine.models import GenerationRun
from content_engine.variants.carrying import close_as_failed
from content_engine.vocabulary import RunState
from knowledge_base import ledger

SERVICE = "imprimatur"


def take_up_abandoned(*, at: datetime.datetime) -> list[int]:
    """Runs to hand to a worker again: their lease passed, or nobody ever took them.

    A run that was tried too often is marked FAILED and not returned.
    """
    silent = _left_running(at)
    return [*silent, *_never_started(at)]


def _left_running(at: datetime.datetime) -> list[int]:
    again = []
    lapsed = GenerationRun.objects.filter(state=RunState.RUNNING, leased_until__lt=at)
    for pk in list(lapsed.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            locked = GenerationRun.objects.select_for_update().filter(
                pk=pk, state=RunState.RUNNING, leased_until__lt=at
            )
            run = locked.first()
            if run is not None and _requeued(run, at):
                again.append(pk)
    return again


def _requeued(run: GenerationRun, at: datetime.datetime) -> bool:
    if run.attempts >= settings.RUN_MAX_ATTEMPTS:
        reason = f"The worker went silent {run.attempts} times; nothing was stored."
        close_as_failed(run, reason, by=SERVICE, at=at)
        return False
    run.state = RunState.QUEUED
    run.leased_until = at
    run.note = "The worker went silent; the run was taken up again."
    run.save()
    ledger.record(
        action="run.requeued",
        subject=f"run:{run.pk}",
        by=SERVICE,
        at=at,
        payload={"attempts": run.attempts},
    )
    return True


def _never_started(at: datetime.datetime) -> list[int]:
    """Queued runs that wait longer than a lease; each is named once a lease."""
    patience = datetime.timedelta(seconds=settings.RUN_LEASE_SECONDS)
    waiting = GenerationRun.objects.annotate(
        since=Coalesce(F("leased_until"), F("queued_at"))
    ).filter(state=RunState.QUEUED, since__lt=at - patience)
    found = list(waiting.order_by("pk").values_list("pk", flat=True))
    GenerationRun.objects.filter(pk__in=found, state=RunState.QUEUED).update(
        leased_until=at
    )
    return found
