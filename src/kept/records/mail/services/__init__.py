from kept.records.mail.services.deciding import (
    DecidedAlready,
    add_to_case,
    log_letter,
    set_aside,
)
from kept.records.mail.services.leasing import borrow, failed, looked, numbered
from kept.records.mail.services.sorting import sort_next
from kept.records.mail.services.taking import Taken, take_in

__all__ = [
    "DecidedAlready",
    "Taken",
    "add_to_case",
    "borrow",
    "failed",
    "log_letter",
    "looked",
    "numbered",
    "set_aside",
    "sort_next",
    "take_in",
]
