"""By when a caller who reached nobody is owed an answer: what the policy would promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from kept.records.archive.models import Site
from kept.records.cases.about import surroundings
from kept.records.cases.asking import LogRequest, NewFact
from kept.records.cases.queries import preview
from kept.records.cases.running import running_policy
from kept.records.people.models import Office
from kept.records.refusal import Refused
from kept.records.telephone.models import Call
from kept.records.telephone.telling import MISSED, SOURCE, TELEPHONE
from kept.rules.assess import Assessment, ClockLine
from kept.rules.policy.model import Strength

USUAL = "fault"  # what callers ask for, where a policy knows it


def promised(call: Call, *, at: datetime) -> tuple[datetime | None, tuple[str, ...]]:
    """Return by when we owe a missed caller an answer, and the clauses that say so.

    As if the caller had asked for something: the first promise that would run out. Nothing for
    callers nobody knows, and where the policy promises nothing.
    """
    if call.customer_id is None:
        return None, ()
    try:
        owed = list(_owed(_as_if_asked(call, at)))
    except Refused:  # no policy holds, or it knows no such request
        return None, ()
    if not owed:
        return None, ()
    due_at, line = min(owed, key=lambda each: each[0])
    return due_at, line.reason.clauses


def _as_if_asked(call: Call, at: datetime) -> Assessment:
    """Return what would hold if the caller had got through and asked. Raises what refuses it."""
    assert call.customer_id is not None
    site = _site(call)
    office = None if site else call.exchange.office or Office.objects.order_by("code").first()
    request = LogRequest(
        customer_id=call.customer_id,
        contact_id=call.contact_id,
        site_id=site.pk if site else None,
        office_id=office.pk if office else None,
        channel=TELEPHONE,
        case_type=USUAL,
        requested_at=call.started_at,
        description="",
        source=SOURCE,
    )
    known = surroundings(request, at=at)
    policy = running_policy(known.version_id, known.overrides).policy
    if USUAL not in policy.case_types:
        request = replace(request, case_type=next(iter(policy.case_types), USUAL))
    if MISSED in policy.events:
        missed = NewFact(kind=MISSED, at=call.started_at, source=SOURCE)
        request = replace(request, also=(missed,))
    return preview(request=request, at=at).assessment


def _site(call: Call) -> Site | None:
    """Return where the caller is from, as far as anybody knows: the first will do."""
    theirs = Site.objects.filter(customer=call.customer).order_by("pk")
    of_contact = theirs.filter(people__contact_id=call.contact_id) if call.contact_id else theirs
    return of_contact.first() or theirs.first()


def _owed(assessment: Assessment) -> Iterator[tuple[datetime, ClockLine]]:
    for line in assessment.clocks:
        if line.open and line.due_at is not None and line.strength is not Strength.AIM:
            yield line.due_at, line
