from kept.records.payments.items import MoreThanOpen, OthersMoney
from kept.records.payments.lines import LinesUnclear, NewLine, NothingToPay
from kept.records.payments.services.crediting import (
    MoreThanAsked,
    NewCredit,
    NewGift,
    NoInvoice,
    credit_invoice,
    give_credit,
)
from kept.records.payments.services.issuing import (
    CurrencyUnknown,
    DueBeforeIssued,
    Issued,
    NewInvoice,
    NotThisCustomers,
    issue_invoice,
)
from kept.records.payments.services.matching import (
    AlreadyUndone,
    AmountUnclear,
    Matched,
    NoSuchItem,
    match,
    undo_match,
)
from kept.records.payments.services.online import (
    NotOurs,
    PaidAlready,
    begin_checkout,
    send_back_online,
    take_notification,
)
from kept.records.payments.services.paying_out import (
    Asked,
    NewPayout,
    SentAlready,
    confirm_sent,
    pay_out,
    refund_payment,
)
from kept.records.payments.services.receiving import (
    InTheFuture,
    NewPayment,
    Received,
    ReferenceMissing,
    receive_payment,
)
from kept.records.payments.who_pays import ComponentMissing, NotKnownWhoPays, NotTheirsToPay

__all__ = [
    "AlreadyUndone",
    "AmountUnclear",
    "Asked",
    "ComponentMissing",
    "CurrencyUnknown",
    "DueBeforeIssued",
    "InTheFuture",
    "Issued",
    "LinesUnclear",
    "Matched",
    "MoreThanAsked",
    "MoreThanOpen",
    "NewCredit",
    "NewGift",
    "NewInvoice",
    "NewLine",
    "NewPayment",
    "NewPayout",
    "NoInvoice",
    "NoSuchItem",
    "NotKnownWhoPays",
    "NotOurs",
    "NotTheirsToPay",
    "NotThisCustomers",
    "NothingToPay",
    "OthersMoney",
    "PaidAlready",
    "Received",
    "ReferenceMissing",
    "SentAlready",
    "begin_checkout",
    "confirm_sent",
    "credit_invoice",
    "give_credit",
    "issue_invoice",
    "match",
    "pay_out",
    "receive_payment",
    "refund_payment",
    "send_back_online",
    "take_notification",
    "undo_match",
]
