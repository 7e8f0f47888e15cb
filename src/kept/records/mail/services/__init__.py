from kept.records.mail.services.contesting import WebContest, contest_by_web
from kept.records.mail.services.deciding import (
    DecidedAlready,
    add_to_case,
    log_letter,
    set_aside,
)
from kept.records.mail.services.goods import through
from kept.records.mail.services.leasing import borrow, failed, looked, numbered
from kept.records.mail.services.reminding import remind_customer
from kept.records.mail.services.sorting import sort_next
from kept.records.mail.services.taking import Taken, take_in
from kept.records.mail.services.web import (
    Asked,
    Goods,
    WebFile,
    WebTaken,
    add_to_web_request,
    take_web_request,
)
from kept.records.mail.services.writing import Message, write_to_customer

__all__ = [
    "Asked",
    "DecidedAlready",
    "Goods",
    "Message",
    "Taken",
    "WebContest",
    "WebFile",
    "WebTaken",
    "add_to_case",
    "add_to_web_request",
    "borrow",
    "contest_by_web",
    "failed",
    "log_letter",
    "looked",
    "numbered",
    "remind_customer",
    "set_aside",
    "sort_next",
    "take_in",
    "take_web_request",
    "through",
    "write_to_customer",
]
