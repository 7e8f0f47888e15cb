"""What exchanges tell: once, in any order, by our clock."""

import pytest
from django.db import IntegrityError, connection, transaction

from kept.records.archive.services import CustomerDetails, register_customer
from kept.records.ledger.queries import entries
from kept.records.telephone.models import Call, CallBack, CallEvent
from kept.records.telephone.services import TooMany, Unlike, end_silent_calls
from kept.records.telephone.services.exchanges import name_extension
from kept.records.telephone.services.receiving import MOST
from tests.desk import SETUP, ZONE, at


def clock(moment):
    return f"{moment.astimezone(ZONE):%H:%M:%S}" if moment else None


def times(call):
    return [clock(moment) for moment in (call.started_at, call.answered_at, call.ended_at)]


def verbs(call):
    return [entry.verb for entry in entries(call.stream)]


class TestACall:
    def test_is_answered_and_ends(self, line, contact, desk):
        line.tell("newCall", "10:00:05", users=("hotline",), queue="service")
        line.tell("answer", "10:00:12", answering="hotline")
        line.tell("hangup", "10:04:00", cause="normalClearing")

        call = line.call()
        assert times(call) == ["10:00:05", "10:00:12", "10:04:00"]
        assert call.answered_by == desk.hotline
        assert (call.queue, call.cause) == ("service", "normalClearing")
        assert call.rung == [desk.hotline.pk]
        assert (call.contact, call.customer) == (contact, desk.customer)
        assert verbs(call) == ["call.began", "call.answered", "call.ended"]
        assert not CallBack.objects.exists()

    def test_that_nobody_answers_must_be_called_back(self, line, contact):
        line.tell("newCall", "10:00")
        line.tell("hangup", "10:01", cause="cancel")

        call = line.call()
        assert call.is_missed
        assert call.call_back.due_at == at("11:00")  # D-3: an answer within an hour
        assert call.call_back.due_clauses == ["D-3"]
        assert verbs(call) == ["call.began", "call.missed"]

    def test_from_nobody_we_know_must_be_called_back_too(self, line, desk):
        line.tell("newCall", "10:00", caller="862155509999")
        line.tell("hangup", "10:01")

        assert line.call().call_back.due_at is None

    def test_of_ours_that_nobody_answers_is_not_missed(self, line, contact):
        line.tell("newCall", "10:00", direction="out", caller="862155500000", called="862155500142")
        line.tell("hangup", "10:01", direction="out")

        assert not CallBack.objects.exists()
        assert line.call().other == "+862155500142"

    def test_is_put_through_and_goes_on(self, line, desk):
        line.tell("newCall", "10:00", users=("hotline",))
        line.tell("answer", "10:01", answering="hotline")
        line.tell("hangup", "10:02", cause="forwarded")
        line.tell("newCall", "10:02", users=("engineer",))
        line.tell("answer", "10:03", answering="engineer")

        call = line.call()
        assert times(call) == ["10:00:00", "10:01:00", None]
        assert call.answered_by == desk.engineer

    def test_that_rings_for_ever_is_taken_as_missed(self, line, contact):
        line.tell("newCall", "10:00")

        assert end_silent_calls(now=at("10:14")) == 0
        assert end_silent_calls(now=at("10:16")) == 1
        assert end_silent_calls(now=at("10:17")) == 0
        assert line.call().is_missed
        assert verbs(line.call()) == ["call.began", "call.missed"]
        assert CallBack.objects.filter(call=line.call(), done_at=None).exists()


