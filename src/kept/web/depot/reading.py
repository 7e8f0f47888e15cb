"""Who may do what with returns, and finding what an address names."""

from __future__ import annotations

from typing import Final

from django.http import Http404

from kept.records.cases.queries import CaseCard, case_card
from kept.records.people.models import Person, Role
from kept.records.returns.queries import LoanCard, RmaCard, loan_card, rma_card
from kept.records.returns.standing import Kind
from kept.web.common.access import DESK, RECORDERS, DeskRequest, may
from kept.web.common.reading.reader import Reader

SOURCE: Final = "web:depot"
READERS: Final = (*RECORDERS, Role.STORE_KEEPER, Role.ACCOUNTANT)
WORKERS: Final = (*RECORDERS, Role.STORE_KEEPER)
DECIDERS: Final = (*DESK, Role.STORE_KEEPER)
KEEPERS: Final = (Role.STORE_KEEPER, Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR)
DECISIONS: Final = frozenset(
    (
        *(
            Kind.APPROVED,
            Kind.REFUSED,
            Kind.CANCELLED,
            Kind.ADVANCE_AGREED,
            Kind.SCRAPPED,
            Kind.TAKEN_BACK,
        ),
    )
)
CLAIMANTS: Final = (*DECIDERS, Role.ACCOUNTANT)  # who claims from suppliers
MONEY: Final = (Role.ACCOUNTANT, Role.MANAGER)  # who sees what is to be paid out
LARGEST: Final = 2**63 - 1


def may_record(person: Person, kind: Kind) -> bool:
    """Say whether a person may record this: what is decided is for those who decide."""
    if kind is Kind.STOCKED:
        return may(person, *KEEPERS)
    return may(person, *(DECIDERS if kind in DECISIONS else WORKERS))


def rma_or_404(request: DeskRequest, number: str) -> RmaCard:
    """Return a return; what this person may not see looks like what is not there."""
    card = rma_card(number, viewer=request.user)
    if card is None:
        raise Http404
    return card


def case_or_404(request: DeskRequest, number: str, reader: Reader) -> CaseCard:
    """Return a case; what this person may not see looks like what is not there."""
    card = case_card(number, viewer=request.user, at=reader.now)
    if card is None:
        raise Http404
    return card


def loan_or_404(request: DeskRequest, pk: int) -> LoanCard:
    """Return a loan; what this person may not see looks like what is not there."""
    card = loan_card(pk, viewer=request.user) if pk <= LARGEST else None
    if card is None:
        raise Http404
    return card
