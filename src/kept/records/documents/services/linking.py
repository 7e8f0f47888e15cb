"""Making links to sign, and ending them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.documents.addressees import Addressee, usual
from kept.records.documents.links import SIGNING_LINK, LinkState, state_of
from kept.records.documents.models import CodeBy, SigningLink, Version
from kept.records.documents.secret_links import revoke, secret_for, told_of
from kept.records.ledger.actor import Actor
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.refusal import Refused

VALID: Final = timedelta(days=14)


class LinkEnded(Refused):
    """What a link was for is over, or there never was such a link."""

    sentence = _("This link does not open anything any more. Please ask us for a new one.")


def make_link(
    version: Version, to: Addressee, code_by: CodeBy, *, by: Person, at: datetime, seed: str
) -> SigningLink:
    """Make a link for a contact, in the caller's transaction; nothing is sent."""
    SigningLink.objects.filter(version=version, revoked_at=None).update(
        revoked_at=at, revoked_by=by
    )
    link = SigningLink.objects.create(
        version=version,
        customer_id=version.customer_id,
        **secret_for(to, purpose=SIGNING_LINK, seed=seed),
        code_by=code_by,
        made_at=at,
        made_by=by,
        expires_at=at + VALID,
    )
    tell_ledger(link, "document.link_made", by=by, at=at)
    return link


@transaction.atomic
def revoke_link(*, link_id: int, by: Person, at: datetime) -> None:
    """End a link that was sent. Safe to repeat. Raises LinkEnded for one that never was."""
    link = SigningLink.objects.select_for_update(of=("self",)).filter(pk=link_id).first()
    if link is None:
        raise LinkEnded
    if revoke(link, by=by, at=at):
        tell_ledger(link, "document.link_revoked", by=by, at=at)


def link_for_later(version: Version, *, by: Person, at: datetime) -> SigningLink | None:
    """Return a link by which the customer can still sign: the open one, else one for who asked.

    None if no address is on file. In the caller's transaction; nothing is sent yet.
    """
    there = SigningLink.objects.filter(version=version, revoked_at=None).first()
    if there is not None and state_of(there, at=at) is LinkState.OPEN:
        return there
    to = usual(version.document.case)
    if to is None:
        return None
    return make_link(version, to, CodeBy.MAIL, by=by, at=at, seed=uuid.uuid4().hex)


def tell_ledger(link: SigningLink, verb: str, *, by: Actor, at: datetime) -> None:
    """Write into the ledger what became of a link; neither link nor code stands in it."""
    version = link.version
    data = {
        "document": str(version.document.number),
        "version": version.number,
        "sha256": version.sha256,
        **told_of(link),
    }
    write(stream=version.document.case.stream, verb=verb, by=by, at=at, data=data)
