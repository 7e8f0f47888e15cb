"""People: can anybody sign in who may let others in, and is somebody on duty?"""

from __future__ import annotations

from datetime import timedelta

from kept.config.doctor.finding import Finding, Patient, bad, good
from kept.records.people.models import Person, Role
from kept.records.roster.queries import is_covered, is_planned

AHEAD = timedelta(hours=24)  # an empty roster is found the day before


def administrators(patient: Patient) -> Finding:
    """Is there an administrator?"""
    number = Person.objects.filter(is_active=True, roles__contains=[Role.ADMINISTRATOR]).count()
    if not number:
        return bad(
            "There is no administrator, so nobody can let people in.",
            "Make one: kept invite NAME --name 'Full Name' --role administrator.",
        )
    return good(f"{number} administrator{'s' if number > 1 else ''}.")


def duty(patient: Patient) -> Finding:
    """Will anybody be on duty, where duties are planned at all?"""
    if not is_planned(at=patient.now):
        return good("No duties are planned.")
    if not is_covered(since=patient.now, until=patient.now + AHEAD):
        return bad(
            "Nobody is on duty in the next 24 hours, so promises may have no owner who is awake.",
            "Plan the coming shifts: Duty, Copy the week before.",
        )
    return good("Somebody is on duty in the next 24 hours.")
