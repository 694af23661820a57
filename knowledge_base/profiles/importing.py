"""Imports profiles: a file with any fault loads nothing, and every fault is named."""

import datetime
from dataclasses import asdict, dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from knowledge_base import ledger, sheets
from knowledge_base.models import (
    Fact,
    HcpProfile,
    HcpSegment,
    SegmentMembership,
)
from knowledge_base.profiles import rows
from knowledge_base.profiles.rows import FactRow, ProfileRow, SegmentRow
from knowledge_base.sheets import Source

ENDINGS = (".csv", ".xlsx", ".jsonl")


class ProfileFaultsError(ValidationError):
    """The file cannot be imported; ``faults`` holds one sentence for each fault."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(list(faults))


@dataclass
class ImportCounts:
    """What an import did: records written anew, changed, and already there."""

    segments: int = 0
    profiles: int = 0
    facts: int = 0
    changed: int = 0
    unchanged: int = 0

    def as_dict(self) -> dict[str, int]:
        """Plain numbers, for the ledger and for machines."""
        return asdict(self)

    def is_idle(self) -> bool:
        """Whether nothing was written."""
        return not (self.segments or self.profiles or self.facts or self.changed)


def import_profiles(
    rows_source: Path | Source, *, by: User, at: datetime.datetime
) -> ImportCounts:
    """Bring segments, professionals and their facts to what the file says.

    Facts are only ever added. Importing a file twice changes nothing and leaves no
    second ledger line. Raises ProfileFaultsError, or OSError if there is no file.
    """
    source = _source(rows_source)
    segments, profiles = _read(source)
    with transaction.atomic():
        counts = ImportCounts()
        for segment in segments:
            _bring_segment(segment, counts)
        known = {row.key: row for row in HcpSegment.objects.all()}
        for profile in profiles:
            _bring_profile(profile, known, counts)
        if not counts.is_idle():
            ledger.record(
                action="profiles.imported",
                subject=f"file:{source.name[-150:]}",
                by=by.get_username(),
                at=at,
                payload=counts.as_dict(),
            )
    return counts


def _source(given: Path | Source) -> Source:
    return Source(given.name, given.read_bytes()) if isinstance(given, Path) else given


def _read(source: Source) -> tuple[list[SegmentRow], list[ProfileRow]]:
    try:
        found = sheets.rows(source, endings=ENDINGS)
    except sheets.FileUnreadableError as error:
        raise ProfileFaultsError((f"{source.name}: {error}.",)) from None
    segments: list[SegmentRow] = []
    profiles: list[ProfileRow] = []
    faults: list[str] = []
    for row in found:
        stated, wrong = rows.read(row)
        faults += [f"{source.name}, row {row.number}: {fault}." for fault in wrong]
        if isinstance(stated, SegmentRow):
            segments.append(stated)
        elif stated:
            profiles.append(stated)
    faults += _clashes(source, segments, profiles)
    if faults:
        raise ProfileFaultsError(tuple(faults))
    return segments, profiles


def _clashes(
    source: Source, segments: list[SegmentRow], profiles: list[ProfileRow]
) -> list[str]:
    faults = []
    keys: set[str] = set()
    known = set(HcpSegment.objects.values_list("key", flat=True))
    for segment in segments:
        if segment.key in keys:
            faults.append(f"{source.name}: the segment {segment.key} stands twice.")
        keys.add(segment.key)
    known |= keys
    first: dict[str, int] = {}
    for row in profiles:
        place = f"{source.name}, row {row.number}: "
        if row.key in first:
            faults.append(f"{place}{row.key} stands already in row {first[row.key]}.")
        first.setdefault(row.key, row.number)
        faults += [
            f"{place}there is no segment {name}."
            for name in row.mix
            if name not in known
        ]
        faults += [f"{place}{fault}." for fault in _doubled(row.facts)]
    return faults


def _doubled(facts: tuple[FactRow, ...]) -> list[str]:
    places = [(f.axis, f.value, f.source, f.observed_on) for f in facts]
    doubled = {place for place in places if places.count(place) > 1}
    return [
        f"the fact {axis}={value} stands twice for one source and day"
        for axis, value, _, _ in sorted(doubled)
    ]


def _bring_segment(stated: SegmentRow, counts: ImportCounts) -> None:
    columns = {
        "title": stated.title,
        "description": stated.description,
        "leanings": stated.leanings,
    }
    row = HcpSegment.objects.select_for_update().filter(key=stated.key).first()
    if row is None:
        HcpSegment.objects.create(key=stated.key, **columns)
        counts.segments += 1
    elif any(getattr(row, name) != value for name, value in columns.items()):
        HcpSegment.objects.filter(pk=row.pk).update(**columns)
        counts.changed += 1
    else:
        counts.unchanged += 1


def _bring_profile(
    stated: ProfileRow, segments: dict[str, HcpSegment], counts: ImportCounts
) -> None:
    row = HcpProfile.objects.select_for_update().filter(key=stated.key).first()
    mix = {segments[name].pk: share for name, share in stated.mix.items()}
    if row is None:
        row = HcpProfile.objects.create(key=stated.key, **stated.columns)
        _write_mix(row, mix)
        counts.profiles += 1
    elif _differs(row, stated, mix):
        HcpProfile.objects.filter(pk=row.pk).update(**stated.columns)
        row.memberships.all().delete()
        _write_mix(row, mix)
        counts.changed += 1
    else:
        counts.unchanged += 1
    _bring_facts(row, stated, counts)


def _differs(row: HcpProfile, stated: ProfileRow, mix: dict[int, float]) -> bool:
    stored = dict(row.memberships.values_list("segment_id", "weight"))
    columns = stated.columns.items()
    return stored != mix or any(getattr(row, name) != value for name, value in columns)


def _write_mix(row: HcpProfile, mix: dict[int, float]) -> None:
    SegmentMembership.objects.bulk_create(
        SegmentMembership(profile=row, segment_id=segment, weight=share)
        for segment, share in mix.items()
    )


def _bring_facts(row: HcpProfile, stated: ProfileRow, counts: ImportCounts) -> None:
    known = {
        (fact.axis, fact.value, fact.source, fact.observed_on): fact
        for fact in row.facts.all()
    }
    for said in stated.facts:
        fact = known.get((said.axis, said.value, said.source, said.observed_on))
        if fact is None:
            Fact.objects.create(profile=row, **asdict(said))
            counts.facts += 1
        elif (fact.weight, fact.note) != (said.weight, said.note):
            Fact.objects.filter(pk=fact.pk).update(weight=said.weight, note=said.note)
            counts.changed += 1
