from kept.records.claims.models.bill import ThirdPartyBill
from kept.records.claims.models.decision import Decision, Kind, Outcome, Review, Settlement

__all__ = ["Decision", "Kind", "Outcome", "Review", "Settlement", "ThirdPartyBill"]
