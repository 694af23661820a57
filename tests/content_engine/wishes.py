"""Makes completed briefs by hand."""

from typing import Any

from content_engine.pieces import Context
from content_engine.planning.requests import CompletedBrief


def make_brief(context: Context, **changes: Any) -> CompletedBrief:
    """A brief for this context; any field can be changed."""
    fields: dict[str, Any] = {
        "brand": context.brand,
        "market": context.market,
        "channel": context.channel,
        "audience": context.audience,
        "language": context.language,
        "day": context.day,
        "tones": ("warm",),
        "themes": ("efficacy",),
        "formats": ("short",),
        **changes,
    }
    return CompletedBrief(**fields)
