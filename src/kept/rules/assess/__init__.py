"""What follows from a policy and the facts of a case."""

from kept.rules.assess.amounts import AmountLine, AmountState
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
from kept.rules.assess.assignments import AssignmentLine
from kept.rules.assess.contests import ContestLine, ContestState, FindingLine
from kept.rules.assess.counters import CounterGroup, CounterLine, CounterState
from kept.rules.assess.deeds import Signature
from kept.rules.assess.duties import DutyLine, DutyState
from kept.rules.assess.engine import assess
from kept.rules.assess.escalations import EscalationLine
from kept.rules.assess.findings import Standing
from kept.rules.assess.gates import GateLine, GateState, Missing, Passed
from kept.rules.assess.ladders import LadderLine, StepLine, StepState
from kept.rules.assess.measures import MeasureLine
from kept.rules.assess.precedence import PrecedenceLine
from kept.rules.assess.provisions import ProvisionLine
from kept.rules.assess.remedies import Offered, RemedyLine, RemedyState
from kept.rules.assess.schedules import Period, PeriodState, ScheduleLine, ScheduleState

__all__ = [
    "Absent",
    "AmountLine",
    "AmountState",
    "Assessment",
    "AssignmentLine",
    "Because",
    "ClockLine",
    "ClockState",
    "ContestLine",
    "ContestState",
    "CostLine",
    "CounterGroup",
    "CounterLine",
    "CounterState",
    "CoverLine",
    "DutyLine",
    "DutyState",
    "EscalationLine",
    "FindingLine",
    "GateLine",
    "GateState",
    "GradeLine",
    "LadderLine",
    "MeasureLine",
    "Missing",
    "Offered",
    "Outcome",
    "Passed",
    "Period",
    "PeriodState",
    "PrecedenceLine",
    "Promise",
    "ProvisionLine",
    "Reason",
    "RemedyLine",
    "RemedyState",
    "ScheduleLine",
    "ScheduleState",
    "Signature",
    "Standing",
    "StepLine",
    "StepState",
    "Stop",
    "TermLine",
    "TermState",
    "assess",
]
