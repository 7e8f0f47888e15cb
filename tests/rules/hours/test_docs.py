"""docs/hours.md names every operation and calendar key, and each of its examples is true."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from kept.rules.hours import Duration, batch, compiled, parse_limit
from tests.rules.hours.calendars import at

PAGE = (Path(__file__).parents[3] / "docs" / "hours.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```json\n(.*?)```\n\n.*?gives `(.*?)`", PAGE, re.DOTALL)
CALENDAR = json.loads(EXAMPLE[1])["calendar"]


def table(head: str) -> list[list[str]]:
    """The cells of each row of the table with this head."""
    body = PAGE.partition(f"| {head} |")[2].partition("\n\n")[0]
    return [
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
        for row in body.splitlines()[2:]
    ]


def ops() -> set[str]:
    refusal = str(batch.answer("{}")["error"])
    return set(refusal.partition("the ops are ")[2].rstrip(".").split(", "))


QUESTIONS = table("question, without `id` and `calendar` | result")
MISTAKES = table("bad question | error")


def test_every_operation_is_in_the_reference_and_no_other():
    named = {
        name for row in table("op | input | result") for name in re.findall(r"`(\w+)`", row[0])
    }

    assert named == ops()


def test_every_operation_has_an_example():
    shown = {json.loads(question.strip("`"))["op"] for question, _ in QUESTIONS}

    assert shown == ops()


def test_every_key_of_a_calendar_is_in_the_reference_and_no_other():
    keys = {
        name
        for row in table("key of the calendar | meaning")
        for name in re.findall(r"`(\w+)`", row[0])
    }

    for key in keys - {"subdivision"}:
        line = json.dumps({"calendar": {key: 5}, "op": "is_open", "start": "2026-03-02"})
        assert f"'{key}'" in str(batch.answer(line)["error"])
    assert {*CALENDAR} <= keys


def test_the_whole_line_is_true():
    assert batch.answer(EXAMPLE[1].replace("\n", " ")) == json.loads(EXAMPLE[2])


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_the_examples_are_true(question, expected):
    line = {"id": "a", "calendar": CALENDAR, **json.loads(question.strip("`"))}

    found = batch.answer(json.dumps(line))

    assert found == {"id": "a", "result": json.loads(expected.strip("`"))}


@pytest.mark.parametrize(("question", "sentence"), MISTAKES)
def test_the_mistakes_are_answered_as_it_says(question, sentence):
    line = {"id": "a", "calendar": CALENDAR, **json.loads(question.strip("`"))}

    assert batch.answer(json.dumps(line)) == {"id": "a", "error": sentence}


def test_the_python_example_is_true():
    source = PAGE.partition("```python\n")[2].partition("```")[0]
    told = {"datetime": datetime, "a": at("2026-02-13 17:00"), "b": at("2026-02-13 18:00")}
    exec(source, told)
    calendar = compiled(told["spec"])

    assert calendar.due(told["start"], Duration.parse("2 h")) == at("2026-02-14 10:00")
    assert f"# {at('2026-02-14 10:00'):%Y-%m-%d %H:%M}+08:00" in source
    noon = parse_limit("next working day 12:00")
    assert calendar.due(told["start"], noon) == at("2026-02-14 12:00")
