"""What a figure is for: a result, a time, a dose, a size, a limit of who or what."""

from collections.abc import Iterator

from content_engine.fidelity.comparing import shares
from content_engine.fidelity.comparing.phrases import MEASURED, PEOPLE
from content_engine.fidelity.comparing.tokens import Token
from content_engine.fidelity.comparing.vocabulary import SHORT
from content_engine.fidelity.comparing.vocabulary import Kind as Word
from knowledge_base.wording.quantities import Kind, Quantity

BY_KIND = {
    Kind.P: "p_value",
    Kind.INTERVAL: "interval",
    Kind.COUNT: "sample_size",
    Kind.FREQUENCY: "frequency",
    Kind.DOSE: "dose",
}
RATIOS = frozenset({Kind.RATIO, Kind.FOLD})
RESULT_LEADS = ("was", "were", "of", "by", "median", "mean", "is")
FOLLOWED = frozenset({"follow up", "follow", "up", "duration", "nachbeobachtung"})
DOSED = frozenset({"dose", "dosage", "dosing", "dosis", "titrate", "titrated"})
GIVEN = frozenset({
    "injection", "dose", "tablet", "capsule", "infusion", "puff", "spray", "drop",
    "vial", "sachet", "inhalation", "cycle",
})  # fmt: skip
GRADED = frozenset({"grade", "class", "stage", "type", "level", "line"})
LIMITS = frozenset({Kind.RANGE, Kind.COUNT, Kind.RATE})
PER = frozenset({"per", "in", "pro"})


def own(was: Quantity, now: Quantity, old: Token) -> str:
    """What sort of figure it was; a time that is a result is a plain figure."""
    if was.kind is Kind.TIME:
        return _of_time(was, old)
    if was.kind is Kind.DOSE and _is_result(old):
        return "digit"
    if was.kind in RATIOS and now.kind is Kind.COUNT:
        return "digit"
    if was.kind is Kind.COUNT and _counts_things(old):
        return (
            "frequency" if old.text.rpartition(" ")[2].rstrip("s") in GIVEN else "digit"
        )
    return BY_KIND.get(was.kind, "digit")


def _of_time(was: Quantity, old: Token) -> str:
    after = old.after
    if _is_ordinal(after):
        return "sample_size"  # ``769 week-10 responders``
    if any(token.word in FOLLOWED for token in _near(old)):
        return "timepoint"
    if after is not None and after.word in shares.MARKED:
        return "digit"  # ``18 minutes sooner``
    is_led = "." in str(was.values[0]) or old.opener in RESULT_LEADS
    return "digit" if is_led and not was.label else "timepoint"


def _is_ordinal(after: Token | None) -> bool:
    if after is None or after.text != "-" or after.after is None:
        return False
    return after.after.text.isdecimal()


def _near(token: Token) -> Iterator[Token]:
    """Three words before and one after."""
    one = token.before
    for _ in range(3):
        if one is None or one.text in ";.":
            break
        yield one
        one = one.before
    if token.after is not None:
        yield token.after


def _is_result(old: Token) -> bool:
    """``improved by 112 mL`` is no dose; ``the dose was reduced by 5 mg`` is."""
    if shares.of(old) != shares.CHANGE:
        return False
    one = old.before
    while one is not None and one.text not in ";.":
        if one.word in DOSED:
            return False
        one = one.before
    return True


def _counts_things(old: Token) -> bool:
    """``two injections``: what is counted are no people."""
    quantity = old.quantity
    if quantity is None or len(quantity.values) > 1:
        return False
    return old.text.rpartition(" ")[2].rstrip("s") in GIVEN


def limits(was: Quantity, old: Token) -> Iterator[str]:
    """Whom or what a figure bounds: ``aged ≥ 18``, ``PASI 90``, ``grade 3``."""
    is_limit = was.kind in LIMITS or was.operator != "="
    if old.zone == PEOPLE and (is_limit or is_label(old)):
        yield "population"
    elif was.kind is Kind.RANGE:
        yield "endpoint" if old.zone == MEASURED else "population"
    elif is_label(old) or (was.kind is Kind.TIME and _is_adjective(old)):
        yield "endpoint"


def is_label(old: Token) -> bool:
    """``PASI 90``, ``MADRS ≤ 10``, ``grade 3``: the number is part of a name."""
    before = old.before
    if before is not None and before.text == "-":
        before = before.before
    if before is None or (old.quantity is not None and old.quantity.unit):
        return False
    if before.word in GRADED:
        return True
    is_short = before.text.isupper() and len(before.text) > 2
    is_statistic = before.kind & Word.STATISTIC or before.text in {"IQR", "NNT", "NNH"}
    return (
        is_short and not is_statistic and SHORT.get(before.text, "") != "hazard ratio"
    )


def _is_adjective(old: Token) -> bool:
    """``12-week confirmed progression``."""
    if "-" not in old.text or old.after is None:
        return False
    one: Token | None = old.after
    for _ in range(3):
        if one is None or one.text in ",;.()":
            return False
        if one.kind & Word.OUTCOME:
            return True
        one = one.after
    return False


def is_denominator(old: Token, was: Quantity, now: Quantity) -> bool:
    """``per 100`` and ``per 1,000``, ``14 in 100`` and ``14 in 1,000``."""
    if not (was.values and now.values):
        return False
    if was.kind is Kind.FRACTION and now.kind is Kind.FRACTION:
        same = was.values[:1] == now.values[:1]
        return same and all(_is_power(one.values[-1]) for one in (was, now))
    before = old.before
    is_led = before is not None and before.word in PER
    return is_led and _is_power(was.values[0]) and _is_power(now.values[0])


def _is_power(value: object) -> bool:
    written = str(value).rstrip("0")
    return written == "1" and len(str(value)) > 2


def is_another_power(old: Token, new: Token) -> bool:
    """``10^9`` and ``10^6``."""
    powers = [token.text.partition("10^")[2][:1] for token in (old, new)]
    return all(powers) and powers[0] != powers[1]
