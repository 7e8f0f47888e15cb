"""Units that come from one customer for good and go to another under their own serial number."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from kept.records.archive.models import Equipment, Milestone, MilestoneKind, Site
from kept.records.archive.queries import chain_ids, equipment_of_label
from kept.records.archive.services import (
    Day,
    EquipmentDetails,
    LiesWithUs,
    Place,
    SerialTaken,
    TakenOver,
    issue_label,
    record_milestone,
    take_from_customer,
    take_over_equipment,
)
from kept.records.archive.units import lives_of_unit
from kept.records.ledger import queries as ledger
from kept.records.parts.models import (
    Condition,
    Movement,
    MovementKind,
    PlaceKind,
    SerialUnit,
)
from kept.records.parts.services import (
    NewMovement,
    PlaceDetails,
    WithCustomer,
    move,
    open_place,
    part_of_model,
)
from kept.records.returns.models import UnitOutcome
from kept.records.returns.services import InStock, Settling, settle_removed
from tests.desk import at
from tests.records.returns.again import (
    came_for_good,
    depot_about,
    depot_at_harbour,
    exchange,
    registered,
)
from tests.records.together import together


@pytest.fixture
def place(desk):
    details = PlaceDetails(
        code="W1", names={"en": "W1"}, kind=PlaceKind.WAREHOUSE, office_id=desk.office.pk
    )
    return open_place(details=details, by=desk.manager, at=at("08:00"))


@pytest.fixture
def other(desk):
    return depot_at_harbour(desk)


def received(desk, place, serial, **said):
    """A unit of the desk's model comes in, as from a supplier."""
    part = part_of_model(product=desk.equipment.product, by=desk.manager, at=at("08:00"))
    movement = NewMovement(
        kind=MovementKind.RECEIVED,
        part_id=part.pk,
        quantity=Decimal(1),
        reason="delivery note 7",
        at=at("09:00"),
        target_id=place.pk,
        serial=serial,
        **said,
    )
    return move(movement=movement, by=desk.manager, now=at("09:00"), key=f"in {serial}")


