"""What the policy wants first: gates, what blocks closing, and going against it with a reason."""

import uuid

import pytest
from django.utils import translation

from kept.records.cases.asking import NewFact
from kept.records.cases.models import CaseFact
from kept.records.cases.queries import case_card, would_wait
from kept.records.cases.services import (
    Closing,
    ClosingHeldBack,
    HeldBack,
    close_case,
    correct_fact,
    record_fact,
)
from kept.records.ledger.queries import entries, verify_stream
from tests.desk import POLICY, at, case, open_desk

GATED = POLICY.replace(
    "rules:\n",
    """  D-8: {en: Goods go out when they are paid., zh-Hans: 付款后发货。}
  D-9: {en: The customer signs before the case is closed., zh-Hans: 客户签字后结案。}
rules:
  paid_first:
    form: gate
    name: {en: Paid first, zh-Hans: 先付款}
    source: D-8
    step: goods.shipped
    needs:
      - {name: {en: the payment, zh-Hans: 付款}, when: {happened: payment.received}}
  signed:
    form: duty
    name: {en: Signed report, zh-Hans: 已签报告}
    source: D-9
    opens: visit.ended
    done: report.signed
    signed_by: [customer]
    blocks_closing: yes
""",
    1,
)


@pytest.fixture
def desk(db):
    return open_desk(GATED)


@pytest.fixture
def opened(desk):
    return desk.log()


def shipped(desk, opened, despite="", key=""):
    return record_fact(
        case_id=opened.case_id,
        fact=NewFact(kind="goods.shipped", at=at("11:00"), despite=despite),
        by=desk.hotline,
        now=at("11:00"),
        key=key or uuid.uuid4().hex,
    )


def closed(desk, opened, by, despite=""):
    return close_case(
        case_id=opened.case_id,
        closing=Closing(at=at("15:00"), despite=despite),
        by=by,
        now=at("15:00"),
        key=uuid.uuid4().hex,
    )


class TestAGate:
    def test_refuses_the_step_and_names_what_is_missing_with_its_clause(self, desk, opened):
        with pytest.raises(HeldBack) as refused:
            shipped(desk, opened)

        assert "“goods shipped” has to wait; missing: the payment. (clause D-8)" in str(
            refused.value
        )
        with translation.override("zh-hans"):
            assert "“已发货”须等待；尚缺：付款。（条款 D-8）" in str(refused.value)
        assert not CaseFact.objects.filter(case_id=opened.case_id, kind="goods.shipped").exists()

    def test_lets_the_step_pass_once_what_it_wants_is_there(self, desk, opened):
        desk.record(opened, "payment.received", "10:30")
        shipped(desk, opened, despite="not needed")

        fact = CaseFact.objects.get(case_id=opened.case_id, kind="goods.shipped")
        assert (fact.against, fact.despite) == ([], "")

    def test_what_happened_all_the_same_is_kept_with_the_reason_and_the_clause(self, desk, opened):
        shipped(desk, opened, despite="They stand still, the owner agreed.")

        fact = CaseFact.objects.get(case_id=opened.case_id, kind="goods.shipped")
        assert fact.against == [{"rule": "paid_first", "clauses": ["D-8"]}]
        line = entries(case(opened).stream)[-1]
        assert line.data["despite"] == "They stand still, the owner agreed."
        assert line.data["against"] == fact.against
        assert verify_stream(case(opened).stream) is None

        card = case_card(opened.number, viewer=desk.hotline, at=at("11:05"))
        [gate] = [line for line in card.assessment.gates if line.rule == "paid_first"]
        assert [passed.kind for passed in gate.passed] == ["goods.shipped"]
        assert card.timeline[0].despite == "They stand still, the owner agreed."

    def test_sent_twice_it_is_kept_once(self, desk, opened):
        first = shipped(desk, opened, despite="urgent", key="a")

        again = shipped(desk, opened, despite="urgent", key="a")
        assert (again.seq, again.repeated) == (first.seq, True)

    def test_a_correction_keeps_why_it_was_let_pass(self, desk, opened):
        told = shipped(desk, opened, despite="urgent")
        correct_fact(
            case_id=opened.case_id,
            seq=told.seq,
            fact=NewFact(kind="goods.shipped", at=at("10:50")),
            by=desk.hotline,
            now=at("11:10"),
            key="c",
        )

        assert CaseFact.objects.get(case_id=opened.case_id, corrects=told.seq).despite == "urgent"

    def test_can_be_asked_before_anything_is_recorded(self, desk, opened):
        step = NewFact(kind="goods.shipped", at=at("11:00"))

        assert [line.rule for line in would_wait(opened.case_id, step, at=at("11:00"))] == [
            "paid_first"
        ]
        assert (
            would_wait(opened.case_id, NewFact(kind="note.added", at=at("11:00")), at=at("11:00"))
            == ()
        )


class TestClosing:
    @pytest.fixture
    def visited(self, desk, opened):
        desk.record(opened, "visit.arrived", "11:00")
        desk.record(opened, "visit.ended", "12:00")
        return opened

    def test_waits_for_what_blocks_it(self, desk, visited):
        with pytest.raises(ClosingHeldBack) as refused:
            closed(desk, visited, desk.hotline)

        assert "Signed report: owed by us since" in str(refused.value)
        assert "Not signed yet by the customer. (clause D-9)" in str(refused.value)
        assert case(visited).state == "open"

    def test_a_reason_is_not_enough_for_anybody_but_a_manager(self, desk, visited):
        with pytest.raises(ClosingHeldBack):
            closed(desk, visited, desk.dispatcher, despite="They do not answer any more.")

    def test_a_manager_has_to_say_why(self, desk, visited):
        with pytest.raises(HeldBack):
            closed(desk, visited, desk.manager, despite="  ")

        closed(desk, visited, desk.manager, despite="They do not answer any more.")
        assert case(visited).state == "closed"
        fact = CaseFact.objects.get(case_id=visited.case_id, kind="case.closed")
        assert fact.against == [{"rule": "signed", "clauses": ["D-9"]}]
        assert (fact.despite, fact.by) == ("They do not answer any more.", desk.manager)

    def test_goes_on_as_ever_once_it_is_signed(self, desk, visited):
        desk.record(visited, "report.signed", "12:10", party="customer")

        closed(desk, visited, desk.hotline)
        assert case(visited).state == "closed"
