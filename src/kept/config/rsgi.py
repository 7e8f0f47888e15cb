"""The door for our web server: a request is taken in whole before anything works on it.

A thread is a scarce thing: a sender who takes long with the body of a request, a byte now and then,
must not have one meanwhile. So bodies are awaited, for a limited time, and only with all of it in
hand does a request take its turn with the application. Answers are handed over whole as well.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from django.conf import settings

from kept.config import wsgi

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol
    from granian.rsgi import Scope

Environment: TypeAlias = dict[str, Any]
Answer: TypeAlias = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]
Headers: TypeAlias = list[tuple[str, str]]

SECONDS: Final = 15.0  # for a body to arrive: forms are small
MOST_THREADS: Final = 16  # requests that one web process works on at a time
PLAIN: Final[Headers] = [
    ("content-type", "text/plain"),
    ("cache-control", "no-store, private"),
    ("x-content-type-options", "nosniff"),
]
# The headers that WSGI names without HTTP_ before them.
OWN_NAMES: Final = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
SAME: Final[Environment] = {
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.version": (1, 0),
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


def threads() -> int:
    """Return how many requests one web process works on at a time: they mostly wait."""
    return min(MOST_THREADS, 2 * (os.cpu_count() or 1) + 1)


class Door:
    """Takes requests in, and lets each take its turn with a WSGI application.

    What is longer than `most` bytes is not read at all; the application refuses it by its length.
    """

    def __init__(
        self, answer: Answer, *, most: int, at_once: int, seconds: float = SECONDS
    ) -> None:
        self.answer, self.most, self.seconds = answer, most, seconds
        self.threads = ThreadPoolExecutor(at_once, thread_name_prefix="web")

    async def __call__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer a request; with 408 if its body did not arrive in time."""
        length = scope.headers.get("content-length", "0")
        body = b""
        if length.isascii() and length.isdigit() and 0 < int(length[:20]) <= self.most:
            try:
                body = await asyncio.wait_for(protocol(), self.seconds)
            except TimeoutError:
                told = b"This request took too long to arrive. Nothing was done.\n"
                protocol.response_bytes(HTTPStatus.REQUEST_TIMEOUT, PLAIN, told)
                return
        environ = environment(scope, body)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self.threads, self._work, environ, protocol)

    def _work(self, environ: Environment, protocol: HTTPProtocol) -> None:
        told: list[Any] = [HTTPStatus.INTERNAL_SERVER_ERROR, PLAIN]

        def start_response(status: str, headers: Headers, _error: object = None) -> None:
            told[:] = int(status[:3]), headers

        answer = self.answer(environ, start_response)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        protocol.response_bytes(told[0], told[1], body)


def environment(scope: Scope, body: bytes) -> Environment:
    """Return a request as WSGI has it: the texts of its addresses hold bytes."""
    server, _, port = scope.server.rpartition(":")
    client, _, _ = scope.client.rpartition(":")
    return SAME | {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode(errors="replace").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client.strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        **headers(scope.headers.items(), scope.authority),
    }


def headers(sent: Iterable[tuple[str, str]], authority: str | None) -> Mapping[str, str]:
    """Return the headers as WSGI names them; what came several times is one, as HTTP has it.

    A name with _ would pass for one with -, behind the back of a proxy that sets that one.
    """
    found: dict[str, str] = {}
    for name, value in sent:
        if "_" not in name:
            key = OWN_NAMES.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
            between = "; " if key == "HTTP_COOKIE" else ","
            found[key] = f"{found[key]}{between}{value}" if key in found else value
    if authority:  # HTTP/2 has no other
        found.setdefault("HTTP_HOST", authority)
    return found


application = Door(wsgi.application, most=settings.LARGEST_REQUEST, at_once=threads())
