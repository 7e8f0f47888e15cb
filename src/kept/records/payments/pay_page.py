"""Reading what a link to pay opens, and which link was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from kept.records import tokens
from kept.records.documents.models import CodeBy
from kept.records.documents.telling import zone_of
from kept.records.money import Money
from kept.records.payments import queries
from kept.records.payments.links import PAY_LINK, LinkState, code_of, link_of, state_of
from kept.records.payments.models import Checkout, PayLink
from kept.records.payments.ours import our_name
from kept.records.payments.owed import Owed, Waits, owed_of, waits_for_payment
from kept.records.payments.queries import InvoiceRow, PaymentRow


@dataclass(frozen=True, kw_only=True)
class PayPage:
    """What a link to pay shows: all that is to be paid for a case, and what was paid."""

    state: LinkState
    name: str
    language: str
    zone: str
    provider: str
    case_number: str
    case_title: str
    owed: Sequence[Owed]
    invoices: Sequence[InvoiceRow]
    payments: Sequence[PaymentRow]
    waits: Waits
    code_by_mail: bool
    until: datetime


@dataclass(frozen=True, kw_only=True)
class PayLinkLine:
    """The link that was sent last; its code is read out on the telephone."""

    pk: int
    name: str
    address: str
    code: str
    state: LinkState
    made_at: datetime
    until: datetime
    secret: str  # in the demo only: nobody of us sees a link


@dataclass(frozen=True, kw_only=True)
class CheckoutLine:
    """A page at the provider, and what came of it. `what`: the number of the invoice, or case."""

    url: str
    asked: Money
    came: Money | None
    what: str


def pay_page(secret: str, *, at: datetime) -> PayPage | None:
    """Return what a link opens; None for one that never was."""
    link = link_of(secret)
    if link is None:
        return None
    case = link.case
    return PayPage(
        state=state_of(link, at=at),
        name=link.name,
        language=link.language,
        zone=zone_of(case),
        provider=our_name(case, link.language),
        case_number=str(case.number),
        case_title=case.title,
        owed=owed_of(case.pk),
        invoices=queries.invoices(case_id=case.pk),
        payments=queries.payments(case_id=case.pk),
        waits=waits_for_payment(case.pk, at=at),
        code_by_mail=link.code_by == CodeBy.MAIL,
        until=link.expires_at,
    )


def pay_link_of(case_id: int, *, at: datetime) -> PayLinkLine | None:
    """Return the link that was sent last in a case."""
    link = PayLink.objects.select_related("case").filter(case_id=case_id).order_by("-pk").first()
    if link is None:
        return None
    return PayLinkLine(
        pk=link.pk,
        name=link.name,
        address=link.address,
        code=code_of(link, at=at),
        state=state_of(link, at=at),
        made_at=link.made_at,
        until=link.expires_at,
        secret=tokens.token(PAY_LINK, link.seed) if settings.DEMO else "",
    )


def checkout_line(pk: int) -> CheckoutLine | None:
    """Return a page at the provider with what came of it so far."""
    rows = Checkout.objects.select_related("invoice", "deposit__case")
    row = rows.filter(pk=pk).first()
    if row is None:
        return None
    told = row.notifications.select_related("payment").order_by("pk").last()
    of = row.invoice or (row.deposit.case if row.deposit else None)
    return CheckoutLine(
        url=row.url,
        asked=Money(row.amount, row.currency),
        came=Money(told.payment.amount, told.payment.currency) if told else None,
        what=str(of.number) if of else "",
    )
