"""The bytes of documents: files as all others are, looked at again each time they are given out."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kept.records.files.media import PDF
from kept.records.files.services import Damaged, keep_bytes, read_bytes
from kept.records.refusal import Refused


class BytesChanged(Refused):
    """What is stored is not what was issued: somebody changed it behind our back."""

    sentence = _(
        "The stored bytes of this document are no longer those that were issued. Please tell an "
        "administrator: “kept verify” shows which ones were."
    )


def keep(content: bytes, *, now: datetime) -> str:
    """Keep a PDF, as part of the caller's transaction; return its SHA-256. Raises DiskFull."""
    return keep_bytes(content=content, media_type=PDF.type, now=now, from_outside=False).sha256


def bytes_of(sha256: str) -> bytes:
    """Return a PDF by its hash. Raises BytesChanged."""
    try:
        return read_bytes(sha256)
    except Damaged as error:
        raise BytesChanged from error
