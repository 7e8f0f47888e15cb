"""A case at the small service desk on which somebody works."""

import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from kept.records.cases.queries import case_card
from kept.records.work.models import WorkKind
from kept.records.work.queries import work_of_case
from kept.records.work.services import NewEntry, record_work
from tests.desk import POLICY, at, open_desk

CALENDARS = POLICY.replace(
    "calendars:\n",
    """calendars:
  days:
    name: {en: working days}
    weekly: {mon-fri: ["09:00-18:00"]}
    holidays: CN
""",
)


class Bench:
    """A case, and short words for what is done on it."""

    def __init__(self, desk):
        self.desk = desk
        self.case_id = desk.log("08:00", requested_at=at("08:00")).case_id
        self.other_id = desk.log("08:10", requested_at=at("08:10")).case_id

    def time(self, since="10:00", until="12:30", **said) -> NewEntry:
        entry = NewEntry(
            case_id=self.case_id,
            person_id=self.desk.engineer.pk,
            kind=WorkKind.TIME,
            component="labour",
            at=at(since),
            ended_at=at(until),
            where="on_site",
        )
        return replace(entry, **said)

    def travel(self, **said) -> NewEntry:
        more = {"kilometres": Decimal("80"), "ended_at": None, **said}
        return self.time(kind=WorkKind.TRAVEL, component="travel", where="", **more)

    def expense(self, amount="45.00", **said) -> NewEntry:
        money = {"amount": Decimal(amount), "currency": "CNY", "text": "parking", **said}
        return self.time(
            kind=WorkKind.EXPENSE, component="travel", where="", ended_at=None, **money
        )

    def record(self, entry, *, by=None, now="23:50", key="", **more) -> int:
        by, key = by or self.desk.engineer, key or uuid.uuid4().hex
        return record_work(entry=entry, by=by, now=at(now), key=key, **more)

    def lines(self):
        return work_of_case(self.case_id)

    def card(self, now="23:50"):
        number = self.lines()[0].case_number
        return case_card(number, viewer=self.desk.manager, at=at(now))


@pytest.fixture
def bench(db):
    return Bench(open_desk(CALENDARS))
