"""Which provider takes payments online for us."""

from __future__ import annotations

from django.conf import settings

from kept.records.payments.pretend import PretendBank
from kept.records.payments.provider import HttpProvider, PaymentProvider


def our_provider() -> PaymentProvider | None:
    """Return the provider of the settings, else the demo's pretend bank; None: nobody does."""
    if settings.PAYMENT_URL:
        return HttpProvider(settings.PAYMENT_URL, settings.PAYMENT_TOKEN, settings.PAYMENT_SECRET)
    return PretendBank() if settings.DEMO else None
