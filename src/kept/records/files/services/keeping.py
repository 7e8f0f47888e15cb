"""Keeping bytes that belong to something other than a case, or to no case yet."""

from __future__ import annotations

from datetime import datetime

from kept.records.files import folder
from kept.records.files.models import StoredFile
from kept.records.files.services.guarding import guard


def keep_bytes(
    *, content: bytes, media_type: str, now: datetime, **pictures: StoredFile
) -> StoredFile:
    """Keep bytes and return their row, as part of the caller's transaction. Raises DiskFull.

    The bytes are safe on the disk before the row is there; the same bytes are kept once.
    """
    guard(folder.digest_of(content))
    sha256 = folder.put(content)
    row, _made = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": len(content),
            "media_type": media_type,
            "stored_at": now,
            **pictures,
        },
    )
    return row


def read_bytes(sha256: str) -> bytes:
    """Return kept bytes, which are what they were. Raises Damaged."""
    return folder.read(sha256)
