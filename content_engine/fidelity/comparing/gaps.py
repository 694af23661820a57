"""Types the words that one wording has and the other has not."""

from collections.abc import Callable, Iterator

from content_engine.fidelity.comparing import lists, places, sides, strengths, subjects
from content_engine.fidelity.comparing.alignment import Gap
from content_engine.fidelity.comparing.harms import is_harm
from content_engine.fidelity.comparing.outcomes import Distortion
from content_engine.fidelity.comparing.phrases import COMPARED, HARMS, MEASURED, PEOPLE
from content_engine.fidelity.comparing.sides import Side
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind

LONG = 3  # words that are more than a typed change
FEW = 2  # words beside a typed change that go with it
ORDERS = frozenset(lists.words("safety.orders"))
USES = frozenset(lists.words("safety.uses"))
CAUSING = frozenset(lists.words("safety.causing"))
TOLERATED = frozenset(lists.words("safety.tolerated"))
Rule = Callable[[Side, Side], str]


def types(gap: Gap) -> Iterator[Distortion]:
    """What became of the words of a gap; at least one type unless it is empty."""
    old, new = sides.of(gap.approved), sides.of(gap.candidate)
    if not old.words and not new.words:
        return
    figures = any(token.quantity for token in gap.approved)
    for name in dict.fromkeys(_names_of(old, new, with_figures=figures)):
        yield places.told(name, old.words, new.words)


def _names_of(old: Side, new: Side, *, with_figures: bool) -> Iterator[str]:
    if not new.words and _is_safety(old, with_figures=with_figures):
        yield "safety_dropped"
        if old.kind & Kind.NEGATION:
            yield "qualifier_dropped"
        return
    if strengths.is_light(old) and strengths.is_light(new):
        yield "population" if subjects.come_in_people(new) else "other"
        return
    if not new.words:
        yield from _dropped(old, with_figures=with_figures)
    elif not old.words:
        yield from _added(new)
    else:
        yield from _exchanged(old, new)


def _exchanged(old: Side, new: Side) -> Iterator[str]:
    """Words in the place of others: what the rules say, else by their facet."""
    found = [name for rule in RULES if (name := rule(old, new))]
    yield from found
    if not found:
        yield subjects.facet(old, new)
    if _is_shorter(old, new):
        yield "qualifier_dropped"


def _is_shorter(old: Side, new: Side) -> bool:
    """Whether all that was told stands there still, with less beside it."""
    return set(new.text.lower().split()) < set(old.text.lower().split())


def _dropped(old: Side, *, with_figures: bool) -> Iterator[str]:
    """Words that are gone: a clause is one loss, a word may be a typed one."""
    if all(token.kind & Kind.STATISTIC for token in old.words):
        yield "statistic_dropped" if with_figures else "qualifier_dropped"
        return
    rules = RULES if len(old.words) <= LONG else CLAUSE_RULES
    found = [name for rule in rules if (name := rule(old, Side(())))]
    yield from found
    if not found or len(old.text.split()) >= FEW or _is_qualifier(old):
        yield "qualifier_dropped"


def _is_qualifier(old: Side) -> bool:
    """``exploratory``, ``alone``: a word that limits what the rest may mean."""
    zones = (PEOPLE, COMPARED, MEASURED)
    return bool(old.kind & Kind.QUALIFIER) or any(map(old.zoned, zones))


def _added(new: Side) -> Iterator[str]:
    """Words that came: a statement beside what they do, or one word by its facet."""
    is_statement = len(new.words) >= LONG
    rules = STATEMENT_RULES if is_statement else RULES
    found = [name for rule in rules if (name := rule(Side(()), new))]
    typed = [name for name in found if name != "comparator" or new.zoned(COMPARED)]
    yield from typed
    if not typed and len(new.words) < FEW:
        yield subjects.added(new.words[0])
    elif not typed or is_statement or _tells_more(new):
        yield "statement_added"


def _tells_more(new: Side) -> bool:
    """Whether more came than the words that are typed."""
    typed = (
        Kind.HEDGE | Kind.INTENSIFIER | Kind.SUPERLATIVE | Kind.NEGATION | Kind.NAME
        | Kind.COMPARATOR | Kind.FREQUENCY
    )  # fmt: skip
    rest = [t for t in new.rest(typed).words if not strengths.is_adverb(t)]
    return len(new.words) >= FEW and any(
        token.word not in sides.LIGHT for token in rest
    )


# Safety


def _is_safety(dropped: Side, *, with_figures: bool) -> bool:
    """Whether a warning is gone, and not one of its words."""
    if dropped.keys & TOLERATED and len(dropped.words) >= FEW:
        return True
    if dropped.is_within(PEOPLE) or dropped.kind & Kind.STATISTIC:
        return False
    if subjects.is_sort(dropped):
        return False
    if dropped.kind & Kind.STRONG_SAFETY or dropped.is_within(HARMS):
        return True
    harms = any(map(is_harm, dropped.words))
    if harms and with_figures:
        return _heads_clause(dropped.words)
    if len(dropped.words) < LONG:
        return False
    orders = dropped.keys & ORDERS or (
        dropped.kind & Kind.NEGATION and dropped.keys & USES
    )
    warns = dropped.kind & Kind.HEDGE and (dropped.keys & CAUSING or harms)
    return bool(orders or warns) or len(dropped.having(Kind.SAFETY)) >= FEW


def _heads_clause(words: tuple[Token, ...]) -> bool:
    """Whether a clause of its own begins with the words: behind a mark or ``and``."""
    before = words[0].before
    while before is not None and _goes_on(before):
        before = before.before
    return before is None or before.text in ".;:,()|" or before.word in {"and", "but"}


def _goes_on(token: Token) -> bool:
    """A figure or a small word, which begins nothing: ``6 % of``."""
    is_small = token.is_function and token.text.isalpha()
    return token.quantity is not None or (is_small and token.word not in {"and", "but"})


RULES: tuple[Rule, ...] = (
    strengths.directions,
    strengths.times,
    strengths.negations,
    strengths.hedges,
    strengths.causes,
    strengths.superlatives,
    strengths.intensifiers,
    strengths.relatives,
    subjects.frequencies,
    subjects.units,
    subjects.times,
    subjects.people,
    subjects.names,
    subjects.endpoints,
    subjects.digits,
)
CLAUSE_RULES: tuple[Rule, ...] = (
    strengths.hedges, subjects.whole_people, subjects.whole_comparator,
)  # fmt: skip
STATEMENT_RULES: tuple[Rule, ...] = (
    strengths.negations,
    strengths.hedges,
    strengths.causes,
    strengths.superlatives,
    strengths.intensifiers,
    subjects.whole_comparator,
    subjects.whole_people,
)
