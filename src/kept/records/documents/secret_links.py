"""What all links with a secret have in common, whatever they open: to sign, a quote, to pay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kept.records import tokens
from kept.records.documents.addressees import Addressee
from kept.records.documents.models.link import SecretLink
from kept.records.people.models import Person


def secret_for(to: Addressee, *, purpose: str, seed: str) -> dict[str, Any]:
    """Return the fields of a new link that say for whom it is and by which secret it opens.

    The secret is worked out of `purpose` and `seed`; what is kept is its hash.
    """
    return {
        "contact_id": to.contact_id,
        "name": to.name,
        "address": to.address,
        "language": to.language,
        "seed": seed,
        "secret_sha256": tokens.hash_of(tokens.token(purpose, seed)),
    }


def revoke(link: SecretLink, *, by: Person, at: datetime) -> bool:
    """End a link that the caller holds; return whether it was not ended before."""
    if link.revoked_at is not None:
        return False
    link.revoked_at, link.revoked_by = at, by
    link.save(update_fields=["revoked_at", "revoked_by"])
    return True


def told_of(link: SecretLink) -> dict[str, Any]:
    """Return what the ledger says of a link; neither link nor code stands in it."""
    return {
        "name": link.name,
        "address": link.address,
        "code_by": link.code_by,
        "expires_at": link.expires_at.isoformat(),
    }
