"""Closing a case and opening it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.models import CaseState
from kept.records.cases.services.facts import Recorded, add_fact, repeated
from kept.records.cases.services.holding import hold
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.people.models import Person
from kept.records.refusal import Refused

CLOSED, REOPENED = "case.closed", "case.reopened"


class AlreadyClosed(Refused):
    """Nothing to close."""

    sentence = _("This case is closed already.")


class NotClosed(Refused):
    """Nothing to open again."""

    sentence = _("This case is open.")


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
    Raises AlreadyClosed, BeforeTheRequest, InTheFuture, ClosingHeldBack, HeldBack.
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
    return add_fact(held, fact, by=by, now=now, key=key)


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
