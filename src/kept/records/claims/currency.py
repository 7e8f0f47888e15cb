"""In which currency a case is settled."""

from __future__ import annotations

from django.conf import settings

from kept.records.cases.models import Case
from kept.records.cases.running import running_policy
from kept.records.money import DIGITS


def currency_of(case: Case) -> str:
    """Return the currency of the case's contract, else its policy's, else the company's."""
    terms = case.contract.terms if case.contract else {}
    said = (str(terms.get("currency", "")), running_policy(case.version_id, ()).policy.currency)
    return next((one for one in said if one in DIGITS), str(settings.CURRENCY))
