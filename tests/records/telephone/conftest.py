"""A desk with a telephone exchange."""

from __future__ import annotations

from typing import Any

import pytest

from kept.records.archive.models import Contact
from kept.records.archive.services import ContactDetails, register_contact
from kept.records.telephone.events import Told
from kept.records.telephone.models import Call, EventKind, Exchange
from kept.records.telephone.services import Received, open_exchange, receive_event
from tests.desk import SETUP, Desk, at, open_desk

NUMBER = "+862155500142"


class Line:
    """The exchange, which tells of calls."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    def tell(self, kind: str, when: str, call_id: str = "c1", **said: Any) -> Received:
        """Tell one event; without more, of a call from the contact to us."""
        usual = {"direction": "in", "caller": "862155500142", "called": "862155500000"}
        told = Told(kind=EventKind(kind), call_id=call_id, **{**usual, **said})
        return receive_event(exchange=self.exchange, told=told, now=at(when))

    def call(self, call_id: str = "c1") -> Call:
        """Return a call as it is stored now."""
        return Call.objects.filter(exchange=self.exchange, call_id=call_id).latest("turn")


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk()


@pytest.fixture
def line(desk: Desk) -> Line:
    return Line(open_exchange(name="Shanghai", by=SETUP, at=at("08:00")).exchange)


@pytest.fixture
def contact(desk: Desk) -> Contact:
    """Somebody at the customer, with a number of the office."""
    return register(desk, "Mei Lin", NUMBER)


def register(desk: Desk, name: str, *phones: str, customer_id: int = 0) -> Contact:
    details = ContactDetails(
        customer_id=customer_id or desk.customer.pk,
        name=name,
        position="Shift leader",
        phones=phones,
        site_ids=() if customer_id else (desk.site.pk,),
    )
    return register_contact(details=details, by=desk.hotline, at=at("08:30"))
