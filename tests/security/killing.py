"""A whole Kept in processes of its own, people who go on sending, and somebody who kills."""

from __future__ import annotations

import http.client
import os
import random
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

import psutil
from django.db import connections
from django.test import override_settings

from kept.config import connection as addresses
from kept.config import settings as product
from tests.config.commands.test_run import Running
from tests.desk import Desk, open_desk
from tests.security.company import set_password

PASSWORD = "four words of mine"
PATIENCE = 20.0  # seconds until what was killed must answer again, on a busy machine


@contextmanager
def looking_into(running: Running) -> Iterator[None]:
    """Let this process use the database of a running Kept."""
    known = connections["default"].settings_dict
    before = dict(known)
    address = (running.data.database / "address").read_text()
    found = addresses.settings_for(address, process="command")
    connections.close_all()
    known.update({key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    try:
        yield
    finally:
        connections.close_all()
        known.update(before)


def listened_to(running: Running) -> Running:
    """Return a running Kept whose log is read, so that it never waits to write a line."""

    def read() -> None:
        with suppress(OSError, ValueError):
            while os.read(running.process.stdout.fileno(), 65536):
                pass

    threading.Thread(target=read, daemon=True).start()
    return running


def furnish() -> Desk:
    """Set up a desk whose person at the hotline can sign in on the web server."""
    desk = open_desk()
    with override_settings(PASSWORD_HASHERS=product.PASSWORD_HASHERS):
        set_password(desk.hotline, PASSWORD)
    return desk


@dataclass
class Sender:
    """A browser that sends forms and goes on sending each until it is answered."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status and where it leads. Raises OSError, HTTPException."""
        headers = {
            "Host": f"localhost:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies.get("kept-csrf", ""),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            link.request(method, path, urlencode(form) if form else None, headers)
            answer = link.getresponse()
            answer.read()
        finally:
            link.close()
        for told in answer.headers.get_all("Set-Cookie", []):
            name, _, value = told.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", "")

    def sign_in(self, username: str) -> None:
        self.ask("GET", "/accounts/login/")
        form = {"login": username, "password": PASSWORD}
        status, _ = self.ask("POST", "/accounts/login/", form)
        assert status == 302

    def until_answered(self, path: str, form: dict[str, str], *, until: float) -> str:
        """Send a form again and again; return where it led, or nothing if time ran out."""
        while time.monotonic() < until:
            with suppress(OSError, http.client.HTTPException):
                status, led_to = self.ask("POST", path, form)
                if status == 302:
                    return led_to
                assert status == 503, status
            time.sleep(0.05)
        return ""


@dataclass
class Sent:
    """What people sent, by its key, and where each was led: nothing if nobody answered."""

    led_to: dict[str, str] = field(default_factory=dict)
    problems: list[BaseException] = field(default_factory=list)

    @property
    def numbers(self) -> dict[str, str]:
        """Return the numbers of the cases that were acknowledged, by key."""
        found = {key: re.search(r"/cases/([^/]+)/", to) for key, to in self.led_to.items()}
        return {key: match[1] for key, match in found.items() if match}


def under_load(sender: Sender, path: str, act: Callable[[], None], *, people: int = 4) -> Sent:
    """Let several people log requests while something is done to the servers."""
    sent, is_over = Sent(), threading.Event()

    def go_on() -> None:
        try:
            while not is_over.is_set():
                key = uuid.uuid4().hex
                sent.led_to[key] = ""
                until = time.monotonic() + PATIENCE
                sent.led_to[key] = sender.until_answered(path, request(key), until=until)
        except BaseException as problem:  # noqa: BLE001 - judged by the test
            sent.problems.append(problem)

    threads = [threading.Thread(target=go_on) for _ in range(people)]
    for thread in threads:
        thread.start()
    try:
        act()
    finally:
        is_over.set()
        for thread in threads:
            thread.join(PATIENCE * 2)
    return sent


def request(key: str) -> dict[str, str]:
    """Return the form of a request by telephone."""
    told = {"channel": "telephone", "case_type": "fault", "answered_live": "no"}
    return told | {"key": key, "description": f"sent as {key}"}


def kill_again_and_again(running: Running, part: str, *, times: int, of: bool = False) -> None:
    """Kill a child of Kept at moments nobody chose; `of`: one of its own children instead."""
    chance = random.Random(part)
    for _ in range(times):
        time.sleep(chance.uniform(0.2, 0.8))
        while not kill(wait_for(running, part), chance, of=of):
            time.sleep(0.02)


def kill(victim: psutil.Process, chance: random.Random, *, of: bool) -> bool:
    """Kill a process or one of its children; False if it was ending just now."""
    try:
        family = victim.children() if of else [victim]
        (chance.choice(family) if family else victim).kill()
    except psutil.NoSuchProcess:
        return False
    return True


def wait_for(running: Running, part: str) -> psutil.Process:
    """Return a child of Kept once it is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(StopIteration, psutil.NoSuchProcess):
            return running.child(part)
        time.sleep(0.02)
    raise AssertionError(f"{part} did not come back")


def how_often(default: int) -> int:
    """Return how often to kill: KEPT_TEST_KILLS for long runs."""
    return int(os.environ.get("KEPT_TEST_KILLS", default))
