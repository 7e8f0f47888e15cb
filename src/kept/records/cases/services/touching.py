"""Changing what belongs to a case and is kept by another app."""

from __future__ import annotations

from kept.records.cases.models import Case
from kept.records.cases.models.case import NextChange
from kept.records.cases.services.holding import CaseNotFound


def touch_case(*, case_id: int) -> Case:
    """Lock a case until the transaction ends, mark it as changed, and return it.

    For services of apps above that write into the case's stream. Raises CaseNotFound.
    """
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    Case.objects.filter(pk=case.pk).update(change=NextChange())
    return case