class TestGoingToAnother:
    def test_it_goes_under_its_own_number_and_each_customer_keeps_a_piece(
        self, depot, other, place
    ):
        first, serial = depot.desk.equipment, depot.desk.equipment.serial_number
        made = {"on": date(2025, 5, 5), "evidence": "", "by": depot.desk.manager, "at": at("08:00")}
        record_milestone(equipment_id=first.pk, kind=MilestoneKind.MANUFACTURED, **made)
        unit = came_for_good(depot, place)

        exchange(other, other.piece, serial=serial, place_id=place.pk)

        unit.refresh_from_db()
        assert unit.place is None
        lives = lives_of_unit(brand="nordlux", code="nx-640", serial=serial.lower())
        assert [one.customer_names["en"] for one in lives] == ["Eastbank Data Centre", "Harbour"]
        assert [one.left_at is None for one in lives] == [False, True]
        new = Equipment.objects.get(pk=lives[1].pk)
        assert (new.serial_number, new.replaces) == (serial, other.piece)
        assert lives[1].on(MilestoneKind.MANUFACTURED) == date(2025, 5, 5)
        assert lives[1].on(MilestoneKind.ACCEPTED) is None  # theirs had none; not that of another
        assert chain_ids(first.pk) == [first.pk]  # its history stays with whose it was

    def test_it_comes_back_from_there_and_goes_to_the_first_one_again(self, depot, other, place):
        came_for_good(depot, place)
        serial = depot.desk.equipment.serial_number
        exchange(other, other.piece, serial=serial, place_id=place.pk)
        now = Equipment.objects.get(serial_number=serial, left_at=None)
        second = depot_about(depot.desk, now)
        rma = exchange(second, now, serial="BOUGHT-1", text="none there")
        second.happens(rma, "stocked", 1, "16:00", place_id=place.pk, condition="good")
        mine = registered(
            depot.desk, "MINE-2", customer_id=depot.desk.customer.pk, site_id=depot.desk.site.pk
        )

        exchange(depot_about(depot.desk, mine), mine, serial=serial, place_id=place.pk)

        lives = lives_of_unit(brand="Nordlux", code="NX-640", serial=serial)
        names = [one.customer_names["en"] for one in lives]
        assert names == ["Eastbank Data Centre", "Harbour", "Eastbank Data Centre"]
        assert [one.left_at is None for one in lives] == [False, False, True]

    def test_until_it_lies_in_a_store_nobody_else_gets_it(self, depot, other, place):
        rma = depot.approved(depot.own())
        depot.happens(rma, "received", 1)
        depot.happens(rma, "taken_back", 1, "12:00", text="as chosen")

        with pytest.raises(SerialTaken, match="Eastbank"):
            exchange(other, other.piece, serial=depot.desk.equipment.serial_number, text="typed")

    @pytest.mark.parametrize("condition", ["good", "faulty"])
    def test_what_lies_in_a_store_is_not_typed(self, depot, other, place, condition):
        came_for_good(depot, place, condition)

        with pytest.raises(InStock, match="W1"):
            exchange(other, other.piece, serial=depot.desk.equipment.serial_number, text="typed")

    def test_what_customers_had_is_not_brought_to_life_by_importing_it_again(
        self, depot, other, place
    ):
        first, desk = depot.desk.equipment, depot.desk
        came_for_good(depot, place)
        where = Place(customer_id=desk.customer.pk, site_id=desk.site.pk)
        details = EquipmentDetails(
            product_id=first.product_id, serial_number=first.serial_number, place=where
        )
        day = Day(kind=MilestoneKind.INSTALLED, on=date(2026, 1, 1))
        again = TakenOver(details=details, days=(day,), key=uuid4())

        rows = take_over_equipment(
            customer_id=desk.customer.pk, pieces=[again], by=desk.manager, at=at("17:00")
        )

        assert [row.pk for row in rows] == [first.pk]

    def test_the_code_on_it_leads_to_its_last_customer_no_more(self, depot, place):
        piece = depot.desk.equipment
        code = issue_label(equipment_id=piece.pk, by=depot.desk.manager, at=at("08:00"))

        came_for_good(depot, place)

        assert equipment_of_label(code) is None

    def test_a_code_stays_where_another_took_its_place(self, depot, place):
        piece = depot.desk.equipment
        code = issue_label(equipment_id=piece.pk, by=depot.desk.manager, at=at("08:00"))
        rma = exchange(depot, piece, serial="NEW-1")

        depot.happens(rma, "stocked", 1, "16:00", place_id=place.pk, condition="faulty")

        assert equipment_of_label(code).serial_number == "NEW-1"

    def test_a_code_on_what_goes_to_another_shows_them_nothing_of_the_first(
        self, depot, other, place
    ):
        piece = depot.desk.equipment
        code = issue_label(equipment_id=piece.pk, by=depot.desk.manager, at=at("08:00"))
        rma = exchange(depot, piece, serial="NEW-1")
        depot.happens(rma, "stocked", 1, "16:00", place_id=place.pk, condition="good")

        exchange(other, other.piece, serial=piece.serial_number, place_id=place.pk)

        assert equipment_of_label(code) is None

    def test_a_code_leads_nowhere_once_the_last_that_it_stood_for_has_left(self, depot, place):
        piece = depot.desk.equipment
        code = issue_label(equipment_id=piece.pk, by=depot.desk.manager, at=at("08:00"))
        exchange(depot, piece, serial="NEW-1")
        last = Equipment.objects.get(serial_number="NEW-1")

        said = {"on": date(2026, 11, 24), "evidence": "RMA-1", "by": depot.desk.manager}
        take_from_customer(equipment_id=last.pk, at=at("17:00"), **said)

        assert equipment_of_label(code) is None

    def test_leaving_is_told_once(self, depot):
        piece = depot.desk.equipment
        said = {"on": date(2026, 11, 24), "evidence": "RMA-1", "by": depot.desk.manager}

        assert take_from_customer(equipment_id=piece.pk, at=at("12:00"), **said)
        assert not take_from_customer(equipment_id=piece.pk, at=at("13:00"), **said)

        verbs = [one.verb for one in ledger.entries(f"customer:{piece.customer_id}")]
        assert verbs.count("equipment.left") == 1
        assert Milestone.objects.get(equipment=piece, kind="retired").on == date(2026, 11, 24)


