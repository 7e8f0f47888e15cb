"""Links by which customers pay: whether one still opens anything, and who knows its code."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from kept.records import tokens
from kept.records.documents.models.link import MOST_WRONG
from kept.records.payments.models import PayLink

PAY_LINK: Final = "pay link"  # what its secrets are worked out for


class LinkState(StrEnum):
    """How far a link has come."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"
    GUESSED = "guessed"  # too many wrong codes


def state_of(link: PayLink, *, at: datetime) -> LinkState:
    """Return where a link stands at a moment."""
    if link.revoked_at is not None:
        return LinkState.REVOKED
    if link.wrong_codes >= MOST_WRONG:
        return LinkState.GUESSED
    return LinkState.EXPIRED if link.expires_at <= at else LinkState.OPEN


def link_of(secret: str, *, for_update: bool = False) -> PayLink | None:
    """Return the link that a secret opens; None: it never was one."""
    rows = PayLink.objects.select_related("case__office")
    if for_update:
        rows = rows.select_for_update(of=("self",))
    return rows.filter(secret_sha256=tokens.hash_of(secret)).first()


def code_of(link: PayLink, *, at: datetime) -> str:
    """Return the code to read out; empty for a link that opens nothing."""
    return tokens.code(PAY_LINK, link.seed) if state_of(link, at=at) is LinkState.OPEN else ""
