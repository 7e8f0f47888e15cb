from kept.records.claims.models.bill import ThirdPartyBill
from kept.records.claims.models.decision import Decision, Kind, Outcome, Settlement
from kept.records.claims.models.supplier import (
    Recovery,
    SupplierBalance,
    SupplierClaim,
    SupplierDecision,
    Way,
)

__all__ = [
    "Decision",
    "Kind",
    "Outcome",
    "Recovery",
    "Settlement",
    "SupplierBalance",
    "SupplierClaim",
    "SupplierDecision",
    "ThirdPartyBill",
    "Way",
]
