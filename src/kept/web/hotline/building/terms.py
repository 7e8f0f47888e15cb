"""Warranties and other terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.records.cases.rows_as_facts import earlier_case
from kept.rules.assess import Assessment, TermLine, TermState
from kept.rules.assess.assessment import Stop
from kept.rules.assess.say.events import stated
from kept.rules.policy.model import TermRule
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import capital, pair
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
    assessment: Assessment, speaker: PageSpeaker, clauses: Clauses, *, number: str = ""
) -> list[pages.TermBox]:
    """Return the terms of a case by its number, those in force first; of no case without one."""
    order = list(STATES)
    lines = sorted(assessment.terms, key=lambda line: order.index(line.state))
    return [build_term(line, speaker, clauses, number) for line in lines]


def build_term(
    line: TermLine, speaker: PageSpeaker, clauses: Clauses, number: str
) -> pages.TermBox:
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
        longer=[_longer(stop, speaker, clauses, number) for stop in line.extensions],
        enders=list(_enders(line, speaker, clauses)),
        possible=_("its start is not proved by a document") if line.evidence_missing else "",
    )


def _longer(stop: Stop, speaker: PageSpeaker, clauses: Clauses, number: str) -> pages.TermNote:
    """Return one time that is added to a term: from when to when, how much, and by which case."""
    holes = {
        "name": speaker.text(stop.name),
        "start": speaker.at(stop.start),
        "end": speaker.at(stop.end),
        "added": speaker.span(stop.counted_seconds),
    }
    if stop.end is None:
        phrase = _("since {start}: {added} so far")
    elif stop.counted_seconds:
        phrase = _("{start} to {end}: {added}")
    else:
        phrase = _("{start} to {end}: how much it adds is not known")
    said = phrase.format(**holes)
    named = pair(holes["name"], said) if holes["name"] else said
    number = earlier_case(stop.facts) or number
    case = (
        pages.Link(label=number, url=reverse("money:made_good", args=[number])) if number else None
    )
    return pages.TermNote(words=named, clause=clauses.ref(stop.clauses), case=case)


def _enders(line: TermLine, speaker: PageSpeaker, clauses: Clauses) -> Iterator[pages.TermNote]:
    """Yield what would end a term before its time, while it has not ended."""
    rule = speaker.policy.rules.get(line.rule)
    if not isinstance(rule, TermRule) or line.state is TermState.ENDED:
        return
    clause = clauses.ref(line.reason.clauses or rule.source)
    for expr in (rule.void, rule.end, rule.cap):
        if expr is not None:
            words = capital(speaker.moment_of(expr))
            yield pages.TermNote(words=words, clause=clause)
    if rule.transfer is not None:
        owner, needs = speaker.moment_of(rule.transfer.event), stated(speaker, rule.transfer.needs)
        phrase = _("{event}, unless {condition}") if needs else "{event}"
        words = capital(phrase.format(event=owner, condition=needs))
        yield pages.TermNote(words=words, clause=clauses.ref(rule.transfer.source) or clause)


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
