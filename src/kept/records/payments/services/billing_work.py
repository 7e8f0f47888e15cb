"""Billing what was done, where no quote was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.queries import case_card
from kept.records.cases.services import KeyReused, touch_case
from kept.records.payments.models import Invoice
from kept.records.payments.services.billing import NothingToBill
from kept.records.payments.services.issuing import Issued, NewInvoice, issue_invoice
from kept.records.payments.streams import take_turn_for_numbers
from kept.records.payments.work_billing import work_billing
from kept.records.people.models import Person
from kept.records.refusal import Refused


class ChangedMeanwhile(Refused):
    """What would be billed is not what somebody looked at."""

    sentence = _("Meanwhile it has changed what would be billed. Please look at it again.")


@dataclass(frozen=True, kw_only=True)
class WorkDone:
    """What is billed of a case. `seen`: the fingerprint of what somebody looked at."""

    case_id: int
    currency: str
    issued_on: date
    due_on: date
    seen: str
    chosen: Mapping[str, int] = field(default_factory=dict)  # prices, where several fit


@transaction.atomic
def invoice_work(*, work: WorkDone, by: Person, now: datetime, key: str) -> Issued:
    """Bill what was done on a case and what the customer pays of it for sure.

    Safe to repeat with the same key. Raises ChangedMeanwhile, NothingToBill, BilledAlready,
    KeyReused, and what `issue_invoice` raises.
    """
    take_turn_for_numbers()
    old = Invoice.objects.filter(issued_by=by, key=key, case_id=work.case_id).first()
    if old is not None:
        if (old.currency, old.due_on) != (work.currency, work.due_on):
            raise KeyReused
        return Issued(old.pk, str(old.number), True)
    case = touch_case(case_id=work.case_id, handled_by=by)
    card = case_card(str(case.number), viewer=by, at=now)
    if card is None:
        raise NothingToBill
    language = Customer.objects.get(pk=case.customer_id).language
    billing = work_billing(card, currency=work.currency, chosen=work.chosen, language=language)
    if not billing.billed:
        raise NothingToBill
    if billing.fingerprint != work.seen:
        raise ChangedMeanwhile
    invoice = NewInvoice(
        customer_id=case.customer_id,
        case_id=case.pk,
        currency=work.currency,
        lines=tuple(billing.billed),
        issued_on=work.issued_on,
        due_on=work.due_on,
    )
    return issue_invoice(invoice=invoice, by=by, now=now, key=key)
