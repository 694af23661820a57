"""Finds for each section of a label the section of another label that answers it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from knowledge_base.labels.clauses import STATED_CODE, SectionClauses

Key = Callable[[SectionClauses], Hashable | None]
SHARED = 0.5
"""Sections with no title or code in common answer each other if so much is equal."""
COMMON = 20
"""A clause that stands in more sections than these tells none of them apart."""


def pairs(
    old: Sequence[SectionClauses], new: Sequence[SectionClauses]
) -> dict[int, int]:
    """Places in ``old`` to places in ``new``: by code and titles, then more freely."""
    found: dict[int, int] = {}
    for key, is_unique in KEYS:
        _pair_by(key, old, new, found, is_unique=is_unique)
    _pair_by_contents(old, new, found)
    return found


def _pair_by(
    key: Key,
    old: Sequence[SectionClauses],
    new: Sequence[SectionClauses],
    found: dict[int, int],
    *,
    is_unique: bool,
) -> None:
    olds = _grouped(key, old, found.keys())
    news = _grouped(key, new, set(found.values()))
    for name in olds.keys() & news.keys():
        mine, theirs = olds[name], news[name]
        if is_unique and (len(mine), len(theirs)) != (1, 1):
            continue
        found |= _in_order(mine, theirs, old, new)


def _grouped(
    key: Key, sections: Sequence[SectionClauses], taken: Iterable[int]
) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    free = set(range(len(sections))).difference(taken)
    for place in sorted(free):
        name = key(sections[place])
        if name is not None:
            groups[name].append(place)
    return groups


def _in_order(
    mine: list[int],
    theirs: list[int],
    old: Sequence[SectionClauses],
    new: Sequence[SectionClauses],
) -> dict[int, int]:
    """Pairs among sections of one name: those that are equal first, then in order."""
    by_words = defaultdict(list)
    for place in theirs:
        by_words[_contents(new[place])].append(place)
    made = {}
    for place in mine:
        equal = by_words[_contents(old[place])]
        if equal:
            made[place] = equal.pop(0)
    left = [place for place in mine if place not in made]
    taken = set(made.values())
    free = [place for place in theirs if place not in taken]
    return made | dict(zip(left, free, strict=False))


def _pair_by_contents(
    old: Sequence[SectionClauses],
    new: Sequence[SectionClauses],
    found: dict[int, int],
) -> None:
    free = set(range(len(new))) - set(found.values())
    where = defaultdict(list)
    for place in sorted(free):
        for words in set(_contents(new[place])):
            where[words].append(place)
    for place in range(len(old)):
        if place in found:
            continue
        mine = set(_contents(old[place]))
        shared = Counter(
            other
            for words in mine
            if len(where[words]) <= COMMON
            for other in where[words]
        )
        for other, count in shared.most_common():
            size = max(len(mine), len(set(_contents(new[other]))))
            if other in free and count >= SHARED * size:
                found[place] = other
                free.discard(other)
                break


def _contents(section: SectionClauses) -> tuple[str, ...]:
    return tuple(clause.folded for clause in section.clauses)


def _code(section: SectionClauses) -> Hashable | None:
    return section.code or None


def _topic(section: SectionClauses) -> Hashable | None:
    """The code also of what a kit states: it answers a section that has it."""
    return section.code.removeprefix(STATED_CODE) or None


def _named(section: SectionClauses) -> Hashable | None:
    return section.plain_path if section.plain_path[-1:] != ("",) else None


KEYS: tuple[tuple[Key, bool], ...] = (
    (lambda section: (section.code, section.path), False),
    (lambda section: (section.code, section.plain_path), False),
    (_named, False),
    (lambda section: (section.code, section.plain_path[-1:]), False),
    (_code, True),
    (_topic, True),
)
