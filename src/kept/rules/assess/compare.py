"""How a value compares with what a condition asks for."""

from __future__ import annotations

from datetime import datetime

from kept.rules.assess.scene import Scene
from kept.rules.facts.values import Scalar, Truth, Value
from kept.rules.hours import Duration, Unit
from kept.rules.policy.model import Op, Test

DAY = 86_400
USUAL_SECONDS = {
    Unit.SECOND: 1,
    Unit.MINUTE: 60,
    Unit.HOUR: 3600,
    Unit.DAY: DAY,
    Unit.WORKING_DAY: DAY,
    Unit.WEEK: 7 * DAY,
    Unit.MONTH: 30 * DAY,
    Unit.YEAR: 365 * DAY,
}


def compare(scene: Scene, test: Test, value: Value | None, when: datetime) -> Truth:
    """Return how a value compares with what a test is `against`; a missing value is unknown."""
    if test.op is Op.KNOWN:
        return Truth.of((value is not None) == test.against[0])
    if value is None:
        return Truth.UNKNOWN
    if test.op in (Op.ONE_OF, Op.NOT_ONE_OF):
        hit = _among(value, test.against)
        if not hit and test.key in scene.policy.wider_choices:
            hit = any(_among(v, test.against) for v in scene.wider(test.key, value))
        return Truth.of(hit == (test.op is Op.ONE_OF))
    if test.op is Op.SAME_AS:
        other = scene.seen(str(test.against[0]), when).value
        return Truth.UNKNOWN if other is None else Truth.of(_equal(value, other))
    return _ordered(test.op, value, test.against[0])


def word(value: Value) -> str:
    """Return a value as a policy writes it: yes and no for truth."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _among(value: Value, against: tuple[Scalar, ...]) -> bool:
    if isinstance(value, tuple):
        return any(one in value for one in against)
    return value in against or word(value) in map(word, against)


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, tuple):
        return right in left
    return left == right or word(left) == word(right)


def _ordered(op: Op, value: Value, bound: Scalar) -> Truth:
    order = _order(value, bound)
    if order is None:
        return Truth.UNKNOWN
    answers = {
        Op.AT_LEAST: order >= 0,
        Op.AT_MOST: order <= 0,
        Op.MORE_THAN: order > 0,
        Op.LESS_THAN: order < 0,
    }
    return Truth.of(answers[op])


def _order(value: Value, bound: Scalar) -> int | None:
    """Return -1, 0 or 1; None when the two cannot be compared."""
    if isinstance(value, datetime) and isinstance(bound, datetime):
        return (value > bound) - (value < bound)
    left, right = _amount(value), _amount(bound)
    return None if left is None or right is None else (left > right) - (left < right)


def _amount(value: Value) -> float | None:
    """Return a number, or a length of time in seconds: a month as its usual 30 days."""
    text = str(value)
    try:
        return float(text)
    except ValueError:
        pass
    try:
        length = Duration.parse(text)
    except ValueError:
        return None
    return float(seconds_in(length))


def seconds_in(length: Duration) -> int:
    """Return a length of time in seconds: a month as its usual 30 days."""
    return length.amount * USUAL_SECONDS[length.unit]
