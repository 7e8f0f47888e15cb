"""Keys that make one press of a button safe to repeat."""

from __future__ import annotations

import hashlib
from uuid import uuid4

from kept.records.people.models import Person


def new_key() -> str:
    """Return a key for a form that is shown."""
    return uuid4().hex


def pressed(key: str, what: str, *, by: Person) -> str:
    """Return the key of one press: a page that was left open may do another thing later.

    It is the person's own: what one did never passes for what another did.
    """
    return hashlib.sha256(f"{by.pk} {key} {what}".encode()).hexdigest()[:40]
