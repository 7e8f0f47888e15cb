"""Setting a level by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.services.facts import Recorded, add_fact
from kept.records.cases.services.holding import Held, hold
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.rules.assess import assess
from kept.rules.policy.model import Scale

GRADED = "case.graded"


class UnknownGrade(Refused):
    """The policy has no such level, or not this grade of it."""

    sentence = _("This policy has no level “%(grade)s”.")


@dataclass(frozen=True, kw_only=True)
class Grading:
    """A level set by hand: scale "level.fault", grade "1", from `at` on."""

    scale: str
    grade: str
    at: datetime
    reason: str = ""
    source: str = ""


@transaction.atomic
def grade_case(*, case_id: int, grading: Grading, by: Person, now: datetime, key: str) -> Recorded:
    """Set a level. A stricter one counts at once; a looser one needs a reason, kept with the name.

    Safe to repeat with the same key. Raises UnknownGrade, ReasonMissing, KeyReused.
    """
    held = hold(case_id)
    scale = held.running.policy.scales.get(grading.scale)
    order = [grade.key for grade in scale.grades] if scale else []
    if scale is None or scale.kind != "level" or scale.attribute or grading.grade not in order:
        raise UnknownGrade(grade=grading.grade)
    reason = grading.reason.strip()
    if not reason and _is_looser(held, scale, grading, order):
        raise ReasonMissing
    said = {"level": scale.id, "grade": grading.grade} | ({"reason": reason} if reason else {})
    fact = NewFact(kind=GRADED, at=grading.at, values=said, source=grading.source)
    return add_fact(held, fact, by=by, now=now, key=key)


def _is_looser(held: Held, scale: Scale, grading: Grading, order: list[str]) -> bool:
    """Say whether the grade then in force was worse; grades stand worst first."""
    facts = held.as_facts()
    grades = {
        line.scale: line.value for line in assess(held.running.policy, facts, grading.at).grades
    }
    current = grades.get(f"{scale.kind}.{scale.id}")
    return current in order and order.index(grading.grade) > order.index(current)
