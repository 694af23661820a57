"""Proposes the facts that a claim's wording states, for a person to confirm."""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from knowledge_base.wording import arms, assertions, quantities
from knowledge_base.wording.arms import mentions
from knowledge_base.wording.assertions import Causality, Direction, Polarity
from knowledge_base.wording.quantities import Kind, Quantity

PEOPLE = re.compile(
    r"\b(?:in|among|of|for) (?P<who>(?:[\w-]+ ){0,3}?(?:adults|patients|people|women"
    r"|men"
    r"|children|adolescents|volunteers) (?:with|who|aged|without) [^,.;()]{3,120}?)"
    r"(?= (?:on|taking|receiving|treated|had|were|was|in the|in a|at|over|within"
    r"|compared)\b"
    r"|[,.;()]|\Z)"
)
OUTCOME = re.compile(
    r"\b(?:had|reached|reported|experienced"
    r"|achieved) (?:an? )?(?P<what>[^,.;()\d]{4,80}?)"
    r"(?= (?:within|at|over|by|after|compared|versus|vs|during|in|on|with)\b|[,.;()]"
    r"|\Z)"
)
TAKEN = re.compile(
    r"\b(?:on|with|of|taking|received|receiving) "
    r"(?P<name>[A-Z][a-z]{3,24})(?=[\s,.;)]|\Z)"
)
STANDING = frozenset({"at", "over", "within", "by", "after", "through", "for", "in"})
BESIDE = frozenset({Kind.INTERVAL, Kind.P, Kind.FREQUENCY, Kind.TIME, Kind.RANGE})
FREQUENCY_REACH = 40


@dataclass(frozen=True)
class Reading:
    """What a claim says, fact by fact; ``is_open`` quantities await a person.

    ``negations`` are the words by which ``polarity`` was read.
    """

    product: str = ""
    comparator: str = ""
    population: str = ""
    endpoint: str = ""
    timepoint: str = ""
    dose: str = ""
    direction: Direction = Direction.UNSAID
    polarity: Polarity = Polarity.AFFIRMED
    negations: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    causality: Causality = Causality.UNSAID
    quantities: tuple[Quantity, ...] = ()

    @property
    def is_open(self) -> tuple[str, ...]:
        """The figures, as written, whose arm a person must name."""
        return tuple(one.text for one in self.quantities if one.is_open)

    def as_dict(self) -> dict[str, Any]:
        """The reading in plain JSON values; ``of`` gives it back unchanged."""
        made = {
            field.name: getattr(self, field.name) for field in dataclasses.fields(self)
        }
        for name in ("direction", "polarity", "causality"):
            made[name] = made[name].value
        for name in ("negations", "hedges"):
            made[name] = list(made[name])
        made["quantities"] = [quantity.as_dict() for quantity in self.quantities]
        return made

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Reading":
        """The reading that ``as_dict`` gave. Raises KeyError, ValueError."""
        names = {field.name for field in dataclasses.fields(cls)}
        plain = {name: value for name, value in stored.items() if name in names}
        return cls(
            **plain
            | {
                "direction": Direction(stored.get("direction", "")),
                "polarity": Polarity(stored.get("polarity", "AFFIRMED")),
                "causality": Causality(stored.get("causality", "")),
                "negations": tuple(stored.get("negations", ())),
                "hedges": tuple(stored.get("hedges", ())),
                "quantities": tuple(
                    Quantity.of(row) for row in stored.get("quantities", ())
                ),
            }
        )


def propose(
    text: str,
    *,
    product: str = "",
    endpoint: str = "",
    population: str = "",
    comparator: str = "",
    timepoint: str = "",
    figures: Sequence[Mapping[str, Any]] = (),
    locale: str = "en",
) -> Reading:
    """What a wording says, as far as it can be read; what is given is taken as given.

    ``product`` may hold several names: ``Velorin (velostatin)``. ``figures`` are a
    kit's; where the grammar leaves a figure open, their arm is taken.
    """
    product = product or _first(TAKEN, text, "name")
    comparator = comparator or _comparator(text, product)
    read = quantities.read(text, locale)
    bound = arms.bind(text, read, product=product, comparator=comparator)
    bound = tuple(_with_arm_of(one, figures, comparator) for one in bound)
    facts = {
        "endpoint": endpoint or _first(OUTCOME, text, "what"),
        "timepoint": timepoint or _timepoint(bound),
        "population": population or _first(PEOPLE, text, "who"),
    }
    return Reading(
        product=product,
        comparator=comparator,
        dose=_dose(text, bound),
        direction=_direction(text, bound),
        quantities=tuple(_of(one, facts) for one in bound),
        polarity=assertions.polarity(text),
        negations=assertions.negations(text),
        hedges=assertions.hedges(text),
        causality=assertions.causality(text, product),
        endpoint=facts["endpoint"],
        timepoint=facts["timepoint"],
        population=facts["population"],
    )


