"""Asks one OpenAI-compatible endpoint, within one deadline; nothing else calls it."""

import os
import queue
import random
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr

from content_engine.writers.llm import failures
from content_engine.writers.llm.endpoints import Deadline, Endpoint, Usage
from content_engine.writers.llm.failures import AttemptFailedError, Reply
from content_engine.writers.llm.prompts import Message
from content_engine.writers.protocol import WriterFailedError

GRACE_SECONDS = 0.2


class Client:
    """The connection. The vendor's packages are imported when one is made."""

    def __init__(self, endpoint: Endpoint) -> None:
        if objection := endpoint.objection():
            raise WriterFailedError(objection)
        # Prompts stay between us and the endpoint: no tracing service ever sees them.
        for name in ("LANGSMITH", "LANGCHAIN"):
            os.environ[f"{name}_TRACING"] = os.environ[f"{name}_TRACING_V2"] = "false"
        self.endpoint = endpoint
        self.usage = Usage()
        self._connect()

    def ask(
        self,
        messages: list[Message],
        reply_model: type[BaseModel],
        *,
        deadline: Deadline,
        seed: int,
    ) -> Reply:
        """One complete answer, tried again where that can help.

        Raises WriterFailedError when there is none within the deadline.
        """
        attempt = 0
        while True:
            self._refuse_if_spent(deadline)
            try:
                reply = self._attempt(messages, reply_model, deadline, seed)
            except AttemptFailedError as failure:
                self._wait_or_give_up(failure, attempt, deadline)
                attempt += 1
            else:
                self.usage = self.usage.plus(reply)
                return reply

    def close(self) -> None:
        """Hang up."""
        self._hang_up()

    def _refuse_if_spent(self, deadline: Deadline) -> None:
        """Stop before an attempt that may not be made."""
        endpoint = self.endpoint
        if objection := endpoint.objection():
            raise WriterFailedError(objection)
        if self.usage.tokens >= endpoint.token_budget:
            raise WriterFailedError(
                f"The budget of {endpoint.token_budget} tokens for one run is spent."
            )
        if not deadline.left():
            raise WriterFailedError(
                f"The endpoint gave nothing usable within {deadline.seconds:g} s."
            )

    def _wait_or_give_up(
        self, failure: AttemptFailedError, attempt: int, deadline: Deadline
    ) -> None:
        """Sleep before the next attempt, if one can help and there is time for it."""
        if not failure.again or attempt >= self.endpoint.max_retries:
            raise WriterFailedError(str(failure)) from failure
        jitter = 1 + random.random() / 4  # noqa: S311 - spreads load, hides nothing
        wait = self.endpoint.backoff_seconds * 2**attempt * jitter
        wait = wait if failure.wait is None else failure.wait
        if wait >= deadline.left():
            raise WriterFailedError(
                f"{failure} Waiting {wait:.0f} s more would pass the "
                f"{deadline.seconds:g} s allowed."
            ) from failure
        time.sleep(wait)

    def _attempt(
        self,
        messages: list[Message],
        reply_model: type[BaseModel],
        deadline: Deadline,
        seed: int,
    ) -> Reply:
        """Call once, and hang up when the whole answer takes too long.

        The vendor's timeout bounds each read only: an endpoint that drips a byte now
        and then would hold a caller for ever, so the call runs in a thread of its own.
        """
        seconds = min(self.endpoint.timeout_seconds, deadline.left())
        asked = self._model.with_structured_output(
            reply_model,
            method="json_schema",
            strict=True,
            include_raw=True,
            seed=seed,
            timeout=seconds,
            max_tokens=self.endpoint.max_tokens,
        )
        outcome: queue.SimpleQueue[Reply | Exception] = queue.SimpleQueue()
        threading.Thread(
            target=lambda: outcome.put(_outcome(lambda: asked.invoke(messages))),
            daemon=True,
        ).start()
        try:
            got = outcome.get(timeout=seconds + GRACE_SECONDS)
        except queue.Empty:
            self._hang_up()
            self._connect()
            got = _too_slow()
        if isinstance(got, Exception):
            raise got
        return got

    def _connect(self) -> None:
        # Here and not above: together they cost a second or two of every command.
        import langchain_openai
        import openai

        http = openai.DefaultHttpxClient(
            follow_redirects=False,
            event_hooks={"request": [_guard(self.endpoint.base_url)]},
        )
        self._hang_up = weakref.finalize(self, http.close)
        self._model = langchain_openai.ChatOpenAI(
            model=self.endpoint.model,
            api_key=SecretStr(self.endpoint.api_key),
            base_url=self.endpoint.base_url,
            temperature=self.endpoint.temperature,
            max_retries=0,
            http_client=http,
            use_responses_api=False,
        )


def _guard(base_url: str) -> Callable[[Any], None]:
    """A hook that lets nothing leave but to the configured address."""
    allowed = urlsplit(base_url)

    def refuse_others(request: Any) -> None:
        asked = urlsplit(str(request.url))
        if (asked.scheme, asked.netloc) != (allowed.scheme, allowed.netloc):
            raise AttemptFailedError(f"A call to {asked.netloc} was stopped.")

    return refuse_others


def _outcome(call: Callable[[], Any]) -> Reply | Exception:
    """What a call came to, as a value that can pass between threads."""
    import langsmith
    import openai

    try:
        with langsmith.tracing_context(enabled=False):
            raw = call()["raw"]
    except AttemptFailedError as failure:
        return failure
    except openai.APITimeoutError:
        return _too_slow()
    except openai.APIStatusError as error:
        return failures.of_status(error.status_code, error.response.headers, error.body)
    except openai.APIConnectionError:
        return _unreachable()
    except Exception as error:  # noqa: BLE001 - whatever the vendor's parser met
        return _salvaged(error)
    return Reply(
        text=raw.text,
        finish_reason=raw.response_metadata.get("finish_reason") or "",
        refusal=raw.additional_kwargs.get("refusal") or "",
        input_tokens=(raw.usage_metadata or {}).get("input_tokens", 0),
        output_tokens=(raw.usage_metadata or {}).get("output_tokens", 0),
    )


def _salvaged(error: Exception) -> Reply | Exception:
    """The answer that the vendor's parsing stumbled over, for our reading to judge."""
    response: Any = getattr(error, "response", None)
    try:
        return failures.reply_in(response.json())
    except AttemptFailedError as failure:
        return failure
    except (AttributeError, ValueError):
        return AttemptFailedError(failures.NOT_A_CHAT)


def _too_slow() -> AttemptFailedError:
    return AttemptFailedError("The endpoint did not answer in time.", again=True)


def _unreachable() -> AttemptFailedError:
    return AttemptFailedError(
        "The endpoint could not be reached or hung up: check OPENAI_BASE_URL and the "
        "network.",
        again=True,
    )
