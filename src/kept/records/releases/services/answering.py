"""What a second person says to what somebody else wants to give away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import ReasonMissing
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.releases.models import Giving, Release
from kept.records.releases.telling import may_release, stream_of, tell_who_asked


class NothingWaits(Refused):
    """There is nothing to release, or nobody has to."""

    sentence = _("There is nothing here that waits for a second person.")


class OwnRequest(Refused):
    """The second person is another one."""

    sentence = _("You asked for this yourself, so somebody else has to release it.")


class NotYoursToRelease(Refused):
    """Only who may give such money away may release it."""

    sentence = _("You cannot release this. Please ask somebody who can.")


class AnsweredAlready(Refused):
    """Each is answered once."""

    sentence = _("Somebody has answered this already. Please look at it again.")


def check_answer(row: Giving, *, released: bool, reason: str, by: Person) -> bool:
    """Return whether a person may answer now; False: they have, with the same words.

    Raises NothingWaits, OwnRequest, NotYoursToRelease, AnsweredAlready, ReasonMissing.
    """
    if not row.needs_second:
        raise NothingWaits
    if row.asked_by_id == by.pk:
        raise OwnRequest
    if not may_release(row, by=by):
        raise NotYoursToRelease
    old = Release.objects.filter(giving=row).first()
    if old is not None:
        if (old.by_id, old.released) != (by.pk, released):
            raise AnsweredAlready
        return False
    if not released and not reason.strip():
        raise ReasonMissing
    return True


def record_answer(
    row: Giving,
    *,
    released: bool,
    reason: str,
    carry_out: Callable[[], None],
    by: Person,
    now: datetime,
) -> None:
    """Write down a checked answer, carry out what was released, and tell who asked.

    Part of the caller's transaction. The row comes first, because the database looks for it before
    it lets money go; the ledger comes last, as in all that writes about money.
    """
    answer = Release.objects.create(
        giving=row,
        asked_by_id=row.asked_by_id,
        released=released,
        reason=reason.strip()[:1000],
        at=now,
        by=by,
    )
    if released:
        carry_out()
    data = {"giving": row.pk, "reason": answer.reason}
    verb = "giving.released" if released else "giving.refused"
    write(stream=stream_of(row), verb=verb, by=by, at=now, data=data)
    tell_who_asked(row, answer, now=now)
