"""Who we are to a customer who pays: our name, and the provider that takes payments for us."""

from __future__ import annotations

from django.conf import settings

from kept.records.cases.models import Case
from kept.records.naming import name_in
from kept.records.payments.pretend import PretendBank
from kept.records.payments.provider import HttpProvider, PaymentProvider
from kept.records.people.models import Office


def our_name(case: Case | None, language: str) -> str:
    """Return the company's name by its setting, else that of the office that serves the case."""
    if settings.COMPANY:
        return str(settings.COMPANY)
    office = case.office if case else Office.objects.order_by("pk").first()
    return name_in(office.names, language) if office else ""


def our_provider() -> PaymentProvider | None:
    """Return the provider of the settings, else the demo's pretend bank; None: nobody does."""
    if settings.PAYMENT_URL:
        return HttpProvider(settings.PAYMENT_URL, settings.PAYMENT_TOKEN, settings.PAYMENT_SECRET)
    return PretendBank() if settings.DEMO else None
