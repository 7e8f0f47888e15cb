"""The bytes of documents: files as all others are, looked at again each time they are given out."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kept.records.files import folder
from kept.records.files.folder import Damaged
from kept.records.files.media import PDF
from kept.records.files.models import StoredFile
from kept.records.files.services.guarding import guard
from kept.records.refusal import Refused


class BytesChanged(Refused):
    """What is stored is not what was issued: somebody changed it behind our back."""

    sentence = _(
        "The stored bytes of this document are no longer those that were issued. Please tell an "
        "administrator: “kept verify” shows which ones were."
    )


def keep(content: bytes, *, now: datetime) -> str:
    """Keep a PDF, as part of the caller's transaction; return its SHA-256. Raises DiskFull."""
    guard(folder.digest_of(content))
    sha256 = folder.put(content)
    defaults = {"size": len(content), "media_type": PDF.type, "stored_at": now}
    StoredFile.objects.get_or_create(sha256=sha256, defaults=defaults)
    return sha256


def bytes_of(sha256: str) -> bytes:
    """Return a PDF by its hash. Raises BytesChanged."""
    try:
        return folder.read(sha256)
    except Damaged as error:
        raise BytesChanged from error
