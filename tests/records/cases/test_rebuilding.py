"""Projections worked out again: what was wrong is right, what was told is not told again."""

import threading
import time

import pytest
from django.db import connection, transaction

from kept.records.cases.models import Case, Clock, Flip, News, Rebuild
from kept.records.cases.queries import rebuild_card, rebuild_findings
from kept.records.cases.services import (
    CaseNotFound,
    Closing,
    NotPublished,
    Scope,
    ask_rebuild,
    cancel_rebuilds,
    close_case,
    differences,
    follow_zones,
    rebuild,
    rebuild_some,
    sweep,
    zones_followed,
)
from kept.records.ledger.models import Entry
from kept.records.ledger.queries import verify_all
from tests.desk import SETUP, at, case
from tests.records.cases.test_concurrency import together

NOW = "14:00"
ZONES = "2026a"


@pytest.fixture
def lives(desk):
    """Cases in every state: open, broken, met, late, waiting for nothing, closed."""
    return lived(desk)


def lived(desk):
    cases = [desk.log("10:02", key=str(n), answers={"visit_demanded": True}) for n in range(6)]
    desk.record(cases[1], "response.given", "10:20")
    desk.record(cases[2], "visit.arrived", "12:40")
    while sweep(now=at("13:30")).full:
        pass
    desk.record(cases[3], "response.given", "12:30", now="13:40")
    desk.record(cases[4], "response.given", "10:30", now="13:40")  # a breach is undone
    told = {"by": desk.hotline, "now": at("13:50"), "key": "close"}
    close_case(case_id=cases[5].case_id, closing=Closing(at=at("13:50"), text="done"), **told)
    while sweep(now=at(NOW)).full:
        pass
    News.objects.all().delete()  # they were told
    return cases


def spoil():
    """Make the projections wrong in every way."""
    keys = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    Clock.objects.filter(case_id__in=keys[::2]).delete()
    Clock.objects.filter(case_id__in=keys[1::2], key="repair").update(due_at=at("09:00"))
    Clock.objects.filter(case_id__in=keys[1::2], key="answer").update(
        state="running", done_at=None, broken_at=None, plan=[], look_at=None
    )
    Clock.objects.filter(case_id=keys[3], key="explain").update(look_at=at("09:30"))
    Case.objects.update(level="9", next_due_at=at("09:00"), next_clock="gone")


def told():
    """Return all that people were told, and all that is on record."""
    return (
        list(Flip.objects.order_by("pk").values_list("pk", "kind", "clock", "nth")),
        list(News.objects.values_list("dedup", flat=True)),
        Entry.objects.exclude(stream="rebuilds").count(),
    )


def right(cases, now=NOW):
    return [found for one in cases for found in differences(case_id=one.case_id, now=at(now))] == []


def ask(zones=ZONES, *, check=False, **scope):
    return ask_rebuild(scope=Scope(**scope), only_check=check, zones=zones, by=SETUP, at=at(NOW))


def work(limit=50, zones=ZONES):
    done = []
    while (some := rebuild_some(now=at(NOW), zones=zones, limit=limit)) is not None:
        done.append(some)
    return sum(done)


def test_what_is_right_is_not_touched(desk, lives):
    before = told(), list(Case.objects.order_by("pk").values_list("change", flat=True))
    asked = ask()

    assert work() == len(lives)

    assert (told(), list(Case.objects.order_by("pk").values_list("change", flat=True))) == before
    assert rebuild_findings(asked.pk).different == {}


def test_what_is_wrong_is_put_right_and_nothing_is_told_twice(desk, lives):
    stored = list(Clock.objects.order_by("case_id", "key").values())
    before = told()
    spoil()
    assert not right(lives)
    asked = ask()

    work()

    assert right(lives)
    after = list(Clock.objects.order_by("case_id", "key").values())
    assert [one | {"id": 0} for one in after] == [one | {"id": 0} for one in stored]
    flips, news, entries = told()
    new = flips[len(before[0]) :]
    # A due that people could see was wrong: that it moved back is on record, and nothing else.
    assert {kind for _, kind, _, _ in new} <= {"moved"}
    assert (news, entries) == ([], before[2] + len(new))
    assert set(rebuild_findings(asked.pk).different) == {one.number for one in lives}
    assert list(verify_all()) == []


def test_one_case_alone_is_the_same(desk, lives):
    before = told()
    Clock.objects.filter(case_id=lives[0].case_id).delete()

    assert rebuild(case_id=lives[0].case_id, now=at(NOW))

    assert right(lives)
    assert told() == before
    assert rebuild(case_id=lives[0].case_id, now=at(NOW)) == []


def test_what_time_did_meanwhile_is_noted_once(desk):
    opened = desk.log()
    ask()
    rebuild_some(now=at("11:30"), zones=ZONES)

    while sweep(now=at("11:30")).full:
        pass

    broken = Flip.objects.filter(case_id=opened.case_id, clock="answer", kind="broken")
    assert [(flip.at, flip.noted_at) for flip in broken] == [(at("11:00"), at("11:30"))]
    assert News.objects.filter(kind="broken", data__clock="answer").count() == 1


def test_a_look_that_is_not_where_the_plan_says_is_found(desk):
    opened = desk.log()
    Clock.objects.filter(case_id=opened.case_id, key="answer").update(look_at=None)

    [found] = differences(case_id=opened.case_id, now=at("10:02"))

    assert found.startswith("clock answer:")


def test_only_looking_writes_nothing(desk, lives):
    spoil()
    before = told(), list(Clock.objects.order_by("pk").values())
    asked = ask(check=True)

    work()

    assert (told(), list(Clock.objects.order_by("pk").values())) == before
    found = rebuild_findings(asked.pk)
    assert set(found.different) == {one.number for one in lives}
    assert "case: level is '9', not ''" in found.different[lives[1].number]


