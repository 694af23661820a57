"""The e-mail as a reader sees it: one self-contained HTML document.

Every visible word comes from the parts; nothing is added, so what was checked and
signed is what is read. Tables and inline styles, because mail programs know no better.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from content_engine.pieces import Context, Part, Segment
from content_engine.rendering import marking
from content_engine.rendering.shell import DOCUMENT, STYLES, TABLE
from content_engine.supply import BrandWords
from content_engine.vocabulary import PartName, SegmentKind

ADDRESS = re.compile(r"https://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)]")
TRIANGLE = (
    '<span role="img" aria-label="black triangle: additional monitoring" '
    'style="color:#000000;background:#ffffff;">▼</span>'
)
Paragraph = tuple[Segment, ...]


def render_email(
    parts: Sequence[Part],
    context: Context,
    brand: BrandWords,
    origin: Mapping[str, Any] | None = None,
) -> str:
    """The whole document; ``origin`` is its marking as ``marking.origin`` gives it."""
    found = {part.name: part for part in parts}
    body = list(paragraphs(found[PartName.BODY])) if PartName.BODY in found else []
    notice = [p for p in body[:1] if _is_fixed(p)]
    safety = found.get(PartName.SAFETY_INFORMATION)
    prescribing = found.get(PartName.PRESCRIBING_INFORMATION)
    return DOCUMENT.substitute(
        lang=html.escape(context.language, quote=True),
        marking=marking.meta_tag(dict(origin or marking.origin("composer"))),
        title=html.escape(_text(found, PartName.SUBJECT)),
        preheader=html.escape(_text(found, PartName.PREHEADER)),
        notice=_paragraphs(notice, "notice"),
        headline=_escaped(_text(found, PartName.HEADLINE)),
        body=_body(body[len(notice) :]),
        action=_button(found.get(PartName.CALL_TO_ACTION), brand),
        safety=_paragraphs(paragraphs(safety) if safety else (), "paragraph"),
        prescribing=_paragraphs(paragraphs(prescribing) if prescribing else (), "fine"),
        footer=_footer(found.get(PartName.FOOTER)),
        heading=STYLES["heading"],
        table=TABLE,
    )


def paragraphs(part: Part) -> Iterable[Paragraph]:
    """A part's segments by paragraph; the joints between are left out."""
    paragraph: list[Segment] = []
    for segment in part.segments:
        if segment.kind == SegmentKind.COPY and segment.text == "\n\n":
            yield tuple(paragraph)
            paragraph = []
        else:
            paragraph.append(segment)
    yield tuple(paragraph)


def _body(body: Iterable[Paragraph]) -> str:
    made = []
    for paragraph in body:
        is_claim = any(s.kind == SegmentKind.CLAIM for s in paragraph)
        made.append(_paragraph(paragraph, "claim" if is_claim else "paragraph"))
    return "\n".join(made)


def _paragraphs(found: Iterable[Paragraph], style: str) -> str:
    return "\n".join(_paragraph(paragraph, style) for paragraph in found)


def _paragraph(paragraph: Paragraph, style: str) -> str:
    inner = "".join(_segment(segment) for segment in paragraph)
    if style == "claim":
        return (
            f'<table {TABLE} width="100%" style="{STYLES["claim_box"]}">'
            f'<tr><td class="claim" style="{STYLES["claim"]}">{inner}</td></tr></table>'
        )
    return f'<p class="{style}" style="{STYLES[style]}">{inner}</p>'


def _segment(segment: Segment) -> str:
    is_marker = segment.text.startswith("[") and segment.text.endswith("]")
    if segment.kind == SegmentKind.REFERENCE and is_marker:
        return f'<sup style="{STYLES["marker"]}">{html.escape(segment.text)}</sup>'
    return _linked(segment.text)


def _linked(text: str) -> str:
    """Escaped text with its https addresses as links."""
    made, end = [], 0
    for match in ADDRESS.finditer(text):
        address = html.escape(match[0], quote=True)
        made.append(_escaped(text[end : match.start()]))
        made.append(f'<a href="{address}" style="{STYLES["link"]}">{address}</a>')
        end = match.end()
    return "".join((*made, _escaped(text[end:])))


def _escaped(text: str) -> str:
    escaped = html.escape(text, quote=True).replace("\n", "<br>\n")
    return escaped.replace("▼", TRIANGLE)


def _button(part: Part | None, brand: BrandWords) -> str:
    address = brand.prescribing_information_url
    if part is None:
        return ""
    if not address.startswith("https://"):
        return _paragraphs(paragraphs(part), "paragraph")
    return (
        f'<table {TABLE} style="margin:8px 0 28px;"><tr>'
        f'<td class="button" style="{STYLES["button"]}">'
        f'<a href="{html.escape(address, quote=True)}" style="{STYLES["button_text"]}">'
        f"{_escaped(part.text)}</a></td></tr></table>"
    )


def _footer(part: Part | None) -> str:
    return _paragraphs(paragraphs(part), "fine") if part else ""


def _text(found: Mapping[PartName, Part], name: PartName) -> str:
    return found[name].text if name in found else ""


def _is_fixed(paragraph: Paragraph) -> bool:
    return all(s.kind == SegmentKind.BLOCK and s.ref is None for s in paragraph)
