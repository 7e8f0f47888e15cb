from kept.records.transit.services.asking import Reply, ReturnAsked, ask_return, page_for
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
    "ask_return",
    "label_return",
    "label_shipment",
    "page_for",
    "record_step",
    "take_scan",
]