def test_only_looking_leaves_out_what_a_worker_will_look_at(desk):
    desk.log()
    asked = ask(check=True)

    assert rebuild_some(now=at("11:30"), zones=ZONES) == 1

    found = rebuild_findings(asked.pk)
    assert (found.due, found.different) == (1, {})


class TestScope:
    def total(self, **scope):
        return ask(**scope).total

    def test_all_or_what_is_open(self, desk, lives):
        assert (self.total(), self.total(only_open=True)) == (6, 5)

    def test_one_policy_or_one_version_of_it(self, desk, lives):
        assert self.total(policy="DESK") == 6
        assert self.total(policy="DESK", version=1) == 6
        with pytest.raises(NotPublished):
            ask(policy="DESK", version=7)

    def test_one_case(self, desk, lives):
        assert ask(case=lives[2].number).stretches.get().waiting == [lives[2].case_id]
        with pytest.raises(CaseNotFound):
            ask(case="K-999999")


def test_goes_on_where_it_was(desk, lives):
    spoil()
    asked = ask()
    rebuild_some(now=at(NOW), zones=ZONES, limit=2)

    assert ask().pk == asked.pk
    assert rebuild_card(asked.pk).done == 2
    assert work(limit=1) == 4

    assert rebuild_card(asked.pk).over
    assert right(lives)
    assert ask().pk != asked.pk


def test_what_earlier_ones_found_is_let_go_of(desk, lives):
    spoil()
    first = ask()
    work()
    assert rebuild_findings(first.pk).different

    second = ask()
    work()

    assert not first.stretches.exists()
    assert second.stretches.exists()
    assert rebuild_card(first.pk).over


def test_is_called_off(desk, lives):
    spoil()
    asked = ask()
    rebuild_some(now=at(NOW), zones=ZONES, limit=2)

    assert cancel_rebuilds(by=SETUP, at=at(NOW)) == 1

    assert rebuild_some(now=at(NOW), zones=ZONES) is None
    card = rebuild_card(asked.pk)
    assert (card.done, card.cancelled, card.over) == (2, True, True)
    assert cancel_rebuilds(by=SETUP, at=at(NOW)) == 0
    assert Entry.objects.filter(verb="cases.rebuild_cancelled").count() == 1


def test_a_case_that_cannot_be_worked_out_stops_no_other(desk, lives, caplog):
    spoil()
    broken = [{"rule": "gone", "field": "limit", "value": "1 h", "source": "x", "reason": "y"}]
    Case.objects.filter(pk=lives[0].case_id).update(overrides=broken)
    asked = ask()

    work()

    assert right(lives[1:])
    assert list(rebuild_findings(asked.pk).failed) == [lives[0].number]
    assert rebuild_card(asked.pk).over


class TestZones:
    def test_CK_08_newer_zone_data_is_followed_once(self, desk, lives):
        asked = follow_zones(zones="2026b", by=SETUP, at=at(NOW))

        assert (asked.scope, asked.total) == ("open", 5)
        assert zones_followed() == "2026b"
        assert follow_zones(zones="2026b", by=SETUP, at=at(NOW)) is None
        assert follow_zones(zones="2026a", by=SETUP, at=at(NOW)) is None

    def test_CK_08_machines_with_other_zone_data_leave_it_alone(self, desk, lives):
        follow_zones(zones="2026b", by=SETUP, at=at(NOW))

        assert work(zones="2026a") == 0
        assert work(zones="2026b") == 5

    def test_what_was_asked_for_under_older_data_is_called_off(self, desk, lives):
        older = follow_zones(zones="2026a", by=SETUP, at=at(NOW))

        newer = follow_zones(zones="2026b", by=SETUP, at=at(NOW))

        assert Rebuild.objects.get(pk=older.pk).cancelled_at
        assert rebuild_card(newer.pk).total == 5


def test_CC_07_rebuilds_facts_and_sweeps_in_parallel_neither_deadlock_nor_differ(committed_desk):
    desk = committed_desk
    cases = [desk.log(answers={"visit_demanded": True}) for _ in range(6)]
    spoil()
    ask()

    def record() -> None:
        for opened in cases:
            desk.record(opened, "visit.arrived", "12:50", now=NOW)

    def time_passes() -> None:
        for _ in range(6):
            sweep(now=at(NOW), limit=3)

    def rebuild_all() -> None:
        while rebuild_some(now=at(NOW), zones=ZONES, limit=2) is not None:
            pass

    outcomes = together(record, time_passes, rebuild_all, rebuild_all, record)

    assert outcomes == [None] * 5
    while sweep(now=at(NOW)).full:
        pass
    assert right(cases)
    broken = Flip.objects.filter(kind="broken", clock="on_site")
    assert broken.count() == broken.values("case_id").distinct().count()
    assert list(verify_all()) == []


def test_a_case_that_somebody_holds_is_not_waited_for(committed_desk):
    desk = committed_desk
    cases = [desk.log() for _ in range(3)]
    Case.objects.update(level="9")
    asked = ask()
    holds, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=cases[1].case_id)
            holds.set()
            may_go.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert holds.wait(20)
    began = time.monotonic()
    try:
        assert rebuild_some(now=at("10:02"), zones=ZONES) == 2
        assert rebuild_some(now=at("10:02"), zones=ZONES) == 0
        assert time.monotonic() - began < 10  # the holder has twenty seconds
    finally:
        may_go.set()
        holder.join()

    assert [case(one).level for one in cases] == ["", "9", ""]
    assert rebuild_some(now=at("10:02"), zones=ZONES) == 1
    assert case(cases[1]).level == ""
    assert rebuild_card(asked.pk).over
