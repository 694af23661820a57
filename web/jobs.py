"""Background work: fills families, and takes up what a dead worker left behind."""

import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from content_engine import variants
from content_engine.models import GenerationRun, VariantVersion


@task()
def carry_out(run_id: int) -> None:
    """Fill one run in the name of whoever asked for it."""
    run = GenerationRun.objects.select_related("family__brief__requested_by")
    by = run.get(pk=run_id).family.brief.requested_by
    variants.carry_out(
        run_id, by=by, at=timezone.now(), lease_seconds=settings.RUN_LEASE_SECONDS
    )
    for version in VariantVersion.objects.filter(run_id=run_id).order_by("pk"):
        variants.second(version.pk, by=by, at=timezone.now())


@task()
def second(version_id: int) -> None:
    """Have an edited version read by the second reader in the name of its writer."""
    version = VariantVersion.objects.select_related("written_by").get(pk=version_id)
    variants.second(version_id, by=version.written_by, at=timezone.now())


def start_reading(version_id: int) -> None:
    """Hand a version to the second reader, if one is set, once it is committed."""
    if settings.OPINIONS != "none":
        transaction.on_commit(partial(second.enqueue, version_id))


def start(run_id: int) -> None:
    """Hand a run to a worker once what stored it is committed."""
    transaction.on_commit(partial(carry_out.enqueue, run_id))


def take_up(*, at: datetime.datetime) -> list[int]:
    """Start again every run whose worker went silent; those that failed say why."""
    abandoned = variants.take_up_abandoned(at=at)
    for run_id in abandoned:
        start(run_id)
    return abandoned
