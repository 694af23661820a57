"""Types words by what they tell of: people, products, endpoints, units, times."""

from content_engine.fidelity.comparing import vocabulary
from content_engine.fidelity.comparing.phrases import (
    COMPARED,
    HARMS,
    MEASURED,
    PEOPLE,
    STUDY,
)
from content_engine.fidelity.comparing.purposes import is_label
from content_engine.fidelity.comparing.sides import Side
from content_engine.fidelity.comparing.strengths import (
    DIRECTED,
    directions,
    is_superlative,
)
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from knowledge_base.wording import number_words
from knowledge_base.wording.quantities import Kind as Sort

ASIDE = Kind.HEDGE | Kind.SUPERLATIVE | Kind.INTENSIFIER | Kind.NAME
GENERAL = frozenset({"patient", "person", "participant", "subject", "individual"})
RATES = frozenset({
    "annual", "annually", "annualised", "annualized", "yearly", "monthly", "weekly",
    "daily", "nightly", "hourly", "quarterly",
})  # fmt: skip
SORTS = Kind.SAFETY | Kind.CONDITION | Kind.GOOD | Kind.BAD
JOINTS = frozenset({"or", "and"})
LONGEST_SORT = 3  # words that tell which outcome
CONTROLLED = frozenset({"the", "active", "than", "versus", "with", "on", "by", "of"})
FACETS = {
    PEOPLE: "population",
    COMPARED: "comparator",
    MEASURED: "endpoint",
    HARMS: "endpoint",
    STUDY: "other",
}


def people(old: Side, new: Side) -> str:
    """Who was studied is someone else."""
    if old.zoned(STUDY) or new.zoned(STUDY):
        return ""
    if not (old.zoned(PEOPLE) or new.zoned(PEOPLE)):
        swapped = old.having(Kind.PEOPLE) and new.having(Kind.PEOPLE)
        return "population" if swapped else ""
    telling = (*old.rest(ASIDE).words, *new.rest(ASIDE).words)
    if not (old.words and new.words) and {t.word for t in telling} <= GENERAL:
        return "population" if come_in_people(new) else ""
    zoned = [token for token in telling if token.zone == PEOPLE]
    return "population" if zoned else ""


def come_in_people(new: Side) -> bool:
    """``in patients over 65``: a group where all were meant."""
    return any(
        token.kind & Kind.PEOPLE
        and token.after is not None
        and token.after.quantity is not None
        and (
            token.after.quantity.kind is Sort.RANGE
            or token.after.quantity.operator != "="
        )
        for token in new.words
    )


def whole_people(old: Side, new: Side) -> str:
    """A group that is gone or came as a whole."""
    return "population" if (old if old.words else new).is_within(PEOPLE) else ""


def whole_comparator(old: Side, new: Side) -> str:
    """A comparator that is gone or came as a whole."""
    return "comparator" if (old if old.words else new).is_within(COMPARED) else ""


def names(old: Side, new: Side) -> str:
    """Another product, or another thing that it is compared with."""
    if old.zoned(STUDY) or new.zoned(STUDY):
        return ""
    gone, come = old.having(Kind.NAME), new.having(Kind.NAME)
    if _tells_comparator(old) or _tells_comparator(new):
        return "comparator"
    if _is_weak(gone, come, new) or _is_weak(come, gone, old):
        return ""
    is_longer = len(come) == len(new.words) == 1  # ``Velorin Forte``
    return "product" if gone or (come and (old.words or is_longer)) else ""


def _is_weak(named: tuple[Token, ...], others: tuple[Token, ...], other: Side) -> bool:
    """Whether what looks like a name merely begins a sentence about an outcome."""
    if not named or any(token.before is not None for token in named) or others:
        return False
    after = named[-1].after
    measured = Kind.OUTCOME | Kind.SAFETY
    return bool(other.kind & measured or (after is not None and after.kind & measured))


def _tells_comparator(side: Side) -> bool:
    named = [token for token in side.having(Kind.COMPARATOR) if _is_comparator(token)]
    is_compared = named or side.zoned(COMPARED)
    return bool(is_compared) and not _only_results(side)


def _is_comparator(token: Token) -> bool:
    """``disease control`` is none."""
    if token.word != "control" or token.zone == COMPARED or token.before is None:
        return True
    return token.before.word in CONTROLLED or not token.before.word


def _only_results(side: Side) -> bool:
    """Whether the words of a compared phrase tell nothing of the comparator."""
    told = Kind.NAME | Kind.COMPARATOR
    if side.kind & told:
        return False
    zoned = [token for token in side.words if token.zone == COMPARED]
    light = DIRECTED | Kind.OUTCOME | Kind.HEDGE | Kind.INTENSIFIER | Kind.SUPERLATIVE
    light |= Kind.PEOPLE | Kind.CAUSE | Kind.NEGATION | Kind.UNIT | Kind.TIME
    return all(token.kind & light for token in zoned)


