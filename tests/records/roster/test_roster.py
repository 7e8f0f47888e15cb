"""Who is on duty, by the wall's clock; what belongs to somebody who is away."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from kept.records.cases.models import News
from kept.records.cases.services import pass_on_ownerless, sweep
from kept.records.ledger.queries import entries
from kept.records.notices.models import Notice
from kept.records.notices.services import tell
from kept.records.roster.models import Duty, Shift
from kept.records.roster.queries import (
    gaps,
    lead,
    on_duty,
    shifts,
    unread_hand_over,
)
from kept.records.roster.services import (
    NothingSaid,
    NotOnDuty,
    NotOurs,
    Planned,
    ShiftGone,
    WrongTimes,
    cancel_shift,
    copy_week,
    hand_over,
    note_leave,
    plan_shift,
    read_hand_over,
    swap_shift,
)
from kept.records.telephone.models import CallBack
from kept.records.telephone.services import open_exchange
from tests.desk import SETUP, at, case, open_desk
from tests.records.telephone.conftest import Line


@pytest.fixture
def desk(db):
    return open_desk()


def plan(desk, person, starts="08:00", ends="20:00", duty="hotline", office=None):
    planned = Planned(
        office_id=(office or desk.office).pk,
        duty=duty,
        person_id=person.pk,
        starts_at=at(starts),
        ends_at=at(ends),
    )
    return plan_shift(planned=planned, by=desk.manager, now=at("07:00"))


def leave(desk, person, starts="24 00:00", ends="25 00:00"):
    return note_leave(
        person_id=person.pk,
        starts_at=at(starts),
        ends_at=at(ends),
        reason="ill",
        by=desk.manager,
        now=at("07:00"),
    )


def there(moment, **more):
    return [card.person for card in on_duty(at=at(moment), **more)]


class TestOnDuty:
    @pytest.mark.parametrize(
        ("moment", "who"),
        [("07:59:59", []), ("08:00", ["周敏"]), ("19:59", ["周敏"]), ("20:00", [])],
    )
    def test_from_the_first_moment_to_the_last(self, desk, moment, who):
        plan(desk, desk.hotline)

        assert there(moment) == who

    def test_a_night_belongs_to_both_days(self, desk):
        plan(desk, desk.hotline, "20:00", "25 08:00")

        assert there("25 03:00") == ["周敏"]

    def test_nobody_who_is_away_or_has_left(self, desk):
        plan(desk, desk.hotline)
        plan(desk, desk.dispatcher)
        leave(desk, desk.hotline, "12:00", "13:00")
        desk.dispatcher.is_active = False
        desk.dispatcher.deactivated_at, desk.dispatcher.deactivated_by = at("09:00"), desk.manager
        desk.dispatcher.save()

        assert (there("11:00"), there("12:30")) == (["周敏"], [])
        assert [
            card.is_away
            for card in shifts(office_id=desk.office.pk, since=at("00:00"), until=at("25 00:00"))
            if card.person == "周敏"
        ] == [True]

    def test_the_lead_answers_first(self, desk):
        plan(desk, desk.hotline)
        plan(desk, desk.engineer, duty="second_line")
        assert lead(office_id=desk.office.pk, at=at("10:00")) == desk.hotline.pk
        plan(desk, desk.manager, duty="lead")
        assert lead(office_id=desk.office.pk, at=at("10:00")) == desk.manager.pk
        assert lead(office_id=0, at=at("10:00")) == desk.manager.pk
        assert lead(office_id=desk.office.pk, at=at("21:00")) is None

    def test_gaps_are_when_nobody_is_there(self, desk):
        plan(desk, desk.hotline, "08:00", "12:00")
        plan(desk, desk.dispatcher, "10:00", "16:00")
        plan(desk, desk.engineer, "18:00", "25 06:00")
        told = {"office_id": desk.office.pk, "since": at("08:00"), "until": at("25 08:00")}

        assert gaps(**told) == [(at("16:00"), at("18:00")), (at("25 06:00"), at("25 08:00"))]


class TestPlanning:
    def test_twice_the_same_is_one(self, desk):
        assert plan(desk, desk.hotline) == plan(desk, desk.hotline)
        assert [entry.verb for entry in entries(f"roster:{desk.office.pk}")] == ["shift.planned"]

    def test_swapping_keeps_who_had_it(self, desk):
        shift = plan(desk, desk.hotline)
        swap_shift(
            shift_id=shift.pk, person_id=desk.dispatcher.pk, by=desk.manager, now=at("07:30")
        )

        assert there("10:00") == ["Dana Li"]
        assert Shift.objects.get(pk=shift.pk).cancelled_by == desk.manager
        with pytest.raises(ShiftGone):
            cancel_shift(shift_id=shift.pk, by=desk.manager, now=at("07:31"))

    @pytest.mark.parametrize(
        ("starts", "ends"), [("08:00", "08:00"), ("09:00", "08:00"), ("08:00", "25 08:01")]
    )
    def test_times_must_make_sense(self, desk, starts, ends):
        with pytest.raises(WrongTimes):
            plan(desk, desk.hotline, starts, ends)

    def test_no_customer_is_on_duty_or_on_leave(self, desk):
        desk.hotline.roles = ["customer"]
        desk.hotline.save()
        for act in (plan, leave):
            with pytest.raises(NotOurs):
                act(desk, desk.hotline)

    def test_a_leave_ends_after_it_starts(self, desk):
        with pytest.raises(NotOnDuty):
            leave(desk, desk.hotline, "25 00:00", "24 00:00")

    def test_the_week_before_is_copied_once_and_without_who_left(self, desk):
        plan(desk, desk.hotline)
        plan(desk, desk.dispatcher, "20:00", "25 08:00")
        desk.dispatcher.is_active = False
        desk.dispatcher.deactivated_at, desk.dispatcher.deactivated_by = at("09:00"), desk.manager
        desk.dispatcher.save()
        told = {"office_id": desk.office.pk, "monday": date(2026, 11, 30), "by": desk.manager}

        assert copy_week(now=at("12:00"), **told) == 1
        assert copy_week(now=at("12:00"), **told) == 0
        assert [
            card.person
            for card in on_duty(at=datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
        ] == ["周敏"]

    def test_the_walls_hour_stays_when_summer_ends(self, desk):
        berlin = ZoneInfo("Europe/Berlin")
        desk.office.time_zone = "Europe/Berlin"
        desk.office.save()
        planned = Planned(
            office_id=desk.office.pk,
            duty="hotline",
            person_id=desk.hotline.pk,
            starts_at=datetime(2026, 10, 21, 8, tzinfo=berlin),
            ends_at=datetime(2026, 10, 21, 16, tzinfo=berlin),
        )
        plan_shift(planned=planned, by=desk.manager, now=at("07:00"))
        copy_week(
            office_id=desk.office.pk, monday=date(2026, 10, 26), by=desk.manager, now=at("07:00")
        )

        last = Shift.objects.latest("starts_at")
        assert last.starts_at == datetime(2026, 10, 28, 8, tzinfo=berlin)

    def test_the_database_refuses_an_end_before_the_start(self, desk):
        shift = plan(desk, desk.hotline)
        with pytest.raises(IntegrityError), transaction.atomic():
            Shift.objects.filter(pk=shift.pk).update(ends_at=at("07:00"))


class TestHandOver:
    def test_is_to_be_read_by_who_is_on_duty_and_did_not_write_it(self, desk):
        plan(desk, desk.hotline)
        note = hand_over(
            office_id=desk.office.pk, text="K-1 waits", by=desk.dispatcher, now=at("08:00")
        )

        assert unread_hand_over(reader=desk.hotline, at=at("09:00")).text == "K-1 waits"
        assert unread_hand_over(reader=desk.dispatcher, at=at("09:00")) is None
        assert unread_hand_over(reader=desk.hotline, at=at("21:00")) is None
        assert read_hand_over(hand_over_id=note.pk, by=desk.hotline, now=at("09:01"))
        assert not read_hand_over(hand_over_id=note.pk, by=desk.hotline, now=at("09:02"))
        assert unread_hand_over(reader=desk.hotline, at=at("09:03")) is None
        assert not read_hand_over(hand_over_id=10**9, by=desk.hotline, now=at("09:02"))

    def test_says_something(self, desk):
        with pytest.raises(NothingSaid):
            hand_over(office_id=desk.office.pk, text=" \n", by=desk.hotline, now=at("08:00"))


class TestAnOwnerAlways:
    def test_BL_07_what_belongs_to_somebody_who_is_away_passes_to_the_lead(self, desk):
        opened = desk.log("10:02")
        plan(desk, desk.manager, duty="lead")
        leave(desk, desk.hotline, "11:00", "26 00:00")

        assert pass_on_ownerless(now=at("10:30")) == 0
        assert pass_on_ownerless(now=at("11:00")) == 1
        assert pass_on_ownerless(now=at("11:01")) == 0
        assert case(opened).responsible == desk.manager
        last = list(entries(f"case:{opened.number}"))[-1]
        assert (last.verb, last.actor) == ("case.assigned", "system:duty roster")
        assert News.objects.filter(kind="assigned", data__person=desk.manager.pk).exists()

    def test_BL_07_and_of_somebody_who_has_left(self, desk):
        opened = desk.log("10:02")
        plan(desk, desk.engineer, duty=Duty.SECOND_LINE.value)
        desk.hotline.is_active = False
        desk.hotline.deactivated_at, desk.hotline.deactivated_by = at("10:10"), desk.manager
        desk.hotline.save()
        pass_on_ownerless(now=at("10:11"))

        assert case(opened).responsible == desk.engineer

    def test_BL_07_with_an_empty_roster_it_waits_until_somebody_comes(self, desk):
        opened = desk.log("10:02")
        leave(desk, desk.hotline)
        assert pass_on_ownerless(now=at("03:00")) == 0
        assert case(opened).responsible == desk.hotline
        plan(desk, desk.dispatcher, "12:00", "20:00")

        assert pass_on_ownerless(now=at("12:00")) == 1
        assert case(opened).responsible == desk.dispatcher

    def test_BL_07_the_lead_is_told_of_a_breach_while_the_owner_sleeps(self, desk):
        desk.log("10:02")
        plan(desk, desk.engineer, "10:30", "20:00", duty="lead")
        sweep(now=at("11:01"))
        tell(now=at("11:01"))

        assert Notice.objects.filter(receiver=desk.engineer, kind="broken").exists()

    def test_BL_07_nobody_stands_in_for_who_is_awake(self, desk):
        desk.log("10:02")
        plan(desk, desk.hotline)
        plan(desk, desk.engineer, duty="lead")
        sweep(now=at("11:01"))
        tell(now=at("11:01"))

        assert not Notice.objects.filter(receiver=desk.engineer).exists()

    def test_BL_07_a_missed_call_belongs_to_who_is_on_duty(self, desk):
        plan(desk, desk.dispatcher)
        line = Line(open_exchange(name="SH", office=desk.office, by=SETUP, at=at("08:00")).exchange)
        line.tell("newCall", "10:00", caller="anonymous")
        line.tell("hangup", "10:01")

        assert CallBack.objects.get().owner == desk.dispatcher
