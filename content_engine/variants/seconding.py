"""Has a stored version read by a second reader, and keeps what it adds.

The model is asked outside any transaction; what it said is one write.
"""

import datetime
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from content_engine.models import (
    CheckRecord,
    FindingRecord,
    VariantSegment,
    VariantVersion,
)
from content_engine.opinions import asking, objecting, reader
from content_engine.opinions.asking import Question
from content_engine.opinions.reader import ReaderCard
from content_engine.pieces import Finding, Statement
from content_engine.vocabulary import (
    Outcome,
    PartName,
    SegmentKind,
    Severity,
    StatementKind,
    Verdict,
)
from knowledge_base import ledger
from knowledge_base.models import ClaimVersion

PERSONAL = re.compile(
    r"@|\+?\d[\d ()/-]{6,}\d|\b(?:dear|dr|prof|mrs?|ms|sehr geehrte[r]?)\b\.?", re.I
)
LEAST_NAME = 3  # letters of a part of a name that is looked for
Asked = tuple[Statement, str | None]


def second(version_id: int, *, by: User, at: datetime.datetime) -> CheckRecord | None:
    """Ask the reader of the settings about a version; the record with what it added.

    None where no reader is set, nothing is asked, nothing was answered or added. What
    the rules found stays as it is. What was read, by whom, is in the ledger.
    """
    asked_of = reader.from_settings()
    if asked_of is None:
        return None
    rows = VariantVersion.objects.select_related("variant__hcp")
    version = rows.get(pk=version_id)
    check = _latest(version)
    if check is None:
        return None
    asked = list(_asked(version, check))[: asking.MOST]
    opinions = asked_of.opinions([Question(one.text, text) for one, text in asked])
    if not opinions:
        return None
    judged = [(*one, opinion) for one, opinion in zip(asked, opinions, strict=True)]
    added = list(objecting.findings(judged, asked_of.card))
    return _stored(version, added, asked_of.card, len(asked), by, at)


def _latest(version: VariantVersion) -> CheckRecord | None:
    return CheckRecord.objects.filter(version=version).order_by("pk").last()


def _asked(version: VariantVersion, check: CheckRecord) -> Iterator[Asked]:
    """The statements that the rules let stand though nobody approved their letters."""
    statements = list(map(_statement, check.statements))
    texts = _wordings(version, {one.claim for one in statements if one.claim})
    written = _written(version)
    names = _names(version)
    for one in statements:
        approved = texts.get(one.claim or "")
        is_reworded = approved is not None and one.text.strip() != approved
        is_own = one.outcome is Outcome.NOT_A_CLAIM and _stands_in(one, written)
        may_ask = (
            one.outcome in {Outcome.EXACT, Outcome.EQUIVALENT} and is_reworded
        ) or is_own
        if may_ask and not _is_personal(one.text, names):
            yield one, approved


def _statement(row: dict[str, Any]) -> Statement:
    return Statement(
        PartName(row["part"]),
        row["start"],
        row["end"],
        row["text"],
        StatementKind(row["kind"]),
        Outcome(row["outcome"]),
        row["claim"],
    )


def _wordings(version: VariantVersion, refs: set[str]) -> dict[str, str]:
    """The approved wordings of the claims of a version's brand, by ``KEY@VERSION``."""
    brand = version.variant.family.brief.brand_id
    keys = [ref.partition("@")[0] for ref in refs]
    rows = ClaimVersion.objects.filter(claim__brand_id=brand, claim__key__in=keys)
    return {
        f"{row.claim.key}@{row.version}": row.text
        for row in rows.select_related("claim").order_by("pk")
    }


def _written(version: VariantVersion) -> list[tuple[str, int, int]]:
    """Where words stand that a writer or a person wrote freely."""
    rows = VariantSegment.objects.filter(
        part__version=version, kind=SegmentKind.COPY, ref=""
    ).order_by("pk")
    return list(rows.values_list("part__name", "start", "end"))


def _stands_in(one: Statement, places: list[tuple[str, int, int]]) -> bool:
    return any(
        part == one.part and start < one.end and one.start < end
        for part, start, end in places
    )


def _names(version: VariantVersion) -> list[str]:
    """The names of the one that a version was made for."""
    hcp = version.variant.hcp
    words = re.findall(r"\w+", f"{hcp.name} {hcp.key}") if hcp else []
    return [word.casefold() for word in words if len(word) >= LEAST_NAME]


def _is_personal(text: str, names: list[str]) -> bool:
    """Whether words could tell who somebody is: such words are sent to nobody."""
    folded = text.casefold()
    return bool(PERSONAL.search(text)) or any(name in folded for name in names)


def _stored(
    version: VariantVersion,
    added: list[Finding],
    card: ReaderCard,
    asked: int,
    by: User,
    at: datetime.datetime,
) -> CheckRecord | None:
    """A check with the findings of the latest one and those that were added."""
    with transaction.atomic():
        VariantVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        check = _latest(version)
        made = _with(check, added, at) if check is not None and added else None
        ledger.record(
            action="variant.seconded",
            subject=f"variant:{version.variant.uid}",
            by=by.get_username(),
            at=at,
            payload={
                "version": version.number,
                "content_sha256": version.content_sha256,
                "model": card.model,
                "prompt_version": card.prompt_version,
                "asked": asked,
                "added": len(added),
            },
        )
    return made


def _with(
    check: CheckRecord, added: list[Finding], at: datetime.datetime
) -> CheckRecord:
    kept = list(check.findings.order_by("pk"))
    is_heavy = any(one.severity is Severity.HIGH for one in added)
    verdict = check.verdict
    if verdict == Verdict.CLEARED and is_heavy:
        verdict = Verdict.REVIEW
    made = CheckRecord.objects.create(
        version=check.version,
        rule_pack=check.rule_pack,
        verdict=verdict,
        statements=check.statements,
        checked_at=at,
    )
    for finding in kept:
        finding.pk, finding.check_record = None, made
        finding._state.adding = True
    rows = (
        FindingRecord(
            check_record=made,
            rule=one.rule,
            severity=one.severity,
            part=one.part or "",
            start=one.start,
            end=one.end,
            text=one.text,
            message=one.message,
            citation=one.citation,
            suggestion=one.suggestion,
        )
        for one in added
    )
    FindingRecord.objects.bulk_create([*kept, *rows])
    return made
