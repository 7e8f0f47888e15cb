"""Parts move; what lies where follows, and is never below zero."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.records.cases.services import KeyReused
from kept.records.ledger.queries import entries, verify_stream
from kept.records.parts.models import (
    Condition,
    Lot,
    Movement,
    Reservation,
    SerialUnit,
    Stock,
    Tracking,
)
from kept.records.parts.queries import (
    movements,
    on_hand_by_movements,
    stock_of_part,
    stock_of_place,
    to_pick,
)
from kept.records.parts.services import (
    Counted,
    CountedReserved,
    LiesElsewhere,
    LotMissing,
    NewReservation,
    NoSuchPlace,
    NotEnough,
    NotThere,
    NotWhole,
    PlaceInUse,
    QuantityUnclear,
    ReservationOver,
    SamePlace,
    SerialMissing,
    close_place,
    count_stock,
    release,
    reserve,
)
from kept.records.refusal import Refused
from tests.desk import at, case
from tests.records.together import together


def projected():
    rows = Stock.objects.exclude(on_hand=0)
    return {(row.place_id, row.part_id, row.condition): row.on_hand for row in rows}


def on_hand(place, part, condition=Condition.GOOD):
    return projected().get((place.pk, part.pk, condition), Decimal(0))


def book(store, part, quantity=1, *, case_id, key="r", by=None):
    wanted = NewReservation(
        place_id=store.warehouse.pk, part_id=part.pk, quantity=Decimal(quantity), case_id=case_id
    )
    return reserve(wanted=wanted, by=by or store.desk.dispatcher, now=at("09:30"), key=key)


class TestMoving:
    def test_from_the_supplier_through_the_van_into_the_equipment(self, store):
        opened = store.desk.log()
        store.receive(store.fuse, 5)
        store.move("transferred", store.fuse, 3, source=store.warehouse, target=store.van)
        store.move("fitted", store.fuse, 1, source=store.van, case_id=opened.case_id)
        store.move(
            "taken_out", store.fuse, 1, target=store.van, case_id=opened.case_id,
            condition=Condition.REMOVED,
        )  # fmt: skip

        assert on_hand(store.warehouse, store.fuse) == 2
        assert on_hand(store.van, store.fuse) == 2
        assert on_hand(store.van, store.fuse, Condition.REMOVED) == 1
        assert projected() == on_hand_by_movements()
        kinds = [line.kind for line in movements(part_id=store.fuse.pk)]
        assert kinds == ["taken_out", "fitted", "transferred", "received"]
        told = [entry.verb for entry in entries(case(opened).stream)]
        assert told[-2:] == ["part.fitted", "part.taken_out"]
        assert verify_stream(f"stock:{store.warehouse.pk}") is None

    def test_no_more_than_is_there(self, store):
        wire = store.part("W-1", Tracking.QUANTITY, unit="m")
        store.receive(wire, "1.5")

        with pytest.raises(NotEnough, match="1.5"):
            store.move("scrapped", wire, "1.501", source=store.warehouse)

    def test_nothing_is_brought_to_where_it_lies(self, store):
        store.receive(store.fuse, 3)
        with pytest.raises(SamePlace, match="another place"):
            store.move("transferred", store.fuse, source=store.warehouse, target=store.warehouse)
        assert on_hand(store.warehouse, store.fuse) == 3

    def test_half_a_piece_is_none(self, store):
        with pytest.raises(NotWhole, match="whole number"):
            store.receive(store.fuse, "1.5")
        store.receive(store.fuse, "2.000")

        with pytest.raises(NotWhole):
            store.move("scrapped", store.fuse, "0.5", source=store.warehouse)
        assert on_hand(store.warehouse, store.fuse) == 2

    def test_sent_twice_it_moves_once(self, store):
        first, again = store.receive(store.fuse, 5, key="k"), store.receive(store.fuse, 5, key="k")

        assert (again.movement_id, again.repeated) == (first.movement_id, True)
        with pytest.raises(KeyReused):
            store.receive(store.fuse, 6, key="k")
        with pytest.raises(KeyReused):
            store.receive(store.fuse, 5, key="k", condition=Condition.REMOVED)
        assert on_hand(store.warehouse, store.fuse) == 5

    @pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity", "0.0001", "1e-9"])
    def test_a_quantity_is_more_than_nothing(self, store, quantity):
        with pytest.raises(QuantityUnclear):
            store.receive(store.fuse, quantity)

    def test_an_empty_place_is_closed_and_takes_nothing_more(self, store):
        store.receive(store.fuse)
        closing = {"place_id": store.warehouse.pk, "by": store.desk.manager, "at": at("10:00")}
        with pytest.raises(PlaceInUse):
            close_place(**closing)
        store.move("scrapped", store.fuse, source=store.warehouse)

        assert close_place(**closing)
        with pytest.raises(NoSuchPlace):
            store.receive(store.fuse)

    def test_what_moved_cannot_be_changed(self, store):
        store.receive(store.fuse)

        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            Movement.objects.update(quantity=2)

    def test_the_database_itself_keeps_stock_above_zero(self, store):
        store.receive(store.fuse)

        for wrong in ({"on_hand": -1}, {"reserved": 2}, {"reserved": -1}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Stock.objects.update(**wrong)


class TestLotsAndSerials:
    def test_a_lot_is_followed(self, store):
        store.receive(store.seal, 4, lot="2026-01")
        store.receive(store.seal, 4, lot="2026-02")
        store.move("scrapped", store.seal, 3, source=store.warehouse, lot="2026-01")

        assert dict(Lot.objects.values_list("lot", "on_hand")) == {"2026-01": 1, "2026-02": 4}
        with pytest.raises(NotEnough, match="Only 1"):
            store.move("scrapped", store.seal, 2, source=store.warehouse, lot="2026-01")
        with pytest.raises(LotMissing):
            store.receive(store.seal, 1)

    def test_a_serial_number_is_in_one_place(self, store):
        store.receive(store.board, serial="A1")
        with pytest.raises(LiesElsewhere, match="A1 lies in W1"):
            store.receive(store.board, serial="a1", target=store.van)
        with pytest.raises(LiesElsewhere, match="A1 lies in W1"):
            store.move("fitted", store.board, source=store.van, serial="A1",
                       case_id=store.desk.log().case_id)  # fmt: skip
        store.move(
            "transferred", store.board, serial="A1", source=store.warehouse, target=store.van
        )

        assert SerialUnit.objects.get().place == store.van
        with pytest.raises(NotThere, match="A9"):
            store.move("scrapped", store.board, source=store.van, serial="A9")
        with pytest.raises(SerialMissing):
            store.receive(store.board, 2, serial="A2")
        with pytest.raises(SerialMissing):
            store.receive(store.board)

    def test_a_piece_that_was_fitted_comes_back_as_removed(self, store):
        opened = store.desk.log()
        store.receive(store.board, serial="A1")
        store.move("fitted", store.board, source=store.warehouse, serial="A1",
                   case_id=opened.case_id)  # fmt: skip
        store.move("taken_out", store.board, target=store.van, serial="A1",
                   case_id=opened.case_id, condition=Condition.REMOVED)  # fmt: skip

        assert on_hand(store.van, store.board, Condition.REMOVED) == 1
        with pytest.raises(LiesElsewhere):
            store.move("fitted", store.board, source=store.van, serial="A1",
                       case_id=opened.case_id)  # fmt: skip


class TestReserving:
    def test_what_is_reserved_is_not_free(self, store):
        opened, other = store.desk.log(), store.desk.log()
        store.receive(store.fuse, 3)
        booked = book(store, store.fuse, 2, case_id=opened.case_id)

        assert book(store, store.fuse, 2, case_id=opened.case_id).repeated
        with pytest.raises(NotEnough, match="Only 1"):
            book(store, store.fuse, 2, case_id=other.case_id, key="r2")
        with pytest.raises(NotEnough, match="Only 1"):
            store.move("fitted", store.fuse, 2, source=store.warehouse, case_id=other.case_id)
        assert [line.pk for line in to_pick(store.warehouse.pk)] == [booked.reservation_id]
        with pytest.raises(ReservationOver):
            store.move("fitted", store.fuse, 2, source=store.warehouse, case_id=other.case_id,
                       reservation_id=booked.reservation_id)  # fmt: skip
        store.move("fitted", store.fuse, 2, source=store.warehouse, case_id=opened.case_id,
                   reservation_id=booked.reservation_id)  # fmt: skip
        assert on_hand(store.warehouse, store.fuse) == 1
        assert to_pick(store.warehouse.pk) == []
        [line] = stock_of_place(store.warehouse.pk)
        assert (line.free, line.reserved) == (1, 0)

    def test_released_it_is_free_again(self, store):
        opened = store.desk.log()
        store.receive(store.fuse, 1)
        booked = book(store, store.fuse, case_id=opened.case_id)
        ending = {
            "reservation_id": booked.reservation_id, "by": store.desk.dispatcher, "now": at("11:00")
        }  # fmt: skip

        assert release(**ending)
        assert not release(**ending)
        [line] = stock_of_part(store.fuse.pk)
        assert line.free == 1
        with pytest.raises(ReservationOver):
            store.move("fitted", store.fuse, source=store.warehouse, case_id=opened.case_id,
                       reservation_id=booked.reservation_id)  # fmt: skip

    def test_CC_02_of_twenty_who_want_the_last_one_one_gets_it(self, committed_store):
        store = committed_store
        store.receive(store.fuse, 1)
        cases = [store.desk.log().case_id for _ in range(20)]

        found = together(
            lambda n: book(store, store.fuse, case_id=cases[n], key=f"r-{n}"), workers=20
        )

        assert sorted(type(one).__name__ for one in found) == ["NothingFree"] * 19 + ["Reserved"]
        assert Reservation.objects.count() == 1
        assert Stock.objects.get().reserved == 1

    def test_CC_02_CC_07_there_and_back_at_once_waits_for_nobody(self, committed_store):
        store = committed_store
        store.receive(store.fuse, 50)
        store.receive(store.fuse, 50, target=store.van)
        ways = [(store.warehouse, store.van), (store.van, store.warehouse)]

        def go(number):
            source, target = ways[number % 2]
            return store.move(
                "transferred", store.fuse, 2, source=source, target=target, key=f"way-{number}"
            )

        assert [one.repeated for one in together(go, workers=20)] == [False] * 20
        assert on_hand(store.warehouse, store.fuse) == on_hand(store.van, store.fuse) == 50
        assert projected() == on_hand_by_movements()


class TestCounting:
    def count(self, store, quantity, key="c"):
        counted = Counted(
            place_id=store.warehouse.pk,
            part_id=store.fuse.pk,
            quantity=Decimal(quantity),
            reason="counted on Monday",
        )
        return count_stock(counted=counted, by=store.desk.manager, now=at("12:00"), key=key)

    def test_the_difference_is_a_movement_with_its_reason(self, store):
        store.receive(store.fuse, 5)

        assert self.count(store, "5") is None
        self.count(store, "3", key="less")
        self.count(store, "4", key="more")
        assert on_hand(store.warehouse, store.fuse) == 4
        kinds = [(line.kind, line.quantity) for line in movements(place_id=store.warehouse.pk)]
        assert kinds == [("found", 1), ("missed", 2), ("received", 5)]

    @pytest.mark.parametrize("quantity", ["NaN", "-1", "Infinity"])
    def test_what_nobody_counts_is_refused(self, store, quantity):
        with pytest.raises(QuantityUnclear):
            self.count(store, quantity)

    def test_what_is_reserved_is_released_first(self, store):
        store.receive(store.fuse, 5)
        book(store, store.fuse, 4, case_id=store.desk.log().case_id)

        with pytest.raises(CountedReserved, match="4"):
            self.count(store, "3")


STEP = st.tuples(
    st.sampled_from(["received", "found", "missed", "scrapped", "transferred", "returned"]),
    st.booleans(),
    st.integers(1, 5),
)


@given(st.lists(STEP, max_size=25))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_lies_there_is_the_sum_of_what_moved(store, steps):
    model = {store.warehouse.pk: 0, store.van.pk: 0}
    with transaction.atomic():
        for kind, turned, quantity in steps:
            here, there = (store.van, store.warehouse)[:: -1 if turned else 1]
            coming = kind in {"received", "found"}
            sides = {"target": here} if coming else {"source": here}
            if kind == "transferred":
                sides["target"] = there
            fits = coming or model[here.pk] >= quantity
            try:
                with transaction.atomic():
                    store.move(kind, store.fuse, quantity, **sides)
            except Refused:
                assert not fits
                continue
            assert fits
            model[here.pk] += quantity if coming else -quantity
            if kind == "transferred":
                model[there.pk] += quantity
        found = projected()
        transaction.set_rollback(True)

    assert found == {(pk, store.fuse.pk, "good"): sum_ for pk, sum_ in model.items() if sum_}


def test_on_hand_is_read_in_one_statement_whatever_moved(store, django_assert_num_queries):
    for _ in range(10):
        store.receive(store.fuse, 1)

    with django_assert_num_queries(1):
        stock_of_place(store.warehouse.pk)
    assert connection.vendor == "postgresql"
