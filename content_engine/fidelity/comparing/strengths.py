"""Types words that turn a sentence round, or make it stronger or weaker."""

import re

from content_engine.fidelity.comparing import lists, vocabulary
from content_engine.fidelity.comparing.phrases import PEOPLE
from content_engine.fidelity.comparing.sides import LIGHT, Side
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import Kind

LEAST = 4  # letters of a word that a prefix denies
DENYING = frozenset({"non", "un", "in", "im", "ir", "il", "dis", "a"})
DENIALS = frozenset({"no", "not"})
BARRING = frozenset(lists.words("names.barring"))
RELATIVES = frozenset({"relative", "absolute"})
DIRECTED = Kind.UP | Kind.DOWN | Kind.GOOD | Kind.BAD
STRENGTHS = tuple(
    frozenset(lists.words(f"antonyms.{name}")) for name in ("free", "asked", "bound")
)
TIMES = {frozenset(pair) for pair in lists.groups("antonyms.times")}
LIMITERS = frozenset(
    {"only", "just", "merely", "mere", "as few as", "nur", "lediglich"}
)
RANKED = frozenset({"first", "latest", "least", "most", "only", "top"})
SUFFIXED = re.compile(r"[a-z]{3,}(?:sam|ig|lich|iv|al)st(?:e[nrsm]?)|[a-z]{3,}iest")
LONGEST_FLY = 5  # letters of ``apply`` and ``fly``, which are no adverbs
BY = frozenset({"by", "through", "via", "durch"})


def directions(old: Side, new: Side) -> str:
    """``reduced`` and ``increased``; the opposite of a group of people is a group."""
    if old.is_within(PEOPLE) or new.is_within(PEOPLE):
        return ""
    pairs = [(one.word, two.word) for one in old.words for two in new.words]
    if any(vocabulary.are_opposite(one, two) for one, two in pairs):
        return "" if _tell_which(old, new) else "direction"
    gone, come = old.kind, new.kind
    return "direction" if _turned(gone, come) or _turned(come, gone) else ""


def _tell_which(old: Side, new: Side) -> bool:
    """``systolic pressure``, ``mild exacerbations``: which, not more or less."""
    lasts = [words[-1] for words in (old.words, new.words)]
    words = (*old.words, *new.words)
    if any(t.kind & DIRECTED and not t.kind & Kind.CONDITION for t in words):
        return False
    return all(
        token.after is not None and token.after.kind & Kind.OUTCOME for token in lasts
    )


def _turned(one: Kind, other: Kind) -> bool:
    """Whether up became down, good became bad or equal became unequal."""
    if one & Kind.SAME and other & DIRECTED:
        return True
    up_down = one & Kind.UP and other & Kind.DOWN
    return bool(up_down or (one & Kind.GOOD and other & Kind.BAD))


def times(old: Side, new: Side) -> str:
    """``before`` and ``after``: another time, and the other way round too."""
    pairs = ({one, two} for one in old.keys for two in new.keys)
    return "timepoint" if any(frozenset(pair) in TIMES for pair in pairs) else ""


def negations(old: Side, new: Side) -> str:
    """A denial gone or come."""
    if not old.words and _denies_itself(new):
        return ""
    if (old.kind ^ new.kind) & Kind.NEGATION:
        return "negation" if _denials(old) % 2 != _denials(new) % 2 else ""
    if _denies_difference(old) != _denies_difference(new):
        return "negation" if old.words and new.words else ""
    if _denies_inside(old) != _denies_inside(new) and old.words and new.words:
        return "negation"
    pairs = [(a.word, b.word) for a in old.words for b in new.words]
    prefixed = any(_denies(a, b) or _denies(b, a) for a, b in pairs)
    return "negation" if prefixed else ""


def _denies_itself(side: Side) -> bool:
    """Whether a denial that came closes with what it denies: ``, none was fatal``."""
    if len(side.words) < 2 or side.words[0].before is None:
        return False
    last = side.words[-1]
    ends = last.after is None or last.after.text in ".,;)|"
    first = next((t for t in side.words if t.kind & Kind.NEGATION), last)
    return ends and first is not last


def _denies_difference(side: Side) -> bool:
    """``did not differ``, ``no difference``: a denial inside a phrase of equality."""
    return any(
        token.kind & Kind.SAME and not DENIALS.isdisjoint(token.word.split())
        for token in side.words
    )


