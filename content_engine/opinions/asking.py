"""Words questions for a second reader: rules in the system role, all else as data."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from content_engine.pieces import sha256
from content_engine.writers.llm import prompts
from content_engine.writers.llm.prompts import Message

TEMPLATE = resources.files(__package__).joinpath("prompt_v1.md").read_text("utf-8")
VERSION = f"opinion v1/{sha256(TEMPLATE)[:8]}"
MOST = 40  # statements of one piece; a longer one is asked about in part
LONGEST = 2_000  # characters of a statement


@dataclass(frozen=True)
class Question:
    """A statement and the approved wording it is held against, if there is one."""

    statement: str
    approved: str | None = None


def messages(questions: Sequence[Question]) -> list[Message]:
    """The rules, then the questions as data between delimiters.

    A statement that reads like an instruction stands there all the same, as data: the
    answer can only add findings, whatever the statement makes of the model.
    """
    rules = TEMPLATE.split("# System\n", 1)[1].strip()
    return [("system", rules), ("user", data_text(questions))]


def data_text(questions: Sequence[Question]) -> str:
    """Questions in JSON on one line, without signs that could pass for a delimiter."""
    asked = [
        {
            "number": number,
            "statement": one.statement[:LONGEST],
            "approved_wording": one.approved,
        }
        for number, one in enumerate(questions)
    ]
    text = json.dumps({"questions": asked}, ensure_ascii=True)
    text = text.replace("<", "\\u003c").replace(">", "\\u003e")
    return f"{prompts.BEGINS}\n{text}\n{prompts.ENDS}"