class TestAnyOrder:
    def test_WS_05_the_same_event_twice_is_one(self, line, contact):
        first = line.tell("newCall", "10:00")
        again = line.tell("newCall", "10:05")

        assert (first.repeated, again.repeated) == (False, True)
        assert again.call_id == first.call_id
        assert clock(line.call().started_at) == "10:00:00"
        assert CallEvent.objects.count() == 1

    def test_WS_05_an_answer_may_come_first(self, line, contact):
        line.tell("answer", "10:00:10", answering="hotline")
        line.tell("newCall", "10:00:15", users=("hotline",))
        line.tell("hangup", "10:01")

        assert times(line.call()) == ["10:00:10", "10:00:10", "10:01:00"]

    def test_WS_05_an_answer_after_the_end_undoes_that_it_was_missed(self, line, contact, desk):
        line.tell("newCall", "10:00")
        line.tell("hangup", "10:01")
        line.tell("answer", "10:02", answering="hotline")

        call = line.call()
        assert times(call) == ["10:00:00", "10:01:00", "10:01:00"]
        assert not CallBack.objects.exists()
        assert verbs(call) == ["call.began", "call.missed", "call.answered"]

    def test_a_hangup_alone_is_a_call_too(self, line, contact):
        line.tell("hangup", "10:01")

        assert line.call().is_missed

    def test_a_call_id_comes_again_after_days(self, line, contact):
        line.tell("newCall", "10:00")
        line.tell("hangup", "10:01")
        line.tell("newCall", "26 10:00")

        assert line.call().turn == 2
        assert clock(line.call().started_at) == "10:00:00"

    def test_a_call_has_one_direction(self, line, contact):
        line.tell("newCall", "10:00")

        with pytest.raises(Unlike):
            line.tell("answer", "10:01", direction="out")

    def test_the_database_refuses_to_change_an_event(self, line, contact):
        line.tell("newCall", "10:00")

        with transaction.atomic(), pytest.raises(Exception, match="permission denied|append"):
            CallEvent.objects.update(cause="busy")

    def test_a_call_belongs_to_nobody_elses_contact(self, line, contact, desk):
        line.tell("newCall", "10:00")
        other = register_customer(
            details=CustomerDetails(names={"en": "Westbank"}), by=desk.hotline, at=at("08:30")
        )
        Call.objects.update(customer=other)
        with connection.cursor() as cursor, pytest.raises(IntegrityError):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_more_than_any_exchange_tells_is_refused_for_a_while(self, line, contact):
        line.tell("newCall", "10:00")
        call = line.call()
        CallEvent.objects.bulk_create(
            CallEvent(call=call, kind="newCall", received_at=at("10:00"), digest=f"{number:064}")
            for number in range(MOST)
        )

        with pytest.raises(TooMany):
            line.tell("newCall", "10:00:30", call_id="c9")
        assert not line.tell("newCall", "10:02", call_id="c9").repeated


class TestWhoIsMeant:
    @pytest.mark.parametrize(
        "word", ["hotline", "HOTLINE@example.com", "周敏", "+8613800000001", "13800000001", "12"]
    )
    def test_an_exchange_names_people_in_many_ways(self, line, desk, word):
        desk.hotline.phone = "+8613800000001"
        desk.hotline.save()
        name_extension(
            exchange="shanghai", number="12", person=desk.hotline, by=SETUP, at=at("08:00")
        )
        line.tell("newCall", "10:00", users=("nobody", word))

        assert line.call().rung == [desk.hotline.pk]
        assert line.call().rung_names == ["nobody", word]

    def test_a_name_that_two_people_have_means_nobody(self, line, desk):
        desk.engineer.display_name = desk.hotline.display_name
        desk.engineer.save()
        line.tell("newCall", "10:00", users=(desk.hotline.display_name,))

        assert line.call().rung == []

    def test_nobody_who_has_left(self, line, desk):
        desk.hotline.is_active = False
        desk.hotline.deactivated_at, desk.hotline.deactivated_by = at("09:00"), desk.manager
        desk.hotline.save()
        line.tell("newCall", "10:00", users=("hotline",))

        assert line.call().rung == []


class TestCallingBack:
    def miss(self, line, when="10:00", call_id="c1", **said):
        line.tell("newCall", when, call_id, **said)
        line.tell("hangup", f"{when}:30", call_id, **said)

    def out(self, line, when, call_id, *, answered=True):
        said = {"direction": "out", "caller": "862155500000", "called": "02155500142"}
        line.tell("newCall", when, call_id, users=("hotline",), **said)
        if answered:
            line.tell("answer", f"{when}:20", call_id, answering="hotline", **said)

    def test_reaching_the_caller_answers_all_their_calls(self, line, contact, desk):
        self.miss(line)
        self.miss(line, "10:05", "c2")
        self.out(line, "10:10", "c3")

        for call_id in ("c1", "c2"):
            back = line.call(call_id).call_back
            assert (back.done_call, back.done_by) == (line.call("c3"), desk.hotline)
            assert clock(back.done_at) == "10:10:20"

    def test_trying_is_not_enough(self, line, contact):
        self.miss(line)
        self.out(line, "10:10", "c3", answered=False)

        assert line.call("c1").call_back.done_at is None

    def test_who_calls_again_and_is_answered_waits_no_more(self, line, contact):
        self.miss(line)
        line.tell("newCall", "10:03", "c2")
        line.tell("answer", "10:03:05", "c2", answering="dispatcher")

        assert line.call("c1").call_back.done_call == line.call("c2")

    def test_what_was_answered_before_does_not_count(self, line, contact):
        line.tell("newCall", "09:50", "c0")
        line.tell("answer", "09:51", "c0", answering="hotline")
        self.miss(line)

        assert line.call("c1").call_back.done_at is None
