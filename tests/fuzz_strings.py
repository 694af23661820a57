"""Makes texts that a regular expression is likely to labour at, from its own parts.

Whatever repeats is repeated for long, after what leads to it and before what it does
not expect: there a careless expression begins to try every way of cutting the run.
"""

import itertools
import random
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parse  # type: ignore[import-not-found]
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

WRONG_ENDS = ("", "\x01", "!", "\n", " ", "x", "0")
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
ENOUGH = 6  # times that decide between none, a few and many
MEMBERS = {
    sre.CATEGORY_DIGIT: "5",
    sre.CATEGORY_NOT_DIGIT: "d",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "s",
    sre.CATEGORY_WORD: "w",
    sre.CATEGORY_NOT_WORD: "-",
}
STRANGERS = "x0- ~é"
Node = tuple[Any, Any]


@dataclass(frozen=True)
class Attack:
    """A text that can be made as long as wanted: ``pump`` is what is repeated."""

    prefix: str
    pump: str
    suffix: str

    def text(self, length: int) -> str:
        """The attack with about so many characters."""
        times = max(1, length // max(1, len(self.pump)))
        return self.prefix + self.pump * times + self.suffix


class _Sampler:
    """Draws texts that a parsed expression would match, more or less."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._groups: dict[int, str] = {}

    def draw(self, nodes: Any) -> str:
        """One text for a sequence of nodes."""
        return "".join(map(self._one, nodes))

    def repeated(self, node: Node) -> str:
        """One text for what a repetition repeats."""
        return self.draw(node[1][2])

    def _one(self, node: Node) -> str:
        name, told = node
        if name in REPEATS:
            least, most, inner = told
            most = min(int(most), least + 2)
            times = self._dice.randint(least, most)
            return "".join(self.draw(inner) for _ in range(times))
        if name is sre.BRANCH:
            return self.draw(self._dice.choice(told[1]))
        if name is sre.SUBPATTERN:
            found = self.draw(told[3])
            if told[0] is not None:
                self._groups[told[0]] = found
            return found
        if name in (sre.ATOMIC_GROUP, sre.ASSERT):  # what is seen ahead is text too
            return self.draw(told[1] if name is sre.ASSERT else told)
        if name is sre.GROUPREF:
            return self._groups.get(told, "")
        if name is sre.GROUPREF_EXISTS:
            return self.draw(told[1] if told[0] in self._groups else told[2] or ())
        return self._letter(name, told)

    def _letter(self, name: Any, told: Any) -> str:
        """One letter, or nothing for what only looks."""
        if name is sre.LITERAL:
            return chr(told)
        if name is sre.NOT_LITERAL:
            return next(one for one in STRANGERS if ord(one) != told)
        if name is sre.ANY:
            return "a"
        return self._member(told) if name is sre.IN else ""

    def _member(self, told: list[Node]) -> str:
        if told[0][0] is sre.NEGATE:
            pattern = _class_of(told)
            known = [one for one in STRANGERS if pattern(one)]
            return self._dice.choice(known or ["a"])
        name, value = self._dice.choice(told)
        if name is sre.RANGE:
            return chr(self._dice.randint(*value))
        return chr(value) if name is sre.LITERAL else MEMBERS.get(value, "a")


def _class_of(told: list[Node]) -> Any:
    """Whether a letter belongs to a class that is told by what it is not."""
    barred = {chr(value) for name, value in told if name is sre.LITERAL}
    categories = [value for name, value in told if name is sre.CATEGORY]
    ranges = [value for name, value in told if name is sre.RANGE]

    def holds(letter: str) -> bool:
        in_range = any(low <= ord(letter) <= high for low, high in ranges)
        in_category = any(
            (one is sre.CATEGORY_DIGIT and letter.isdecimal())
            or (one is sre.CATEGORY_SPACE and letter.isspace())
            or (one is sre.CATEGORY_WORD and (letter.isalnum() or letter == "_"))
            or (one is sre.CATEGORY_NOT_WORD and not letter.isalnum())
            for one in categories
        )
        return letter not in barred and not in_range and not in_category

    return holds


def attacks(pattern: re.Pattern[str], dice: random.Random) -> Iterator[Attack]:
    """Attacks on an expression; others with other dice, endless ones none."""
    tree = sre_parse.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    sampler = _Sampler(dice)
    for lead, node in _repeats(list(tree), ()):
        prefix = sampler.draw(lead)
        pump = sampler.repeated(node) or "a"
        other = sampler.repeated(node) or " "
        for end in WRONG_ENDS:
            yield Attack(prefix, pump, end)
        yield Attack(prefix, pump + other, dice.choice(WRONG_ENDS))
        yield Attack("", prefix + pump * ENOUGH, dice.choice(WRONG_ENDS))
        yield Attack("", prefix + pump * 40, dice.choice(WRONG_ENDS))
    for _ in range(ENOUGH):
        whole = sampler.draw(tree)
        yield Attack("", whole or "a", dice.choice(WRONG_ENDS))
        cut = whole[: dice.randint(0, len(whole))]
        yield Attack("", cut or "a", dice.choice(WRONG_ENDS))
        yield Attack("", f"{cut} ", dice.choice(WRONG_ENDS))


def _repeats(
    nodes: list[Node], lead: tuple[Node, ...]
) -> Iterator[tuple[list[Node], Node]]:
    """Every repetition of an expression, with the nodes that come before it."""
    for place, (name, told) in enumerate(nodes):
        before = (*lead, *nodes[:place])
        if name in REPEATS and told[1] > 1:
            yield list(before), (name, told)
        for inner in _inner(name, told):
            yield from _repeats(list(inner), before)


def _inner(name: Any, told: Any) -> Iterator[Any]:
    """The sequences inside a node."""
    if name in REPEATS:
        yield told[2]
    elif name is sre.BRANCH:
        yield from told[1]
    elif name is sre.SUBPATTERN:
        yield told[3]
    elif name is sre.ATOMIC_GROUP:
        yield told
    elif name is sre.GROUPREF_EXISTS:
        yield from itertools.chain([told[1]], [told[2]] if told[2] else [])
