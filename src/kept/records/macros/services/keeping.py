"""Keeping macros: each change is a version that says who made it and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services.facts import OWN_SERVICE
from kept.records.checklists.models import Checklist
from kept.records.knowledge.models import ReadyText
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.macros.models import Macro, MacroVersion
from kept.records.macros.models.macro import KEY
from kept.records.macros.steps import ME, NOTE, ON_DUTY, Step, StepKind, to_json
from kept.records.naming import clean_names
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time

SAID: Final = ("names", "case_types", "families", "steps")
LONGEST_KEY, MOST_STEPS, LONGEST_TEXT = 40, 12, 1500


NOT_THERE: Final = {
    StepKind.CHECKLIST: _("there is no such checklist"),
    StepKind.ASSIGN: _("there is no such person"),
    StepKind.WAIT: _("it does not say for whom"),
    StepKind.MESSAGE: _("it is said in ready words alone, so that the customer can read it"),
}


class MacroNotFound(Refused):
    """There is no such macro, or it is offered no more."""

    sentence = _("There is no such macro.")


class MacroEmpty(Refused):
    """A macro without a name or without steps does nothing."""

    sentence = _("Please give the macro a plain key, a name and at least one step.")


class MacroChanged(Refused):
    """Who runs or changes a macro must have seen what it does now."""

    sentence = _("This macro was changed meanwhile. Please look at it again.")


class StepUnclear(Refused):
    """A step names something that is not there, or that no macro can do."""

    sentence = _("Step %(place)s cannot be done by a macro: %(what)s")


@dataclass(frozen=True, kw_only=True)
class MacroDetails:
    """What a macro does, and in which cases it is offered; nothing named: in all of them."""

    names: Mapping[str, str]
    steps: Sequence[Step]
    case_types: tuple[str, ...] = ()
    families: tuple[str, ...] = ()


@transaction.atomic
def keep_macro(*, key: str, details: MacroDetails, after: int, by: Person, now: datetime) -> int:
    """Make a macro, or change what it does. Returns the number of its version.

    `after` is the version that was looked at, 0 for a new macro. What is kept already gives no new
    version; a macro that was retired is there again. Raises MacroEmpty, StepUnclear, MacroChanged.
    """
    if not re.fullmatch(KEY, key) or len(key) > LONGEST_KEY:
        raise MacroEmpty
    said = _said(details)
    one_at_a_time(f"macro {key}")
    row, _made = Macro.objects.get_or_create(key=key, defaults={"begun_at": now, "begun_by": by})
    last = row.versions.order_by("-number").first()
    is_same = last is not None and {name: getattr(last, name) for name in SAID} == said
    if last is not None and is_same and row.retired_at is None:
        return last.number
    if after != (last.number if last else 0):
        raise MacroChanged
    version = MacroVersion(macro=row, number=after + 1, written_at=now, written_by=by)
    for name, value in said.items():
        setattr(version, name, value)
    version.save(force_insert=True)
    Macro.objects.filter(pk=row.pk).update(retired_at=None, retired_by=None)
    data = told({"version": version.number, **said})
    write(stream=f"macro:{key}", verb="macro.kept", by=by, at=now, data=data)
    return version.number


@transaction.atomic
def retire_macro(*, key: str, by: Person, now: datetime) -> bool:
    """Offer a macro no more. Returns whether anything changed."""
    rows = Macro.objects.filter(key=key, retired_at=None)
    if not rows.update(retired_at=now, retired_by=by):
        return False
    write(stream=f"macro:{key}", verb="macro.retired", by=by, at=now)
    return True


def _said(details: MacroDetails) -> dict[str, object]:
    names = clean_names(details.names)
    if not names or not details.steps or len(details.steps) > MOST_STEPS:
        raise MacroEmpty
    for place, step in enumerate(details.steps, start=1):
        if problem := _problem(step):
            raise StepUnclear(place=place, what=problem)
    return {
        "names": names,
        "case_types": _each(details.case_types),
        "families": _each(details.families),
        "steps": [to_json(replace(step, text=step.text.strip())) for step in details.steps],
    }


def _problem(step: Step) -> object:
    """Return what is wrong with a step in words; empty: nothing."""
    if len(step.text) > LONGEST_TEXT:
        return _("it says more than can be kept")
    if step.words and not ReadyText.objects.filter(key=step.words, retired_at=None).exists():
        return _("there are no such ready words")
    if step.kind is StepKind.FACT:
        return _problem_of_fact(step)
    return "" if _names_what_is_there(step) else NOT_THERE[step.kind]


def _names_what_is_there(step: Step) -> bool:
    match step.kind:
        case StepKind.CHECKLIST:
            return Checklist.objects.filter(key=step.what, retired_at=None).exists()
        case StepKind.ASSIGN:
            return _is_somebody(step.what)
        case StepKind.WAIT:
            return bool(step.what)
        case StepKind.MESSAGE:
            return bool(step.words) and not step.text.strip()
    return True


def _problem_of_fact(step: Step) -> object:
    if not step.what or step.what in OWN_SERVICE:
        return _("this has a form of its own")
    if step.what == NOTE and not (step.words or step.text.strip()):
        return _("a note needs words")
    return ""


def _is_somebody(what: str) -> bool:
    if what in (ME, ON_DUTY):
        return True
    return what.isdigit() and Person.objects.active().filter(pk=int(what)).exists()


def _each(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(tidy for word in words if (tidy := " ".join(word.split()))))
