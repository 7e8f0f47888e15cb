"""A part on its way into a machine: asked for, reserved, sent off, received, fitted."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kept.records.cases.held_back import HeldBack
from kept.records.cases.models import CaseFact
from kept.records.cases.services import KeyReused, ReasonMissing
from kept.records.cases.vocabulary import BeforeTheRequest
from kept.records.ledger.queries import entries, verify_stream
from kept.records.parts.models import (
    Condition,
    Movement,
    PartRequest,
    PlaceKind,
    Reservation,
    SerialUnit,
    Shipment,
    Stock,
    StockPlace,
    Tracking,
)
from kept.records.parts.queries import on_hand_by_movements
from kept.records.parts.services import (
    AnsweredAlready,
    CustomerAnswer,
    FromStock,
    NeededTooEarly,
    NewFitting,
    NewRequest,
    NewReservation,
    NewShipment,
    NobodyAnswered,
    NoCarrier,
    NotAsked,
    NotASubstitute,
    NotThere,
    NotWhole,
    OnSiteAlready,
    OnTheWay,
    PickedAlready,
    RequestOver,
    ReservationOver,
    SerialMissing,
    TakenOut,
    answer_proposal,
    bring_back,
    fit_from_stock,
    fit_part,
    name_substitute,
    note_on_site,
    pick,
    propose_substitute,
    release,
    request_part,
    reserve_pieces,
    ship,
    withdraw_request,
)
from tests.desk import at, case, clock


def facts(spares):
    rows = CaseFact.objects.filter(case_id=spares.case_id).order_by("seq")
    return [row.kind for row in rows if row.kind != "request.received"]


def last(spares):
    return CaseFact.objects.filter(case_id=spares.case_id).latest("seq")


def send(spares, reservation_id, now="10:30", serial="A1", **more):
    shipping = NewShipment(
        reservation_id=reservation_id, carrier="SF", consignment="SF-1", serial=serial, **more
    )
    return ship(shipping=shipping, by=spares.desk.manager, now=at(now), key=f"s{reservation_id}")


def fit(spares, reservation_id, now="12:00", key="f", **more):
    fitting = NewFitting(reservation_id=reservation_id, at=at(now), **more)
    return fit_part(fitting=fitting, by=spares.desk.engineer, now=at(now), key=key)


def approve(spares, proposal, *, name="Mei Lin", how="by telephone", is_approved=True):
    answer = CustomerAnswer(
        proposal_id=proposal, is_approved=is_approved, name=name, how=how, at=at("10:40")
    )
    return answer_proposal(answer=answer, by=spares.desk.hotline, now=at("10:41"))


def lies_as_moved():
    rows = Stock.objects.exclude(on_hand=0)
    projected = {(row.place_id, row.part_id, row.condition): row.on_hand for row in rows}
    return projected == on_hand_by_movements()


class TestFromNeedToMachine:
    def test_each_step_is_a_fact_and_the_promise_runs_by_them(self, spares):
        spares.receive(spares.board, serial="A1")
        held = spares.reserve(spares.request())
        assert clock(spares.opened, "spare").due_at == at("14:10")

        sent = send(spares, held.reservation_id)
        assert clock(spares.opened, "spare").state == "running"  # sent off is not there
        note_on_site(
            reservation_id=sent.held_id, at=at("11:45"), by=spares.desk.engineer, now=at("11:50")
        )
        assert (clock(spares.opened, "spare").state, clock(spares.opened, "spare").done_at) == (
            *("met", at("11:45")),
        )
        fit(spares, sent.held_id)

        assert facts(spares) == ["spare.needed", "spare.shipped", "spare.received", "part.fitted"]
        assert last(spares).values == {
            "part": "Heron B-1", "quantity": 1, "serial": "A1", "same_part": True,
        }  # fmt: skip
        assert SerialUnit.objects.get().place is None
        assert lies_as_moved()
        assert verify_stream(case(spares.opened).stream) is None

    def test_sent_off_it_is_neither_in_the_warehouse_nor_anybody_elses(self, spares):
        spares.receive(spares.board, serial="A1")
        sent = send(spares, spares.reserve(spares.request()).reservation_id)

        out = StockPlace.objects.get(kind=PlaceKind.OUT)
        row = Stock.objects.get(place=out)
        assert (row.on_hand, row.reserved) == (1, 1)
        with pytest.raises(PickedAlready):
            spares.move("scrapped", spares.board, serial="A1", source=out)
        assert send(spares, sent.reservation_id) == sent  # pressed twice
        with pytest.raises(OnSiteAlready):
            send(spares, sent.held_id)

    def test_what_is_fitted_is_on_site(self, spares):
        spares.receive(spares.fuse, 5, target=spares.van)
        held = spares.reserve(spares.request(spares.fuse, 2), quantity=2, place=spares.van)
        first = fit(spares, held.reservation_id, serial="no 7", files=(3,))

        assert clock(spares.opened, "spare").state == "met"
        assert last(spares).values["serial"] == "no 7"
        assert last(spares).values["files"] == ["3"]
        assert fit(spares, held.reservation_id, serial="no 7", files=(3,)) == first
        assert facts(spares).count("part.fitted") == 1
        with pytest.raises(ReservationOver):
            fit(spares, held.reservation_id, key="another")

    def test_the_promise_is_kept_once_all_of_it_is_there(self, spares):
        spares.receive(spares.fuse, 1)
        spares.receive(spares.fuse, 1, target=spares.van)
        request = spares.request(spares.fuse, 2)
        near = spares.reserve(request, place=spares.van, key="near")
        far = spares.reserve(request, key="far")
        by = {"by": spares.desk.engineer, "now": at("11:00"), "at": at("11:00")}
        note_on_site(reservation_id=near.reservation_id, **by)
        assert clock(spares.opened, "spare").state == "running"

        assert note_on_site(reservation_id=far.reservation_id, **by)
        assert not note_on_site(reservation_id=far.reservation_id, **by)
        assert clock(spares.opened, "spare").state == "met"

    def test_out_of_the_van_at_once(self, spares):
        spares.receive(spares.fuse, 5, target=spares.van)
        taken = FromStock(
            case_id=spares.case_id, place_id=spares.van.pk, part_id=spares.fuse.pk,
            quantity=Decimal(2),
        )  # fmt: skip
        fitting = NewFitting(reservation_id=0, at=at("11:00"))
        pressed = {"by": spares.desk.engineer, "now": at("11:00"), "key": "van"}
        first = fit_from_stock(taken=taken, fitting=fitting, **pressed)

        assert fit_from_stock(taken=taken, fitting=fitting, **pressed) == first
        assert facts(spares) == ["spare.needed", "spare.received", "part.fitted"]
        assert Stock.objects.get(place=spares.van).on_hand == 3


class TestAsking:
    def test_sent_twice_it_asks_once(self, spares):
        assert spares.request() == spares.request()
        with pytest.raises(KeyReused):
            spares.request(quantity=2)

    def test_half_a_piece_is_neither_asked_for_nor_reserved(self, spares):
        spares.receive(spares.fuse, 9)
        with pytest.raises(NotWhole, match="whole number"):
            spares.request(spares.fuse, "0.001")
        request = spares.request(spares.fuse, 3)
        asked = {"place_id": spares.warehouse.pk, "part_id": spares.fuse.pk}
        half = NewReservation(
            **asked, quantity=Decimal("0.5"), case_id=spares.case_id, request_id=request.pk
        )
        with pytest.raises(NotWhole):
            reserve_pieces(wanted=half, by=spares.desk.dispatcher, now=at("10:15"), key="half")
        made_up = replace(half, part_id=0)
        with pytest.raises(NotAsked):
            reserve_pieces(wanted=made_up, by=spares.desk.dispatcher, now=at("10:15"), key="none")

        wire = spares.part("W-1", Tracking.QUANTITY, unit="m")
        assert spares.request(wire, "2.5", key="wire").quantity == Decimal("2.5")

    def test_a_need_before_the_request_was_made_is_a_slip_of_the_pen(self, spares):
        asked = {"case_id": spares.case_id, "part_id": spares.fuse.pk, "quantity": Decimal(1)}
        slip = NewRequest(**asked, needed_at=at("10:10").replace(year=1970))
        with pytest.raises(BeforeTheRequest):
            request_part(wanted=slip, by=spares.desk.engineer, now=at("10:10"), key="slip")

        assert not PartRequest.objects.exists()
        assert not CaseFact.objects.filter(kind="spare.needed").exists()

    def test_nothing_is_needed_by_a_time_before_it_is_needed(self, spares):
        with pytest.raises(NeededTooEarly, match="check both times"):
            spares.request(needed_by=at("10:09"))
        assert not PartRequest.objects.exists()

        assert spares.request(needed_by=at("10:10")).needed_by == at("10:10")

    def test_nothing_is_sent_received_or_fitted_before_the_request_was_made(self, spares):
        spares.receive(spares.board, serial="A1")
        held = spares.reserve(spares.request()).reservation_id
        before = at("10:00").replace(year=2016)
        pressed = {"by": spares.desk.engineer, "now": at("10:30")}
        with pytest.raises(BeforeTheRequest):
            note_on_site(reservation_id=held, at=before, **pressed)
        fitting = NewFitting(reservation_id=held, serial="A1", at=before)
        with pytest.raises(BeforeTheRequest):
            fit_part(fitting=fitting, **pressed, key="fit")

        assert Reservation.objects.get(pk=held).on_site_at is None
        assert last(spares).kind == "spare.needed"

    def test_only_what_is_asked_for_is_reserved_for_it(self, spares):
        spares.receive(spares.fuse, 9)
        request = spares.request(spares.fuse, 3)
        spares.reserve(request, quantity=2)
        with pytest.raises(NotAsked):
            spares.reserve(request, quantity=2, key="more")
        with pytest.raises(NotAsked):
            spares.reserve(request, spares.board, key="other")

    def test_not_needed_any_more_it_is_free_and_no_promise_runs(self, spares):
        spares.receive(spares.board, serial="A1")
        request = spares.request()
        held = spares.reserve(request)
        over = {"request_id": request.pk, "by": spares.desk.hotline, "now": at("10:30")}
        with pytest.raises(ReasonMissing):
            withdraw_request(reason=" ", **over)

        assert withdraw_request(reason="a fuse was enough", **over)
        assert not withdraw_request(reason="a fuse was enough", **over)
        assert Reservation.objects.get(pk=held.reservation_id).end == "released"
        assert not CaseFact.objects.filter(case_id=spares.case_id, kind="spare.received").exists()
        assert last(spares).kind == "fact.withdrawn"
        with pytest.raises(NotAsked):
            spares.reserve(request, key="again")

    def test_what_is_on_its_way_comes_back_first(self, spares):
        spares.receive(spares.board, serial="A1")
        request = spares.request()
        sent = send(spares, spares.reserve(request).reservation_id)
        over = {"reason": "x", "request_id": request.pk, "by": spares.desk.hotline}
        with pytest.raises(OnTheWay):
            withdraw_request(now=at("10:40"), **over)
        back = {"reservation_id": sent.held_id, "target_id": spares.van.pk, "reason": "unused"}
        pressed = {"by": spares.desk.engineer, "now": at("12:00"), "key": "back"}

        assert bring_back(**back, **pressed)
        assert not bring_back(**back, **pressed)
        assert withdraw_request(now=at("12:01"), **over)
        assert SerialUnit.objects.get().place == spares.van
        [row] = Stock.objects.exclude(on_hand=0)
        assert (row.place, row.on_hand, row.reserved) == (spares.van, 1, 0)
        assert lies_as_moved()

    def test_AL_07_what_never_moved_is_told_of_as_well_when_it_is_free_again(self, spares):
        spares.receive(spares.board, serial="A1")
        row = Reservation.objects.get(pk=spares.reserve(spares.request()).reservation_id)
        back = {"reservation_id": row.pk, "target_id": row.place_id, "reason": "unused"}

        assert bring_back(**back, by=spares.desk.engineer, now=at("12:00"), key="back")
        assert [one.verb for one in entries(row.case.stream)][-1] == "part.released"
        assert lies_as_moved()


class TestPicking:
    def test_the_piece_is_named_and_lies_there(self, spares):
        spares.receive(spares.board, serial="A1")
        spares.receive(spares.board, serial="A2", target=spares.van)
        held = spares.reserve(spares.request())
        picking = {"reservation_id": held.reservation_id, "by": spares.desk.manager}
        with pytest.raises(SerialMissing):
            pick(now=at("10:20"), **picking)
        with pytest.raises(NotThere):
            pick(now=at("10:20"), serial="A2", **picking)

        assert pick(now=at("10:20"), serial="a1", **picking)
        assert not pick(now=at("10:21"), serial="A1", **picking)
        assert send(spares, held.reservation_id, serial="").held.unit.serial_number == "A1"

    def test_a_piece_is_picked_for_one_case(self, spares):
        for serial in ("A1", "A2"):
            spares.receive(spares.board, serial=serial)
        request = spares.request(quantity=2)
        one, two = (spares.reserve(request, key=key).reservation_id for key in "ab")
        by = {"by": spares.desk.manager, "now": at("10:20")}
        pick(reservation_id=one, serial="A1", **by)

        with pytest.raises(PickedAlready, match="A1"):
            pick(reservation_id=two, serial="A1", **by)
        release(reservation_id=one, **by)
        assert pick(reservation_id=two, serial="A1", **by)

    def test_somebody_carries_it(self, spares):
        spares.receive(spares.fuse)
        held = spares.reserve(spares.request(spares.fuse))
        shipping = NewShipment(reservation_id=held.reservation_id, carrier=" ")
        with pytest.raises(NoCarrier):
            ship(shipping=shipping, by=spares.desk.manager, now=at("10:30"), key="s")
        assert not Shipment.objects.exists()


class TestSubstitutes:
    @pytest.fixture
    def asked(self, spares):
        spares.discontinue()
        spares.receive(spares.other, serial="C1")
        return spares.request()

    def test_BL_05_is_not_fitted_before_the_customer_approves(self, spares, asked):
        proposal = spares.substitute(asked)
        held = spares.reserve(asked, spares.other).reservation_id
        with pytest.raises(HeldBack, match="approval"):
            fit(spares, held, serial="C1")
        assert SerialUnit.objects.get().place == spares.warehouse  # nothing happened

        approve(spares, proposal)
        fit(spares, held, serial="C1")
        assert last(spares).values["original"] == "Heron B-1"
        assert last(spares).against == []

    def test_BL_05_fitted_all_the_same_it_stays_on_record_with_the_reason(self, spares, asked):
        spares.substitute(asked)
        held = spares.reserve(asked, spares.other).reservation_id
        fit(spares, held, serial="C1", despite="The line stood still")

        assert last(spares).kind == "part.fitted"
        assert [one["rule"] for one in last(spares).against] == ["approved_substitute"]

    def test_BL_05_nobody_approved_it_before_the_request_was_made(self, spares, asked):
        said = {"name": "Mei Lin", "how": "by mail", "at": at("10:40").replace(month=1)}
        early = CustomerAnswer(proposal_id=spares.substitute(asked), is_approved=True, **said)
        with pytest.raises(BeforeTheRequest):
            answer_proposal(answer=early, by=spares.desk.hotline, now=at("10:41"))

        held = spares.reserve(asked, spares.other).reservation_id
        with pytest.raises(HeldBack):
            fit(spares, held, serial="C1")

    def test_BL_05_what_was_refused_is_not_approved(self, spares, asked):
        proposal = spares.substitute(asked)
        held = spares.reserve(asked, spares.other).reservation_id
        assert approve(spares, proposal, is_approved=False)
        with pytest.raises(HeldBack):
            fit(spares, held, serial="C1")

        assert approve(spares, proposal)  # on second thoughts
        assert not approve(spares, proposal)
        with pytest.raises(AnsweredAlready):
            approve(spares, proposal, is_approved=False)
        assert facts(spares)[-2:] == ["approval.refused", "approval.given"]

    def test_BL_05_the_approval_of_one_is_not_that_of_another(self, spares, asked):
        approve(spares, spares.substitute(asked))
        again = spares.request(key="second")
        third = spares.part("B-3", spares.board.tracking)
        spares.receive(third, serial="D1")
        named = {"part_id": spares.board.pk, "instead_id": third.pk, "evidence": "Data sheet 8"}
        name_substitute(**named, by=spares.desk.manager, at=at("10:42"))
        propose_substitute(
            request_id=again.pk, part_id=third.pk, by=spares.desk.hotline, now=at("10:43")
        )
        held = spares.reserve(again, third).reservation_id

        with pytest.raises(HeldBack, match="approval"):
            fit(spares, held, serial="D1")

    def test_BL_05_while_the_original_is_made_it_waits_for_more_than_that(self, spares):
        spares.receive(spares.other, serial="C1")
        asked = spares.request()
        approve(spares, spares.substitute(asked))
        held = spares.reserve(asked, spares.other).reservation_id

        with pytest.raises(HeldBack, match="no longer made"):
            fit(spares, held, serial="C1")

    def test_BL_05_only_what_the_catalogue_names_is_proposed(self, spares, asked):
        with pytest.raises(NotASubstitute):
            propose_substitute(
                request_id=asked.pk, part_id=spares.fuse.pk, by=spares.desk.hotline, now=at("11:00")
            )

    @pytest.mark.parametrize(("name", "how"), [("", "x"), ("Mei", " "), ("周敏", "by telephone")])
    def test_BL_05_an_approval_is_somebodys_at_the_customer(self, spares, asked, name, how):
        proposal = spares.substitute(asked)
        with pytest.raises(NobodyAnswered):
            approve(spares, proposal, name=name, how=how)

    def test_nobody_asked_means_nobody_answers(self, spares):
        with pytest.raises(RequestOver):
            approve(spares, 0)


class TestTakenOut:
    def test_lies_where_it_was_put_with_its_serial_until_somebody_decides(self, spares):
        spares.receive(spares.board, serial="A1", target=spares.van)
        held = spares.reserve(spares.request(), place=spares.van).reservation_id
        out = TakenOut(part_id=spares.board.pk, place_id=spares.van.pk, serial="Z9")
        fit(spares, held, serial="A1", taken_out=out)

        assert (last(spares).kind, last(spares).values["serial"]) == ("part.taken_out", "Z9")
        moved = Movement.objects.get(kind="taken_out")
        assert (moved.unit.place, moved.unit.condition, moved.case_id) == (
            *(spares.van, Condition.REMOVED, spares.case_id),
        )
        assert lies_as_moved()
