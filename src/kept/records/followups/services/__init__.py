from kept.records.followups.services.recording import (
    AskedAlready,
    NobodyAsked,
    PromiseMissing,
    Told,
    WhyNotGone,
    record_follow_up,
)

__all__ = [
    "AskedAlready",
    "NobodyAsked",
    "PromiseMissing",
    "Told",
    "WhyNotGone",
    "record_follow_up",
]
