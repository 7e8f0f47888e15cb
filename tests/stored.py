"""Parts, places and what a case asked for, as tests of the web find them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal

from kept.records.parts.models import (
    MovementKind,
    PlaceKind,
    SerialUnit,
    Stock,
    StockPlace,
    Tracking,
)
from kept.records.parts.services import (
    NewMovement,
    NewRequest,
    NewReservation,
    PartDetails,
    PlaceDetails,
    move,
    name_substitute,
    open_place,
    propose_substitute,
    register_part,
    request_part,
    reserve,
)
from kept.records.people.models import Person
from tests.desk import at
from tests.security.company import Company, World


@dataclass(frozen=True)
class Stored:
    """What is there for one company's case, each by its key."""

    part: int
    number: str  # of the part
    other: int  # that may stand in for it
    place: int
    empty: int  # a place in which nothing lies
    van: int  # of the engineer
    stock: int  # in the van
    request: int
    held: int
    proposal: int
    piece: int  # a unit with a serial number

    def holes(self) -> dict[str, object]:
        """Return what fills the holes of addresses about parts."""
        names = ("part", "place", "stock", "held", "proposal", "piece")
        told = {name: getattr(self, name) for name in names}
        return told | {"request_id": self.request}


def store_for(company: Company, world: World) -> Stored:
    """Put parts into places and let the company's case ask for one; every text has its mark."""
    desk, mark, now = world.desk, company.mark, at("14:00")
    tag = uuid.uuid4().hex[:8]
    keeper, engineer = world.people["store_keeper"], desk.engineer
    part, other = (_part(f"{tag}{end}", mark, keeper) for end in ("", "-2"))
    place, empty = _place(tag, mark, world), _place(f"{tag}e", mark, world)
    van = StockPlace.objects.filter(person=engineer).first() or _van(tag, mark, world)
    for target in (place, van):
        _receive(part, target.pk, mark, keeper)
    case = company.case.case_id
    wanted = NewRequest(
        case_id=case, part_id=part, quantity=Decimal(2), needed_at=now, note=f"{mark} need"
    )
    request = request_part(wanted=wanted, by=engineer, now=now, key=tag).request_id
    held = reserve(
        wanted=NewReservation(
            place_id=place.pk, part_id=part, quantity=Decimal(1), case_id=case, request_id=request
        ),
        by=engineer,
        now=now,
        key=tag,
    )
    told = {"part_id": part, "instead_id": other, "evidence": f"{mark} sheet"}
    name_substitute(**told, by=keeper, at=now)
    proposal, _before = propose_substitute(request_id=request, part_id=other, by=engineer, now=now)
    stock = Stock.objects.get(place=van, part_id=part).pk
    return Stored(
        part, f"{mark} {tag}", other, place.pk, empty.pk, van.pk, stock, request,
        held.reservation_id, proposal, _piece(tag, mark, place, keeper),
    )  # fmt: skip


def _piece(tag: str, mark: str, place: StockPlace, by: Person) -> int:
    part = _part(f"{tag}-3", mark, by, Tracking.SERIAL)
    _receive(part, place.pk, mark, by, serial=f"{mark} {tag}")
    return SerialUnit.objects.get(part_id=part).pk


def _part(number: str, mark: str, by: Person, tracking: Tracking = Tracking.QUANTITY) -> int:
    details = PartDetails(
        brand=mark[:40],
        number=number,
        names={"en": f"{mark} part"},
        specification=f"{mark} data",
        model=mark[:40],
        families=[mark[:40]],
        tracking=tracking,
    )
    return register_part(details=details, by=by, at=at("09:00")).pk


def _place(code: str, mark: str, world: World) -> StockPlace:
    details = PlaceDetails(
        code=code,
        names={"en": f"{mark} shelf"},
        kind=PlaceKind.WAREHOUSE,
        office_id=world.desk.office.pk,
    )
    return open_place(details=details, by=world.desk.manager, at=at("09:00"))


def _van(code: str, mark: str, world: World) -> StockPlace:
    details = PlaceDetails(
        code=f"{code}v",
        names={"en": f"{mark} van"},
        kind=PlaceKind.VAN,
        office_id=world.desk.office.pk,
        person_id=world.desk.engineer.pk,
    )
    return open_place(details=details, by=world.desk.manager, at=at("09:00"))


def _receive(part: int, place: int, mark: str, by: Person, *, serial: str = "") -> None:
    movement = NewMovement(
        kind=MovementKind.RECEIVED,
        part_id=part,
        quantity=Decimal(1 if serial else 5),
        serial=serial,
        reason=f"{mark} delivery",
        at=at("09:00"),
        target_id=place,
    )
    move(movement=movement, by=by, now=at("09:10"), key=uuid.uuid4().hex)
