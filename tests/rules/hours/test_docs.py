"""docs/hours.md names every operation, and its example is true."""

from __future__ import annotations

import json
import re
from pathlib import Path

from kept.rules.hours import batch

PAGE = (Path(__file__).parents[3] / "docs" / "hours.md").read_text(encoding="utf-8")


def test_every_operation_is_in_the_reference_and_no_other():
    refusal = str(batch.answer("{}")["error"])
    ops = set(refusal.partition("the ops are ")[2].rstrip(".").split(", "))
    table = PAGE.partition("| op | input | result |")[2].partition("\n\n")[0]
    named = {
        name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])
    }

    assert named == ops


def test_the_example_is_true():
    example = re.search(r"```json\n(.*?)```\n\n.*?gives `(.*?)`", PAGE, re.DOTALL)

    assert batch.answer(example[1].replace("\n", " ")) == json.loads(example[2])
