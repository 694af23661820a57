"""Applies a plan whole or not at all; what it writes are drafts and nothing more."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User

from knowledge_base import claims, copy_blocks
from knowledge_base.claim_contents import Cited
from knowledge_base.exchange import contents, evidence
from knowledge_base.exchange.planning import Effect, Plan, PlannedRow
from knowledge_base.models import BatchKind, Brand


@dataclass(frozen=True)
class Applied:
    """What an import did: counts by effect, and the drafts as ``KEY@VERSION``."""

    counts: dict[str, int]
    drafts: tuple[str, ...]


@dataclass(frozen=True)
class Writer:
    """Who writes into which brand's library, and when."""

    brand: Brand
    by: User
    at: datetime.datetime

    def claim(
        self, row: PlannedRow, known: Mapping[str, int], cited: Mapping[str, Cited]
    ) -> int:
        """Draft a claim's first or next revision and return its number."""
        content = contents.claim(row.values, cited)
        if row.effect == Effect.REVISED:
            claim_id = known[row.key]
            version = claims.revise(
                claim_id=claim_id, content=content, by=self.by, at=self.at
            )
        else:
            version = claims.draft(
                brand_id=self.brand.pk,
                key=row.key,
                kind=row.values["kind"],
                content=content,
                by=self.by,
                at=self.at,
            )
        return version.version

    def block(self, row: PlannedRow) -> int:
        """Draft a block's first or next revision and return its number."""
        content = contents.block(row.values)
        version = copy_blocks.draft(
            brand_id=self.brand.pk, key=row.key, content=content, by=self.by, at=self.at
        )
        return version.version


def apply(plan: Plan, *, brand: Brand, by: User, at: datetime.datetime) -> Applied:
    """Write every draft of a faultless plan in the caller's transaction."""
    writer = Writer(brand, by, at)
    rows = [row for row in plan.rows if row.effect != Effect.UNCHANGED]
    if plan.kind == BatchKind.BLOCKS:
        numbers = [writer.block(row) for row in rows]
    else:
        cited = evidence.create(plan.evidence, brand)
        known = dict(brand.claims.values_list("key", "pk"))
        numbers = [writer.claim(row, known, cited) for row in rows]
    drafts = (f"{row.key}@{n}" for row, n in zip(rows, numbers, strict=True))
    return Applied(plan.counts, tuple(drafts))
