"""Carries out a run: takes its lease, generates outside any transaction, stores all."""

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Q

from content_engine import briefs, pipeline
from content_engine.models import GenerationRun
from content_engine.pipeline import Generated
from content_engine.variants import storing
from content_engine.vocabulary import RunState, WriterName
from content_engine.writers import registry
from content_engine.writers.protocol import Writer
from knowledge_base import ledger

Progress = Callable[[int, int], None]
HEARTBEAT_SECONDS = 0.5
FORESEEN = (ConnectionError, ObjectDoesNotExist, ValidationError)


class LeaseLostError(RuntimeError):
    """Another worker holds the run, or has finished it; nothing may be stored."""


@dataclass
class Lease:
    """The right to work on a run, kept alive by each sign of progress.

    Times are those of the caller's ``at`` plus what has passed since, so that no
    clock is read here.
    """

    run_id: int
    attempt: int
    at: datetime.datetime
    seconds: int
    started: float
    last_beat: float = 0.0

    def now(self) -> datetime.datetime:
        """The caller's time, moved on by what has passed."""
        return self.at + datetime.timedelta(seconds=time.monotonic() - self.started)

    def beat(self, done: int, total: int) -> None:
        """Prolong the lease and note how far the work is; raises LeaseLostError."""
        moment = time.monotonic()
        if done < total and moment - self.last_beat < HEARTBEAT_SECONDS:
            return
        self.last_beat = moment
        held = GenerationRun.objects.filter(
            pk=self.run_id, attempts=self.attempt, state=RunState.RUNNING
        )
        until = self.now() + datetime.timedelta(seconds=self.seconds)
        if not held.update(leased_until=until, done_cells=done, total_cells=total):
            raise LeaseLostError(f"Another worker took run {self.run_id}.")


def carry_out(
    run_id: int,
    *,
    by: User,
    at: datetime.datetime,
    lease_seconds: int,
    progress: Progress | None = None,
) -> GenerationRun:
    """Fill the run's family, or mark the run FAILED with its reason.

    A run that another worker holds or has finished is left alone. What nobody foresaw
    is noted on the run and raised.
    """
    lease = _claimed(run_id, at, lease_seconds)
    if lease is None:
        return GenerationRun.objects.get(pk=run_id)
    try:
        generated = _generated(run_id, lease, progress)
        _store(lease, generated, by)
    except LeaseLostError:
        pass  # whoever holds the run now reports on it
    except FORESEEN as error:
        _fail(lease, _sentence(error), by)
    except Exception as error:
        _fail(lease, f"Something unforeseen went wrong ({type(error).__name__}).", by)
        raise
    return GenerationRun.objects.get(pk=run_id)


def _claimed(run_id: int, at: datetime.datetime, seconds: int) -> Lease | None:
    with transaction.atomic():
        free = Q(state=RunState.QUEUED) | Q(state=RunState.RUNNING, leased_until__lt=at)
        runs = GenerationRun.objects.select_for_update().filter(free, pk=run_id)
        run = runs.first()
        if run is None:
            return None
        run.state = RunState.RUNNING
        run.attempts += 1
        run.started_at = at
        run.leased_until = at + datetime.timedelta(seconds=seconds)
        run.save()
    return Lease(run_id, run.attempts, at, seconds, time.monotonic())


def _generated(run_id: int, lease: Lease, progress: Progress | None) -> Generated:
    run = GenerationRun.objects.select_related("family__brief").get(pk=run_id)

    def report(done: int, total: int) -> None:
        lease.beat(done, total)
        if progress is not None:
            progress(done, total)

    fallback = _fallback(run)
    return pipeline.generate(
        briefs.complete(run.family.brief.content, day=lease.at.date()),
        writer=registry.writer_or_stand_in(run.writer, fallback),
        fallback=fallback,
        progress=report,
    )


def _fallback(run: GenerationRun) -> Writer | None:
    return (
        registry.writer_by_name(WriterName.COMPOSER) if run.fallback_allowed else None
    )


def _store(lease: Lease, generated: Generated, by: User) -> None:
    with transaction.atomic():
        run = _held(lease)
        now = lease.now()
        origin = storing.store(run, generated, by=by, at=now)
        run.state = RunState.DONE
        run.done_cells = len(generated.variants)
        run.note = " ".join(generated.notes)
        run.origin = origin
        run.finished_at = now
        run.leased_until = None
        run.save()
        ledger.record(
            action="family.generated",
            subject=f"family:{run.family.uid}",
            by=by.get_username(),
            at=now,
            payload={
                "run": run.pk,
                "writer": run.writer,
                "variants": storing.hashes_of(run),
                "infeasible": len(generated.infeasible),
            },
        )


def _fail(lease: Lease, reason: str, by: User) -> None:
    with transaction.atomic():
        try:
            run = _held(lease)
        except LeaseLostError:
            return
        close_as_failed(run, reason, by=by.get_username(), at=lease.now())


def close_as_failed(
    run: GenerationRun, reason: str, *, by: str, at: datetime.datetime
) -> None:
    """Mark a locked run FAILED with its reason and say so in the ledger."""
    run.state = RunState.FAILED
    run.note = reason
    run.finished_at = at
    run.leased_until = None
    run.save()
    ledger.record(
        action="run.failed",
        subject=f"run:{run.pk}",
        by=by,
        at=at,
        payload={"family": str(run.family.uid), "reason": reason},
    )


def _held(lease: Lease) -> GenerationRun:
    """The run, locked, if this lease still holds it."""
    runs = GenerationRun.objects.select_for_update(of=("self",))
    run = (
        runs.select_related("family__brief__brand")
        .filter(pk=lease.run_id, attempts=lease.attempt, state=RunState.RUNNING)
        .first()
    )
    if run is None:
        raise LeaseLostError(f"Another worker took run {lease.run_id}.")
    return run


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)
