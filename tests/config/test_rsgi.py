"""The door for the web server: whole requests only, as WSGI has them."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest

from kept.config.rsgi import PLAIN, SMALL, Door, Places, environment, headers


@dataclass
class Sent:
    """A request as the web server gives it."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    path: str = "/"
    client: str = "127.0.0.1:41500"
    authority: str | None = None
    method: str = "POST"
    query_string: str = "q=%e4"
    server: str = "[::1]:8000"
    http_version: str = "1.1"
    scheme: str = "http"

    @property
    def headers(self) -> Any:
        class Fields(dict[str, str]):
            def items(fields) -> Any:  # noqa: N805 - names may come several times
                return self.fields

        return Fields(self.fields)


class Line:
    """The other end: sends its body after so many seconds, and keeps what it is answered."""

    def __init__(self, body: bytes = b"", *, after: float = 0.0) -> None:
        self.body, self.after, self.asked = body, after, False
        self.answer: tuple[int, list[tuple[str, str]], bytes] | None = None

    async def __call__(self) -> bytes:
        self.asked = True
        await asyncio.sleep(self.after)
        return self.body

    async def client_disconnect(self) -> None:
        await asyncio.Event().wait()

    def response_bytes(self, status: int, told: list[tuple[str, str]], body: bytes) -> None:
        self.answer = (status, told, body)


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [("content-type", "text/plain")])
    return [environ["wsgi.input"].read(), b" of ", environ["PATH_INFO"].encode("latin-1")]


def ask(line: Line, sent: Sent, answer: Any = echo, *, seconds: float = 5.0) -> Any:
    asyncio.run(Door(answer, most=10, at_once=1, seconds=seconds)(sent, line))
    return line.answer


def length(count: object) -> Sent:
    return Sent([("content-length", str(count))])


def test_a_request_is_answered_with_its_whole_body():
    sent = Sent([("content-length", "4")], path="/案")

    assert ask(Line(b"body"), sent) == (
        200,
        [("content-type", "text/plain")],
        "body of /案".encode(),
    )


def test_RF_06_a_body_that_takes_too_long_is_given_up_and_nothing_is_done():
    worked = []
    line = Line(b"body", after=30.0)

    status, told, body = ask(line, length(4), lambda *_: worked.append(1), seconds=0.01)

    assert (status, worked) == (408, [])
    assert b"took too long" in body
    assert dict(told)["cache-control"] == "no-store, private"


def test_UP_06_one_address_takes_only_some_of_the_places_for_long_bodies():
    places, asked = Places(most=3, of_one=2), ["a", "a", "a", "b", "c"]
    with ExitStack() as held:
        found = [held.enter_context(places.take(client, SMALL + 1)) for client in asked]
        short = held.enter_context(places.take("a", SMALL))

    assert (found, short) == ([True, True, False, True, False], True)
    assert not places.taken


def test_UP_06_whoever_sends_too_many_long_bodies_is_told_and_nothing_is_read():
    line, door = Line(b"x"), Door(echo, most=SMALL * 2, at_once=1, places=Places(of_one=0))

    asyncio.run(door(length(SMALL + 1), line))

    assert line.answer[0] == 429
    assert not line.asked


def test_what_is_longer_than_any_form_is_not_read():
    for count in (11, "9" * 6000, "-1", "x"):
        line = Line(b"x" * 11)
        assert ask(line, length(count))[0] == 200
        assert not line.asked


def test_an_answer_is_closed_also_when_it_breaks_off():
    class Breaking:
        closed = False

        def __iter__(self):
            raise OSError("gone")

        def close(self):
            Breaking.closed = True

    with pytest.raises(OSError, match="gone"):
        ask(Line(), Sent(), lambda *_: Breaking())

    assert Breaking.closed


class TestEnvironment:
    def test_addresses_come_without_brackets_and_ports(self):
        environ = environment(Sent(client="[::ffff:10.0.0.9]:41500"), b"")

        assert environ["REMOTE_ADDR"] == "::ffff:10.0.0.9"
        assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("::1", "8000")

    def test_a_header_that_comes_twice_is_one(self):
        sent = [("cookie", "a=1"), ("cookie", "b=2"), ("host", "a"), ("host", "b")]

        assert headers(sent, None) == {"HTTP_COOKIE": "a=1; b=2", "HTTP_HOST": "a,b"}

    def test_AZ_13_a_header_with_another_spelling_passes_for_none_of_ours(self):
        """A proxy sets X-Forwarded-Proto; it does not know this one, and we must not take it."""
        sent = [("x-forwarded-proto", "http"), ("x_forwarded_proto", "https")]

        assert headers(sent, None) == {"HTTP_X_FORWARDED_PROTO": "http"}

    def test_no_variable_of_this_process_is_among_them(self, monkeypatch):
        monkeypatch.setenv("HTTP_X_FORWARDED_PROTO", "https")

        assert "HTTP_X_FORWARDED_PROTO" not in environment(Sent(), b"")


@pytest.mark.parametrize(
    "kind",
    [
        *(f"text/plain; charset={name}" for name in ("hex", "rot13", "idna", "zip", "undefined")),
        *("text/plain; charset=utf-16", "text/plain; charset=\x00", "a/b; x*=nope''%e4"),
        *("multipart/form-data; boundary=x; charset=bz2", "a/b; x*=undefined''%e4"),
    ],
)
def test_WF_05_an_encoding_that_makes_no_text_is_refused(kind):
    line = Line()

    status, told, body = ask(line, Sent([("content-type", kind)]))

    assert (status, told) == (400, PLAIN)
    assert b"Traceback" not in body


@pytest.mark.parametrize(
    "kind",
    [
        *("", "application/json", "application/json; charset=UTF-8", "text/plain;charset=us-ascii"),
        *("application/x-www-form-urlencoded; charset=utf8", "multipart/form-data; boundary=x"),
        *("text/plain; charset=ISO-8859-1", "text/plain; charset=nonsense", "x", ";;"),
    ],
)
def test_what_browsers_and_programs_say_of_their_content_is_taken(kind):
    assert ask(Line(), Sent([("content-type", kind)]))[0] == 200
