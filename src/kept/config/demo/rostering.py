"""The duty roster of the demo company: this week and last, day and night."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from kept.config.demo.staff import CHENGDU, DISPATCHERS, ENGINEERS, HOTLINE, MANAGERS, NANJING
from kept.config.demo.world import HOME, World
from kept.records.roster.models import Duty
from kept.records.roster.services import Planned, hand_over, plan_shift, read_hand_over

# Who answers in Nanjing, day and night; in Chengdu seven days of eight hours.
DAY, NIGHT, EIGHT = (time(8), time(20)), (time(20), time(8)), (time(9), time(17))
IN_NANJING = tuple(one for one in HOTLINE if one.office == NANJING)
NOTE = (
    "夜班交接：一处现场等备件，到货后请通知调度。\n"
    "Night shift: one site waits for a part; tell the dispatcher when it comes."
)


def plan_duties(world: World) -> None:
    """Plan two weeks, and let the last shift hand over."""
    today = world.at.astimezone(HOME).date()
    monday = today - timedelta(days=today.weekday() + 7)
    for day in range(14):
        _plan_day(world, monday + timedelta(days=day), day)
    note = hand_over(
        office_id=world.offices[NANJING],
        text=NOTE,
        by=world.people[IN_NANJING[2].username],
        now=world.at - timedelta(hours=3),
    )
    reader = world.people[IN_NANJING[1].username]
    read_hand_over(hand_over_id=note.pk, by=reader, now=world.at - timedelta(hours=2))


def _plan_day(world: World, on: date, nth: int) -> None:
    """Plan one day: two by day, one by night, an engineer behind them, somebody who leads."""
    people = [one.username for one in IN_NANJING]
    engineers = [one.username for one in ENGINEERS if one.office == NANJING]
    lead = (DISPATCHERS[0], MANAGERS[0])[nth % 2].username
    rows = [
        (NANJING, Duty.HOTLINE, people[0], DAY),
        (NANJING, Duty.HOTLINE, people[1], DAY),
        (NANJING, Duty.HOTLINE, people[2], NIGHT),
        (NANJING, Duty.SECOND_LINE, engineers[nth % len(engineers)], DAY),
        (NANJING, Duty.SECOND_LINE, engineers[(nth + 3) % len(engineers)], NIGHT),
        (NANJING, Duty.LEAD, lead, DAY),
        (CHENGDU, Duty.HOTLINE, HOTLINE[2].username, EIGHT),
        (CHENGDU, Duty.LEAD, DISPATCHERS[1].username, EIGHT),
    ]
    for office, duty, username, (begins, ends) in rows:
        last = on if ends > begins else on + timedelta(days=1)
        planned = Planned(
            office_id=world.offices[office],
            duty=duty,
            person_id=world.people[username].pk,
            starts_at=datetime.combine(on, begins, HOME),
            ends_at=datetime.combine(last, ends, HOME),
        )
        by = world.people[MANAGERS[0].username]
        plan_shift(planned=planned, by=by, now=world.at - timedelta(days=8))
