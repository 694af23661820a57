"""Draws values for the slots of a template: equal seeds give equal figures."""

import random
from collections.abc import Iterator, Mapping

from web.benchmarks.fidelity.lexicons import FIELD, Area, Entry, Number, Template

Values = Mapping[str, str]
ATTEMPTS = 100
WHOLE = 100  # per cent
LEAST_SPREAD = 0.5  # of the spread that is given


def values(area: Area, template: Template, chance: random.Random) -> Values:
    """A text for each field that the template may name.

    No two figures of a claim are the same, or their exchange would change nothing.
    """
    named = sorted({field.partition(".")[0] for field in template.fields()})
    numbers = _numbers(area, named)
    drawn = dict(_brand(chance.choice(area.brands), chance))
    for name in named:
        slot = area.slots.get(name)
        if isinstance(slot, tuple):
            drawn |= _chosen(name, chance.choice(slot), chance)
    for _ in range(ATTEMPTS):
        figures = dict(_figures(numbers, chance))
        if len(set(figures.values())) == len(figures):
            break
    for name, figure in figures.items():
        drawn |= _fields(name, figure, numbers[name], chance)
    return drawn


def filled(text: str, drawn: Values) -> str | None:
    """A form with its slots filled; None if a value for one of them was not drawn."""
    if not drawn.keys() >= set(FIELD.findall(text)):
        return None
    return FIELD.sub(lambda found: drawn[found.group(1)], text)


def figures_of(area: Area, drawn: Values) -> tuple[str, ...]:
    """The slots of a draw that hold figures."""
    return tuple(name for name in drawn if isinstance(area.slots.get(name), Number))


def _numbers(area: Area, named: list[str]) -> dict[str, Number]:
    """The figures to be drawn; what others stand around comes first."""
    asked = {name: area.slots.get(name) for name in named}
    around = {one.around for one in asked.values() if isinstance(one, Number)}
    order = [name for name in sorted({*named, *around}) if name in area.slots]
    found = {
        name: slot for name in order if isinstance(slot := area.slots[name], Number)
    }
    return dict(sorted(found.items(), key=lambda one: bool(one[1].around)))


def _brand(brand: Entry, chance: random.Random) -> Iterator[tuple[str, str]]:
    yield "brand", brand["name"][0]
    yield from ((name, chance.choice(texts)) for name, texts in brand.items())


def _chosen(name: str, entry: Entry, chance: random.Random) -> dict[str, str]:
    drawn = {f"{name}.{way}": chance.choice(texts) for way, texts in entry.items()}
    return {**drawn, name: drawn[f"{name}.is"]}


def _figures(
    numbers: Mapping[str, Number], chance: random.Random
) -> Iterator[tuple[str, str]]:
    known: dict[str, float] = {}
    for name, number in numbers.items():
        if number.around:
            width = number.spread * chance.uniform(LEAST_SPREAD, 1)
            centre = known[number.around]
            known[name] = centre + width if number.is_upper else max(0, centre - width)
        else:
            scale = 10**number.decimals
            low, high = round(number.low * scale), round(number.high * scale)
            known[name] = chance.randint(low, high) / scale
        decimals = number.decimals or numbers.get(number.around, number).decimals
        yield name, printed(known[name], decimals)


def printed(figure: float, decimals: int) -> str:
    """A figure with thousands commas, the way that claims are printed."""
    return f"{figure:,.{decimals}f}"


def _fields(
    name: str, figure: str, number: Number, chance: random.Random
) -> dict[str, str]:
    """A figure as it is, and made wrong."""
    return {
        name: figure,
        f"{name}.plain": figure.replace(",", ""),
        f"{name}.digit": other_digit(figure, chance),
        f"{name}.not": other_digit(figure, chance),
        f"{name}.decimal": moved_point(figure, number.kind),
    }


def other_digit(figure: str, chance: random.Random) -> str:
    """One digit of a figure is another; neither it nor a whole part becomes nought."""
    places = [place for place, sign in enumerate(figure) if sign.isdigit()]
    place = chance.choice(places)
    is_whole = figure[places[0] + 1 : places[0] + 2] not in {".", ""}
    digits = "123456789" if place == places[0] and is_whole else "0123456789"
    changed = [
        figure[:place] + digit + figure[place + 1 :]
        for digit in digits
        if digit != figure[place]
    ]
    return chance.choice([one for one in changed if one.strip("0.,-")])


def moved_point(figure: str, kind: str) -> str:
    """Ten times as much, or a tenth where ten times would be more than all."""
    value = float(figure.replace(",", ""))
    decimals = len(figure.partition(".")[2])
    if kind == "percent" and value * 10 > WHOLE:
        return printed(value / 10, decimals + 1)
    return printed(value * 10, max(decimals - 1, 0))
