"""Units that change hands by a return: taken back for good, put into stock, sent out of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kept.records.archive.models import Equipment, Milestone, Site
from kept.records.cases.models import CaseFact
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.contracts.models import ContractKind, ContractLine
from kept.records.contracts.services import ContractDetails, Covered, cover, sign_contract
from kept.records.parts.models import Movement, MovementKind, PlaceKind, SerialUnit, Tracking
from kept.records.parts.queries import units_in_stock
from kept.records.parts.services import (
    NewMovement,
    NotThere,
    PlaceDetails,
    move,
    open_place,
    part_of_model,
)
from kept.records.returns.models import RmaLine
from kept.records.returns.queries import owed
from kept.records.returns.services import (
    InStock,
    NewLine,
    NotSoMany,
    OthersInStock,
    PlaceMissing,
    ReturnOver,
)
from tests.desk import at
from tests.records.parts.conftest import Store


@pytest.fixture
def place(desk):
    details = PlaceDetails(
        code="W1", names={"en": "W1"}, kind=PlaceKind.WAREHOUSE, office_id=desk.office.pk
    )
    return open_place(details=details, by=desk.manager, at=at("08:00"))


def here(depot, *lines):
    rma = depot.approved(*(lines or (depot.own(),)))
    depot.happens(rma, "received", lines[0].quantity if lines else 1)
    return rma


def take_back(depot, rma, quantity=1, **said):
    return depot.happens(rma, "taken_back", quantity, "12:00", **{"text": "as chosen"} | said)


def stock(depot, rma, place, quantity=1, **said):
    said = {"place_id": place.pk if place else None, "condition": "faulty"} | said
    return depot.happens(rma, "stocked", quantity, "13:00", **said)


def unit(depot):
    return SerialUnit.objects.get(serial_number=depot.desk.equipment.serial_number)


class TestTakingBack:
    def test_ends_the_return_with_its_fact_and_nothing_goes_back(self, depot):
        rma = here(depot)

        take_back(depot, rma)

        assert depot.state(rma) == "closed"
        assert depot.kinds()[-2:] == ["goods.taken_back", "goods.nothing_returned"]
        fact = CaseFact.objects.get(kind="goods.taken_back")
        serial = depot.desk.equipment.serial_number
        assert (fact.values["serial"], fact.values["text"]) == (serial, "as chosen")

    def test_the_unit_leaves_the_customers_assets_and_contracts_that_day(self, depot):
        piece = depot.desk.equipment
        contract = covered(depot)

        take_back(depot, here(depot))

        retired = Milestone.objects.get(equipment=piece, kind="retired")
        assert (retired.on, retired.evidence) == (date(2026, 11, 24), "RMA-2026-00001")
        assert ContractLine.objects.get(contract=contract).ends_on == date(2026, 11, 24)

    def test_that_day_is_the_one_where_the_unit_stood(self, depot):
        piece = depot.desk.equipment
        Site.objects.filter(pk=piece.site_id).update(time_zone="Pacific/Honolulu")
        contract = covered(depot)

        take_back(depot, here(depot))

        retired = Milestone.objects.get(equipment=piece, kind="retired")
        assert retired.on == date(2026, 11, 23)
        assert ContractLine.objects.get(contract=contract).ends_on == date(2026, 11, 23)

    def test_what_came_instead_does_not_take_the_unit_away(self, depot):
        take_back(depot, here(depot), serial="OTHER-9")

        assert not Milestone.objects.filter(kind="retired").exists()

    def test_has_a_reason_and_each_piece_goes_one_way(self, depot):
        rma = here(depot)
        with pytest.raises(ReasonMissing):
            take_back(depot, rma, text=" ")
        take_back(depot, rma)

        with pytest.raises(ReturnOver):
            take_back(depot, rma)

    def test_not_what_another_took_the_place_of(self, depot):
        rma = here(depot)
        depot.happens(rma, "replaced", 1, serial="NEW-1")

        with pytest.raises(NotSoMany):
            take_back(depot, rma)

    @pytest.mark.parametrize("change", ["taken_back = 2", "stocked = 1"])
    def test_the_database_refuses_more_than_came_or_is_ours(self, depot, change):
        rma = here(depot)
        name, number = change.split(" = ")

        with pytest.raises(IntegrityError), transaction.atomic():
            RmaLine.objects.filter(rma=rma).update(**{name: int(number)})


def covered(depot):
    desk = depot.desk
    details = ContractDetails(
        customer_id=desk.customer.pk, number="C-1", kind=ContractKind.SUPPLY,
        signed_on=date(2026, 1, 5), starts_on=date(2026, 1, 5), version_id=desk.version.pk,
        terms={},
    )  # fmt: skip
    contract = sign_contract(details=details, by=desk.manager, at=at("09:00"))
    what = Covered(equipment_id=desk.equipment.pk)
    cover(contract_id=contract.pk, what=what, by=desk.manager, at=at("09:00"))
    return contract


class TestPuttingIntoStock:
    @pytest.mark.parametrize("condition", ["good", "faulty"])
    def test_it_lies_where_somebody_says_as_the_part_of_its_model(self, depot, place, condition):
        rma = here(depot)
        take_back(depot, rma)
        assert [one.kind for one in owed(viewer=depot.desk.manager)] == ["ours"]

        stock(depot, rma, place, condition=condition)

        piece, product = unit(depot), depot.desk.equipment.product
        assert (piece.place, piece.condition) == (place, condition)
        assert (piece.part.brand, piece.part.number) == (product.brand, product.code)
        assert piece.part.tracking == Tracking.SERIAL
        move = Movement.objects.get()
        assert (move.kind, move.case_id, move.reason) == ("taken_in", depot.case_id, rma.number)
        assert owed(viewer=depot.desk.manager) == []

    def test_what_is_scrapped_lies_nowhere_and_needs_a_reason(self, depot):
        rma = here(depot)
        take_back(depot, rma)
        with pytest.raises(ReasonMissing):
            stock(depot, rma, None, condition="")

        stock(depot, rma, None, condition="", text="burnt")

        assert not Movement.objects.exists()
        assert owed(viewer=depot.desk.manager) == []

    def test_an_exchanged_one_is_ours_as_well(self, depot, place):
        rma = here(depot)
        depot.happens(rma, "replaced", 1, serial="NEW-1")

        stock(depot, rma, place)

        assert unit(depot).place == place
        with pytest.raises(NotSoMany):
            stock(depot, rma, place)

    @pytest.mark.parametrize("said", [{"condition": "good"}, {"condition": ""}])
    def test_it_is_a_place_and_a_condition_or_neither(self, depot, place, said):
        rma = here(depot)
        take_back(depot, rma)
        wrong = None if said["condition"] else place

        with pytest.raises(PlaceMissing):
            stock(depot, rma, wrong, text="x", **said)

    def test_without_a_model_the_part_is_named(self, depot):
        store = Store(depot.desk)
        rma = here(depot, NewLine(name="Fuses", quantity=3))
        take_back(depot, rma, 3)
        with pytest.raises(PlaceMissing):
            stock(depot, rma, store.warehouse, 3)

        stock(depot, rma, store.warehouse, 3, part_id=store.fuse.pk, condition="good")

        assert Movement.objects.get().quantity == 3

    def test_ID_02_pressed_twice_it_lies_there_once(self, depot, place):
        rma = here(depot)
        take_back(depot, rma)

        first = stock(depot, rma, place, key="once")
        assert stock(depot, rma, place, key="once").seq == first.seq
        assert Movement.objects.count() == 1


class TestSendingOutOfStock:
    @pytest.fixture
    def new(self, depot, place):
        """A new unit of the model, in the store."""
        by, product = depot.desk.manager, depot.desk.equipment.product
        movement = NewMovement(
            kind=MovementKind.RECEIVED,
            part_id=part_of_model(product=product, by=by, at=at("09:00")).pk,
            quantity=Decimal(1),
            reason="delivery note 7",
            at=at("09:00"),
            target_id=place.pk,
            serial="STOCK-1",
        )
        move(movement=movement, by=by, now=at("09:00"), key="new")
        return SerialUnit.objects.get(serial_number="STOCK-1")

    def exchange(self, depot, **said):
        return depot.happens(here(depot), "replaced", 1, "14:00", **said)

    def free(self, depot):
        product = depot.desk.equipment.product
        return units_in_stock(brand=product.brand, number=product.code)

    def test_it_lies_there_no_longer_and_takes_the_place_of_the_old_one(self, depot, place, new):
        assert [unit.serial_number for unit in self.free(depot)] == ["STOCK-1"]

        self.exchange(depot, serial="STOCK-1", place_id=place.pk)

        new.refresh_from_db()
        assert new.place is None
        went = Movement.objects.latest("pk")
        assert (went.kind, went.source, went.case_id) == ("shipped", place, depot.case_id)
        assert Equipment.objects.get(serial_number="STOCK-1").replaces == depot.desk.equipment
        assert self.free(depot) == []

    def test_so_it_does_when_it_goes_ahead(self, depot, place, new):
        rma = depot.approved(depot.own())
        depot.happens(rma, "advance_agreed", text="urgent", due_at=at("28 12:00"))

        depot.happens(rma, "sent_ahead", 1, "14:00", serial="STOCK-1", place_id=place.pk)

        assert self.free(depot) == []

    def test_CC_02_what_is_not_there_does_not_go(self, depot, place, new):
        with pytest.raises(NotThere):
            self.exchange(depot, serial="STOCK-2", place_id=place.pk)

        assert not Equipment.objects.filter(serial_number="STOCK-2").exists()

    def test_what_lies_in_a_store_is_not_typed(self, depot, place, new):
        with pytest.raises(InStock, match="W1"):
            self.exchange(depot, serial="stock-1", text="typed")

    def test_from_outside_it_needs_a_reason_while_there_are_some(self, depot, place, new):
        rma = here(depot)
        with pytest.raises(OthersInStock, match="1 of this model"):
            depot.happens(rma, "replaced", 1, serial="BOUGHT-1")

        depot.happens(rma, "replaced", 1, serial="BOUGHT-1", text="the newer board")

        assert len(self.free(depot)) == 1
