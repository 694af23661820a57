"""Tells what one attempt came to: an answer after all, or a failure and its remedy."""

import email.utils
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
SENTENCES = {
    401: "The endpoint refused the key (HTTP 401): check OPENAI_API_KEY.",
    403: "The endpoint refused the key (HTTP 403): check OPENAI_API_KEY.",
    404: "The endpoint does not know the model or the address (HTTP 404): check "
    "OPENAI_MODEL and OPENAI_BASE_URL.",
    429: "The endpoint is too busy (HTTP 429): try again later.",
}
SPENT = (
    "The account has no quota left (insufficient_quota): add credit, or let the "
    "composer write."
)
NOT_A_CHAT = (
    "The endpoint answered with something that is not a chat completion: check "
    "OPENAI_BASE_URL."
)


@dataclass(frozen=True)
class Reply:
    """One answer as it came: its words, why it ended, and what it cost."""

    text: str
    finish_reason: str
    refusal: str = ""
    input_tokens: int = 0
    output_tokens: int = 0


class AttemptFailedError(ConnectionError):
    """One attempt came to nothing; ``wait`` is what the endpoint asked for, seconds."""

    def __init__(
        self, sentence: str, *, again: bool = False, wait: float | None = None
    ) -> None:
        super().__init__(sentence)
        self.again = again
        self.wait = wait


def of_status(
    status: int, headers: Mapping[str, str], error: object
) -> AttemptFailedError:
    """What an HTTP error means; ``error`` is the object in its body, if any."""
    told = error if isinstance(error, Mapping) else {}
    codes = {str(told.get("code")), str(told.get("type"))}
    if "insufficient_quota" in codes:
        return AttemptFailedError(SPENT)
    sentence = (
        SENTENCES.get(status) or f"The endpoint failed (HTTP {status}{_code(told)})."
    )
    return AttemptFailedError(
        sentence, again=status in RETRIED, wait=retry_after(headers)
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that an endpoint asks to be left alone, or None.

    A date is read against the endpoint's own ``Date``, so that our clock may be wrong.
    """
    asked = headers.get("retry-after", "")
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", asked):
        return float(asked)
    until, now = (
        email.utils.parsedate_tz(value) for value in (asked, headers.get("date", ""))
    )
    if until is None or now is None:
        return None
    return max(0.0, float(email.utils.mktime_tz(until) - email.utils.mktime_tz(now)))


def reply_in(completion: Any) -> Reply:
    """The answer in the body of a chat completion: what JSON gives, unjudged.

    Raises AttemptFailedError when it is not one.
    """
    try:
        choice = completion["choices"][0]
        usage = completion.get("usage") or {}
        message = choice["message"]
        return Reply(
            text=str(message.get("content") or ""),
            finish_reason=str(choice.get("finish_reason") or ""),
            refusal=str(message.get("refusal") or ""),
            input_tokens=int(usage.get("prompt_tokens") or 0),
            output_tokens=int(usage.get("completion_tokens") or 0),
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise AttemptFailedError(NOT_A_CHAT) from error


def _code(error: Mapping[str, Any]) -> str:
    """The endpoint's own short code, and nothing else of what it says."""
    code = str(error.get("code") or error.get("type") or "")
    return f", {code}" if re.fullmatch(r"[A-Za-z_]{1,40}", code) else ""
