"""The references that a file names: recorded already, or described in its columns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge_base import reference_files
from knowledge_base.claim_contents import Cited
from knowledge_base.exchange.cells import DAYS
from knowledge_base.exchange.reading_rows import Stated, Titles
from knowledge_base.exchange.recorded import DESCRIBING
from knowledge_base.kits import crosschecks
from knowledge_base.models import Anchor, Brand, Reference
from knowledge_base.sheets import dates
from knowledge_base.wording.keys import KEY, WITHIN_KEYS

# Columns of the file by columns of a reference and of an anchor.
OF_REFERENCE = {
    "citation": "citation",
    "reference_kind": "kind",
    "design": "design",
    "published_on": "published_on",
    "reference_expires_on": "expires_on",
    "url": "url",
}
OF_ANCHOR = ("locator", "quote")
LONGEST = {
    "locator": reference_files.LONGEST_LOCATOR,
    "quote": reference_files.LONGEST_QUOTE,
}


@dataclass
class Described:
    """A reference or an anchor that a file describes and that is not recorded yet."""

    row: Stated
    values: dict[str, str] = field(default_factory=dict)


@dataclass
class Evidence:
    """All that the rows of a file stand on; anchors go by reference and own key."""

    known: dict[str, Reference]
    known_anchors: dict[tuple[str, str], Anchor]
    references: dict[str, Described] = field(default_factory=dict)
    anchors: dict[tuple[str, str], Described] = field(default_factory=dict)

    def described(self) -> list[tuple[Stated, dict[str, str]]]:
        """Each new reference as a kit's entry, with the row that describes it."""
        return [
            (
                found.row,
                {"key": key} | {OF_REFERENCE[n]: v for n, v in found.values.items()},
            )
            for key, found in self.references.items()
        ]

    def anchors_by_reference(self) -> dict[str, list[str]]:
        """The keys of all anchors, recorded or described, for every reference."""
        found: dict[str, list[str]] = {
            key: [] for key in (*self.references, *self.known)
        }
        for owner, key in (*self.anchors, *self.known_anchors):
            found.setdefault(owner, []).append(key)
        return found


def gather(brand: Brand, rows: Iterable[Stated], titles: Titles) -> Evidence:
    """Find or collect what each row cites; faults are noted in the rows."""
    known = {
        row.key: row
        for row in brand.references.prefetch_related("anchors").order_by("key")
    }
    anchors = {
        (row.key, anchor.key): anchor
        for row in known.values()
        for anchor in row.anchors.all()
    }
    evidence = Evidence(known, anchors)
    for row in rows:
        if row.values.get("references"):
            _collect(evidence, row, titles)
    for row in rows:
        _insist(evidence, row, titles)
    for (owner, key), described in evidence.anchors.items():
        _check_anchor(key, described, titles)
        _prove(evidence.known.get(owner), described, titles)
    return evidence


def create(evidence: Evidence, brand: Brand) -> dict[str, Cited]:
    """Record what was described; every citation by how rows name it."""
    references = dict(evidence.known)
    for key, described in evidence.references.items():
        columns: dict[str, Any] = {
            OF_REFERENCE[name]: dates.day(value) if name in DAYS else value
            for name, value in described.values.items()
        }
        references[key] = Reference.objects.create(brand=brand, key=key, **columns)
    anchors = dict(evidence.known_anchors)
    for (owner, key), described in evidence.anchors.items():
        reference = references[owner]
        page = _page(evidence.known.get(owner), described.values["quote"])
        anchors[owner, key] = Anchor.objects.create(
            reference=reference, key=key, page=page, **described.values
        )
    cited = [Cited(reference) for reference in references.values()]
    cited += [Cited(references[owner], row) for (owner, _), row in anchors.items()]
    return {each.name: each for each in cited}


def _collect(evidence: Evidence, row: Stated, titles: Titles) -> None:
    names: list[str] = []
    for place, name in enumerate(row.values["references"]):
        key, _, anchor = name.partition("#")
        stated = {column: _entry(row, column, place) for column in DESCRIBING}
        if not anchor and (stated["locator"] or stated["quote"]):
            anchor = row.key  # nobody has to invent names for places
        names.append(f"{key}#{anchor}" if anchor else key)
        _describe_reference(evidence, row, key, stated, titles)
        if anchor:
            _describe_anchor(evidence, row, (key, anchor), stated, titles)
    row.values["references"] = list(dict.fromkeys(names))
    for column in DESCRIBING:
        if len(row.values.get(column) or names) != len(names):
            row.blame(
                titles.of(column),
                f"there are {len(row.values[column])} entries for {len(names)} "
                "references",
            )


