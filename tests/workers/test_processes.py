"""Worker processes: on time, once, through kills and a database that goes away."""

import signal
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from kept.records.cases.models import Flip, News
from kept.records.cases.queries import stretches_to_do
from kept.records.cases.services import open_case
from kept.records.ledger.queries import verify_all
from kept.records.notices.models import Heartbeat, Notice
from kept.workers.parts import all_parts
from tests.workers.conftest import until

HOUR = timedelta(hours=1)


def log(desk, requested_at, key):
    """Log a request now that was made before: its answer is due an hour after it was made."""
    request = desk.request(requested_at=requested_at)
    return open_case(request=request, by=desk.hotline, now=requested_at, key=key)


@pytest.fixture
def overdue(desk):
    """Cases whose promises ran out while no worker was there: two hours ago."""
    asked = timezone.now() - 3 * HOUR
    return [log(desk, asked + timedelta(seconds=n), f"case {n}") for n in range(20)]


def broken():
    return Flip.objects.filter(kind="broken", clock="answer").count()


def test_a_breach_is_noted_within_five_seconds_of_its_instant(desk, crew):
    crew.start()
    assert until(Heartbeat.objects.exists)
    due_at = timezone.now().replace(microsecond=0) + timedelta(seconds=3)
    log(desk, due_at - HOUR, "soon")

    assert until(lambda: broken() == 1)
    flip = Flip.objects.get(kind="broken", clock="answer")
    assert flip.at == due_at
    assert flip.noted_at - flip.at < timedelta(seconds=5)


def test_CR_05_what_was_missed_comes_once_at_its_instant_and_is_told(desk, crew, overdue):
    crew.start()

    assert until(lambda: broken() == len(overdue))
    assert until(lambda: not News.objects.exists())
    for flip in Flip.objects.filter(kind="broken", clock="answer"):
        assert flip.noted_at - flip.at > HOUR
    rows = Notice.objects.filter(kind="broken", channel="in_app", data__clock="answer")
    assert rows.filter(receiver=desk.manager).count() == len(overdue)


def test_CR_02_two_workers_and_a_kill_double_nothing_and_lose_nothing(desk, crew, overdue):
    first, _ = crew.start(), crew.start()
    assert until(lambda: broken() > 0)
    first.kill()
    crew.start()

    assert until(lambda: broken() == len(overdue))
    assert until(lambda: not News.objects.exists())
    rows = Flip.objects.filter(kind="broken", clock="answer")
    assert rows.values("case_id").distinct().count() == len(overdue)
    assert until(lambda: not stretches_to_do(most=1))  # what is still written is no fault
    assert until(lambda: list(verify_all()) == [])


def test_CR_02_a_worker_that_slept_through_its_turn_does_no_harm(desk, crew):
    sleeper = crew.start()
    assert until(Heartbeat.objects.exists)
    sleeper.send_signal(signal.SIGSTOP)
    asked = timezone.now() - 3 * HOUR
    cases = [log(desk, asked + timedelta(seconds=n), f"case {n}") for n in range(5)]
    crew.start()
    assert until(lambda: broken() == len(cases))
    sleeper.send_signal(signal.SIGCONT)

    more = log(desk, asked, "one more")
    assert until(lambda: Flip.objects.filter(case_id=more.case_id, kind="broken").exists())
    assert broken() == len(cases) + 1


def test_CR_03_it_goes_on_when_the_database_was_gone(desk, crew, overdue):
    crew.start()
    assert until(lambda: broken() == len(overdue))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    asked = timezone.now() - 3 * HOUR
    more = log(desk, asked, "after")
    assert until(lambda: Flip.objects.filter(case_id=more.case_id, kind="broken").exists())
    assert "pausing" in crew.log()


def test_stops_cleanly_when_told_and_is_then_forgotten(desk, crew):
    process = crew.start()
    assert until(lambda: Heartbeat.objects.count() == len(all_parts()))

    assert crew.stop(process) == 0
    assert not Heartbeat.objects.exists()
    assert "workers stopped" in crew.log()


def test_CR_07_gives_signs_of_life_and_a_stopped_one_gives_none(desk, crew):
    process = crew.start()
    assert until(crew.heartbeat.exists)
    assert until(lambda: Heartbeat.objects.count() == len(all_parts()))
    parts = set(Heartbeat.objects.values_list("part", flat=True))
    assert parts == {
        *("sweeper", "notices", "mail", "anchor", "files", "bulk", "quotes"),
        *("telephone", "owners", "letters 1", "letters 2", "letters 3", "history", "presence"),
    }

    process.send_signal(signal.SIGSTOP)
    stopped = crew.heartbeat.stat().st_mtime
    assert not until_changes(lambda: crew.heartbeat.stat().st_mtime, stopped)


def until_changes(value, before):
    """Wait a little more than one beat for a value to change."""
    end = timezone.now() + timedelta(seconds=7)
    return until(lambda: value() != before or timezone.now() > end) and value() != before


def test_the_ledger_is_anchored_in_a_file(desk, crew):
    crew.start()
    anchors = crew.folder / "anchors"

    assert until(lambda: any(anchors.parent.glob("*anchors*")))
