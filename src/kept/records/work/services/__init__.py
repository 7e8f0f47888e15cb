"""What can be done with work: write it down, begin and stop it, withdraw it, bill it."""

from kept.records.work.services.recording import (
    EntryUnclear,
    NewEntry,
    NotYet,
    NotYours,
    ReceiptElsewhere,
    WorkedTwice,
    record_work,
)
from kept.records.work.services.running import NotRunning, start_work, stop_work
from kept.records.work.services.taking import BilledAlready, NotThere, Share, free_work, take_work
from kept.records.work.services.withdrawing import (
    EntryNotFound,
    IsBilled,
    IsWithdrawn,
    correct_work,
    withdraw_work,
)

__all__ = [
    "BilledAlready",
    "EntryNotFound",
    "EntryUnclear",
    "IsBilled",
    "IsWithdrawn",
    "NewEntry",
    "NotRunning",
    "NotThere",
    "NotYet",
    "NotYours",
    "ReceiptElsewhere",
    "Share",
    "WorkedTwice",
    "correct_work",
    "free_work",
    "record_work",
    "start_work",
    "stop_work",
    "take_work",
    "withdraw_work",
]