class TestInOnePlace:
    """CC-02: no unit is in two places at once, whoever says so first."""

    def test_CC_02_what_a_customer_has_is_not_received(self, depot, place):
        with pytest.raises(WithCustomer, match="640-2207-0183 is with Eastbank"):
            received(depot.desk, place, depot.desk.equipment.serial_number)

        assert not Movement.objects.exists()

    def test_CC_02_what_lies_in_a_store_is_at_no_customers(self, depot, place):
        received(depot.desk, place, "NEW-7")

        with pytest.raises(LiesWithUs, match="new-7 lies in one of our stores"):
            registered(depot.desk, "new-7", customer_id=depot.desk.customer.pk)

    def test_CC_02_the_database_knows_one_customer_of_a_unit(self, depot, other):
        with pytest.raises(IntegrityError, match="equipment_of_a_unit_at_one_customer"):
            Equipment.objects.filter(pk=other.piece.pk).update(serial_number="640-2207-0183")

    def test_CC_02_the_database_refuses_store_and_customer(self, depot, place):
        received(depot.desk, place, "NEW-7")
        piece = depot.desk.equipment
        with pytest.raises(IntegrityError, match="unit_in_one_place"), transaction.atomic():
            Equipment.objects.filter(pk=piece.pk).update(serial_number="new-7")
        gone = {"left_at": at("12:00"), "left_by": depot.desk.manager}
        Equipment.objects.filter(pk=piece.pk).update(serial_number="NEW-7", **gone)

        with pytest.raises(IntegrityError, match="unit_in_one_place"), transaction.atomic():
            Equipment.objects.filter(pk=piece.pk).update(left_at=None, left_by=None)
        SerialUnit.objects.update(place=None)
        Equipment.objects.filter(pk=piece.pk).update(left_at=None, left_by=None)
        with pytest.raises(IntegrityError, match="unit_in_one_place"), transaction.atomic():
            SerialUnit.objects.update(place=place)

    def test_what_lay_with_us_before_goes_on_from_place_to_place(self, depot, place):
        """Rows of before the rule may say both; the store is not held up by them."""
        unit = Movement.objects.get(pk=received(depot.desk, place, "NEW-7").movement_id).unit
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE archive_equipment DISABLE TRIGGER unit_in_one_place")
            Equipment.objects.filter(pk=depot.desk.equipment.pk).update(serial_number="NEW-7")
            cursor.execute("ALTER TABLE archive_equipment ENABLE TRIGGER unit_in_one_place")
        details = PlaceDetails(
            code="W2", names={"en": "W2"}, kind=PlaceKind.WAREHOUSE, office_id=place.office_id
        )
        other = open_place(details=details, by=depot.desk.manager, at=at("08:00"))

        on = NewMovement(
            kind=MovementKind.TRANSFERRED,
            part_id=unit.part_id,
            quantity=Decimal(1),
            reason="more room",
            at=at("10:00"),
            source_id=place.pk,
            target_id=other.pk,
            serial="NEW-7",
        )
        move(movement=on, by=depot.desk.manager, now=at("10:00"), key="on")

        unit.refresh_from_db()
        assert unit.place == other

    def test_what_is_taken_out_on_site_is_theirs_until_somebody_decides(self, depot, place):
        piece, desk = depot.desk.equipment, depot.desk
        Site.objects.filter(pk=piece.site_id).update(time_zone="Pacific/Honolulu")
        part = part_of_model(product=piece.product, by=desk.manager, at=at("08:00"))
        movement = NewMovement(
            kind=MovementKind.TAKEN_OUT,
            part_id=part.pk,
            quantity=Decimal(1),
            reason="swapped on site",
            at=at("11:00"),
            target_id=place.pk,
            condition=Condition.REMOVED,
            serial=piece.serial_number,
            case_id=depot.case_id,
        )
        moved = move(movement=movement, by=desk.manager, now=at("11:00"), key="out")
        piece.refresh_from_db()
        assert piece.left_at is None

        settling = Settling(
            movement_id=moved.movement_id,
            quantity=Decimal(1),
            outcome=UnitOutcome.REPAIRED,
            reason="as new",
        )
        settle_removed(settling=settling, by=desk.manager, now=at("12:00"), key="settled")

        piece.refresh_from_db()
        assert piece.left_at == at("12:00")
        assert piece.milestones.get(kind=MilestoneKind.RETIRED).on == date(2026, 11, 23)
        assert SerialUnit.objects.get().condition == Condition.GOOD

    def test_a_long_list_takes_no_lock_for_each_of_its_units(self, depot):
        desk, product = depot.desk, depot.desk.equipment.product
        part_of_model(product=product, by=desk.manager, at=at("08:00"))
        where = Place(customer_id=desk.customer.pk, site_id=desk.site.pk)
        details = (
            EquipmentDetails(product_id=product.pk, serial_number=f"M-{nth}", place=where)
            for nth in range(1500)
        )
        pieces = [TakenOver(details=each, days=(), key=uuid4()) for each in details]

        told = {"by": desk.manager, "at": at("09:00")}
        take_over_equipment(customer_id=desk.customer.pk, pieces=pieces, **told)

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                " AND pid = pg_backend_pid()"
            )
            assert cursor.fetchone()[0] < 600

    @pytest.mark.django_db(transaction=True)
    def test_CC_02_of_two_at_once_one_is_heard(self, depot, place):
        desk, mine = depot.desk, depot.desk.customer.pk
        part_of_model(product=desk.equipment.product, by=desk.manager, at=at("08:00"))

        def work(number):
            if number:
                return received(desk, place, "NEW-8")
            return registered(desk, "NEW-8", customer_id=mine)

        refused = [one for one in together(work, workers=2) if isinstance(one, Exception)]

        assert len(refused) == 1
        here = SerialUnit.objects.filter(serial_number="NEW-8", place__isnull=False).count()
        there = Equipment.objects.filter(serial_number="NEW-8", left_at=None).count()
        assert here + there == 1
