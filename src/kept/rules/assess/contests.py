"""Contests: somebody says that a level or a cause is not right, until somebody decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kept.rules.assess.assessment import Reason
from kept.rules.assess.findings import (
    DISPUTED,
    FOUND,
    Standing,
    deciders,
    settles,
    standing_of,
    word_of,
)
from kept.rules.assess.graders import CONTESTED, GRADED, about, counts, together, who_decides
from kept.rules.assess.grades import graded
from kept.rules.assess.scene import Instant, Scene
from kept.rules.facts.fact import Fact, in_order
from kept.rules.facts.values import Texts
from kept.rules.policy.model import ContestRule, Scale

CAUSE: Final = "cause"
JUST_BEFORE: Final = timedelta(microseconds=1)


class ContestState(StrEnum):
    """Where a contest stands."""

    OPEN = "open"
    UPHELD = "upheld"  # it was decided that it stays as it was
    CHANGED = "changed"
    BARRED = "barred"  # it came too late


@dataclass(frozen=True, slots=True)
class ContestLine:
    """One contest of a level ("level.fault") or of the finding of the cause ("cause").

    `asked` and `stood` are grades or causes: what should be instead, and what it was then.
    """

    rule: str
    name: Texts
    fact: str
    at: datetime
    word: str  # the party who says so
    requester: str
    text: str
    asked: str
    stood: str
    state: ContestState
    until: datetime | None  # it could be contested
    deciders: tuple[str, ...]  # parties and roles; any of them, or together
    together: bool
    decided: str  # the fact that decided it
    decided_at: datetime | None
    reason: Reason

    @property
    def is_open(self) -> bool:
        """Say whether somebody has yet to decide."""
        return self.state is ContestState.OPEN


@dataclass(frozen=True, slots=True)
class FindingLine:
    """The finding of the cause as it stands. `claimed`: what another party says it was."""

    standing: Standing
    cause: str
    fact: str
    at: datetime
    claimed: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Matter:
    """What is contested: a level, or the cause."""

    key: str
    name: Texts
    rule: ContestRule
    deciders: tuple[str, ...]
    together: bool
    source: tuple[str, ...]
    stood: Callable[[datetime], str]
    since: Callable[[datetime], datetime | None]  # when it was said as it stands
    decision: Callable[[Fact], Fact | None]
    outcome: Callable[[Fact], str]


def contests(scene: Scene) -> tuple[ContestLine, ...]:
    """Return all contests of a case, those of levels first, in the order they were made."""
    found = []
    for key, scale in scene.policy.scales.items():
        facts = about(scene, scale, CONTESTED) if scale.kind == "level" else []
        if facts:
            matter = _level(scene, scale, key)
            found += [_line(scene, fact, matter) for fact in facts]
    disputes = scene.by_kind.get(DISPUTED, ())
    return (*found, *(_line(scene, fact, _cause(scene)) for fact in disputes))


def finding(scene: Scene) -> FindingLine | None:
    """Return how the finding of the cause stands; None: nothing was found yet."""
    found = [f for f in scene.by_kind.get(FOUND, ()) if f.values.get(CAUSE)]
    if not found:
        return None
    last, disputes = found[-1], scene.by_kind.get(DISPUTED, ())
    open_one = next((f for f in reversed(disputes) if _settled(scene, f) is None), None)
    standing = Standing.DISPUTED if open_one else standing_of(last)
    facts = (last.id, *((open_one.id,) if open_one else ()))
    return FindingLine(
        standing=standing,
        cause=str(last.values[CAUSE]),
        fact=last.id,
        at=last.at,
        claimed=str(open_one.values.get(CAUSE, "")) if open_one else "",
        reason=Reason(scene.policy.cause.source, facts=facts),
    )


def _line(scene: Scene, fact: Fact, matter: _Matter) -> ContestLine:
    stood, decision = matter.stood(fact.at), matter.decision(fact)
    until = _until(scene, matter, fact)
    state = ContestState.OPEN if until is None or fact.at <= until else ContestState.BARRED
    if decision is not None:
        stays = matter.outcome(decision) == stood
        state = ContestState.UPHELD if stays else ContestState.CHANGED
    facts = (fact.id, *((decision.id,) if decision else ()))
    return ContestLine(
        rule=matter.key,
        name=matter.name,
        fact=fact.id,
        at=fact.at,
        word=word_of(fact),
        requester=str(fact.values.get("requester", "")),
        text=str(fact.values.get("text", "")),
        asked=matter.outcome(fact),
        stood=stood,
        state=state,
        until=until,
        deciders=matter.deciders,
        together=matter.together,
        decided=decision.id if decision else "",
        decided_at=decision.at if decision else None,
        reason=Reason(tuple(dict.fromkeys((*matter.rule.source, *matter.source))), facts=facts),
    )


def _until(scene: Scene, matter: _Matter, fact: Fact) -> datetime | None:
    """Return until when it could be contested; None: without end."""
    since, rule = matter.since(fact.at), matter.rule
    if rule.within is None or since is None:
        return None
    within = scene.ask.lasting(scene, rule.within, Instant(fact.at, scene.fault_began()))
    calendar = scene.calendar(rule.calendar) if rule.calendar else scene.every_hour
    return calendar.due(since, within) if within else None


def _level(scene: Scene, scale: Scale, key: str) -> _Matter:
    return _Matter(
        key=key,
        name=scale.name,
        rule=scale.contest,
        deciders=who_decides(scene.policy, scale),
        together=together(scale),
        source=scale.source,
        stood=lambda at: _grade(scene, key, at),
        since=lambda at: _graded_at(scene, scale, at),
        decision=lambda fact: next(_decisions(scene, scale, key, fact), None),
        outcome=lambda fact: str(fact.values.get("grade", "")),
    )


def _grade(scene: Scene, key: str, at: datetime) -> str:
    return graded(scene, key, at - JUST_BEFORE).value or ""


def _graded_at(scene: Scene, scale: Scale, at: datetime) -> datetime | None:
    """Return when the level was last set by somebody, else when the request came."""
    words = [f.at for f in about(scene, scale, GRADED) if f.at < at]
    first = scene.facts[0].at if scene.facts else None
    return words[-1] if words else first


def _decisions(scene: Scene, scale: Scale, key: str, contest: Fact) -> Iterator[Fact]:
    """Yield the words that decide a contest: with a reason, and by whoever decides."""
    for fact in about(scene, scale, GRADED):
        later = in_order(fact) > in_order(contest) and bool(fact.values.get("reason"))
        said = word_of(fact) in ("", *who_decides(scene.policy, scale))
        if later and said and counts(scene, scale, fact, _grade(scene, key, fact.at) or None):
            yield fact


def _cause(scene: Scene) -> _Matter:
    rule = scene.policy.cause
    return _Matter(
        key=CAUSE,
        name=scene.policy.attributes[CAUSE].name,
        rule=rule.contest,
        deciders=deciders(rule.contest),
        together=False,
        source=rule.source,
        stood=lambda at: _cause_at(scene, at),
        since=lambda at: next((f.at for f in reversed(_found_before(scene, at))), None),
        decision=lambda fact: _settled(scene, fact),
        outcome=lambda fact: str(fact.values.get(CAUSE, "")),
    )


def _found_before(scene: Scene, at: datetime) -> list[Fact]:
    found = scene.by_kind.get(FOUND, ())
    return [f for f in found if f.at <= at and f.values.get(CAUSE)]


def _cause_at(scene: Scene, at: datetime) -> str:
    found = _found_before(scene, at)
    return str(found[-1].values[CAUSE]) if found else ""


def _settled(scene: Scene, dispute: Fact) -> Fact | None:
    later = (f for f in scene.by_kind.get(FOUND, ()) if in_order(f) > in_order(dispute))
    return next((f for f in later if settles(scene.policy, f)), None)
