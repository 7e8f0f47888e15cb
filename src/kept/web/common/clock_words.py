"""The words of a clock: its state, the time left, a moment. One place for server and browser.

The browser gets the same phrases (`phrases`) and counts by the same rules (assets/ts/words.ts), so
that a page reads the same with and without scripts; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final, Protocol

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kept.rules.assess import ClockState

# A clock calls for someone when so little is left.
SOON: Final = timedelta(minutes=15)
# Farther than this and on another day, the day says more than the hours.
NEAR: Final = timedelta(hours=6)
WEEKDAYS: Final = timedelta(days=3)  # with as many days behind us none comes twice
SECOND: Final = timedelta(seconds=1)

# How a clock of the rules looks, wherever it stands.
LOOKS: Final[Mapping[str, str]] = {
    ClockState.NOT_STARTED: "not_started",
    ClockState.RUNNING: "running",
    ClockState.PAUSED: "paused",
    ClockState.MET: "met",
    ClockState.BROKEN: "breached",
    ClockState.LATE: "met",
    ClockState.UNSET: "unset",
    ClockState.ENDED: "stopped",
}
COUNTING: Final = frozenset({"running", "soon", "breached"})


class ClockFace(Protocol):
    """What a clock must tell to be put into words."""

    @property
    def state(self) -> str:
        """One of running soon breached met paused not_started unset possible stopped."""

    @property
    def due_at(self) -> datetime | None:
        """When the promise is broken if nothing more is done."""

    @property
    def met_at(self) -> datetime | None:
        """When what was promised happened."""

    @property
    def note(self) -> str:
        """What follows the state's word: what a paused clock waits for, what is not set."""


def phrases() -> Mapping[str, str]:
    """Return every phrase of a clock in the current language, with named holes."""
    return _phrases(get_language() or "en")


@cache
def _phrases(language: str) -> Mapping[str, str]:
    """Read the catalogue once per language: a long queue asks for hundreds of phrases."""
    return {
        "due_in": _("due in {time}"),
        "due": _("due {moment}"),
        "breached": _("breached {time}"),
        "breached_at": _("breached at {moment}"),
        "met": _("met"),
        "met_early": _("met, {time} early"),
        "met_late": _("met, {time} late"),
        "paused": _("paused"),
        "not_started": _("not started"),
        "unset": _("unset"),
        "possible": _("possible"),
        "stopped": _("stopped"),
        "noted": pgettext("a clock's state, then what it waits for", "{state}: {note}"),
        "seconds": _("{seconds} s"),
        "minutes": _("{minutes} min"),
        "hours": pgettext("no minutes left over", "{hours} h"),
        "hours_minutes": _("{hours} h {minutes}"),
        "days": pgettext("no hours left over", "{days} d"),
        "days_hours": _("{days} d {hours} h"),
        "on_weekday": pgettext("Wed 08:10", "{weekday} {time}"),
        "on_date": pgettext("3 Dec 08:10", "{day} {month} {time}"),
        "on_date_of_year": pgettext("3 Dec 2027 08:10", "{day} {month} {year} {time}"),
        "today": pgettext("Tue 24 Nov 2026, 14:20", "{weekday} {day} {month} {year}, {time}"),
        "day": pgettext("Tue 24 Nov", "{weekday} {day} {month}"),
        "day_of_year": pgettext("Tue 24 Nov 2026", "{weekday} {day} {month} {year}"),
        "date": pgettext("16 Feb 2026", "{day} {month} {year}"),
        "changed_one": _("{count} line changed."),
        "changed_other": _("{count} lines changed."),
        "draft_kept": _("draft kept {time}"),
        "draft_back": _("This is your draft from before."),
        "weekdays": pgettext("short names, Monday first", "Mon Tue Wed Thu Fri Sat Sun"),
        "months": pgettext(
            "short names of months", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
        ),
    }


def phrase(name: str, **holes: object) -> str:
    """Return one phrase with its holes filled."""
    return phrases()[name].format(**holes)


def duration(time: timedelta) -> str:
    """Return a length in the two units that matter, never rounded up."""
    seconds = int(time.total_seconds())
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if seconds < 60:
        return phrase("seconds", seconds=seconds)
    if minutes < 60:
        return phrase("minutes", minutes=minutes)
    if hours < 24:
        rest = minutes % 60
        return phrase("hours_minutes" if rest else "hours", hours=hours, minutes=f"{rest:02}")
    rest = hours % 24
    return phrase("days_hours" if rest else "days", days=days, hours=rest)


