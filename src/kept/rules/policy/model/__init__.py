"""What a policy says, as values. Read from text by `load`, evaluated by `kept.rules.assess`."""

from kept.rules.policy.model.clauses import Clause, ClauseState, Place, Reading
from kept.rules.policy.model.clocks import ClockRule, Pause, Repeat, Strength, Warn
from kept.rules.policy.model.costs import CostCase, CostRule, CoverCase, CoverRule
from kept.rules.policy.model.expressions import (
    ALWAYS,
    After,
    AllOf,
    AnyOf,
    Becomes,
    Chosen,
    Condition,
    Elapsed,
    Event,
    EventExpr,
    Happened,
    Not,
    Op,
    Opening,
    Pick,
    Several,
    TermEdge,
    Test,
    TimeIn,
)
from kept.rules.policy.model.gates import GateRule, Need
from kept.rules.policy.model.heads import RuleHead
from kept.rules.policy.model.ladders import LadderRule, LadderStep
from kept.rules.policy.model.policy import CalendarRule, Policy, Rule
from kept.rules.policy.model.remedies import Option, RemedyRule
from kept.rules.policy.model.scales import Grade, Scale
from kept.rules.policy.model.tables import Cell, CellState, Modifier, Row, Table
from kept.rules.policy.model.terms import Extension, Length, LengthFrom, Lengths, NoLength, TermRule
from kept.rules.policy.model.vocabulary import Attribute, Choice, EventKind, FactType, Named

__all__ = [
    "ALWAYS",
    "After",
    "AllOf",
    "AnyOf",
    "Attribute",
    "Becomes",
    "CalendarRule",
    "Cell",
    "CellState",
    "Choice",
    "Chosen",
    "Clause",
    "ClauseState",
    "ClockRule",
    "Condition",
    "CostCase",
    "CostRule",
    "CoverCase",
    "CoverRule",
    "Elapsed",
    "Event",
    "EventExpr",
    "EventKind",
    "Extension",
    "FactType",
    "GateRule",
    "Grade",
    "Happened",
    "LadderRule",
    "LadderStep",
    "Length",
    "LengthFrom",
    "Lengths",
    "Modifier",
    "Named",
    "Need",
    "NoLength",
    "Not",
    "Op",
    "Opening",
    "Option",
    "Pause",
    "Pick",
    "Place",
    "Policy",
    "Reading",
    "RemedyRule",
    "Repeat",
    "Row",
    "Rule",
    "RuleHead",
    "Scale",
    "Several",
    "Strength",
    "Table",
    "TermEdge",
    "TermRule",
    "Test",
    "TimeIn",
    "Warn",
]
