from kept.records.parts.services.catalogue import (
    NotEqual,
    PartDetails,
    TrackingFixed,
    name_substitute,
    register_part,
)
from kept.records.parts.services.counting import Counted, CountedReserved, count_stock
from kept.records.parts.services.moving import (
    LiesElsewhere,
    LotMissing,
    Moved,
    NewMovement,
    NoSuchPlace,
    NotThere,
    ReservationOver,
    SerialMissing,
    move,
)
from kept.records.parts.services.places import PlaceDetails, PlaceInUse, close_place, open_place
from kept.records.parts.services.reserving import NewReservation, Reserved, release, reserve
from kept.records.parts.shelf import NotEnough, QuantityUnclear

__all__ = [
    "Counted",
    "CountedReserved",
    "LiesElsewhere",
    "LotMissing",
    "Moved",
    "NewMovement",
    "NewReservation",
    "NoSuchPlace",
    "NotEnough",
    "NotEqual",
    "NotThere",
    "PartDetails",
    "PlaceDetails",
    "PlaceInUse",
    "QuantityUnclear",
    "ReservationOver",
    "Reserved",
    "SerialMissing",
    "TrackingFixed",
    "close_place",
    "count_stock",
    "move",
    "name_substitute",
    "open_place",
    "register_part",
    "release",
    "reserve",
]
