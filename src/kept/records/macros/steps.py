"""The steps of a macro as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.records.cases import values
from kept.rules.facts import Value

ME, ON_DUTY = "me", "duty"  # to whom a case is handed over, beside a named person
NOTE: Final = "note.added"


class StepKind(models.TextChoices):
    """What a step does."""

    FACT = "fact", _("Record a fact")
    WAIT = "wait", _("Begin to wait")
    RESUME = "resume", _("End the waiting")
    CHECKLIST = "checklist", _("Start a checklist")
    ASSIGN = "assign", _("Hand the case over")
    MESSAGE = "message", _("Write to the customer")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step. `what` names the fact, the reason to wait, the checklist, or who gets the case.

    `words` is the key of ready words that are said with it, `text` are words of its own.
    """

    kind: StepKind
    what: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    words: str = ""
    text: str = ""


def to_json(step: Step) -> dict[str, Any]:
    """Return a step for a JSON column and the ledger."""
    return {
        "kind": step.kind.value,
        "what": step.what,
        "values": values.to_json(step.values),
        "words": step.words,
        "text": step.text,
    }


def from_json(kept: Mapping[str, Any]) -> Step:
    """Return a step as it was kept."""
    return Step(
        kind=StepKind(kept["kind"]),
        what=kept["what"],
        values=values.from_json(kept["values"]),
        words=kept["words"],
        text=kept["text"],
    )
