"""What an endpoint's answer came to: every status, every wait, every malformed body."""

import dataclasses
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_engine.pieces import sha256
from content_engine.writers.llm import endpoints, failures
from content_engine.writers.llm.endpoints import Deadline, Endpoint, Usage
from content_engine.writers.llm.failures import AttemptFailedError, Reply

AGAIN = (408, 409, 425, 429, 500, 502, 503, 504, 529)
FINAL = (400, 401, 402, 403, 404, 405, 406, 410, 413, 418, 422, 451, 501, 505)
BUSY = "The endpoint is too busy (HTTP 429): try again later."
NO_QUOTA = (
    "The account has no quota left (insufficient_quota): add credit, or let the "
    "composer write."
)
NOT_A_CHAT = (
    "The endpoint answered with something that is not a chat completion: check "
    "OPENAI_BASE_URL."
)

FEW = settings(max_examples=40)
GOOD: dict[str, Any] = {
    "choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 7, "completion_tokens": 3},
}


@pytest.mark.parametrize("status", AGAIN)
def test_what_may_pass_is_asked_again(status: int) -> None:
    assert failures.of_status(status, {}, None).again


@pytest.mark.parametrize("status", FINAL)
def test_what_cannot_pass_is_not(status: int) -> None:
    assert not failures.of_status(status, {}, None).again


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "The endpoint refused the key (HTTP 401): check OPENAI_API_KEY."),
        (403, "The endpoint refused the key (HTTP 403): check OPENAI_API_KEY."),
        (
            404,
            "The endpoint does not know the model or the address (HTTP 404): check "
            "OPENAI_MODEL and OPENAI_BASE_URL.",
        ),
        (429, BUSY),
        (400, "The endpoint failed (HTTP 400)."),
        (500, "The endpoint failed (HTTP 500)."),
        (503, "The endpoint failed (HTTP 503)."),
    ],
)
def test_each_status_has_its_sentence(status: int, sentence: str) -> None:
    assert str(failures.of_status(status, {}, None)) == sentence


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        pytest.param({"code": "bad_size"}, "(HTTP 400, bad_size).", id="its code"),
        pytest.param({"type": "server_error"}, "(HTTP 400, server_error).", id="type"),
        pytest.param({"code": "a", "type": "b"}, "(HTTP 400, a).", id="code over type"),
        pytest.param({"code": "two words"}, "(HTTP 400).", id="words are not repeated"),
        pytest.param({"code": "<b>"}, "(HTTP 400).", id="markup is not repeated"),
        pytest.param({"code": "x" * 41}, "(HTTP 400).", id="a code of 41 letters"),
        pytest.param({"code": "x" * 40}, f"(HTTP 400, {'x' * 40}).", id="40 letters"),
        pytest.param({"code": 17}, "(HTTP 400).", id="a number"),
        pytest.param({"message": "secret"}, "(HTTP 400).", id="no message"),
        pytest.param({}, "(HTTP 400).", id="empty"),
        pytest.param("text", "(HTTP 400).", id="no object"),
        pytest.param(["code"], "(HTTP 400).", id="a list"),
        pytest.param(None, "(HTTP 400).", id="nothing"),
    ],
)
def test_of_what_an_endpoint_says_only_a_code_is_told(
    error: object, sentence: str
) -> None:
    failure = failures.of_status(400, {}, error)
    assert str(failure) == f"The endpoint failed {sentence}"


@pytest.mark.parametrize("status", [401, 429, 500])
@pytest.mark.parametrize("key", ["code", "type"])
def test_an_account_without_quota_is_not_asked_again(key: str, status: int) -> None:
    failure = failures.of_status(
        status, {"retry-after": "3"}, {key: "insufficient_quota"}
    )
    assert (str(failure), failure.again, failure.wait) == (NO_QUOTA, False, None)


