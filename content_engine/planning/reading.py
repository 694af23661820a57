"""Reads the values of a raw brief one key at a time, noting faults and defaults."""

import datetime
import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


class Reader:
    """Gives usable values whatever was written; ``faults`` says what was wrong.

    ``defaults`` says what was filled in. Both hold sentences that begin with the key.
    """

    def __init__(self, raw: Mapping[str, Any], keys: Sequence[str]) -> None:
        self._raw = {key: value for key, value in raw.items() if value is not None}
        self.faults = [_unknown(key, keys) for key in self._raw if key not in keys]
        self.defaults: list[str] = []

    def value(self, key: str, default: Any = None) -> Any:
        """What was written under a key."""
        return self._raw.get(key, default)

    def required(self, key: str) -> str:
        """Words that may not be missing."""
        value = self.words(key)
        if not value and not self.is_faulty(key):
            self.faulty(key, "is missing.")
        return value

    def words(self, key: str) -> str:
        """Free words, or nothing."""
        value = self._raw.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.faulty(key, "write words.")
        return ""

    def words_or_number(self, key: str) -> str | float:
        """Free words, or a number."""
        value = self._raw.get(key, "")
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        return self.words(key)

    def day(self, key: str, today: datetime.date) -> datetime.date:
        """A date, today if it is left out."""
        value = self._raw.get(key)
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if value is None or value == "":
            self.filled_in(key, today)
            return today
        try:
            return datetime.datetime.fromisoformat(str(value).strip()).date()
        except ValueError:
            self.faulty(key, f"{value} is not a date like 2026-11-21.")
            return today

    def one_of(self, key: str, known: Sequence[str], default: str) -> str:
        """One value from a list."""
        value = self._raw.get(key)
        if not value:
            self.filled_in(key, default)
            return default
        if value not in known:
            self.not_known(key, value, known)
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts without repetition; a single text is a list of one."""
        value = self._raw.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list | tuple) or not all(
            isinstance(text, str) for text in values
        ):
            self.faulty(key, "write a list of words.")
            return ()
        return tuple(dict.fromkeys(text.strip() for text in values if text.strip()))

    def several(
        self, key: str, known: Sequence[str], default: Sequence[str], which: str = ""
    ) -> tuple[str, ...]:
        """Values from a list; left out, the default, of which ``which`` says more."""
        values = self.texts(key)
        if not known:
            self.faulty(key, "the brand has none.")
        elif not values and not self.is_faulty(key):
            values = tuple(default)
            self.filled_in(key, ", ".join(values) + (f" ({which})" if which else ""))
        for value in values:
            if known and value not in known:
                self.not_known(key, value, known)
        return values

    def integer(self, key: str, default: int, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self._raw.get(key)
        if value is None:
            self.filled_in(key, default)
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.faulty(key, f"{value} is not a whole number.")
            return default
        if not least <= value <= most:
            self.faulty(key, f"{value} is not between {least} and {most}.")
        return int(value)

    def faulty(self, key: str, sentence: str) -> None:
        """Note what is wrong with a key."""
        self.faults.append(f"{key}: {sentence}")

    def not_known(self, key: str, value: Any, known: Iterable[str]) -> None:
        """Note a value that is on no list, with the list."""
        listed = ", ".join(map(str, known))
        self.faulty(key, f"{value} is not known; choose from {listed}.")

    def is_faulty(self, key: str) -> bool:
        """Whether anything was noted about a key."""
        return any(fault.startswith(f"{key}:") for fault in self.faults)

    def filled_in(self, key: str, what: Any) -> None:
        """Note what the requester left open."""
        self.defaults.append(f"{key}: {what}")


def _unknown(key: str, keys: Sequence[str]) -> str:
    near = difflib.get_close_matches(str(key), keys, 1)
    hint = f"; did you mean {near[0]}?" if near else "."
    return f"{key}: no brief has this key{hint}"
