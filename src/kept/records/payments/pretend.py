"""A pretend bank for the demo company: nothing moves, and outside the demo it does not exist.

It is a payment provider like any other: it gives a page where something can be paid, and signs
what it tells.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from kept.records.money import Money, told
from kept.records.payments.models import Checkout
from kept.records.payments.provider import Captured, Created, read_signed, signed

PAGE: Final = "/pretend-bank/"


@dataclass(frozen=True)
class PretendBank:
    """What the demo company uses as its provider."""

    def create(self, *, money: Money, reference: str, key: str, back: str) -> Created:
        """Return a page of ours that says what it is."""
        made = f"pretend-{_short(f'{key} {money.currency}')}"
        return Created(made, f"{settings.SITE_URL}{PAGE}{made}/")

    def refund(self, *, capture: str, money: Money, key: str) -> str:
        """Say that so much went back."""
        return f"pretend-{_short(f'{capture} {money} {key}')}"

    def read(self, *, body: bytes, signature: str, now: datetime) -> Captured:
        """Return what a message tells. Raises NotSigned."""
        return read_signed(body, signature, secret=_secret(), now=now)


def asked_at(key: str) -> Checkout | None:
    """Return what is to be paid on a page of the pretend bank; nothing outside the demo."""
    if not settings.DEMO:
        return None
    return Checkout.objects.filter(provider_key=key).first()


def message(row: Checkout, money: Money, *, press: str, at: datetime) -> tuple[bytes, str]:
    """Return what the pretend bank tells of a payment, and its signature."""
    said = {
        "type": "payment.captured",
        "event": f"pretend-{_short(f'event {press}')}",
        "checkout": row.provider_key,
        "capture": f"pretend-{_short(f'capture {press}')}",
        "at": at.isoformat(),
        **told(money),
    }
    body, stamp = json.dumps(said).encode(), str(int(at.timestamp()))
    return body, f"{stamp}.{signed(_secret(), stamp, body)}"


def _secret() -> str:
    return salted_hmac("kept.records.payments.pretend", "secret").hexdigest()


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
