"""What a table is read at: the value of an attribute, level, zone, calendar or clock."""

from __future__ import annotations

from datetime import datetime

from kept.rules.assess.compare import word
from kept.rules.assess.conditions import term_states
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Truth
from kept.rules.policy.walk import FORM_OF_PREFIX


@unchanging
class Dimension:
    """One value as a table sees it.

    `words` are the cell keys it answers to ("material" is "quality" too); empty: unknown, then
    `possible` says which it may be (empty: any). `shown` is the value for people.
    """

    words: frozenset[str]
    shown: str | None
    possible: frozenset[str] = frozenset()

    def fits(self, key: str) -> Truth:
        """Return whether a cell key fits; "*" always does."""
        if key == "*":
            return Truth.YES
        if self.words:
            return Truth.of(key in self.words)
        return Truth.NO if self.possible and key not in self.possible else Truth.UNKNOWN


def dimension(scene: Scene, key: str, when: Instant) -> Dimension:
    """Return the value of `key` at `when`; calendars are read at the anchor."""
    prefix, _, name = key.partition(".")
    match prefix:
        case "level" | "zone":
            grade = scene.ask.grade(scene, key, when.at)
            words = {grade.value} if grade.value is not None else set()
            return Dimension(frozenset(words), grade.value, frozenset(grade.possible))
        case "calendar":
            return _calendar(scene, name, when)
        case "term":
            return _sure(term_states(scene, name, scene.fault_began()))
        case "clock":
            states = scene.ask.clock_states(scene, name, when.at)
            return Dimension(frozenset(states), states[0] if states else None)
    if prefix in FORM_OF_PREFIX:
        stands = scene.ask.state(scene, key, when)
        shown = next(iter(stands.values), None)
        return Dimension(frozenset(stands.values), shown, frozenset(stands.possible))
    return _attribute(scene, key, when.at)


def _attribute(scene: Scene, key: str, at: datetime) -> Dimension:
    value = scene.seen(key, at).value
    if value is None:
        return _one(None)
    return Dimension(frozenset(word(v) for v in scene.wider(key, value)), word(value))


def _sure(states: tuple[str, ...]) -> Dimension:
    """Return one word for certain, or what it may be."""
    if len(states) > 1:
        return Dimension(frozenset(), None, frozenset(states))
    return _one(next(iter(states), None))


def _one(value: str | None) -> Dimension:
    return Dimension(frozenset({value} if value is not None else ()), value)


def _calendar(scene: Scene, name: str, when: Instant) -> Dimension:
    calendar = scene.calendar(name)
    state = "open" if calendar.is_open(when.anchor) else "closed"
    day = "working_day" if calendar.is_workday(when.anchor) else "day_off"
    return Dimension(frozenset({state, day}), state)
