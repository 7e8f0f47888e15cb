"""Taking a file back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import ReasonMissing, touch_case
from kept.records.files.models import Attachment
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.refusal import Refused


class AttachmentNotFound(Refused):
    """The case has no such file."""

    sentence = _("There is no such file.")


@transaction.atomic
def withdraw_attachment(
    *, case_id: int, attachment_id: int, reason: str, by: Person, now: datetime
) -> bool:
    """Take a file back for a reason: nobody is shown it any more, and its line stays on record.

    Returns whether anything changed; safe to repeat, the first reason stays. Raises
    AttachmentNotFound, ReasonMissing, CaseNotFound, ConcernsYou.
    """
    case = touch_case(case_id=case_id, handled_by=by)
    row = Attachment.objects.filter(case_id=case.pk, pk=attachment_id).first()
    if row is None:
        raise AttachmentNotFound
    if row.withdrawn_at is not None:
        return False
    why = " ".join(reason.split())[:500]
    if not why:
        raise ReasonMissing
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = now, by, why
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    data = {"attachment": row.pk, "name": row.name, "reason": why}
    write(stream=case.stream, verb="file.withdrawn", by=by, at=now, data=data)
    return True
