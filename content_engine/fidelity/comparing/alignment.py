"""Aligns two wordings: what is equal in place, moved, related, or left over."""

import difflib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from content_engine.fidelity.comparing import definitions, vocabulary
from content_engine.fidelity.comparing.tokens import Token

GLUED = (
    vocabulary.Kind.NEGATION
    | vocabulary.Kind.HEDGE
    | vocabulary.Kind.SUPERLATIVE
    | vocabulary.Kind.INTENSIFIER
    | vocabulary.Kind.QUALIFIER
)


@dataclass
class Gap:
    """A place where the wordings part: the tokens left over on each side."""

    approved: list[Token] = field(default_factory=list)
    candidate: list[Token] = field(default_factory=list)
    gone: list[Token] = field(default_factory=list)  # what of it stands elsewhere
    come: list[Token] = field(default_factory=list)

    @property
    def is_exchange(self) -> bool:
        """Whether like took the place of like: two arms, two groups of people."""
        if not self.gone or not self.come:
            return False
        old, new = _nature(self.gone), _nature(self.come)
        return not old or not new or bool(old & new)


@dataclass
class Alignment:
    """All of two wordings, each token once on its side.

    ``kept`` are equal in order; ``moved`` runs of equal tokens in another place, with
    ``journeys`` from which gap to which;
    ``related`` words that a person must judge; ``settled`` words of one side that
    only repeat what both say; ``gaps`` the rest.
    """

    kept: list[tuple[Token, Token]] = field(default_factory=list)
    moved: list[list[tuple[Token, Token]]] = field(default_factory=list)
    journeys: list[tuple[int, int]] = field(default_factory=list)  # gaps of each run
    related: list[tuple[Token, Token]] = field(default_factory=list)
    settled: list[tuple[tuple[Token, ...], tuple[Token, ...]]] = field(
        default_factory=list
    )
    shortened: list[tuple[Token, Token]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left over and nothing merely related."""
        return not (self.related or self.settled) and not any(
            g.approved or g.candidate for g in self.gaps
        )


def _nature(run: list[Token]) -> set[object]:
    """What a run tells of: times, results, arms, people, outcomes."""
    kind = vocabulary.Kind
    made: set[object] = {token.quantity.kind for token in run if token.quantity}
    seen = kind.NONE
    for token in run:
        seen |= token.kind
    if seen & (kind.NAME | kind.COMPARATOR):
        made.add("arm")
    if seen & kind.PEOPLE:
        made.add("people")
    elif seen & kind.OUTCOME:
        made.add("outcome")
    return made


def align(approved: Sequence[Token], candidate: Sequence[Token]) -> Alignment:
    """Align the content of two wordings."""
    made = Alignment()
    spans = _blocks(approved, candidate, made)
    old = {i: n for n, (a, b, _, _) in enumerate(spans) for i in range(a, b)}
    new = {j: n for n, (_, _, c, d) in enumerate(spans) for j in range(c, d)}
    _match_moved(approved, candidate, (old, new), made)
    made.gaps = [Gap() for _ in spans]
    _mark_exchanges(approved, candidate, spans, (old, new), made)
    for i, n in old.items():
        made.gaps[n].approved.append(approved[i])
    for j, n in new.items():
        made.gaps[n].candidate.append(candidate[j])
    _match_initials(made)
    _match_related(made)
    return made


def _blocks(
    approved: Sequence[Token], candidate: Sequence[Token], made: Alignment
) -> list[tuple[int, int, int, int]]:
    """The stretches that differ; what is equal in order is kept."""
    matcher = difflib.SequenceMatcher(
        None,
        [token.key for token in approved],
        [token.key for token in candidate],
        autojunk=False,
    )
    spans = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            made.kept.extend(zip(approved[a:b], candidate[c:d], strict=True))
        else:
            spans.append((a, b, c, d))
    return spans


def _match_moved(
    approved: Sequence[Token],
    candidate: Sequence[Token],
    rest: tuple[dict[int, int], dict[int, int]],
    made: Alignment,
) -> None:
    """Equal tokens that stand elsewhere, in runs as long as they go."""
    old, new = rest
    places: dict[object, list[int]] = defaultdict(list)
    for j in new:
        places[candidate[j].key].append(j)
    last = (-2, -2)
    for i in list(old):
        free = [j for j in places[approved[i].key] if j in new]
        if not free:
            continue
        follows = last[0] == i - 1 and last[1] + 1 in free
        j = last[1] + 1 if follows else free[0]
        if follows:
            made.moved[-1].append((approved[i], candidate[j]))
        else:
            made.moved.append([(approved[i], candidate[j])])
            made.journeys.append((old[i], new[j]))
        del old[i], new[j]
        last = (i, j)


def _mark_exchanges(
    approved: Sequence[Token],
    candidate: Sequence[Token],
    spans: list[tuple[int, int, int, int]],
    rest: tuple[dict[int, int], dict[int, int]],
    made: Alignment,
) -> None:
    old, new = rest
    for gap, (a, b, c, d) in zip(made.gaps, spans, strict=True):
        gap.gone = [approved[i] for i in range(a, b) if i not in old]
        gap.come = [candidate[j] for j in range(c, d) if j not in new]


def _match_initials(made: Alignment) -> None:
    """``ABC`` and ``alpha beta c...``: an abbreviation that no list holds."""
    for gap in made.gaps:
        for short, long in (
            (gap.approved, gap.candidate),
            (gap.candidate, gap.approved),
        ):
            for token in list(short):
                words = _spelt(token, long)
                if not words:
                    continue
                made.shortened.append((token, words[0]))
                short.remove(token)
                del long[long.index(words[0]) : long.index(words[-1]) + 1]


def _spelt(short: Token, long: list[Token]) -> list[Token]:
    """The words in a row whose initials an abbreviation has."""
    if not definitions.is_short(short.text):
        return []
    for start in range(len(long)):
        for end in range(start + 1, len(long) + 1):
            words = long[start:end]
            guarded = GUARDED if len(words) < SURE else DENYING
            is_plain = not any(token.kind & guarded for token in words)
            if is_plain and definitions.stands_for(short.text, words):
                return words
    return []


ARM = vocabulary.Kind.NAME | vocabulary.Kind.COMPARATOR
PLACING = frozenset({"in", "of", "among"})
LEADING_ARMS = frozenset({"", "with", "on", "for", "in", "under", "unter", "mit"})
SURE = 3  # initials that come together by no chance
DENYING = vocabulary.Kind.NEGATION | vocabulary.Kind.HEDGE
GUARDED = DENYING | vocabulary.Kind.NAME


def _match_related(made: Alignment) -> None:
    """Words of one family: first in the same gap, then anywhere."""
    for gap in made.gaps:
        _pair(gap.approved, gap.candidate, made)
    for gap in made.gaps:
        for other in made.gaps:
            if gap is not other and gap.approved and other.candidate:
                _pair(gap.approved, other.candidate, made)


def _pair(old: list[Token], new: list[Token], made: Alignment) -> None:
    for token in list(old):
        found = next((two for two in new if _are_related(token, two)), None)
        if found is not None:
            made.related.append((token, found))
            old.remove(token)
            new.remove(found)


def _are_related(one: Token, other: Token) -> bool:
    if not one.word or not other.word:
        return False
    both = one.kind & other.kind
    if both & (
        vocabulary.Kind.NEGATION | vocabulary.Kind.HEDGE | vocabulary.Kind.CAUSE
    ):
        return True
    if _opposed(one.kind, other.kind):
        return False
    return vocabulary.are_near(one.word, other.word) and not _weighs(one, other)


def _opposed(one: vocabulary.Kind, other: vocabulary.Kind) -> bool:
    kind = vocabulary.Kind
    up, down = one & kind.UP, other & kind.DOWN
    good, bad = one & kind.GOOD, other & kind.BAD
    return bool(
        (up and down) or (good and bad) or (one & kind.DOWN and other & kind.UP)
        or (one & kind.BAD and other & kind.GOOD)
    )  # fmt: skip


def _weighs(one: Token, other: Token) -> bool:
    """Whether one of two related words says more: ``effect`` and ``effective``."""
    kind = vocabulary.Kind
    heavy = kind.SUPERLATIVE | kind.CAUSE | kind.NEGATION | kind.HEDGE
    is_people = one.kind & kind.PEOPLE and other.kind & kind.PEOPLE
    general = {"patient", "participant", "subject", "person", "individual", "volunteer"}
    if is_people and not {one.word, other.word} <= general:
        return True
    return bool((one.kind ^ other.kind) & heavy)


def is_phrase(run: list[tuple[Token, Token]]) -> bool:
    """Whether a moved run is a phrase of its own in both wordings."""
    first, last = run[0], run[-1]
    if len(run) == 1 and first[0].kind & GLUED:
        return False
    if last[0].word == vocabulary.VERSUS:
        return False
    is_led = bool(first[0].opener) and first[0].opener == first[1].opener
    opens = is_led or (first[0].opens and first[1].opens and _led_alike(run))
    closes = last[0].closes and last[1].closes
    return opens and closes


def _led_alike(run: list[tuple[Token, Token]]) -> bool:
    """Whether like prepositions lead the run, or figures went into brackets."""
    one, two = run[0]
    led = {one.opener, two.opener}
    if len(led) == 1 or led <= PLACING:
        return True
    if one.kind & ARM:  # which figures are of which arm is told apart elsewhere
        return led <= LEADING_ARMS
    if one.kind & vocabulary.Kind.PEOPLE and led <= PLACING | {""}:
        return True
    statistic = vocabulary.Kind.STATISTIC
    only_figures = all(pair[0].quantity or pair[0].kind & statistic for pair in run)
    return only_figures and "" in {one.opener, two.opener}
