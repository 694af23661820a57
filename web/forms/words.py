"""Fields for words that somebody will read: what shows nothing counts as empty."""

import unicodedata
from typing import Any

from django import forms

UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and a pattern that print nothing."""


class WordsField(forms.CharField):
    """Words with at least one mark that can be seen, unless none are required."""

    def to_python(self, value: Any) -> Any:
        """The words, line ends as stored; nothing, where a reader would see nothing."""
        words = str(super().to_python(value)).replace("\r\n", "\n")
        return words if is_seen(words) else self.empty_value


def is_seen(text: str) -> bool:
    """Whether a text has a character that prints.

    The null character counts as one: it has a refusal of its own.
    """
    return any(
        one == "\0" or (unicodedata.category(one)[0] not in "ZC" and one not in UNSEEN)
        for one in text
    )
