"""Who takes payments online for us: a small interface, and the one that speaks HTTP.

Another provider is another class with these three methods (docs/howto/take-payments.md).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from kept.records.money import Money, NotMoney, as_told, told
from kept.records.refusal import Refused

TOLERANCE: Final = timedelta(minutes=5)  # a signed message that is older was kept by somebody
LARGEST: Final = 64 * 1024  # bytes of a message
LONGEST_KEY: Final = 120  # of what the provider calls something
LOCAL: Final = frozenset(("127.0.0.1", "localhost", "::1"))


class ProviderTrouble(Refused):
    """The provider does not answer, or not in a way we understand."""

    sentence = _("The payment provider does not answer. Nothing was changed; please try again.")


class NotSigned(Refused):
    """A message that the provider did not sign, or not now."""

    sentence = _("This message does not come from our payment provider.")


@dataclass(frozen=True)
class Created:
    """A page at the provider where somebody pays."""

    key: str
    url: str


@dataclass(frozen=True)
class Captured:
    """Money that the provider has taken for us. `event` comes again with each repetition."""

    event: str
    checkout: str
    capture: str
    money: Money
    at: datetime


class PaymentProvider(Protocol):
    """What we ask of a provider."""

    def create(self, *, money: Money, reference: str, key: str, back: str) -> Created:
        """Return a page where so much can be paid; the same key, the same page.

        `back` is the address to which it sends the customer afterwards.

        Raises ProviderTrouble.
        """

    def refund(self, *, capture: str, money: Money, key: str) -> str:
        """Send so much of a payment back, once for each key; return the provider's reference.

        Raises ProviderTrouble.
        """

    def read(self, *, body: bytes, signature: str, now: datetime) -> Captured:
        """Return what a message tells. Raises NotSigned."""


@dataclass(frozen=True)
class HttpProvider:
    """A provider that is asked by HTTP and signs its messages with a shared secret."""

    url: str
    token: str
    secret: str
    seconds: float = 10.0

    def create(self, *, money: Money, reference: str, key: str, back: str) -> Created:
        """Return a page where so much can be paid."""
        said = {**told(money), "reference": reference, "return_url": back}
        answer = self._ask("checkouts", said, key)
        url = _text(answer, "url")
        if urlsplit(url).scheme not in ("http", "https"):
            raise ProviderTrouble
        return Created(_text(answer, "id", most=LONGEST_KEY), url)

    def refund(self, *, capture: str, money: Money, key: str) -> str:
        """Send so much of a payment back."""
        return _text(
            self._ask("refunds", {**told(money), "capture": capture}, key), "id", most=LONGEST_KEY
        )

    def read(self, *, body: bytes, signature: str, now: datetime) -> Captured:
        """Return what a message tells, if it was signed just now with our secret."""
        return read_signed(body, signature, secret=self.secret, now=now)

    def _ask(self, what: str, said: Mapping[str, str], key: str) -> Mapping[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - the address is a setting, looked at below
            f"{self.url.rstrip('/')}/{what}",
            data=json.dumps(said).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        try:
            with _OPENER.open(request, timeout=self.seconds) as found:
                answer = json.loads(found.read(LARGEST))
        except (urllib.error.URLError, OSError, ValueError):
            raise ProviderTrouble from None
        if not isinstance(answer, dict):
            raise ProviderTrouble
        return answer


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Our token goes to the address of the setting, wherever that wants to send us."""

    def redirect_request(self, *_asked: object) -> None:
        """Follow nothing: the answer is taken as a refusal."""


_OPENER: Final = urllib.request.build_opener(_StayHere)


def signed(secret: str, at: str, body: bytes) -> str:
    """Return the signature of a message: its time is signed with it, so that it grows old."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()


def read_signed(body: bytes, signature: str, *, secret: str, now: datetime) -> Captured:
    """Return what a message tells, if it was signed just now with the secret. Raises NotSigned."""
    at, _sep, digest = signature.partition(".")
    is_shaped = signature.isascii() and at.isdecimal() and len(at) <= 12
    if len(body) > LARGEST or not is_shaped:
        raise NotSigned
    if not hmac.compare_digest(signed(secret, at, body), digest):
        raise NotSigned
    if abs(now - datetime.fromtimestamp(int(at), UTC)) > TOLERANCE:
        raise NotSigned
    try:
        return _captured(json.loads(body))
    except (ValueError, KeyError, TypeError, ArithmeticError):
        raise NotSigned from None


def _captured(said: Any) -> Captured:
    if said["type"] != "payment.captured":
        raise ValueError(said["type"])
    at = datetime.fromisoformat(said["at"])
    if at.tzinfo is None:
        raise ValueError(said["at"])
    keys = (said["event"], said["checkout"], said["capture"])
    if not all(isinstance(key, str) and 0 < len(key) <= LONGEST_KEY for key in keys):
        raise ValueError(keys)
    amount = said["amount"]
    if not isinstance(amount, str) or not isinstance(said["currency"], str):
        raise NotMoney(amount)
    money = as_told({"amount": str(Decimal(amount)), "currency": said["currency"]})
    return Captured(*keys, money, at)


def _text(answer: Mapping[str, Any], name: str, *, most: int = 500) -> str:
    found = answer.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= most:
        raise ProviderTrouble
    return found
