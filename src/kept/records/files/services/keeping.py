"""Keeping bytes, whatever they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection

from kept.records.files import folder
from kept.records.files.models import StoredFile
from kept.records.files.services.guarding import guard

NAME_PICTURES = """
    UPDATE files_storedfile AS photo SET picture_id = new.picture, small_id = new.small
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS new (photo, picture, small)
    WHERE photo.id = new.photo
"""


@dataclass(frozen=True)
class NewBytes:
    """Bytes to keep; of a photo, with the two pictures of it, large and small.

    What did not come `from_outside` we made ourselves.
    """

    content: bytes
    media_type: str
    pictures: tuple[NewBytes, ...] = ()
    from_outside: bool = False
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", folder.digest_of(self.content))


def keep_bytes(*, content: bytes, media_type: str, now: datetime, from_outside: bool) -> StoredFile:
    """Keep bytes and return their row, as part of the caller's transaction. Raises DiskFull."""
    new = NewBytes(content, media_type, from_outside=from_outside)
    return keep_all([new], now=now)[new.sha256]


def keep_all(wanted: Iterable[NewBytes], *, now: datetime) -> dict[str, StoredFile]:
    """Keep bytes and return their rows by digest, as part of the caller's transaction.

    The bytes are safe on the disk before a row is there; the same bytes are kept once. However
    many there are, the database is asked as often as for one. Raises DiskFull.
    """
    new = _by_digest(wanted)
    guard(*new)
    folder.put_all({sha256: each.content for sha256, each in new.items()})
    rows = {row.sha256: row for row in StoredFile.objects.filter(sha256__in=new)}
    missing = [_row(each, now) for sha256, each in new.items() if sha256 not in rows]
    if missing:
        rows |= {row.sha256: row for row in StoredFile.objects.bulk_create(missing)}
    _name_pictures(new, rows)
    return rows


def read_bytes(sha256: str) -> bytes:
    """Return kept bytes, which are what they were. Raises Damaged."""
    return folder.read(sha256)


def _by_digest(wanted: Iterable[NewBytes]) -> dict[str, NewBytes]:
    """Return all that is to be kept; what is a photo and another photo's picture is a photo."""
    new: dict[str, NewBytes] = {}
    for each in wanted:
        for one in (*each.pictures, each):
            if one.pictures or one.sha256 not in new:
                new[one.sha256] = one
    return new


def _row(new: NewBytes, now: datetime) -> StoredFile:
    return StoredFile(
        sha256=new.sha256,
        size=len(new.content),
        media_type=new.media_type,
        stored_at=now,
        scan_at=now if new.from_outside and settings.SCANNER else None,
    )


def _name_pictures(new: dict[str, NewBytes], rows: dict[str, StoredFile]) -> None:
    """Say which pictures belong to which photo; one may have been kept as a picture before."""
    photos = []
    for sha256, each in new.items():
        row = rows[sha256]
        if each.pictures and row.picture_id is None:
            row.picture, row.small = (rows[picture.sha256] for picture in each.pictures)
            photos.append((row.pk, row.picture.pk, row.small.pk))
    if photos:
        with connection.cursor() as cursor:
            cursor.execute(NAME_PICTURES, [list(column) for column in zip(*photos, strict=True)])
