"""Writing down what follows from a case's facts: clocks, turns, the queue, and the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from kept.records.cases.models import Case, Clock, Flip, FlipKind, News, NewsKind
from kept.records.cases.models.case import NextChange
from kept.records.cases.projection import CaseRow, ClockRow, Projection, project
from kept.records.cases.services.holding import Held
from kept.records.cases.services.pressing import Pressure, tell_pressure
from kept.records.cases.services.rows import write_rows
from kept.records.cases.turns import Turn, turns
from kept.records.ledger.actor import Actor, System
from kept.records.ledger.services import Line, write_many
from kept.records.ledger.telling import told
from kept.rules.assess import Assessment, assess

TIME = System("clock")
TOLD = {
    FlipKind.WARNED: NewsKind.WARNED,
    FlipKind.BROKEN: NewsKind.BROKEN,
    FlipKind.UNDONE: NewsKind.UNDONE,
}
PROJECTED = (
    *("state", "closed_at", "closed_by_id", "level", "next_due_at", "next_clock", "reassess_at"),
    *("contested_at", "follow_up_due_at", "owed_since"),
    *("requested_at", "channel", "case_type", "reminders", "called_in"),
)


def catch_up(held: Held, *, now: datetime) -> None:
    """Let the time until now pass first, with the facts known so far.

    What a late fact changes is then on record as it was known before, whether or not the worker
    had come by already.
    """
    look_at = held.next_look_at()
    if look_at is not None and look_at <= now:
        settle(held, now=now, by=TIME)


def settle(held: Held, *, now: datetime, by: Actor) -> Assessment:
    """Assess the case and write what changed; the ledger's lines are only collected.

    Returns the assessment at `now`.
    """
    assessment, projection = work_out(held, now=now)
    before = Pressure.of(held.case)
    put_projection(held, projection.case)
    Case.objects.filter(pk=held.case.pk).update(
        **{name: getattr(held.case, name) for name in PROJECTED}, change=NextChange()
    )
    _keep_clocks(held, projection.clocks.values())
    write_turns(held, projection, now=now, by=by)
    tell_pressure(held, before, now=now, by=by)
    return assessment


def work_out(held: Held, *, now: datetime) -> tuple[Assessment, Projection]:
    """Return what follows from a case's facts, and what is kept of it. Writes nothing."""
    running, facts = held.running, held.as_facts()
    assessment = assess(running.policy, facts, now)
    return assessment, project(running, facts, assessment)


def write_turns(held: Held, projection: Projection, *, now: datetime, by: Actor) -> None:
    """Write how the clocks turned since they were last written."""
    _tell(held, turns(held.clocks, projection.clocks, now=now), now=now, by=by)
    held.clocks = dict(projection.clocks)


def finish(held: Held) -> None:
    """Write the collected lines to the ledger: the last thing a service does."""
    write_many(held.lines)
    held.lines = []


def _keep_clocks(held: Held, rows: Iterable[ClockRow]) -> None:
    wanted = {row.key: row for row in rows}
    changed = [row for row in wanted.values() if held.clocks.get(row.key) != row]
    if changed:
        write_rows([as_clock(held.case, row) for row in changed], unique=("case_id", "key"))
    gone = [key for key in held.clocks if key not in wanted]
    if gone:
        Clock.objects.filter(case_id=held.case.pk, key__in=gone).delete()


def as_clock(case: Case, row: ClockRow) -> Clock:
    """Return the row of a clock."""
    return Clock(
        case_id=case.pk,
        customer_id=case.customer_id,
        key=row.key,
        rule=row.rule,
        run=row.run,
        names=dict(row.names),
        clauses=list(row.clauses),
        strength=row.strength,
        state=row.state,
        certain=row.certain,
        started_at=row.started_at,
        due_at=row.due_at,
        target_at=row.target_at,
        done_at=row.done_at,
        broken_at=row.broken_at,
        ended_at=row.ended_at,
        limit=row.limit,
        promise_version=row.promise_version,
        plan=[planned.to_json() for planned in row.plan],
        look_at=row.look_at,
    )


