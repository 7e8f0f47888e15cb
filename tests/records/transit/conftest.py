"""Goods on their way, at the small service desk."""

import pytest

from kept.records.people.services.doors import door_person
from kept.records.returns.services import NewEvent, NewLine, NewRma
from kept.records.returns.standing import Kind
from kept.records.transit.services import Reply, ask_return, record_step
from tests.desk import at, open_desk
from tests.records.returns.conftest import DEPOT, Depot

FREIGHT = """
  freight:
    form: cost
    name: {en: Freight}
    cases:
      - source: D-12
        pays: {freight_in: customer, freight_out: provider}
"""
SILENT = DEPOT
PAYS = DEPOT.replace("  D-11:", "  D-12: {en: You send it at your cost.}\n  D-11:", 1) + FREIGHT


class Counter(Depot):
    """Returns as customers ask for them, and as we answer."""

    def asked(self, *lines, key="ask", address="li@example.com", language="en", told=True, **more):
        asked = NewRma(
            case_id=self.case_id,
            lines=lines or (NewLine(name="Transmitter", quantity=2),),
            text="no light",
            source="web:return",
        )
        reply = Reply(name="Li Na", address=address, language=language, **more)
        by = door_person(username="web-form", name="Web form", at=at("10:30"))
        return ask_return(
            asked=asked, reply=reply, freight_told=told, by=by, now=at("10:30"), key=key
        )

    def step(self, rma, kind, quantity=0, then="11:00", key="", **said):
        self._keys += 1
        if quantity:
            said = {"line": 1, "quantity": quantity} | said
        event = NewEvent(kind=Kind(kind), at=at(then), **said)
        return record_step(
            rma_id=rma.pk,
            event=event,
            by=self.desk.hotline,
            now=at(then),
            key=key or f"step-{self._keys}",
        )

    def ready(self, rma, pieces=2):
        """Let so many pieces come, be repaired and tested."""
        self.step(rma, "received", pieces, "11:10")
        for kind in ("inspected", "repaired", "tested"):
            self.step(rma, kind, pieces, "11:20")


@pytest.fixture
def counter(db):
    return Counter(open_desk(PAYS))