def with_arms(reading: Reading, chosen: Mapping[int, str]) -> Reading:
    """The reading with the arms that a person chose, by the quantity's place.

    ``NONE`` says that a figure compares nothing; either way it is open no more.
    """
    return dataclasses.replace(
        reading,
        quantities=tuple(
            dataclasses.replace(one, arm=chosen[place], is_open=False)
            if chosen.get(place)
            else one
            for place, one in enumerate(reading.quantities)
        ),
    )


def figures(reading: Reading) -> list[dict[str, Any]]:
    """The results and statistics of a reading, as a kit writes figures."""
    names = {
        mentions.PRODUCT: reading.product,
        mentions.COMPARATOR: reading.comparator,
        mentions.BETWEEN: "",
        mentions.BOTH: "both arms",
    }
    return [
        _figure(one, names.get(one.arm, one.arm))
        for one in reading.quantities
        if one.arm not in {"", mentions.NONE} and one.kind not in BESIDE
    ]


def _figure(quantity: Quantity, arm: str) -> dict[str, Any]:
    operator = "" if quantity.operator == "=" else quantity.operator
    is_part = quantity.kind in {Kind.COUNT, Kind.FRACTION}
    joint = "/" if is_part and quantity.label != "range" else " to "
    values = joint.join(format(value, "f") for value in quantity.values)
    told = {
        "label": quantity.label or quantity.kind.replace("_", " ").lower(),
        "arm": arm,
        "value": operator + values,
        "unit": quantity.unit,
        "interval": [str(bound) for bound in quantity.interval or ()],
        "p": quantity.p,
        "n": quantity.n,
    }
    return {name: value for name, value in told.items() if value}


def _first(pattern: re.Pattern[str], text: str, name: str) -> str:
    found = pattern.search(text)
    return found.group(name).strip() if found else ""


def _comparator(text: str, product: str) -> str:
    named = mentions.find(text, product, "")
    spans = [m for m in named if m.arm == mentions.COMPARATOR]
    return text[spans[0].start : spans[0].end] if spans else ""


def _with_arm_of(
    quantity: Quantity, figures: Iterable[Mapping[str, Any]], comparator: str
) -> Quantity:
    """An open figure takes the arm that the kit gives to just this figure."""
    if not quantity.is_open:
        return quantity
    named = {
        _role(str(figure["arm"]), comparator)
        for figure in figures
        if figure.get("arm") and quantity.values[:1] == _values(figure)
    }
    if len(named) != 1:
        return quantity
    return dataclasses.replace(quantity, arm=named.pop(), is_open=False)


def _values(figure: Mapping[str, Any]) -> tuple[Decimal, ...]:
    written = str(figure.get("value", "")).lstrip("<>≤≥~= ").replace(",", "")
    try:
        return (Decimal(written),)
    except InvalidOperation:
        return ()


def _role(arm: str, comparator: str) -> str:
    named = {mention.arm for mention in mentions.find(arm, "", comparator)}
    return mentions.COMPARATOR if mentions.COMPARATOR in named else mentions.PRODUCT


def _timepoint(bound: Sequence[Quantity]) -> str:
    times = [one for one in bound if one.kind is Kind.TIME and one.label in STANDING]
    return times[0].text if times else ""


def _dose(text: str, bound: Sequence[Quantity]) -> str:
    """The first dose with the frequency that follows it: ``15 mg once daily``."""
    for place, one in enumerate(bound):
        if one.kind is not Kind.DOSE:
            continue
        following = next(iter(bound[place + 1 : place + 2]), None)
        is_near = (
            following is not None
            and following.kind is Kind.FREQUENCY
            and following.span[0] - one.span[1] < FREQUENCY_REACH
            and "." not in text[one.span[1] : following.span[0]]
        )
        return f"{one.text} {following.text}" if following and is_near else one.text
    return ""


def _direction(text: str, bound: Sequence[Quantity]) -> Direction:
    """As the words say; where they say nothing, as the two arms' first results do."""
    said = assertions.direction(text)
    if said is not Direction.UNSAID:
        return said
    for one in bound:
        pair = [two for two in bound if two.kind is one.kind and two.unit == one.unit]
        mine = [two for two in pair if two.arm == mentions.PRODUCT]
        theirs = [two for two in pair if two.arm == mentions.COMPARATOR]
        if mine and theirs and mine[0].values[0] != theirs[0].values[0]:
            is_less = mine[0].values[0] < theirs[0].values[0]
            return Direction.DECREASE if is_less else Direction.INCREASE
    return Direction.UNSAID


def _of(quantity: Quantity, facts: Mapping[str, str]) -> Quantity:
    """A result stands for the claim's endpoint, time and population."""
    if quantity.arm in {"", mentions.NONE}:
        return quantity
    return dataclasses.replace(
        quantity,
        endpoint=facts["endpoint"],
        timepoint=facts["timepoint"],
        population=facts["population"],
    )
