"""Puts findings aside, or opens them again: only by those whose word it is."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction

from content_engine import dispositions
from content_engine.models import Disposition, FindingRecord, VariantVersion
from content_engine.vocabulary import FindingState
from review import facts
from review.policies import PieceFacts
from review.states import STEP_OF_FINDING


def dispose(
    *,
    finding_id: int,
    state: FindingState,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> Disposition:
    """Say that a finding is fixed, overridden or open again, and why.

    Raises NotYoursError, NotNowError, NotDisposedError.
    """
    with transaction.atomic():
        rows = FindingRecord.objects.select_related(
            "check_record__version__variant__family__brief"
        )
        version = rows.get(pk=finding_id).check_record.version
        facts.require(STEP_OF_FINDING[state], finding_facts(version), by)
        return dispositions.dispose(
            finding_id=finding_id, state=state, reason=reason, by=by, at=at
        )


def finding_facts(version: VariantVersion) -> PieceFacts:
    """What the questions about findings need to know of a version."""
    return PieceFacts(
        authors=facts.authors(version.variant), is_newest=facts.is_newest(version)
    )
