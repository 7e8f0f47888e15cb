"""What was done on a case and stands on no invoice yet, in shares that each have one price."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from kept.records.cases.queries import CaseCard
from kept.records.money import Money
from kept.records.parts.models import Movement, MovementKind
from kept.records.work.bands import ANY
from kept.records.work.least import Added, added_to
from kept.records.work.models import Taken, WorkKind
from kept.records.work.queries import EntryLine, bands_of, last_band_of, work_of_case
from kept.records.work.services.taking import Share

ADDED: Final = "added"  # the share of an entry that was charged, and not worked
HOUR, KILOMETRE, TRIP, PIECE, TIME = "hour", "km", "trip", "piece", "time"
SECONDS: Final = 3600


@dataclass(frozen=True, kw_only=True)
class Done:
    """A share of something that was done: so much of one unit, on one day.

    `amount` is in seconds for hours, so that sums of it are exact. `money`: what an expense cost.
    """

    share: Share
    component: str
    unit: str
    amount: Decimal
    band: str
    on: date
    person_id: int | None = None
    person: str = ""
    text: str = ""
    money: Money | None = None
    part_id: int | None = None
    names: Mapping[str, str] | None = None
    goes_with: frozenset[int] = frozenset()  # of what is added: the entries that it was added to

    @property
    def is_added(self) -> bool:
        """Say whether it is charged beyond the time that was worked."""
        return bool(self.goes_with)


def done_of_case(card: CaseCard) -> list[Done]:
    """Return all that was done on a case, billed or not, the first first."""
    zone = ZoneInfo(card.zone)
    entries = [line for line in reversed(work_of_case(card.pk)) if line.withdrawn_at is None]
    work = [one for line in entries for one in _shares(line, card, zone)]
    more = [_more(one, card, zone) for one in added_to(entries, card)]
    return [*work, *more, *_parts(card, zone)]


def billed(case_id: int) -> set[Share]:
    """Return what of a case stands on an invoice that was not taken back."""
    rows = Taken.objects.filter(freed_at=None)
    entries = rows.filter(entry__case_id=case_id).values_list("entry_id", "share", "seconds")
    parts = rows.filter(movement__case_id=case_id).values_list("movement_id", "share")
    found = {Share("entry", *said) for said in entries}
    return found | {Share("movement", *said) for said in parts}


def left_of(done: Collection[Done], gone: Collection[Share]) -> list[Done]:
    """Return what of it is not gone.

    Where another policy parts the hours of an entry by now than when some of them went, nobody can
    say which are left: then none are. What is added goes with the hours that it was added to.
    """
    known = {one.share for one in done}
    otherwise = {one.pk for one in gone if one.is_hours and one not in known}
    charged = {one.pk for one in gone if one.share == ADDED}
    hours = {(one.pk, one.share) for one in gone if one.is_hours}

    def is_left(one: Done) -> bool:
        if one.is_added:
            return not (one.goes_with & charged) and (one.share.pk, one.band) not in hours
        return one.share not in gone and not (one.share.is_hours and one.share.pk in otherwise)

    return [one for one in done if is_left(one)]


def _shares(line: EntryLine, card: CaseCard, zone: ZoneInfo) -> Iterator[Done]:
    """Yield the hours of an entry by band, its kilometres, its trips, its money."""

    def done(share: str, unit: str, amount: Decimal, band: str = ANY) -> Done:
        return Done(
            share=Share("entry", line.pk, share, int(amount) if unit == HOUR else 0),
            component=line.component,
            unit=unit,
            amount=amount,
            band=band,
            on=line.at.astimezone(zone).date(),
            person_id=line.person_id,
            person=line.person,
            text=line.text,
            money=line.money,
        )

    for band, seconds in bands_of(line, card).items():
        yield done(band, HOUR, Decimal(seconds), band)
    if line.kind is WorkKind.EXPENSE:
        yield done("money", TIME, Decimal(1))
    if line.kilometres:
        yield done("km", KILOMETRE, line.kilometres)
    if line.trips:
        yield done("trips", TRIP, Decimal(line.trips))


def _more(added: Added, card: CaseCard, zone: ZoneInfo) -> Done:
    """Return what is charged beyond the time worked: hours of the band in which that ended."""
    line = added.last
    return Done(
        share=Share("entry", line.pk, ADDED, added.seconds),
        component=line.component,
        unit=HOUR,
        amount=Decimal(added.seconds),
        band=last_band_of(line, card),
        on=line.at.astimezone(zone).date(),
        person_id=line.person_id,
        person=line.person,
        text=line.text,
        goes_with=added.entries,
    )


def _parts(card: CaseCard, zone: ZoneInfo) -> Iterator[Done]:
    """Yield the parts that were fitted."""
    rows = Movement.objects.filter(case_id=card.pk, kind=MovementKind.FITTED)
    for row in rows.select_related("part").order_by("at", "pk"):
        yield Done(
            share=Share("movement", row.pk, "all"),
            component="parts",
            unit=row.part.unit,
            amount=row.quantity,
            band=ANY,
            on=row.at.astimezone(zone).date(),
            part_id=row.part_id,
            names=row.part.names,
            text=f"{row.part.brand} {row.part.number}",
        )
