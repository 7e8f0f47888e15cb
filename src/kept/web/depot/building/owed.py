"""What is owed, put together: units, and money that is to be paid out."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.claims.supplier_queries import SupplierClaimRow, supplier_claims
from kept.records.payments.queries import PayoutRow, payouts
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


def build_owed(*, viewer: Person, reader: Reader) -> pages.OwedPage:
    """Return what is owed, by whose turn it is."""
    lines = owed(viewer=viewer)
    groups = [
        pages.OwedGroup(
            title=capital(turn_words()[turn]),
            rows=[_row(line, viewer, reader) for line in lines if line.turn is turn],
        )
        for turn in Turn
    ]
    if may(viewer, *CLAIMANTS):
        claims = supplier_claims(viewer=viewer, only_open=True)
        owing = [_of_supplier(row, reader) for row in claims]
        groups.append(pages.OwedGroup(title=_("Suppliers owe us money"), rows=owing))
    if may(viewer, *MONEY):
        rows = [_payout(row) for row in payouts(only_waiting=True)]
        groups.append(pages.OwedGroup(title=_("To pay out"), rows=rows))
    return pages.OwedPage(now=reader.now, groups=[group for group in groups if group.rows])


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
