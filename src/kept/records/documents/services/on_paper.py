"""Signing on paper: the scan becomes a file of the case, and its hash part of the signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services.holding import hold
from kept.records.documents.models import Manner, Outcome, Signature
from kept.records.documents.services.sealing import seal_when_both_spoke
from kept.records.documents.services.signing import Signing, hold_version, sign_document
from kept.records.files.media import PDF, medium_of
from kept.records.files.models import Attachment, Kind
from kept.records.files.services import NewFile, ReadyFile, attach_ready, ready_file
from kept.records.people.models import Person
from kept.records.refusal import Refused

SOURCE = "document"


class NoPicture(Refused):
    """A signed paper is seen, not heard and not read."""

    sentence = _("Please send the signed paper as a photo or as a PDF.")


def sign_on_paper(*, signing: Signing, scan: NewFile, by: Person, at: datetime) -> Signature:
    """Keep a signed paper's scan and the signature that it shows; then make the final PDF.

    Safe to repeat with the same key. Raises NoPicture, what `sign_document` raises and what adding
    a file raises.
    """
    medium = medium_of(scan.content)
    if medium is None or not (medium == PDF or medium.type.startswith("image/")):
        raise NoPicture
    file = replace(scan, kind=Kind.REPORT, for_customer=True, source=SOURCE)
    row = _keep(signing, ready_file(file), by=by, at=at)
    seal_when_both_spoke(row, by=by, at=at)
    return row


@transaction.atomic
def _keep(signing: Signing, scan: ReadyFile, *, by: Person, at: datetime) -> Signature:
    _version, document = hold_version(signing.version_id)
    hold(document.case_id)  # with all that a fact of it touches, before its ledger
    case_id = document.case_id
    added = attach_ready(case_id=case_id, ready=scan, by=by, now=at, key=signing.key)
    sha256 = Attachment.objects.values_list("file__sha256", flat=True).get(pk=added.attachment_id)
    told = replace(
        signing, manner=Manner.SCAN, outcome=Outcome.SIGNED, strokes="", scan_sha256=sha256
    )
    return sign_document(signing=told, by=by, at=at)
