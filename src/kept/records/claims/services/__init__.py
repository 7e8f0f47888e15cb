from kept.records.claims.owing import ClaimTooLate, DecidedAlready, NotClaimed, NotOwed
from kept.records.claims.services.claiming import (
    BilledAlready,
    BillUnclear,
    NewBill,
    NewClaim,
    make_claim,
    record_bill,
)
from kept.records.claims.services.deciding import (
    Decided,
    NewDecision,
    NotYoursToDecide,
    OutcomeUnclear,
    OwnDecision,
    decide_claim,
    review_decision,
)

__all__ = [
    "BillUnclear",
    "BilledAlready",
    "ClaimTooLate",
    "Decided",
    "DecidedAlready",
    "NewBill",
    "NewClaim",
    "NewDecision",
    "NotClaimed",
    "NotOwed",
    "NotYoursToDecide",
    "OutcomeUnclear",
    "OwnDecision",
    "decide_claim",
    "make_claim",
    "record_bill",
    "review_decision",
]
