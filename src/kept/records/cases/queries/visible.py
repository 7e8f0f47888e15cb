"""The door to cases: what is not yours looks like what is not there."""

from __future__ import annotations

from kept.records.cases.models import Case
from kept.records.cases.models.case import CaseQuerySet
from kept.records.people.models import Person, Role


def visible_to(viewer: Person) -> CaseQuerySet:
    """Return the cases a person may see: who works here all, a customer's contact its own."""
    if not viewer.is_active or not viewer.roles:
        return Case.objects.none()
    if Role.CUSTOMER in viewer.roles:
        return Case.objects.filter(
            customer__contacts__person=viewer, customer__contacts__left_at=None
        )
    return Case.objects.all()
