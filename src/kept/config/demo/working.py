"""What the demo company's engineers did on open cases: time, travel, an expense now and then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from kept.config.demo.world import World
from kept.records.cases.models import Case
from kept.records.people.models import Person, Role
from kept.records.work.models import WorkKind
from kept.records.work.services import NewEntry, record_work

WANTED: Final = 12  # cases that somebody worked on
AFTER: Final = timedelta(hours=1)  # somebody goes there
LENGTHS: Final = (timedelta(hours=2, minutes=30), timedelta(hours=1), timedelta(hours=4))
ROAD: Final = timedelta(minutes=45)
DONE: Final = ("Board changed, test run", "更换电源模块并试运行", "Bearing measured and greased")


def work_on_cases(world: World) -> None:
    """Write down what engineers did on some open cases, nobody on two at once."""
    busy: dict[int, list[tuple[datetime, datetime]]] = {}
    engineers = list(Person.objects.active().with_role(Role.ENGINEER).order_by("pk"))
    for place, case in enumerate(_cases(world)):
        since = case.requested_at.replace(second=0, microsecond=0) + AFTER
        until = since + LENGTHS[place % len(LENGTHS)]
        free = [one for one in engineers if _is_free(busy.get(one.pk, []), since - ROAD, until)]
        if until > world.at or not free:
            continue
        engineer = free[place % len(free)]
        busy.setdefault(engineer.pk, []).append((since - ROAD, until))
        for nth, entry in enumerate(_entries(case, engineer, since, until, place)):
            key = f"demo {case.pk} {nth}"
            record_work(entry=entry, by=engineer, now=world.at, key=key)


def _cases(world: World) -> Iterator[Case]:
    before = world.at - AFTER - max(LENGTHS)
    rows = Case.objects.filter(
        state="open", office__country_code="CN", requested_at__lte=before
    ).exclude(case_type="complaint")
    yield from rows.order_by("-requested_at", "-pk")[:WANTED]


def _entries(
    case: Case, engineer: Person, since: datetime, until: datetime, place: int
) -> Iterator[NewEntry]:
    time = NewEntry(
        case_id=case.pk,
        person_id=engineer.pk,
        kind=WorkKind.TIME,
        component="labour",
        at=since,
        ended_at=until,
        where="on_site",
        text=DONE[place % len(DONE)],
    )
    yield time
    road = replace(time, kind=WorkKind.TRAVEL, component="travel", where="", text="")
    far = Decimal(40 + 25 * (place % 4))
    yield replace(road, at=since - ROAD, ended_at=since, kilometres=far)
    if place % 3 == 0:
        paid = replace(road, kind=WorkKind.EXPENSE, at=until, ended_at=None, text="停车费")
        yield replace(paid, amount=Decimal("35.00"), currency="CNY")


def _is_free(spans: list[tuple[datetime, datetime]], since: datetime, until: datetime) -> bool:
    return all(until <= begun or ended <= since for begun, ended in spans)
