from kept.records.telephone.models.call import (
    Call,
    CallBack,
    CallEvent,
    Direction,
    EventKind,
    Unseen,
)
from kept.records.telephone.models.exchange import Exchange, Extension

__all__ = [
    "Call",
    "CallBack",
    "CallEvent",
    "Direction",
    "EventKind",
    "Exchange",
    "Extension",
    "Unseen",
]
