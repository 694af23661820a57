"""Compares the index with the database: nothing lost, nothing extra, nothing other."""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base import indexed
from knowledge_base.index import chroma, holding
from knowledge_base.index.parts import KEY, Part
from knowledge_base.index.views import View
from knowledge_base.indexed import Entry
from knowledge_base.wording.hashes import sha256

SAMPLE = 50  # texts that are embedded again
APART = 1e-3  # more than rounding between machines
ROUNDS = 3  # the database moves on meanwhile: what differs is looked at again


@dataclass(frozen=True)
class Report:
    """What was compared, and a sentence for each difference."""

    revisions: int
    wordings: int
    differences: tuple[str, ...]
    has_wrong_points: bool = False


def glance() -> Report:
    """Compare the counts alone, in some milliseconds."""
    for _ in range(ROUNDS):
        before, view, wanted = indexed.count(), holding.synced(), indexed.count()
        held = sum(int(np.count_nonzero(layer.present)) for layer in view.layers)
        # Others commit meanwhile: the view lies between the two counts.
        if min(before, wanted) <= held <= max(before, wanted):
            return Report(held, _wordings(view), ())
    said = f"The index holds {held} revisions, the database {wanted}."
    return Report(held, _wordings(view), (said,))


def compare(sample: int = SAMPLE) -> Report:
    """Compare everything, and embed a sample of texts anew."""
    view = holding.synced()
    order = indexed.order()
    suspects = _differing(view, {*order, *_held(view)})
    for _ in range(ROUNDS - 1):
        if not suspects:
            break
        view = holding.synced()
        suspects = _differing(view, suspects)
    wrong = _wrong_points(view, order, sample)
    said = (*suspects.values(), *wrong, *_wrong_shelves(view))
    return Report(len(order), _wordings(view), said, bool(wrong))


def _differing(view: View, pks: Collection[int]) -> dict[int, str]:
    """Those of the revisions that index and database do not tell alike, and how."""
    entries = {entry.version_id: entry for entry in indexed.entries(sorted(pks))}
    found = {}
    for pk in sorted(pks):
        said = _difference(view, pk, entries.get(pk))
        if said:
            found[pk] = said
    return found


def _difference(view: View, pk: int, entry: Entry | None) -> str:
    place = view.row_of(pk)
    if entry is None:
        return f"Revision {pk} is in the index and not in the database." * bool(place)
    if place is None:
        return f"{entry.key} (revision {pk}) is not in the index."
    layer, row = place
    part, start = layer.part, int(layer.part.starts[row])
    hashes = part.hashes[start : int(part.starts[row + 1])]
    if [found.tobytes().hex() for found in hashes] != list(map(sha256, entry.texts)):
        return f"{entry.key} (revision {pk}) stands in other words in the index."
    if not set(range(start, start + len(hashes))).isdisjoint(layer.missing):
        return f"{entry.key} (revision {pk}) is not embedded yet."
    if _limits(part, row) != _limits_of(entry):
        return f"{entry.key} (revision {pk}) has other limits in the index."
    if row not in part.postings.of(KEY + entry.key.casefold())[0]:
        return f"{entry.key} (revision {pk}) cannot be found by its words."
    return ""


def _limits(part: Part, row: int) -> tuple[object, ...]:
    names = ("brands", "in_force", "valid_from", "expires_on")
    told = (part.columns[name][row].item() for name in names)
    return (*told, part.reach_of(row))


def _limits_of(entry: Entry) -> tuple[object, ...]:
    return (
        *(entry.brand_id, entry.is_in_force, entry.valid_from, entry.expires_on),
        entry.reach,
    )


def _wrong_points(view: View, order: Sequence[int], sample: int) -> tuple[str, ...]:
    """Embed some texts again: their points must be those that the index has."""
    picked = sorted(random.sample(order, min(sample, len(order))))
    wrong = []
    for entry in indexed.entries(picked):
        place = view.row_of(entry.version_id)
        if place is None:
            continue
        layer, row = place
        points = view.embedder.embed(entry.texts)
        stored = layer.part.points_of(row)
        if points.shape != stored.shape or np.abs(points - stored).max() > APART:
            wrong.append(f"{entry.key} (revision {entry.version_id}) has other points.")
    return tuple(wrong)


def _wrong_shelves(view: View) -> Iterator[str]:
    for layer in view.layers:
        for shelf in layer.part.shelves.values():
            try:
                known = view.shelves.count(shelf.name) if view.shelves else 0
            except chroma.ShelfError as error:
                yield str(error)
                continue
            if known != shelf.total:
                yield f"Chroma holds {known} of {shelf.total} points of a brand."


def _held(view: View) -> set[int]:
    return {
        int(pk)
        for layer in view.layers
        for pk in layer.part.columns["pks"][layer.present]
    }


def _wordings(view: View) -> int:
    return sum(
        int(np.count_nonzero(layer.present[layer.part.owners])) for layer in view.layers
    )
