"""What people say of findings: a reason, a name and a time; nothing is ever deleted."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from content_engine.models import (
    CheckRecord,
    Disposition,
    FindingRecord,
    VariantVersion,
)
from content_engine.vocabulary import FindingState, Severity
from knowledge_base import ledger
from knowledge_base.wording import visible

LEAST_REASON = 10
Place = tuple[str, str, str, int | None, int | None]


class NotDisposedError(ValidationError):
    """A finding cannot be put aside like this; the sentence says what to do."""


@dataclass(frozen=True)
class Standing:
    """A finding as it stands: open, or with the last word on it."""

    finding: FindingRecord
    state: FindingState
    disposition: Disposition | None = None

    @property
    def sentence(self) -> str:
        """The finding as a refusal says it."""
        return f"{self.finding.rule}: {self.finding.message}"


def dispose(
    *,
    finding_id: int,
    state: FindingState,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> Disposition:
    """Say that a finding is fixed, overridden or open again, and why.

    Raises NotDisposedError for a finding that blocks and would be overridden, for a
    reason too short to be one, and for a fix of what still stands.
    """
    with transaction.atomic():
        rows = FindingRecord.objects.select_related("check_record__version__variant")
        finding = rows.select_for_update(of=("self",)).get(pk=finding_id)
        _require(finding, state, reason)
        made = Disposition.objects.create(
            finding=finding,
            content_sha256=finding.check_record.version.content_sha256,
            rule=finding.rule,
            part=finding.part,
            start=finding.start,
            end=finding.end,
            state=state,
            reason=reason.strip(),
            disposed_by=by,
            disposed_at=at,
        )
        _record(made)
    return made


def _record(made: Disposition) -> None:
    """The ledger line of a word on a finding."""
    finding = made.finding
    version = finding.check_record.version
    ledger.record(
        action="finding.disposed",
        subject=f"variant:{version.variant.uid}",
        by=made.disposed_by.get_username(),
        at=made.disposed_at,
        payload={
            "version": version.number,
            "content_sha256": made.content_sha256,
            "rule": finding.rule,
            "severity": finding.severity,
            "rule_pack": finding.check_record.rule_pack,
            "part": finding.part,
            "text": finding.text,
            "state": made.state,
            "reason": made.reason,
        },
    )


def standing(version: VariantVersion) -> tuple[Standing, ...] | None:
    """The findings of a version's latest check as they stand; None when unchecked."""
    check = CheckRecord.objects.filter(version=version).order_by("pk").last()
    if check is None:
        return None
    words = last_words([version.content_sha256])
    return tuple(
        _as_it_stands(finding, words.get(place_of(version.content_sha256, finding)))
        for finding in check.findings.order_by("pk")
    )


def last_words(hashes: Iterable[str]) -> dict[Place, Disposition]:
    """The newest disposition of every finding of these words."""
    rows = Disposition.objects.filter(content_sha256__in=list(hashes))
    return {
        (row.content_sha256, row.rule, row.part, row.start, row.end): row
        for row in rows.order_by("pk")
    }


def place_of(content_sha256: str, finding: FindingRecord) -> Place:
    """What a finding is known by, in every check of the same words."""
    return content_sha256, finding.rule, finding.part, finding.start, finding.end


def _as_it_stands(finding: FindingRecord, word: Disposition | None) -> Standing:
    if word is None:
        return Standing(finding, FindingState.OPEN)
    return Standing(finding, FindingState(word.state), word)


def _require(finding: FindingRecord, state: FindingState, reason: str) -> None:
    """Refuse what would put a finding aside without ground."""
    if len(visible.shown(reason)) < LEAST_REASON:
        raise NotDisposedError(
            f"Say in at least {LEAST_REASON} characters why, so that others can follow."
        )
    if state is FindingState.OVERRIDDEN and finding.severity == Severity.BLOCK:
        raise NotDisposedError(
            f"{finding.rule} blocks and is never overridden: change the words."
        )
    if state is FindingState.FIXED and _still_stands(finding):
        raise NotDisposedError(
            f"{finding.rule} still stands in the newest version: change the words "
            "first, or override it with a reason."
        )


def _still_stands(finding: FindingRecord) -> bool:
    """Whether the newest version's latest check finds the same in the same words."""
    variant = finding.check_record.version.variant
    newest = variant.versions.order_by("-number")[0]
    check = CheckRecord.objects.filter(version=newest).order_by("pk").last()
    if check is None:
        return True
    same = check.findings.filter(
        rule=finding.rule, part=finding.part, text=finding.text
    )
    return same.exists()
