"""A small service desk that owes something."""

from decimal import Decimal

import pytest

from kept.records.cases.models import Case
from kept.records.cases.queries import assessed
from kept.records.claims.models import Decision, Outcome
from kept.records.claims.services import NewClaim, NewDecision, decide_claim, make_claim
from kept.records.ledger.actor import System
from kept.records.people.models import Role
from kept.records.people.services import PersonDetails, create_person
from tests.desk import POLICY, Desk, at, open_desk

RULES = """
  downtime:
    form: measure
    name: {en: Downtime}
    source: D-20
    intervals: {from: interruption.began, until: interruption.ended}
  credit:
    form: amount
    name: {en: Credit for downtime}
    source: D-20
    what: credit
    when: {measure.downtime: {more_than: 60}}
    formula: {by: measure.downtime, bands: [{less_than: 240, is: 0.1}, {at_least: 240, is: 0.5}]}
    of: 1234.56
    at_most: {is: 600, source: D-21}
    from: provider
    to: customer
    claim: {by: customer, within: 2 days, of: interruption.ended, source: D-22}
  loss:
    form: amount
    name: {en: Losses}
    source: D-23
    what: compensation
    when: {happened: provider.refused}
    formula: claimed
    from: provider
    to: customer
    decided_by: manager
  refund:
    form: amount
    name: {en: Price given back}
    source: D-24
    what: refund
    when: {happened: remedy.chosen}
    formula: 10000
    from: provider
    to: customer
  use:
    form: amount
    name: {en: For its use}
    source: D-25
    what: deduction
    when: {happened: remedy.chosen}
    formula: 1500.25
    from: customer
    to: provider
  third_party:
    form: remedy
    name: {en: Call in a third party}
    source: D-26
    when: {clock.answer: broken}
    chooser: customer
    options: {engage: {name: {en: somebody else at our cost}}}
    choose: remedy.chosen
  charges:
    form: cost
    name: {en: Who pays}
    cases:
      - source: D-26
        when: {remedy.third_party: chosen}
        pays: {third_party: provider}
      - source: D-27
        pays: {third_party: customer}
"""
CLAUSES = "".join(f"  D-{n}: {{en: Clause {n}.}}\n" for n in range(20, 28))
TEXT = POLICY.replace("rules:\n", f"{CLAUSES}rules:\n", 1) + RULES


class Owed:
    """Claims and decides in few words."""

    def __init__(self, desk):
        self.desk = desk
        self.by = desk.manager
        details = PersonDetails(username="second", display_name="Second", roles=[Role.MANAGER])
        self.second = create_person(details=details, by=System("test"), at=at("08:00"))
        self.opened = desk.log()
        self._keys = 0

    def key(self):
        self._keys += 1
        return f"key-{self._keys}"

    def interrupt(self, minutes="300"):
        begin, end = at("10:05"), at("10:05").replace(hour=10 + int(minutes) // 60)
        self.desk.record(self.opened, "interruption.began", f"{begin:%H:%M}", "20:00")
        self.desk.record(self.opened, "interruption.ended", f"{end:%H:%M}", "20:00")

    def claim(self, rule, amount=None, *, now="20:10", key=""):
        claim = NewClaim(
            case_id=self.opened.case_id,
            rule=rule,
            at=at(now),
            amount=None if amount is None else Decimal(str(amount)),
        )
        return make_claim(claim=claim, by=self.by, now=at(now), key=key or self.key())

    def decide(self, amount, rule="", *, by=None, now="21:00", key="", **more):
        amount = Decimal(str(amount))
        asked = {
            "case_id": self.opened.case_id,
            "rule": rule,
            "amount": amount,
            "outcome": Outcome.PAYOUT if amount else Outcome.NOTHING,
        } | more
        done = decide_claim(
            decision=NewDecision(**asked), by=by or self.by, now=at(now), key=key or self.key()
        )
        return Decision.objects.get(pk=done.decision_id)

    def line(self, rule, now="22:00"):
        found = assessed(self.opened.case_id, at=at(now)).assessment.amounts
        return next(line for line in found if line.rule == rule)

    @property
    def case(self):
        return Case.objects.get(pk=self.opened.case_id)


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk(TEXT)


@pytest.fixture
def owed(desk):
    return Owed(desk)


@pytest.fixture
def committed_owed(transactional_db: None):
    return Owed(open_desk(TEXT))
