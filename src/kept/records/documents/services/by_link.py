"""Signing by a link: somebody at the customer, with a code, on a device of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from kept.records import tokens
from kept.records.documents.addressees import addressee
from kept.records.documents.links import SIGNING_LINK, LinkState, state_of
from kept.records.documents.models import (
    CodeBy,
    Outcome,
    Party,
    Signature,
    SigningLink,
    Version,
)
from kept.records.documents.services.admitting import WrongCode, count_wrong, knows_code
from kept.records.documents.services.drafting import DocumentNotFound, held_draft
from kept.records.documents.services.linking import LinkEnded, make_link, tell_ledger
from kept.records.documents.services.sealing import seal_when_both_spoke
from kept.records.documents.services.signing import (
    BY_LINK,
    AnotherVersion,
    SignedAlready,
    Signing,
    keep_outcome,
)
from kept.records.documents.telling import tell_of_link
from kept.records.ledger.actor import Outsider
from kept.records.people.models import Person
from kept.records.people.services.doors import door_person


@transaction.atomic
def send_link(
    *, version_id: int, contact_id: int, code_by: CodeBy, by: Person, at: datetime, key: str
) -> SigningLink:
    """Send a contact a link by which they can sign a version; a link sent before ends with it.

    Safe to repeat with the same key. Raises DocumentNotFound, AnotherVersion, SignedAlready,
    NoAddress.
    """
    version = _held(version_id)
    seed = tokens.hash_of(f"{version.pk} {key}")[:32]
    old = SigningLink.objects.filter(seed=seed).first()
    if old is not None:
        return old
    to = addressee(version.document.case, contact_id)
    _refuse_over(version)
    link = make_link(version, to, code_by, by=by, at=at, seed=seed)
    tell_of_link(link, at=at)
    return link


def sign_by_link(*, secret: str, code: str, signing: Signing, at: datetime) -> Signature:
    """Keep what somebody at the customer did by their link; then make the final PDF if it waits.

    Safe to repeat with the same key. A wrong code is counted before it is refused. Raises
    LinkEnded, WrongCode, and what `sign_document` raises.
    """
    link = _admitted(secret, code, signing.key, at=at)
    row = _keep(link, signing, at=at)
    door = door_person(username=BY_LINK.username, name=BY_LINK.name, at=at)
    seal_when_both_spoke(row, by=door, at=at)
    return row


@transaction.atomic
def _keep(link: SigningLink, signing: Signing, *, at: datetime) -> Signature:
    told = replace(signing, version_id=link.version_id, party=Party.CUSTOMER, witness="")
    return keep_outcome(told, taken_by=None, link=link, at=at)


def _admitted(secret: str, code: str, key: str, *, at: datetime) -> SigningLink:
    """Return the link to whoever knows its code; count those who do not."""
    with transaction.atomic():
        rows = SigningLink.objects.select_for_update(of=("self",)).select_related(
            "version__document__case"
        )
        link = rows.filter(secret_sha256=tokens.hash_of(secret)).first()
        if link is None:
            raise LinkEnded
        is_known = link.signatures.filter(key=key).exists()
        if not is_known and state_of(link, at=at) is not LinkState.OPEN:
            raise LinkEnded
        if knows_code(link, SIGNING_LINK, code):
            return link
        left = count_wrong(link)
        if left == 0:
            tell_ledger(link, "document.link_guessed", by=Outsider(link.name), at=at)
    raise WrongCode(left=left) if left else LinkEnded


def _held(version_id: int) -> Version:
    version = Version.objects.select_related("document__case__office").filter(pk=version_id).first()
    if version is None:
        raise DocumentNotFound
    held_draft(version.document_id)
    return version


def _refuse_over(version: Version) -> None:
    if version.document.versions.filter(number__gt=version.number).exists():
        raise AnotherVersion
    if version.signatures.filter(party=Party.CUSTOMER, outcome=Outcome.SIGNED).exists():
        raise SignedAlready
