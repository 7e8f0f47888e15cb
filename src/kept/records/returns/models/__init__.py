from kept.records.returns.models.loaner import Grade, Loan, LoanerUnit
from kept.records.returns.models.removed import RemovedDecision, UnitOutcome
from kept.records.returns.models.rma import Rma, RmaEvent, RmaLine

__all__ = [
    "Grade",
    "Loan",
    "LoanerUnit",
    "RemovedDecision",
    "Rma",
    "RmaEvent",
    "RmaLine",
    "UnitOutcome",
]
