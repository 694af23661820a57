"""Text in markup becomes clauses: no word is glued, doubled, lost or seen unseen."""

import pytest

from knowledge_base.label_import import clauses
from knowledge_base.label_import.documents import Clause
from knowledge_base.label_import.folding import SEAM, fold
from knowledge_base.label_import.limits import Budget
from tests.knowledge_base.label_import.trees import one


def cut(markup: str) -> list[tuple[str, str]]:
    return [(clause.kind, clause.text) for clause in one(markup).clauses]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("10<sup>9</sup>/L", "109/L", id="superscript"),
        pytest.param("C<sub>max</sub> rose", "Cmax rose", id="subscript"),
        pytest.param("10²  cells", "10² cells", id="superscript-character"),
        pytest.param(
            "<content>bold</content><content>er</content>", "bolder", id="inline-joined"
        ),
        pytest.param(
            "<content>a </content> <content> b</content>", "a b", id="inline-spaced"
        ),
        pytest.param("a<br/><br/>b", "a b", id="line-breaks"),
        pytest.param("end<br/>.", "end.", id="break-before-a-stop"),
        pytest.param("end<br/>, then", "end, then", id="break-before-a-comma"),
        pytest.param("(a<br/>)", "(a)", id="break-before-a-bracket"),
        pytest.param("(<br/>a)", "( a)", id="break-after-a-bracket"),
        pytest.param(
            "a<footnote>n</footnote>b", "a n b", id="footnote-between-letters"
        ),
        pytest.param("a<footnote>n</footnote>.", "a n.", id="footnote-before-a-stop"),
        pytest.param("&#8805;&#160;5&#x25;", "≥ 5%", id="numeric-entities"),
        pytest.param("a &amp; b &lt; c &gt; d", "a & b < c > d", id="xml-entities"),
        pytest.param("&amp;nbsp;", "&nbsp;", id="entity-written-out"),
        pytest.param("<![CDATA[a < b & c]]>", "a < b & c", id="character-data"),
        pytest.param("a<!-- unseen -->b", "ab", id="comment"),
        pytest.param("a<?page 3?>b", "ab", id="processing-instruction"),
        pytest.param(
            "Доза 20 мг – 漢字 العربية", "Доза 20 мг – 漢字 العربية", id="scripts"
        ),
        pytest.param("a\u200bb", "a\u200bb", id="zero-width-space-is-kept"),
        pytest.param("e\u0301", "e\u0301", id="combining-mark-is-kept"),
        pytest.param("a\u2028b\u2029c", "a b c", id="line-separators"),
        pytest.param("a<linkHtml href='#x'>b</linkHtml>c", "abc", id="link"),
        pytest.param("a<unknown>b</unknown>c", "abc", id="unknown-element"),
    ],
)
def test_a_paragraph_reads_as_one_line(markup: str, text: str) -> None:
    assert one(f"<paragraph>{markup}</paragraph>").text == text


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<script>hidden</script>", id="script"),
        pytest.param("<style>hidden</style>", id="style"),
        pytest.param("<content><script>hidden</script></content>", id="deep-script"),
        pytest.param("<list><item><style>hidden</style></item></list>", id="in-item"),
        pytest.param("<content>  </content><br/>", id="space-and-break"),
        pytest.param("<list/>", id="empty-list"),
        pytest.param("<paragraph/>", id="empty-paragraph"),
        pytest.param('<renderMultiMedia referencedObject="m"/>', id="picture"),
        pytest.param("<table/>", id="empty-table"),
        pytest.param("<table><tbody><tr><td/></tr></tbody></table>", id="empty-cell"),
    ],
)
def test_what_says_nothing_is_no_clause(markup: str) -> None:
    assert cut(markup) == []


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param(
            "loose<paragraph>a</paragraph>tail",
            [("paragraph", "loose"), ("paragraph", "a"), ("paragraph", "tail")],
            id="words-outside-of-paragraphs",
        ),
        pytest.param(
            "<p>a</p><div>b<p>c</p>d</div>",
            [(("paragraph"), text) for text in "abcd"],
            id="blocks-in-a-block",
        ),
        pytest.param(
            "<h1>a</h1><h6>b</h6><pre>c  d</pre><blockquote>e</blockquote>",
            [("paragraph", text) for text in ("a", "b", "c d", "e")],
            id="headings-and-quotes",
        ),
        pytest.param(
            "<ul><li>a</li><li>b</li></ul>",
            [("item", "a"), ("item", "b")],
            id="html-list",
        ),
        pytest.param(
            "<ol><li>a<ol><li>b</li></ol>c</li></ol>",
            [("item", "a"), ("item", "b"), ("item", "c")],
            id="item-around-a-list",
        ),
        pytest.param(
            "<dl><dt>Rash</dt><dd>common</dd></dl>",
            [("item", "Rash"), ("item", "common")],
            id="definitions",
        ),
        pytest.param(
            "<list><item>a<paragraph>b</paragraph></item></list>",
            [("item", "a"), ("item", "b")],
            id="paragraph-in-an-item-is-of-the-item",
        ),
        pytest.param(
            "<list><item>a<table><tr><td>t</td></tr></table>b</item></list>",
            [("item", "a"), ("row", "t"), ("item", "b")],
            id="table-in-an-item",
        ),
        pytest.param(
            "a<table><caption>C</caption><tr><td>t</td></tr></table>b",
            [("paragraph", "a"), ("paragraph", "C"), ("row", "t"), ("paragraph", "b")],
            id="table-between-words",
        ),
        pytest.param(
            "<paragraph>a<list><item>b</item></list>c</paragraph>",
            [("paragraph", "a"), ("item", "b"), ("paragraph", "c")],
            id="list-in-a-paragraph",
        ),
        pytest.param(
            "<list><caption>Lead</caption><item><caption>A.</caption>x</item></list>",
            [("paragraph", "Lead"), ("item", "A."), ("item", "x")],
            id="captions-of-lists-and-items",
        ),
        pytest.param(
            "<renderMultiMedia><caption>Fig<br/>1</caption></renderMultiMedia>after",
            [("paragraph", "Fig 1"), ("paragraph", "after")],
            id="caption-of-a-picture",
        ),
        pytest.param(
            "<content>a<paragraph>b</paragraph>c</content>",
            [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")],
            id="block-in-an-inline",
        ),
    ],
)
def test_blocks_become_clauses(markup: str, expected: list[tuple[str, str]]) -> None:
    assert cut(markup) == expected


