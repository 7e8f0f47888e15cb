"""Reminding a customer by mail, by itself: once, if it is still right, and within limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kept.records.cases.asking import NewFact, following
from kept.records.cases.concerned import was_complaint
from kept.records.cases.models import CaseFact, CaseLink, CaseState
from kept.records.cases.services import Door, record_fact
from kept.records.cases.services.holding import DUPLICATES, Held, hold
from kept.records.cases.services.waiting import BEGAN, is_waiting, with_wider
from kept.records.documents.addressees import Addressee, usual
from kept.records.documents.telling import zone_of
from kept.records.ledger.actor import System
from kept.records.ledger.services import write
from kept.records.mail.reminding import About, Reminder
from kept.records.mail.services.telling import DAY, MOST_A_DAY, MOST_FOR_ALL
from kept.records.notices.models import Notice
from kept.records.notices.services import OutgoingLetter, send_letter
from kept.records.notices.threads import answer_headers
from kept.records.people.services.doors import door_person
from kept.rules.assess import ClockState
from kept.rules.facts.names import CUSTOMERS

DOOR: Final = Door("reminders", "Reminders by mail")
NOTE, HEARD = "note.added", "contact.received"
SOURCE: Final = "reminder"


@transaction.atomic
def remind_customer(*, reminder: Reminder, now: datetime) -> bool:
    """Remind who asked, if nothing has changed since, and note it in the case. Returns whether.

    Nobody is reminded twice of the same, who has answered, of a complaint, or of a case that is
    another's duplicate. What the limits of a day leave out may go another time.
    """
    held = hold(reminder.case_id)
    case = held.case
    to = usual(case)
    said = (
        _waiting(held, reminder) if reminder.about is About.WAITING else _due(held, reminder, now)
    )
    if to is None or said is None or _is_quiet(held, reminder):
        return False
    letter = _letter(held, to, reminder, said)
    if not send_letter(
        letter, most_to_one=(MOST_A_DAY, DAY), most_to_all=(MOST_FOR_ALL, DAY), now=now
    ):
        return False
    seq = _note(held, to, reminder, now)
    data = {"about": reminder.about.value, "what": reminder.what, "nth": reminder.nth,
            "address": to.address, "contact": to.contact_id, "fact": seq}  # fmt: skip
    write(stream=case.stream, verb="customer.reminded", by=System(DOOR.username), at=now, data=data)
    return True


def _is_quiet(held: Held, reminder: Reminder) -> bool:
    """Say whether no machine writes to anybody about this case, or has written this."""
    case = held.case
    return (
        case.state != CaseState.OPEN
        or was_complaint(held.facts)
        or CaseLink.objects.filter(DUPLICATES, case_id=case.pk).exists()
        or Notice.objects.filter(dedup=reminder.key).exists()
    )


def _waiting(held: Held, reminder: Reminder) -> dict[str, Any] | None:
    """Return what is said of the waiting; None if it is over, not theirs, or they have written."""
    began = held.standing(int(reminder.what))
    if began is None or began.kind != BEGAN or not is_waiting(held):
        return None
    last = max(row.seq for row in held.facts if row.kind == BEGAN and held.standing(row.seq))
    policy, reason = held.running.policy, str(began.values.get("waiting_for", ""))
    is_theirs = not CUSTOMERS.isdisjoint(with_wider(policy, reason))
    if last != began.seq or not is_theirs or _heard(held, began):
        return None
    names = {choice.key: choice.name for choice in policy.attributes["waiting_for"].choices}
    return {"names": dict(names.get(reason, {})), "since": began.at.isoformat()}


def _heard(held: Held, began: CaseFact) -> bool:
    return any(row.kind == HEARD and row.received_at > began.received_at for row in held.facts)


def _due(held: Held, reminder: Reminder, now: datetime) -> dict[str, Any] | None:
    """Return what is said of a clock of theirs; None if it runs no more."""
    row = held.clocks.get(reminder.what)
    if row is None or row.due_at is None or row.due_at <= now or not row.certain:
        return None
    if row.state != ClockState.RUNNING or row.promise_version != reminder.version:
        return None
    return {
        "names": dict(row.names),
        "clauses": list(row.clauses),
        "due_at": row.due_at.isoformat(),
    }


def _letter(held: Held, to: Addressee, reminder: Reminder, said: dict[str, Any]) -> OutgoingLetter:
    case = held.case
    unique = f"{reminder.about.value}.{case.pk}.{reminder.what}.{reminder.version}.{reminder.nth}"
    return OutgoingLetter(
        kind=reminder.about.value,
        address=to.address,
        language=to.language,
        subject_key=str(case.number),
        dedup=reminder.key,
        data={
            **said,
            "zone": zone_of(case),
            **answer_headers(
                case_id=case.pk,
                address=to.address,
                unique=unique.replace("#", "-"),  # a clock's later runs have it in their key
                mailbox=settings.MAIL_ADDRESS,
            ),
        },
    )


def _note(held: Held, to: Addressee, reminder: Reminder, now: datetime) -> int:
    """Note in the case that a mail went out, in the language of who has it; return the number."""
    with translation.override(held.case.responsible.language):
        sentences = {
            About.WAITING: _("A mail reminded {name}, {address}, that we wait for them."),
            About.DUE: _("A mail reminded {name}, {address}, of what is due from them."),
        }
        text = sentences[reminder.about].format(name=to.name, address=to.address)
    fact = NewFact(kind=NOTE, at=now, values={"text": text}, source=SOURCE)
    by = door_person(username=DOOR.username, name=DOOR.name, at=now)
    key = following(reminder.key, "note")
    return record_fact(case_id=held.case.pk, fact=fact, by=by, now=now, key=key).seq
