"""Sealing: the version that was signed and how it was signed, as one PDF that stays."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.documents.models import Document, Party, Seal, Signature, Version
from kept.records.documents.outcomes import signs_of, with_outcomes
from kept.records.documents.printing.certifying import certified
from kept.records.documents.printing.press import SignsMissing, pdf_of
from kept.records.documents.services.drafting import DocumentNotFound
from kept.records.documents.services.signing import Signing, sign_document
from kept.records.documents.storing import keep
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.refusal import Refused

TRIES: Final = 3  # then all that is no plain letter is spelled


class NothingToSeal(Refused):
    """A signature page without a word of anybody says nothing."""

    sentence = _("Nobody has signed or refused this version yet.")


def sign_and_seal(*, signing: Signing, by: Person, at: datetime) -> Signature:
    """Keep how a party signed; once both parties have spoken, make the final PDF.

    The signature stays where the PDF cannot be made: it is made when somebody asks for it. Raises
    what `sign_document` raises.
    """
    row = sign_document(signing=signing, by=by, at=at)
    seal_when_both_spoke(row, by=by, at=at)
    return row


def seal_when_both_spoke(row: Signature, *, by: Person, at: datetime) -> None:
    """Make the final PDF if this was the last word that it waited for, and if it can be made."""
    spoken = Signature.objects.filter(version=row.version_id).values_list("party", flat=True)
    if set(spoken) == set(Party.values):
        with suppress(Refused):
            seal_version(version_id=row.version_id, by=by, at=at)


def seal_version(*, version_id: int, by: Person, at: datetime) -> Seal:
    """Make the final PDF of a version with the outcomes there are.

    Safe to repeat: the same outcomes, the same seal. Printing happens before anything is locked.
    Raises DocumentNotFound, NothingToSeal, NotPrinted, SignsMissing, NotCertified, DiskFull.
    """
    rows = Version.objects.select_related("document__case")
    version = rows.filter(pk=version_id, document__dropped_at=None).first()
    if version is None:
        raise DocumentNotFound
    signatures = list(
        Signature.objects.filter(version=version).select_related("link").order_by("pk")
    )
    if not signatures:
        raise NothingToSeal
    old = Seal.objects.filter(version=version, outcomes=len(signatures)).first()
    if old is not None:
        return old
    pdf = certified(_printed(version, signatures))
    return _seal(version, len(signatures), pdf, by=by, at=at)


def _printed(version: Version, signatures: Sequence[Signature]) -> bytes:
    """Return the final PDF; names that our fonts cannot write are spelled, not lost."""
    missing: set[str] = set()
    for _try in range(TRIES):
        try:
            return pdf_of(_told(version, signatures, missing))
        except SignsMissing as refused:  # it names those it met first
            missing |= refused.signs
    return pdf_of(_told(version, signatures, signs_of(signatures)))


def _told(version: Version, signatures: Sequence[Signature], missing: set[str]) -> dict[str, Any]:
    return with_outcomes(version.data, signatures, sha256=version.sha256, missing=missing)


@transaction.atomic
def _seal(version: Version, outcomes: int, pdf: bytes, *, by: Person, at: datetime) -> Seal:
    document = Document.objects.select_for_update(of=("self",)).get(pk=version.document_id)
    old = Seal.objects.filter(version=version, outcomes=outcomes).first()
    if old is not None:
        return old
    seal = Seal.objects.create(
        version=version,
        customer_id=version.customer_id,
        outcomes=outcomes,
        sha256=keep(pdf, now=at),
        at=at,
        sealed_by=by,
    )
    data = {
        "document": str(document.number),
        "version": version.number,
        "signed_sha256": version.sha256,
        "outcomes": outcomes,
        "sha256": seal.sha256,
        "bytes": len(pdf),
    }
    write(stream=version.document.case.stream, verb="document.sealed", by=by, at=at, data=data)
    return seal
