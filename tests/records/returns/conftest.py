"""Returns at a small service desk whose policy promises goods back within a week."""

from decimal import Decimal

import pytest

from kept.records.cases.models import CaseFact
from kept.records.returns.models import Rma
from kept.records.returns.services import NewEvent, NewLine, NewRma, open_rma, record_event
from kept.records.returns.standing import Kind
from tests.desk import POLICY, at, open_desk

BACK = """
  back:
    form: clock
    name: {en: Goods back, zh-Hans: 修好寄回}
    source: D-8
    when: {happened: goods.received_for_repair}
    start: goods.received_for_repair
    stop: goods.returned_shipped
    limit: "1 week, same time"
    calendar: elapsed
    pauses:
      - name: {en: repaired and unpaid}
        from: repair.finished
        until: payment.received
        when: {not: {happened: payment.received}, cause: improper_use}
        source: D-9
    repeat: each start
  pay_first:
    form: gate
    name: {en: Payment first}
    source: D-9
    when: {cause: improper_use}
    step: goods.returned_shipped
    needs:
      - {name: {en: the payment}, when: {happened: payment.received}}
  loaner:
    form: duty
    name: {en: A unit to go on with}
    source: D-10
    when: {happened: goods.received_for_repair}
    done: loaner.handed_over
  removed:
    form: duty
    name: {en: The removed unit is settled}
    source: D-11
    opens: goods.exchanged
    each: yes
    same: serial
    done: removed_unit.settled
    contents: [unit_outcome]
    outlives: yes
"""
CLAUSES = """
  D-8: {en: What is sent in is on its way back within a week.}
  D-9: {en: What the customer pays is sent back once it is paid.}
  D-10: {en: The customer gets a unit to go on with.}
  D-11: {en: A removed unit is repaired or replaced.}
"""
DEPOT = POLICY.replace("rules:\n", CLAUSES.lstrip("\n") + "rules:\n", 1).rstrip() + BACK


class Depot:
    """The desk, a case of it, and what happens to its returns."""

    def __init__(self, desk, opened=None):
        self.desk = desk
        self.opened = opened or desk.log()
        self._keys = 0

    @property
    def case_id(self):
        return self.opened.case_id

    def ask(self, *lines, then="10:30", key="", by=None, **more):
        self._keys += 1
        asked = NewRma(
            case_id=more.pop("case_id", self.case_id),
            lines=lines or (NewLine(name="Transmitter", quantity=5),),
            **more,
        )
        key = key or f"ask-{self._keys}"
        return open_rma(asked=asked, by=by or self.desk.hotline, now=at(then), key=key)

    def own(self, **more):
        """The machine of the case, as a line."""
        piece = self.desk.equipment
        return NewLine(
            name="Transmitter",
            serial_number=piece.serial_number,
            equipment_id=piece.pk,
            **more,
        )

    def happens(self, rma, kind, quantity=0, then="11:00", *, key="", by=None, **said):
        self._keys += 1
        if quantity:
            said = {"line": 1, "quantity": quantity} | said
        moment = said.pop("at", at(then))
        now = said.pop("now", moment)
        event = NewEvent(kind=Kind(kind), at=moment, **said)
        return record_event(
            rma_id=rma.pk,
            event=event,
            by=by or self.desk.hotline,
            now=now,
            key=key or f"event-{self._keys}",
        )

    def approved(self, *lines):
        rma = self.ask(*lines)
        self.happens(rma, "approved", then="10:40")
        return rma

    def state(self, rma):
        return Rma.objects.get(pk=rma.pk).state

    def kinds(self, case_id=None):
        rows = CaseFact.objects.filter(case_id=case_id or self.case_id).order_by("seq")
        return list(rows.values_list("kind", flat=True))


@pytest.fixture
def desk(db: None):
    return open_desk(DEPOT)


@pytest.fixture
def depot(desk):
    return Depot(desk)


@pytest.fixture
def money():
    return Decimal("1200.00")
