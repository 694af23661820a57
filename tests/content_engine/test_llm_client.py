"""One endpoint, one deadline: what is tried again, and what each failure is called."""

import dataclasses
import gc
import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from content_engine.pieces import sha256
from content_engine.writers.llm import client, endpoints, failures
from content_engine.writers.llm.client import Client
from content_engine.writers.llm.endpoints import Deadline, Endpoint, Usage
from content_engine.writers.llm.failures import Reply
from content_engine.writers.llm.schema import Reply as Shape
from content_engine.writers.protocol import WriterFailedError
from tests import stand_in
from tests.stand_in import Scripted, StandIn

GOOD = '{"parts": []}'
MESSAGES = [("system", "Rules {not a template}."), ("user", '{"data": 1}')]
BUSY = Scripted(status=429)


@pytest.fixture(autouse=True)
def no_remote_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "remote_calls_allowed", False)


@pytest.fixture
def service() -> Iterator[StandIn]:
    with stand_in.serving() as served:
        yield served


def at(served: StandIn, **changes: Any) -> Endpoint:
    """An endpoint that loses no time between tries."""
    quick = {
        "timeout_seconds": 8.0,
        "total_seconds": 20.0,
        "backoff_seconds": 0.01,
        **changes,
    }
    return Endpoint(
        api_key="key-canary", model="m-1", base_url=served.base_url, **quick
    )


def ask(made: Client) -> Reply:
    deadline = Deadline(made.endpoint.total_seconds)
    return made.ask(MESSAGES, Shape, deadline=deadline, seed=3)


def failure_at(service: StandIn, **changes: Any) -> str:
    made = Client(at(service, **changes))
    with pytest.raises(WriterFailedError) as failed:
        ask(made)
    made.close()
    return str(failed.value)


@pytest.fixture
def made(service: StandIn) -> Iterator[Client]:
    made = Client(at(service))
    yield made
    made.close()


def test_a_good_answer_comes_back_whole(service: StandIn, made: Client) -> None:
    service.script(GOOD)

    assert ask(made) == Reply(GOOD, "stop", "", 100, 20)
    assert made.usage == Usage((sha256(GOOD),), 100, 20)
    assert made.usage.tokens == 120


def test_the_request_says_what_was_configured(service: StandIn, made: Client) -> None:
    service.script(GOOD)
    ask(made)
    request = service.received[0]

    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer key-canary"
    body = request.body
    assert body["model"] == "m-1"
    assert body["temperature"] == 0.7
    assert body["seed"] == 3
    assert body["max_completion_tokens"] == 3_000
    assert body["messages"] == [
        {"role": role, "content": text} for role, text in MESSAGES
    ]
    assert body["response_format"]["type"] == "json_schema"
    assert body["response_format"]["json_schema"]["strict"] is True
    assert "tools" not in body
    assert "key-canary" not in request.raw


def test_a_temperature_of_none_is_left_to_the_endpoint(service: StandIn) -> None:
    service.script(GOOD)
    made = Client(at(service, temperature=None))
    ask(made)
    made.close()
    assert "temperature" not in service.received[0].body


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (Scripted("{"), Reply("{", "stop", "", 100, 20)),
        (Scripted(f"```{GOOD}```"), Reply(f"```{GOOD}```", "stop", "", 100, 20)),
        (Scripted(""), Reply("", "stop", "", 100, 20)),
        (Scripted(None), Reply("", "stop", "", 100, 20)),
        (Scripted(None, refusal="No."), Reply("", "stop", "No.", 100, 20)),
        (
            Scripted('{"pa', finish_reason="length"),
            Reply('{"pa', "length", "", 100, 20),
        ),
        (
            Scripted(GOOD, finish_reason="content_filter"),
            Reply(GOOD, "content_filter", "", 100, 20),
        ),
    ],
    ids=["cut", "fenced", "empty", "none", "refusal", "length", "filter"],
)
def test_answers_that_are_no_message_are_still_answers(
    service: StandIn, made: Client, answer: Scripted, reply: Reply
) -> None:
    service.script(answer)
    assert ask(made) == reply
    assert len(made.usage.answers) == 1
    assert len(service.received) == 1


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Scripted(status=401), "check OPENAI_API_KEY"),
        (Scripted(status=403), "check OPENAI_API_KEY"),
        (Scripted(status=404), "check OPENAI_MODEL and OPENAI_BASE_URL"),
        (
            Scripted(status=400, error={"code": "bad_schema", "message": "m"}),
            "failed (HTTP 400, bad_schema).",
        ),
        (
            Scripted(status=422, error={"code": "<b>x</b>", "message": "m"}),
            "failed (HTTP 422).",
        ),
        (Scripted(status=307, headers={"Location": "http://127.0.0.1:9/"}), "HTTP 307"),
        (
            Scripted(status=429, error={"code": "insufficient_quota"}),
            "no quota left",
        ),
        (
            Scripted(status=429, error={"type": "insufficient_quota"}),
            "no quota left",
        ),
        (Scripted(body="<html>hello</html>"), "not a chat completion"),
        (Scripted(body="[]"), "not a chat completion"),
        (Scripted(body="{}"), "not a chat completion"),
        (Scripted(body='{"choices": []}'), "not a chat completion"),
        (Scripted(body='{"choices": [{"message": null}]}'), "not a chat completion"),
    ],
    ids=lambda value: str(value.status) if isinstance(value, Scripted) else value,
)
def test_what_cannot_change_is_not_tried_again(
    service: StandIn, answer: Scripted, sentence: str
) -> None:
    service.script(answer)
    assert sentence in failure_at(service)
    assert len(service.received) == 1


