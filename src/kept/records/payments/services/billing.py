"""Billing what a customer accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.queries import assessed
from kept.records.money import Money, total
from kept.records.payments.billing import (
    Billing,
    billing_of,
    check_accepted,
    lines_to_bill,
    paid_before,
    taxed_before,
)
from kept.records.payments.drafts import Draft
from kept.records.payments.items import hold_items, open_invoice
from kept.records.payments.lines import sums
from kept.records.payments.models import Invoice, InvoiceKind, OpenItem
from kept.records.payments.services.issuing import (
    DueBeforeIssued,
    Issued,
    case_of,
    write_down,
)
from kept.records.payments.services.matching import put_against
from kept.records.payments.streams import take_turn_for_numbers
from kept.records.payments.telling import Came, tell_paid
from kept.records.people.models import Person
from kept.records.quotes.models import Outcome, QuoteVersion
from kept.records.refusal import Refused


class NotAccepted(Refused):
    """Only what a customer accepted is billed by one press."""

    sentence = _("The customer has not accepted this version of the quote.")


class NothingToBill(Refused):
    """By what is known now the customer pays nothing of it."""

    sentence = _("As far as is known now, the customer pays nothing of what is left to bill.")


class PayerChanged(Refused):
    """What was accepted and what holds now differ, and nobody has looked at it."""

    sentence = _(
        "Since the customer accepted, it has changed what they pay. Please look at each line "
        "before you bill it."
    )


class TaxesUnknown(Refused):
    """A version that does not say which tax is on which line."""

    sentence = _(
        "This version does not say which tax is on which line. Please write the invoice by hand."
    )


@dataclass(frozen=True, kw_only=True)
class AcceptedQuote:
    """Which version is billed. `seen`: the fingerprint of what somebody looked at and agreed to."""

    version_id: int
    issued_on: date
    due_on: date
    seen: str = ""


@transaction.atomic
def invoice_quote(*, quote: AcceptedQuote, by: Person, now: datetime) -> Issued:
    """Bill what a customer accepted, as far as the policy still lets them pay it.

    What was paid for the case before is put against it at once. Pressed again, with nothing left
    to bill, it is the same invoice. Raises NotAccepted, PayerChanged, NothingToBill,
    DueBeforeIssued, TaxesUnknown, MoreThanAccepted, and what `issue_invoice` raises.
    """
    take_turn_for_numbers()
    version = _accepted(quote.version_id)
    case = case_of(version.quote.case_id, version.customer_id, by=by)
    billing = billing_of(version, assessed(version.quote.case_id, at=now))
    last = Invoice.objects.filter(quote_version=version).order_by("-pk").first()
    if not billing.net:
        if last is None:
            raise NothingToBill
        return Issued(last.pk, str(last.number), True)
    _check(quote, billing)
    lines = lines_to_bill(billing)
    check_accepted(version.quote.case_id, lines, version.currency, at=now)
    before = taxed_before(version)
    held = _held(version, sums(lines, version.currency, before).total)
    draft = Draft(
        kind=InvoiceKind.INVOICE,
        customer=version.customer,
        case=case,
        lines=lines,
        currency=version.currency,
        issued_on=quote.issued_on,
        due_on=quote.due_on,
        billing=billing,
        before=before,
        paid=_sum(held, version.currency),
    )
    row = write_down(draft, by=by, now=now, key=f"quote {version.pk} {len(billing.invoices) + 1}")
    _count_paid(row, held, by=by, now=now)
    return Issued(row.pk, str(row.number), False)


def _accepted(version_id: int) -> QuoteVersion:
    rows = QuoteVersion.objects.select_related("quote__case", "customer", "answer")
    version = rows.filter(pk=version_id, answer__outcome=Outcome.ACCEPTED).first()
    if version is None:
        raise NotAccepted
    return version


def _check(quote: AcceptedQuote, billing: Billing) -> None:
    if quote.due_on < quote.issued_on:
        raise DueBeforeIssued
    if billing.has_changed and quote.seen != billing.fingerprint:
        raise PayerChanged
    for tax in billing.version.taxes.all():
        mine = (line.accepted.amount for line in billing.lines if line.row.tax_code == tax.code)
        if sum(mine) != tax.base:
            raise TaxesUnknown


def _held(version: QuoteVersion, due: Money) -> list[tuple[OpenItem, Money]]:
    """Lock what was paid for the case before; return how much of each goes against the invoice."""
    items = hold_items(x.pk for x in paid_before(version.quote.case_id, version.currency))
    found = []
    for item in items.values():
        part = min(due, item.open)
        if part:
            found.append((item, part))
            due -= part
    return found


def _sum(held: list[tuple[OpenItem, Money]], currency: str) -> Money:
    return total((part for _item, part in held), currency)


def _count_paid(
    row: Invoice, held: list[tuple[OpenItem, Money]], *, by: Person, now: datetime
) -> None:
    """Put what was paid before against an invoice just issued, and tell the policy."""
    owed = open_invoice(row, is_owed=True)
    for item, part in held:
        key = f"billed {row.pk} {item.pk}"
        put_against(item, owed, part.amount, by=by, now=now, key=key)
    if held and row.case_id is not None:
        paid = _sum(held, row.currency)
        tell_paid(row.case_id, Came(paid, now, f"billed {row.pk}", is_new=False), by=by, now=now)