def test_rows_and_captions_name_their_table_and_nothing_else_does() -> None:
    markup = (
        "<paragraph>lead</paragraph><table><tr><td>a</td></tr></table>"
        "<table><caption>Second</caption><tr><td>b</td></tr><tr><td>c</td></tr></table>"
    )
    section = one(markup)
    assert section.clauses == (
        Clause("paragraph", "lead"),
        Clause("row", "a", 0),
        Clause("paragraph", "Second", 1),
        Clause("row", "b", 1),
        Clause("row", "c", 1),
    )
    assert len(section.tables) == 2


def test_a_section_without_text_has_no_clauses() -> None:
    assert clauses.cut(None, Budget()).clauses == []
    assert one("").text == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"a{SEAM}b", "a b"),
        (f"a {SEAM} b", "a b"),
        (f"a{SEAM}{SEAM}{SEAM}b", "a b"),
        (f"a{SEAM}.", "a."),
        (f"a {SEAM} !", "a!"),
        (f"a{SEAM}?b", "a?b"),
        (f"a{SEAM}", "a"),
        (f"{SEAM}a", "a"),
        ("a .", "a ."),
        (SEAM, ""),
        ("", ""),
    ],
)
def test_a_seam_is_a_space_unless_a_stop_follows(text: str, expected: str) -> None:
    assert fold(text) == expected
