"""Why a clock says what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.records.cases.queries import CaseCard
from kept.rules.assess import Because, ClockLine, ClockState
from kept.rules.assess.say import sum_lines
from kept.rules.facts.values import Truth
from kept.web.common.reading.clauses import reading_name
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import listed
from kept.web.common.reading.words import strength_words
from kept.web.hotline import pages
from kept.web.hotline.building import consequences
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.history import promise_history, turns_on_record
from kept.web.hotline.building.saying import Listener


def build_why(
    line: ClockLine, card: CaseCard, speaker: PageSpeaker, clauses: Clauses, listener: Listener
) -> pages.Why:
    """Return the reasons of a clock: its words in the paper, its sum, its calendar, its grounds."""
    ids = clauses.of(line)
    missed = consequences.if_missed(card.policy, line.rule)
    return pages.Why(
        title=_title(line, speaker),
        clause=clauses.ref(ids) or pages.ClauseRef(label=""),
        texts=clauses.texts(ids, speaker.language),
        sum=_sum(line, card, speaker),
        sentence="" if line.started_at else speaker.clock(line),
        calendar=speaker.calendar(line),
        applies=list(_applies(line, speaker)),
        strength=strength_words(line.strength),
        history=promise_history(line, speaker),
        assumed=list(_assumed(line, card, speaker)),
        if_missed=listed(speaker.text(name) for name, _clauses in missed),
        if_missed_clause=clauses.ref(missed[0][1]) if missed else None,
        cites=sorted({int(fact) for fact in line.reason.facts if fact.isdigit()}),
        say=listener.told([line]),
        say_lang=listener.tag,
        record=turns_on_record(line, card, speaker),
        links=_links(clauses.ref(ids)),
    )


def _title(line: ClockLine, speaker: PageSpeaker) -> str:
    name = speaker.text(line.name)
    if line.state is ClockState.PAUSED:
        return _("Why is “{name}” paused?").format(name=name)
    if line.state is ClockState.ENDED:
        return _("Why is “{name}” no longer owed?").format(name=name)
    if line.state is ClockState.NOT_STARTED:
        return _("Why has “{name}” not started?").format(name=name)
    if line.due_at is None:
        return _("Why has “{name}” no time?").format(name=name)
    return _("Why “{name}” by {moment}?").format(name=name, moment=speaker.at(line.due_at))


def _links(clause: pages.ClauseRef | None) -> Sequence[pages.Link]:
    return [pages.Link(label=_("Open the clause"), url=clause.url)] if clause and clause.url else []


def _sum(line: ClockLine, card: CaseCard, speaker: PageSpeaker) -> list[pages.SumLine]:
    started = _started_by(line, card, speaker)
    return [
        pages.SumLine(
            amount=one.amount,
            words=started if place == 0 and started else one.what,
            source=_source(one.clauses, one.facts),
            is_total=one.total,
        )
        for place, one in enumerate(sum_lines(speaker, line))
    ]


def _started_by(line: ClockLine, card: CaseCard, speaker: PageSpeaker) -> str:
    """Return what the fact says that started a clock; a rule may name several kinds."""
    kinds = (told.kind for told in card.facts.standing if told.id == line.start_fact)
    return speaker.event({kind}) if (kind := next(kinds, None)) else ""


def _source(clauses: Sequence[str], facts: Sequence[str]) -> str:
    """Return where a line of a sum comes from: "S2-2b", "fact 1", "facts 5, 6"."""
    said = ", ".join(str(int(fact)) for fact in facts if fact.isdigit())
    numbers = said.count(",") + 1
    known = ngettext("fact {numbers}", "facts {numbers}", numbers).format(numbers=said)
    return " · ".join([*clauses[:2], *([known] if said else [])])


def _applies(line: ClockLine, speaker: PageSpeaker) -> Iterator[str]:
    """Yield the conditions that hold, and of a possible promise those that are still open."""
    for because in line.reason.because:
        said = speaker.because(because)
        if said:
            yield _said(because, said)


def _said(because: Because, said: str) -> str:
    if because.truth is Truth.UNKNOWN:
        return _("possibly, if {condition}").format(condition=said)
    if because.truth is Truth.NO:
        return _("no longer: {condition}").format(condition=said)
    return _("because {condition}").format(condition=said)


def part_names() -> dict[str, str]:
    """Return the parts of a rule that a reading may fill, in words."""
    return {
        "when": _("when it applies"),
        "start": _("the start"),
        "stop": _("the end"),
        "limit": _("the time"),
        "length": _("the length"),
        "calendar": _("the calendar"),
        "pauses": _("the pauses"),
        "extend": _("what extends it"),
        "waived_by": _("what ends it early"),
        "repeat": _("how often"),
        "strength": _("how binding it is"),
    }


def _assumed(line: ClockLine, card: CaseCard, speaker: PageSpeaker) -> Iterator[str]:
    """Yield the readings by which somebody filled what the paper leaves open."""
    parts = part_names()
    by_reading: dict[str, list[str]] = {}
    for part, reading in line.assumed.items():
        by_reading.setdefault(reading, []).append(parts.get(part, part))
    for reading, named in by_reading.items():
        known = card.policy.readings.get(reading)
        yield _("{parts}: {text} ({reading})").format(
            parts=listed(named),
            text=speaker.text(known.text) if known else "",
            reading=reading_name(reading, known.decided_by if known else ""),
        )
