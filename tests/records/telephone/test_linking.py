"""What a call says about a case: the exchange's times, not what somebody remembers."""

import pytest

from kept.records.cases.models import CaseFact
from kept.records.cases.services import CaseNotFound
from kept.records.ledger.queries import entries
from kept.records.telephone.services import (
    AnotherCase,
    CallBackGone,
    CallGone,
    NobodyToCallBack,
    attach_call,
    log_call,
    no_call_needed,
    open_exchange,
    take_call_back,
)
from kept.rules.policy.shipped import shipped
from tests.desk import SETUP, ZONE, at, clock, flips, open_desk
from tests.records.telephone.conftest import Line, register

S1_LIKE = """
policy: LIVE
language: 1
title: {en: Who calls is answered at once}
zone: Asia/Shanghai
calendars:
  elapsed: {name: {en: every hour counts}, always: yes}
clauses:
  L-1: {en: Who calls is answered within a minute.}
rules:
  live:
    form: clock
    name: {en: Answered at once}
    source: L-1
    when: {channel: telephone}
    start: {first_of: [contact.received, contact.missed, request.received]}
    stop:
      first_of:
        - {event: request.received, where: {answered_live: yes}}
        - contact.answered_live
        - response.given
    limit: 60 s
    calendar: elapsed
"""


@pytest.fixture
def desk(db):
    return open_desk(S1_LIKE)


def log(desk, line, now, call_id="c1", **said):
    request = desk.request(requested_at=at(now), **said)
    call = line.call(call_id)
    return log_call(call_id=call.pk, request=request, by=desk.hotline, now=at(now), key="k1")


def facts(opened):
    rows = CaseFact.objects.filter(case_id=opened.case_id).order_by("seq")
    return [(row.kind, f"{row.at.astimezone(ZONE):%H:%M:%S}") for row in rows]


class TestLogging:
    def test_while_the_call_is_up_gives_the_answer_by_itself(self, desk, line, contact):
        line.tell("newCall", "10:00:05")
        line.tell("answer", "10:00:12", answering="hotline")
        opened = log(desk, line, "10:03:00")

        assert facts(opened) == [
            ("request.received", "10:00:05"),
            ("contact.answered_live", "10:00:12"),
        ]
        assert clock(opened, "live").state == "met"
        assert flips(opened, "live") == [("met", "10:00")]
        assert line.call().case_id == opened.case_id

    def test_who_waited_too_long_is_seen_to_have_whatever_is_said(self, desk, line, contact):
        line.tell("newCall", "10:00:00")
        line.tell("answer", "10:01:30", answering="hotline")
        opened = log(desk, line, "10:03:00", answers={"answered_live": True})

        assert clock(opened, "live").state == "late"

    def test_a_missed_call_starts_the_clock_and_calling_back_ends_it(self, desk, line, contact):
        line.tell("newCall", "10:00:00")
        line.tell("hangup", "10:00:40")
        said = {"direction": "out", "caller": "862155500000", "called": "862155500142"}
        line.tell("newCall", "10:20:00", "c2", **said)
        line.tell("answer", "10:20:10", "c2", answering="hotline", **said)
        opened = log(desk, line, "10:22:00")

        assert facts(opened)[1:] == [
            ("contact.missed", "10:00:00"),
            ("response.given", "10:20:10"),
        ]
        assert clock(opened, "live").state == "late"

    def test_an_answer_that_is_told_late_still_counts(self, desk, line, contact):
        line.tell("newCall", "10:00:00")
        opened = log(desk, line, "10:00:30")
        assert clock(opened, "live").state == "running"

        line.tell("answer", "10:00:40", answering="hotline")

        assert clock(opened, "live").state == "met"
        assert facts(opened)[-1] == ("contact.answered_live", "10:00:40")

    def test_a_call_back_after_logging_is_told_to_the_case(self, desk, line, contact):
        line.tell("newCall", "10:00:00")
        line.tell("hangup", "10:00:20")
        said = {"direction": "out", "caller": "862155500000", "called": "862155500142"}
        line.tell("newCall", "10:05:00", "c2", **said)
        opened = log(desk, line, "10:04:00", call_id="c1")
        line.tell("answer", "10:05:10", "c2", answering="hotline", **said)

        assert ("contact.missed", "10:00:00") in facts(opened)
        assert line.call().call_back.reason == str(line.call().case.number)

    def test_the_same_again_is_one_case(self, desk, line, contact):
        line.tell("newCall", "10:00:05")
        line.tell("answer", "10:00:12", answering="hotline")
        first, again = log(desk, line, "10:03:00"), log(desk, line, "10:04:00")

        assert (again.case_id, again.repeated) == (first.case_id, True)

    def test_a_call_leads_to_one_case(self, desk, line, contact):
        line.tell("newCall", "10:00:05")
        log(desk, line, "10:03:00")
        other = desk.request()

        with pytest.raises(AnotherCase):
            log_call(
                call_id=line.call().pk, request=other, by=desk.manager, now=at("10:05"), key="k2"
            )

    def test_a_call_that_is_not_there(self, desk, line):
        with pytest.raises(CallGone):
            log_call(call_id=99, request=desk.request(), by=desk.hotline, now=at("10:05"), key="k2")


