"""What stands on an invoice: frozen with it, and what its PDF is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kept.records.ledger.chain import canonical, moment
from kept.records.money import Money
from kept.records.naming import name_in
from kept.records.payments.billing import Billing
from kept.records.payments.drafts import Draft
from kept.records.payments.lines import NewLine
from kept.records.payments.models import InvoiceKind
from kept.records.payments.ours import our_name
from kept.records.quotes.contents import plain

FORMAT: Final = "kept invoice 1"
TAGS: Final = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
WIDTHS: Final = (44, 14, 16, 10, 18)


def contents(draft: Draft, number: str, *, at: datetime) -> dict[str, Any]:
    """Return the whole invoice as JSON without fractions."""
    with translation.override(draft.language):
        column = {
            "lang": TAGS[draft.language],
            "title": str(InvoiceKind(draft.kind).label),
            "version": number,
            "page": _("page {n} of {of}"),
            "head": [list(pair) for pair in _head(draft, number)],
            "sections": [_lines(draft), _taxes(draft)],
        }
    told: dict[str, Any] = {
        "format": FORMAT,
        "number": number,
        "issued_at": moment(at),
        "provider": our_name(draft.case, draft.language),
        "columns": [column],
        "signatures": [],
        "signed_sha256": "",
    }
    return {**told, "fingerprint": hashlib.sha256(canonical(told)).hexdigest()[:16]}


def _head(draft: Draft, number: str) -> Iterator[tuple[str, str]]:
    yield _("Number"), number
    yield _("Customer"), name_in(draft.customer.names, draft.language)
    if draft.case:
        yield _("Case"), f"{draft.case.number} · {draft.case.title}"
    yield _("Issued"), date_format(draft.issued_on, "DATE_FORMAT")
    if draft.corrects:
        yield _("Corrects"), str(draft.corrects.number)
    if draft.billing:
        yield from _accepted(draft.billing)
    if draft.reason:
        yield _("Reason"), draft.reason
    if draft.kind == InvoiceKind.INVOICE:
        yield _("To be paid by"), date_format(draft.due_on, "DATE_FORMAT")
    yield _("Total"), str(draft.sums.total)


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


def _lines(draft: Draft) -> dict[str, Any]:
    pairs = zip(draft.lines, draft.sums.nets, strict=True)
    rows = [_line(line, net) for line, net in pairs]
    columns = [_("What"), _("Quantity"), _("Price each"), _("Tax"), _("Net")]
    title = _("Lines, in {currency}").format(currency=draft.sums.net.currency)
    return _table(title, columns, WIDTHS, rows)


def _taxes(draft: Draft) -> dict[str, Any]:
    rows = [[_("Net"), _amount(draft.sums.net)]]
    for each in draft.sums.taxes:
        said = _("Tax, {rate} of {base}").format(rate=_rate(each.rate), base=_amount(each.base))
        rows.append([said, _amount(each.tax)])
    rows.append([_("Total"), str(draft.sums.total)])
    if draft.paid:
        rows.append([_("Paid before"), str(draft.paid)])
        rows.append([_("Still to pay"), str(draft.sums.total - draft.paid)])
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
