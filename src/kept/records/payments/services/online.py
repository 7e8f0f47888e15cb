"""Paying online: a page at the provider, its message that money came, and money sent back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import Door
from kept.records.documents.services import LinkEnded, WrongCode
from kept.records.documents.services.admitting import count_wrong, knows_code
from kept.records.ledger.actor import Actor, Outsider
from kept.records.ledger.services import write
from kept.records.money import Money
from kept.records.payments.links import PAY_LINK, LinkState, link_of, state_of
from kept.records.payments.models import Checkout, Method, Notification, PayLink, Payout
from kept.records.payments.owed import Owed, owed_by_invoice, owed_of, times_paid
from kept.records.payments.provider import Captured, Created, PaymentProvider, ProviderTrouble
from kept.records.payments.services.asking import tell_ledger
from kept.records.payments.services.crediting import NoInvoice
from kept.records.payments.services.matching import NoSuchItem
from kept.records.payments.services.paying_out import confirm_sent, pay_out_credit
from kept.records.payments.services.receiving import NewPayment, receive_payment
from kept.records.people.models import Person
from kept.records.people.services.doors import door_person
from kept.records.refusal import Refused
from kept.records.releases.services import Waiting
from kept.records.repeats import one_at_a_time

PROVIDER: Final = Door("payment-provider", "Payment provider")


class PaidAlready(Refused):
    """Nothing of it is open."""

    sentence = _("This is paid.")


class OtherAmount(Refused):
    """What is open is not what the customer was shown."""

    sentence = _("The amount has changed meanwhile: %(open)s is to be paid. Please look again.")


class NotOurs(Refused):
    """A message about a payment that we did not ask for."""

    sentence = _("We did not ask for this payment.")


def begin_checkout(
    *, invoice_id: int, provider: PaymentProvider, back: str, by: Person, now: datetime
) -> str:
    """Return the address where what is open of an invoice can be paid.

    Asked again while the same amount is open, it is the same page. The provider is asked before
    anything is locked. `back` is where it sends the customer afterwards. Raises NoInvoice,
    PaidAlready, ProviderTrouble.
    """
    owed = owed_by_invoice(invoice_id)
    if owed is None:
        raise NoInvoice
    made = _created(owed, provider, back)
    return _keep(owed, made, by=by, link=None, now=now).url


@dataclass(frozen=True, kw_only=True)
class Paying:
    """What somebody at the customer wants to pay by their link, and how much they were shown."""

    secret: str
    code: str
    what: str  # the key of what is owed
    amount: str


def pay_by_link(*, paying: Paying, provider: PaymentProvider, back: str, now: datetime) -> Checkout:
    """Return the page at the provider where the customer pays one thing that is open.

    A wrong code is counted before it is refused. Raises LinkEnded, WrongCode, PaidAlready,
    OtherAmount, ProviderTrouble.
    """
    link = admitted(paying.secret, paying.code, now=now)
    owed = next((one for one in owed_of(link.case_id) if one.key == paying.what), None)
    if owed is None:
        raise PaidAlready
    if f"{owed.open.amount:f}" != paying.amount:
        raise OtherAmount(open=owed.open)
    made = _created(owed, provider, back)
    return _keep(owed, made, by=None, link=link, now=now)


def admitted(secret: str, code: str, *, now: datetime) -> PayLink:
    """Return the link to whoever knows its code; count those who do not."""
    with transaction.atomic():
        link = link_of(secret, for_update=True)
        if link is None or state_of(link, at=now) is not LinkState.OPEN:
            raise LinkEnded
        if knows_code(link, PAY_LINK, code):
            return link
        left = count_wrong(link)
        if left == 0:
            tell_ledger(link, "pay.link_guessed", by=Outsider(link.name), at=now)
    raise WrongCode(left=left) if left else LinkEnded


def _created(owed: Owed, provider: PaymentProvider, back: str) -> Created:
    if not owed.open:
        raise PaidAlready
    times = times_paid(owed)  # the same amount may be open once more
    key = f"{owed.number} {owed.key} {owed.open.amount:f} {times}"
    return provider.create(money=owed.open, reference=owed.number, key=key, back=back)


@transaction.atomic
def _keep(
    owed: Owed, made: Created, *, by: Person | None, link: PayLink | None, now: datetime
) -> Checkout:
    one_at_a_time(f"checkout {made.key}")
    old = Checkout.objects.filter(provider_key=made.key).first()
    if old is not None:
        return old
    row = Checkout.objects.create(
        invoice_id=owed.invoice_id,
        deposit_id=owed.deposit_id,
        provider_key=made.key,
        url=made.url,
        currency=owed.open.currency,
        amount=owed.open.amount,
        made_at=now,
        made_by=by,
        link=link,
    )
    who: Actor = by or Outsider(link.name if link else "")
    data = {"for": owed.number, "amount": f"{owed.open.amount:f}", "checkout": made.key}
    write(stream=owed.stream, verb="checkout.made", by=who, at=now, data=data)
    return row


@transaction.atomic
def take_notification(*, captured: Captured, now: datetime) -> int:
    """Record the payment that a signed message tells of; return its key.

    The same event, and another event about the same capture, are one payment. Money that came for
    what is paid already, or more of it than was asked for, is held for the customer. Raises
    NotOurs, also for another currency than was asked for.
    """
    one_at_a_time(f"notification {captured.event}")
    old = Notification.objects.filter(event=captured.event).first()
    if old is not None:
        return old.payment_id
    rows = Checkout.objects.select_related("invoice", "deposit")
    found = rows.filter(provider_key=captured.checkout).first()
    if found is None or found.currency != captured.money.currency:
        raise NotOurs
    by = door_person(username=PROVIDER.username, name=PROVIDER.name, at=now)
    payment = _payment(found, captured, now=now)
    received = receive_payment(payment=payment, by=by, now=now, key=captured.capture)
    Notification.objects.create(
        event=captured.event, checkout=found, payment_id=received.payment_id, received_at=now
    )
    return received.payment_id


def _payment(found: Checkout, captured: Captured, *, now: datetime) -> NewPayment:
    asked = found.invoice or found.deposit
    assert asked is not None
    return NewPayment(
        customer_id=asked.customer_id,
        case_id=asked.case_id,
        invoice_id=found.invoice_id,
        amount=captured.money.amount,
        currency=captured.money.currency,
        received_at=min(captured.at, now),
        method=Method.ONLINE,
        reference=captured.capture,
        capture=captured.capture,
    )


def send_back_online(
    *, payout_id: int, provider: PaymentProvider, by: Person, now: datetime
) -> None:
    """Let the provider send back a refund of what came online, and write down that it left.

    The provider does it once however often it is asked. Raises NoSuchItem, ProviderTrouble.
    """
    payout = Payout.objects.select_related("payment", "sending").filter(pk=payout_id).first()
    if payout is None or payout.payment is None or not payout.payment.capture:
        raise NoSuchItem
    if hasattr(payout, "sending"):
        return
    money = Money(payout.amount, payout.currency)
    reference = provider.refund(
        capture=payout.payment.capture, money=money, key=f"payout {payout.pk}"
    )
    confirm_sent(payout_id=payout.pk, reference=reference, by=by, now=now)


@dataclass(frozen=True, kw_only=True)
class CreditPayout:
    """How much of a credit note is paid out. `reference`: of the bank, if it has left already."""

    credit_note_id: int
    amount: Decimal
    reason: str = ""
    reference: str = ""


@dataclass(frozen=True)
class PaidOut:
    """What was paid out; `all_left`: nothing of it is still to be sent."""

    payout_ids: tuple[int, ...]
    all_left: bool


def pay_out_at_once(
    *, paying: CreditPayout, provider: PaymentProvider | None, by: Person, now: datetime, key: str
) -> PaidOut | Waiting:
    """Pay out so much of a credit note with one press, unless a second person releases it first.

    What came online goes back through the provider, who is asked once all is on record: where it
    does not answer, the part waits among what is to be paid out. Safe to repeat with the same key.
    Raises MoreThanOpen, AmountUnclear, NoSuchItem, KeyReused.
    """
    made = pay_out_credit(
        credit_note_id=paying.credit_note_id,
        amount=paying.amount,
        reason=paying.reason,
        by=by,
        now=now,
        key=key,
    )
    if isinstance(made, Waiting):
        return made
    for payout in Payout.objects.select_related("payment").filter(pk__in=made.payout_ids):
        if provider is not None and payout.payment is not None and payout.payment.capture:
            with suppress(ProviderTrouble):
                send_back_online(payout_id=payout.pk, provider=provider, by=by, now=now)
        elif paying.reference.strip():
            confirm_sent(payout_id=payout.pk, reference=paying.reference, by=by, now=now)
    left = Payout.objects.filter(pk__in=made.payout_ids, sending=None)
    return PaidOut(made.payout_ids, not left.exists())