class TestAttaching:
    def test_adds_one_more_contact_with_its_own_times(self, desk, line, contact):
        opened = desk.log("09:00", requested_at=at("08:59"))
        line.tell("newCall", "10:00:05")
        line.tell("answer", "10:00:12", answering="hotline")
        for now in ("10:02", "10:03"):
            attach_call(call_id=line.call().pk, number=opened.number, by=desk.hotline, now=at(now))

        assert facts(opened)[1:] == [
            ("contact.received", "10:00:05"),
            ("contact.answered_live", "10:00:12"),
        ]
        said = [entry.verb for entry in entries(f"case:{opened.number}")]
        assert said.count("case.call_linked") == 1

    def test_goes_to_the_cases_customer(self, desk, line, contact):
        opened = desk.log("09:00", requested_at=at("08:59"))
        line.tell("newCall", "10:00", caller="anonymous")
        assert line.call().customer is None
        attach_call(call_id=line.call().pk, number=opened.number, by=desk.hotline, now=at("10:02"))

        assert line.call().customer == desk.customer

    def test_not_to_two_cases_and_to_none_that_is_not_there(self, desk, line, contact):
        first, second = desk.log("10:02"), desk.log("10:03")
        line.tell("newCall", "10:00")
        told = {"call_id": line.call().pk, "by": desk.hotline, "now": at("10:05")}
        with pytest.raises(CaseNotFound):
            attach_call(number="K-999999", **told)
        attach_call(number=first.number, **told)
        with pytest.raises(AnotherCase):
            attach_call(number=second.number, **told)


class TestCallBacks:
    @pytest.fixture
    def missed(self, line, contact):
        line.tell("newCall", "10:00")
        line.tell("hangup", "10:00:30")
        return line.call()

    def test_somebody_takes_it_and_that_is_on_record(self, missed, desk):
        take_call_back(call_id=missed.pk, by=desk.hotline, now=at("10:01"))
        take_call_back(call_id=missed.pk, by=desk.hotline, now=at("10:02"))

        missed.call_back.refresh_from_db()
        assert missed.call_back.owner == desk.hotline
        assert [entry.verb for entry in entries(missed.stream)][2:] == ["call.taken"]

    def test_it_is_let_go_for_a_reason_only(self, missed, desk):
        told = {"call_id": missed.pk, "by": desk.hotline, "now": at("10:01")}
        with pytest.raises(Exception, match="reason"):
            no_call_needed(reason=" ", **told)
        no_call_needed(reason="wrong number", **told)
        with pytest.raises(CallBackGone):
            no_call_needed(reason="again", **told)

    def test_no_customer_calls_back(self, missed, desk):
        desk.engineer.roles = ["customer"]
        with pytest.raises(NobodyToCallBack):
            take_call_back(call_id=missed.pk, by=desk.engineer, now=at("10:01"))


def test_under_the_papers_own_rule_a_minute_and_no_more(db):
    """S1-4.2a: shown broken after 60 s without an answer."""
    desk = open_desk(shipped()["S1"].read_text())
    line = Line(open_exchange(name="Shanghai", by=SETUP, at=at("08:00")).exchange)
    register(desk, "Mei Lin", "+862155500142")
    line.tell("newCall", "10:00:00")
    line.tell("answer", "10:00:59", answering="hotline")
    line.tell("newCall", "10:10:00", "c2")
    line.tell("answer", "10:11:01", "c2", answering="hotline")
    kept = log(desk, line, "10:15:00")
    request = desk.request(requested_at=at("10:16"))
    late = log_call(
        call_id=line.call("c2").pk, request=request, by=desk.hotline, now=at("10:16"), key="k2"
    )

    answers = [
        next(row for row in opened.assessment.clocks if "S1-4.2a" in row.reason.clauses)
        for opened in (kept, late)
    ]
    assert [str(line.state) for line in answers] == ["met", "late"]
