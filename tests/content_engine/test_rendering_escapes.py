"""The document as a mail program reads it: balanced, escaped, whole, and twinned."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.pieces import Part, Segment
from content_engine.planning import layout
from content_engine.planning.slots import Cell
from content_engine.rendering import html, plain, substituting
from content_engine.supply import CitedSource, ClaimText, Supply
from content_engine.vocabulary import PartName, SegmentKind
from content_engine.writers.composer.writing import Composer
from tests.content_engine import supplies
from tests.content_engine.supplies import block, make_context, make_supply
from tests.content_engine.wishes import make_brief

VOID = {"meta", "br", "img"}
HOSTILE = [
    "<script>alert(1)</script>",
    "\"quoted\" and 'quoted' & more",
    '"><a href="javascript:alert(1)">x</a>',
    "</td></tr></table></body></html>",
    "<!-- a comment",
    "<![CDATA[ x ]]>",
    "&lt;b&gt; &amp; &#60;",
    "{preheader} {0} %s $x",
    "<style>p{display:none}</style>",
    "ﬀ ▼ ® µ ≤ “ ” \u200b",
]


class Outline(HTMLParser):
    """Balance of tags, what is visible, what is linked."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.shown: list[str] = []
        self.links: list[str] = []
        self.events: list[str] = []
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.events += [name for name, _ in attrs if name.startswith("on")]
        assert len({name for name, _ in attrs}) == len(attrs), "an attribute twice"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "body" in self.open:
            self.shown.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def outline(document: str) -> Outline:
    read = Outline()
    read.feed(document)
    read.close()
    assert read.open == []
    return read


def poisoned(payload: str, market: str = "US") -> Supply:
    """A kit of which every brand word, block and line holds a payload."""
    supply = make_supply(market)
    brand = supplies.make_brand(
        market,
        manufacturer=f"Acme {payload}",
        adverse_event_statement=f"Report. {payload}",
        postal_address=f"Road {payload}",
        prescribing_information=f"PI {payload}",
    )
    source = CitedSource("S@1", f"Author. {payload}. 2025.")
    claim = ClaimText(
        key="c",
        ref="c@1",
        text=f"A statement, {payload}",
        kind="efficacy",
        themes=("efficacy",),
        qualifiers=(f"Qualified {payload}",),
        sources=(source,),
    )
    label = supplies.make_label(
        market,
        safety_full=supplies.safety("s@1", f"Risk {payload}"),
    )
    return make_supply(
        market, brand=brand, label=label, claims=(claim,), blocks=supply.blocks
    )


def message(
    supply: Supply, market: str = "US", form: str = "short"
) -> tuple[Part, ...]:
    context = make_context(market)
    cell = Cell("warm", "efficacy", form)
    plan = layout.plan(cell, context, supply, make_brief(context), 7)
    return substituting.render(plan, Composer().propose(plan, 1)[0], supply)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("market", ["US", "GB"])
@pytest.mark.parametrize("payload", HOSTILE)
def test_a_hostile_kit_stays_text(payload: str, market: str) -> None:
    supply = poisoned(payload, market)
    parts = message(supply, market)
    document = html.render_email(parts, make_context(market), supply.brand)
    read = outline(document)
    assert read.events == []
    assert read.comments == []
    assert read.tags["script"] == 0
    assert read.tags["style"] == 1
    assert all(link.startswith("https://") for link in read.links)
    shown = squeezed("".join(read.shown))
    assert shown.count(squeezed(payload)) == "".join(
        squeezed(part.text) for part in parts
    ).count(squeezed(payload))


@pytest.mark.parametrize("payload", HOSTILE)
def test_a_hostile_kit_changes_no_tag(payload: str) -> None:
    supply, innocent = poisoned(payload), poisoned("word")
    documents = [
        html.render_email(message(each), make_context(), each.brand)
        for each in (supply, innocent)
    ]
    assert outline(documents[0]).tags - Counter({"span": 99}) == (
        outline(documents[1]).tags - Counter({"span": 99})
    )


@pytest.mark.parametrize("market", ["US", "GB"])
@pytest.mark.parametrize("form", ["short", "standard", "long"])
def test_the_document_and_its_twin_say_the_same(market: str, form: str) -> None:
    supply = make_supply(market)
    parts = message(supply, market, form)
    read = outline(html.render_email(parts, make_context(market), supply.brand))
    shown = squeezed("".join(read.shown))
    paragraphs = [squeezed(p) for p in plain.render_text(parts).split("\n\n")]
    assert all(shown.count(p) >= paragraphs.count(p) for p in paragraphs)
    assert len(shown) == sum(len(p) for p in paragraphs)


def test_the_twin_keeps_the_order_of_the_parts() -> None:
    parts = message(make_supply())
    twin = plain.render_text(parts)
    found = [twin.index(part.text) for part in parts[1:]]
    assert found == sorted(found)
    assert parts[0].text not in twin


@pytest.mark.parametrize("place", ["subject", "headline", "opening", "call_to_action"])
def test_a_block_with_markup_is_shown_as_it_was_approved(place: str) -> None:
    text = "Tom & Jerry <i>said</i> “so”"
    others = tuple(b for b in supplies.BLOCKS if b.role != place)
    supply = make_supply(blocks=(*others, block("odd", place, text)))
    document = html.render_email(message(supply), make_context(), supply.brand)
    read = outline(document)
    assert read.tags["i"] == 0
    title = re.search(r"<title>(.*?)</title>", document)
    assert title
    if place == "subject":
        assert "Tom &amp; Jerry &lt;i&gt;said&lt;/i&gt;" in title[1]
    else:
        assert squeezed(text) in squeezed("".join(read.shown))


# an address that is written, the one that is linked
ADDRESSES = [
    ("https://a.example/x", "https://a.example/x"),
    ("https://a.example/x.", "https://a.example/x"),
    ("(https://a.example/x)", "https://a.example/x"),
    ("https://a.example/x?a=1&b=2", "https://a.example/x?a=1&b=2"),
    ("https://a.example/x, and", "https://a.example/x"),
    ("“https://a.example/x”", "https://a.example/x"),
    ("http://a.example/x", None),
    ("javascript:alert(1)", None),
    ("ftp://a.example", None),
    ("data:text/html,x", None),
]


@pytest.mark.parametrize(("text", "link"), ADDRESSES)
def test_only_https_becomes_a_link_and_its_point_stays_out(
    text: str, link: str | None
) -> None:
    parts = (Part(PartName.BODY, (Segment(SegmentKind.COPY, text),)),)
    read = outline(html.render_email(parts, make_context(), supplies.make_brand()))
    assert read.links == ([link] if link else [])
    assert "".join(read.shown).strip() == text


NAMES = st.sampled_from([*PartName])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, TEXTS, max_size=5))
def test_any_words_leave_the_document_balanced(texts: dict[Any, str]) -> None:
    parts = [
        Part(name, (Segment(SegmentKind.COPY, text),)) for name, text in texts.items()
    ]
    read = outline(html.render_email(parts, make_context(), supplies.make_brand()))
    assert read.tags["html"] == read.tags["body"] == read.tags["h1"] == 1
    assert read.events == []
