"""Whatever stands in whatever part of a mail: it is shown, escaped, marked, twinned."""

import html as escaping
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.pieces import Part, Segment
from content_engine.rendering import html, marking, plain
from content_engine.rendering.shell import DOCUMENT, STYLES
from content_engine.supply import BrandWords
from content_engine.vocabulary import PartName, SegmentKind
from tests.content_engine.supplies import make_brand, make_context

SHOWN = (
    PartName.SUBJECT,
    PartName.PREHEADER,
    PartName.HEADLINE,
    PartName.BODY,
    PartName.CALL_TO_ACTION,
    PartName.SAFETY_INFORMATION,
    PartName.PRESCRIBING_INFORMATION,
    PartName.FOOTER,
)

FEW = settings(max_examples=40)
SIGNS = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "'": "&#x27;"}
NO_LINK = make_brand(prescribing_information_url="")


def part(name: PartName, *texts: str, kind: str = "block", ref: str = "b@1") -> Part:
    return Part(name, tuple(Segment(SegmentKind(kind), text, ref) for text in texts))


def document(*parts: Part, brand: BrandWords = NO_LINK, **origin: Any) -> str:
    return html.render_email(parts, make_context(), brand, origin or None)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_of_markup_is_escaped_in_every_part(
    sign: str, name: PartName
) -> None:
    made = document(part(name, f"before{sign}after"))
    assert made.count(f"before{SIGNS[sign]}after") == 1
    assert f"before{sign}after" not in made


@pytest.mark.parametrize("kind", list(SegmentKind))
@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_is_escaped_in_every_kind_of_segment(
    sign: str, kind: SegmentKind
) -> None:
    made = document(part(PartName.BODY, f"[{sign}]", kind=kind))
    assert f"[{SIGNS[sign]}]" in made
    assert f"[{sign}]" not in made


@pytest.mark.parametrize("name", [name for name in PartName if name not in SHOWN])
def test_a_part_that_no_mail_has_is_not_shown(name: PartName) -> None:
    assert "canary" not in document(part(name, "canary"))


@pytest.mark.parametrize("name", SHOWN)
def test_names_of_the_frame_in_a_text_stay_text(name: PartName) -> None:
    made = document(part(name, "$headline ${body} {title} $$ %s"))
    assert "$headline ${body} {title} $$ %s" in made


def test_every_name_of_the_frame_is_filled() -> None:
    assert "$" not in document()
    assert set(DOCUMENT.get_identifiers()) == {
        *("lang", "marking", "title", "preheader", "notice", "headline", "body"),
        *("action", "safety", "prescribing", "footer", "heading", "table"),
    }


def test_every_style_is_used_and_holds_nothing_that_calls_home() -> None:
    for style in STYLES.values():
        assert style.endswith(";")
        assert "url(" not in style
        assert '"' not in style
    assert "http" not in re.sub(r"\$\w+", "", DOCUMENT.template)


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en-US", "en-US"), ("de", "de"), ('en" onload="x', "en&quot; onload=&quot;x")],
)
def test_the_language_is_that_of_the_context(language: str, shown: str) -> None:
    made = html.render_email((), make_context(language=language), NO_LINK)
    assert f'<html lang="{shown}">' in made


