"""The parts of a line: steps of a ladder, options of a right, contents of a duty, a measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.rules.assess import (
    DutyLine,
    DutyState,
    LadderLine,
    MeasureLine,
    RemedyLine,
    StepState,
)
from kept.rules.assess.assessment import Stop
from kept.rules.assess.ladders import Attempt
from kept.rules.facts.values import Truth
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import listed, pair
from kept.web.hotline import pages

STEPS: Final[Mapping[StepState, pages.State]] = {
    StepState.NOT_APPLICABLE: "stopped",
    StepState.NEXT: "running",
    StepState.TRYING: "running",
    StepState.FAILED: "stopped",
    StepState.WAIVED: "stopped",
    StepState.WORKED: "met",
    StepState.SKIPPED: "unset",
    StepState.LATER: "not_started",
}
OPTIONS: Final[Mapping[Truth, pages.State]] = {
    Truth.YES: "running",
    Truth.UNKNOWN: "possible",
    Truth.NO: "stopped",
}


def step_words() -> dict[StepState, str]:
    """Return where a step of a ladder stands, in words."""
    return {
        StepState.NOT_APPLICABLE: _("does not apply"),
        StepState.NEXT: _("now"),
        StepState.TRYING: _("being tried"),
        StepState.FAILED: _("without success"),
        StepState.WAIVED: _("left out, with a reason"),
        StepState.WORKED: _("worked"),
        StepState.SKIPPED: _("skipped"),
        StepState.LATER: _("later"),
    }


def parts_of(line: Any, speaker: PageSpeaker) -> list[pages.Part]:
    """Return the parts of a line; most lines have none."""
    match line:
        case LadderLine():
            words = step_words()
            return [
                pages.Part(
                    state=STEPS[step.state],
                    words=pair(speaker.text(step.name), words[step.state]),
                    notes=[_attempt(attempt, speaker) for attempt in step.attempts],
                )
                for step in line.steps
            ]
        case RemedyLine() if len(line.options) > 1:
            return [_option(option, line, speaker) for option in line.options]
        case MeasureLine():
            return list(_stretches(line, speaker))
        case DutyLine() if line.state is DutyState.OWED:
            return [_content(key, line, speaker) for key in line.contents]
    return []


def _content(key: str, line: DutyLine, speaker: PageSpeaker) -> pages.Part:
    """Return what has to stand in it; of what is there already, it is met."""
    is_there = bool(line.lacks) and key not in line.lacks
    name = speaker.text(speaker.policy.attributes[key].name)
    return pages.Part(state="met" if is_there else "not_started", words=name)


def _attempt(attempt: Attempt, speaker: PageSpeaker) -> str:
    """Return when a step was tried, by whom, how it went, and what was said of it."""
    results = speaker.policy.attributes["result"].choices
    names = {choice.key: speaker.text(choice.name) for choice in results}
    how = names.get(attempt.result, "") or speaker.event({attempt.kind})
    said = listed(part for part in (speaker.at(attempt.at), attempt.by, how) if part)
    return pair(said, attempt.reason) if attempt.reason else said


def _option(option: Any, line: RemedyLine, speaker: PageSpeaker) -> pages.Part:
    name = speaker.text(option.name)
    if line.chosen == option.key:
        return pages.Part(state="met", words=pair(name, pgettext("an option", "chosen")))
    reasons = speaker.reasons(option.reason.because)
    said = pair(name, reasons) if reasons else name
    return pages.Part(state=OPTIONS[option.truth], words=said)


def _stretches(line: MeasureLine, speaker: PageSpeaker) -> Iterator[pages.Part]:
    for stop in line.counted:
        yield pages.Part(state="met", words=_stretch(stop, _("counted: {span}"), speaker))
    for stop in line.excluded:
        yield pages.Part(state="stopped", words=_stretch(stop, _("left out: {span}"), speaker))


def _stretch(stop: Stop, phrase: str, speaker: PageSpeaker) -> str:
    until = speaker.at(stop.end) if stop.end else _("now")
    span = _("{start} to {end}").format(start=speaker.at(stop.start), end=until)
    return phrase.format(span=span)
