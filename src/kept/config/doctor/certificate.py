"""The company's certificate on what it seals, where one is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from kept.config.doctor.finding import Finding, Patient, bad, good, warning

NEAR: Final = timedelta(days=30)  # a new certificate takes days to get
SAYS: Final = "KEPT_SEAL_CERTIFICATE"


def certificate(patient: Patient) -> Finding:
    """Can documents be sealed with the company's certificate, now and in a month?"""
    if not settings.SEAL_CERTIFICATE and not settings.SEAL_KEY:
        return good("No certificate for sealed documents is configured; none is needed.")
    try:
        chain = _chain()
        _check_key(chain[0])
    except _Unusable as unusable:
        return unusable.finding
    return _by_time(chain, patient.now)


class _Unusable(Exception):
    """A file that was named cannot be used."""

    def __init__(self, found: str, do: str) -> None:
        super().__init__(found)
        self.finding = bad(found, f"{do} Until then nothing is sealed.")


def _chain() -> Sequence[x509.Certificate]:
    """Return the certificate and those after it. Raises _Unusable."""
    if not settings.SEAL_CERTIFICATE or not settings.SEAL_KEY:
        raise _Unusable(
            "Of the certificate and its key only one is named.", f"Set {SAYS} and KEPT_SEAL_KEY."
        )
    if find_spec("pyhanko") is None:
        raise _Unusable("What signs PDF files is missing.", 'pip install "kept[pades]".')
    content = _content(settings.SEAL_CERTIFICATE, SAYS)
    try:
        return x509.load_pem_x509_certificates(content)
    except ValueError:
        found = f"{settings.SEAL_CERTIFICATE} holds no certificate."
        raise _Unusable(found, f"{SAYS} names a PEM file.") from None


def _content(file: str, setting: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        found = f"{file} cannot be read ({error.strerror})."
        raise _Unusable(found, f"Put it there, readable by Kept, or change {setting}.") from None


def _check_key(own: x509.Certificate) -> None:
    """Raise _Unusable unless the key is there, opens, and belongs to the certificate."""
    passphrase = settings.SEAL_PASSPHRASE.encode() or None
    content = _content(settings.SEAL_KEY, "KEPT_SEAL_KEY")
    try:
        key = load_pem_private_key(content, passphrase)
    except (ValueError, TypeError):
        found = f"{settings.SEAL_KEY} holds no key that KEPT_SEAL_PASSPHRASE opens."
        raise _Unusable(found, "Check KEPT_SEAL_KEY and KEPT_SEAL_PASSPHRASE.") from None
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*form) != own.public_key().public_bytes(*form):
        raise _Unusable(
            f"{settings.SEAL_KEY} is not the key of {settings.SEAL_CERTIFICATE}.",
            f"Name the two that belong together: {SAYS}, KEPT_SEAL_KEY.",
        )


def _by_time(chain: Sequence[x509.Certificate], now: datetime) -> Finding:
    """Return whether all of a chain is valid, and for how long."""
    since = max(one.not_valid_before_utc for one in chain)
    until = min(one.not_valid_after_utc for one in chain)
    name = chain[0].subject.rfc4514_string()
    if now < since:
        return bad(
            f"The certificate of {name} is valid from {since:%Y-%m-%d %H:%M} UTC on only.",
            "Use one that is valid now; readers would reject what is sealed.",
        )
    if now >= until:
        return bad(
            f"The certificate of {name} ran out {until:%Y-%m-%d %H:%M} UTC.",
            "Get a new one; readers reject what is sealed with it.",
        )
    left = (until - now).days
    if until - now < NEAR:
        return warning(
            f"The certificate of {name} runs out in {left} days, {until:%Y-%m-%d}.",
            "Get a new one in time.",
        )
    return good(f"Sealed documents carry the certificate of {name}, valid for {left} days.")
