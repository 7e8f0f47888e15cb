"""Taking the steps of a macro: each is another app's service, within the macro's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypedDict

from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.queries import CaseCard
from kept.records.cases.services import (
    NobodyResponsible,
    Waiting,
    assign_case,
    begin_waiting,
    end_waiting,
    record_fact,
)
from kept.records.checklists.services import start_checklist
from kept.records.knowledge.queries import ReadyWords
from kept.records.knowledge.speaking import Spoken, in_case, spoken
from kept.records.macros.steps import ME, ON_DUTY, Step, StepKind
from kept.records.mail.services import Message, write_to_customer
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.records.roster.queries import lead

RECORDERS: Final = frozenset(
    (Role.HOTLINE, Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR, Role.ENGINEER)
)
# Who may do a step: the same people who may do it by hand.
WHO: Final[Mapping[StepKind, frozenset[Role]]] = dict.fromkeys(StepKind, RECORDERS) | {
    StepKind.ASSIGN: RECORDERS - {Role.ENGINEER}
}


class WordsGone(Refused):
    """The ready words of a step are offered no more."""

    sentence = _("The ready words /%(words)s are offered no more. Please choose others.")


class NotYourStep(Refused):
    """Somebody else does this by hand, so the macro does not do it for them either."""

    sentence = _("You cannot do this in a case: %(step)s.")


@dataclass(frozen=True, kw_only=True)
class Setting:
    """In which case the steps are taken, by whom, when; `key` makes them safe to repeat."""

    card: CaseCard
    by: Person
    now: datetime
    key: str
    source: str
    words: Mapping[str, ReadyWords]

    def key_of(self, place: int) -> str:
        """Return the key of a step by its place."""
        return f"macro {self.key} {place}"


class _Told(TypedDict):
    """What every service is told."""

    case_id: int
    by: Person
    now: datetime


def may_take(step: Step, by: Person) -> bool:
    """Say whether a person may do by hand what a step does."""
    return bool(WHO[step.kind] & set(by.roles))


def take(step: Step, place: int, setting: Setting) -> int | None:
    """Take a step; return the number of the fact it recorded, if it did.

    Part of the caller's transaction. Raises what its service raises, NotYourStep, WordsGone.
    """
    if not may_take(step, setting.by):
        raise NotYourStep(step=step.kind.label)
    told: _Told = {"case_id": setting.card.pk, "by": setting.by, "now": setting.now}
    key = setting.key_of(place)
    match step.kind:
        case StepKind.FACT:
            return record_fact(fact=fact_of(step, setting), key=key, **told).seq
        case StepKind.WAIT:
            return begin_waiting(waiting=_waiting(step, setting), key=key, **told).seq
        case StepKind.RESUME:
            text = text_of(step, setting)
            return end_waiting(at=setting.now, text=text, key=key, **told).seq
        case StepKind.MESSAGE:
            return write_to_customer(message=_message(step, setting), key=key, **told).seq
        case StepKind.CHECKLIST:
            start_checklist(key=step.what, **told)
        case StepKind.ASSIGN:
            assign_case(person_id=_person(step, setting), **told)
    return None


def fact_of(step: Step, setting: Setting) -> NewFact:
    """Return the fact that a step records. Raises WordsGone."""
    text = text_of(step, setting)
    said = dict(step.values) | ({"text": text} if text else {})
    return NewFact(kind=step.what, at=setting.now, values=said, source=setting.source)


def text_of(step: Step, setting: Setting) -> str:
    """Return what is said with a step, its holes filled. Raises WordsGone."""
    own = in_case(step.text, setting.card, setting.by.language, by=setting.by)
    if not step.words:
        return own
    ready = _spoken(step, setting).text
    return "\n".join(part for part in (ready, own) if part)


def _spoken(step: Step, setting: Setting) -> Spoken:
    words = setting.words.get(step.words)
    if words is None:
        raise WordsGone(words=step.words)
    return spoken(words, setting.card, by=setting.by)


def _message(step: Step, setting: Setting) -> Message:
    said = _spoken(step, setting)
    return Message(text=said.text, language=said.language, source=setting.source)


def _waiting(step: Step, setting: Setting) -> Waiting:
    return Waiting(
        waiting_for=step.what,
        at=setting.now,
        text=text_of(step, setting),
        source=setting.source,
    )


def _person(step: Step, setting: Setting) -> int:
    if step.what == ME:
        return setting.by.pk
    if step.what != ON_DUTY:
        return int(step.what)
    found = lead(office_id=setting.card.office.pk, at=setting.now)
    if found is None:
        raise NobodyOnDuty
    return found


class NobodyOnDuty(NobodyResponsible):
    """A case is handed over to somebody who is there."""

    sentence = _("Nobody is on duty now to whom the case could be handed over.")
