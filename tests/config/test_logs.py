"""What stands in the log."""

from __future__ import annotations

import io
import logging

import pytest
import structlog

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
