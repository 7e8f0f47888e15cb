"""Secrets that are worked out when they are needed, so that none has to be stored.

A row keeps a seed, which is no secret, and perhaps the hash of the token, by which it is found.
Seed and server key together give the token. So neither the outbox nor a copy of the database
holds a link that opens anything.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from django.utils.crypto import salted_hmac

_BYTES: Final = 20  # 160 bits: nobody guesses that
DIGITS: Final = 6


def token(purpose: str, seed: str) -> str:
    """Return 32 letters and digits for an address; the same for the same purpose and seed."""
    return base64.b32encode(_digest(f"{purpose} token", seed)[:_BYTES]).decode().lower()


def code(purpose: str, seed: str) -> str:
    """Return six digits that a person can read out. Only a limit on guesses makes them safe."""
    return f"{int.from_bytes(_digest(f'{purpose} code', seed)) % 10**DIGITS:0{DIGITS}}"


def hash_of(secret: str) -> str:
    """Return by what a token is found."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _digest(purpose: str, seed: str) -> bytes:
    return salted_hmac(f"kept.records.tokens {purpose}", seed, algorithm="sha256").digest()