def put_projection(held: Held, row: CaseRow) -> None:
    """Set the case's own projected fields, without saving them."""
    closer = next((f for f in held.facts if row.closed_by and f.seq == int(row.closed_by)), None)
    for name in PROJECTED:
        if name != "closed_by_id":
            setattr(held.case, name, getattr(row, name))
    held.case.closed_by_id = closer.by_id if closer else None


def _tell(held: Held, turned: Sequence[Turn], *, now: datetime, by: Actor) -> None:
    if turned:
        known = ("clock", "kind", "promise_version", "nth")
        history = Flip.objects.filter(case_id=held.case.pk).only(*known)
        flips = new_flips(held.case, turned, history, now=now)
        held.lines.extend(flip_line(held.case.stream, flip, by=by) for flip in flips)
        write_rows(flips)
        News.objects.bulk_create(news_of_turns(flips, turned), ignore_conflicts=True)


def new_flips(
    case: Case, turned: Sequence[Turn], history: Iterable[Flip], *, now: datetime
) -> list[Flip]:
    """Return the rows of turns, but for warnings that were given under their promise before.

    `history` is what is on record of the case.
    """
    seen = {(flip.clock, flip.kind, flip.promise_version, flip.nth) for flip in history}
    times = Counter((clock, kind, version) for clock, kind, version, _ in seen)
    flips = []
    for turn in turned:
        place = (turn.clock.key, turn.kind.value, turn.clock.promise_version)
        times[place] += 1
        nth = turn.nth or times[place]
        if (*place, nth) not in seen:
            seen.add((*place, nth))
            flips.append(_flip(case, turn, nth, now))
    return flips


def news_of_turns(flips: Iterable[Flip], turned: Iterable[Turn]) -> list[News]:
    """Return what people must be told of a case's turns."""
    rows = {turn.clock.key: turn.clock for turn in turned}
    told_of = [(flip, rows[flip.clock]) for flip in flips if flip.kind in TOLD]
    return [news_of(flip, row.names, row.clauses, row.strength) for flip, row in told_of]


def _flip(case: Case, turn: Turn, nth: int, now: datetime) -> Flip:
    return Flip(
        case_id=case.pk,
        customer_id=case.customer_id,
        clock=turn.clock.key,
        kind=turn.kind,
        promise_version=turn.clock.promise_version,
        nth=nth,
        at=turn.at,
        noted_at=now,
        due_before=turn.due_before,
        due_after=turn.due_after,
        fact=int(turn.fact) if turn.fact else None,
    )


def flip_line(stream: str, flip: Flip, *, by: Actor) -> Line:
    """Return what the ledger says of a turn."""
    data = {
        "clock": flip.clock,
        "promise": flip.promise_version,
        "nth": flip.nth,
        "at": flip.at,
        "due_before": flip.due_before,
        "due_after": flip.due_after,
        "fact": flip.fact,
    }
    return Line(stream=stream, verb=f"clock.{flip.kind}", by=by, at=flip.noted_at, data=told(data))


def news_of(flip: Flip, names: Mapping[str, str], clauses: Sequence[str], strength: str) -> News:
    """Return what people must be told of a turn of a clock."""
    due_at = flip.due_after or flip.due_before
    return News(
        case_id=flip.case_id,
        customer_id=flip.customer_id,
        kind=TOLD[FlipKind(flip.kind)],
        dedup=f"{flip.case_id}/{flip.clock}/{flip.kind}/{flip.promise_version}/{flip.nth}",
        at=flip.at,
        noted_at=flip.noted_at,
        data={
            "clock": flip.clock,
            "names": dict(names),
            "clauses": list(clauses),
            "strength": strength,
            "due_at": due_at.isoformat() if due_at else None,
        },
    )
