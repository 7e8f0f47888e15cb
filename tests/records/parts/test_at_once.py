"""Several who want the same shelf or the same piece: nobody waits for another for ever."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest

from kept.records.cases.services import KeyReused
from kept.records.parts.models import Reservation, SerialUnit, Shipment, Stock, StockPlace
from kept.records.parts.queries import on_hand_by_movements
from kept.records.parts.services import (
    FromStock,
    Moved,
    NewFitting,
    NewShipment,
    NotThere,
    PickedAlready,
    bring_back,
    fit_from_stock,
    fit_part,
    pick,
    ship,
)
from tests.desk import at, open_desk
from tests.records.parts.conftest import SPARES, Spares
from tests.records.together import in_a_row, together


@pytest.fixture
def committed_spares(transactional_db):
    return Spares(open_desk(SPARES))


def sent(spares, part, serial="", key="h"):
    booked = spares.reserve(spares.request(part, key=f"q{key}"), key=key).reservation_id
    shipping = NewShipment(reservation_id=booked, carrier="SF", serial=serial)
    return ship(shipping=shipping, by=spares.desk.manager, now=at("10:30"), key=f"s{booked}")


def lies_as_moved():
    rows = Stock.objects.exclude(on_hand=0)
    lies = {(row.place_id, row.part_id, row.condition): row.on_hand for row in rows}
    return lies == on_hand_by_movements()


def test_CC_07_bringing_back_and_sending_off_at_once(committed_spares):
    spares = committed_spares
    spares.receive(spares.fuse, 5)
    held = sent(spares, spares.fuse).held_id
    out = StockPlace.objects.get(kind="out")
    back = partial(
        bring_back, reservation_id=held, target_id=spares.warehouse.pk, reason="not needed",
        by=spares.desk.manager, now=at("11:00"), key="back",
    )  # fmt: skip
    off = partial(spares.move, "transferred", spares.fuse, source=spares.warehouse, target=out)

    given = in_a_row(lambda: Stock.objects.select_for_update().get(place=out), back, off)

    assert [type(one) for one in given] == [bool, Moved]
    assert Reservation.objects.get(pk=held).end == "released"
    assert Stock.objects.get(place=out).reserved == 0
    assert lies_as_moved()


def test_CC_07_fitting_a_piece_out_of_a_van_that_somebody_empties(committed_spares):
    spares = committed_spares
    spares.receive(spares.board, serial="A1", target=spares.van)
    taken = FromStock(
        case_id=spares.case_id, part_id=spares.board.pk, place_id=spares.van.pk,
        quantity=Decimal(1),
    )  # fmt: skip
    fitting = NewFitting(reservation_id=0, at=at("12:00"), serial="A1")
    fit = partial(
        fit_from_stock, taken=taken, fitting=fitting, by=spares.desk.engineer, now=at("12:00"),
        key="f",
    )  # fmt: skip
    empty = partial(
        spares.move, "transferred", spares.board, source=spares.van, target=spares.warehouse,
        serial="A1",
    )  # fmt: skip

    given = in_a_row(lambda: Stock.objects.select_for_update().get(place=spares.van), fit, empty)

    assert [type(one) for one in given] == [int, NotThere]
    assert lies_as_moved()


def test_CC_02_of_two_who_pick_one_piece_the_other_is_told(committed_spares):
    spares = committed_spares
    for serial in ("A1", "A2"):
        spares.receive(spares.board, serial=serial)
    request = spares.request(quantity=2)
    one = spares.reserve(request, key="a").reservation_id
    other_case = Spares.__new__(Spares)
    other_case.__dict__ = {**vars(spares), "opened": spares.desk.log()}
    two = other_case.reserve(other_case.request(key="r"), key="b").reservation_id

    picking = {"serial": "A1", "by": spares.desk.manager, "now": at("10:20")}

    given = in_a_row(
        lambda: SerialUnit.objects.select_for_update().get(serial_number="A1"),
        *(partial(pick, reservation_id=booked, **picking) for booked in (one, two)),
    )

    assert [type(each) for each in given] == [bool, PickedAlready]


def test_CC_02_what_is_sent_off_twice_at_once_goes_once(committed_spares):
    spares = committed_spares
    spares.receive(spares.fuse, 5)
    booked = spares.reserve(spares.request(spares.fuse)).reservation_id
    shipping = NewShipment(reservation_id=booked, carrier="SF")

    given = together(
        lambda n: ship(
            shipping=shipping, by=spares.desk.manager, now=at("10:30"), key=f"press {n}"
        ),
        workers=4,
    )

    assert given == [Shipment.objects.get()] * 4
    assert lies_as_moved()


def test_CC_02_a_piece_that_was_picked_goes_nowhere_else(spares):
    for serial in ("A1", "A2"):
        spares.receive(spares.board, serial=serial)
    booked = spares.reserve(spares.request()).reservation_id
    pick(reservation_id=booked, serial="A1", by=spares.desk.manager, now=at("10:20"))
    away = {"source": spares.warehouse, "target": spares.van}

    with pytest.raises(PickedAlready, match="A1"):
        spares.move("transferred", spares.board, serial="a1", **away)

    assert not spares.move("transferred", spares.board, serial="A2", **away).repeated
    shipping = NewShipment(reservation_id=booked, carrier="SF")
    ship(shipping=shipping, by=spares.desk.manager, now=at("10:30"), key="s")


def test_ID_02_the_key_of_one_fitting_is_not_that_of_another(spares):
    spares.receive(spares.fuse, 5)
    one = spares.reserve(spares.request(spares.fuse)).reservation_id
    many = spares.request(spares.fuse, quantity=2, key="r")
    two = spares.reserve(many, quantity=2, key="i").reservation_id
    fitting = NewFitting(reservation_id=one, at=at("12:00"))
    by = {"by": spares.desk.engineer, "now": at("12:00"), "key": "f"}
    first = fit_part(fitting=fitting, **by)

    assert fit_part(fitting=fitting, **by) == first
    with pytest.raises(KeyReused):
        fit_part(fitting=replace(fitting, reservation_id=two), **by)
