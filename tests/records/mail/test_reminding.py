"""Customers are reminded by mail by themselves: once, if it is still right, and within limits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.records.archive.services import record_contact_left
from kept.records.cases.models import CaseFact, LinkKind
from kept.records.cases.services import (
    Linking,
    Waiting,
    begin_waiting,
    end_waiting,
    link_cases,
    sweep,
)
from kept.records.ledger.models import Entry
from kept.records.ledger.queries import verify_all
from kept.records.mail.services.telling import MOST_A_DAY
from kept.records.notices.models import Notice
from kept.records.notices.services import send_next
from kept.workers.parts import LINKS
from kept.workers.reminding import parts, remind_customers
from tests.desk import POLICY, Desk, at, open_desk
from tests.records.mail.messages import CUSTOMER, message

THREE_DAYS = (timedelta(days=3),)
OWED = """
  decide:
    form: clock
    name: {en: Your decision, zh-Hans: 贵方答复}
    source: D-7
    actor: customer
    start: quote.sent
    stop: order.placed
    limit: 4 h
    calendar: elapsed
    warn: [-1 h]
"""
LONG_NAMED = OWED.replace("decide:", f"decide_{'and_say_so_' * 4}soon:").replace("-1", "-2 h, -1")


@pytest.fixture(autouse=True)
def wanted(settings) -> None:
    settings.REMIND_AFTER, settings.REMIND_OF_DUES = THREE_DAYS, False


@pytest.fixture
def asked(desk: Desk, contact):
    return desk.log(contact_id=contact.pk)


def wait(desk, case, reason="customer", then="11:00", key="wait"):
    begin_waiting(
        case_id=case.case_id,
        waiting=Waiting(waiting_for=reason, at=at(then), text="an inner remark"),
        by=desk.hotline,
        now=at(then),
        key=key,
    )


def go_on(desk, case, then="12:00"):
    end_waiting(case_id=case.case_id, at=at(then), by=desk.hotline, now=at(then), key=then)


def reminded() -> int:
    return Notice.objects.filter(kind="we_wait").count()


def test_after_the_companys_time_they_get_one_mail_and_the_case_says_so(desk, asked, mailoutbox):
    wait(desk, asked)

    assert remind_customers(at("27 10:59")).done == 0
    assert remind_customers(at("27 11:00")).done == 1
    for again in ("27 11:01", "27 23:00", "28 10:59", "30 08:00"):
        assert remind_customers(at(again)).done == 0

    send_next(now=lambda: at("27 11:01"), links=LINKS, sender="service@kept.example")
    [sent] = mailoutbox
    assert sent.to == [CUSTOMER]
    assert "an inner remark" not in sent.body
    assert asked.number in sent.subject
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    note = CaseFact.objects.get(case_id=asked.case_id, kind="note.added")
    assert (note.by_name, note.source) == ("Reminders by mail", "reminder")
    assert CUSTOMER in note.values["text"]
    entry = Entry.objects.get(verb="customer.reminded")
    assert entry.data["fact"] == note.seq
    assert list(verify_all()) == []


def test_each_time_of_the_setting_is_one_more(desk, asked, settings):
    settings.REMIND_AFTER = (timedelta(hours=36), timedelta(days=3))
    wait(desk, asked)

    done = [remind_customers(at(then)).done for then in ("25 23:00", "26 01:00", "27 11:05")]

    assert done == [1, 0, 1]


def test_a_second_waiting_is_reminded_of_by_itself(desk, asked):
    wait(desk, asked)
    remind_customers(at("27 11:00"))
    go_on(desk, asked, "27 12:00")
    wait(desk, asked, then="27 13:00", key="again")

    assert remind_customers(at("30 12:59")).done == 0
    assert remind_customers(at("30 13:00")).done == 1


def over(desk, asked):
    go_on(desk, asked)


def closed(desk, asked):
    go_on(desk, asked)
    desk.close(asked)


def not_theirs(desk, asked):
    go_on(desk, asked)
    wait(desk, asked, reason="third_party", then="12:30", key="other")


def wrote(desk, asked):
    desk.record(asked, "contact.received", "25 09:00", text="Here it is")


def left(desk, asked):
    [contact] = desk.customer.contacts.all()
    record_contact_left(contact_id=contact.pk, by=desk.hotline, at=at("25 09:00"))


def a_duplicate(desk, asked):
    leader = desk.log(requested_at=at("09:00"))
    linking = Linking(kind=LinkKind.DUPLICATE, number=leader.number)
    link_cases(case_id=asked.case_id, linking=linking, by=desk.hotline, now=at("12:00"))


@pytest.mark.parametrize("meanwhile", [over, closed, not_theirs, wrote, left, a_duplicate])
def test_who_need_not_be_reminded_is_not(desk, asked, meanwhile):
    wait(desk, asked)
    meanwhile(desk, asked)

    assert remind_customers(at("27 13:00")).done == 0
    assert reminded() == 0


def test_who_has_no_address_or_complains_is_not_written_to(desk, contact):
    wait(desk, desk.log())
    wait(desk, desk.log(contact_id=contact.pk, case_type="complaint"))

    assert remind_customers(at("27 13:00")).done == 0


def test_what_is_long_past_is_not_reminded_of(desk, asked):
    wait(desk, asked)

    assert remind_customers(at("28 11:00")).done == 0


def test_EM_05_an_answer_of_a_machine_to_a_reminder_starts_no_loop(desk, asked, post):
    wait(desk, asked)
    remind_customers(at("27 11:00"))
    told = Notice.objects.get(kind="we_wait").data

    away = message("I am away", to=told["reply_to"], Auto_Submitted="auto-replied")
    post.comes(away, "27 11:05")

    assert remind_customers(at("27 11:10")).done == 0
    assert Notice.objects.exclude(address="").count() == 1


def test_EM_04_at_most_three_reminders_a_day_reach_one_address(desk, contact):
    for nth in range(MOST_A_DAY + 2):
        wait(desk, desk.log(contact_id=contact.pk), then=f"11:0{nth}")

    assert remind_customers(at("27 11:30")).done == MOST_A_DAY
    assert remind_customers(at("27 12:00")).done == 0
    assert CaseFact.objects.filter(kind="note.added").count() == MOST_A_DAY
    assert remind_customers(at("28 11:00")).done == 0  # not before a whole day is over
    assert reminded() == MOST_A_DAY


def test_without_the_setting_nothing_looks(desk, asked, settings):
    settings.REMIND_AFTER = ()
    wait(desk, asked)

    assert parts() == []
    assert remind_customers(at("27 11:00")).done == 0


class TestWhatIsDueFromThem:
    @pytest.fixture
    def owed(self) -> str:
        return OWED

    @pytest.fixture
    def desk(self, db, settings, owed) -> Desk:
        settings.MAIL_ADDRESS = "service@kept.example"
        settings.REMIND_AFTER, settings.REMIND_OF_DUES = (), True
        return open_desk(POLICY + owed.removeprefix("\n"))

    def test_when_the_policy_warns_they_are_told_once_by_when(self, desk, asked, mailoutbox):
        desk.record(asked, "quote.sent", "11:00")
        sweep(now=at("13:59"))
        assert remind_customers(at("13:59")).done == 0

        sweep(now=at("14:00"))
        assert [remind_customers(at(then)).done for then in ("14:01", "14:02")] == [1, 0]

        send_next(now=lambda: at("14:02"), links=LINKS, sender="service@kept.example")
        [sent] = mailoutbox
        assert "贵方答复" in sent.subject  # as the contact reads
        assert "15:00" in sent.subject
        assert "D-7" in sent.body

    @pytest.mark.parametrize("owed", [LONG_NAMED])
    def test_the_case_notes_each_warning_however_long_the_promise_is_called(self, desk, asked):
        desk.record(asked, "quote.sent", "11:00")

        for then in ("13:00", "14:00"):
            sweep(now=at(then))
            assert remind_customers(at(then)).done == 1
        assert CaseFact.objects.filter(kind="note.added").count() == 2

    def test_who_has_decided_meanwhile_is_not(self, desk, asked):
        desk.record(asked, "quote.sent", "11:00")
        sweep(now=at("14:00"))
        desk.record(asked, "order.placed", "14:01")

        assert remind_customers(at("14:02")).done == 0

    def test_not_where_the_company_does_not_want_it(self, desk, asked, settings):
        settings.REMIND_OF_DUES = False
        desk.record(asked, "quote.sent", "11:00")
        sweep(now=at("14:00"))

        assert remind_customers(at("14:01")).done == 0
