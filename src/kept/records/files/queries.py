"""Reading the files of cases, as far as who asks may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet

from kept.records.cases.queries.visible import visible_to
from kept.records.files import folder
from kept.records.files.media import JPEG
from kept.records.files.models import Attachment, Kind, StoredFile
from kept.records.files.withholding import Withheld, withheld
from kept.records.people.models import Person, Role

# A photo as it was sent may say where it was taken, and by whom: it is evidence, for those who
# answer for the case. Everyone else sees what was drawn of it.
WHO_MAY_HAVE_ORIGINALS = (Role.HOTLINE, Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR)


class Form(StrEnum):
    """In which form a file is asked for."""

    ORIGINAL = "original"
    PICTURE = "picture"
    SMALL = "small"


@dataclass(frozen=True)
class AttachmentLine:
    """A file in the list of a case. Who may have the photo itself, `original` says."""

    pk: int
    name: str
    kind: Kind
    note: str
    size: int
    media_type: str
    has_picture: bool
    original: bool
    for_customer: bool
    added_at: datetime
    added_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str
    withheld: Withheld
    signature: str  # of what was found in it


@dataclass(frozen=True)
class Served:
    """A file to be handed over. Its bytes are read, and proved, when they are asked for."""

    name: str
    media_type: str
    sha256: str

    def content(self) -> bytes:
        """Return the bytes, which are what was kept. Raises Damaged."""
        return folder.read(self.sha256)


def attachment_lines(case_id: int, *, viewer: Person) -> tuple[AttachmentLine, ...]:
    """Return the files of a case that the viewer may know of, the first that came first.

    The viewer has been let into the case already.
    """
    rows = _seen_by(viewer).filter(case_id=case_id).select_related("file", "withdrawn_by")
    return tuple(_line(row, viewer) for row in rows.order_by("added_at", "pk"))


def attachment_served(
    number: str, attachment_id: int, *, viewer: Person, form: Form
) -> Served | None:
    """Return a file of a case in a form; None if there is none that the viewer may have."""
    rows = _seen_by(viewer).filter(withdrawn_at=None, pk=attachment_id)
    rows = rows.filter(case__in=visible_to(viewer).filter(number=number))
    row = rows.select_related("file", "file__picture", "file__small").first()
    if row is None or not _is_given(withheld(row.file), form):
        return None
    if form is Form.ORIGINAL:
        if not _may_have_original(row, viewer):
            return None
        return Served(row.name, row.file.media_type, row.file.sha256)
    found: StoredFile | None = getattr(row.file, form.value)
    return Served(f"{row.name}{JPEG.extensions[0]}", JPEG.type, found.sha256) if found else None


def _is_given(held: Withheld, form: Form) -> bool:
    """Say whether a form is given out: what we drew of a photo are pixels and nothing else."""
    return held is Withheld.NOT or (held is Withheld.WAITS and form is not Form.ORIGINAL)


def _seen_by(viewer: Person) -> QuerySet[Attachment]:
    if Role.CUSTOMER in viewer.roles:
        return Attachment.objects.filter(for_customer=True, withdrawn_at=None)
    return Attachment.objects.all()


def _may_have_original(row: Attachment, viewer: Person) -> bool:
    is_photo = row.file.media_type.startswith("image/")
    return not is_photo or viewer.has_role(*WHO_MAY_HAVE_ORIGINALS)


def _line(row: Attachment, viewer: Person) -> AttachmentLine:
    return AttachmentLine(
        pk=row.pk,
        name=row.name,
        kind=Kind(row.kind),
        note=row.note,
        size=row.file.size,
        media_type=row.file.media_type,
        has_picture=row.file.picture_id is not None,
        original=_may_have_original(row, viewer),
        for_customer=row.for_customer,
        added_at=row.added_at,
        added_by=row.added_by_name,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.display_name if row.withdrawn_by else "",
        withdrawn_why=row.withdrawn_why,
        withheld=withheld(row.file),
        signature=row.file.signature,
    )
