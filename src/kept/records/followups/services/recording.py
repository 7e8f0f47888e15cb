"""Writing down a follow-up call, and doing what follows from what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact, following
from kept.records.cases.models import Case, CaseState
from kept.records.cases.services import Closing, record_fact, reopen_case
from kept.records.followups.models import LOW, FollowUp, Outcome, PromisedCall
from kept.records.ledger.services import write
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.rules.facts import Value
from kept.rules.facts.values import is_plausible

MADE, GONE = "follow_up.made", "fault.confirmed_gone"
BY_TELEPHONE = "telephone"


class NobodyAsked(Refused):
    """Somebody gave the answers."""

    sentence = _("Please write down who was asked.")


class AskedAlready(Refused):
    """How satisfied a customer is, is asked once."""

    sentence = _("How satisfied they are was asked already. It is asked once.")


class WhyNotGone(Refused):
    """What is still wrong is what the case is opened again for."""

    sentence = _("Please write down what is still wrong. The case is opened again for it.")


class PromiseMissing(Refused):
    """A bad answer opens a call back: a colleague owes it, by a moment to come."""

    sentence = _("Please say who calls them back, and by when. It must be a time to come.")


@dataclass(frozen=True, kw_only=True)
class Told:
    """How a call went: who was asked and what was said.

    `owner_id` and `due_at` are who calls back and by when, should the score be low.
    """

    case_id: int
    outcome: Outcome
    asked: str = ""
    is_gone: bool | None = None
    score: int | None = None
    words: str = ""
    owner_id: int | None = None
    due_at: datetime | None = None
    source: str = ""


@transaction.atomic
def record_follow_up(*, told: Told, by: Person, now: datetime, key: str) -> FollowUp:
    """Write down a follow-up call; return it. Safe to repeat with the same key.

    Who was reached makes the fact “follow-up made”, and keeps the calls that were promised before;
    who says that the fault is gone makes one of its own, with the name and the way.
    A fault that is not gone opens a closed case again; a low score promises a call back.
    Raises NobodyAsked, AskedAlready, WhyNotGone, PromiseMissing, and what the case refuses.
    """
    case = Case.objects.select_for_update().get(pk=told.case_id)
    found = FollowUp.objects.filter(by=by, key=key).first()
    if found is not None:
        return found
    _check(told, now=now)
    row = FollowUp.objects.create(
        case=case,
        customer_id=case.customer_id,
        at=now,
        by=by,
        key=key,
        outcome=told.outcome,
        asked=told.asked.strip(),
        is_gone=told.is_gone,
        score=told.score,
        words=told.words.strip(),
    )
    if told.outcome == Outcome.REACHED:
        _keep_promises(row)
        _tell_the_case(case, told, by=by, now=now, key=key)
    promise = _promise(row, told)
    _note(case, row, promise)
    return row


def _check(told: Told, *, now: datetime) -> None:
    if told.outcome == Outcome.REACHED and not told.asked.strip():
        raise NobodyAsked
    if told.is_gone is False and not told.words.strip():
        raise WhyNotGone
    if told.score is None:
        return
    if FollowUp.objects.filter(case_id=told.case_id, score__isnull=False).exists():
        raise AskedAlready
    if told.score <= LOW and not (_is_to_come(told.due_at, now) and _is_ours(told)):
        raise PromiseMissing


def _is_to_come(due_at: datetime | None, now: datetime) -> bool:
    """Say whether it is a time to come that every calendar has: pages show it in any zone."""
    return due_at is not None and due_at > now and is_plausible(due_at)


def _is_ours(told: Told) -> bool:
    if told.owner_id is None:
        return False
    owner = Person.objects.filter(pk=told.owner_id, is_active=True).first()
    return owner is not None and Role.CUSTOMER not in owner.roles


def _keep_promises(row: FollowUp) -> None:
    waiting = PromisedCall.objects.filter(follow_up__case_id=row.case_id, done_at=None)
    waiting.update(done_at=row.at, done_by=row.by_id, done_with=row.pk)


def _tell_the_case(case: Case, told: Told, *, by: Person, now: datetime, key: str) -> None:
    words = told.words.strip()
    values: dict[str, Value] = {"confirmed_by": told.asked.strip()}
    if told.score is not None:
        values["satisfaction"] = told.score
    if words:
        values["text"] = words
    fact = NewFact(kind=MADE, at=now, values=values, source=told.source)
    record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=following(key, "made"))
    if told.is_gone:
        said: dict[str, Value] = {"confirmed_by": told.asked.strip(), "channel": BY_TELEPHONE}
        gone = NewFact(kind=GONE, at=now, values=said, source=told.source)
        record_fact(case_id=case.pk, fact=gone, by=by, now=now, key=following(key, "gone"))
    if told.is_gone is False and case.state == CaseState.CLOSED:
        closing = Closing(at=now, text=words, source=told.source)
        reopen_case(case_id=case.pk, closing=closing, by=by, now=now, key=following(key, "open"))


def _promise(row: FollowUp, told: Told) -> PromisedCall | None:
    if row.score is None or row.score > LOW:
        return None
    assert told.owner_id is not None
    assert told.due_at is not None
    return PromisedCall.objects.create(
        follow_up=row, owner_id=told.owner_id, promised_at=row.at, due_at=told.due_at
    )


def _note(case: Case, row: FollowUp, promise: PromisedCall | None) -> None:
    data = {
        "follow_up": row.pk,
        "outcome": row.outcome,
        "asked": row.asked,
        "is_gone": row.is_gone,
        "score": row.score,
        "words": row.words,
        "owner": promise.owner_id if promise else None,
        "due_at": promise.due_at.isoformat() if promise else None,
    }
    write(stream=case.stream, verb="follow_up.recorded", by=row.by, at=row.at, data=data)
