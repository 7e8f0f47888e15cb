"""A passage in one language, made ready to be matched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kept.rules.facts.values import Lang
from kept.rules.papers.durations import Duration, durations
from kept.rules.papers.languages import is_chinese, simplified
from kept.rules.papers.passage import Passage, Span
from kept.rules.papers.times import CalendarWords, Frequency, calendars, frequencies

MOST_CHARACTERS: Final = 8_000  # of one passage; what is longer is no clause
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BREAK = re.compile(
    r"[,，;；。、:：!！?？]|\.(?!\d)|(?<=\s)(?:while|whereas)(?=\s)|(?<=\s)(?:and|but"
    r"|or)(?=\s+(?:will|shall|must"
    r"|may|can|we|the)\s)"
)


@dataclass(frozen=True)
class Spoken:
    """What a passage says in `language`; `plain` has every character in its original's place."""

    language: Lang
    plain: str  # simplified, half-width, lower case
    heading: str
    lead: str

    @property
    def chinese(self) -> bool:
        """Tell whether it is in Chinese."""
        return self.language.startswith("zh")

    @cached_property
    def calendars(self) -> list[CalendarWords]:
        """Return the calendars it names."""
        return calendars(self.plain)

    @cached_property
    def frequencies(self) -> list[Frequency]:
        """Return how often it says that something happens."""
        return frequencies(self.plain, taken=self.calendars)

    @cached_property
    def durations(self) -> list[Duration]:
        """Return its durations; those that belong to a calendar or a frequency are none."""
        masked = self.plain
        told: list[CalendarWords | Frequency] = [*self.calendars, *self.frequencies]
        for taken in told:
            if taken.masks:
                masked = (
                    masked[: taken.start] + "\x00" * (taken.end - taken.start) + masked[taken.end :]
                )
        return durations(masked, chinese=self.chinese)

    @cached_property
    def segments(self) -> list[tuple[int, int]]:
        """Return where the parts between commas begin and end."""
        ends = [match.start() for match in _BREAK.finditer(self.plain)]
        starts = [0, *(end + 1 for end in ends)]
        return [(a, b) for a, b in zip(starts, [*ends, len(self.plain)], strict=True) if b > a]

    def segment(self, place: int) -> tuple[int, int]:
        """Return the part in which a place lies."""
        return next(((a, b) for a, b in self.segments if a <= place <= b), (0, len(self.plain)))

    def span(self, start: int, end: int) -> Span:
        """Return a span of the passage without space at its ends."""
        words = self.plain[start:end]
        begin = start + len(words) - len(words.lstrip(" ,，、;；:："))
        return Span(begin, max(begin, start + len(words.rstrip(" ,，、;；:："))), self.language)

    @property
    def whole(self) -> Span:
        """Return the span of all of it."""
        return Span(0, len(self.plain), self.language)


def spoken(passage: Passage) -> list[Spoken]:
    """Return the passage in each of its languages."""
    above = " / ".join(passage.heading)
    return [
        Spoken(language, _plain(text[:MOST_CHARACTERS]), _plain(above), _plain(passage.lead))
        for language, text in passage.texts.items()
    ]


def _plain(text: str) -> str:
    """Return the text for matching, every character in its place."""
    narrow = text.translate(_WIDE)
    lower = "".join(low if len(low := char.lower()) == 1 else char for char in narrow)
    return simplified(lower) if is_chinese(text) else lower
