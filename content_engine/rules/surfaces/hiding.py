"""Which elements of a page no reader sees: by attribute, size, place or colour."""

import re
from collections.abc import Mapping

from content_engine.rules.surfaces.markup import Attribute

UNSHOWN = frozenset({"script", "style", "template", "noscript", "head", "title"})
DECLARATION = re.compile(r"([a-z-]{1,40})\s*+:\s*+([^;]{1,200})")
SIZE = re.compile(r"(-?\d{0,6}(?:\.\d{1,4})?)\s?(px|pt|em|rem|%|vw)?")
HEX = re.compile(r"#(?:([0-9a-f]{6})(?:[0-9a-f]{2})?|([0-9a-f]{3})[0-9a-f]?)")
RGB = re.compile(r"rgba?\(\s?(\d{1,3})[\s,]{1,3}(\d{1,3})[\s,]{1,3}(\d{1,3})")
COLOURS = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "navy": (0, 0, 128),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
}
WHITE = COLOURS["white"]
ALIKE = 30  # apart by less in each of red, green and blue, nobody reads it
LEAST_PIXELS = {"px": 5.0, "pt": 4.0, "em": 0.35, "rem": 0.35, "%": 35.0, "vw": 0.5}
FAR = 300  # pixels beyond an edge

Colour = tuple[int, int, int]
Style = Mapping[str, str]
GONE = {
    "display": ("none",),
    "visibility": ("hidden", "collapse"),
    "mso-hide": ("all",),
    "color": ("transparent",),
    "opacity": ("0", "0.0", ".0", "0%"),
    "max-height": ("0", "0px"),
    "max-width": ("0", "0px"),
    "height": ("0", "0px"),
    "width": ("0", "0px"),
    "line-height": ("0", "0px"),
}


def style_of(attributes: Mapping[str, Attribute]) -> Style:
    """The declarations of an element, those of old attributes among them."""
    declared = attributes.get("style")
    text = declared.text.lower() if declared else ""
    style = {
        name: value.replace("!important", "").strip()
        for name, value in DECLARATION.findall(text)
    }
    for old, name in (("color", "color"), ("bgcolor", "background-color")):
        if old in attributes:
            style.setdefault(name, attributes[old].text.strip().lower())
    return style


def background(style: Style, around: Colour) -> Colour:
    """The colour behind an element's text."""
    stated = style.get("background-color", style.get("background", ""))
    return colour(stated) or around


def is_hidden(
    name: str, attributes: Mapping[str, Attribute], style: Style, behind: Colour
) -> bool:
    """Whether nobody sees the text of an element; ``behind`` is its background."""
    return (
        name in UNSHOWN
        or "hidden" in attributes
        or any(style.get(key) in values for key, values in GONE.items())
        or _is_tiny(style.get("font-size", ""))
        or _is_off_page(style)
        or _melts(style.get("color", ""), behind)
    )


def colour(words: str) -> Colour | None:
    """Red, green and blue of a colour as pages write it; None for what is unknown."""
    if words in COLOURS:
        return COLOURS[words]
    found = HEX.fullmatch(words.strip())
    if found:
        wide = found.group(1) or "".join(2 * digit for digit in found.group(2))
        return int(wide[:2], 16), int(wide[2:4], 16), int(wide[4:], 16)
    channels = RGB.match(words)
    if channels:
        red, green, blue = (int(channel) for channel in channels.groups())
        return red, green, blue
    return None


def _melts(words: str, behind: Colour) -> bool:
    """Whether text has nearly the colour of what lies behind it."""
    own = colour(words)
    return own is not None and all(
        abs(a - b) < ALIKE for a, b in zip(own, behind, strict=True)
    )


def _is_tiny(words: str) -> bool:
    size = SIZE.fullmatch(words)
    if size is None or not size.group(1):
        return False
    return float(size.group(1)) < LEAST_PIXELS[size.group(2) or "px"]


def _is_off_page(style: Style) -> bool:
    """Whether an element stands far beyond an edge, or is clipped to nothing."""
    for key in ("text-indent", "left", "top", "right", "margin-left", "margin-top"):
        size = SIZE.fullmatch(style.get(key, ""))
        if size and size.group(1) and float(size.group(1)) <= -FAR:
            return True
    return style.get("clip", "").replace(" ", "").startswith("rect(0")
