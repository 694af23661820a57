"""The e-mail as a document, its plain twin, and the marking of its origin."""

import html as escaping
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.pieces import Part, Segment
from content_engine.planning import layout
from content_engine.planning.slots import Cell
from content_engine.rendering import html, marking, plain, substituting
from content_engine.vocabulary import PartName, SegmentKind
from content_engine.writers.composer.writing import Composer
from tests.content_engine import supplies
from tests.content_engine.supplies import make_brand, make_context, make_supply
from tests.content_engine.wishes import make_brief

VOID = {"meta", "br", "img"}


class Reader(HTMLParser):
    """Collects visible words and attributes, and checks that tags pair."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.extend((tag, name, value) for name, value in attrs)
        self.links.extend(value or "" for name, value in attrs if name == "href")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "title"}:
            self.words.extend(data.split())


def message(market: str = "US", channel: str = "email") -> tuple[Part, ...]:
    context, supply = make_context(market, channel), make_supply(market)
    form = "short" if channel == "sms" else "long"
    cell = Cell("warm", "efficacy", form)
    plan = layout.plan(cell, context, supply, make_brief(context), 7)
    return substituting.render(plan, Composer().propose(plan, 1)[0], supply)


def read(document: str) -> Reader:
    reader = Reader()
    reader.feed(document)
    assert reader.open == []
    return reader


def mail(market: str = "US") -> str:
    return html.render_email(message(market), make_context(market), make_brand(market))


@pytest.mark.parametrize("market", ["US", "GB"])
def test_every_word_of_the_parts_is_visible_and_no_other(market: str) -> None:
    parts = message(market)
    reader = read(mail(market))
    shown = " ".join(reader.words)
    expected = [part for part in parts if part.name != PartName.SUBJECT]
    for part in expected:
        squeezed = re.sub(r"\s", "", part.text)
        if part.name != PartName.BODY:
            assert squeezed in re.sub(r"\s", "", shown)
    said = sorted("".join(part.text for part in expected).replace(" ", ""))
    assert sorted(shown.replace(" ", "")) == sorted(
        letter for letter in said if not letter.isspace()
    )


def test_the_document_names_language_title_and_marking() -> None:
    document = mail("GB")
    assert '<html lang="en-GB">' in document
    subject = message("GB")[0].text
    assert f"<title>{escaping.escape(subject)}</title>" in document
    assert 'name="ai-origin"' in document
    assert 'name="color-scheme" content="light dark"' in document


def test_the_marking_survives_a_round_trip() -> None:
    origin = marking.origin("openai", "model-x")
    document = html.render_email(message(), make_context(), make_brand(), origin)
    content = re.search(r'name="ai-origin" content="([^"]+)"', document)
    assert content
    assert json.loads(escaping.unescape(content[1])) == origin
    assert origin["kind"] == marking.BY_MODEL
    assert marking.origin("composer", "embedded")["kind"] == marking.BY_PROGRAM


def test_safety_information_follows_the_call_to_action_at_body_size() -> None:
    document = mail()
    action = document.index("<a href=")
    safety = document.index("WARNING: HEPATOTOXICITY")
    footer = document.index("References")
    assert action < safety < footer
    paragraph = document.rindex("<p", 0, safety)
    assert "font-size:16px" in document[paragraph:safety]


def test_claims_stand_apart_and_markers_are_raised() -> None:
    document = mail()
    start = document.index(escaping.escape(supplies.ADMISSIONS.text, quote=True))
    assert 'class="claim"' in document[start - 400 : start]
    assert re.search(r"<sup [^>]+>\[1\]</sup>", document)


def test_the_triangle_is_black_and_has_words() -> None:
    document = mail("GB")
    assert 'aria-label="black triangle: additional monitoring"' in document
    assert "color:#000000" in document
    assert "<span" not in document[: document.index("</title>")]


def test_links_are_https_only() -> None:
    links = read(mail("GB")).links
    assert "https://yellowcard.mhra.gov.uk" in links
    assert all(link.startswith("https://") for link in links)


def test_a_link_that_is_not_https_is_no_button() -> None:
    brand = make_brand(prescribing_information_url="javascript:alert(1)")
    links = read(html.render_email(message(), make_context(), brand)).links
    assert all(link.startswith("https://") for link in links)


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "{lang} {0} {{x}}",
    "https://x.example/\"onmouseover='alert(1)'",
]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("name", [*PartName])
def test_hostile_text_is_only_text(payload: str, name: PartName) -> None:
    parts = (Part(name, (Segment(SegmentKind.COPY, payload),)),)
    reader = read(html.render_email(parts, make_context(), make_brand()))
    tags = {tag for tag, _, _ in reader.attributes}
    assert not tags & {"script", "img", "svg"}
    assert not any(attribute.startswith("on") for _, attribute, _ in reader.attributes)


@given(st.text(max_size=80))
def test_any_text_leaves_the_document_whole(text: str) -> None:
    parts = (
        Part(PartName.SUBJECT, (Segment(SegmentKind.COPY, text),)),
        Part(PartName.BODY, (Segment(SegmentKind.COPY, text),)),
        Part(PartName.CALL_TO_ACTION, (Segment(SegmentKind.COPY, text),)),
    )
    document = html.render_email(parts, make_context(), make_brand())
    assert document.count("<script") == 0
    assert document.rstrip().endswith("</html>")


def test_a_mail_without_parts_is_still_a_document() -> None:
    assert read(html.render_email((), make_context(), make_brand())).words == []


@pytest.mark.parametrize("channel", ["email", "rep_email", "sms"])
def test_the_plain_twin_says_the_same(channel: str) -> None:
    parts = message(channel=channel)
    text = plain.render_text(parts)
    for part in parts:
        assert (part.text in text) is (part.name != PartName.SUBJECT)


def test_a_text_message_is_joined_by_line_ends() -> None:
    text = plain.render_text(message(channel="sms"))
    assert "\n\n" not in text
    assert text.count("\n") == 4
