"""Parts, and places for them, at the small service desk."""

from datetime import date
from decimal import Decimal

import pytest

from kept.records.parts.models import MovementKind, PartRequest, PlaceKind, Tracking
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
from tests.desk import POLICY, Desk, at, open_desk


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

    def part(self, number, tracking, **more):
        names = {"en": number}
        details = PartDetails(brand="Heron", number=number, names=names, tracking=tracking, **more)
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


# The two promises about parts that policies make: how soon a spare is there, and who approves
# what is not the same.
SPARES = f"""{POLICY}
  spare:
    form: clock
    name: {{en: Spare on site, zh-Hans: 备件到场}}
    source: D-5
    start: spare.needed
    stop: spare.received
    limit: 4 h
    calendar: elapsed
    repeat: each start
  approved_substitute:
    form: gate
    name: {{en: Approval of the substitute}}
    source: D-6
    when: {{same_part: no}}
    step: part.fitted
    needs:
      - {{name: {{en: no longer made}}, when: {{discontinued: yes}}}}
      - name: {{en: the customer's approval}}
        when: {{happened: {{event: approval.given, where: {{party: customer}}}}}}
"""


class Spares(Store):
    """The store under a policy with promises about parts; a case that needs a board."""

    def __init__(self, desk):
        super().__init__(desk)
        self.other = self.part("B-2", Tracking.SERIAL)
        self.opened = desk.log()

    @property
    def case_id(self):
        return self.opened.case_id

    def discontinue(self):
        details = PartDetails(
            brand="Heron", number="B-1", names={"en": "B-1"}, tracking=Tracking.SERIAL,
            discontinued_on=date(2026, 1, 1),
        )  # fmt: skip
        register_part(details=details, by=self.desk.manager, at=at("08:30"))

    def request(self, part=None, quantity=1, key="q", **more):
        wanted = NewRequest(
            case_id=self.case_id,
            part_id=(part or self.board).pk,
            quantity=Decimal(quantity),
            needed_at=at("10:10"),
            **more,
        )
        asked = request_part(wanted=wanted, by=self.desk.engineer, now=at("10:10"), key=key)
        return PartRequest.objects.get(pk=asked.request_id)

    def reserve(self, request, part=None, quantity=1, key="h", place=None):
        wanted = NewReservation(
            place_id=(place or self.warehouse).pk,
            part_id=(part or request.part).pk,
            quantity=Decimal(quantity),
            case_id=self.case_id,
            request_id=request.pk,
        )
        return reserve(wanted=wanted, by=self.desk.dispatcher, now=at("10:15"), key=key)

    def substitute(self, request):
        evidence = "Data sheet 7"
        pair = {"part_id": self.board.pk, "instead_id": self.other.pk}
        name_substitute(**pair, evidence=evidence, by=self.desk.manager, at=at("08:30"))
        proposed, _before = propose_substitute(
            request_id=request.pk, part_id=self.other.pk, by=self.desk.hotline, now=at("10:20")
        )
        return proposed


@pytest.fixture
def spares(db):
    return Spares(open_desk(SPARES))
