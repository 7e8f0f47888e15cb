"""What is owed: which duties are open, which are done, and what is still missing in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final

from kept.rules.assess.assessment import Reason
from kept.rules.assess.becoming import timeline
from kept.rules.assess.conditions import Answer, holds
from kept.rules.assess.deeds import NOTHING_DONE, Deed, Deeds, Signature
from kept.rules.assess.moments import Moment, moment, plus
from kept.rules.assess.scene import Instant, RuleState, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Texts, Truth, Value
from kept.rules.hours import Duration
from kept.rules.policy.model import DutyKind, DutyRule

MOST_DUTIES = 200


class DutyState(StrEnum):
    """Where a duty stands."""

    NOT_OPEN = "not_open"
    POSSIBLE = "possible"  # whether it is owed is not known yet
    OWED = "owed"
    DONE = "done"
    LAPSED = "lapsed"


@unchanging
class DutyLine:
    """One duty. `lacks` are the contents that what was done so far leaves out."""

    rule: str
    number: int  # 1 for the first; with `each` there may be more
    name: Texts
    kind: DutyKind
    state: DutyState
    opened_at: datetime | None
    done_at: datetime | None
    lapsed_at: datetime | None
    by: str
    to: tuple[str, ...]
    copies: tuple[str, ...]
    through: tuple[str, ...]
    values: tuple[tuple[str, Value | None], ...]  # what tells it apart from its like (`same`)
    contents: tuple[str, ...]
    lacks: tuple[str, ...]
    signatures: tuple[Signature, ...]  # one for each party that has to sign
    clock: str
    keep: str  # canonical text of a length, "life", "unset" or ""
    keep_until: datetime | None
    outlives: bool
    blocks_closing: bool
    reason: Reason

    @property
    def key(self) -> str:
        """Return the name of this duty within its case: "report", "report#2"."""
        return self.rule if self.number == 1 else f"{self.rule}#{self.number}"


def duties(scene: Scene, rule: DutyRule) -> tuple[DutyLine, ...]:
    """Return the duties of a rule, oldest first; none: the rule does not apply.

    While the rule asks for itself through another one, they are those of the round before.
    """
    found = scene.worked_out(f"duty.{rule.id}", lambda: tuple(_lines(scene, rule)))
    return found or ()


def duty_state(scene: Scene, key: str, when: Instant) -> RuleState:
    """Return how duty `key` stood: owed while one of several is; not open where none was."""
    rule = scene.policy.rules[key]
    assert isinstance(rule, DutyRule)
    lines = duties(scene, rule)
    words = {_word(line, when.at) for line in lines} or {DutyState.NOT_OPEN}
    facts = tuple(f for line in lines for f in line.reason.facts)
    word = next(state for state in _WORST_FIRST if state in words)
    if word is DutyState.POSSIBLE:
        return RuleState(possible=(DutyState.NOT_OPEN.value, DutyState.OWED.value), facts=facts)
    return RuleState((word.value,), facts=facts)


def duty_edges(scene: Scene, key: str) -> set[datetime]:
    """Return when the duties of a rule were opened, done or lapsed."""
    rule = scene.policy.rules[key]
    assert isinstance(rule, DutyRule)
    lines = duties(scene, rule)
    return {at for d in lines for at in (d.opened_at, d.done_at, d.lapsed_at) if at is not None}


_WORST_FIRST: Final = (
    DutyState.OWED,
    DutyState.POSSIBLE,
    DutyState.DONE,
    DutyState.LAPSED,
    DutyState.NOT_OPEN,
)


def _word(line: DutyLine, at: datetime) -> DutyState:
    if line.state is DutyState.POSSIBLE:
        return DutyState.POSSIBLE
    if line.opened_at is None or line.opened_at > at:
        return DutyState.NOT_OPEN
    if line.lapsed_at is not None and line.lapsed_at <= at:
        return DutyState.LAPSED
    return DutyState.DONE if line.done_at and line.done_at <= at else DutyState.OWED


@unchanging
class _Course:
    """What became of one duty so far."""

    state: DutyState
    number: int = 1
    opening: Moment | None = None
    deed: Deed = NOTHING_DONE
    lapsed: Moment | None = None
    values: tuple[tuple[str, Value | None], ...] = ()


def _lines(scene: Scene, rule: DutyRule) -> Iterator[DutyLine]:
    applies = holds(scene, rule.when, scene.now)
    deeds = Deeds(scene, rule)
    openings = _openings(scene, rule, deeds)[:MOST_DUTIES]
    if applies.truth is Truth.NO and (rule.opens is not None or not openings):
        return
    if not openings:
        state = DutyState.POSSIBLE if rule.opens is None else DutyState.NOT_OPEN
        yield _line(scene, rule, applies, _Course(state))
    for number, opening in enumerate(openings, start=1):
        yield _line(scene, rule, applies, _course(rule, applies, deeds, number, opening))


def _openings(scene: Scene, rule: DutyRule, deeds: Deeds) -> list[Moment]:
    if rule.opens is None:
        steps = timeline(scene, rule.when)
        first = next((s for s in steps if s.answer.truth is Truth.YES), None)
        facts = (f for b in first.answer.because for f in b.facts) if first else ()
        return [Moment(first.at, tuple(facts))] if first else []
    if rule.each:
        return [Moment(fact.at, (fact.id,)) for fact in deeds.openings()]
    found = moment(scene, rule.opens, upto=scene.at)
    if found is not None and found.at > scene.at:
        scene.wakes.add(found.at)
        return []
    return [found] if found else []


def _course(rule: DutyRule, applies: Answer, deeds: Deeds, number: int, opening: Moment) -> _Course:
    deed = deeds.take(opening)
    lapsed = deeds.lapsed(opening, deed.done_at)
    state = DutyState.OWED
    if lapsed is not None:
        state = DutyState.LAPSED
    elif deed.done_at is not None:
        state = DutyState.DONE
    elif rule.opens is not None and applies.truth is Truth.UNKNOWN:
        state = DutyState.POSSIBLE
    return _Course(state, number, opening, deed, lapsed, deeds.values(opening))


def _line(scene: Scene, rule: DutyRule, applies: Answer, course: _Course) -> DutyLine:
    deed, opening, lapsed = course.deed, course.opening, course.lapsed
    done_at = deed.done_at if course.state is DutyState.DONE else None
    facts = (
        *(opening.facts if opening else ()),
        *deed.facts,
        *(lapsed.facts if lapsed else ()),
        *(f for b in applies.because for f in b.facts),
    )
    clauses = tuple(dict.fromkeys((*rule.source, *rule.see)))
    readings = tuple(dict.fromkeys(rule.assumed.values()))
    return DutyLine(
        rule=rule.id,
        number=course.number,
        name=rule.name,
        kind=rule.kind,
        state=course.state,
        opened_at=opening.at if opening else None,
        done_at=done_at,
        lapsed_at=lapsed.at if lapsed else None,
        by=rule.by,
        to=rule.to,
        copies=rule.copies,
        through=rule.through,
        values=course.values,
        contents=rule.contents,
        lacks=deed.lacks,
        signatures=deed.signatures,
        clock=rule.clock,
        keep="" if rule.keep is None else str(rule.keep),
        keep_until=_keep_until(scene, rule, done_at),
        outlives=rule.outlives,
        blocks_closing=rule.blocks_closing,
        reason=Reason(clauses, applies.because, tuple(dict.fromkeys(facts)), readings),
    )


def _keep_until(scene: Scene, rule: DutyRule, done_at: datetime | None) -> datetime | None:
    if done_at is None or not isinstance(rule.keep, Duration):
        return None
    return plus(scene, done_at, rule.keep)
