"""What was done goes onto an invoice, once, and comes free when that is taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import touch_case
from kept.records.ledger.services import write
from kept.records.parts.models import Movement, MovementKind
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.work.models import Entry, Taken

NO_HOURS: Final = ("km", "trips", "money", "added")


class BilledAlready(Refused):
    """The same work is billed once."""

    sentence = _("Some of this stands on the invoice %(bill)s already. Please look at it again.")


class NotThere(Refused):
    """What was withdrawn, or never done on this case, is not billed."""

    sentence = _("Some of this was withdrawn meanwhile. Please look at it again.")


@dataclass(frozen=True, order=True)
class Share:
    """Something that was done, or part of it: "entry 12 night 5400", "movement 7 all".

    Hours of a band say how many seconds they are: another policy may part them otherwise. So does
    what is charged beyond them.
    """

    thing: str
    pk: int
    share: str
    seconds: int = 0

    @classmethod
    def read(cls, text: str) -> Share:
        """Return the share that was written with `str`."""
        thing, pk, share, *seconds = text.split(" ")
        return cls(thing, int(pk), share, *map(int, seconds))

    @property
    def is_hours(self) -> bool:
        """Say whether it is a band of an entry's hours."""
        return self.thing == "entry" and self.share not in NO_HOURS

    @property
    def what(self) -> tuple[str, int, str]:
        """Return what is billed once, however long it is."""
        return self.thing, self.pk, self.share

    def __str__(self) -> str:
        text = " ".join(map(str, self.what))
        return f"{text} {self.seconds}" if self.seconds else text


@transaction.atomic
def take_work(
    *,
    case_id: int,
    lines: Sequence[tuple[int, Sequence[Share]]],
    bill: str,
    by: Person,
    now: datetime,
) -> None:
    """Note which line of an invoice bills what was done. Raises BilledAlready, NotThere."""
    wanted = [(position, one) for position, shares in lines for one in sorted(shares)]
    if not wanted:
        return
    case = touch_case(case_id=case_id)
    shares = [one for _position, one in wanted]
    there = _standing(case_id, shares)
    held = _held(shares)
    taken = {_share(row).what: row.bill for row in held}
    for one in shares:
        if one.what in taken:
            raise BilledAlready(bill=taken[one.what])
        if (one.thing, one.pk) not in there:
            raise NotThere
    _refuse_longer(shares, held)
    for position, one in wanted:
        Taken.objects.create(
            entry_id=one.pk if one.thing == "entry" else None,
            movement_id=one.pk if one.thing == "movement" else None,
            share=one.share,
            seconds=one.seconds if one.is_hours else 0,  # of what the entry itself took
            bill=bill,
            position=position,
            taken_at=now,
            taken_by=by,
        )
    data = {"bill": bill, "of": [str(one) for _position, one in wanted]}
    write(stream=case.stream, verb="work.billed", by=by, at=now, data=data)


@transaction.atomic
def free_work(*, case_id: int, bill: str, by: Person, now: datetime) -> None:
    """Free what an invoice billed: it was taken back as a whole. Safe to repeat."""
    rows = Taken.objects.filter(bill=bill, freed_at=None)
    freed = [str(_share(row)) for row in rows]
    if not freed:
        return
    case = touch_case(case_id=case_id)
    rows.update(freed_at=now, freed_by=by)
    data = {"bill": bill, "of": freed}
    write(stream=case.stream, verb="work.freed", by=by, at=now, data=data)


def _standing(case_id: int, shares: Sequence[Share]) -> set[tuple[str, int]]:
    """Lock the entries; return what of all this was done on the case and not withdrawn."""
    entries = [one.pk for one in shares if one.thing == "entry"]
    movements = [one.pk for one in shares if one.thing == "movement"]
    rows = Entry.objects.select_for_update().filter(pk__in=entries, case_id=case_id)
    found = {("entry", row.pk) for row in rows.order_by("pk") if row.withdrawn_at is None}
    fitted = Movement.objects.filter(pk__in=movements, case_id=case_id, kind=MovementKind.FITTED)
    return found | {("movement", row.pk) for row in fitted}


def _refuse_longer(shares: Sequence[Share], held: Sequence[Taken]) -> None:
    """Raise BilledAlready where more hours of an entry would be billed than it took.

    It was parted otherwise, by another policy, when others of them were billed.
    """
    bills = {row.entry_id: row.bill for row in held if row.entry_id is not None}
    sums = Counter[int]()
    for one in (*shares, *map(_share, held)):
        if one.is_hours:
            sums[one.pk] += one.seconds
    for row in Entry.objects.filter(pk__in=bills, ended_at__isnull=False):
        if sums[row.pk] > row.seconds:
            raise BilledAlready(bill=bills[row.pk])


def _held(shares: Sequence[Share]) -> list[Taken]:
    rows = Taken.objects.filter(freed_at=None)
    entries = [one.pk for one in shares if one.thing == "entry"]
    movements = [one.pk for one in shares if one.thing == "movement"]
    return [*rows.filter(entry__in=entries), *rows.filter(movement__in=movements)]


def _share(row: Taken) -> Share:
    if row.entry_id is not None:
        return Share("entry", row.entry_id, row.share, row.seconds)
    assert row.movement_id is not None
    return Share("movement", row.movement_id, row.share)
