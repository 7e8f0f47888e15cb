"""The door for our web server: a request is taken in whole before anything works on it.

A thread is a scarce thing: a sender who takes long with the body of a request, a byte now and then,
must not have one meanwhile. So bodies are awaited, for a limited time, and only with all of it in
hand does a request take its turn with the application. Answers are handed over whole as well.

A page that wants to know of something at once says so, and the application may answer that there is
nothing yet (WAIT). Then the request is put aside, without a thread, and takes its turn once more as
soon as there may be something.
"""

from __future__ import annotations

import asyncio
import codecs
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from django.conf import settings
from django.utils.http import parse_header_parameters

from kept.config import wsgi
from kept.config.waking import Wake

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol
    from granian.rsgi import Scope

Environment: TypeAlias = dict[str, Any]
Answer: TypeAlias = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]
Headers: TypeAlias = list[tuple[str, str]]
Told: TypeAlias = tuple[int, Headers, bytes]

SECONDS: Final = 15.0  # for a body to arrive: forms are small
SMALL: Final = 2 * 1024 * 1024  # bytes of a body; what is longer holds files
SLOWEST: Final = 64 * 1024  # bytes a second of a longer one: a phone far from its mast
MOST_LARGE: Final = 8  # longer bodies that arrive in one web process at a time: they take memory
MOST_LARGE_OF_ONE: Final = 4  # of them from one address, so that nobody takes all the places
MOST_THREADS: Final = 16  # requests that one web process works on at a time
WAIT: Final = "kept-wait"  # a header: nothing yet, for so many seconds at most
MOST_WAITING: Final = 300  # requests that wait in one web process; others ask again later
PLAIN: Final[Headers] = [
    ("content-type", "text/plain"),
    ("cache-control", "no-store, private"),
    ("x-content-type-options", "nosniff"),
]
TOO_LONG: Final = b"This request took too long to arrive. Nothing was done.\n"
TOO_MANY: Final = b"Too many files are arriving at once. Please try again in a minute.\n"
UNREADABLE: Final = b"The content type of this request could not be understood.\n"
LETTERS: Final = {"utf-8", "ascii", "iso8859-1"}  # encodings in which any bytes are a text
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


class Places:
    """The places of long bodies that are arriving; one address has only some of them."""

    def __init__(self, most: int = MOST_LARGE, of_one: int = MOST_LARGE_OF_ONE) -> None:
        self.most, self.of_one = most, of_one
        self.taken: Counter[str] = Counter()

    @contextmanager
    def take(self, client: str, length: int) -> Iterator[bool]:
        """Hold a place while a body arrives; False if there is none. Short ones need no place."""
        if length <= SMALL:
            yield True
            return
        if self.taken[client] >= self.of_one or self.taken.total() >= self.most:
            yield False
            return
        self.taken[client] += 1
        try:
            yield True
        finally:
            self.taken[client] -= 1
            self.taken += Counter()  # forgets addresses that hold none


class Door:
    """Takes requests in, and lets each take its turn with a WSGI application.

    What is longer than `most` bytes is not read at all; the application refuses it by its length.
    """

    def __init__(
        self,
        answer: Answer,
        *,
        most: int,
        at_once: int,
        seconds: float = SECONDS,
        places: Places | None = None,
        wake: Wake | None = None,
    ) -> None:
        self.answer, self.most, self.seconds = answer, most, seconds
        self.places = places or Places()
        self.wake = wake or Wake()
        self.threads = ThreadPoolExecutor(at_once, thread_name_prefix="web")

    async def __call__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer a request; with 408 if its body did not arrive in time, 429 if too many do.

        400 if its content type is one at which the application fails before it can answer.
        """
        told = scope.headers.get("content-length", "0")
        length = int(told[:20]) if told.isascii() and told.isdigit() else 0
        if length > self.most:
            length = 0
        client = scope.client.rpartition(":")[0]
        with self.places.take(client, length) as is_free:
            if not is_free:
                protocol.response_bytes(HTTPStatus.TOO_MANY_REQUESTS, PLAIN, TOO_MANY)
                return
            try:
                body = await asyncio.wait_for(protocol(), self._time(length)) if length else b""
            except TimeoutError:
                protocol.response_bytes(HTTPStatus.REQUEST_TIMEOUT, PLAIN, TOO_LONG)
                return
        environ = environment(scope, body)
        if not is_readable(environ.get("CONTENT_TYPE", "")):
            protocol.response_bytes(HTTPStatus.BAD_REQUEST, PLAIN, UNREADABLE)
            return
        protocol.response_bytes(*await self._answered(environ, protocol))

    async def _answered(self, environ: Environment, protocol: HTTPProtocol) -> Told:
        """Return the answer; one that there is nothing yet is waited with, as long as it allows."""
        loop, until = asyncio.get_running_loop(), 0.0
        while True:
            seen = self.wake.count
            told = await loop.run_in_executor(self.threads, self._work, dict(environ))
            wanted = float(next((value for name, value in told[1] if name.lower() == WAIT), 0))
            if not wanted:
                return told
            self.wake.listen()
            until = until or loop.time() + wanted
            left = until - loop.time()
            if left <= 0 or not self.wake.is_heard:
                return told
            if self.wake.waiting >= MOST_WAITING or not await self._more(seen, left, protocol):
                return told

    async def _more(self, seen: int, seconds: float, protocol: HTTPProtocol) -> bool:
        """Wait for something to happen; False if nothing did, or who asked has gone."""
        gone = asyncio.ensure_future(protocol.client_disconnect())
        more = asyncio.ensure_future(self.wake.after(seen, seconds))
        try:
            await asyncio.wait({gone, more}, return_when=asyncio.FIRST_COMPLETED)
            return more.done() and more.result()
        finally:
            gone.cancel()
            more.cancel()

    def _time(self, length: int) -> float:
        """Return the seconds in which a body must have arrived."""
        return self.seconds + (length / SLOWEST if length > SMALL else 0)

    def _work(self, environ: Environment) -> Told:
        told: list[Any] = [HTTPStatus.INTERNAL_SERVER_ERROR, PLAIN]

        def start_response(status: str, headers: Headers, _error: object = None) -> None:
            told[:] = int(status[:3]), headers

        answer = self.answer(environ, start_response)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        return told[0], told[1], body


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


def is_readable(content_type: str) -> bool:
    """Say whether a content type can be taken in: Python knows encodings that make no text."""
    try:
        named = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(named).name in LETTERS
    except LookupError:
        return True  # an encoding that nobody knows is passed over
    except ValueError:
        return False


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


# Behind a proxy everyone comes from its address.
PLACES: Final = Places(
    of_one=MOST_LARGE if settings.ALLAUTH_TRUSTED_PROXY_COUNT else MOST_LARGE_OF_ONE
)
application = Door(
    wsgi.application, most=settings.LARGEST_REQUEST, at_once=threads(), places=PLACES
)
