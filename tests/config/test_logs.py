"""What stands in the log."""

from __future__ import annotations

import io
import logging
import sys

import pytest
import structlog
from django.test import Client

from kept.config.logs import renderers

FORGED = "x\n2026-11-27T10:00:00Z [info     ] administrator signed in\x1b[2J\u2028\x9b"


@pytest.fixture
def written(monkeypatch) -> io.StringIO:
    """What the log's own handler writes."""
    root = logging.getLogger()
    own = next(h for h in root.handlers if h.formatter and "structlog" in str(type(h.formatter)))
    monkeypatch.setattr(own, "stream", io.StringIO())
    return own.stream


def test_AL_04_one_event_is_one_line_whoever_chose_its_words(written):
    structlog.get_logger("kept.test").warning(FORGED, path=FORGED)
    logging.getLogger("django.security").warning("Forbidden (%s)", FORGED)

    lines = written.getvalue().splitlines()
    assert len(lines) == 2
    assert all("administrator signed in" in line and line.isprintable() for line in lines)


SECRET = "abcdefgh23456789abcdefgh23456789"


@pytest.mark.parametrize(
    "address",
    [
        *(f"/s/{SECRET}/", f"/s/{SECRET}/document.pdf", f"/request/{SECRET}/"),
        *(f"/api/v1/cti/{SECRET}", f"/accounts/password/reset/key/1-{SECRET}/"),
    ],
)
def test_AL_04_an_address_that_opens_something_is_not_in_it(db, written, address):
    Client(enforce_csrf_checks=True).post(address, {"code": "1"})  # a page that is too old
    structlog.get_logger("kept.test").error("database unavailable", path=address)
    logging.getLogger("django.request").error("Internal Server Error: %s", address)

    assert len(written.getvalue().splitlines()) >= 2
    assert SECRET not in written.getvalue()


def test_other_addresses_are(written):
    structlog.get_logger("kept.test").error("access denied", address="/cases/K-000012/facts/3/")

    assert "/cases/K-000012/facts/3/" in written.getvalue()


@pytest.mark.parametrize("form", ["json", "text"])
def test_AL_04_what_stood_in_variables_is_not_in_it(form):
    def sign_in(password: str) -> None:
        raise ValueError("it went wrong")

    try:
        sign_in("the password of " + "hotline")
    except ValueError:
        told = {"event": "step failed", "exc_info": sys.exc_info()}
    for step in renderers(form):
        told = step(None, "error", told)

    assert "it went wrong" in told
    assert "the password of hotline" not in told
