"""What is owed, put together: units, and money that is to be paid out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.claims.supplier_queries import SupplierClaimRow, supplier_claims
from kept.records.payments.going_out import PayoutRow, payouts_waiting
from kept.records.payments.queries import (
    InvoiceRow,
    PaymentRow,
    credits_to_use,
    payments_left_over,
)
from kept.records.people.models import Person
from kept.records.returns.queries import Owed, OwedKind, Turn, owed
from kept.web.common.access import may
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.suppliers import state_words
from kept.web.common.reading.wording import capital
from kept.web.depot import pages
from kept.web.depot.building.clocks import clause_ref
from kept.web.depot.reading import CLAIMANTS, DECIDERS, MONEY
from kept.web.depot.words import owed_words, turn_words

PAGE: Final = 100  # rows of each group
GROUPS: Final = (*(turn.value for turn in Turn), "suppliers", "out", "credit", "left")

Line = TypeVar("Line")


def build_owed(*, viewer: Person, reader: Reader, begins: Mapping[str, int] = {}) -> pages.OwedPage:
    """Return what is owed, by whose turn it is.

    `begins` says how many rows of a group stand on earlier pages; the counts are of all.
    """
    lines = owed(viewer=viewer)
    groups = [
        _group(
            _Part(turn, capital(turn_words()[turn])),
            [line for line in lines if line.turn is turn],
            lambda line: _row(line, viewer, reader),
            begins,
        )
        for turn in Turn
    ]
    if may(viewer, *CLAIMANTS):
        claims = supplier_claims(viewer=viewer, only_open=True)
        suppliers = _Part("suppliers", _("Suppliers owe us money"))
        groups.append(_group(suppliers, claims, lambda row: _of_supplier(row, reader), begins))
    if may(viewer, *MONEY):
        groups.append(_group(_Part("out", _("To pay out")), payouts_waiting(), _payout, begins))
        held = _Part("credit", _("Credit notes to use or to pay out"))
        groups.append(_group(held, credits_to_use(), lambda row: _credit(row, reader), begins))
        left = _Part("left", _("Paid, and nothing open to put it against"))
        groups.append(_group(left, payments_left_over(), lambda row: _left(row, reader), begins))
    return pages.OwedPage(now=reader.now, groups=[group for group in groups if group.rows])


@dataclass(frozen=True)
class _Part:
    """A group by its key in the address, and its title."""

    key: str
    title: str


def _group(
    part: _Part,
    found: Sequence[Line],
    row_of: Callable[[Line], pages.OwedRow],
    begins: Mapping[str, int],
) -> pages.OwedGroup:
    begin = begins.get(part.key, 0)
    end = begin + PAGE
    more = f"?{urlencode({part.key: end})}" if len(found) > end else ""
    rows = [row_of(line) for line in found[begin:end]]
    return pages.OwedGroup(title=part.title, rows=rows, count=len(found), more_url=more)


def _credit(row: InvoiceRow, reader: Reader) -> pages.OwedRow:
    """Return a credit note of which something is open: it leads to where it is paid out."""
    case = row.case_number
    return pages.OwedRow(
        what=str(row.open),
        quantity="",
        reason=f"{row.kind} {row.number} · {row.reason}",
        customer=reader.name(dict(row.customer)),
        case=case,
        case_url=reverse("hotline:case", args=[case]) if case else "",
        url=reverse("money:credit_payout", args=[row.number]),
        since=row.issued_at,
        turn=turn_words()[Turn.US],
        face=None,
        clause=None,
    )


def _left(row: PaymentRow, reader: Reader) -> pages.OwedRow:
    """Return money that a customer paid and that belongs to nothing: it leads to the payment."""
    return pages.OwedRow(
        what=str(row.open),
        quantity="",
        reason=" · ".join(word for word in (str(row.method), row.reference) if word),
        customer=reader.name(dict(row.customer)),
        case=row.case_number,
        case_url=reverse("hotline:case", args=[row.case_number]) if row.case_number else "",
        url=reverse("money:payment", args=[row.pk]),
        since=row.received_at,
        turn=turn_words()[Turn.US],
        face=None,
        clause=None,
    )


def _payout(row: PayoutRow) -> pages.OwedRow:
    """Return money that we owe: it leads to where somebody writes down that it left."""
    case = row.case_number
    return pages.OwedRow(
        what=str(row.money),
        quantity="",
        reason=f"{row.kind} · {row.reason}",
        customer=row.payee,
        case=case,
        case_url=reverse("hotline:case", args=[case]) if case else "",
        url=reverse("money:payout_sent", args=[row.pk]),
        since=row.asked_at,
        turn=turn_words()[Turn.US],
        face=None,
        clause=None,
    )


def _of_supplier(row: SupplierClaimRow, reader: Reader) -> pages.OwedRow:
    """Return what a supplier owes, or is to answer for: it leads to the claim."""
    return pages.OwedRow(
        what=f"{row.supplier}: {row.open}",
        quantity="",
        reason=f"{capital(state_words(row, reader))} · {row.reason}",
        customer=reader.name(row.customer),
        case=row.case_number,
        case_url=reverse("hotline:case", args=[row.case_number]),
        url=reverse("money:supplier_claim", args=[row.pk]),
        since=row.made_at,
        turn=turn_words()[Turn.SUPPLIER],
        face=pages.Face(name="", state="running", due_at=row.due_at) if row.due_at else None,
        clause=None,
    )


def _row(line: Owed, viewer: Person, reader: Reader) -> pages.OwedRow:
    name = reader.name(line.names) if line.names else ""
    face = None
    if line.is_paused:
        face = pages.Face(name="", state="paused")
    elif line.due_at is not None:
        face = pages.Face(name="", state="running", due_at=line.due_at)
    return pages.OwedRow(
        what=f"{line.what} {name}".strip(),
        quantity=f"{line.quantity.normalize():f}",
        reason=owed_words()[line.kind],
        customer=reader.name(line.customer_names),
        case=line.case_number,
        case_url=reverse("hotline:case", args=[line.case_number]),
        url=_url(line, viewer),
        since=line.since,
        turn=turn_words()[line.turn],
        face=face,
        clause=clause_ref(
            line.clauses,
            policy=line.terms.policy,
            code=line.terms.code,
            number=line.terms.number,
        )
        if line.terms
        else None,
    )


def _url(line: Owed, viewer: Person) -> str:
    """Return where it is settled."""
    if line.kind is OwedKind.REMOVED:
        return reverse("depot:settle", args=[line.ref]) if may(viewer, *DECIDERS) else ""
    if line.kind is OwedKind.LOANER:
        return reverse("depot:of_case", args=[line.case_number])
    return reverse("depot:rma", args=[line.ref])
