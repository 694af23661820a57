"""Machine-readable marking that a message was put together by a program (AI-04)."""

import html
import json
from typing import Any

NAME = "ai-origin"
BY_MODEL = "generated connective copy around approved statements"
BY_PROGRAM = "assembled from approved statements and approved copy"


def origin(writer: str, model: str = "") -> dict[str, Any]:
    """The marking as data, for JSON exports."""
    by_model = bool(model) and writer != "composer"
    return {
        "artificial": True,
        "kind": BY_MODEL if by_model else BY_PROGRAM,
        "writer": writer,
        "model": model,
        "statements": "approved before, inserted word for word",
    }


def meta_tag(marking: dict[str, Any]) -> str:
    """The marking as a tag for the head of an HTML document."""
    content = html.escape(json.dumps(marking, sort_keys=True), quote=True)
    return f'<meta name="{NAME}" content="{content}">'