DATE = "Sun, 22 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("asked", "date", "seconds"),
    [
        pytest.param("", "", None, id="nothing asked"),
        pytest.param("0", "", 0.0, id="at once"),
        pytest.param("7", "", 7.0, id="seconds"),
        pytest.param("1.5", "", 1.5, id="half seconds"),
        pytest.param("999999999", "", 999999999.0, id="very long"),
        pytest.param("9999999999", "", None, id="longer than can be meant"),
        pytest.param("-3", "", None, id="below zero"),
        pytest.param("soon", "", None, id="a word"),
        pytest.param("1e3", "", None, id="an exponent"),
        pytest.param("nan", DATE, None, id="no number"),
        pytest.param("Sun, 22 Nov 2026 10:00:09 GMT", DATE, 9.0, id="a date"),
        pytest.param("Sun, 22 Nov 2026 10:00:00 GMT", DATE, 0.0, id="now"),
        pytest.param("Sun, 22 Nov 2026 09:00:00 GMT", DATE, 0.0, id="a date gone by"),
        pytest.param("Sun, 22 Nov 2026 11:00:05 +0100", DATE, 5.0, id="another zone"),
        pytest.param("Sun, 22 Nov 2026 10:00:09 GMT", "", None, id="no own date"),
        pytest.param("Sun, 22 Nov 2026 10:00:09 GMT", "x", None, id="unreadable"),
    ],
)
def test_how_long_an_endpoint_asks_to_wait(
    asked: str, date: str, seconds: float | None
) -> None:
    headers = {"retry-after": asked, "date": date}
    assert failures.retry_after(headers) == seconds
    assert failures.of_status(503, headers, None).wait == seconds


def test_a_whole_completion_is_an_answer() -> None:
    assert failures.reply_in(GOOD) == Reply("{}", "stop", "", 7, 3)


@pytest.mark.parametrize(
    ("changes", "reply"),
    [
        pytest.param({"usage": None}, Reply("{}", "stop"), id="without usage"),
        pytest.param({"usage": {}}, Reply("{}", "stop"), id="empty usage"),
        pytest.param(
            {"usage": {"prompt_tokens": None, "completion_tokens": 4}},
            Reply("{}", "stop", "", 0, 4),
            id="half of the usage",
        ),
        pytest.param(
            {"choices": [{"message": {}, "finish_reason": "length"}]},
            Reply("", "length", "", 7, 3),
            id="no words",
        ),
        pytest.param(
            {"choices": [{"message": {"content": None, "refusal": "No."}}]},
            Reply("", "", "No.", 7, 3),
            id="a refusal",
        ),
        pytest.param(
            {"choices": [*GOOD["choices"], {"message": {"content": "second"}}]},
            Reply("{}", "stop", "", 7, 3),
            id="the first of two",
        ),
    ],
)
def test_what_is_left_out_is_nothing(changes: dict[str, Any], reply: Reply) -> None:
    assert failures.reply_in({**GOOD, **changes}) == reply


@pytest.mark.parametrize(
    "completion",
    [
        None,
        [],
        {},
        "text",
        7,
        {"choices": None},
        {"choices": []},
        {"choices": {}},
        {"choices": [None]},
        {"choices": ["text"]},
        {"choices": [{}]},
        {"choices": [{"message": None}]},
        {"choices": [{"message": "text"}]},
        {**GOOD, "usage": "many"},
        {**GOOD, "usage": {"prompt_tokens": "many"}},
        {**GOOD, "usage": {"prompt_tokens": [1]}},
        {**GOOD, "usage": [1]},
    ],
    ids=str,
)
def test_what_is_no_completion_is_said(completion: Any) -> None:
    with pytest.raises(AttemptFailedError) as failure:
        failures.reply_in(completion)
    assert str(failure.value) == NOT_A_CHAT
    assert not failure.value.again


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["choices", "message", "content", "usage", "prompt_tokens"]
            ),
            inner,
        )
    ),
    max_leaves=8,
)


