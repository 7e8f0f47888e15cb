"""Asking `kept hours`: one question as one JSON line, and times written short."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from kept.rules.hours import batch, localize


def ask(calendar, **question):
    """The answer to one line, which must carry the id of the line."""
    (line,) = batch.run([json.dumps({"id": 7, "calendar": calendar, **question})])
    answer = json.loads(line)
    assert answer["id"] == 7
    return answer


def result(calendar, **question):
    answer = ask(calendar, **question)
    assert "error" not in answer, answer
    return answer["result"]


def said(value, zone):
    """What an answer looks like: "2026-03-02 09:00" becomes ISO 8601 with the offset of `zone`.

    A time with an offset stays that instant, seen in `zone`; all else is itself.
    """
    if isinstance(value, list | tuple):
        return [said(part, zone) for part in value]
    if not isinstance(value, str):
        return value
    moment, place = datetime.fromisoformat(value), ZoneInfo(zone)
    if moment.tzinfo is None:
        return localize(moment, place).isoformat()
    return moment.astimezone(place).isoformat()
