"""The files of a case, put together."""

from __future__ import annotations

from django.conf import settings
from django.forms import Form
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.files.limits import MEGABYTE
from kept.records.files.models import Kind
from kept.records.files.queries import AttachmentLine, attachment_lines
from kept.records.files.withholding import Withheld
from kept.records.people.models import Person
from kept.web.common.access import DESK, RECORDERS, may
from kept.web.common.pressing import new_key
from kept.web.hotline import pages
from kept.web.hotline.forms.files import FilesForm


def build_files(card: CaseCard, *, viewer: Person, form: Form | None = None) -> pages.Files:
    """Return the files of a case, with a form for more if this person may add some."""
    rows = attachment_lines(card.pk, viewer=viewer)
    lines = [_line(card, row, may_withdraw=may(viewer, *DESK)) for row in rows]
    if not may(viewer, *RECORDERS):
        return pages.Files(lines=lines)
    return pages.Files(
        lines=lines,
        url=reverse("hotline:files", args=[card.number]),
        form=form or FilesForm(initial={"key": new_key()}),
        most=settings.FILE_MEGABYTES * MEGABYTE,
        too_large=_("A file may have at most {most} MB.").format(most=settings.FILE_MEGABYTES),
    )


def _line(card: CaseCard, row: AttachmentLine, *, may_withdraw: bool) -> pages.FileLine:
    def url(name: str) -> str:
        return reverse(f"hotline:{name}", args=[card.number, row.pk])

    is_there = row.withdrawn_at is None
    is_given = is_there and row.withheld is Withheld.NOT
    is_seen = is_there and row.has_picture and row.withheld is not Withheld.INFECTED
    return pages.FileLine(
        pk=row.pk,
        name=row.name,
        url=url("file") if is_given and row.original else "",
        picture_url=url("file_picture") if is_seen else "",
        small_url=url("file_small") if is_seen else "",
        is_sound=is_given and row.kind == Kind.VOICE,
        size=filesizeformat(row.size),
        note=row.note,
        by=row.added_by,
        at=row.added_at,
        for_customer=row.for_customer,
        withdraw_url=url("file_withdraw") if is_there and may_withdraw else "",
        withdrawn="" if is_there else _withdrawn(row),
        withheld=_withheld(row) if is_there else "",
    )


def _withheld(row: AttachmentLine) -> str:
    """Return why nobody is given a file."""
    if row.withheld is Withheld.INFECTED:
        return _("Withheld: the scanner found {signature} in it.").format(signature=row.signature)
    if row.withheld is Withheld.WAITS:
        return _("Not scanned for malware yet; it can be downloaded afterwards.")
    return ""


def _withdrawn(row: AttachmentLine) -> str:
    return _("withdrawn by {name}: {reason}").format(
        name=row.withdrawn_by, reason=row.withdrawn_why
    )
