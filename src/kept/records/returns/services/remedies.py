"""Choosing what the policy lets somebody choose, and beginning what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact, following
from kept.records.cases.held_back import speaker_for
from kept.records.cases.models import Case, CaseFact
from kept.records.cases.queries import Assessed, assessed
from kept.records.cases.services import KeyReused, record_fact, touch_case
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.returns.models import Rma
from kept.records.returns.services.asking import NewLine, NewRma, open_rma
from kept.rules.assess import RemedyLine
from kept.rules.facts import Value
from kept.rules.policy.model import Op, RemedyRule, Test

CHOSEN: Final = "remedy.chosen"


class NotOpen(Refused):
    """Only what the policy opens is chosen."""

    sentence = _("By what is known, the policy does not offer this now (%(clauses)s).")


class NoUnit(Refused):
    """An exchange is of something."""

    sentence = _("This case names no equipment, so please say what is exchanged in a return of it.")


class Follows(StrEnum):
    """What begins with a choice."""

    EXCHANGE = "exchange"  # another unit takes its place
    TAKE_BACK = "take_back"  # it comes back for good, and money is returned
    NOTHING = "nothing"  # nothing of goods


@dataclass(frozen=True, kw_only=True)
class NewChoice:
    """Which option of which remedy was chosen by whom, and what begins with it."""

    case_id: int
    rule: str
    option: str
    follows: Follows
    requester: str = ""
    source: str = ""


@transaction.atomic
def choose_remedy(*, choice: NewChoice, by: Person, now: datetime, key: str) -> Rma | None:
    """Record the choice of a remedy that is open; a return for it, if goods move, begins.

    The return says by which remedy and clause it is asked for. Returns it; None without one. Safe
    to repeat with the same key. Raises NotOpen, NoUnit, KeyReused, and what `open_rma` and
    `record_fact` raise.
    """
    case = touch_case(case_id=choice.case_id)
    said = following(key, "chosen")
    before = CaseFact.objects.filter(case_id=case.pk, by=by, key=said).first()
    if before is not None:
        if before.values.get("option") != choice.option:
            raise KeyReused
        return Rma.objects.filter(asked_by=by, key=key).first()
    found = assessed(case.pk, at=now)
    line, rule = _open(found, choice)
    values: dict[str, Value] = _wanted(rule.choose.where) | {"option": choice.option}
    if choice.requester.strip():
        values["requester"] = choice.requester.strip()
    fact = NewFact(kind=rule.choose.kind, at=now, values=values, source=choice.source)
    record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=said)
    if choice.follows is Follows.NOTHING:
        return None
    asked = NewRma(
        case_id=case.pk,
        lines=(_unit(case),),
        text=reason_of(found, line, choice.option),
        source=choice.source,
        follows=choice.follows,
    )
    return open_rma(asked=asked, by=by, now=now, key=key)


def reason_of(found: Assessed, line: RemedyLine, option: str) -> str:
    """Return by which remedy, option and clauses something is asked for, in the language spoken."""
    speaker = speaker_for(found.policy)
    names = {one.key: one.name for one in line.options}
    clauses = ", ".join(line.reason.clauses)
    said = f"{speaker.text(line.name)}: {speaker.text(names.get(option, {}))}"
    return f"{said} ({clauses})" if clauses else said


def _open(found: Assessed, choice: NewChoice) -> tuple[RemedyLine, RemedyRule]:
    line = next((one for one in found.assessment.remedies if one.rule == choice.rule), None)
    rule = found.policy.rules.get(choice.rule)
    is_offered = line is not None and choice.option in {one.key for one in line.on_offer}
    if line is None or not isinstance(rule, RemedyRule) or not is_offered:
        clauses = ", ".join(line.reason.clauses) if line else ""
        raise NotOpen(clauses=clauses or found.policy.id)
    return line, rule


def _wanted(tests: Iterable[Test]) -> dict[str, Value]:
    """Return the values by which a policy knows the fact of a choice, where it asks for one."""
    return {
        test.key: test.against[0]
        for test in tests
        if test.op is Op.ONE_OF and len(test.against) == 1
    }


def _unit(case: Case) -> NewLine:
    piece = case.equipment
    if piece is None:
        raise NoUnit
    name = f"{piece.product.brand} {piece.product.code}"
    return NewLine(name=name, serial_number=piece.serial_number, equipment_id=piece.pk)