def moment(at: datetime, *, now: datetime) -> str:
    """Return a moment as short as it stays clear: 15:02, Wed 08:10, 3 Dec 08:10."""
    here, today = timezone.localtime(at), timezone.localtime(now)
    time = f"{here:%H:%M}"
    if here.date() == today.date():
        return time
    if abs(here.date() - today.date()) <= WEEKDAYS:
        weekdays = phrases()["weekdays"].split()
        return phrase("on_weekday", weekday=weekdays[here.weekday()], time=time)
    name = "on_date" if here.year == today.year else "on_date_of_year"
    month = phrases()["months"].split()[here.month - 1]
    return phrase(name, day=here.day, month=month, year=here.year, time=time)


def today(now: datetime) -> str:
    """Return day and time as the top bar shows them."""
    here = timezone.localtime(now)
    return phrase(
        "today",
        weekday=phrases()["weekdays"].split()[here.weekday()],
        day=here.day,
        month=phrases()["months"].split()[here.month - 1],
        year=here.year,
        time=f"{here:%H:%M}",
    )


def day(at: datetime, *, now: datetime) -> str:
    """Return the day of a moment, with its year if that is not this one."""
    here = timezone.localtime(at)
    return phrase(
        "day" if here.year == timezone.localtime(now).year else "day_of_year",
        weekday=phrases()["weekdays"].split()[here.weekday()],
        day=here.day,
        month=phrases()["months"].split()[here.month - 1],
        year=here.year,
    )


def date_words(on: date) -> str:
    """Return a day of a life that lasts years: 16 Feb 2026."""
    month = phrases()["months"].split()[on.month - 1]
    return phrase("date", day=on.day, month=month, year=on.year)


def state_at(state: str, due_at: datetime | None, *, now: datetime) -> str:
    """Return the state that a counting clock has by now; every other state stays."""
    if due_at is None or state not in COUNTING:
        return state
    if now >= due_at:
        return "breached"
    return "soon" if due_at - now <= SOON else "running"


def shape(clock: ClockFace, *, now: datetime) -> str:
    """Return the state as a style: as `state_at`, and met-late for what came after its time."""
    state = state_at(clock.state, clock.due_at, now=now)
    if state == "met" and clock.met_at and clock.due_at and clock.met_at > clock.due_at:
        return "met-late"
    return state


def words(clock: ClockFace, *, now: datetime, near: bool, still: bool = False) -> str:
    """Return the state in words. `near`: the due time stands beside, so always count.

    Otherwise a due time on another day is said as a moment. `still`: nothing counts any more.
    """
    state = state_at(clock.state, clock.due_at, now=now)
    if clock.due_at is not None and state in COUNTING:
        if still:
            return standing(clock.due_at, now=now)
        return counting(clock.due_at, now=now, near=near)
    if state == "met":
        return met(clock)
    word = phrase(state)
    return phrase("noted", state=word, note=clock.note) if clock.note else word


def standing(due_at: datetime, *, now: datetime) -> str:
    """Return the words of a clock that nobody watches any more: its moment, not the time since."""
    name = "breached_at" if now >= due_at else "due"
    return phrase(name, moment=moment(due_at, now=now))


def counting(due_at: datetime, *, now: datetime, near: bool) -> str:
    """Return the words of a clock that runs or has run out."""
    if now >= due_at:
        return phrase("breached", time=duration(now - due_at))
    left = due_at - now
    same_day = timezone.localtime(due_at).date() == timezone.localtime(now).date()
    if near or same_day or left <= NEAR:
        return phrase("due_in", time=duration(left))
    return phrase("due", moment=moment(due_at, now=now))


def met(clock: ClockFace) -> str:
    """Return how early or late a kept promise was, where both times are known."""
    if clock.due_at is None or clock.met_at is None:
        return phrase("met")
    if clock.met_at > clock.due_at:
        return phrase("met_late", time=duration(max(clock.met_at - clock.due_at, SECOND)))
    early = clock.due_at - clock.met_at
    return phrase("met_early", time=duration(early)) if early >= SECOND else phrase("met")
