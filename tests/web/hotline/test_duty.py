"""The duty roster at the desk: planned in a few strokes, read before work."""

from __future__ import annotations

import pytest

from kept.records.roster.models import Leave, Shift
from kept.records.roster.services import Planned, hand_over, plan_shift
from tests.desk import at
from tests.web.hotline.conftest import browser_of

WEEK = {"person": "", "duty": "hotline", "begins": "08:00", "ends": "20:00"}


@pytest.fixture
def manager(desk):
    return browser_of(desk.manager)


def plan(desk, person, starts="08:00", ends="20:00", duty="hotline"):
    planned = Planned(
        office_id=desk.office.pk,
        duty=duty,
        person_id=person.pk,
        starts_at=at(starts),
        ends_at=at(ends),
    )
    return plan_shift(planned=planned, by=desk.manager, now=at("07:00"))


class TestPlanning:
    def test_a_persons_week_is_one_form(self, manager, desk):
        said = {**WEEK, "person": str(desk.hotline.pk), "days": ["0", "1", "2"]}
        answer = manager.post("/duty/plan/?week=2026-11-23", said)

        assert answer.status_code == 302
        starts = [shift.starts_at for shift in Shift.objects.order_by("starts_at")]
        assert starts == [at("23 08:00"), at("24 08:00"), at("25 08:00")]
        page = manager.get(answer.url).content.decode()
        assert page.count("08:00–20:00") == 3
        assert "On duty now: 周敏" in page

    def test_a_night_ends_on_the_next_day(self, manager, desk):
        said = {**WEEK, "person": str(desk.hotline.pk), "days": ["1"], "begins": "20:00"}
        manager.post("/duty/plan/?week=2026-11-23", {**said, "ends": "08:00"})

        assert Shift.objects.get().ends_at == at("25 08:00")

    def test_the_week_before_is_copied(self, manager, desk):
        plan(desk, desk.hotline, "20 08:00", "20 20:00")
        manager.post("/duty/copy/?week=2026-11-23")

        assert Shift.objects.latest("starts_at").starts_at == at("27 08:00")

    def test_a_shift_is_given_away_and_taken_off(self, manager, desk):
        shift = plan(desk, desk.hotline)
        manager.post(f"/duty/shifts/{shift.pk}/", {"person": str(desk.dispatcher.pk)})
        taken = Shift.objects.get(cancelled_at=None)
        assert taken.person == desk.dispatcher
        assert manager.post(f"/duty/shifts/{taken.pk}/", {"person": ""}).status_code == 422
        assert Shift.objects.filter(cancelled_at=None).exists()
        manager.post(f"/duty/shifts/{taken.pk}/", {"person": "none"})
        assert not Shift.objects.filter(cancelled_at=None).exists()

        gone = manager.post(f"/duty/shifts/{taken.pk}/", {"person": "none"})
        assert gone.status_code == 422

    def test_who_is_away_is_shown_and_counts_for_nothing(self, manager, desk):
        plan(desk, desk.hotline)
        said = {"person": str(desk.hotline.pk), "first": "2026-11-24", "last": "2026-11-24"}
        manager.post("/duty/leave/", {**said, "reason": "ill"})

        assert Leave.objects.get().ends_at == at("25 00:00")
        page = manager.get("/duty/").content.decode()
        assert "away" in page
        assert "On duty now: nobody" in page

    def test_gaps_are_named_from_now_on(self, manager, desk):
        plan(desk, desk.hotline)

        assert "Nobody is on duty:" in manager.get("/duty/").content.decode()

    @pytest.mark.parametrize("query", ["?office=x&week=y", "?week=9999-99-99", "?office=999"])
    def test_what_makes_no_sense_is_this_week(self, manager, query):
        assert "Tue 24 Nov" in manager.get(f"/duty/{query}").content.decode()

    def test_only_planners_see_the_forms(self, client, desk):
        plan(desk, desk.hotline)

        assert "Put on the plan" not in client.get("/duty/").content.decode()


class TestAtTheDesk:
    def test_the_queue_says_who_is_on_duty(self, client, desk):
        assert "On duty now" not in client.get("/queue/").content.decode()
        plan(desk, desk.hotline)

        assert "On duty now: 周敏" in client.get("/queue/").content.decode()

    def test_a_hand_over_stands_there_until_it_is_read(self, client, desk):
        plan(desk, desk.hotline)
        note = hand_over(
            office_id=desk.office.pk, text="K-1 waits for a part", by=desk.manager, now=at("08:00")
        )
        assert "K-1 waits for a part" in client.get("/calls/now/").content.decode()
        answer = client.post(f"/duty/notes/{note.pk}/read/")

        assert "K-1 waits" not in answer.content.decode()
        assert "read by 周敏" in client.get("/duty/").content.decode()

    def test_who_hands_over_sees_what_is_open_with_them(self, client, desk):
        mine = desk.log(responsible_id=desk.hotline.pk)
        theirs = desk.log(key="theirs", responsible_id=desk.manager.pk)

        page = client.get("/duty/").content.decode()

        row = page.split("Open with you")[1].split("</ol>")[0]
        assert mine.number in row
        assert "Answer" in row
        assert theirs.number not in page

    def test_a_hand_over_says_something(self, client, desk):
        answer = client.post("/duty/note/", {"text": "nothing special"})

        assert answer.status_code == 302
        assert client.post("/duty/note/", {"text": " "}).status_code == 422
