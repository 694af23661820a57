"""Rows of claims in a list: what each says, how it stands, and why not to use it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge_base.claims import revisions
from knowledge_base.models import ClaimState, ClaimVersion
from knowledge_base.retrieval import reasons
from web.presenters.days import nearness
from web.presenters.histories import full_names
from web.presenters.pieces import revision_href
from web.presenters.titles import words_title


@dataclass(frozen=True)
class ClaimRow:
    """One claim revision in a list; ``ends`` warns in words of an end that is near."""

    pk: int
    key: str
    ref: str
    brand: str
    slug: str
    href: str
    text: str
    kind: str
    markets: tuple[str, ...]
    expires_on: datetime.date | None
    state: str
    tone: str
    ends: str
    ends_tone: str
    why_not: str
    why: tuple[str, ...]


def claim_rows(
    versions: Iterable[ClaimVersion],
    day: datetime.date,
    why: Mapping[int, tuple[str, ...]] | None = None,
) -> tuple[ClaimRow, ...]:
    """Rows of claim revisions with their citations and references prefetched."""
    versions = tuple(versions)
    names = full_names(row.withdrawn_by for row in versions)
    return tuple(_row(row, day, names, (why or {}).get(row.pk, ())) for row in versions)


def why_not(version: ClaimVersion, day: datetime.date, names: Mapping[str, str]) -> str:
    """Why a revision may not be used that day, "" when it may."""
    if version.state == ClaimState.WITHDRAWN and version.withdrawn_by:
        return _withdrawn(version, names)
    return " ".join(one.sentence for one in reasons.in_itself(version, day))


def _row(
    version: ClaimVersion,
    day: datetime.date,
    names: Mapping[str, str],
    why: tuple[str, ...],
) -> ClaimRow:
    refusal = why_not(version, day, names)
    label, tone = _state(version, refusal)
    ends, ends_tone = ("", "") if refusal else _ending(version, day)
    return ClaimRow(
        pk=version.pk,
        key=version.claim.key,
        ref=revisions.ref(version),
        brand=version.claim.brand.name,
        slug=version.claim.brand.slug,
        href=revision_href(version),
        text=version.text,
        kind=words_title(version.claim.kind),
        markets=version.market_codes,
        expires_on=version.expires_on,
        state=label,
        tone=tone,
        ends=ends,
        ends_tone=ends_tone,
        why_not=refusal,
        why=why,
    )


def _state(version: ClaimVersion, refusal: str) -> tuple[str, str]:
    if not refusal:
        return "May be used", "good"
    if version.state == ClaimState.APPROVED:
        return "Approved, not usable", "warn"
    is_stopped = version.state in (ClaimState.WITHDRAWN, ClaimState.SUSPENDED)
    return ClaimState(version.state).label, "bad" if is_stopped else ""


def _ending(version: ClaimVersion, day: datetime.date) -> tuple[str, str]:
    if not version.expires_on:
        return "", ""
    words, tone = nearness(version.expires_on, day)
    return (f"Ends {words}" if words else "", tone)


def _withdrawn(version: ClaimVersion, names: Mapping[str, str]) -> str:
    who = names.get(version.withdrawn_by, version.withdrawn_by)
    when = reasons.told(version.withdrawn_at.date()) if version.withdrawn_at else ""
    return f"Withdrawn by {who} on {when}: {version.withdrawal_reason}"
