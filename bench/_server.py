"""Kept's web server as `kept run` starts it, and people who are signed in to it."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent
HOST = "localhost"
# In a process of its own: with these settings Django would not serve what it collects.
COLLECT = """
from kept.config import places, preparation
preparation.check_assets()
places.make(places.here())
preparation.collect_once(places.here())
"""
START_SECONDS = 60


@contextmanager
def kept_server() -> Iterator[int]:
    """Run Kept's web server as `kept run` does; give its port."""
    from kept.config.commands.run import web
    from kept.config.database.cluster import free_port

    subprocess.run([sys.executable, "-c", COLLECT], check=True)
    port = free_port()
    os.environ["KEPT_URL"] = f"http://{HOST}:{port}"
    process = web(argparse.Namespace(host="127.0.0.1", port=port)).spawn()
    with _ended(process, port):
        yield port


@contextmanager
def other_server(application: str) -> Iterator[int]:
    """Run another WSGI application of this folder in the same way; give its port."""
    from kept.config.commands.run import web_processes
    from kept.config.database.cluster import free_port
    from kept.config.rsgi import threads

    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", application, "--interface", "wsgi", "--no-ws"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", str(web_processes())),
        *("--blocking-threads", str(threads()), "--log-level", "warning"),
    ]
    process = subprocess.Popen(command, cwd=HERE, env=os.environ | {"KEPT_PROCESS": "web"})
    with _ended(process, port):
        yield port


@contextmanager
def _ended(process: subprocess.Popen[bytes], port: int) -> Iterator[None]:
    from kept.config.commands.run import answers

    try:
        end = time.monotonic() + START_SECONDS
        while not answers("127.0.0.1", port):
            if process.poll() is not None or time.monotonic() > end:
                sys.exit("The web server did not start.")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in: what a browser would send along."""

    port: int
    cookie: str
    token: str

    @property
    def _who(self) -> str:
        return f"Host: {HOST}:{self.port}\r\nCookie: {self.cookie}"

    def get(self, path: str) -> str:
        """Return a request for a page."""
        return f"GET {path} HTTP/1.1\r\n{self._who}\r\n\r\n"

    def read(self, path: str) -> str:
        """Return a page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Host": f"{HOST}:{self.port}", "Cookie": self.cookie}
        connection.request("GET", path, headers=headers)
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def post(self, path: str, form: Mapping[str, str]) -> str:
        """Return a request that sends a form."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **form}, safe="@")
        return (
            f"POST {path} HTTP/1.1\r\n{self._who}\r\n"
            f"Origin: http://{HOST}:{self.port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )


def sign_in(port: int, username: str) -> Visitor:
    """Sign in one of the demo company's people through the sign-in page."""
    from kept.config.demo import LOGINS

    password = next(login.password for login in LOGINS if login.username == username)
    page, cookies = _send(port, "GET", {}, {})
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    form = {"csrfmiddlewaretoken": found[1], "login": username, "password": password}
    _, cookies = _send(port, "POST", form, cookies)
    if "kept" not in cookies:
        sys.exit(f"{username} could not sign in.")
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return Visitor(port, cookie, cookies["kept-csrf"])


def with_plain_session(visitor: Visitor, port: int, username: str) -> Visitor:
    """Sign the same person in to a server that knows Django's own sign-in only."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    from kept.records.people.models import Person

    person = Person.objects.get(username=username)
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.create()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; kept-csrf={visitor.token}"
    return Visitor(port, cookie, visitor.token)


def _send(
    port: int, method: str, form: Mapping[str, str], cookies: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """Ask the sign-in page; return the answer and the cookies after it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {
        "Host": f"{HOST}:{port}",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request(method, "/accounts/login/", urlencode(form), headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    set_now: SimpleCookie = SimpleCookie()
    for line in answer.headers.get_all("Set-Cookie") or ():
        set_now.load(line)
    connection.close()
    return text, {**cookies, **{name: morsel.value for name, morsel in set_now.items()}}
