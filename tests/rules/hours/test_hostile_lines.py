"""Lines made to do harm: each is answered with a sentence, and none takes for ever."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta

from kept.rules.hours.batch import answer

WEEK = {day: [[f"{hour:02}:00", f"{hour:02}:30"] for hour in range(24)] for day in ("mon", "tue")}
DATES = [(date(1950, 1, 1) + timedelta(days=day)).isoformat() for day in range(40_000)]


def error_of(line: str) -> str:
    """Return what a line is answered with, in little time."""
    began = time.process_time()
    said = str(answer(line)["error"])
    assert time.process_time() - began < 5
    return said


def question(**more: object) -> str:
    calendar = {"tz": "UTC", "weekly": WEEK, "holidays": more.pop("holidays", [])}
    return json.dumps({"calendar": calendar, "start": "1990-01-01T10:00", **more})


def test_PO_01_of_very_many_holidays_the_one_that_comes_twice_is_found():
    line = question(op="add", seconds=1, holidays=[*DATES, DATES[-1]])

    assert error_of(line) == f"{DATES[-1]} is entered twice in 'holidays'."


def test_PO_01_of_very_many_keys_the_one_that_comes_twice_is_found():
    keys = ",".join(f'"k{number}":1' for number in range(60_000))

    assert error_of(f'{{{keys},"k59999":2}}') == "The key 'k59999' is given twice."


def test_PO_01_the_periods_of_centuries_are_not_listed_at_once():
    line = question(op="periods", end="2300-01-01T00:00")

    assert error_of(line).startswith("More than 100000 periods lie there")