@FEW
@given(JSON)
def test_any_body_is_an_answer_or_said_to_be_none(completion: Any) -> None:
    try:
        reply = failures.reply_in(completion)
    except AttemptFailedError as failure:
        assert str(failure) == NOT_A_CHAT  # noqa: PT017 - either way is right
    else:
        assert isinstance(reply.text, str)


ENDPOINT = Endpoint(
    api_key="key-canary", model="small", base_url="https://llm.example/v1"
)
FULL = "OPENAI_BASE_URL must be a full address such as https://api.openai.com/v1."
SECRET = "OPENAI_BASE_URL must not hold a name or password."


@pytest.mark.parametrize(
    ("changes", "objection"),
    [
        pytest.param({}, "", id="whole"),
        pytest.param({"base_url": "http://127.0.0.1:8080/v1"}, "", id="this machine"),
        pytest.param({"base_url": "http://[::1]:8080"}, "", id="this machine by IPv6"),
        pytest.param(
            {"api_key": ""},
            "OPENAI_API_KEY is not set: set it, or let the composer write.",
            id="no key",
        ),
        pytest.param(
            {"model": ""},
            "OPENAI_MODEL is not set: name the model that writes.",
            id="no model",
        ),
        pytest.param({"base_url": ""}, FULL, id="no address"),
        pytest.param({"base_url": "llm.example/v1"}, FULL, id="no scheme"),
        pytest.param({"base_url": "ftp://llm.example"}, FULL, id="another scheme"),
        pytest.param({"base_url": "file:///etc/hosts"}, FULL, id="a file"),
        pytest.param({"base_url": "https://"}, FULL, id="no host"),
        pytest.param({"base_url": "https://:443/v1"}, FULL, id="a port without host"),
        pytest.param({"base_url": "https://me@llm.example"}, SECRET, id="a name"),
        pytest.param({"base_url": "https://me:pw@llm.example"}, SECRET, id="both"),
    ],
)
def test_what_speaks_against_an_endpoint(
    changes: dict[str, Any], objection: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "remote_calls_allowed", True)
    assert dataclasses.replace(ENDPOINT, **changes).objection() == objection


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("[::1]", True),
        ("127.0.0.2", False),
        ("localhost.example", False),
        ("10.0.0.1", False),
        ("api.openai.com", False),
    ],
)
def test_where_calls_are_off_only_this_machine_is_asked(
    host: str, allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "remote_calls_allowed", False)
    endpoint = dataclasses.replace(ENDPOINT, base_url=f"http://{host}:9/v1")
    expected = "" if allowed else f"Calls to {host} are switched off here."
    assert endpoint.objection() == expected


def test_no_objection_and_no_repr_shows_the_key() -> None:
    assert "canary" not in repr(ENDPOINT)
    for faulty in (
        dataclasses.replace(ENDPOINT, model=""),
        dataclasses.replace(ENDPOINT, base_url="x"),
    ):
        assert "canary" not in faulty.objection()


def test_one_draft_is_done_before_a_lease_passes() -> None:
    assert ENDPOINT.timeout_seconds < ENDPOINT.total_seconds < 60


REPLIES = st.lists(
    st.builds(
        Reply,
        st.text(max_size=5),
        st.just("stop"),
        st.just(""),
        st.integers(0, 99),
        st.integers(0, 99),
    ),
    max_size=5,
)


@FEW
@given(REPLIES)
def test_what_was_spent_adds_up(replies: list[Reply]) -> None:
    usage = Usage()
    for reply in replies:
        usage = usage.plus(reply)
    assert usage.tokens == sum(r.input_tokens + r.output_tokens for r in replies)
    assert usage.answers == tuple(sha256(reply.text) for reply in replies)


@pytest.mark.parametrize(
    ("passed", "left"), [(0, 10.0), (4, 6.0), (10, 0.0), (11, 0.0), (10**6, 0.0)]
)
def test_a_deadline_runs_down_and_stays_at_nothing(
    passed: float, left: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    deadline = Deadline(10)
    clock[0] += passed
    assert (deadline.left(), deadline.seconds) == (left, 10)
