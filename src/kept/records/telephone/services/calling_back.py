"""Calling back who reached nobody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import ReasonMissing
from kept.records.ledger.services import Line, write_many
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.records.roster.queries import lead
from kept.records.telephone.models import Call, CallBack
from kept.records.telephone.promised import promised
from kept.records.telephone.services.late import tell_the_case
from kept.records.telephone.waking import wake_pages


class CallBackGone(Refused):
    """Somebody called back meanwhile, or there is no such call."""

    sentence = _("This call back is done already.")


class NobodyToCallBack(Refused):
    """Who calls back works here."""

    sentence = _("Only somebody who works here can call back.")


def must_call_back(call: Call, *, now: datetime) -> None:
    """Put a missed call on the list of those to call back. Part of the caller's transaction."""
    due_at, clauses = promised(call, at=now)
    owner = lead(office_id=call.exchange.office_id or 0, at=now)
    told = {"due_at": due_at, "due_clauses": list(clauses), "owner_id": owner}
    CallBack.objects.get_or_create(call=call, defaults=told)


def answered_now(call: Call, *, now: datetime) -> None:
    """Take off the list whom this call has reached, or who has reached us by it.

    Part of the caller's transaction.
    """
    assert call.answered_at is not None
    if not call.other:
        return
    CallBack.objects.filter(call=call, done_at=None).delete()  # it was answered after all
    waiting = CallBack.objects.select_for_update(of=("self",)).filter(
        done_at=None, call__caller=call.other, call__started_at__lt=call.answered_at
    )
    for back in waiting.select_related("call__case"):
        back.done_at, back.done_by, back.done_call = call.answered_at, call.answered_by, call
        back.save(update_fields=["done_at", "done_by", "done_call"])
        tell_the_case(back.call, now=now)


@transaction.atomic
def take_call_back(*, call_id: int, by: Person, now: datetime) -> None:
    """Make a person the one who calls back. Raises CallBackGone, NobodyToCallBack."""
    if Role.CUSTOMER in by.roles or not by.is_active:
        raise NobodyToCallBack
    back = _waiting(call_id)
    if back.owner_id == by.pk:
        return
    before, back.owner = back.owner_id, by
    back.save(update_fields=["owner"])
    data = {"before": before, "after": by.pk, "name": by.display_name}
    write_many([Line(stream=back.call.stream, verb="call.taken", by=by, at=now, data=data)])


@transaction.atomic
def no_call_needed(*, call_id: int, reason: str, by: Person, now: datetime) -> None:
    """Take a call off the list for a reason. Raises ReasonMissing, CallBackGone."""
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    back = _waiting(call_id)
    back.done_at, back.done_by, back.reason = now, by, reason
    back.save(update_fields=["done_at", "done_by", "reason"])
    wake_pages()
    data = {"reason": reason}
    write_many([Line(stream=back.call.stream, verb="call.let_go", by=by, at=now, data=data)])


def _waiting(call_id: int) -> CallBack:
    rows = CallBack.objects.select_for_update(of=("self",)).select_related("call")
    back = rows.filter(call_id=call_id, done_at=None).first()
    if back is None:
        raise CallBackGone
    return back