@pytest.mark.parametrize(
    ("address", "is_button"),
    [
        ("https://pi.velorin.example/us", True),
        ("https://pi.velorin.example/us?a=1&b=2", True),
        ("http://pi.velorin.example/us", False),
        ("HTTPS://pi.velorin.example", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_a_call_to_action_is_a_button_where_there_is_a_safe_link(
    address: str, is_button: bool
) -> None:
    brand = make_brand(prescribing_information_url=address)
    made = document(part(PartName.CALL_TO_ACTION, "Open it"), brand=brand)
    assert ('class="button"' in made) is is_button
    assert "Open it" in made
    if is_button:
        assert f'href="{escaping.escape(address)}"' in made
    elif address:
        assert f'href="{address}"' not in made


@pytest.mark.parametrize(
    ("text", "kind", "is_raised"),
    [
        ("[1]", "reference", True),
        ("[12]", "reference", True),
        ("1. Citation.", "reference", False),
        ("[1]", "copy", False),
        ("[1]", "block", False),
    ],
)
def test_only_marks_of_references_are_raised(
    text: str, kind: str, is_raised: bool
) -> None:
    made = document(part(PartName.BODY, text, kind=kind))
    assert ("<sup" in made) is is_raised


def test_the_notice_is_the_first_fixed_paragraph_of_the_body() -> None:
    fixed = Segment(SegmentKind.BLOCK, "Promotional.")
    joint = Segment(SegmentKind.COPY, "\n\n")
    copy = Segment(SegmentKind.BLOCK, "Hello.", "b@1")
    first = document(Part(PartName.BODY, (fixed, joint, copy)))
    assert f'<p class="notice" style="{STYLES["notice"]}">Promotional.</p>' in first
    assert f'<p class="paragraph" style="{STYLES["paragraph"]}">Hello.</p>' in first
    later = document(Part(PartName.BODY, (copy, joint, fixed)))
    assert 'class="notice"' not in later


def test_a_claim_has_a_box_of_its_own() -> None:
    made = document(part(PartName.BODY, "Claim.", kind="claim"))
    assert f'<td class="claim" style="{STYLES["claim"]}">Claim.</td>' in made


TEXT = st.text(st.sampled_from("ab \n"), max_size=12)
SEGMENT = st.one_of(
    st.just(Segment(SegmentKind.COPY, "\n\n")),
    TEXT.map(lambda text: Segment(SegmentKind.BLOCK, text, "b@1")),
)


@FEW
@given(st.lists(SEGMENT, max_size=8))
def test_paragraphs_hold_everything_but_the_joints(segments: list[Segment]) -> None:
    made = list(html.paragraphs(Part(PartName.BODY, tuple(segments))))
    joints = sum(segment.kind == SegmentKind.COPY for segment in segments)
    assert len(made) == joints + 1
    kept = [segment for paragraph in made for segment in paragraph]
    assert kept == [s for s in segments if s.kind != SegmentKind.COPY]


@pytest.mark.parametrize(
    ("writer", "model", "kind"),
    [
        ("composer", "", marking.BY_PROGRAM),
        ("composer", "embedded", marking.BY_PROGRAM),
        ("openai", "small-1", marking.BY_MODEL),
        ("openai", "", marking.BY_PROGRAM),
        ("person", "", marking.BY_PROGRAM),
    ],
)
def test_the_marking_says_what_wrote(writer: str, model: str, kind: str) -> None:
    assert marking.origin(writer, model) == {
        "artificial": True,
        "kind": kind,
        "writer": writer,
        "model": model,
        "statements": "approved before, inserted word for word",
    }


@FEW
@given(
    st.dictionaries(
        st.text(max_size=6), st.text(max_size=9) | st.booleans() | st.integers()
    )
)
def test_a_marking_is_read_back_as_it_was_written(origin: dict[str, Any]) -> None:
    tag = marking.meta_tag(origin)
    found = re.fullmatch(r'<meta name="ai-origin" content="([^"<>]*)">', tag)
    assert found
    assert json.loads(escaping.unescape(found[1])) == origin


def test_a_mail_without_a_marking_is_the_composers() -> None:
    assert marking.meta_tag(marking.origin("composer")) in document()


def test_a_given_marking_stands_in_the_head() -> None:
    made = document(writer="openai", model="small-1")
    head = made.partition("</head>")[0]
    assert marking.meta_tag({"writer": "openai", "model": "small-1"}) in head


@pytest.mark.parametrize(
    ("names", "twin"),
    [
        pytest.param(["subject", "body", "footer"], "body\n\nfooter", id="a mail"),
        pytest.param(["body", "footer"], "body\nfooter", id="a text message"),
        pytest.param(["subject"], "", id="a subject alone"),
        pytest.param([], "", id="nothing"),
    ],
)
def test_the_twin_joins_the_parts(names: list[str], twin: str) -> None:
    parts = [part(PartName(name), name) for name in names]
    assert plain.render_text(parts) == twin


def test_the_twin_leaves_no_gap_for_an_empty_part() -> None:
    parts = (part(PartName.BODY, "Body."), part(PartName.FOOTER, ""))
    assert plain.render_text(parts) == "Body."


STATEMENTS = st.lists(
    st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1), max_size=5
)


@FEW
@given(STATEMENTS, st.sampled_from([n for n in SHOWN if n != PartName.SUBJECT]))
def test_document_and_twin_carry_the_same_statements(
    statements: list[str], name: PartName
) -> None:
    parts = (part(PartName.SUBJECT, "Promotional:"), part(name, *statements))
    visible = escaping.unescape(re.sub(r"<[^>]+>", "", document(*parts)))
    assert "".join(statements) in visible
    assert plain.render_text(parts) == "".join(statements)
