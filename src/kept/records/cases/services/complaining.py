"""Taking a complaint down: a case of its own, about a case and perhaps about a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from kept.records.cases.asking import LogRequest
from kept.records.cases.concerned import COMPLAINT, ConcernsThem, refuse_concerned
from kept.records.cases.models import Case, LinkKind
from kept.records.cases.services.holding import CaseNotFound
from kept.records.cases.services.linking import Linking, add_link, note_concern
from kept.records.cases.services.opening import NobodyResponsible, Opened, open_case, works_here
from kept.records.cases.surroundings import surroundings
from kept.records.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Grievance:
    """What a customer complains of: in which words, when and how, about whom of us.

    `responsible_id` is who handles it.
    """

    text: str
    at: datetime
    channel: str
    responsible_id: int
    person_id: int | None = None
    source: str = ""


@transaction.atomic
def open_complaint(
    *, about_id: int, grievance: Grievance, by: Person, now: datetime, key: str
) -> Opened:
    """Open a complaint about a case, with promises of its own that count from when it was made.

    Nobody it is about can be responsible for it. Safe to repeat with the same key. Raises
    CaseNotFound, NobodyResponsible, ConcernsThem, and what `open_case` raises.
    """
    about = Case.objects.select_for_update(of=("self",)).filter(pk=about_id).first()
    if about is None:
        raise CaseNotFound
    _refuse_their_own(about, grievance)
    request = replace(
        as_request(about),
        channel=grievance.channel,
        case_type=COMPLAINT,
        requested_at=grievance.at,
        description=grievance.text,
        responsible_id=grievance.responsible_id,
        source=grievance.source,
    )
    opened = open_case(request=request, by=by, now=now, key=key)
    if not opened.repeated:
        case = Case.objects.get(pk=opened.case_id)
        linking = Linking(kind=LinkKind.COMPLAINT, number=str(about.number))
        if grievance.person_id is not None:
            note_concern(case, grievance.person_id, "named", by=by, now=now)
        add_link(case, about, linking, by=by, now=now)
    return opened


def _refuse_their_own(about: Case, grievance: Grievance) -> None:
    people = {
        person.pk: person
        for person in Person.objects.active().filter(
            pk__in=[grievance.responsible_id, grievance.person_id or 0]
        )
    }
    for pk in (grievance.responsible_id, grievance.person_id):
        if pk is not None and (pk not in people or not works_here(people[pk])):
            raise NobodyResponsible
    if grievance.responsible_id in (about.responsible_id, grievance.person_id):
        raise ConcernsThem(person=people[grievance.responsible_id].display_name)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What of a request becomes a case of its own."""

    text: str
    case_type: str
    source: str = ""


@transaction.atomic
def split_case(*, case_id: int, part: Part, by: Person, now: datetime, key: str) -> Opened:
    """Make a part of a request its own case, asked when the whole was, under the same policy.

    Safe to repeat with the same key. Raises CaseNotFound, and what `open_case` raises.
    """
    whole = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if whole is None:
        raise CaseNotFound
    refuse_concerned(whole.pk, by.pk)
    request = replace(
        as_request(whole),
        case_type=part.case_type,
        description=part.text,
        responsible_id=whole.responsible_id,
        source=part.source,
    )
    known = surroundings(request, at=whole.logged_at)
    opened = open_case(request=request, by=by, now=now, key=key, known=known)
    if not opened.repeated:
        case = Case.objects.get(pk=opened.case_id)
        linking = Linking(kind=LinkKind.SPLIT, number=str(whole.number))
        add_link(case, whole, linking, by=by, now=now)
    return opened


def as_request(case: Case) -> LogRequest:
    """Return what a case asks, as it was logged."""
    return LogRequest(
        customer_id=case.customer_id,
        channel=case.channel,
        case_type=case.case_type,
        requested_at=case.requested_at,
        description=case.description,
        contact_id=case.contact_id,
        caller=case.caller,
        site_id=case.site_id,
        equipment_id=case.equipment_id,
        office_id=case.office_id,
    )
