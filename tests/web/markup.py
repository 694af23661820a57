"""An independent reader of pages: it knows HTML, and nothing of our templates."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
FETCHING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "link": "href",
    "form": "action",
    "source": "src",
    "embed": "src",
    "object": "data",
    "video": "src",
    "audio": "src",
    "a": "href",
    "base": "href",
}
POINTING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list")
UNLABELLED = frozenset({"hidden", "submit", "button", "image", "reset"})
Attributes = dict[str, str]


@dataclass
class Element:
    """One element with its attributes and all the text inside it."""

    tag: str
    attributes: Attributes
    inside: tuple[str, ...]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


class Page(HTMLParser):
    """A page taken apart; ``faults`` are tags that were never opened or closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.faults: list[str] = []
        self.comments: list[str] = []
        self.doctype = ""
        self.feed(html)
        self.close()
        self.faults += [f"<{element.tag}> stays open" for element in self.open]

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl.lower()

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        twice = [name for name, n in Counter(a for a, _ in attrs).items() if n > 1]
        self.faults += [f"<{tag}> has {name} twice" for name in twice]
        inside = tuple(element.tag for element in self.open)
        made = Element(tag, {name: value or "" for name, value in attrs}, inside)
        self.elements.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.pieces.append(data)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def one(self, tag: str) -> Element:
        (found,) = self.all(tag)
        return found

    def ids(self) -> Counter[str]:
        return Counter(
            e.attributes["id"] for e in self.elements if "id" in e.attributes
        )

    @property
    def text(self) -> str:
        return self.one("body").text if self.all("body") else ""

    def fields(self) -> dict[str, Element]:
        """Named controls by name; of several, the first."""
        found: dict[str, Element] = {}
        for element in self.all("input", "select", "textarea", "button"):
            found.setdefault(element.attributes.get("name", ""), element)
        return found

    def actions(self) -> list[str]:
        return [
            form.attributes.get("action", "")
            for form in self.all("form")
            if form.attributes.get("method", "get").lower() == "post"
        ]


def of_house(page: Page) -> Iterator[str]:
    """Everything that keeps a whole page from being one of this house."""
    yield from page.faults
    yield from _frame_faults(page)
    yield from label_faults(page)
    yield from pointing_faults(page)
    yield from code_faults(page)
    yield from address_faults(page)


def _frame_faults(page: Page) -> Iterator[str]:
    if page.doctype != "doctype html":
        yield "no doctype"
    if page.one("html").attributes.get("lang") != "en-GB":
        yield "the language is not named"
    if len(page.all("h1")) != 1 or not page.one("h1").text:
        yield f"{len(page.all('h1'))} headings of the first rank"
    title = page.one("title").text
    if not title.endswith("· Imprimatur") or title.startswith("·"):
        yield f"the title is {title!r}"
    if len(page.all("main")) != 1:
        yield "not one main part"
    links = page.all("a")
    if page.all("nav") and links[0].attributes.get("href") != "#content":
        yield "the first link does not skip to the content"


def label_faults(page: Page) -> Iterator[str]:
    """Controls without a name for people who do not see them."""
    named = {label.attributes.get("for") for label in page.all("label") if label.text}
    for control in page.all("input", "select", "textarea"):
        given = control.attributes
        if given.get("type") in UNLABELLED:
            continue
        if given.get("id") not in named and not given.get("aria-label"):
            yield f"nothing names the field {given.get('name')}"
    yield from _empty_faults(page)


def _empty_faults(page: Page) -> Iterator[str]:
    for element in page.all("button", "a", "summary"):
        if not element.text and not element.attributes.get("aria-label"):
            yield f"an empty <{element.tag}>"
    for element in page.all("iframe"):
        if not element.attributes.get("title"):
            yield "a frame without a title"
    for element in page.all("img"):
        if "alt" not in element.attributes:
            yield "a picture without words"
    yield from _group_faults(page)


def _group_faults(page: Page) -> Iterator[str]:
    for element in page.all("fieldset"):
        at = page.elements.index(element)
        if page.elements[at + 1].tag != "legend":
            yield "a group of fields without a legend"


def pointing_faults(page: Page) -> Iterator[str]:
    """Names used twice, and references to names that nothing bears."""
    ids = page.ids()
    yield from (f"two elements are called {name}" for name, n in ids.items() if n > 1)
    for element in page.elements:
        for name in POINTING:
            for wanted in element.attributes.get(name, "").split():
                if wanted not in ids:
                    yield f"{name} of <{element.tag}> leads to no {wanted}"
        href = element.attributes.get("href", "")
        if href.startswith("#") and href != "#closed" and href[1:] not in ids:
            yield f"a link leads to no {href}"


def code_faults(page: Page) -> Iterator[str]:
    """Whatever a strict policy would refuse to run or to apply."""
    for element in page.elements:
        if element.tag == "script" and (
            element.text or "src" not in element.attributes
        ):
            yield "a script stands in the page"
        if element.tag == "style":
            yield "a style sheet stands in the page"
        for name, value in element.attributes.items():
            if name.startswith("on") or name == "style":
                yield f"<{element.tag}> has {name}"
            if re.match(r"\s*(javascript|vbscript|data):", value, re.IGNORECASE):
                yield f"<{element.tag}> runs {value[:40]}"


def address_faults(page: Page) -> Iterator[str]:
    """Addresses that leave this host."""
    for element in page.elements:
        address = element.attributes.get(FETCHING.get(element.tag, ""), "")
        if address and not re.match(r"(/(?!/)|[?#])", address):
            yield f"<{element.tag}> leads to {address}"
        for name in ("hx-get", "hx-post", "srcset", "formaction", "ping"):
            address = element.attributes.get(name, "")
            if address and not re.match(r"/(?!/)", address):
                yield f"{name} leads to {address}"