@pytest.mark.parametrize("status", sorted(failures.RETRIED))
def test_what_may_pass_is_tried_again(service: StandIn, status: int) -> None:
    service.script(Scripted(status=status), Scripted(status=status), GOOD)
    made = Client(at(service))
    assert ask(made).text == GOOD
    made.close()
    assert len(service.received) == 3
    assert len(made.usage.answers) == 1


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Scripted(status=500), "failed (HTTP 500, scripted)"),
        (Scripted(status=503), "failed (HTTP 503, scripted)"),
        (BUSY, "too busy (HTTP 429)"),
        (Scripted(drop="before"), "could not be reached or hung up"),
        (Scripted(GOOD, drop="midst"), "could not be reached or hung up"),
    ],
)
def test_tries_are_counted(service: StandIn, answer: Scripted, sentence: str) -> None:
    service.script(answer)
    assert sentence in failure_at(service)
    assert len(service.received) == 3


def test_nobody_listening_is_said() -> None:
    with stand_in.serving() as served:
        endpoint = at(served, max_retries=0)
    made = Client(endpoint)
    with pytest.raises(WriterFailedError, match="could not be reached"):
        ask(made)
    made.close()


def test_the_endpoint_may_say_how_long_to_wait(service: StandIn) -> None:
    service.script(Scripted(status=429, headers={"Retry-After": "0.4"}), GOOD)
    made = Client(at(service))
    began = time.monotonic()
    assert ask(made).text == GOOD
    made.close()
    assert time.monotonic() - began >= 0.4


def test_a_wait_past_the_deadline_is_not_begun(service: StandIn) -> None:
    service.script(Scripted(status=429, headers={"Retry-After": "30"}), GOOD)
    began = time.monotonic()
    sentence = failure_at(service, total_seconds=2.0)
    assert time.monotonic() - began < 10
    assert "Waiting 30 s more would pass the 2 s allowed" in sentence
    assert len(service.received) == 1


def test_a_slow_answer_is_cut_off_each_time(service: StandIn) -> None:
    service.script(Scripted(GOOD, delay=30))
    began = time.monotonic()
    assert "did not answer in time" in failure_at(
        service, max_retries=1, timeout_seconds=0.3
    )
    assert 0.6 <= time.monotonic() - began < 15
    assert len(service.received) == 2


def test_all_tries_share_one_deadline(service: StandIn) -> None:
    service.script(Scripted(GOOD, delay=30))
    began = time.monotonic()
    sentence = failure_at(
        service, max_retries=50, timeout_seconds=0.3, total_seconds=0.8
    )
    assert time.monotonic() - began < 10
    assert "in time" in sentence or "nothing usable within 0.8 s" in sentence


def test_dripping_bytes_do_not_stop_the_clock(service: StandIn) -> None:
    service.script(Scripted(GOOD, drip=0.1))
    began = time.monotonic()
    sentence = failure_at(service, max_retries=0, timeout_seconds=0.3)
    assert "did not answer in time" in sentence
    assert time.monotonic() - began < 10


def test_after_hanging_up_the_next_call_works(service: StandIn) -> None:
    service.script(Scripted(GOOD, drip=0.1), GOOD)
    made = Client(at(service, timeout_seconds=1.0))
    assert ask(made).text == GOOD
    made.close()
    assert len(service.received) == 2


