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
from kept.rules.assess.gates import GateLine, GateState, Missing, Passed

__all__ = [
    "Absent",
    "Assessment",
    "Because",
    "ClockLine",
    "ClockState",
    "CostLine",
    "CoverLine",
    "GateLine",
    "GateState",
    "GradeLine",
    "Missing",
    "Outcome",
    "Passed",
    "Promise",
    "Reason",
    "Stop",
    "TermLine",
    "TermState",
    "assess",
]
