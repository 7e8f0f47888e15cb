"""What the policy lets somebody choose begins what follows from it, with its clause."""

import pytest

from kept.records.archive.models import Equipment
from kept.records.cases.asking import LogRequest
from kept.records.cases.models import CaseFact
from kept.records.cases.queries import assessed, preview
from kept.records.cases.services import KeyReused
from kept.records.returns.models import Rma
from kept.records.returns.queries import exchange_of
from kept.records.returns.services import Follows, NewChoice, NotOpen, choose_remedy
from tests.desk import at, open_desk
from tests.records.returns.conftest import DEPOT, Depot

# After two repairs in vain the customer chooses; the term begins anew with an exchange, or goes on.
RIGHTS = """
  repairs:
    form: counter
    name: Repairs in vain
    see: D-13
    counts: {event: repair.closed, where: {result: failed}}
    reach: 2
  after_two:
    form: remedy
    name: {en: After two repairs}
    source: D-13
    when: {counter.repairs: reached}
    chooser: customer
    options:
      new: {name: {en: a new unit}}
      money: {name: {en: money back}, when: {cause: quality}}
    until: goods.exchanged
  guarantee:
    form: term
    name: {en: Guarantee}
    source: D-14
    start: equipment.accepted
    length: 24 months
RESTART
"""
FRESH = "    restart: {event: goods.exchanged, source: D-15}"
WORDS = """  D-13: {en: After two repairs in vain you choose.}
  D-14: {en: Two years from installation.}
  D-15: {en: An exchange begins the guarantee anew.}
  D-11:"""


def opened(restart=FRESH, rights=RIGHTS):
    policy = DEPOT.replace("  D-11:", WORDS, 1) + rights.replace("RESTART", restart)
    return Depot(open_desk(policy))


@pytest.fixture
def depot(db):
    return opened()


def fail(depot, times=2):
    for n in range(times):
        depot.desk.record(depot.opened, "repair.closed", f"10:{30 + n}", result="failed")


def choose(depot, option="new", follows=Follows.EXCHANGE, key="c", rule="after_two"):
    choice = NewChoice(
        case_id=depot.case_id, rule=rule, option=option, follows=follows, requester="Li Na"
    )
    return choose_remedy(choice=choice, by=depot.desk.hotline, now=at("11:00"), key=key)


def state(depot):
    found = assessed(depot.case_id, at=at("11:30")).assessment
    [line] = [one for one in found.remedies if one.rule == "after_two"]
    return line.state, line.chosen


def guarantee(equipment):
    request = LogRequest(
        customer_id=equipment.customer_id, equipment_id=equipment.pk, channel="telephone",
        case_type="fault", requested_at=at("15:00"), description="",
    )  # fmt: skip
    terms = preview(request=request, at=at("15:00")).assessment.terms
    return next(line for line in terms if line.rule == "guarantee")


class TestChoosing:
    def test_it_is_a_fact_and_begins_a_return_that_says_why(self, depot):
        fail(depot)
        rma = choose(depot)

        assert state(depot) == ("chosen", "new")
        fact = CaseFact.objects.get(kind="remedy.chosen")
        assert (fact.values["remedy"], fact.values["requester"]) == ("after_two", "Li Na")
        assert rma.lines.get().equipment == depot.desk.equipment
        assert rma.events.get().text == "After two repairs: a new unit (D-13)"

    def test_ID_02_sent_twice_it_is_one(self, depot):
        fail(depot)

        assert choose(depot) == choose(depot) == Rma.objects.get()
        with pytest.raises(KeyReused):
            choose(depot, option="money")
        assert CaseFact.objects.filter(kind="remedy.chosen").count() == 1

    def test_where_nothing_is_sent_it_is_on_record_alone(self, depot):
        fail(depot)

        for _ in range(2):
            assert choose(depot, follows=Follows.NOTHING) is None
        assert state(depot) == ("chosen", "new")
        assert not Rma.objects.exists()

    @pytest.mark.parametrize(
        ("failed", "option", "rule"),
        [
            (1, "new", "after_two"),  # one repair is not two
            (2, "money", "after_two"),  # the cause is not known
            (2, "other", "after_two"),
            (2, "new", "guarantee"),
            (2, "new", "none"),
        ],
    )
    def test_what_is_not_open_is_not_chosen(self, depot, failed, option, rule):
        fail(depot, failed)

        with pytest.raises(NotOpen):
            choose(depot, option, rule=rule)
        assert not Rma.objects.exists()


class TestTheNewUnit:
    def exchange(self, depot):
        fail(depot)
        rma = choose(depot)
        depot.happens(rma, "approved", then="11:10")
        depot.happens(rma, "received", 1, "12:00")
        depot.happens(rma, "replaced", 1, "12:30", serial="NEW-1")
        depot.happens(rma, "tested", 1, "12:40")
        depot.happens(rma, "shipped", 1, "13:00")
        return Equipment.objects.get(serial_number="NEW-1")

    def test_its_guarantee_begins_anew_where_the_policy_says_so(self, depot):
        assert guarantee(self.exchange(depot)).restarted_at == at("13:00")

    def test_it_goes_on_where_the_policy_says_nothing(self, db):
        depot = opened(restart="")
        before = guarantee(depot.desk.equipment)
        line = guarantee(self.exchange(depot))

        assert (line.restarted_at, line.start, line.end) == (None, before.start, before.end)

    def test_why_it_is_there_is_known_by_its_return(self, depot):
        new = self.exchange(depot)

        found = exchange_of(old_id=depot.desk.equipment.pk, serial="new-1")
        assert new.replaces == depot.desk.equipment
        assert found.reason == "After two repairs: a new unit (D-13)"
        assert exchange_of(old_id=new.pk, serial="NEW-1") is None
