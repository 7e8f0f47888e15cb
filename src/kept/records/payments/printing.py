"""What stands on an invoice: frozen with it, and what its PDF is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.ledger.chain import canonical, moment
from kept.records.money import Money
from kept.records.naming import name_in
from kept.records.payments.billing import Billing
from kept.records.payments.lines import NewLine, Sums
from kept.records.payments.models import Invoice, InvoiceKind
from kept.records.people.models import Office
from kept.records.quotes.contents import plain

FORMAT: Final = "kept invoice 1"
TAGS: Final = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
WIDTHS: Final = (44, 14, 16, 10, 18)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An invoice before it has bytes."""

    number: str
    kind: InvoiceKind
    customer: Customer
    case: Case | None
    lines: Sequence[NewLine]
    sums: Sums
    issued_on: date
    due_on: date
    language: str
    corrects: Invoice | None = None
    reason: str = ""
    billing: Billing | None = None
    paid: Money | None = None


def contents(sheet: Sheet, *, at: datetime) -> dict[str, Any]:
    """Return the whole invoice as JSON without fractions."""
    with translation.override(sheet.language):
        column = {
            "lang": TAGS[sheet.language],
            "title": str(InvoiceKind(sheet.kind).label),
            "version": sheet.number,
            "page": _("page {n} of {of}"),
            "head": [list(pair) for pair in _head(sheet)],
            "sections": [_lines(sheet), _taxes(sheet)],
        }
    told: dict[str, Any] = {
        "format": FORMAT,
        "number": sheet.number,
        "issued_at": moment(at),
        "provider": _provider(sheet),
        "columns": [column],
        "signatures": [],
        "signed_sha256": "",
    }
    return {**told, "fingerprint": hashlib.sha256(canonical(told)).hexdigest()[:16]}


def _provider(sheet: Sheet) -> str:
    if settings.COMPANY:
        return str(settings.COMPANY)
    office = sheet.case.office if sheet.case else Office.objects.order_by("pk").first()
    return name_in(office.names, sheet.language) if office else ""


def _head(sheet: Sheet) -> Iterator[tuple[str, str]]:
    yield _("Number"), sheet.number
    yield _("Customer"), name_in(sheet.customer.names, sheet.language)
    if sheet.case:
        yield _("Case"), f"{sheet.case.number} · {sheet.case.title}"
    yield _("Issued"), date_format(sheet.issued_on, "DATE_FORMAT")
    if sheet.corrects:
        yield _("Corrects"), str(sheet.corrects.number)
    if sheet.billing:
        yield from _accepted(sheet.billing)
    if sheet.reason:
        yield _("Reason"), sheet.reason
    if sheet.kind == InvoiceKind.INVOICE:
        yield _("To be paid by"), date_format(sheet.due_on, "DATE_FORMAT")
    yield _("Total"), str(sheet.sums.total)


def _accepted(billing: Billing) -> Iterator[tuple[str, str]]:
    """Yield which quote is billed: the bytes that the customer accepted, and who accepted them."""
    version, answer = billing.version, billing.answer
    said = _("{quote}, version {number}, accepted by {name} on {day}").format(
        quote=version.quote.number,
        number=version.number,
        name=answer.name,
        day=date_format(answer.at, "DATE_FORMAT"),
    )
    yield _("Quotation"), said
    yield _("SHA-256 of what was accepted"), version.sha256


def _lines(sheet: Sheet) -> dict[str, Any]:
    pairs = zip(sheet.lines, sheet.sums.nets, strict=True)
    rows = [_line(line, net) for line, net in pairs]
    columns = [_("What"), _("Quantity"), _("Price each"), _("Tax"), _("Net")]
    title = _("Lines, in {currency}").format(currency=sheet.sums.net.currency)
    return _table(title, columns, WIDTHS, rows)


def _taxes(sheet: Sheet) -> dict[str, Any]:
    rows = [[_("Net"), _amount(sheet.sums.net)]]
    for each in sheet.sums.taxes:
        said = _("Tax, {rate} of {base}").format(rate=_rate(each.rate), base=_amount(each.base))
        rows.append([said, _amount(each.tax)])
    rows.append([_("Total"), str(sheet.sums.total)])
    if sheet.paid:
        rows.append([_("Paid before"), str(sheet.paid)])
        rows.append([_("Still to pay"), str(sheet.sums.total - sheet.paid)])
    return _table(_("Sum"), [_("What"), _("Amount")], (70, 30), rows)


def _table(
    title: str, columns: list[str], widths: Sequence[int], rows: list[list[str]]
) -> dict[str, Any]:
    table = {"columns": columns, "widths": list(widths), "rows": rows}
    return {"title": title, "paragraphs": [], "table": table}


def _line(line: NewLine, net: Money) -> list[str]:
    each = Money(line.unit_price, net.currency)
    quantity = f"{line.quantity.normalize():f}"
    return [line.text, quantity, _amount(each), _rate(line.tax_rate), _amount(net)]


def _amount(money: Money) -> str:
    return f"{money.amount:,f}"


def _rate(rate: Decimal) -> str:
    return f"{plain(rate)} %"
