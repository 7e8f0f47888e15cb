"""Promises as they can be said to a customer: in the customer's language, in the site's time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from kept.rules.assess import ClockLine, ClockState
from kept.rules.assess.say import Speaker
from kept.rules.policy.model import Policy
from kept.web.common import languages


@dataclass(frozen=True)
class Listener:
    """A customer: the language as Django knows it, the zone of the equipment, the moment."""

    policy: Policy
    language: str
    zone: str
    at: datetime

    @property
    def tag(self) -> str:
        """Return the language as a BCP 47 tag."""
        return languages.tag(self.language)

    def told(self, lines: Iterable[ClockLine]) -> str:
        """Return a sentence for each promise that is certain and still runs; "" for none."""
        owed = [(line, line.due_at) for line in lines if line.due_at and is_sayable(line)]
        with translation.override(self.language):
            speaker = Speaker(self.policy, self.tag, ZoneInfo(self.zone))
            said = [self._sentence(line, due, speaker) for line, due in owed]
        return (" " if self.tag == "en" else "").join(said)

    def _sentence(self, line: ClockLine, due: datetime, speaker: Speaker) -> str:
        is_today = due.astimezone(speaker.zone).date() == self.at.astimezone(speaker.zone).date()
        moment = f"{due.astimezone(speaker.zone):%H:%M}" if is_today else speaker.at(due)
        return _("{name} by {moment} at the latest.").format(
            name=speaker.text(line.name), moment=moment
        )


def is_sayable(line: ClockLine) -> bool:
    """Say whether a promise can be told to a customer: it is sure, and still to be kept."""
    return line.certain and line.state is ClockState.RUNNING
