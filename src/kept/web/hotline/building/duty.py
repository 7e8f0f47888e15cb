"""A week of duties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.people.models import Person, Role
from kept.records.people.queries import OfficeCard, offices
from kept.records.roster.models import Duty
from kept.records.roster.queries import ShiftCard, gaps, hand_overs, on_duty, shifts
from kept.web.common.access import RECORDERS, may
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed
from kept.web.hotline import pages
from kept.web.hotline.forms.duty import HandOverForm, LeaveForm, PlanForm, may_be_on_duty

PLANNERS = (Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """A week of an office, by the clock on its wall."""

    office: OfficeCard
    monday: date

    @property
    def zone(self) -> ZoneInfo:
        """Return the office's time zone."""
        return ZoneInfo(self.office.time_zone)

    def start(self, day: int = 0) -> datetime:
        """Return when a day of the week begins."""
        return datetime.combine(self.monday + timedelta(days=day), time(), self.zone)

    def url(self, weeks: int = 0) -> str:
        """Return the address of this week, or of one before or after it."""
        monday = self.monday + weeks * WEEK
        return f"{reverse('hotline:duty')}?office={self.office.pk}&week={monday}"


def week_of(said: Mapping[str, str], viewer: Person, now: datetime) -> Week | None:
    """Return the week an address names; this week of the person's office else. None: no office."""
    known = offices()
    if not known:
        return None
    named = {str(office.pk): office for office in known}
    mine = viewer.memberships.order_by("-starts_on").values_list("office_id", flat=True).first()
    office = named.get(said.get("office", "")) or named.get(str(mine)) or known[0]
    day = _day(said.get("week", "")) or now.astimezone(ZoneInfo(office.time_zone)).date()
    return Week(office, day - timedelta(days=day.weekday()))


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 < found.year < 2200 else None


def duty_words(reader: Reader) -> str:
    """Return who is on duty at the hotline now, for the head of the queue; empty if unplanned."""
    cards = on_duty(at=reader.now, duties=[Duty.HOTLINE, Duty.LEAD])
    return listed(card.person for card in cards)


def build_duty(
    week: Week,
    *,
    viewer: Person,
    reader: Reader,
    forms: Mapping[str, object] | None = None,
    problem: str = "",
) -> pages.DutyPage:
    """Return a week of an office's duties with what may be done about them."""
    plans, records = may(viewer, *PLANNERS), may(viewer, *RECORDERS)
    filled = dict(forms or {})
    found = shifts(office_id=week.office.pk, since=week.start(), until=week.start(7))
    there = on_duty(at=reader.now, office_id=week.office.pk)
    return pages.DutyPage(
        now=reader.now,
        office=week.office.pk,
        office_name=reader.name(week.office.names),
        offices=[_office(office, week, reader) for office in offices()],
        week=str(week.monday),
        before=week.url(-1),
        after=week.url(1),
        duties=[str(duty.label) for duty in Duty],
        days=[_day_of(week, day, found, reader) for day in range(7)],
        on_duty=listed(card.person for card in there) or _("nobody"),
        gaps=_gaps(week, reader) if found else [],
        plan_form=filled.get("plan", PlanForm()) if plans else None,  # type: ignore[arg-type]
        leave_form=filled.get("leave", LeaveForm()) if plans else None,  # type: ignore[arg-type]
        colleagues=may_be_on_duty() if plans else [],
        hand_over_form=HandOverForm() if records else None,
        hand_overs=[
            pages.HandOverLine(
                text=note.text,
                who=_("{name}, {moment}").format(
                    name=note.written_by, moment=reader.moment(note.written_at)
                ),
                read_by=listed(note.read_by),
            )
            for note in hand_overs(office_id=week.office.pk)
        ],
        problem=problem,
    )


def _office(office: OfficeCard, week: Week, reader: Reader) -> pages.Link:
    return pages.Link(label=reader.name(office.names), url=Week(office, week.monday).url())


def _day_of(week: Week, day: int, found: list[ShiftCard], reader: Reader) -> pages.DutyDay:
    start, end = week.start(day), week.start(day + 1)
    begin_here = [card for card in found if start <= card.starts_at < end]
    if day == 0:
        begin_here = [card for card in found if card.starts_at < end]
    return pages.DutyDay(
        title=reader.day(start),
        is_today=start <= reader.now < end,
        cells=[
            [_shift(card, week, reader) for card in begin_here if card.duty == duty]
            for duty in Duty
        ],
    )


def _shift(card: ShiftCard, week: Week, reader: Reader) -> pages.ShiftLine:
    begins, ends = (at.astimezone(week.zone) for at in (card.starts_at, card.ends_at))
    return pages.ShiftLine(
        pk=card.pk,
        times=f"{begins:%H:%M}–{ends:%H:%M}",
        who=card.person,
        is_away=card.is_away,
        is_now=card.starts_at <= reader.now < card.ends_at,
    )


def _gaps(week: Week, reader: Reader) -> list[str]:
    """Return when nobody at all is on duty, from now on."""
    since = max(week.start(), reader.now)
    if since >= week.start(7):
        return []
    found = gaps(office_id=week.office.pk, since=since, until=week.start(7))
    return [
        _("{start} until {end}").format(start=reader.moment(start), end=reader.moment(end))
        for start, end in found
    ]
