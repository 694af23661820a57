"""Reads a part as the texts it holds, each with offsets true to the original."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote

from content_engine.rules.surfaces import hiding, markup
from content_engine.rules.surfaces.markup import Kind, Token
from knowledge_base.wording.normalise import Normalised, normalise
from knowledge_base.wording.remembering import remembered

BREAKING = frozenset({
    "address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol",
    "option", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
    "source", "track", "wbr",
})  # fmt: skip


ESCAPED = re.compile(
    r"%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}"
    r"|%f[0-7](?:%[89ab][0-9a-f]){3}",
    re.IGNORECASE,
)  # one character of an address, in the bytes of UTF-8


class SurfaceKind(StrEnum):
    """How a text reaches its reader."""

    FLOW = "flow"
    HIDDEN = "hidden"
    COMMENT = "comment"
    ALT = "alt"
    LINK = "link"


SHOWN = frozenset({
    "abbr", "alt", "aria-braillelabel", "aria-description", "aria-label",
    "aria-placeholder", "aria-roledescription", "aria-valuetext", "label",
    "placeholder", "standby", "summary", "title",
})  # fmt: skip
KEPT_BACK = frozenset({"content", "srcdoc", "value"})
LEADING = frozenset({
    "action", "background", "cite", "data", "formaction", "href", "longdesc", "ping",
    "poster", "src", "srcset", "xlink:href",
})  # fmt: skip
OWN = "data-"  # how attributes begin that pages make up for themselves


@dataclass(frozen=True)
class Surface:
    """One text of a part; ``reading`` leads back to the part's original offsets."""

    kind: SurfaceKind
    reading: Normalised


@dataclass
class _Letters:
    """Letters as they are gathered, each with its original start and end."""

    kind: SurfaceKind
    letters: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, text: str, start: int) -> None:
        """Letters that stand in the original one by one."""
        self.letters.extend(text)
        self.starts.extend(range(start, start + len(text)))
        self.ends.extend(range(start + 1, start + 1 + len(text)))

    def stand_for(self, text: str, start: int, end: int) -> None:
        """Letters that one stretch of the original stands for."""
        self.letters.extend(text)
        self.starts.extend([start] * len(text))
        self.ends.extend([end] * len(text))

    def unescaped(self) -> "_Letters":
        """The letters of an address, with ``%73`` as what it stands for."""
        made = _Letters(self.kind)
        text = "".join(self.letters)
        place = 0
        for found in ESCAPED.finditer(text):
            made.take(self, place, found.start())
            start, end = self.starts[found.start()], self.ends[found.end() - 1]
            made.stand_for(unquote(found.group()), start, end)
            place = found.end()
        made.take(self, place, len(text))
        return made

    def take(self, other: "_Letters", start: int, end: int) -> None:
        """Letters that were gathered before, with their places."""
        self.letters.extend(other.letters[start:end])
        self.starts.extend(other.starts[start:end])
        self.ends.extend(other.ends[start:end])

    def surface(self) -> Surface:
        """The gathered letters, normalised."""
        return Surface(self.kind, _retraced(self))


@dataclass(frozen=True)
class _Element:
    """An open element: its name, whether its text is hidden, what lies behind it."""

    name: str
    is_hidden: bool
    behind: hiding.Colour


NOWHERE = _Element("", is_hidden=False, behind=hiding.WHITE)


@remembered(256)
def read(text: str) -> tuple[Surface, ...]:
    """The texts of a part: the visible flow first, then what stands beside it."""
    if not markup.is_marked_up(text):
        return (Surface(SurfaceKind.FLOW, normalise(text)),)
    reader = _Reader()
    for token in markup.tokens(text):
        reader.take(token)
    return reader.surfaces()


class _Reader:
    """Goes through a text's tokens and sorts their letters by who gets to see them."""

    def __init__(self) -> None:
        self._flow = _Letters(SurfaceKind.FLOW)
        self._hidden = _Letters(SurfaceKind.HIDDEN)
        self._beside: list[_Letters] = []
        self._open: list[_Element] = []

    def take(self, token: Token) -> None:
        """Read the next token."""
        if token.kind is Kind.WORDS:
            self._here().add(token.text, token.start)
        elif token.kind is Kind.ENTITY:
            self._here().stand_for(token.text, token.start, token.end)
        elif token.kind is Kind.COMMENT:
            self._set_beside(SurfaceKind.COMMENT, token.text, token.start + 4)
        elif token.kind is Kind.OPEN:
            self._enter(token)
        else:
            self._leave(token)

    def surfaces(self) -> tuple[Surface, ...]:
        """What was read, without texts that are empty."""
        found = (letters.surface() for letters in (self._hidden, *self._beside))
        return (
            self._flow.surface(),
            *(one for one in found if one.reading.text.strip()),
        )

    def _here(self) -> _Letters:
        """Where the letters of the innermost element belong."""
        return self._hidden if self._open and self._open[-1].is_hidden else self._flow

    def _break(self, token: Token) -> None:
        if token.name in BREAKING:
            self._here().stand_for("\n", token.start, token.end)

    def _enter(self, token: Token) -> None:
        """Open an element: what is in a hidden one is hidden too."""
        self._break(token)
        for name, attribute in token.attributes.items():
            if kind := _kind_of(name):
                self._set_beside(kind, attribute.text, attribute.start)
        if token.name in VOID:
            return
        around = self._open[-1] if self._open else NOWHERE
        style = hiding.style_of(token.attributes)
        behind = hiding.background(style, around.behind)
        hidden = around.is_hidden or hiding.is_hidden(
            token.name, token.attributes, style, behind
        )
        self._open.append(_Element(token.name, hidden, behind))
        if hidden and not around.is_hidden:
            self._here().stand_for("\n", token.start, token.end)

    def _leave(self, token: Token) -> None:
        """Close the innermost element of that name, and all that it left open."""
        names = [element.name for element in self._open[-50:]]
        if token.name in names:
            depth = len(names) - 1 - names[::-1].index(token.name)
            del self._open[len(self._open) - len(names) + depth :]
        self._break(token)

    def _set_beside(self, kind: SurfaceKind, text: str, start: int) -> None:
        """A text outside the flow; entities in it are decoded, tags are kept."""
        letters = _Letters(kind)
        for token in markup.tokens(text):
            if token.kind is Kind.ENTITY:
                letters.stand_for(token.text, start + token.start, start + token.end)
            else:
                letters.add(text[token.start : token.end], start + token.start)
        is_link = kind is SurfaceKind.LINK
        self._beside.append(letters.unescaped() if is_link else letters)


def _kind_of(attribute: str) -> SurfaceKind | None:
    """How an attribute's text reaches a reader; None where it is no text."""
    if attribute in SHOWN:
        return SurfaceKind.ALT
    if attribute in LEADING:
        return SurfaceKind.LINK
    is_kept_back = attribute in KEPT_BACK or attribute.startswith(OWN)
    return SurfaceKind.HIDDEN if is_kept_back else None


def _retraced(letters: _Letters) -> Normalised:
    """Gathered letters, normalised, with the way back to the original."""
    own = normalise("".join(letters.letters))
    return Normalised(
        own.text,
        tuple(letters.starts[place] for place in own.starts),
        tuple(letters.ends[place - 1] for place in own.ends),
        tuple(letters.starts[place] for place in own.hidden),
        tuple((letters.starts[a], letters.ends[b - 1]) for a, b in own.mixed),
    )
