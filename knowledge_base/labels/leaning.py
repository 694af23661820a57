"""Names what leans on the clauses of a label that a newer one changes or drops."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge_base.labels import citing, reading
from knowledge_base.labels.clauses import Clause, SectionClauses
from knowledge_base.labels.comparing import ClauseChange
from knowledge_base.labels.quoting import QuoteFinder, SharedRuns
from knowledge_base.models import (
    ClaimState,
    ClaimVersion,
    CopyBlockVersion,
    Label,
    SafetyText,
)
from knowledge_base.models.codes import open_to
from knowledge_base.wording import alternations


@dataclass(frozen=True)
class LeaningClaim:
    """A claim revision, and the clauses it leans on; none when that cannot be said.

    ``is_in_new_label`` says that every quote it rests on stands in the new label too.
    """

    version: ClaimVersion
    clauses: tuple[Clause, ...]
    is_in_new_label: bool

    @property
    def is_placed(self) -> bool:
        """Whether its words or quotes were found in the old label."""
        return bool(self.clauses)

    @property
    def is_to_suspend(self) -> bool:
        """Whether it may be used now, and may not after the adoption."""
        return self.version.state == ClaimState.APPROVED


@dataclass(frozen=True)
class LeaningBlock:
    """A block's revision that repeats words of the old label."""

    version: CopyBlockVersion
    clauses: tuple[Clause, ...]

    @property
    def is_to_suspend(self) -> bool:
        """Whether it may be used now, and may not after the adoption."""
        is_approved = self.version.approved_at is not None
        return is_approved and self.version.suspended_at is None


@dataclass(frozen=True)
class LeaningSafety:
    """A safety text of the old label that repeats words that are different now."""

    text: SafetyText
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Leaning:
    """All that has to be looked at again when one label replaces another."""

    claims: tuple[LeaningClaim, ...] = ()
    blocks: tuple[LeaningBlock, ...] = ()
    safety: tuple[LeaningSafety, ...] = ()

    @property
    def claims_to_suspend(self) -> tuple[LeaningClaim, ...]:
        """Those that may be used now, in the order of their keys."""
        return tuple(row for row in self.claims if row.is_to_suspend)

    @property
    def blocks_to_suspend(self) -> tuple[LeaningBlock, ...]:
        """Those that may be used now, in the order of their keys."""
        return tuple(row for row in self.blocks if row.is_to_suspend)


def leaning(old: Label, new: Label, changes: Iterable[ClauseChange]) -> Leaning:
    """What leans on the old label where the new one differs.

    ``changes`` are ``compare(old, new)``.
    """
    return leaning_on(old, reading.sections(old), reading.sections(new), changes)


def leaning_on(
    label: Label,
    old: Sequence[SectionClauses],
    new: Sequence[SectionClauses],
    changes: Iterable[ClauseChange],
) -> Leaning:
    """The same where the sections of both are at hand, the new ones perhaps not stored.

    A quote that stands nowhere in the old label
    leans on the whole of it: nobody can show that it still holds.
    """
    gone = {change.old for change in changes if change.is_material and change.old}
    if not gone:
        return Leaning()
    search = _Search(label, gone, QuoteFinder(old), QuoteFinder(new))
    return Leaning(
        claims=tuple(search.claims()),
        blocks=tuple(search.blocks()),
        safety=tuple(search.safety()),
    )


class _Search:
    """One look for what leans on clauses that are gone."""

    def __init__(
        self, label: Label, gone: set[Clause], old: QuoteFinder, new: QuoteFinder
    ) -> None:
        self.label = label
        self.gone = gone
        self.repeated = SharedRuns(sorted(gone, key=_reading_order))
        self.old = old
        self.new = new
        self._elsewhere: list[QuoteFinder] | None = None

    def claims(self) -> Iterator[LeaningClaim]:
        for version in citing.living_claims(self.label):
            quotes = tuple(citing.quotes_of(version, self.label))
            places = [self.old.find(quote) for quote in quotes]
            found = [c for place in places for c in place if c in self.gone]
            found += self._repeated_by(version)
            lost = [
                q for q, p in zip(quotes, places, strict=True) if self._is_lost(q, p)
            ]
            if found or lost:
                yield LeaningClaim(
                    version=version,
                    clauses=tuple(sorted(set(found), key=_reading_order)),
                    is_in_new_label=all(self.new.find(quote) for quote in quotes),
                )

    def blocks(self) -> Iterator[LeaningBlock]:
        rows = (
            CopyBlockVersion.objects.filter(
                open_to(market_codes=self.label.market),
                block__brand_id=self.label.brand_id,
                retired_at=None,
            )
            .select_related("block__brand")
            .order_by("block__key", "version")
        )
        for version in rows:
            found = self.repeated.find(alternations.expansions(version.text))
            if found:
                yield LeaningBlock(version, found)

    def safety(self) -> Iterator[LeaningSafety]:
        for text in SafetyText.objects.filter(label=self.label).order_by("-form"):
            found = self.repeated.find([text.text])
            if found:
                yield LeaningSafety(text, found)

    def _repeated_by(self, version: ClaimVersion) -> tuple[Clause, ...]:
        is_taken = version.claim.kind in citing.TAKEN_FROM_LABELS
        is_open = citing.is_open_to(version.market_codes, self.label.market)
        if not (is_taken and is_open):
            return ()
        texts = [version.text, *(row.text for row in version.variations.all())]
        return self.repeated.find(texts)

    def _is_lost(self, quote: str, place: tuple[Clause, ...]) -> bool:
        """Whether a quote stands in no label: another market's own does not count."""
        if place:
            return False
        return not any(finder.find(quote) for finder in self._other_markets())

    def _other_markets(self) -> list[QuoteFinder]:
        if self._elsewhere is None:
            others = Label.objects.filter(
                brand_id=self.label.brand_id,
                approved_at__isnull=False,
                withdrawn_at=None,
            ).exclude(market=self.label.market)
            self._elsewhere = [QuoteFinder(reading.sections(row)) for row in others]
        return self._elsewhere


def _reading_order(clause: Clause) -> tuple[float, int, str]:
    place = float("inf") if clause.section is None else clause.section
    return place, -1 if clause.number is None else clause.number, clause.text
