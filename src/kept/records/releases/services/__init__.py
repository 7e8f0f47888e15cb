from kept.records.releases.services.answering import (
    AnsweredAlready,
    NothingWaits,
    NotYoursToRelease,
    OwnRequest,
    check_answer,
    record_answer,
)
from kept.records.releases.services.asking import (
    NewGiving,
    Waiting,
    ask_to_give,
    asked_before,
)

__all__ = [
    "AnsweredAlready",
    "NewGiving",
    "NotYoursToRelease",
    "NothingWaits",
    "OwnRequest",
    "Waiting",
    "ask_to_give",
    "asked_before",
    "check_answer",
    "record_answer",
]
