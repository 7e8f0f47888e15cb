"""Warranties and other terms."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.rules.assess import Assessment, TermLine, TermState
from kept.web.common.reading.reader import PageSpeaker
from kept.web.hotline import pages
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.rulers import term_ruler

STATES: Mapping[TermState, pages.State] = {
    TermState.ACTIVE: "met",
    TermState.ENDED: "stopped",
    TermState.NOT_STARTED: "not_started",
    TermState.UNKNOWN: "unset",
}
DAY = 24 * 3600


def build_terms(
    assessment: Assessment, speaker: PageSpeaker, clauses: Clauses
) -> list[pages.TermBox]:
    """Return the terms of a case, those in force first."""
    order = list(STATES)
    lines = sorted(assessment.terms, key=lambda line: order.index(line.state))
    return [build_term(line, speaker, clauses) for line in lines]


def build_term(line: TermLine, speaker: PageSpeaker, clauses: Clauses) -> pages.TermBox:
    """Return one term."""
    return pages.TermBox(
        title=speaker.text(line.name),
        state=STATES[line.state],
        words=_words(line, speaker),
        starts_on=speaker.date(line.start),
        ends_on=speaker.until(line.end),
        ruler=term_ruler(line, now=speaker.now),
        sentence=_sentence(line, speaker),
        clause=clauses.ref(line.reason.clauses),
        possible=_("its start is not proved by a document") if line.evidence_missing else "",
    )


def _words(line: TermLine, speaker: PageSpeaker) -> str:
    if line.state is TermState.ACTIVE and line.end is not None:
        days = int((line.end - speaker.now).total_seconds()) // DAY
        return ngettext("in force, {days} day left", "in force, {days} days left", days).format(
            days=days
        )
    return {
        TermState.ACTIVE: _("in force, without end"),
        TermState.ENDED: _("ended {date}").format(date=speaker.until(line.end)),
        TermState.NOT_STARTED: _("begins {date}").format(date=speaker.date(line.start)),
        TermState.UNKNOWN: _("not known"),
    }[line.state]


def _sentence(line: TermLine, speaker: PageSpeaker) -> str:
    gives = speaker.text(line.gives)
    sentence = speaker.term(line)
    if line.at_fault is not line.state and line.at_fault is TermState.ACTIVE:
        sentence = _("{sentence} It was in force when the fault began, which counts.").format(
            sentence=sentence
        )
    if not gives:
        return sentence
    return _("{sentence} It gives: {what}.").format(sentence=sentence, what=gives)
