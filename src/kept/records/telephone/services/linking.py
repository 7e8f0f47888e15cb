"""What a call was about: a new case, or one that is there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Contact
from kept.records.cases.asking import LogRequest
from kept.records.cases.models import Case
from kept.records.cases.running import running_policy
from kept.records.cases.services import CaseNotFound, Opened, open_case, record_fact
from kept.records.cases.surroundings import Surroundings, surroundings
from kept.records.ledger.services import Line, write_many
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.telephone.models import Call, CallBack, Unseen
from kept.records.telephone.telling import another_contact, as_told
from kept.records.telephone.waking import wake_pages


class CallGone(Refused):
    """There is no such call."""

    sentence = _("There is no such call.")


class AnotherCase(Refused):
    """A call is about one case."""

    sentence = _("This call belongs to %(number)s already.")


@transaction.atomic
def log_call(
    *,
    call_id: int,
    request: LogRequest,
    by: Person,
    now: datetime,
    key: str,
    known: Surroundings | None = None,
) -> Opened:
    """Log what a caller asks: `open_case` with the times of the call, and the call is the case's.

    Safe to repeat with the same key. Raises CallGone, AnotherCase, and what `open_case` raises.
    """
    call = _held(call_id)
    known = surroundings(request, at=now, known=known)
    policy = running_policy(known.version_id, known.overrides).policy
    told = as_told(request, call, policy)
    opened = open_case(request=told, by=by, now=now, key=key, known=known)
    if call.case_id not in (None, opened.case_id):
        raise AnotherCase(number=call.case)
    if call.case_id is None:
        _link(call, Case.objects.get(pk=opened.case_id), by=by, now=now)
    return opened


@transaction.atomic
def attach_call(*, call_id: int, number: str, by: Person, now: datetime) -> None:
    """Say that a call was about a case that is there: one more contact, with the call's times.

    Safe to repeat. Raises CallGone, CaseNotFound, AnotherCase.
    """
    call = _held(call_id)
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise CaseNotFound
    if call.case_id == case.pk:
        return
    if call.case_id is not None:
        raise AnotherCase(number=call.case)
    policy = running_policy(case.version_id, case.overrides).policy
    for fact in another_contact(call, policy):
        key = f"call-{call.pk}-{fact.kind}"
        record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=key)
    _link(call, case, by=by, now=now)


def _held(call_id: int) -> Call:
    rows = Call.objects.select_for_update(of=("self",)).select_related("call_back__done_call")
    call = rows.filter(pk=call_id).first()
    if call is None:
        raise CallGone
    return call


def _link(call: Call, case: Case, *, by: Person, now: datetime) -> None:
    """Give a call to a case, and with it to the case's customer. It is no longer to call back."""
    if call.contact_id and not _works_for(call.contact_id, case.customer_id):
        call.contact_id = None
    call.case, call.customer_id = case, case.customer_id
    call.contact_id = case.contact_id or call.contact_id
    call.linked_at, call.linked_by = now, by
    wake_pages()
    call.save(update_fields=["case", "customer", "contact", "linked_at", "linked_by"])
    done = CallBack.objects.filter(call=call, done_at=None)
    done.update(done_at=now, done_by=by, reason=str(case.number))
    data = {"case": str(case.number)}
    told = {"call": call.pk, "from": call.caller or call.caller_text}
    write_many(
        [
            Line(stream=call.stream, verb="call.linked", by=by, at=now, data=data),
            Line(stream=case.stream, verb="case.call_linked", by=by, at=now, data=told),
        ]
    )


def _works_for(contact_id: int, customer_id: int) -> bool:
    return Contact.objects.filter(pk=contact_id, customer_id=customer_id).exists()


@transaction.atomic
def put_out_of_sight(*, call_id: int, by: Person, now: datetime) -> None:
    """Do not show a call to this person any more while it is under way. Safe to repeat."""
    if not Call.objects.filter(pk=call_id).exists():
        raise CallGone
    wake_pages()
    Unseen.objects.bulk_create([Unseen(call_id=call_id, person=by, at=now)], ignore_conflicts=True)
