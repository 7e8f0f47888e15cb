"""What follows from a policy and the facts of a case."""

from kept.rules.assess.assessment import (
    Absent,
    Assessment,
    Because,
    ClockLine,
    ClockState,
    CostLine,
    CoverLine,
    GradeLine,
    Outcome,
    Promise,
    Reason,
    Stop,
    TermLine,
    TermState,
)
from kept.rules.assess.engine import assess

__all__ = [
    "Absent",
    "Assessment",
    "Because",
    "ClockLine",
    "ClockState",
    "CostLine",
    "CoverLine",
    "GradeLine",
    "Outcome",
    "Promise",
    "Reason",
    "Stop",
    "TermLine",
    "TermState",
    "assess",
]
