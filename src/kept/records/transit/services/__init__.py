from kept.records.transit.services.asking import (
    Reply,
    ReturnAsked,
    ask_from_outside,
    ask_return,
    open_and_ask,
    page_for,
)
from kept.records.transit.services.labelling import label_return, label_shipment
from kept.records.transit.services.scanning import (
    LabelExpired,
    NameMissing,
    NewScan,
    ScanTaken,
    take_scan,
)
from kept.records.transit.services.stepping import record_step

__all__ = [
    "LabelExpired",
    "NameMissing",
    "NewScan",
    "Reply",
    "ReturnAsked",
    "ScanTaken",
    "ask_from_outside",
    "ask_return",
    "label_return",
    "label_shipment",
    "open_and_ask",
    "page_for",
    "record_step",
    "take_scan",
]
