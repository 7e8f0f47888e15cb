"""In which currency a case is settled."""

from __future__ import annotations

from django.conf import settings

from kept.records.cases.models import Case
from kept.records.money import DIGITS


def currency_of(case: Case) -> str:
    """Return the currency of the case's contract, else the company's."""
    terms = case.contract.terms if case.contract else {}
    said = str(terms.get("currency", ""))
    return said if said in DIGITS else str(settings.CURRENCY)
