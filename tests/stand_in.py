"""An OpenAI-compatible service on 127.0.0.1 that answers what a test tells it to."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "stand-in-1"


@dataclass(frozen=True)
class Scripted:
    """One answer. ``drop`` cuts the connection ``before`` or in the ``midst`` of it.

    ``body`` replaces the whole HTTP body; ``drip`` sends it one byte every so many
    seconds, so that no single read ever times out.
    """

    content: str | None = None
    status: int = 200
    finish_reason: str = "stop"
    refusal: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    error: Mapping[str, Any] | None = None
    body: str | None = None
    delay: float = 0.0
    drip: float = 0.0
    drop: str = ""

    def http_body(self) -> bytes:
        """What goes over the wire."""
        if self.body is not None:
            return self.body.encode()
        if self.status != 200:
            error = self.error or {"message": "scripted", "type": "scripted"}
            return json.dumps({"error": dict(error)}).encode()
        message = {
            "role": "assistant",
            "content": self.content,
            "refusal": self.refusal,
        }
        return json.dumps(
            {
                "id": "chatcmpl-stand-in",
                "object": "chat.completion",
                "created": 1_700_000_000,
                "model": MODEL,
                "choices": [
                    {
                        "index": 0,
                        "message": message,
                        "finish_reason": self.finish_reason,
                    }
                ],
                "usage": {
                    "prompt_tokens": 100,
                    "completion_tokens": 20,
                    "total_tokens": 120,
                },
            }
        ).encode()


@dataclass(frozen=True)
class Received:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    raw: str

    @property
    def body(self) -> dict[str, Any]:
        """The request, read as JSON."""
        loaded: dict[str, Any] = json.loads(self.raw)
        return loaded


def obedient(received: Received) -> Scripted:
    """The answer of a model that does what the request asks, knowing nothing else."""
    asked = received.body["messages"][1]["content"]
    data = json.loads(asked.split("DATA BEGINS\n")[1].split("\nDATA ENDS")[0])
    used: set[str] = set()
    parts = [
        {
            "name": part["name"],
            "segments": [_filled(slot, used) for slot in part["slots"]],
        }
        for part in data["parts"]
    ]
    return Scripted(json.dumps({"parts": parts}))


def _filled(slot: dict[str, Any], used: set[str]) -> dict[str, Any]:
    if slot["slot"] == "claim":
        return {"kind": "claim", "ref": slot["ref"], "text": None}
    block = next(each for each in slot["blocks"] if each["ref"] not in used)
    used.add(block["ref"])
    return {"kind": "block", "ref": block["ref"], "text": block["texts"][0]}


class StandIn:
    """A script of answers, taken in order; the last one is given for ever."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: deque[Scripted] = deque()
        self.responder: Callable[[Received], Scripted] | None = None
        self.released = threading.Event()
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.stand_in = self

    @property
    def base_url(self) -> str:
        """Where the service listens."""
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def script(self, *answers: Scripted | str) -> None:
        """Set what is answered next; a string is the content of a good answer."""
        self.answers = deque(
            Scripted(content=each) if isinstance(each, str) else each
            for each in answers
        )

    def next_answer(self, received: Received) -> Scripted:
        """The answer to this request."""
        self.received.append(received)
        if self.responder is not None:
            return self.responder(received)
        return self.answers.popleft() if len(self.answers) > 1 else self.answers[0]


class Server(ThreadingHTTPServer):
    """One thread a connection."""

    daemon_threads = True
    block_on_close = False
    stand_in: StandIn

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is part of the script."""


class Handler(BaseHTTPRequestHandler):
    """Speaks just enough of the protocol."""

    protocol_version = "HTTP/1.1"
    # Without this each answer costs a false 44 ms.
    disable_nagle_algorithm = True
    server: Server

    def do_POST(self) -> None:
        """Answer one request by the script."""
        length = int(self.headers.get("Content-Length", 0))
        raw = self.rfile.read(length).decode()
        stand_in = self.server.stand_in
        answer = stand_in.next_answer(
            Received(self.path, {k.lower(): v for k, v in self.headers.items()}, raw)
        )
        stand_in.released.wait(answer.delay) if answer.delay else None
        if answer.drop == "before":
            self.close_connection = True
            return
        self.answer(answer, stand_in.released)

    def answer(self, answer: Scripted, released: threading.Event) -> None:
        """Send status, headers and as much of the body as the script wants."""
        body = answer.http_body()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if answer.drop:
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        elif answer.drip:
            for byte in body:
                self.wfile.write(bytes([byte]))
                if released.wait(answer.drip):
                    return
        else:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Tests are quiet."""


@contextmanager
def serving() -> Iterator[StandIn]:
    """A stand-in that listens until the block ends."""
    stand_in = StandIn()
    thread = threading.Thread(
        target=stand_in.server.serve_forever, kwargs={"poll_interval": 0.02}
    )
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.released.set()
        stand_in.server.shutdown()
        stand_in.server.server_close()
        thread.join()
