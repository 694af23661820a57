"""Fields for words that somebody will read: what shows nothing counts as empty."""

from typing import Any

from django import forms

from knowledge_base.wording import visible


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
    return "\0" in text or bool(visible.shown(text))
