"""A real HTTP server that speaks the chat-completions protocol, well or badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


@dataclass
class StandIn:
    """A server: where it is, and what it was asked."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """Notes what it is asked and lets `answer` do the talking."""

    answer: Answer
    stand_in: StandIn

    def do_POST(self) -> None:
        self.stand_in.paths.append(self.path)
        self.stand_in.headers.append(dict(self.headers))
        self.stand_in.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        try:
            type(self).answer(self)
        except OSError:
            self.close_connection = True  # whoever asked has gone

    def do_GET(self) -> None:
        self.stand_in.paths.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def send(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        named = {"Content-Type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        for name, value in (named | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def message(content: object) -> bytes:
    """Return the envelope of an answer."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}}
    return json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


def says(content: object) -> Answer:
    """Answer every question with the same words."""
    return lambda handler: handler.send(message(content))


def proposes(*items: object) -> Answer:
    """Answer every question with the same proposals."""
    return says(json.dumps({"proposals": list(items)}))


def drips(handler: Handler) -> None:
    """Send a byte now and then, for ever, so that no pause is ever long."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while not handler.stand_in.ended.wait(0.2):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def drips_headers(handler: Handler) -> None:
    """Never come to the end of the first line."""
    while not handler.stand_in.ended.wait(0.2):
        handler.wfile.write(b"H")
        handler.wfile.flush()


def is_silent(handler: Handler) -> None:
    """Take the question and say nothing."""
    handler.stand_in.ended.wait(60)


@contextmanager
def stand_in(answer: Answer) -> Iterator[StandIn]:
    """Give a server that answers so; it is gone afterwards."""
    made = StandIn("")
    handler = type("Answering", (Handler,), {"answer": staticmethod(answer), "stand_in": made})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    made.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield made
    finally:
        made.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
