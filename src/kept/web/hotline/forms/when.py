"""Moments as people type them: 10:00, yesterday 16:30, 20 min ago, 2026-11-24 10:00."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kept.rules.facts.values import is_plausible

LONGEST: Final = 40
CLOCK: Final = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
AGO: Final = re.compile(
    r"-?\s*(?P<count>\d{1,4})\s*(?P<unit>min|m|minutes?|h|hours?|d|days?|分钟?|分鐘?|小时|小時|天)"
    r"\s*(?:ago|前|以前|之前)?"
)
AMOUNT_OF: Final = {
    "m": "minutes",
    "分": "minutes",
    "h": "hours",
    "小": "hours",
    "d": "days",
    "天": "days",
}
WORDS: Final = {
    "today": 0,
    "yesterday": 1,
    "今天": 0,
    "今日": 0,
    "昨天": 1,
    "昨日": 1,
    "前天": 2,
    "前日": 2,
}
DAY_WORD: Final = re.compile(rf"(?P<word>{'|'.join(WORDS)})\s*(?:{CLOCK})?")
WHOLE_DATE: Final = re.compile(
    rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:[t\s]+{CLOCK})?"
)
SHORT_DATE: Final = re.compile(rf"(?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})\s+{CLOCK}")
TIME_ONLY: Final = re.compile(CLOCK)
CHINESE_TIME: Final = re.compile(r"(\d{1,2})\s*[点點时時]\s*(?:(\d{1,2})\s*分?|(半)|整)?")
CHINESE_DATE: Final = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]\s*")
NOW_WORDS: Final = {"", "now", "现在", "現在", "刚才", "剛才"}


def parse_when(text: str, *, now: datetime) -> datetime:
    """Return the moment that a text means in the zone the pages show; empty means `now`.

    A time alone is of today. Raises ValidationError with a sentence that says how to write it.
    """
    plain = _plain(text)
    if plain in NOW_WORDS:
        return now
    written = _iso(plain)
    if written is not None:
        return _plausible(written, text)
    for pattern, read in READINGS:
        found = pattern.fullmatch(plain)
        if found:
            return _existing(read, found, now, text)
    raise ValidationError(_not_understood(text))


def _plain(text: str) -> str:
    """Return the text in plain digits and signs: full-width ones and Chinese words for times."""
    if len(text) > LONGEST:
        raise ValidationError(_not_understood(text[:LONGEST]))
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    plain = CHINESE_DATE.sub(lambda m: f"{m[1] + '-' if m[1] else ''}{m[2]}-{m[3]} ", plain)
    return CHINESE_TIME.sub(_chinese_time, plain).strip()


def _chinese_time(found: re.Match[str]) -> str:
    minutes = 30 if found[3] else int(found[2] or 0)
    return f"{found[1]}:{minutes:02}"


def _iso(plain: str) -> datetime | None:
    """Return a moment written in full with its offset; None for anything else."""
    try:
        written = datetime.fromisoformat(plain.upper())
    except ValueError:
        return None
    return written if written.tzinfo is not None else None


def _existing(
    read: Callable[[re.Match[str], datetime], datetime],
    found: re.Match[str],
    now: datetime,
    text: str,
) -> datetime:
    zone = timezone.get_current_timezone()
    try:
        wall = read(found, timezone.localtime(now, zone))
    except (ValueError, OverflowError):
        raise ValidationError(_not_understood(text)) from None
    if wall.tzinfo is not None:
        return wall
    moment = _plausible(wall.replace(tzinfo=zone), text)
    # Where clocks are put forward, an hour is missing: its times never were.
    if timezone.localtime(moment.astimezone(UTC), zone).replace(tzinfo=None) != wall:
        raise ValidationError(
            _("“{text}” did not exist: the clocks were put forward then.").format(text=text)
        )
    return moment


def _plausible(moment: datetime, text: str) -> datetime:
    """Return the moment, unless it is of a year that nobody means."""
    if not is_plausible(moment):
        raise ValidationError(_not_understood(text))
    return moment


def _not_understood(text: str) -> str:
    return _(
        "“{text}” is not understood. Write a time such as 10:00, yesterday 16:30 or "
        "2026-11-24 10:00."
    ).format(text=text)


def _clock(found: re.Match[str]) -> time:
    if found["hour"] is None:
        return time()
    return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))


def _ago(found: re.Match[str], here: datetime) -> datetime:
    unit = AMOUNT_OF[found["unit"][0]]
    return here - timedelta(**{unit: int(found["count"])})


def _on_day_word(found: re.Match[str], here: datetime) -> datetime:
    if found["hour"] is None:
        raise ValueError
    on = here.date() - timedelta(days=WORDS[found["word"]])
    return datetime.combine(on, _clock(found))


def _on_date(found: re.Match[str], _here: datetime) -> datetime:
    on = date(int(found["year"]), int(found["month"]), int(found["day"]))
    return datetime.combine(on, _clock(found))


def _on_short_date(found: re.Match[str], here: datetime) -> datetime:
    """Return the last such day that is not to come."""
    on = date(here.year, int(found["month"]), int(found["day"]))
    if on > here.date():
        on = on.replace(year=here.year - 1)
    return datetime.combine(on, _clock(found))


def _today(found: re.Match[str], here: datetime) -> datetime:
    return datetime.combine(here.date(), _clock(found))


READINGS: Final = (
    (TIME_ONLY, _today),
    (DAY_WORD, _on_day_word),
    (WHOLE_DATE, _on_date),
    (SHORT_DATE, _on_short_date),
    (AGO, _ago),
)
