"""CK-01: a machine's clock jumps. The database's time is the one that counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kept.config.doctor import database as examined
from kept.config.doctor.finding import Patient, Verdict
from kept.config.settings import PLACES
from kept.records.cases.models import Flip
from kept.records.cases.services import open_case
from kept.records.notices.models import Heartbeat
from kept.workers.clock import database_now
from kept.workers.crew import give_signs
from kept.workers.loop import Loop
from kept.workers.parts import all_parts, sweep_clocks
from tests.desk import Desk, open_desk

HOUR = timedelta(hours=1)
JUMPS = (HOUR, -HOUR, timedelta(days=1), -timedelta(days=1), timedelta(minutes=5))


@pytest.fixture
def desk(db) -> Desk:
    return open_desk()


def log(desk: Desk, *, ago: timedelta) -> int:
    """Log a request that was made some time ago, by the database's clock."""
    asked = database_now() - ago
    request = desk.request(requested_at=asked)
    return open_case(request=request, by=desk.hotline, now=asked, key=str(ago)).case_id


def broken(case_id: int) -> int:
    """Return how often it was noted that the answer, owed within an hour, did not come."""
    return Flip.objects.filter(case_id=case_id, clock="answer", kind="broken").count()


def take_turns(sweeper: Loop) -> None:
    while sweeper.take_step() == 0.0:
        pass


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_CK_01_server_clock_jumps_and_nothing_fires_early_late_or_twice(desk, jump):
    young, old = log(desk, ago=HOUR / 2), log(desk, ago=2 * HOUR)
    sweeper = Loop("sweeper", sweep_clocks, every=1.0)

    with time_machine.travel(timezone.now() + jump, tick=True):
        take_turns(sweeper)
        assert (broken(young), broken(old)) == (0, 1)

    take_turns(sweeper)  # and the clock jumps back
    assert (broken(young), broken(old)) == (0, 1)
    assert sweeper.problem == ""


def test_CK_01_a_clock_that_drifts_does_not_move_a_deadline(desk):
    case = log(desk, ago=HOUR / 2)
    sweeper = Loop("sweeper", sweep_clocks, every=1.0)
    for minutes in range(0, 60, 5):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=True):
            take_turns(sweeper)

    assert broken(case) == 0


@pytest.mark.parametrize("apart", [timedelta(seconds=3), timedelta(minutes=-5)], ids=str)
def test_CK_01_clocks_that_differ_raise_the_alarm(desk, caplog, apart):
    with time_machine.travel(timezone.now() + apart, tick=True):
        give_signs(all_parts(), database_now())
        found = examined.clock(
            Patient(PLACES, is_embedded=False, is_running=True, now=timezone.now())
        )

    ahead = Heartbeat.objects.values_list("clock_ahead_ms", flat=True)
    assert all(abs(ms / 1000 - apart.total_seconds()) < 1 for ms in ahead)
    assert len(ahead) == len(all_parts())
    assert "clock differs from the database" in caplog.text
    assert found.verdict is Verdict.BAD


def test_CK_01_clocks_that_agree_raise_none(desk, caplog):
    give_signs(all_parts(), database_now())

    assert "clock differs" not in caplog.text
