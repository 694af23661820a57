"""A version as its reader will see it: the e-mail, the text message, the plain twin."""

import datetime
from dataclasses import dataclass

from content_engine.channels import counting
from content_engine.models import VariantVersion
from content_engine.rendering import html, marking, plain
from content_engine.vocabulary import Channel
from review import assets, evidence
from web.presenters.counts import counted


@dataclass(frozen=True)
class Preview:
    """How the reader gets the words; ``has_html`` when there is a mail to show."""

    has_html: bool
    plain_text: str
    size: str = ""


def preview(version: VariantVersion) -> Preview:
    """What to show of a version, without the mail itself."""
    channel = version.variant.family.brief.channel
    text = plain.render_text(evidence.parts(version))
    return Preview(
        has_html=channel in assets.HTML_CHANNELS,
        plain_text=text,
        size=_size(text) if channel == Channel.SMS else "",
    )


def _size(text: str) -> str:
    size = counting.count(text)
    parts, units = counted(size.parts, "part"), counted(size.units, "unit")
    return f"{parts}, {units} in {size.alphabet}"


def email_html(version: VariantVersion, day: datetime.date) -> str:
    """The mail as one document of HTML; "" for channels without."""
    brief = version.variant.family.brief
    if Channel(brief.channel) not in assets.HTML_CHANNELS:
        return ""
    return html.render_email(
        evidence.parts(version),
        evidence.context(version, day),
        assets.brand_words(brief.brand, brief.market),
        marking.origin(version.writer, version.model),
    )
