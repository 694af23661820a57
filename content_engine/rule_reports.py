"""Which rules help and which cry wolf: what fired, was fixed and was overridden."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from content_engine import dispositions
from content_engine.models import CheckRecord, FindingRecord
from content_engine.vocabulary import FindingState


class By(StrEnum):
    """What the rows of a report are counted by."""

    RULE = "rule"
    PERSON = "person"
    BRAND = "brand"


@dataclass(frozen=True)
class Row:
    """How often findings fired and what became of them.

    ``share`` is overridden over fired, from 0 to 1: a rule of a high share cries wolf.
    """

    key: str
    fired: int
    fixed: int
    overridden: int
    open: int

    @property
    def share(self) -> float:
        """The share of what fired that people overrode."""
        return self.overridden / self.fired if self.fired else 0.0


@dataclass(frozen=True)
class _Fired:
    """One finding of one version, counted once however often it was checked."""

    rule: str
    person: str
    brand: str
    state: FindingState


def report(
    by: By, *, since: datetime.datetime | None = None, brand: str = ""
) -> tuple[Row, ...]:
    """Rows by rule, by the person whose words they were, or by brand; worst first.

    ``since`` leaves out what was checked before; ``brand`` is a slug. A finding counts
    once for each version of a text; it is fixed where a later version of the variant
    has it no more, or where a person said so.
    """
    counts: dict[str, dict[FindingState, int]] = defaultdict(lambda: defaultdict(int))
    for one in _fired(since, brand):
        counts[str(getattr(one, by.value))][one.state] += 1
    rows = (
        Row(
            key=key,
            fired=sum(states.values()),
            fixed=states[FindingState.FIXED],
            overridden=states[FindingState.OVERRIDDEN],
            open=states[FindingState.OPEN],
        )
        for key, states in counts.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.share, -row.fired, row.key)))


def _fired(since: datetime.datetime | None, brand: str) -> Iterable[_Fired]:
    """Every finding of the latest check of every version, with what became of it."""
    checks = CheckRecord.objects.select_related(
        "version__written_by", "version__variant__family__brief__brand"
    ).prefetch_related("findings")
    if since:
        checks = checks.filter(checked_at__gte=since)
    if brand:
        checks = checks.filter(version__variant__family__brief__brand__slug=brand)
    latest = {check.version_id: check for check in checks.order_by("pk")}
    words = dispositions.last_words(c.version.content_sha256 for c in latest.values())
    newest = _newest_texts(latest.values())
    for check in latest.values():
        version = check.version
        for finding in check.findings.all():
            place = dispositions.place_of(version.content_sha256, finding)
            word = words.get(place)
            state = FindingState(word.state) if word else FindingState.OPEN
            number, standing = newest[version.variant_id]
            is_gone = version.number < number and _text(finding) not in standing
            if state is FindingState.OPEN and is_gone:
                state = FindingState.FIXED
            yield _Fired(
                finding.rule,
                version.written_by.get_username(),
                version.variant.family.brief.brand.slug,
                state,
            )


def _newest_texts(
    checks: Iterable[CheckRecord],
) -> dict[int, tuple[int, frozenset[tuple[str, str, str]]]]:
    """By variant: the number of its newest checked version, and what stands in it."""
    found: dict[int, tuple[int, frozenset[tuple[str, str, str]]]] = {}
    for check in checks:
        version = check.version
        number = found.get(version.variant_id, (0, frozenset()))[0]
        if version.number > number:
            texts = frozenset(map(_text, check.findings.all()))
            found[version.variant_id] = version.number, texts
    return found


def _text(finding: FindingRecord) -> tuple[str, str, str]:
    return finding.rule, finding.part, finding.text
