"""Measures how the work of an expression or a parser grows when its text doubles.

By processor time, best of three, only where there is enough to measure. For the hand,
not for the suite: a busy machine must fail no test.
"""

import contextlib
import importlib
import pkgutil
import random
import re
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import FrameType, ModuleType
from typing import Any

from tests.fuzz_strings import Attack, attacks

SHORTEST, LONGEST = 2_000, 256_000  # what grows by the square shows long before
ENOUGH = 0.05  # seconds of processor time that can be measured
TIMES = 3
AT_A_TIME = 8  # attacks on one expression before its next turn
MOST_GROWTH = 2.6  # for a text twice as long
SECONDS_ALLOWED = 20.0
PACKAGES = (
    *("knowledge_base.wording", "content_engine.rules", "content_engine.fidelity"),
    "content_engine.channels",
)
WINDOWS = {  # where an expression gets to see so many characters at most
    "knowledge_base.wording.statements.LAST_WORD": 40,
    "knowledge_base.wording.statements.INITIALS": 40,
}
WHOLE = frozenset({  # asked of a text as a whole, so that no other start is tried
    "content_engine.fidelity.judging.SENTENCE",
    r"0,\d+|\d+,\d{1,2}…17",
    r"0\.\d+|\d+\.(?:\d{1,2}|\d{4,})…30",
})  # fmt: skip
Work = Callable[[str], object]


class TooSlowError(Exception):
    """The work went on for longer than is allowed."""


@dataclass(frozen=True)
class Growth:
    """How much longer twice the text took; ``seconds`` is the time of the longer."""

    factor: float
    length: int
    seconds: float

    @property
    def is_linear(self) -> bool:
        """Whether the work grows with the text and not faster."""
        return self.factor <= MOST_GROWTH


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TooSlowError inside when so much processor time is used."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def growth(work: Work, attack: Attack, longest: int = LONGEST) -> Growth | None:
    """How the work grows; None where even a long text takes too little to measure.

    Fast growth is measured three times, for others work on the machine as well.
    Raises TooSlowError.
    """
    length = min(SHORTEST, longest // 4)
    while length * 2 <= longest:
        with within(SECONDS_ALLOWED):
            if _seconds(work, attack.text(length), 1) > ENOUGH:
                return _least_growth(work, attack, length)
        length *= 2
    return None


def _least_growth(work: Work, attack: Attack, length: int) -> Growth:
    found = _growth(work, attack, length)
    for _ in range(TIMES - 1):
        if found.is_linear:
            break
        found = min(found, _growth(work, attack, length), key=lambda one: one.factor)
    return found


def _growth(work: Work, attack: Attack, length: int) -> Growth:
    one = _seconds(work, attack.text(length), TIMES)
    two = _seconds(work, attack.text(2 * length), TIMES)
    return Growth(two / max(one, ENOUGH / 4), 2 * length, two)


def _seconds(work: Work, text: str, times: int) -> float:
    """The best of some times."""
    taken = []
    for _ in range(times):
        before = time.process_time()
        work(text)
        taken.append(time.process_time() - before)
    return min(taken)


def modules() -> Iterator[ModuleType]:
    """Every module of the rooms that read pieces."""
    for package in PACKAGES:
        root = importlib.import_module(package)
        yield root
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            yield importlib.import_module(found.name)


def patterns() -> dict[str, re.Pattern[str]]:
    """Every regular expression that stands in a module, by where it stands."""
    return {
        f"{module.__name__}.{name}": pattern
        for module in modules()
        for path, value in vars(module).items()
        for name, pattern in _patterns_in(path, value)
        if not isinstance(pattern.pattern, bytes)
    }


def _patterns_in(path: str, value: Any) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The expressions in a value, its members and its entries."""
    if isinstance(value, re.Pattern):
        yield path, value
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _patterns_in(f"{path}[{place}]", inner)
    elif isinstance(value, Mapping) and not path.startswith("__"):
        for key, inner in value.items():
            yield from _patterns_in(f"{path}[{key!r}]", inner)


@contextlib.contextmanager
def recording(found: dict[str, re.Pattern[str]]) -> Iterator[None]:
    """Notes every expression that is compiled inside, by its words."""
    compiled = re._compile  # type: ignore[attr-defined]

    def noting(pattern: Any, flags: Any) -> Any:
        made = compiled(pattern, flags)
        if isinstance(made.pattern, str):
            found[f"{made.pattern[:60]}…{len(made.pattern)}"] = made
        return made

    re._compile = noting  # type: ignore[attr-defined]
    try:
        yield
    finally:
        re._compile = compiled  # type: ignore[attr-defined]


def searching(pattern: re.Pattern[str], name: str = "") -> Work:
    """Goes through all that an expression finds, or asks it of the whole text."""
    if name in WHOLE:
        return pattern.fullmatch

    def work(text: str) -> None:
        for _ in pattern.finditer(text):
            pass

    return work


def attempts(
    found: Mapping[str, re.Pattern[str]], seconds: float, seed: int
) -> Iterator[tuple[str, str]]:
    """A few attacks on each expression in turn, until the time is over."""
    dice = random.Random(seed)  # noqa: S311 - no secret is made of it
    until = time.monotonic() + seconds
    names = list(found)
    while time.monotonic() < until:
        dice.shuffle(names)
        for name in names:
            pattern = found[name]
            every = list(attacks(pattern, dice))
            for attack in dice.sample(every, min(AT_A_TIME, len(every))):
                if time.monotonic() > until:
                    return
                longest = WINDOWS.get(name, LONGEST)
                yield grown(name, searching(pattern, name), attack, longest)


def grown(
    name: str, work: Work, attack: Attack, longest: int = LONGEST
) -> tuple[str, str]:
    """What became of one attack, and the attack."""
    try:
        found = growth(work, attack, longest)
    except TooSlowError:
        return f"failed: {name} is far too slow", repr(attack)
    except Exception as error:  # noqa: BLE001 - whatever comes is what is looked for
        return f"failed: {name}: {type(error).__name__}: {error}", repr(attack)
    if found is None or found.is_linear:
        return "linear" if found else "too quick to measure", repr(attack)
    told = f"{found.factor:.1f} times as long, {found.seconds:.2f} s for {found.length}"
    return f"failed: {name} grows faster than its text", f"{told}: {attack!r}"
