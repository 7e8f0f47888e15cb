"""Whether a link to sign still opens anything."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Final

from kept.records.documents.models import Outcome, Party, SigningLink
from kept.records.documents.models.link import MOST_WRONG

SIGNING_LINK: Final = "signing link"  # what its secrets are worked out for


class LinkState(Enum):
    """How far a link has come. What it opens can be read as long as it is open or has done."""

    OPEN = "open"
    SIGNED = "signed"  # the customer has signed, by it or otherwise
    REPLACED = "replaced"  # there is a newer version
    EXPIRED = "expired"
    REVOKED = "revoked"
    GUESSED = "guessed"  # too many wrong codes


READABLE: Final = {LinkState.OPEN, LinkState.SIGNED}


def state_of(link: SigningLink, *, at: datetime) -> LinkState:
    """Return where a link stands at a moment."""
    if link.revoked_at is not None:
        return LinkState.REVOKED
    if link.wrong_codes >= MOST_WRONG:
        return LinkState.GUESSED
    if link.expires_at <= at:
        return LinkState.EXPIRED
    if link.version.signatures.filter(party=Party.CUSTOMER, outcome=Outcome.SIGNED).exists():
        return LinkState.SIGNED
    if link.version.document.versions.filter(number__gt=link.version.number).exists():
        return LinkState.REPLACED
    return LinkState.OPEN
