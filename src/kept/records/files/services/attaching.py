"""Adding a file to a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, touch_case
from kept.records.files import folder
from kept.records.files.file_names import safe_name
from kept.records.files.limits import check_room, check_size
from kept.records.files.media import JPEG, MAIL, Medium, medium_of
from kept.records.files.models import Attachment, Kind, StoredFile
from kept.records.files.pictures import Drawn, drawn
from kept.records.files.services.keeping import keep_bytes
from kept.records.ledger.actor import Outsider
from kept.records.ledger.services import write
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
    medium = _medium(file)
    name = safe_name(file.name, medium)
    check_size(name, len(file.content))
    pictures = drawn(file.content, name=name) if medium.is_picture else None
    with transaction.atomic():
        case = touch_case(case_id=case_id)
        found = _attached_before(case, file, name, by, key)
        if found is not None:
            return found
        check_room(case_id=case.pk, customer_id=case.customer_id, size=len(file.content))
        stored = _stored(file.content, medium, pictures, now)
        row = _row(case, file, name, by)
        row.file, row.kind, row.added_at, row.key = stored, file.kind or medium.kind, now, key
        row.save(force_insert=True)
        _tell(case, row, by)
    return Attached(row.pk, name, False)


def _medium(file: NewFile) -> Medium:
    medium = MAIL if file.kind == Kind.MAIL else medium_of(file.content)
    if medium is None:
        raise NotTaken(name=safe_name(file.name, MAIL).removesuffix(MAIL.extensions[0]))
    return medium


def _attached_before(
    case: Case, file: NewFile, name: str, by: Person | Outsider, key: str
) -> Attached | None:
    """Return what the same sender added under this key before, if anything. Raises KeyReused."""
    old = Attachment.objects.select_related("file").filter(case_id=case.pk, key=key).first()
    if old is None:
        return None
    said = (old.file.sha256, old.name, old.added_by_id, old.added_by_name)
    if said != (folder.digest_of(file.content), name, _person_id(by), by.actor_name[:200]):
        raise KeyReused
    return Attached(old.pk, old.name, True)


def _person_id(by: Person | Outsider) -> int | None:
    return by.pk if isinstance(by, Person) else None


def _stored(content: bytes, medium: Medium, pictures: Drawn | None, now: datetime) -> StoredFile:
    """Return the bytes as they are kept, with the pictures of them."""
    if pictures is None:
        return _kept(content, medium, now)
    picture = _kept(pictures.picture, JPEG, now)
    return _kept(content, medium, now, picture=picture, small=_kept(pictures.small, JPEG, now))


def _kept(content: bytes, medium: Medium, now: datetime, **pictures: StoredFile) -> StoredFile:
    row = keep_bytes(content=content, media_type=medium.type, now=now, **pictures)
    if pictures and row.picture_id is None:  # a picture of another photo, sent as a photo itself
        StoredFile.objects.filter(pk=row.pk).update(**pictures)
    return row


def _row(case: Case, file: NewFile, name: str, by: Person | Outsider) -> Attachment:
    return Attachment(
        case=case,
        customer_id=case.customer_id,
        name=name,
        note=" ".join(file.note.split())[:500],
        for_customer=file.for_customer,
        added_by_id=_person_id(by),
        added_by_name=by.actor_name[:200],
        source=file.source,
    )


def _tell(case: Case, row: Attachment, by: Person | Outsider) -> None:
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
    write(stream=case.stream, verb="file.attached", by=by, at=row.added_at, data=data)
