"""What became of the last macro in several cases, kept in the session of who pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase

KEY: Final = "macro_report"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One case: done, or why not."""

    number: str
    title: str
    is_done: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """One press, known by its key: the same one sent again is answered with what came of it."""

    key: str
    name: str
    back: str  # the question of the queue's address
    lines: tuple[Line, ...]


def load(session: SessionBase) -> Report | None:
    """Return the report of somebody's session, if there is one."""
    kept: Mapping[str, Any] | None = session.get(KEY)
    if not kept:
        return None
    return Report(**{**kept, "lines": tuple(Line(**line) for line in kept["lines"])})


def keep(session: SessionBase, report: Report) -> None:
    """Keep a report in the session, in place of the one before."""
    session[KEY] = {**asdict(report), "lines": [asdict(line) for line in report.lines]}
