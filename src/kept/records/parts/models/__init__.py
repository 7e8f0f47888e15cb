from kept.records.parts.models.catalogue import Part, Substitute, Tracking
from kept.records.parts.models.movement import Movement, MovementKind
from kept.records.parts.models.place import PlaceKind, StockPlace
from kept.records.parts.models.stock import (
    Condition,
    Lot,
    Reservation,
    ReservationEnd,
    SerialUnit,
    Stock,
)

__all__ = [
    "Condition",
    "Lot",
    "Movement",
    "MovementKind",
    "Part",
    "PlaceKind",
    "Reservation",
    "ReservationEnd",
    "SerialUnit",
    "Stock",
    "StockPlace",
    "Substitute",
    "Tracking",
]
