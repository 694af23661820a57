"""Finds a quote in the text of a page, across line ends, hyphens and ligatures.

Only how a page is set may differ: spaces, lines, a hyphen at a line's end, ligatures,
quotes and dashes, capitals. A letter, a digit or a sign more or less is another text.
"""

import functools
import re

from knowledge_base.wording.normalise import composed, normalise, normalised


def find(quote: str, page_text: str) -> tuple[int, int] | None:
    """The offsets in the page's text where the quote stands; None if it does not."""
    if not _letters(quote) or _letters(quote) not in _letters(page_text):
        return None
    page = normalised(page_text)
    found = _pattern(quote).search(page.text)
    return page.span(*found.span()) if found else None


def _letters(text: str) -> str:
    """What must agree in any case, quick to compare: letters and digits alone."""
    return re.sub(r"[\W_]+", "", composed(text)).casefold()


@functools.lru_cache(maxsize=256)
def _pattern(quote: str) -> re.Pattern[str]:
    words = normalise(quote).text.split()
    body = r"\s+".join(_word(word) for word in words)
    return re.compile(_before(words[0]) + body + _after(words[-1]), re.IGNORECASE)


def _word(word: str) -> str:
    pieces: list[str] = []
    for place, letter in enumerate(word):
        if place and letter.isalpha() and word[place - 1].isalpha():
            pieces.append(r"(?:- ?\n)?")
        pieces.append(re.escape(letter))
        if letter == "-" and place < len(word) - 1:
            pieces.append(r"\n?")
    return "".join(pieces)


def _before(word: str) -> str:
    if word[0].isdigit():
        return r"(?<!\d)(?<!\d[.,])"
    return r"(?<![^\W\d_])" if word[0].isalpha() else ""


def _after(word: str) -> str:
    if word[-1].isdigit():
        return r"(?!\d)(?![.,]\d)"
    return r"(?![^\W\d_])" if word[-1].isalpha() else ""
