"""How hours of work are charged, as the page of a clause says it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kept.rules.assess.say.numbers import number_words
from kept.rules.policy.check.parts import clauses_of
from kept.rules.policy.model import Constant, WorkBand, WorkTime
from kept.web.common.reading.parts import RunLine
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import side_by_side


def work_time_words(
    clause_id: str, said: WorkTime | None, speaker: PageSpeaker
) -> Iterator[RunLine]:
    """Yield how hours of work are told apart and charged, if a clause has to do with it."""
    if said is not None and clause_id in clauses_of(said):
        yield _line(said, speaker)


def _line(said: WorkTime, speaker: PageSpeaker) -> RunLine:
    calendar = speaker.text(speaker.policy.calendars[said.calendar].name)
    rows = [(speaker.text(band.name), _band(band)) for band in said.bands]
    if said.call_out is not None:
        rows.append((_("The least of a visit"), said.call_out.wording(speaker.language)))
    if said.increments is not None:
        rows.append((_("Begun steps count"), said.increments.wording(speaker.language)))
    words = _("How hours of work are charged; normal hours are those of “{calendar}”.")
    note = speaker.text(said.note) if said.note else ""
    return RunLine(name=_("Work time"), words=words.format(calendar=calendar), rows=rows, note=note)


def _band(band: WorkBand) -> str:
    when = "" if band.hours.is_whole_day else str(band.hours.window)
    if band.factor is None:
        return side_by_side([when, _("by its own price in the list")])
    if not isinstance(band.factor, Constant):
        return side_by_side([when, _("a multiple of the normal price, depending on the case")])
    factor = number_words(band.factor.value)
    return side_by_side([when, _("{factor} times the normal price").format(factor=factor)])
