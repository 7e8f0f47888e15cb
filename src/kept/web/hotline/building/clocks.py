"""The clocks of a case, as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.cases.queries import CaseCard, Hindsight
from kept.records.people.models import Person
from kept.rules.assess import ClockLine, ClockState
from kept.rules.facts.values import Truth
from kept.rules.policy.model import CellState
from kept.web.common import clock_words
from kept.web.common.access import RECORDERS, may
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.wording import pair, side_by_side
from kept.web.hotline import pages
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.folding import fact_url, folded_facts
from kept.web.hotline.building.rulers import clock_ruler
from kept.web.hotline.building.saying import Listener
from kept.web.hotline.building.why import build_why

STATES: Mapping[ClockState, pages.State] = {
    ClockState.NOT_STARTED: "not_started",
    ClockState.RUNNING: "running",
    ClockState.PAUSED: "paused",
    ClockState.MET: "met",
    ClockState.BROKEN: "breached",
    ClockState.LATE: "met",
    ClockState.UNSET: "unset",
    ClockState.ENDED: "stopped",
}
# First what must still be done, by its due; then what waits, what is done, what is over.
ORDER: Mapping[pages.State, int] = {
    "breached": 0,
    "running": 1,
    "possible": 1,
    "paused": 2,
    "unset": 3,
    "not_started": 4,
    "met": 5,
    "stopped": 6,
}
UNCERTAIN = (ClockState.NOT_STARTED, ClockState.RUNNING, ClockState.UNSET)


@dataclass(frozen=True)
class Telling:
    """All that is needed to tell of a case: the card, who reads, who speaks, its clauses.

    `folded` are the facts that the page leaves out. `may_record`: the reader is offered to record
    what happens next.
    """

    card: CaseCard
    reader: Reader
    speaker: PageSpeaker
    clauses: Clauses
    folded: frozenset[int]
    may_record: bool

    @classmethod
    def of(cls, card: CaseCard, reader: Reader, viewer: Person, *, all_facts: bool) -> Telling:
        """Return how to tell of a case to somebody."""
        return cls(
            card,
            reader,
            reader.speaker(card.policy),
            Clauses(card.policy, card.policy_code, card.policy_number),
            frozenset() if all_facts else folded_facts(card),
            may(viewer, *RECORDERS) and viewer.pk not in card.about,
        )

    def fact(self, number: int) -> pages.Link:
        """Return the way to a fact, on this page or on that of all facts."""
        return pages.Link(label=str(number), url=fact_url(self.card.number, number, self.folded))

    @property
    def listener(self) -> Listener:
        """Return the customer, for what can be said on the telephone."""
        return Listener(self.card.policy, self.card.language, self.card.zone, self.card.at)


def build_clocks(telling: Telling) -> list[pages.Clock]:
    """Return the clocks of a case, the next to run out first."""
    lines = sorted(telling.card.assessment.clocks, key=_place)
    return [build_clock(line, telling) for line in lines]


def _place(line: ClockLine) -> tuple[int, float, str]:
    moment = line.due_at or line.started_at
    return ORDER[page_state(line)], moment.timestamp() if moment else 0.0, line.key


def page_state(line: ClockLine) -> pages.State:
    """Return the state a clock is shown in: without a certain promise nothing counts."""
    if not line.certain and line.state in UNCERTAIN:
        return "possible"
    return STATES[line.state]


def build_clock(line: ClockLine, telling: Telling) -> pages.Clock:
    """Return one clock."""
    state, card = page_state(line), telling.card
    clause = telling.clauses.ref(telling.clauses.of(line))
    return pages.Clock(
        key=line.key,
        name=clock_name(line, telling.speaker),
        clause=clause or pages.ClauseRef(label=""),
        state=state,
        why=build_why(line, card, telling.speaker, telling.clauses, telling.listener),
        started_at=line.started_at,
        due_at=None if line.state is ClockState.PAUSED else line.due_at,
        target_at=line.target_at,
        met_at=line.done_at,
        broken_at=line.broken_at,
        note=_note(line, state, telling),
        spent=_spent(line, state, telling),
        no_due=_no_due(line, state, telling.speaker),
        ruler=clock_ruler(line, policy=card.policy, facts=card.facts, now=telling.reader.now),
        strength=line.strength.value,
        is_certain=line.certain or state == "possible",
        is_assumed=bool(line.assumed),
        then=_then(line, telling),
    )


def clock_name(line: ClockLine, speaker: PageSpeaker) -> str:
    """Return what is promised and within what: "Engineer on site, 3 h"."""
    name = speaker.text(line.name)
    if line.run > 1:
        name = pgettext("a promise that repeats", "{name} no. {run}").format(
            name=name, run=line.run
        )
    promise = line.promises[-1] if line.promises else None
    limit = speaker.limit(line) if promise and promise.limit else ""
    if not limit or name.casefold().endswith(limit.casefold()):  # "Support at once"
        return name
    return pgettext("a promise and its time", "{name}, {limit}").format(name=name, limit=limit)


def _note(line: ClockLine, state: pages.State, telling: Telling) -> str:
    if state == "paused":
        still = next((stop for stop in line.stops if stop.end is None), None)
        return telling.speaker.text(still.name) if still else ""
    if state == "unset" or (state == "possible" and line.due_at is None):
        return telling.speaker.limit(line) if line.promises else ""
    if state == "possible" and line.due_at is not None and line.due_at <= telling.reader.now:
        return _("time is over")
    if state == "stopped" and line.ended_at is not None:
        return telling.reader.moment(line.ended_at)
    return ""


def _spent(line: ClockLine, state: pages.State, telling: Telling) -> str:
    """Return how much time is used, or what the clock waits for."""
    if state == "possible":
        return open_conditions(line, telling.speaker)
    if line.spent_seconds is None:
        return _("starts later") if line.started_at else telling.speaker.start_words(line)
    spent = telling.speaker.spent(line.spent_seconds, line)
    paused = sum(stop.counted_seconds for stop in line.stops)
    holes = {"spent": spent, "limit": telling.speaker.limit(line)}
    if line.due_at is None or line.promises[-1].cell is CellState.IMMEDIATELY:
        return _("{spent} so far").format(**holes) if line.open else spent
    if not paused:
        return _("{spent} of {limit}").format(**holes)
    holes["paused"] = clock_words.duration(timedelta(seconds=paused))
    return _("{spent} of {limit}, {paused} paused").format(**holes)


def open_conditions(line: ClockLine, speaker: PageSpeaker) -> str:
    """Return what must turn out for a possible promise to be owed."""
    unknown = tuple(b for b in line.reason.because if b.truth is Truth.UNKNOWN)
    if not unknown:
        return _("depends on the level")
    return _("if {conditions}").format(conditions=speaker.reasons(unknown))


def _no_due(line: ClockLine, state: pages.State, speaker: PageSpeaker) -> str:
    if line.state is ClockState.PAUSED:
        return _("moves on")
    if line.state is ClockState.NOT_STARTED:
        return _("none yet")
    return _("no time set") if state in ("unset", "possible") else ""


def _then(line: ClockLine, telling: Telling) -> str:
    """Return what was known of a clock before a late fact changed the answer."""
    for hindsight in telling.card.hindsights:
        for changed in hindsight.clocks:
            if changed.key == line.key and changed.then and is_answer(changed.then):
                said = status(changed.then, telling.speaker)
                return _("As known before {moment}: {status}").format(
                    moment=telling.reader.moment(hindsight.known_at), status=said
                )
    return ""


def is_answer(line: ClockLine) -> bool:
    """Say whether a clock said something that can prove wrong: due, kept, broken, standing."""
    return page_state(line) in ("running", "breached", "met", "paused")


def status(line: ClockLine | None, speaker: PageSpeaker) -> str:
    """Return where a clock stood or stands, in a few words with its moment."""
    if line is None:
        return _("not promised")
    state = page_state(line)
    if state == "breached" and line.broken_at is not None:
        return _("breached at {moment}").format(moment=speaker.at(line.broken_at))
    if state == "running" and line.due_at is not None:
        return _("due {moment}").format(moment=speaker.at(line.due_at))
    if state == "met":
        face = pages.QueueClock(state="met", due_at=line.due_at, met_at=line.done_at)
        return clock_words.met(face)
    if state == "stopped":
        return _("no longer owed")
    return clock_words.phrase(state)


def told_clocks(hindsight: Hindsight, speaker: PageSpeaker) -> tuple[str, str]:
    """Return all that a late fact changed: as known then, and as known now."""
    then: Sequence[str] = [_named(c.then, c.now, speaker) for c in hindsight.clocks]
    now: Sequence[str] = [_named(c.now, c.then, speaker) for c in hindsight.clocks]
    return side_by_side(then), side_by_side(now)


def _named(line: ClockLine | None, other: ClockLine | None, speaker: PageSpeaker) -> str:
    known = line or other
    assert known is not None
    return pair(speaker.text(known.name), status(line, speaker))
