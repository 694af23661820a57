"""A part is cut into the texts it holds, each true to its place in the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_engine.rules.surfaces import Surface, hiding, markup, read
from content_engine.rules.surfaces.hiding import Colour
from content_engine.rules.surfaces.markup import Attribute, Kind
from knowledge_base.wording.normalise import normalise

PIECES = [*"abc <>/=\"'&;-!#", "<b>", "</b>", "<!--", "-->", "&amp;", "<p hidden>", "é"]
MARKED = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def texts(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.reading.text) for one in read(text)]


def origin(text: str, surface: Surface) -> str:
    """What of the original each letter of a surface stands for, joined."""
    reading = surface.reading
    return "".join(
        text[start:end] for start, end in zip(reading.starts, reading.ends, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a <b>bold</b> word", [("flow", "a bold word")], id="inline"),
        pytest.param("<p>one</p><p>two</p>", [("flow", "\none\ntwo\n")], id="blocks"),
        pytest.param("one<br>two", [("flow", "one\ntwo")], id="line break"),
        pytest.param("a &lt;b&gt; c", [("flow", "a <b> c")], id="entities"),
        pytest.param("a &nosuch; c", [("flow", "a &nosuch; c")], id="no entity"),
        pytest.param("p < 0.001 > q", [("flow", "p < 0.001 > q")], id="signs"),
        pytest.param("a <3 b", [("flow", "a <3 b")], id="no tag"),
        pytest.param("a <b c", [("flow", "a <b c")], id="tag left open"),
        pytest.param(
            "9<!-- x -->.8%", [("flow", "9.8%"), ("comment", " x ")], id="comment"
        ),
        pytest.param(
            "a<!-- b", [("flow", "a"), ("comment", " b")], id="comment left open"
        ),
        pytest.param("a<!---->b", [("flow", "ab")], id="empty comment"),
        pytest.param(
            '<img alt="A &amp; B">', [("flow", ""), ("alt", "A & B")], id="alt"
        ),
        pytest.param(
            "<img alt='it''s'>", [("flow", ""), ("alt", "it")], id="two quotes"
        ),
        pytest.param(
            "<img alt=bare>", [("flow", ""), ("alt", "bare")], id="bare value"
        ),
        pytest.param('<img alt="">x', [("flow", "x")], id="empty alt"),
        pytest.param(
            '<a href="x" HREF="y">z</a>',
            [("flow", "z"), ("link", "x")],
            id="first counts",
        ),
        pytest.param(
            '<a href="a%20b">z</a>', [("flow", "z"), ("link", "a b")], id="encoded link"
        ),
        pytest.param(
            '<a href="%73%C3%A9%2573">z</a>',
            [("flow", "z"), ("link", "sé%73")],
            id="link encoded once",
        ),
        pytest.param(
            '<a href="&#37;73&#x61;fe">z</a>',
            [("flow", "z"), ("link", "safe")],
            id="link encoded as entities",
        ),
        pytest.param(
            '<a href="%zz%e9%">z</a>',
            [("flow", "z"), ("link", "%zz%e9%")],
            id="link encoded wrongly",
        ),
        pytest.param(
            '<p data-a="x" class="y" aria-label="w">z</p>',
            [("flow", "\nz\n"), ("hidden", "x"), ("alt", "w")],
            id="attributes that are texts",
        ),
        pytest.param(
            "a<div hidden>b<i>c</i></div>d",
            [("flow", "a\nd"), ("hidden", "\nbc")],
            id="hidden with what is in it",
        ),
        pytest.param(
            "<p hidden>a<p>b</p>c</p>d",
            [("flow", "\nd"), ("hidden", "\na\nb\nc")],
            id="hidden until it closes",
        ),
        pytest.param("</p>a", [("flow", "\na")], id="closes what never opened"),
        pytest.param(
            '<div style="display:none"><img alt="x"></div>y',
            [("flow", "\ny"), ("alt", "x")],
            id="attribute in hidden",
        ),
    ],
)
def test_a_text_is_cut_into_what_is_read(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert texts(text) == expected


def test_offsets_lead_through_tags_and_entities() -> None:
    text = "a <b>s&#97;fe</b> word"
    flow = read(text)[0].reading
    place = flow.text.index("safe")
    start, end = flow.span(place, place + 4)
    assert text[start:end] == "s&#97;fe"


def test_offsets_of_an_attribute_are_its_own() -> None:
    text = 'x <img src="a" alt="two words"> y'
    alt = read(text)[1].reading
    assert text[slice(*alt.span(0, len(alt.text)))] == "a"
    words = read(text)[2].reading
    assert text[slice(*words.span(4, 9))] == "words"


def test_offsets_of_an_encoded_address_are_those_of_each_letter() -> None:
    text = '<a href="a%73%C3%A9b&amp;%7a">z</a>'
    link = read(text)[1].reading
    assert [text[slice(*link.span(n, n + 1))] for n in range(len(link.text))] == [
        "a", "%73", "%C3%A9", "b", "&amp;", "%7a"
    ]  # fmt: skip


@given(MARKED)
def test_every_letter_comes_from_the_text(text: str) -> None:
    for surface in read(text):
        reading = surface.reading
        assert len(reading.text) == len(reading.starts) == len(reading.ends)
        for start, end in zip(reading.starts, reading.ends, strict=True):
            assert 0 <= start < end <= len(text)


@given(MARKED)
def test_no_letter_of_a_word_is_lost(text: str) -> None:
    """Letters outside tags stand in some surface; so nothing can be said unread."""
    kept = {
        place
        for token in markup.tokens(text)
        if token.kind in {Kind.WORDS, Kind.COMMENT}
        for place in range(token.start, token.end)
        if text[place] in "abcé"
    }
    seen = {
        place
        for surface in read(text)
        for start, end in zip(surface.reading.starts, surface.reading.ends, strict=True)
        for place in range(start, end)
    }
    assert kept <= seen


@given(MARKED)
def test_tokens_cover_the_text_without_gap(text: str) -> None:
    place = 0
    for token in markup.tokens(text):
        assert token.start == place
        place = token.end
    assert place == len(text)


@given(st.text(st.characters(exclude_characters="<&"), max_size=60))
def test_a_text_without_markup_is_itself(text: str) -> None:
    assert read(text) == (Surface(read(text)[0].kind, normalise(text)),)
    assert texts(text)[0][0] == "flow"


@given(st.text("ab .,", max_size=30))
def test_dressing_a_text_does_not_change_its_words(text: str) -> None:
    dressed = "".join(f"<i>{letter}</i>" for letter in text)
    assert read(dressed)[0].reading.text == read(text)[0].reading.text


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        ("display:none", True),
        ("DISPLAY: NONE !important", True),
        ("display:block", False),
        ("visibility:collapse", True),
        ("visibility:visible", False),
        ("opacity:0", True),
        ("opacity:.5", False),
        ("font-size:0", True),
        ("font-size:4.9px", True),
        ("font-size:5px", False),
        ("font-size:3pt", True),
        ("font-size:0.3em", True),
        ("font-size:80%", False),
        ("font-size:10%", True),
        ("font-size:large", False),
        ("height:0", True),
        ("height:10px", False),
        ("text-indent:-300px", True),
        ("text-indent:-20px", False),
        ("left:-9999px", True),
        ("clip: rect(0 0 0 0)", True),
        ("clip:auto", False),
        ("color:#FFFFFF", True),
        ("color:#fff", True),
        ("color:rgb(250, 250, 250)", True),
        ("color:#333", False),
        ("color:whatever", False),
        ("color:#fff;background-color:#003366", False),
        ("color:#003366;background:#003366", True),
        ("background-color:black", False),
        ("", False),
    ],
)
def test_what_hides_a_text(style: str, hidden: bool) -> None:
    attributes = {"style": Attribute(style, 0, len(style))}
    own = hiding.style_of(attributes)
    behind = hiding.background(own, hiding.WHITE)
    assert hiding.is_hidden("p", attributes, own, behind) is hidden


@pytest.mark.parametrize("name", sorted(hiding.UNSHOWN))
def test_some_elements_are_never_shown(name: str) -> None:
    assert [kind for kind, _ in texts(f"a<{name}>b</{name}>")] == ["flow", "hidden"]


def test_white_on_a_dark_table_is_shown() -> None:
    text = '<td bgcolor="#003366"><font color="white">a</font></td>'
    assert texts(text) == [("flow", "\na\n")]


@pytest.mark.parametrize(
    ("words", "colour"),
    [
        ("white", (255, 255, 255)),
        ("#abc", (170, 187, 204)),
        ("#AABBCC".lower(), (170, 187, 204)),
        ("#aabbccdd", (170, 187, 204)),
        ("rgb(1,2,3)", (1, 2, 3)),
        ("rgba(1, 2, 3, 0.5)", (1, 2, 3)),
        ("inherit", None),
        ("#abcd1", None),
    ],
)
def test_colours_are_read(words: str, colour: Colour | None) -> None:
    assert hiding.colour(words) == colour


@pytest.mark.parametrize(
    "unit",
    ['<a "', "<a '\"", "<", "<!--", "&a", "<a b=c ", "<p>", "<p style='a:b;", "a-"],
)
def test_hostile_markup_is_words_or_tags_and_nothing_is_lost(unit: str) -> None:
    """Long runs of what never closes are read to their end."""
    text = unit * 3_000
    assert sum(token.end - token.start for token in markup.tokens(text)) == len(text)
    assert read(text)