def _entry(row: Stated, column: str, place: int) -> str:
    entries = row.values.get(column) or []
    return str(entries[place]) if place < len(entries) else ""


def _describe_reference(
    evidence: Evidence, row: Stated, key: str, stated: dict[str, str], titles: Titles
) -> None:
    given = {name: stated[name] for name in OF_REFERENCE if stated[name]}
    if key in evidence.known:
        held = evidence.known[key]
        recorded = {n: _text(getattr(held, own)) for n, own in OF_REFERENCE.items()}
        otherwise = f"the reference {key} is recorded otherwise"
        _compare(row, given, recorded, titles, otherwise)
    elif given:
        found = evidence.references.setdefault(key, Described(row))
        _add(found, row, given, titles, key)


def _describe_anchor(
    evidence: Evidence,
    row: Stated,
    place: tuple[str, str],
    stated: dict[str, str],
    titles: Titles,
) -> None:
    given = {name: stated[name] for name in OF_ANCHOR if stated[name]}
    if place in evidence.known_anchors:
        recorded = vars(evidence.known_anchors[place])
        otherwise = f"the place {'#'.join(place)} is recorded otherwise"
        _compare(row, given, recorded, titles, otherwise)
    elif given:
        found = evidence.anchors.setdefault(place, Described(row))
        _add(found, row, given, titles, "#".join(place))


def _add(
    found: Described, row: Stated, given: dict[str, str], titles: Titles, called: str
) -> None:
    """Add what a further row says; what is said already may not be said otherwise."""
    otherwise = f"row {found.row.number} describes {called} otherwise"
    _compare(row, given, found.values, titles, otherwise)
    found.values = given | found.values


def _compare(
    row: Stated,
    given: dict[str, str],
    held: Mapping[str, str],
    titles: Titles,
    otherwise: str,
) -> None:
    for name, value in given.items():
        if held.get(name, value) != value:
            said = crosschecks.short(held[name]) or "nothing"
            row.blame(
                titles.of(name),
                f"{otherwise} ({said}); an import changes no reference",
            )


def _insist(evidence: Evidence, row: Stated, titles: Titles) -> None:
    for name in row.values.get("references") or []:
        for message in _lacks(evidence, name):
            row.blame(titles.of("references"), message)


def _lacks(evidence: Evidence, name: str) -> Iterator[str]:
    key, _, anchor = name.partition("#")
    if key not in evidence.known:
        stated = evidence.references[key].values if key in evidence.references else {}
        if not (stated.get("citation") and stated.get("reference_kind")):
            yield (
                f"the reference {crosschecks.short(key)} is not recorded: give its "
                "citation and its kind in columns of their own"
            )
    if anchor and (key, anchor) not in evidence.known_anchors:
        described = evidence.anchors.get((key, anchor))
        stated = described.values if described else {}
        if not (stated.get("locator") and stated.get("quote")):
            called = crosschecks.short(name)
            yield f"the place {called} is not recorded: say where it is and quote it"


def _check_anchor(key: str, described: Described, titles: Titles) -> None:
    if not KEY.fullmatch(key):
        described.row.blame(
            titles.of("references"),
            f"{crosschecks.shown(key)} is no key: {WITHIN_KEYS}",
        )
    for name, most in LONGEST.items():
        if len(described.values.get(name, "")) > most:
            message = f"the text is longer than {most:,} characters"
            described.row.blame(titles.of(name), message)


def _prove(reference: Reference | None, described: Described, titles: Titles) -> None:
    """A quote must stand in the document where one is attached."""
    quote = described.values.get("quote")
    file = reference_files.files_of(reference).first() if reference else None
    if reference and file and quote and not reference_files.page_of(reference, quote):
        described.row.blame(
            titles.of("quote"),
            f"the quote does not stand in {file.name}, the document of {reference.key}",
        )


def _page(reference: Reference | None, quote: str) -> int | None:
    found = reference_files.page_of(reference, quote) if reference else None
    return found.number if found else None


def _text(value: Any) -> str:
    return "" if value is None else str(value)
