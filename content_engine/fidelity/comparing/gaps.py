"""Types the words that one wording has and the other has not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from content_engine.fidelity.comparing import lists, places, vocabulary
from content_engine.fidelity.comparing.alignment import Gap
from content_engine.fidelity.comparing.outcomes import Distortion
from content_engine.fidelity.comparing.spelling import fold
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind
from content_engine.fidelity.comparing.wordings import COMPARED, MEASURED, PEOPLE

LEAST = 4  # letters of a word that a prefix denies
DENYING = frozenset({"non", "un", "in", "im", "ir", "il", "dis", "a"})
DENIALS = frozenset({"no", "not"})
LONG = 3  # words that are more than a typed change
FEW = 2  # words beside a typed change that go with it
ASIDE = Kind.NEGATION | Kind.HEDGE | Kind.SUPERLATIVE | Kind.INTENSIFIER | Kind.NAME
LIGHT = {fold(word) for word in lists.words("grammar.light")} | {vocabulary.VERSUS}
BARRING = frozenset(lists.words("names.barring"))
ORDERS = frozenset({
    "must", "should", "stop", "seek", "consult", "contact", "interrupt", "withhold",
    "report", "tell",
})  # fmt: skip
USES = frozenset({"use", "used", "take", "taken", "give", "given", "drive", "exceed"})
HARMS = frozenset({"cause", "causes", "lead to", "result in", "increase", "raise"})
GENERAL = frozenset({"patient", "person", "participant", "subject", "individual"})
RELATIVES = frozenset({"relative", "absolute"})
DIRECTED = Kind.UP | Kind.DOWN | Kind.GOOD | Kind.BAD


@dataclass(frozen=True)
class Side:
    """The words of one side of a gap."""

    words: tuple[Token, ...]

    @property
    def kind(self) -> Kind:
        """Every class that a word of the side has."""
        made = Kind.NONE
        for token in self.words:
            made |= token.kind
        return made

    @property
    def text(self) -> str:
        """The words as they stand."""
        return " ".join(token.text for token in self.words)

    def zoned(self, zone: str) -> bool:
        """Whether a word of the side stands in a zone."""
        return any(token.zone == zone for token in self.words)

    def having(self, kind: Kind) -> tuple[Token, ...]:
        """The words of a class."""
        return tuple(token for token in self.words if token.kind & kind)

    def rest(self, kind: Kind) -> "Side":
        """The words without that class."""
        return Side(tuple(token for token in self.words if not token.kind & kind))


Rule = Callable[[Side, Side], str]


def types(gap: Gap) -> Iterator[Distortion]:
    """What became of the words of a gap; at least one type unless it is empty."""
    old = Side(tuple(token for token in gap.approved if token.word))
    new = Side(tuple(token for token in gap.candidate if token.word))
    if not old.words and not new.words:
        return
    for name in dict.fromkeys(_names_of(old, new)):
        yield places.told(name, old.words, new.words)


def _names_of(old: Side, new: Side) -> Iterator[str]:
    if not new.words and _is_safety(old):
        yield "safety_dropped"
        return
    if {token.word for token in (*old.words, *new.words)} <= LIGHT:
        yield "other"
        return
    found = [name for rule in RULES if (name := rule(old, new))]
    yield from found
    if not old.words and (not found or len(new.words) >= LONG):
        yield "statement_added"
    elif not new.words and (not found or len(old.words) >= FEW):
        yield _dropped(old)
    elif not found:
        yield "other"


def _is_safety(dropped: Side) -> bool:
    """Whether a warning is gone, and not one of its words."""
    if dropped.kind & Kind.STRONG_SAFETY:
        return True
    if len(dropped.words) < LONG:
        return False
    words = {token.word for token in dropped.words}
    orders = words & ORDERS or (dropped.kind & Kind.NEGATION and words & USES)
    warns = dropped.kind & Kind.HEDGE and words & HARMS
    return bool(orders or warns) or len(dropped.having(Kind.SAFETY)) >= FEW


def _dropped(old: Side) -> str:
    only_statistics = all(token.kind & Kind.STATISTIC for token in old.words)
    return "statistic_dropped" if only_statistics else "qualifier_dropped"


def _people(old: Side, new: Side) -> str:
    """Who was studied is someone else."""
    if not (old.zoned(PEOPLE) or new.zoned(PEOPLE)):
        swapped = old.having(Kind.PEOPLE) and new.having(Kind.PEOPLE)
        return "population" if swapped else ""
    telling = (*old.rest(ASIDE).words, *new.rest(ASIDE).words)
    if not (old.words and new.words) and {t.word for t in telling} <= GENERAL:
        return ""
    zoned = [token for token in telling if token.zone == PEOPLE]
    return "population" if zoned else ""


def _direction(old: Side, new: Side) -> str:
    if _is_people(old, new):
        return ""
    pairs = ((one.word, two.word) for one in old.words for two in new.words)
    if any(vocabulary.are_opposite(one, two) for one, two in pairs):
        return "direction"
    gone, come = old.kind, new.kind
    return "direction" if _turned(gone, come) or _turned(come, gone) else ""


def _turned(one: Kind, other: Kind) -> bool:
    """Whether up became down, good became bad or equal became unequal."""
    if one & Kind.SAME and other & DIRECTED:
        return True
    up_down = one & Kind.UP and other & Kind.DOWN
    return bool(up_down or (one & Kind.GOOD and other & Kind.BAD))


def _is_people(old: Side, new: Side) -> bool:
    return bool(_people(old, new))


def _negation(old: Side, new: Side) -> str:
    if (old.kind ^ new.kind) & Kind.NEGATION:
        return "negation" if _denials(old) % 2 != _denials(new) % 2 else ""
    if _denies_difference(old) != _denies_difference(new):
        return "negation" if old.words and new.words else ""
    pairs = [(a.word, b.word) for a in old.words for b in new.words]
    prefixed = any(_denies(a, b) or _denies(b, a) for a, b in pairs)
    return "negation" if prefixed else ""


def _denies_difference(side: Side) -> bool:
    """``did not differ``, ``no difference``: a denial inside a phrase of equality."""
    return any(
        token.kind & Kind.SAME and not DENIALS.isdisjoint(token.word.split())
        for token in side.words
    )


def _denials(side: Side) -> int:
    """How often a side denies: ``do not preclude`` affirms, ``excluded`` denies."""
    barred = sum(token.word in BARRING for token in side.words)
    return len(side.having(Kind.NEGATION)) + barred


def _denies(one: str, other: str) -> bool:
    """``inadequately`` and ``adequately``, ``non inferior`` and ``inferior``."""
    lead = one.removesuffix(other)
    return len(other) > LEAST and lead != one and lead.strip() in DENYING


def _hedge(old: Side, new: Side) -> str:
    gone, come = old.kind & Kind.HEDGE, new.kind & Kind.HEDGE
    if bool(gone) == bool(come):
        return ""
    return "hedge_dropped" if gone else "hedge_added"


def _cause(old: Side, new: Side) -> str:
    if new.kind & Kind.CAUSE and not old.kind & Kind.CAUSE:
        return "causality"
    if old.kind & Kind.ASSOCIATION and not new.kind & Kind.ASSOCIATION:
        return "causality"
    if new.kind & Kind.ASSOCIATION and old.kind & Kind.CAUSE:
        return "causality"
    return ""


def _superlative(old: Side, new: Side) -> str:
    gained = new.kind & Kind.SUPERLATIVE and not old.kind & Kind.SUPERLATIVE
    return "superlative" if gained else ""


def _intensifier(old: Side, new: Side) -> str:
    if not new.kind & Kind.INTENSIFIER or old.kind & Kind.INTENSIFIER:
        return ""
    strong = new.having(Kind.INTENSIFIER)
    plain = [token for token in strong if not token.kind & Kind.SUPERLATIVE]
    return "intensifier" if plain and not _direction(old, new) else ""


def _relative(old: Side, new: Side) -> str:
    was, now = set(old.text.lower().split()), set(new.text.lower().split())
    return "relative_absolute" if (was ^ now) & RELATIVES else ""


def _names(old: Side, new: Side) -> str:
    """Another product, or another thing that it is compared with."""
    gone, come = old.having(Kind.NAME), new.having(Kind.NAME)
    if _tells_comparator(old) or _tells_comparator(new):
        return "comparator"
    is_longer = len(come) == len(new.words) == 1  # ``Velorin Forte``
    return "product" if gone or (come and (old.words or is_longer)) else ""


def _tells_comparator(side: Side) -> bool:
    is_compared = side.having(Kind.COMPARATOR) or side.zoned(COMPARED)
    return bool(is_compared) and not _only_results(side)


def _only_results(side: Side) -> bool:
    """Whether the words of a compared phrase tell nothing of the comparator."""
    told = Kind.NAME | Kind.COMPARATOR
    if side.kind & told:
        return False
    zoned = [token for token in side.words if token.zone == COMPARED]
    light = DIRECTED | Kind.OUTCOME | Kind.HEDGE | Kind.INTENSIFIER | Kind.SUPERLATIVE
    light |= Kind.PEOPLE | Kind.CAUSE | Kind.NEGATION | Kind.UNIT | Kind.TIME
    return all(token.kind & light for token in zoned)


def _frequency(old: Side, new: Side) -> str:
    return "frequency" if (old.kind | new.kind) & Kind.FREQUENCY else ""


def _unit(old: Side, new: Side) -> str:
    return "unit" if old.kind & new.kind & Kind.UNIT else ""


def _time(old: Side, new: Side) -> str:
    return "timepoint" if old.kind & new.kind & Kind.TIME else ""


def _endpoint(old: Side, new: Side) -> str:
    """What was measured is something else."""
    if not (old.words and new.words):
        return ""
    stronger = new.kind & (Kind.HEDGE | Kind.CAUSE | Kind.SUPERLATIVE)
    if stronger or (old.kind | new.kind) & (Kind.NAME | Kind.COMPARATOR):
        return ""
    if _direction(old, new) or _is_people(old, new):
        return ""
    is_outcome = (old.kind | new.kind) & Kind.OUTCOME or old.zoned(MEASURED)
    return "endpoint" if is_outcome else ""


def _digits(old: Side, new: Side) -> str:
    """Figures that no grammar reads: ``type 2``, ``phase 3``."""
    if _is_people(old, new):
        return ""
    gone = [t for t in old.words if any(map(str.isdigit, t.word))]
    come = [t for t in new.words if any(map(str.isdigit, t.word))]
    return "digit" if gone and come else ""


RULES: tuple[Rule, ...] = (
    _direction,
    _negation,
    _hedge,
    _cause,
    _superlative,
    _intensifier,
    _relative,
    _frequency,
    _unit,
    _time,
    _people,
    _names,
    _endpoint,
    _digits,
)
