"""Setting a level by hand, by the word of whoever sets it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.services.facts import STOOD, Recorded, add_fact, repeated
from kept.records.cases.services.holding import Held, hold
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.cases.whose_word import NotYourWord, Word, check_word, names_of
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.rules.assess import Assessment, ContestLine, assess
from kept.rules.assess.graders import is_ours, rank, together, who_decides
from kept.rules.policy.model import Policy, Scale

GRADED = "case.graded"
OURS = Word(of="provider")
# Who takes down a level; whoever else decides about a contest may do that alone.
AT_THE_DESK = {Role.HOTLINE, Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR}


class UnknownGrade(Refused):
    """The policy has no such level, or not this grade of it."""

    sentence = _("This policy has no level “%(grade)s”.")


class SetByOthers(Refused):
    """The policy lets somebody else set this level, and this word would make it milder."""

    sentence = _(
        "Under this policy this level is set by: %(who)s. Record their word, or contest the level."
    )


class DecidedByOthers(Refused):
    """A contest is open, which somebody else decides."""

    sentence = _("This level is contested. Decided by: %(who)s.")


class OwnGrade(Refused):
    """Nobody decides about a level that they set."""

    sentence = _("You set this level yourself, so somebody else decides about it.")


@dataclass(frozen=True, kw_only=True)
class Grading:
    """A level set by hand: scale "level.fault", grade "1", from `at` on, by somebody's word."""

    scale: str
    grade: str
    at: datetime
    reason: str = ""
    source: str = ""
    word: Word = OURS


@transaction.atomic
def grade_case(*, case_id: int, grading: Grading, by: Person, now: datetime, key: str) -> Recorded:
    """Set a level by the word of whoever the policy lets set it.

    A stricter one counts at once; a looser one, a decision about a contest and a word of ours where
    others set the level need a reason, kept with the name. Where several set it together it counts
    once they agree. Safe to repeat with the same key. Raises UnknownGrade, ReasonMissing,
    SetByOthers, DecidedByOthers, OwnGrade, UnknownWord, WhoSaidIt, NotYourWord, KeyReused.
    """
    held = hold(case_id)
    return set_grade(held, grading, by=by, now=now, key=key)


def set_grade(held: Held, grading: Grading, *, by: Person, now: datetime, key: str) -> Recorded:
    """Set a level of a held case. For the services of this app."""
    policy, reason = held.running.policy, grading.reason.strip()
    scale = level_of(policy, grading.scale, grading.grade)
    said = {"level": scale.id, "grade": grading.grade, **grading.word.values(policy)}
    said |= {"reason": reason} if reason else {}
    fact = NewFact(kind=GRADED, at=grading.at, values=said, source=grading.source)
    found = repeated(held, fact, by=by, now=now, key=key)
    if found is not None:
        return found
    before = _check(held, scale, grading, by=by, now=now)
    fact = replace(fact, values={**said, STOOD: before} if before else said)
    return add_fact(held, fact, by=by, now=now, key=key)


def level_of(policy: Policy, key: str, grade: str) -> Scale:
    """Return a level that people set; "" for no grade in particular. Raises UnknownGrade."""
    scale = policy.scales.get(key)
    if scale is None or scale.kind != "level" or scale.attribute:
        raise UnknownGrade(grade=grade)
    if grade and grade not in order_of(scale):
        raise UnknownGrade(grade=grade)
    return scale


def order_of(scale: Scale) -> list[str]:
    """Return the grades of a level, worst first."""
    return [each.key for each in scale.grades]


def _check(held: Held, scale: Scale, grading: Grading, *, by: Person, now: datetime) -> str:
    """Return the grade that stood, "" for none.

    Raises a refusal unless this word may set the level, and says why where it must.
    """
    if not grading.grade:
        raise UnknownGrade(grade=grading.grade)
    policy, word = held.running.policy, grading.word.of
    stood = _stood(assess(policy, held.as_facts(), grading.at), grading)
    contested = open_about(assess(policy, held.as_facts(), now), grading.scale)
    step = order_of(scale).index(grading.grade) - rank(scale, stood) if stood else 0
    deciding = bool(contested) and word in who_decides(policy, scale)
    check_word(policy, grading.word, by=by, deciding=deciding and not together(scale))
    if not deciding and not grading.word.is_direct and not AT_THE_DESK & set(by.roles):
        raise NotYourWord(word=names_of(policy, [word]))
    if deciding and is_ours(policy, word) and _set_by(held, scale) == by.pk:
        raise OwnGrade
    entitled = deciding or not scale.graders or word in scale.graders
    stricter_of_ours = step < 0 and is_ours(policy, word)
    if contested and not deciding and not stricter_of_ours:
        raise DecidedByOthers(who=names_of(policy, who_decides(policy, scale)))
    if not entitled and not stricter_of_ours:
        raise SetByOthers(who=names_of(policy, scale.graders))
    if (step > 0 or deciding or not entitled) and not grading.reason.strip():
        raise ReasonMissing
    return stood


def open_about(assessment: Assessment, key: str) -> list[ContestLine]:
    """Return the open contests of a level, or of the "cause"."""
    return [line for line in assessment.contested if line.rule == key]


def _stood(assessment: Assessment, grading: Grading) -> str:
    grades = {line.scale: line.value for line in assessment.grades}
    return grades.get(grading.scale) or ""


def _set_by(held: Held, scale: Scale) -> int | None:
    """Return who last set a level by our own word."""
    policy = held.running.policy
    for row in reversed(held.facts):
        word = str(row.values.get("role") or row.values.get("party") or "")
        about = row.kind == GRADED and row.values.get("level") == scale.id
        if about and held.standing(row.seq) and (not word or is_ours(policy, word)):
            return row.by_id
    return None
