from kept.records.telephone.services.calling_back import (
    CallBackGone,
    NobodyToCallBack,
    no_call_needed,
    take_call_back,
)
from kept.records.telephone.services.exchanges import (
    NoSuchExchange,
    Opened,
    UnknownCountry,
    close_exchange,
    name_extension,
    open_exchange,
)
from kept.records.telephone.services.linking import (
    AnotherCase,
    CallGone,
    attach_call,
    log_call,
    put_out_of_sight,
)
from kept.records.telephone.services.receiving import (
    Received,
    TooMany,
    Unlike,
    end_silent_calls,
    receive_event,
)

__all__ = [
    "AnotherCase",
    "CallBackGone",
    "CallGone",
    "NoSuchExchange",
    "NobodyToCallBack",
    "Opened",
    "Received",
    "TooMany",
    "UnknownCountry",
    "Unlike",
    "attach_call",
    "close_exchange",
    "end_silent_calls",
    "log_call",
    "name_extension",
    "no_call_needed",
    "open_exchange",
    "put_out_of_sight",
    "receive_event",
    "take_call_back",
]
