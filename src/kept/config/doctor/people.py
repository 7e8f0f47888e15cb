"""People: can anybody sign in who may let others in?"""

from __future__ import annotations

from kept.config.doctor.finding import Finding, Patient, bad, good
from kept.records.people.models import Person, Role


def administrators(patient: Patient) -> Finding:
    """Is there an administrator?"""
    number = Person.objects.filter(is_active=True, roles__contains=[Role.ADMINISTRATOR]).count()
    if not number:
        return bad(
            "There is no administrator, so nobody can let people in.",
            "Make one: kept invite NAME --name 'Full Name' --role administrator.",
        )
    return good(f"{number} administrator{'s' if number > 1 else ''}.")
