"""Rows of a claim's revisions: what each changed, and two of them side by side."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from knowledge_base.exchange import differences
from knowledge_base.exchange.differences import Stretch
from knowledge_base.models import ClaimVersion
from web.presenters.claim_readings import reading_rows
from web.presenters.days import day_text
from web.presenters.histories import full_names
from web.presenters.knowledge import ClaimRow, claim_rows
from web.presenters.titles import channel_title, market_title, words_title


@dataclass(frozen=True)
class RevisionRow:
    """One revision: what its wording changed against the one before, and by whom."""

    row: ClaimRow
    words: tuple[Stretch, ...]
    is_first: bool
    is_shown: bool
    drafted_by: str
    drafted_at: datetime.datetime
    compare: str


@dataclass(frozen=True)
class ComparedRow:
    """One thing that revisions say, with what changed between two of them."""

    title: str
    words: tuple[Stretch, ...]

    @property
    def is_changed(self) -> bool:
        """Whether it differs."""
        return any(stretch.kind != "kept" for stretch in self.words)


@dataclass(frozen=True)
class Comparison:
    """Two revisions of a claim."""

    old: ClaimRow
    new: ClaimRow
    rows: tuple[ComparedRow, ...]

    @property
    def changed(self) -> tuple[ComparedRow, ...]:
        """The rows that differ."""
        return tuple(row for row in self.rows if row.is_changed)

    @property
    def same(self) -> str:
        """The titles of what does not differ, in one line."""
        return ", ".join(row.title.lower() for row in self.rows if not row.is_changed)


def revision_rows(
    versions: Sequence[ClaimVersion], shown: ClaimVersion, day: datetime.date
) -> tuple[RevisionRow, ...]:
    """Every revision, newest first, from ``claims.revisions``."""
    names = full_names(version.drafted_by for version in versions)
    rows = claim_rows(versions, day)
    earlier = [*versions[1:], None]
    return tuple(
        RevisionRow(
            row=row,
            words=differences.words(before.text if before else "", version.text),
            is_first=before is None,
            is_shown=version.pk == shown.pk,
            drafted_by=names[version.drafted_by],
            drafted_at=version.drafted_at,
            compare=compare_href(before, version) if before else "",
        )
        for row, version, before in zip(rows, versions, earlier, strict=True)
    )


def compare_href(old: ClaimVersion, new: ClaimVersion) -> str:
    """The address of the page that lays two revisions side by side."""
    page = reverse("knowledge:compare", args=[new.claim.brand.slug, new.claim.key])
    return f"{page}?{urlencode({'old': old.version, 'new': new.version})}"


def comparison(old: ClaimVersion, new: ClaimVersion, day: datetime.date) -> Comparison:
    """All that two revisions say, side by side."""
    before, after = dict(_said(old)), dict(_said(new))
    first, second = claim_rows([old, new], day)
    rows = (
        ComparedRow(title, differences.words(before[title], after[title]))
        for title in after
        if before[title] or after[title]
    )
    return Comparison(first, second, tuple(rows))


def _said(version: ClaimVersion) -> Iterable[tuple[str, str]]:
    yield "Wording", version.text
    yield "Variations", "\n".join(row.text for row in version.variations.all())
    yield "Endpoint", version.endpoint
    yield "Population", version.population
    yield "Comparator", version.comparator
    yield "Time", version.timepoint
    yield "Figures", "\n".join(_facts(row) for row in version.facts)
    yield "Figures as read", "\n".join(_read(version))
    yield "Qualifiers", "\n".join(version.qualifiers)
    yield "Companions", ", ".join(version.companions)
    yield "Evidence", "\n".join(_cited(version))
    yield "Markets", ", ".join(market_title(code) for code in version.market_codes)
    yield "Channels", ", ".join(channel_title(code) for code in version.channels)
    yield "Audiences", ", ".join(version.audiences)
    yield "Themes", ", ".join(words_title(code) for code in version.themes)
    yield "Indications", ", ".join(version.indications)
    yield "Valid from", day_text(version.valid_from)
    yield "Expires", day_text(version.expires_on)


def _facts(row: dict[str, object]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in row.items() if value)


def _read(version: ClaimVersion) -> Iterable[str]:
    for figure in reading_rows(version.text, version.reading).figures:
        arm = "no arm yet" if figure.is_open else figure.arm or "no arm"
        yield f"{figure.text}: {figure.says}, {arm}"


def _cited(version: ClaimVersion) -> Iterable[str]:
    for citation in version.citations.all():
        place = citation.anchor
        quote = f" ({place.locator}): {place.quote}" if place else ""
        yield f"{citation.reference.key}{quote}"
