"""Loads a kit in one transaction: all of it or nothing, and twice is like once."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction

from knowledge_base import index, ledger
from knowledge_base.kits import evidence, product, wordings
from knowledge_base.kits.counting import Counts
from knowledge_base.kits.loads import Load
from knowledge_base.kits.reading import Kit, KitFaultsError
from knowledge_base.models import Brand, ClaimState, ClaimVersion


def load(kit: Kit, *, by: User, at: datetime.datetime, approve: bool) -> Counts:
    """Bring the records of one brand to what the kit says; what it omits stays.

    With ``approve`` the person's approval of everything in the kit is recorded;
    without, labels, claims and copy wait as drafts. Raises KitFaultsError if the kit
    contradicts what is already approved.
    """
    with transaction.atomic():
        return _load(kit, by=by, at=at, approve=approve)


def _load(kit: Kit, *, by: User, at: datetime.datetime, approve: bool) -> Counts:
    slug = kit.content["brand"]["slug"]
    Brand.objects.select_for_update().filter(slug=slug).first()
    work = Load(
        by=by, at=at, approve=approve, has_approved_claims=_has_approved_claims(slug)
    )
    brand = product.load(kit.content, work)
    cited = evidence.load(brand, kit.content["references"], work)
    wordings.load_claims(brand, kit.content["claims"], cited, work)
    wordings.load_copy(brand, kit.content["copy"], work)
    if work.faults:
        raise KitFaultsError(tuple(f"{kit.source}: {fault}" for fault in work.faults))
    if not work.counts.is_idle():
        _conclude(kit, slug, work)
    return work.counts


def _has_approved_claims(slug: str) -> bool:
    return ClaimVersion.objects.filter(
        claim__brand__slug=slug,
        state__in=[ClaimState.APPROVED, ClaimState.SUSPENDED],
    ).exists()


def _conclude(kit: Kit, slug: str, work: Load) -> None:
    ledger.record(
        action="kit.loaded",
        subject=f"brand:{slug}",
        by=work.by.get_username(),
        at=work.at,
        payload={
            "approved": work.approve,
            "counts": work.counts.as_dict(),
            "kit_sha256": kit.sha256,
        },
    )
    # The index is derived: its failure must not undo what is recorded, and the next
    # search notices and mends it.
    transaction.on_commit(index.take_up, robust=True)
