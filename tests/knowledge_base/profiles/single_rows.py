"""A faultless person and a faultless segment, and what a change of them reads as."""

from typing import Any

from knowledge_base.profiles import rows
from knowledge_base.profiles.rows import AXES, ProfileRow, SegmentRow
from knowledge_base.sheets import Row

Values = dict[str, Any]
FACT: Values = {
    "axis": "tone",
    "value": "warm",
    "weight": 0.6,
    "source": "survey",
    "observed_on": "2026-04-12",
    "note": "Said so.",
}
PERSON: Values = {
    "key": "hcp-1",
    "name": "Dr. Orla Tamsin",
    "specialty": "Rheumatology",
    "setting": "clinic",
    "organisation": "Weir Lane Clinic",
    "market": "US",
    "region": "US-VT",
    "language": "en-US",
    "segment_mix": {"readers": 0.6, "talkers": 0.4},
    "facts": [FACT],
}
SEGMENT: Values = {
    "segment": "readers",
    "title": "Readers",
    "description": "Read everything.",
    "leanings": {"tone": {"warm": -0.5}},
}
LISTED = ", ".join(AXES)


def profile(**changes: Any) -> ProfileRow:
    """A person whose row is faultless."""
    stated, faults = rows.read(Row(7, {**PERSON, **changes}))
    assert faults == ()
    assert isinstance(stated, ProfileRow)
    return stated


def segment(**changes: Any) -> SegmentRow:
    """A segment whose row is faultless."""
    stated, faults = rows.read(Row(7, {**SEGMENT, **changes}))
    assert faults == ()
    assert isinstance(stated, SegmentRow)
    return stated


def faults(values: Values) -> list[str]:
    """Every fault of a row; nothing is stated where there is one."""
    stated, found = rows.read(Row(7, values))
    assert (stated is None) == bool(found)
    return list(found)