def frequencies(old: Side, new: Side) -> str:
    """How often it is given; ``annual rate`` tells a unit."""
    if not (old.kind | new.kind) & Kind.FREQUENCY or _are_rates(old, new):
        return ""
    return "frequency"


def _are_rates(old: Side, new: Side) -> bool:
    """Whether ``annual`` or ``monthly`` says per what an outcome is counted."""
    words = [*old.words, *new.words]
    return all(token.text.lower() in RATES for token in words) and any(
        token.after is not None and token.after.kind & (Kind.OUTCOME | Kind.DOWN)
        for token in words
    )


def units(old: Side, new: Side) -> str:
    """Another unit: ``points`` and ``percent``, ``per year`` and ``per month``."""
    if old.words and new.words and _are_rates(old, new):
        return "unit"
    if old.kind & new.kind & Kind.TIME and _is_per(old) and _is_per(new):
        return "unit"
    return "unit" if old.kind & new.kind & Kind.UNIT else ""


def _is_per(side: Side) -> bool:
    before = side.words[0].before
    return before is not None and before.word in {"per", "a", "each", "pro"}


def times(old: Side, new: Side) -> str:
    """Another time in words."""
    if units(old, new):
        return ""
    return "timepoint" if old.kind & new.kind & Kind.TIME else ""


def endpoints(old: Side, new: Side) -> str:
    """What was measured is something else."""
    if old.zoned(STUDY) or new.zoned(STUDY) or units(old, new):
        return ""
    stronger = new.kind & (Kind.HEDGE | Kind.CAUSE)
    if stronger or any(map(is_superlative, new.words)):
        return ""
    named = old.having(Kind.NAME) or new.having(Kind.NAME)
    if (named and names(old, new)) or (old.kind | new.kind) & Kind.COMPARATOR:
        return ""
    both = old.kind & new.kind & Kind.OUTCOME
    if (directions(old, new) and not both) or people(old, new):
        return ""
    if not (old.words and new.words):
        return _narrows(old if old.words else new, is_gone=bool(old.words))
    if all(token.kind & Kind.STATISTIC for token in old.words):
        return ""
    is_outcome = (old.kind | new.kind) & Kind.OUTCOME or old.zoned(MEASURED)
    return "endpoint" if is_outcome else ""


def _narrows(only: Side, *, is_gone: bool) -> str:
    """Words that told which outcome are gone or came; ``costly`` tells none."""
    if not is_gone and not only.kind:
        return ""
    if _is_part(only) or (is_sort(only) and not only.kind & ASIDE):
        return "endpoint"
    return ""


def _is_part(side: Side) -> bool:
    """``hospitalisation or`` death: one of the things that were counted together."""
    joined = side.words[-1].word in JOINTS or side.words[0].word in JOINTS
    after = side.words[-1].after
    near = after is not None and (after.zone == MEASURED or after.kind & Kind.OUTCOME)
    return joined and len(side.words) > 1 and bool(side.zoned(MEASURED) or near)


def is_sort(side: Side) -> bool:
    """Whether words right before an outcome tell which: ``serious infections``."""
    last = side.words[-1]
    if len(side.words) > LONGEST_SORT or last.zone == PEOPLE:
        return False
    if side.kind & (Kind.NAME | Kind.NEGATION | Kind.STATISTIC | Kind.UP | Kind.DOWN):
        return False
    after = last.after
    return after is not None and bool(after.kind & Kind.OUTCOME)


def digits(old: Side, new: Side) -> str:
    """Figures that no grammar reads: ``type 2``, ``phase 3``, ``two prior lines``."""
    gone = [t for t in old.words if _is_number(t)]
    come = [t for t in new.words if _is_number(t)]
    if not gone or not come or people(old, new) or endpoints(old, new):
        return ""
    if old.zoned(STUDY):
        return "other"
    return "endpoint" if is_label(gone[0]) else "digit"


def _is_number(token: Token) -> bool:
    return token.word in number_words.SMALL or any(map(str.isdigit, token.word))


def facet(old: Side, new: Side) -> str:
    """The type of an exchange that no rule knows, by the facet that it stands in."""
    if all(token.kind & Kind.STATISTIC for token in old.words):
        return "other"
    for token in old.words:
        if token.zone in FACETS:
            return FACETS[token.zone]
    zones = {token.zone for token in new.words} & {PEOPLE, COMPARED}
    return FACETS[min(zones)] if zones else "other"


def added(token: Token) -> str:
    """The type of one plain word that came, by the facet that it narrows."""
    after = token.after
    if token.zone == STUDY or token.word in {"or", "and"}:
        return "other"
    if token.word in vocabulary.PLACING:
        return "timepoint"
    zone = after.zone if after is not None else ""
    if zone == MEASURED and token.kind & SORTS:
        return "endpoint"
    return "population" if zone == token.zone == PEOPLE else "statement_added"
