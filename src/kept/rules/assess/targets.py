"""What a measure has to be: whether its target is kept, missed, or still open."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from operator import ge, gt, le, lt
from typing import Final

from kept.rules.assess.numbers import Figure, figure
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.assess.windows import Frame
from kept.rules.policy.model import Gives, MeasureRule, Target

_COMPARES: Final = {"at_least": ge, "more_than": gt, "at_most": le, "less_than": lt}
_LOWER: Final = ("at_least", "more_than")


class TargetState(StrEnum):
    """How a measure stands to its target."""

    ON_TRACK = "on_track"  # its window still runs, and nothing is missed
    KEPT = "kept"
    BROKEN = "broken"


@unchanging
class Aimed:
    """The target of a measure. `states`: how it stands, several while it is open what counts."""

    states: tuple[TargetState, ...]  # none: a bound or the measure is not known
    bounds: Mapping[str, Figure]
    clauses: tuple[str, ...]

    @property
    def state(self) -> TargetState | None:
        """Return how it stands, if that is known."""
        return self.states[0] if len(self.states) == 1 else None


def aimed(
    scene: Scene,
    rule: MeasureRule,
    target: Target,
    values: tuple[Decimal | None, ...],
    frame: Frame | None,
    when: Instant,
) -> Aimed:
    """Return how values that a measure may have stand to its target."""
    bounds = {key: figure(scene, number, when) for key, number in target.bounds.items()}
    known = {key: f.value for key, f in bounds.items() if f.value is not None}
    running = frame is not None and rule.window is not None and frame.running
    states = {_state(rule, known, value, running=running) for value in values if value is not None}
    if len(known) < len(bounds) or None in values:
        states = set()
    clauses = (*target.source, *(c for f in bounds.values() for c in f.clauses))
    return Aimed(tuple(sorted(states)), bounds, clauses)


def _state(
    rule: MeasureRule, bounds: Mapping[str, Decimal], value: Decimal, *, running: bool
) -> TargetState:
    missed = [key for key, bound in bounds.items() if not _COMPARES[key](value, bound)]
    if not running:
        return TargetState.BROKEN if missed else TargetState.KEPT
    # While a window runs an uptime can only fall, and everything else only rise.
    falls = rule.gives is Gives.UPTIME
    for_good = any((key in _LOWER) is falls for key in missed)
    return TargetState.BROKEN if for_good else TargetState.ON_TRACK
