"""Asking a customer to pay: a deposit, and the link to the page where it is all paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records import tokens
from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, ReasonMissing, touch_case
from kept.records.documents.addressees import addressee
from kept.records.documents.models import CodeBy
from kept.records.documents.secret_links import revoke, secret_for, told_of
from kept.records.documents.services import LinkEnded
from kept.records.ledger.actor import Actor
from kept.records.ledger.services import write
from kept.records.money import Money, NotMoney
from kept.records.payments.links import PAY_LINK
from kept.records.payments.mails import tell_to_pay
from kept.records.payments.models import Deposit, Invoice, InvoiceKind, PayLink
from kept.records.payments.owed import owed_of
from kept.records.payments.services.matching import AmountUnclear
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time

OPEN_FOR: Final = timedelta(days=60)


class InvoicedAlready(Refused):
    """A deposit comes before the invoice."""

    sentence = _("There is an invoice in this currency already: what is open of it is to be paid.")


class NothingOwed(Refused):
    """Nobody is asked to pay nothing."""

    sentence = _("Nothing is open in this case, so there is nothing to ask for.")


@dataclass(frozen=True, kw_only=True)
class NewDeposit:
    """How much is asked for before there is an invoice, and why: the customer reads it."""

    case_id: int
    amount: Decimal
    currency: str
    reason: str


@transaction.atomic
def ask_deposit(*, deposit: NewDeposit, by: Person, now: datetime, key: str) -> Deposit:
    """Ask for a deposit. It takes the place of one that was asked for before; zero takes it back.

    Safe to repeat with the same key. Raises AmountUnclear, ReasonMissing, InvoicedAlready,
    KeyReused, CaseNotFound, ConcernsYou.
    """
    one_at_a_time(f"deposit {by.pk} {key}")
    old = Deposit.objects.filter(asked_by=by, key=key).first()
    if old is not None:
        asked = (deposit.case_id, deposit.amount, deposit.currency)
        if (old.case_id, old.amount, old.currency) != asked:
            raise KeyReused
        return old
    money = _money(deposit)
    if not deposit.reason.strip():
        raise ReasonMissing
    case = touch_case(case_id=deposit.case_id, handled_by=by)
    invoices = Invoice.objects.filter(case=case, kind=InvoiceKind.INVOICE)
    if invoices.filter(currency=money.currency).exists():
        raise InvoicedAlready
    row = Deposit.objects.create(
        case=case,
        customer_id=case.customer_id,
        currency=money.currency,
        amount=money.amount,
        reason=deposit.reason.strip()[:500],
        asked_at=now,
        asked_by=by,
        key=key,
    )
    data = {"amount": f"{row.amount:f}", "currency": row.currency, "reason": row.reason}
    write(stream=case.stream, verb="deposit.asked", by=by, at=now, data=data)
    return row


def _money(deposit: NewDeposit) -> Money:
    try:
        money = Money(deposit.amount, deposit.currency)
    except NotMoney:
        raise AmountUnclear(currency=deposit.currency) from None
    if money.amount < 0:
        raise AmountUnclear(currency=deposit.currency)
    return money


@transaction.atomic
def send_pay_link(
    *, case_id: int, contact_id: int, code_by: CodeBy, by: Person, now: datetime, key: str
) -> PayLink:
    """Send a contact a link to the page where all that is open in a case can be paid.

    The one that was sent before ends. Safe to repeat with the same key. Raises NothingOwed,
    NoAddress, CaseNotFound, ConcernsYou.
    """
    case = touch_case(case_id=case_id, handled_by=by)
    seed = tokens.hash_of(f"pay {case.pk} {by.pk} {key}")[:32]
    old = PayLink.objects.filter(seed=seed).first()
    if old is not None:
        return old
    if not owed_of(case.pk):
        raise NothingOwed
    case = Case.objects.select_related("office").get(pk=case.pk)
    to = addressee(case, contact_id)
    PayLink.objects.filter(case=case, revoked_at=None).update(revoked_at=now, revoked_by=by)
    link = PayLink.objects.create(
        case=case,
        customer_id=case.customer_id,
        **secret_for(to, purpose=PAY_LINK, seed=seed),
        code_by=code_by,
        made_at=now,
        made_by=by,
        expires_at=now + OPEN_FOR,
    )
    tell_ledger(link, "pay.link_made", by=by, at=now)
    tell_to_pay(link, at=now)
    return link


@transaction.atomic
def end_pay_link(*, link_id: int, by: Person, now: datetime) -> None:
    """End a link that was sent. Safe to repeat. Raises LinkEnded for one that never was."""
    link = PayLink.objects.select_for_update(of=("self",)).filter(pk=link_id).first()
    if link is None:
        raise LinkEnded
    if revoke(link, by=by, at=now):
        tell_ledger(link, "pay.link_revoked", by=by, at=now)


def tell_ledger(link: PayLink, verb: str, *, by: Actor, at: datetime) -> None:
    """Write into the ledger what became of a link; neither link nor code stands in it."""
    write(stream=link.case.stream, verb=verb, by=by, at=at, data=told_of(link))
