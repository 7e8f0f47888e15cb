from kept.records.roster.services.handing_over import NothingSaid, hand_over, read_hand_over
from kept.records.roster.services.planning import (
    NotOnDuty,
    NotOurs,
    Planned,
    ShiftGone,
    WrongTimes,
    cancel_shift,
    copy_week,
    note_leave,
    plan_shift,
    swap_shift,
)

__all__ = [
    "NotOnDuty",
    "NotOurs",
    "NothingSaid",
    "Planned",
    "ShiftGone",
    "WrongTimes",
    "cancel_shift",
    "copy_week",
    "hand_over",
    "note_leave",
    "plan_shift",
    "read_hand_over",
    "swap_shift",
]
