"""The states of rules in words, as conditions show them; by what stands before the dot."""

from __future__ import annotations

from typing import Final

from kept.rules.assess.say.texts import texts
from kept.rules.facts.values import Texts

STATES: Final[dict[str, dict[str, Texts]]] = {
    "gate": {
        "open": texts("the step may happen", "可以进行", "可以進行"),
        "closed": texts("the step has to wait", "须等待", "須等待"),
    },
}
