"""Parts, and places for them, at the small service desk."""

from decimal import Decimal

import pytest

from kept.records.parts.models import MovementKind, PlaceKind, Tracking
from kept.records.parts.services import (
    NewMovement,
    PartDetails,
    PlaceDetails,
    move,
    open_place,
    register_part,
)
from tests.desk import Desk, at, open_desk


class Store:
    """Two places and three parts: by quantity, by lot and by serial number."""

    def __init__(self, desk):
        self.desk = desk
        self.warehouse = self.place("W1", PlaceKind.WAREHOUSE)
        self.van = self.place("V1", PlaceKind.VAN, person_id=desk.engineer.pk)
        self.fuse = self.part("F-1", Tracking.QUANTITY)
        self.seal = self.part("S-1", Tracking.LOT)
        self.board = self.part("B-1", Tracking.SERIAL)
        self._keys = 0

    def place(self, code, kind, **more):
        details = PlaceDetails(
            code=code, names={"en": code}, kind=kind, office_id=self.desk.office.pk, **more
        )
        return open_place(details=details, by=self.desk.manager, at=at("08:00"))

    def part(self, number, tracking):
        details = PartDetails(brand="Heron", number=number, names={"en": number}, tracking=tracking)
        return register_part(details=details, by=self.desk.manager, at=at("08:00"))

    def move(self, kind, part, quantity=1, *, by=None, key="", source=None, target=None, **more):
        self._keys += 1
        movement = NewMovement(
            kind=MovementKind(kind),
            part_id=part.pk,
            quantity=Decimal(str(quantity)),
            reason="as in the test",
            at=at("09:00"),
            source_id=source.pk if source else None,
            target_id=target.pk if target else None,
            **more,
        )
        return move(
            movement=movement,
            by=by or self.desk.manager,
            now=at("09:05"),
            key=key or f"move-{self._keys}",
        )

    def receive(self, part, quantity=1, target=None, **more):
        return self.move("received", part, quantity, target=target or self.warehouse, **more)


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk()


@pytest.fixture
def store(desk):
    return Store(desk)


@pytest.fixture
def committed_store(transactional_db: None):
    """A store that several threads see."""
    return Store(open_desk())
