"""Adding files to a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, touch_case
from kept.records.files.file_names import safe_name
from kept.records.files.limits import Room, check_size, room_of
from kept.records.files.media import JPEG, MAIL, Medium, medium_of
from kept.records.files.models import Attachment, Kind, StoredFile
from kept.records.files.pictures import drawn
from kept.records.files.services.keeping import NewBytes, keep_all
from kept.records.ledger.actor import Outsider
from kept.records.ledger.services import Line, write_many
from kept.records.people.models import Person
from kept.records.refusal import Refused


class NotTaken(Refused):
    """A kind of file that is not taken, whatever its name says it is."""

    sentence = _(
        "“%(name)s” is not a kind of file that can be added. Photos, voice notes, videos, PDF, "
        "Office documents, text and zip files can."
    )


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file as somebody sent it. `kind` none: what its bytes are.

    `for_customer`: the customer may see it as well; else it stays inside.
    """

    name: str
    content: bytes
    for_customer: bool
    kind: Kind | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class ReadyFile:
    """A file of a kind and size that is taken; if it is a photo, with its pictures drawn."""

    file: NewFile
    name: str
    medium: Medium
    content: NewBytes

    @property
    def size(self) -> int:
        """Return how many bytes the file has, without its pictures."""
        return len(self.content.content)


@dataclass(frozen=True)
class Attached:
    """A file is part of a case; `repeated`: it already was."""

    attachment_id: int
    name: str
    repeated: bool


def attach_file(
    *, case_id: int, file: NewFile, by: Person | Outsider, now: datetime, key: str
) -> Attached:
    """Add a file to a case. Its bytes are safe on the disk before anything says that it is there.

    Of a photo, what people see is drawn first. Safe to repeat with the same key. Raises FileEmpty,
    FileTooLarge, NotTaken, PictureBroken, PictureTooLarge, TooManyFiles, TooMuchOfCase,
    TooMuchOfCustomer, DiskFull, KeyReused, CaseNotFound.
    """
    return attach_ready(case_id=case_id, ready=ready_file(file), by=by, now=now, key=key)


@transaction.atomic
def attach_ready(
    *, case_id: int, ready: ReadyFile, by: Person | Outsider, now: datetime, key: str
) -> Attached:
    """Add a file that was made ready before: nobody holds a case while a picture is drawn.

    Safe to repeat with the same key. Raises TooManyFiles, TooMuchOfCase, TooMuchOfCustomer,
    DiskFull, KeyReused, CaseNotFound.
    """
    adding = _Adding(touch_case(case_id=case_id), by, now, [key])
    found = adding.added_before(key, ready)
    if found is not None:
        return found
    adding.room.take(ready.size)
    [row] = adding.write({key: ready})
    return Attached(row.pk, row.name, False)


def attach_files(
    *, case_id: int, files: Mapping[str, ReadyFile], by: Person | Outsider, now: datetime
) -> None:
    """Add files to a case by their keys, as part of the caller's transaction.

    Those for which there is no room are left out. However many there are, the database is asked
    as often as for one. Safe to repeat. Raises DiskFull, KeyReused, CaseNotFound.
    """
    adding = _Adding(touch_case(case_id=case_id), by, now, files)
    new = {}
    for key, ready in files.items():
        if adding.added_before(key, ready) is None:
            with suppress(Refused):
                adding.room.take(ready.size)
                new[key] = ready
    if new:
        adding.write(new)


def ready_file(file: NewFile) -> ReadyFile:
    """Look at a file, and draw what people see of a photo; nothing is kept yet.

    Raises FileEmpty, FileTooLarge, NotTaken, PictureBroken, PictureTooLarge.
    """
    medium = _medium(file)
    name = safe_name(file.name, medium)
    check_size(name, len(file.content))
    pictures: tuple[NewBytes, ...] = ()
    if medium.is_picture:
        seen = drawn(file.content, name=name)
        pictures = (NewBytes(seen.picture, JPEG.type), NewBytes(seen.small, JPEG.type))
    return ReadyFile(
        file, name, medium, NewBytes(file.content, medium.type, pictures, from_outside=True)
    )


def _medium(file: NewFile) -> Medium:
    medium = MAIL if file.kind == Kind.MAIL else medium_of(file.content)
    if medium is None:
        raise NotTaken(name=safe_name(file.name, MAIL).removesuffix(MAIL.extensions[0]))
    return medium


class _Adding:
    """Files being added to a case that nobody else can change meanwhile."""

    def __init__(
        self, case: Case, by: Person | Outsider, now: datetime, keys: Iterable[str]
    ) -> None:
        self._case, self._by, self._now = case, by, now
        rows = Attachment.objects.select_related("file").filter(case_id=case.pk, key__in=keys)
        self._before = {row.key: row for row in rows}

    @cached_property
    def room(self) -> Room:
        return room_of(case_id=self._case.pk, customer_id=self._case.customer_id)

    def added_before(self, key: str, ready: ReadyFile) -> Attached | None:
        """Return what the same sender added under this key, if anything. Raises KeyReused."""
        old = self._before.get(key)
        if old is None:
            return None
        said = (old.file.sha256, old.name, old.added_by_id, old.added_by_name)
        if said != (ready.content.sha256, ready.name, self._person_id, self._name):
            raise KeyReused
        return Attached(old.pk, old.name, True)

    def write(self, files: Mapping[str, ReadyFile]) -> list[Attachment]:
        """Keep the bytes, then write that they are there, and say so in the ledger."""
        kept = keep_all([ready.content for ready in files.values()], now=self._now)
        rows = [self._row(key, ready, kept[ready.content.sha256]) for key, ready in files.items()]
        Attachment.objects.bulk_create(rows)
        write_many([self._line(row) for row in rows])
        return rows

    def _row(self, key: str, ready: ReadyFile, stored: StoredFile) -> Attachment:
        file = ready.file
        return Attachment(
            case=self._case,
            customer_id=self._case.customer_id,
            file=stored,
            name=ready.name,
            kind=file.kind or ready.medium.kind,
            note=" ".join(file.note.split())[:500],
            for_customer=file.for_customer,
            added_at=self._now,
            added_by_id=self._person_id,
            added_by_name=self._name,
            source=file.source,
            key=key,
        )

    def _line(self, row: Attachment) -> Line:
        data = {
            "attachment": row.pk,
            "name": row.name,
            "sha256": row.file.sha256,
            "size": row.file.size,
            "media_type": row.file.media_type,
            "kind": str(row.kind),
            "note": row.note,
            "for_customer": row.for_customer,
            "source": row.source,
        }
        return Line(
            stream=self._case.stream, verb="file.attached", by=self._by, at=self._now, data=data
        )

    @property
    def _person_id(self) -> int | None:
        return self._by.pk if isinstance(self._by, Person) else None

    @property
    def _name(self) -> str:
        return self._by.actor_name[:200]
