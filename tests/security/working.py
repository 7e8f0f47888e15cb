"""Work that somebody wrote down, made for one question, and what can be sent about work."""

from __future__ import annotations

import uuid
from datetime import timedelta

from kept.records.people.models import Person
from kept.records.work.models import Entry, WorkKind
from kept.records.work.services import NewEntry, record_work, start_work
from tests.security.company import NOW, Company, World
from tests.security.post import Post

# Who corrects and withdraws what others did.
OVERSEEING = {"engineer:stop", "engineer:correct", "engineer:withdraw"}


def entry_of(company: Company, world: World) -> int:
    """Return the key of an hour that was worked on the company's case."""
    by = _worker(company, world)
    entry = NewEntry(
        case_id=company.case.case_id,
        person_id=by.pk,
        kind=WorkKind.TIME,
        component="labour",
        at=NOW - timedelta(hours=4),
        ended_at=NOW - timedelta(hours=3),
        where="on_site",
    )
    there = Entry.objects.filter(case_id=company.case.case_id).exclude(ended_at=None).first()
    return there.pk if there else record_work(entry=entry, by=by, now=NOW, key=uuid.uuid4().hex)


def work_posts(company: Company, world: World) -> dict[str, Post]:
    """Return a right form for each route about work that takes one."""
    case, entry, runs = company.case.number, entry_of(company, world), _running(company, world)
    key, kind = {"key": uuid.uuid4().hex}, {"component": "labour", "text": "sent in a test"}
    span = {"since": "2026-11-24T08:00", "until": "2026-11-24T09:00", "where": "on_site"}
    paid = {"on": "2026-11-24", "amount": "5", "currency": "CNY"}
    who = {"person": str(_worker(company, world).pk)}
    why, way = {"reason": "sent in a test"}, {"since": "2026-11-24T08:00", "kilometres": "5"}
    forms = {
        "engineer:stop": (f"/work/{runs}/stop/", {"ended_at": "", "text": "x"}),
        "engineer:correct": (f"/work/{entry}/correct/", key | kind | span | why | who),
        "engineer:withdraw": (f"/work/{entry}/withdraw/", why),
        "engineer:start": (f"/cases/{case}/work/start/", key | {"where": "remote"}),
        "engineer:new_time": (f"/cases/{case}/work/time/", key | kind | span),
        "engineer:new_travel": (f"/cases/{case}/work/travel/", key | kind | way),
        "money:bill_work": (
            f"/cases/{case}/bill-work/",
            key | {"seen": "x", "due_on": "2026-12-24"},
        ),
        "engineer:new_expense": (f"/cases/{case}/work/expense/", key | kind | paid),
    }
    return {name: Post(*form) for name, form in forms.items()}


def _running(company: Company, world: World) -> int:
    there = Entry.objects.filter(case_id=company.case.case_id, ended_at=None).first()
    if there is not None:
        return there.pk
    return start_work(
        case_id=company.case.case_id,
        where="on_site",
        component="labour",
        by=_worker(company, world),
        now=NOW - timedelta(hours=1),
        key=uuid.uuid4().hex,
    )


def _worker(company: Company, world: World) -> Person:
    """Return who works for one company: nobody works for both at the same moment."""
    return world.people["engineer" if company is world.a else "dispatcher"]
