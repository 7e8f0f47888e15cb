"""Closing a case and opening it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.holders import holders
from kept.records.cases.asking import NewFact
from kept.records.cases.models import CaseState
from kept.records.cases.services.facts import Recorded, add_fact, repeated
from kept.records.cases.services.holding import Held, hold
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.cases.whose_word import may_speak_for, names_of
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.rules.assess import assess
from kept.rules.assess.graders import is_ours
from kept.rules.facts.values import Truth

CLOSED, REOPENED = "case.closed", "case.reopened"


class AlreadyClosed(Refused):
    """Nothing to close."""

    sentence = _("This case is closed already.")


class NotClosed(Refused):
    """Nothing to open again."""

    sentence = _("This case is open.")


class ClosedByOthers(Refused):
    """The policy says who alone closes it."""

    sentence = _("By its policy only %(who)s closes this case. Please ask them, or a manager.")


@dataclass(frozen=True, kw_only=True)
class Closing:
    """When it was closed or opened again, and what there is to say about it.

    `despite` is why it happens although the policy wants something else first.
    """

    at: datetime
    text: str = ""
    source: str = ""
    despite: str = ""


@transaction.atomic
def close_case(*, case_id: int, closing: Closing, by: Person, now: datetime, key: str) -> Recorded:
    """Close a case. What is still owed stays owed. Safe to repeat with the same key.

    What the policy wants first holds it back; a manager can close nevertheless, with a reason.
    Raises AlreadyClosed, BeforeTheRequest, ClosedByOthers, InTheFuture, ClosingHeldBack, HeldBack.
    """
    held = hold(case_id)
    said = {"text": closing.text} if closing.text else {}
    fact = NewFact(
        kind=CLOSED, at=closing.at, values=said, source=closing.source, despite=closing.despite
    )
    found = repeated(held, fact, by=by, now=now, key=key)
    if found is not None:
        return found
    if held.case.state == CaseState.CLOSED:
        raise AlreadyClosed
    _refuse_others(held, by=by, now=now)
    return add_fact(held, fact, by=by, now=now, key=key)


def _refuse_others(held: Held, *, by: Person, now: datetime) -> None:
    """Raise ClosedByOthers unless a person is one of those who alone close the case.

    A manager stands in for everybody. Where a customer is among them, what the customer says of
    the result is a fact, and who writes it down closes.
    """
    policy = held.running.policy
    restricted = any(case.may_close for rule in policy.assignments for case in rule.cases)
    if not restricted or Role.MANAGER in by.roles:
        return
    for line in assess(policy, held.as_facts(), now).assignments:
        theirs = all(is_ours(policy, word) for word in line.may_close)
        if not (line.may_close and theirs and line.truth is Truth.YES):
            continue
        if not _is_one_of(line.may_close, held, by=by, now=now):
            raise ClosedByOthers(who=names_of(policy, line.may_close))


def _is_one_of(roles: tuple[str, ...], held: Held, *, by: Person, now: datetime) -> bool:
    """Say whether a person speaks for one of some roles, or was named for it."""
    if any(may_speak_for(role, by=by) for role in roles):
        return True
    case = held.case
    where = {"office_id": case.office_id, "customer_id": case.customer_id}
    return by.pk in holders(at=now).of_all(roles, **where)


@transaction.atomic
def reopen_case(*, case_id: int, closing: Closing, by: Person, now: datetime, key: str) -> Recorded:
    """Open a closed case again, for a reason; its clocks go on where the policy says so.

    Safe to repeat with the same key. Raises NotClosed, ReasonMissing.
    """
    held = hold(case_id)
    said = {"reason": closing.text.strip()}
    fact = NewFact(
        kind=REOPENED, at=closing.at, values=said, source=closing.source, despite=closing.despite
    )
    found = repeated(held, fact, by=by, now=now, key=key)
    if found is not None:
        return found
    if not closing.text.strip():
        raise ReasonMissing
    if held.case.state == CaseState.OPEN:
        raise NotClosed
    return add_fact(held, fact, by=by, now=now, key=key)
