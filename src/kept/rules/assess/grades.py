"""Levels and zones: which grade holds, since when, and when time alone will change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kept.rules.assess.assessment import Because, GradeLine, Reason
from kept.rules.assess.cited import readings_of
from kept.rules.assess.compare import word
from kept.rules.assess.conditions import earliest, holds
from kept.rules.assess.graders import CONTESTED, GRADED, about, rank, spoken
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.touches import changes, touches
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Truth
from kept.rules.policy.model import Scale


@unchanging
class Graded:
    """A grade as it stood at a moment. `value` None: unknown; `possible` are what it may be."""

    value: str | None
    possible: tuple[str, ...] = ()
    because: tuple[Because, ...] = ()
    facts: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    changes_at: datetime | None = None


UNGRADED = Graded(None)


def graded(scene: Scene, key: str, at: datetime) -> Graded:
    """Return the grade of scale `key` ("level.fault") as it stood at `at`.

    A grade may rise at once; it falls only by a fact that carries a reason and a name
    (hours.md, level change): what was promised under the worse grade stays promised.
    """
    steps = _steps(scene, scene.policy.scales[key])
    standing = [g for since, g in steps if since <= at]
    return standing[-1] if standing else (steps[0][1] if steps else UNGRADED)


def grade_edges(scene: Scene, key: str) -> set[datetime]:
    """Return when a level or zone changed."""
    steps = _steps(scene, scene.policy.scales[key])
    return {
        at
        for (at, new), (_, old) in zip(steps[1:], steps, strict=False)
        if (new.value, new.possible) != (old.value, old.possible)
    }


def grade_line(scene: Scene, scale: Scale, key: str) -> GradeLine:
    """Return the scale's line at the scene's moment."""
    steps = [step for step in _steps(scene, scale) if step[0] <= scene.at]
    grade = steps[-1][1] if steps else graded(scene, key, scene.at)
    since = next((t for t, g in reversed(steps) if g.value != grade.value), None)
    later = [t for t, _ in steps if since is None or t > since]
    names = {g.key: g.name for g in scale.grades}
    clauses = tuple(dict.fromkeys((*scale.source, *grade.clauses, *scale.see)))
    return GradeLine(
        scale=key,
        name=scale.name,
        value=grade.value,
        value_name=names.get(grade.value or "", {}),
        since=later[0] if later and grade.value is not None else None,
        possible=grade.possible,
        changes_at=grade.changes_at,
        reason=Reason(clauses, grade.because, grade.facts, readings_of(scene.policy, clauses)),
    )


def _steps(scene: Scene, scale: Scale) -> list[tuple[datetime, Graded]]:
    key = f"{scale.kind}.{scale.id}"
    return scene.worked_out(key, lambda: _worked_out(scene, scale, key)) or []


def _worked_out(scene: Scene, scale: Scale, key: str) -> list[tuple[datetime, Graded]]:
    first = scene.facts[0].at if scene.facts else scene.at
    touched = touches(scene.policy, key)
    words = scene.changes((), (GRADED, CONTESTED), first)
    moments = {first, *changes(scene, touched, first), *words}
    moments = {at for at in moments if at <= scene.at or at == first}
    steps: list[tuple[datetime, Graded]] = []
    criteria = UNGRADED
    while moments:
        at = min(moments)
        moments.discard(at)
        now = _criteria(scene, scale, at)
        if now.changes_at is not None and at < now.changes_at <= scene.at:
            moments.add(now.changes_at)
        steps.append((at, _next(scene, scale, steps, (criteria, now), at)))
        criteria = now
    return steps


def _next(
    scene: Scene,
    scale: Scale,
    steps: list[tuple[datetime, Graded]],
    criteria: tuple[Graded, Graded],
    at: datetime,
) -> Graded:
    before, now = criteria
    current = steps[-1][1] if steps else None
    said = _said(scene, scale, at, current.value if current else None)
    candidate = said or now
    if current is None:
        return candidate
    if said is None and now.value == before.value and now.possible == before.possible:
        return replace(current, changes_at=now.changes_at)
    milder = rank(scale, candidate.value) > rank(scale, current.value)
    if scale.kind == "level" and current.value is not None and milder and not _reasoned(scene, at):
        return replace(current, changes_at=now.changes_at)
    return replace(candidate, changes_at=now.changes_at)


def _reasoned(scene: Scene, at: datetime) -> bool:
    return any(f.by and f.values.get("reason") for f in scene.facts if f.at == at)


def _said(scene: Scene, scale: Scale, at: datetime, current: str | None) -> Graded | None:
    words = [f for kind in (CONTESTED, GRADED) for f in about(scene, scale, kind) if f.at == at]
    fact = spoken(scene, scale, words, current)
    if fact is None:
        return None
    return Graded(str(fact.values["grade"]), facts=(fact.id,), clauses=scale.source)


def _criteria(scene: Scene, scale: Scale, at: datetime) -> Graded:
    if scale.attribute:
        return _from_attribute(scene, scale, at)
    if scale.table_by:
        return _from_matrix(scene, scale, at)
    changes: datetime | None = None
    possible: list[str] = []
    unknown: tuple[Because, ...] = ()
    for grade in scale.grades:
        if grade.when is None:
            return _otherwise(scale, grade.key, grade.source, possible, unknown, changes)
        answer = holds(scene, grade.when, Instant(at, at))
        changes = earliest(changes, answer.changes_at)
        if answer.truth is Truth.YES:
            facts = tuple(f for b in answer.because for f in b.facts)
            value = grade.key if not possible else None
            return Graded(
                value,
                (*possible, grade.key) if possible else (),
                (*unknown, *answer.because),
                facts,
                grade.source,
                changes,
            )
        if answer.truth is Truth.UNKNOWN:
            possible.append(grade.key)
            unknown = (*unknown, *answer.because)
    return Graded(None, tuple(possible), unknown, changes_at=changes)


def _otherwise(
    scale: Scale,
    key: str,
    source: tuple[str, ...],
    possible: list[str],
    because: tuple[Because, ...],
    changes: datetime | None,
) -> Graded:
    if possible:
        return Graded(None, (*possible, key), because, changes_at=changes)
    return Graded(key, clauses=source or scale.source, changes_at=changes)


def _from_attribute(scene: Scene, scale: Scale, at: datetime) -> Graded:
    seen = scene.seen(scale.attribute, at)
    value = None if seen.value is None else word(seen.value)
    grade = next((g for g in scale.grades if g.key == value), None)
    if grade is None:
        return Graded(None, tuple(g.key for g in scale.grades))
    return Graded(value, facts=(seen.fact,) if seen.fact else (), clauses=grade.source)


def _from_matrix(scene: Scene, scale: Scale, at: datetime) -> Graded:
    dims = [_dimension(scene, key, at) for key in scale.table_by]
    possible: list[str] = []
    clauses: dict[str, None] = {}
    for keys, cell in scale.table.items():
        fits = [_fits(k, d) for k, d in zip(keys, dims, strict=True)]
        if Truth.NO in fits:
            continue
        clauses.update(dict.fromkeys(cell.source))
        if cell.grade not in possible:
            possible.append(cell.grade)
        if Truth.UNKNOWN not in fits:
            break
    facts = tuple(f for d in dims for f in d[1])
    if len(possible) == 1:
        return Graded(possible[0], facts=facts, clauses=(*scale.source, *clauses))
    return Graded(None, tuple(possible), facts=facts)


def _fits(key: str, dimension: tuple[str | None, tuple[str, ...]]) -> Truth:
    if key == "*":
        return Truth.YES
    return Truth.UNKNOWN if dimension[0] is None else Truth.of(dimension[0] == key)


def _dimension(scene: Scene, key: str, at: datetime) -> tuple[str | None, tuple[str, ...]]:
    if key in scene.policy.scales:
        grade = graded(scene, key, at)
        return grade.value, grade.facts
    seen = scene.seen(key, at)
    return (None if seen.value is None else word(seen.value)), ((seen.fact,) if seen.fact else ())
