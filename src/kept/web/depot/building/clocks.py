"""Clocks of returns, and the clauses by which they run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.cases.queries.queue import NextClock
from kept.records.returns.queries.about import RETURNED, rules_that_wait
from kept.rules.assess import ClockLine
from kept.rules.policy.model import Policy
from kept.web.common.clock_words import LOOKS
from kept.web.common.reading.reader import Reader
from kept.web.depot import pages


def clause_ref(
    ids: Iterable[str], *, policy: Policy, code: str, number: int
) -> pages.ClauseRef | None:
    """Return the first of some clauses; None without any."""
    first = next(iter(ids), None)
    if first is None:
        return None
    known = policy.clauses.get(first)
    if known is None or known.place is None:
        return pages.ClauseRef(label=first)
    url = reverse("hotline:policy", args=[code])
    return pages.ClauseRef(label=first, url=f"{url}clauses/{quote(first)}/?version={number}")


def face_of(clock: NextClock | None, reader: Reader) -> pages.Face | None:
    """Return a clock as a board shows it; None without one."""
    if clock is None:
        return None
    clause = next(iter(clock.clauses), "")
    look = LOOKS[clock.state]
    return pages.Face(
        name=reader.text(clock.names),
        state=look,
        due_at=None if look == "paused" else clock.due_at,
        clause=pages.ClauseRef(label=clause) if clause else None,
        started_at=clock.started_at,
    )


def dated(name: str, due_at: datetime | None) -> list[pages.Face]:
    """Return a date by which somebody owes something, as a clock; none without a date."""
    return [] if due_at is None else [pages.Face(name=name, state="running", due_at=due_at)]


def faces_of_case(card: CaseCard, reader: Reader) -> list[pages.Face]:
    """Return the clocks of a case that wait until its goods are back on their way."""
    wanted = rules_that_wait(card.policy, RETURNED)
    lines = [line for line in card.assessment.clocks if line.rule in wanted]
    return [_face(line, card, reader) for line in lines if line.started_at is not None]


def _of_case(ids: Iterable[str], card: CaseCard) -> pages.ClauseRef | None:
    return clause_ref(ids, policy=card.policy, code=card.policy_code, number=card.policy_number)


def _face(line: ClockLine, card: CaseCard, reader: Reader) -> pages.Face:
    speaker, look = reader.speaker(card.policy), LOOKS[line.state]
    still = next((stop for stop in line.stops if stop.end is None), None)
    return pages.Face(
        name=speaker.text(line.name),
        state=look,
        due_at=None if look == "paused" else line.due_at,
        met_at=line.done_at,
        note=speaker.text(still.name) if look == "paused" and still else "",
        clause=_of_case(line.promises[-1].clauses if line.promises else line.reason.clauses, card),
        paused_by=_of_case(still.clauses, card) if look == "paused" and still else None,
        started_at=line.started_at,
        stops=[
            _("stood still from {start} to {end}: {reason}").format(
                start=reader.moment(stop.start),
                end=reader.moment(stop.end) if stop.end else _("now"),
                reason=", ".join([speaker.text(stop.name), *stop.clauses]),
            )
            for stop in line.stops
        ],
    )
