from kept.records.parts.models.catalogue import Part, Substitute, Tracking
from kept.records.parts.models.movement import Movement, MovementKind
from kept.records.parts.models.place import PlaceKind, StockPlace
from kept.records.parts.models.request import (
    Answer,
    PartRequest,
    Proposal,
    RequestEnd,
    Shipment,
)
from kept.records.parts.models.stock import (
    Condition,
    Lot,
    Reservation,
    ReservationEnd,
    SerialUnit,
    Stock,
)

__all__ = [
    "Answer",
    "Condition",
    "Lot",
    "Movement",
    "MovementKind",
    "Part",
    "PartRequest",
    "PlaceKind",
    "Proposal",
    "RequestEnd",
    "Reservation",
    "ReservationEnd",
    "SerialUnit",
    "Shipment",
    "Stock",
    "StockPlace",
    "Substitute",
    "Tracking",
]
