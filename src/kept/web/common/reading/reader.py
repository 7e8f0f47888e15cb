"""For whom a page is built: the language and the zone of this request, and its one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.records.naming import name_in
from kept.rules.assess import ClockLine
from kept.rules.assess.say import Speaker
from kept.rules.facts.texts import in_language
from kept.rules.facts.values import Texts
from kept.rules.hours import Duration, parse_limit
from kept.rules.policy.model import CellState, ClockRule, Length, Policy
from kept.web.common import clock_words, languages

DAY: Final = 24 * 3600
SHORT: Final = {"hour": "hours", "minute": "minutes", "second": "seconds"}


@dataclass(frozen=True, slots=True)
class PageSpeaker(Speaker):
    """Says moments as short as they stay clear on a page of `now`."""

    now: datetime

    def at(self, moment: datetime | None) -> str:
        """Return a moment: 15:02, Wed 08:10, 3 Dec 08:10."""
        return "" if moment is None else clock_words.moment(moment, now=self.now)

    def span(self, seconds: int) -> str:
        """Return a length of time in the two units that matter."""
        return clock_words.duration(timedelta(seconds=seconds))

    def limit(self, line: ClockLine) -> str:
        """Return how long was promised, hours and minutes in short: "24 h"."""
        promise = line.promises[-1]
        is_plain = promise.cell in (CellState.VALUE, CellState.FROM) and promise.limit
        return self.short(promise.limit) if is_plain else super(PageSpeaker, self).limit(line)

    def length(self, length: Length) -> str:
        """Return how long something lasts, hours and minutes in short."""
        if isinstance(length, Duration):
            return self.short(str(length))
        return super(PageSpeaker, self).length(length)

    def short(self, limit: str) -> str:
        """Return a limit in words, hours and minutes in short."""
        parsed = parse_limit(limit)
        if isinstance(parsed, Duration) and parsed.unit.value in SHORT:
            name = SHORT[parsed.unit.value]
            return clock_words.phrase(name, **{name: parsed.amount})
        return parsed.wording(self.language)

    def spent(self, seconds: int, line: ClockLine) -> str:
        """Return how much is used, in hours beside a promise of hours: "26 h 10"."""
        limit = line.promises[-1].limit
        parsed = parse_limit(limit) if limit else None
        if not isinstance(parsed, Duration) or parsed.unit.value not in SHORT or seconds < DAY:
            return self.span(seconds)
        hours, minutes = divmod(seconds // 60, 60)
        name = "hours_minutes" if minutes else "hours"
        return clock_words.phrase(name, hours=hours, minutes=f"{minutes:02}")

    def start_words(self, line: ClockLine) -> str:
        """Return what starts a clock that has not begun."""
        rule = self.policy.rules[line.rule]
        if not isinstance(rule, ClockRule):
            return ""
        return _("starts with “{event}”").format(event=self.moment_of(rule.start))


@dataclass(frozen=True)
class Reader:
    """Who reads: everything on one page is said in one language, as of one moment."""

    now: datetime

    @property
    def language(self) -> str:
        """Return the language of this request as a BCP 47 tag."""
        return languages.tag(get_language())

    def name(self, names: Mapping[str, str]) -> str:
        """Return the name of something in the archive, in the nearest language there is."""
        return name_in(names, get_language() or "en")

    def text(self, texts: Texts) -> str:
        """Return a text of a policy in the nearest language there is."""
        return in_language(texts, self.language)

    def speaker(self, policy: Policy) -> PageSpeaker:
        """Return who speaks about a policy to this reader."""
        zone = ZoneInfo(timezone.get_current_timezone_name())
        return PageSpeaker(policy, self.language, zone, self.now)

    def moment(self, at: datetime) -> str:
        """Return a moment as short as it stays clear."""
        return clock_words.moment(at, now=self.now)

    def day(self, at: datetime) -> str:
        """Return the day of a moment."""
        return clock_words.day(at, now=self.now)

    def full(self, at: datetime) -> str:
        """Return a moment as a form shows it, to be read back the same: 2026-11-24 10:00."""
        here = timezone.localtime(at)
        pattern = "%Y-%m-%d %H:%M:%S" if here.second else "%Y-%m-%d %H:%M"
        return here.strftime(pattern)
