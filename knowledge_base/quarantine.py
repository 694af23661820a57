"""Tells text that talks to a model, or hides from a reader, from text about a person.

Foreign text is data. What reads like an instruction has no business in a note, so the
row is refused, rather than trusting a later reader to ignore it.
"""

import re

from knowledge_base.wording.normalise import normalise

TELLS = (
    (
        r"\b(ignore|disregard|forget|override|bypass)\b.{0,40}"
        r"\b(previous|prior|above|earlier|all|any|these|your)\b.{0,40}"
        r"\b(instructions?|rules?|prompts?|directions?|guidelines?|guardrails?)\b",
        "it asks to ignore instructions",
    ),
    (r"\b(system|developer|hidden)\s+(prompt|message)\b", "it speaks of a prompt"),
    (
        r"\b(you are|act as|behave as|pretend to be)\b.{0,30}"
        r"\b(assistant|chatbot|language model|llm|ai|gpt)\b",
        "it tells a model what to be",
    ),
    (r"(^|\n)\s*(system|assistant|user)\s*:", "it imitates the turns of a chat"),
    (r"<\|[^|]{1,40}\|>|\[/?inst\]|<</?sys>>", "it holds the marks of a chat"),
    (
        r"\b(output|print|reveal|repeat|write|say|answer|respond)\b.{0,30}"
        r"\b(verbatim|instead|the following|your instructions|exactly)\b",
        "it dictates an answer",
    ),
    (r"<\s*/?\s*(script|iframe|img|style|svg|object)\b", "it holds markup"),
    (r"\b(javascript|data)\s*:\s*\S", "it holds an address that runs"),
)
# Words may stand any space apart: a line's end between them hides nothing.
PATTERNS = tuple(
    (re.compile(tell.replace(" ", r"\s+"), re.DOTALL), why) for tell, why in TELLS
)
HIDDEN = "it holds characters that no reader sees"


def hides(text: str) -> bool:
    """Whether a text holds characters that no reader sees."""
    return bool(normalise(text).hidden)


def reason_to_refuse(text: str) -> str:
    """Say why a foreign text may not be kept; empty if it may.

    The reason is a clause with ``it`` for the text.
    """
    seen = normalise(text)
    if seen.hidden:
        return HIDDEN
    plain = seen.text.casefold()
    return next((why for pattern, why in PATTERNS if pattern.search(plain)), "")