def test_a_spent_deadline_asks_nobody(service: StandIn, made: Client) -> None:
    service.script(GOOD)
    deadline = Deadline(0.0)
    with pytest.raises(WriterFailedError, match="nothing usable within 0 s"):
        made.ask(MESSAGES, Shape, deadline=deadline, seed=1)
    assert service.received == []


def test_a_spent_budget_asks_nobody(service: StandIn) -> None:
    service.script(GOOD)
    made = Client(at(service, token_budget=120))
    ask(made)
    with pytest.raises(WriterFailedError, match="budget of 120 tokens"):
        ask(made)
    made.close()
    assert len(service.received) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"api_key": ""}, "OPENAI_API_KEY is not set"),
        ({"model": ""}, "OPENAI_MODEL is not set"),
        ({"base_url": ""}, "must be a full address"),
        ({"base_url": "api.openai.com/v1"}, "must be a full address"),
        ({"base_url": "file:///etc/passwd"}, "must be a full address"),
        ({"base_url": "http://me:secret@127.0.0.1/v1"}, "a name or password"),
        ({}, "Calls to api.openai.com are switched off here"),
    ],
)
def test_an_endpoint_that_cannot_be_asked_says_why(
    changes: dict[str, Any], sentence: str
) -> None:
    endpoint = dataclasses.replace(Endpoint(api_key="k", model="m"), **changes)
    with pytest.raises(WriterFailedError, match=sentence):
        Client(endpoint)


def test_where_calls_are_allowed_the_official_address_is_fine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(endpoints, "remote_calls_allowed", True)
    assert Endpoint(api_key="k", model="m").objection() == ""


def test_switching_calls_off_also_stops_a_client_already_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(endpoints, "remote_calls_allowed", True)
    made = Client(Endpoint(api_key="k", model="m"))
    monkeypatch.setattr(endpoints, "remote_calls_allowed", False)
    with pytest.raises(WriterFailedError, match="switched off"):
        ask(made)
    made.close()


def test_nothing_leaves_but_to_the_configured_address(service: StandIn) -> None:
    service.script(GOOD)
    made = Client(at(service))
    with stand_in.serving() as elsewhere:
        made._model.root_client.base_url = elsewhere.base_url
        with pytest.raises(WriterFailedError, match=r"A call to 127\.0\.0\.1:\d+ was"):
            ask(made)
        assert elsewhere.received == []
    made.close()


def test_the_key_is_not_shown() -> None:
    assert "key-canary" not in repr(Endpoint(api_key="key-canary", model="m"))


def test_tracing_is_off_whatever_the_environment_says(
    service: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGCHAIN_TRACING", "true")
    seen: list[bool | str] = []

    def note(received: object) -> Scripted:
        return Scripted(GOOD)

    made = Client(at(service))
    assert os.environ["LANGSMITH_TRACING"] == "false"
    assert os.environ["LANGCHAIN_TRACING_V2"] == "false"

    import langsmith.utils

    def noting_invoke() -> dict[str, Any]:
        seen.append(langsmith.utils.tracing_is_enabled())
        raise ValueError

    service.responder = note
    client._outcome(noting_invoke)
    assert seen == [False]
    assert ask(made).text == GOOD
    made.close()


def test_a_forgotten_client_hangs_up_by_itself(service: StandIn) -> None:
    service.script(GOOD)
    made = Client(at(service))
    ask(made)
    hang_up = made._hang_up
    del made
    gc.collect()
    assert not hang_up.alive


def test_clients_serve_several_threads(service: StandIn, made: Client) -> None:
    service.script(GOOD)
    texts: list[str] = []
    threads = [
        threading.Thread(target=lambda: texts.append(ask(made).text)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == [GOOD] * 8


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Sat, 21 Nov 2026 09:30:20 GMT"}, None),
        (
            {
                "retry-after": "Sat, 21 Nov 2026 09:30:20 GMT",
                "date": "Sat, 21 Nov 2026 09:30:05 GMT",
            },
            15.0,
        ),
        (
            {
                "retry-after": "Sat, 21 Nov 2026 09:30:00 GMT",
                "date": "Sat, 21 Nov 2026 09:30:05 GMT",
            },
            0.0,
        ),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
    ],
)
def test_waits_are_read_from_seconds_or_dates(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert failures.retry_after(headers) == seconds


def test_an_error_that_is_no_object_is_told_by_its_status() -> None:
    failure = failures.of_status(418, {}, "teapot")
    assert str(failure) == "The endpoint failed (HTTP 418)."
    assert not failure.again
