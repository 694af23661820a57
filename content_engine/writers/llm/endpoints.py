"""Where a model is, how much may be asked of it, and what was spent."""

import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from content_engine.pieces import sha256
from content_engine.writers.llm.failures import Reply

OFFICIAL = "https://api.openai.com/v1"
LOOPBACK = ("127.0.0.1", "::1", "localhost")

# Off in tests: then only an endpoint on this machine is ever called.
remote_calls_allowed = True


@dataclass(frozen=True)
class Endpoint:
    """Where a model is and how much may be asked of it.

    ``timeout_seconds`` bounds one attempt, ``total_seconds`` all attempts and repairs
    of one draft; ``token_budget`` bounds what one writer spends in its life.
    """

    api_key: str = field(repr=False)
    model: str
    base_url: str = OFFICIAL
    temperature: float | None = 0.7
    timeout_seconds: float = 30.0
    total_seconds: float = 50.0  # less than the lease of a run
    max_retries: int = 2
    backoff_seconds: float = 0.5
    max_tokens: int = 3_000
    token_budget: int = 2_000_000

    def objection(self) -> str:
        """Why this endpoint cannot be asked, or nothing."""
        address = urlsplit(self.base_url)
        if not self.api_key:
            return "OPENAI_API_KEY is not set: set it, or let the composer write."
        if not self.model:
            return "OPENAI_MODEL is not set: name the model that writes."
        if address.scheme not in {"http", "https"} or not address.hostname:
            return "OPENAI_BASE_URL must be a full address such as " + OFFICIAL + "."
        if address.username or address.password:
            return "OPENAI_BASE_URL must not hold a name or password."
        if not remote_calls_allowed and address.hostname not in LOOPBACK:
            return f"Calls to {address.hostname} are switched off here."
        return ""


@dataclass(frozen=True)
class Usage:
    """What was spent: answers received, their hashes, and tokens both ways."""

    answers: tuple[str, ...] = ()
    input_tokens: int = 0
    output_tokens: int = 0

    def plus(self, reply: Reply) -> "Usage":
        """With one more answer."""
        return Usage(
            (*self.answers, sha256(reply.text)),
            self.input_tokens + reply.input_tokens,
            self.output_tokens + reply.output_tokens,
        )

    @property
    def tokens(self) -> int:
        """All tokens."""
        return self.input_tokens + self.output_tokens


class Deadline:
    """One bound over everything that is done for one draft."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self._until - time.monotonic())
