"""The plain-text twin of a message: the same statements, no markup."""

from collections.abc import Iterable

from content_engine.pieces import Part
from content_engine.planning.fitting import BETWEEN_PARTS
from content_engine.vocabulary import PartName


def render_text(parts: Iterable[Part]) -> str:
    """The message as text; the subject is left to the mail's header."""
    made = list(parts)
    is_mail = any(part.name == PartName.SUBJECT for part in made)
    between = "\n\n" if is_mail else BETWEEN_PARTS
    shown = (part.text for part in made if part.name != PartName.SUBJECT)
    return between.join(text for text in shown if text)
