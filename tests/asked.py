"""A checklist and macros, as tests find them."""

from __future__ import annotations

from decimal import Decimal

from kept.records.checklists.items import Item, ItemKind
from kept.records.checklists.services import (
    ChecklistDetails,
    publish_checklist,
    write_checklist,
)
from kept.records.macros.services import MacroDetails, keep_macro
from kept.records.macros.steps import Step, StepKind
from kept.records.people.models import Person
from tests.desk import at
from tests.known import WORDS

CHECKLIST, SECOND, MACRO = "first-look", "second-look", "answered"
TICK, VALUE, CHOICE, PHOTO = 1, 2, 3, 4  # the places of its items


def items(mark: str = "") -> list[Item]:
    """Return one item of each kind; the photo alone is not required."""
    return [
        Item(texts={"en": f"Cover closed {mark}"}, kind=ItemKind.TICK, is_required=True),
        Item(
            texts={"en": f"Voltage {mark}"},
            kind=ItemKind.VALUE,
            is_required=True,
            unit="V",
            low=Decimal("210"),
            high=Decimal("240.5"),
        ),
        Item(
            texts={"en": f"Fan {mark}"},
            kind=ItemKind.CHOICE,
            is_required=True,
            choices=({"en": f"quiet {mark}"}, {"en": f"loud {mark}"}),
        ),
        Item(texts={"en": f"Rating plate {mark}"}, kind=ItemKind.PHOTO),
    ]


def make_checklist(by: Person, *, key: str = CHECKLIST, mark: str = "", **said: object) -> int:
    """Publish a checklist; return the number of its version. Repeating it changes nothing."""
    details = ChecklistDetails(names={"en": f"First look {mark}"}, items=items(mark), **said)
    number = write_checklist(key=key, details=details, after=0, by=by, now=at("08:40"))
    publish_checklist(key=key, number=number, by=by, now=at("08:40"))
    return number


def make_macro(by: Person, *steps: Step, key: str = MACRO, mark: str = "", **said: object) -> int:
    """Keep a macro; return the number of its version. Repeating it changes nothing."""
    details = MacroDetails(names={"en": f"Answered {mark}"}, steps=steps, **said)
    return keep_macro(key=key, details=details, after=0, by=by, now=at("08:40"))


def usual_steps(mark: str = "") -> tuple[Step, ...]:
    """Return steps that answer, note ready words, start the checklist."""
    return (
        Step(kind=StepKind.FACT, what="response.given", text=f"by {{me}} {mark}"),
        Step(kind=StepKind.FACT, what="note.added", words=WORDS),
        Step(kind=StepKind.CHECKLIST, what=CHECKLIST),
    )


def make_asked(by: Person, *, mark: str = "") -> None:
    """Publish two checklists and keep a macro; each text is marked."""
    make_checklist(by, mark=mark)
    make_checklist(by, key=SECOND, mark=mark)
    make_macro(by, *usual_steps(mark), mark=mark)