def _denies_inside(side: Side) -> bool:
    """``has not been established``, ``relapse-free``: a denial inside a phrase."""
    return any(
        (token.kind & Kind.HEDGE and not DENIALS.isdisjoint(token.word.split()))
        or token.word.endswith((" free", " less"))
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


def hedges(old: Side, new: Side) -> str:
    """Doubt gone or come, or ``must`` where it was ``should``."""
    was, now = _strength(old), _strength(new)
    if was and now and was != now:
        return "hedge_dropped" if now > was else "hedge_added"
    gone, come = old.kind & Kind.HEDGE, new.kind & Kind.HEDGE
    if bool(gone) == bool(come):
        return ""
    return "hedge_dropped" if gone else "hedge_added"


def _strength(side: Side) -> int:
    """How strongly a side binds: 1 allowed, 2 asked, 3 bound, 0 not told."""
    found = [n for n, words in enumerate(STRENGTHS, 1) if words & side.keys]
    return min(found, default=0)


def causes(old: Side, new: Side) -> str:
    """A cause that was none, or an association that became more."""
    if new.kind & Kind.CAUSE and not old.kind & Kind.CAUSE:
        return "causality"
    if old.kind & Kind.ASSOCIATION and not new.kind & Kind.ASSOCIATION:
        return "causality" if new.words else ""
    if new.kind & Kind.ASSOCIATION and old.kind & Kind.CAUSE:
        return "causality"
    return "causality" if not old.words and _tells_means(new) else ""


def _tells_means(new: Side) -> bool:
    """``by switching off inflammation``: how it works, which was not said."""
    first = new.words[0]
    lead = first.before
    while lead is not None and lead.word in {"the", "a", "an", "its"}:
        lead = lead.before
    return lead is not None and lead.word in BY and len(new.words) > 1


def superlatives(old: Side, new: Side) -> str:
    """``the best``: more than any other, which was not said."""
    if any(map(is_superlative, old.words)):
        return ""
    return "superlative" if any(map(is_superlative, new.words)) else ""


def is_superlative(token: Token) -> bool:
    """Whether a word ranks; ``only 4 %``, ``the first dose``, ``at most`` do not."""
    if SUFFIXED.fullmatch(token.word):
        return True
    if not token.kind & Kind.SUPERLATIVE:
        return False
    if token.word not in RANKED:
        return True
    before, after = token.before, token.after
    if token.word in LIMITERS and not _is_article(before):
        return after is None or not _limits(token)
    if before is not None and before.word in {"at", "the top"}:
        return False
    plain = Kind.OUTCOME | Kind.TIME | Kind.PEOPLE
    if token.word not in {"first", "latest"} or after is None:
        return True
    return not (after.kind & plain or after.word in {"dose", "sign"})


def _is_article(token: Token | None) -> bool:
    return token is not None and token.word in {"the", "a", "an", "its", "is"}


def _limits(token: Token) -> bool:
    """``only 4 %``, ``only two``, ``only by 4 %``, ``only mild``."""
    after = token.after
    if after is not None and after.word in {"by", "in", "a", "about"}:
        after = after.after
    if after is None:
        return False
    small = Kind.INTENSIFIER | Kind.GOOD
    return after.quantity is not None or bool(after.kind & small)


def intensifiers(old: Side, new: Side) -> str:
    """Stronger than it was said, or belittled: ``dramatically``, ``only 4 %``."""
    was_strong = len(old.words) == 1 and old.kind & Kind.INTENSIFIER
    if (was_strong and not _is_stronger(old, new)) or directions(old, new):
        return ""
    return "intensifier" if any(map(_strengthens, new.words)) else ""


def _is_stronger(old: Side, new: Side) -> bool:
    """Whether it was strong already but by another word."""
    return old.keys != new.keys and bool(new.kind & Kind.INTENSIFIER)


def _strengthens(token: Token) -> bool:
    if token.word in LIMITERS:
        return _limits(token) or not is_superlative(token)
    if token.kind & Kind.INTENSIFIER and not token.kind & Kind.SUPERLATIVE:
        return True
    return is_adverb(token) or _widens(token)


def is_adverb(token: Token) -> bool:
    """An adverb that no list knows: who adds one wants to impress."""
    if token.kind or not token.word.endswith("ly") or len(token.word) <= LONGEST_FLY:
        return False
    return token.after is None or not token.after.kind & Kind.OUTCOME  # ``costly``


def _widens(token: Token) -> bool:
    """``more than halved``, ``well under 1.8``: words that stretch a figure."""
    after = token.after
    while after is not None and after.word in {"than", vocabulary.VERSUS, "by"}:
        after = after.after
    is_stretch = token.word in {"more", "well", "full", "fully", "over"}
    return is_stretch and after is not None and after.quantity is not None


def relatives(old: Side, new: Side) -> str:
    """``relative`` and ``absolute`` gone or come."""
    was, now = set(old.text.lower().split()), set(new.text.lower().split())
    return "relative_absolute" if (was ^ now) & RELATIVES else ""


def is_light(side: Side) -> bool:
    """Whether a side says nothing by itself."""
    return side.keys <= LIGHT
