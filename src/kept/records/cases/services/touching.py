"""Changing what belongs to a case and is kept by another app."""

from __future__ import annotations

from kept.records.cases.concerned import refuse_concerned
from kept.records.cases.models import Case
from kept.records.cases.services.holding import CaseNotFound
from kept.records.people.models import Person

TOUCH = """
    UPDATE cases_case SET change = nextval('cases_change') WHERE id = %s RETURNING *
"""


def touch_case(*, case_id: int, handled_by: Person | None = None) -> Case:
    """Lock a case until the transaction ends, mark it as changed, and return it.

    For services of apps above that write into the case's stream; `handled_by` is given where the
    change is one that nobody makes to a complaint about themselves. Raises CaseNotFound,
    ConcernsYou.
    """
    case = next(iter(Case.objects.raw(TOUCH, [case_id])), None)
    if case is None:
        raise CaseNotFound
    if handled_by is not None:
        refuse_concerned(case.pk, handled_by.pk)
    return case
