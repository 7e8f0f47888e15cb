"""What happens to a return: split by pieces, kept for ever, told to the case."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError

from kept.records.archive.models import Equipment
from kept.records.cases.services import HeldBack, KeyReused
from kept.records.cases.vocabulary import InTheFuture, ReasonMissing
from kept.records.ledger.queries import entries, verify_stream
from kept.records.returns.models import Rma, RmaEvent, RmaLine
from kept.records.returns.rows import standing_of
from kept.records.returns.services import (
    AmountMissing,
    DateMissing,
    MoreCame,
    NewLine,
    NotApproved,
    NothingReturned,
    NotNow,
    NotSoMany,
    NotTheirUnit,
    OnePiece,
    OpenAlready,
    ReturnOver,
    WhichPieces,
)
from tests.desk import at, case, clock, open_desk
from tests.records.returns.conftest import DEPOT, Depot


def line(rma):
    return RmaLine.objects.get(rma=rma)


def repaired_and_tested(depot, rma, count, then="12:00"):
    depot.happens(rma, "inspected", count, then)
    depot.happens(rma, "repaired", count, then)
    depot.happens(rma, "tested", count, then)


class TestTheWay:
    def test_from_asking_to_the_customers_door(self, depot):
        rma = depot.ask()
        states = [rma.state]
        for kind, count, more in [
            ("approved", 0, {}),
            ("sent", 0, {"party": "SF", "reference": "SF1"}),
            ("received", 5, {}),
            ("inspected", 5, {"text": "board burnt"}),
            ("repaired", 5, {}),
            ("tested", 5, {}),
            ("shipped", 5, {"reference": "SF2"}),
            ("arrived", 0, {}),
        ]:
            depot.happens(rma, kind, count, **more)
            states.append(depot.state(rma))

        assert states == [
            *("asked", "expected", "on_the_way", "to_inspect", "to_repair"),
            *("to_test", "to_ship", "sent_back", "closed"),
        ]
        assert depot.kinds()[1:] == [
            *("rma.opened", "return.arranged", "goods.sent_in", "goods.received_for_repair"),
            *("repair.finished", "goods.returned_shipped"),
        ]

    def test_BL_01_the_first_of_two_parcels_stops_no_clock(self, depot):
        rma = depot.approved()
        depot.happens(rma, "received", 5, "11:00")
        repaired_and_tested(depot, rma, 5)
        depot.happens(rma, "shipped", 2, "13:00")

        assert clock(depot.opened, "back").state == "running"
        assert depot.state(rma) == "to_ship"

        depot.happens(rma, "shipped", 3, "25 13:00")

        row = clock(depot.opened, "back")
        assert (row.state, row.done_at) == ("met", at("25 13:00"))

    def test_BL_01_repaired_and_unpaid_pauses_and_no_parcel_goes_before_the_payment(self, depot):
        rma = depot.approved()
        depot.happens(rma, "received", 5, "11:00")
        depot.happens(rma, "inspected", 5, "12:00", cause="improper_use", text="water")
        depot.happens(rma, "repaired", 5, "13:00")
        assert clock(depot.opened, "back").state == "running"

        depot.happens(rma, "tested", 5, "14:00")

        assert clock(depot.opened, "back").state == "paused"
        for count in (1, 5):
            with pytest.raises(HeldBack), transaction.atomic():
                depot.happens(rma, "shipped", count, "15:00")

        depot.desk.record(depot.opened, "payment.received", "26 14:00")
        depot.happens(rma, "shipped", 5, "26 15:00")

        row = clock(depot.opened, "back")
        assert row.state == "met"
        assert row.due_at == at("24 11:00") + timedelta(days=7 + 2)

    def test_what_is_refused_has_a_reason_and_goes_no_further(self, depot):
        rma = depot.ask()
        with pytest.raises(ReasonMissing):
            depot.happens(rma, "refused")

        depot.happens(rma, "refused", text="bought elsewhere")

        assert depot.state(rma) == "refused"
        with pytest.raises(ReturnOver):
            depot.happens(rma, "received", 1)

    def test_a_second_return_waits_until_the_first_is_over(self, depot):
        rma = depot.ask()
        with pytest.raises(OpenAlready, match=rma.number):
            depot.ask()
        depot.happens(rma, "cancelled", text="they will wait")

        assert depot.ask().number != rma.number

    def test_goods_that_nobody_approved_are_not_received(self, depot):
        rma = depot.ask()

        with pytest.raises(NotApproved):
            depot.happens(rma, "received", 1)


class TestPieces:
    def test_two_of_five_are_repaired_and_three_replaced(self, depot):
        rma = depot.approved()
        depot.happens(rma, "received", 5)
        depot.happens(rma, "repaired", 2)
        for number in ("N-1", "N-2", "N-3"):
            depot.happens(rma, "replaced", 1, serial=number)

        row = line(rma)
        assert (row.received, row.repaired, row.replaced) == (5, 2, 3)
        with pytest.raises(NotSoMany):
            depot.happens(rma, "scrapped", 1, text="beyond repair")

    def test_a_failed_test_sends_a_piece_back_to_the_bench(self, depot):
        rma = depot.approved()
        depot.happens(rma, "received", 1)
        depot.happens(rma, "inspected", 1)
        depot.happens(rma, "repaired", 1)
        depot.happens(rma, "failed", 1, text="drifts")

        assert depot.state(rma) == "to_repair"
        assert "repair.finished" not in depot.kinds()

    def test_more_came_than_was_announced(self, depot):
        rma = depot.approved()
        with pytest.raises(MoreCame, match="5 were announced and 6"):
            depot.happens(rma, "received", 6)
        depot.happens(rma, "received", 6, more_came=True)
        depot.happens(rma, "unrepaired", 6, text="no fault found")
        depot.happens(rma, "shipped", 6)

        assert line(rma).shipped == 6
        assert depot.kinds()[-2:] == ["repair.closed", "goods.returned_shipped"]

    def test_a_serial_number_is_of_one_piece(self, depot):
        rma = depot.approved()

        with pytest.raises(OnePiece):
            depot.happens(rma, "received", 2, serial="X-1")

    @pytest.mark.parametrize("said", [{"line": 9, "quantity": 1}, {"line": 1, "quantity": 0}, {}])
    def test_it_is_about_pieces_of_a_line(self, depot, said):
        rma = depot.approved()

        with pytest.raises(WhichPieces):
            depot.happens(rma, "received", **said)

    def test_BL_04_the_database_refuses_a_piece_that_ends_twice(self, depot):
        rma = depot.approved()
        depot.happens(rma, "received", 5)

        for wrong in (
            {"repaired": 3, "replaced": 3},
            {"repaired": 5, "tested": 6},
            {"repaired": 5, "shipped": 1},
            {"inspected": 6},
            {"kept": 1},
            {"ahead": 2, "repaired": 4},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                RmaLine.objects.filter(rma=rma).update(**wrong)


class TestAdvance:
    def test_the_replacement_goes_first_and_the_defective_one_is_owed_by_a_day(self, depot):
        rma = depot.approved(depot.own())
        with pytest.raises(NotNow):
            depot.happens(rma, "sent_ahead", 1, serial="N-1")
        with pytest.raises(DateMissing):
            depot.happens(rma, "advance_agreed", text="the line stands still")
        owed = at("28 12:00")
        depot.happens(rma, "advance_agreed", text="the line stands still", due_at=owed)
        depot.happens(rma, "sent_ahead", 1, serial="N-1")

        row = Rma.objects.get(pk=rma.pk)
        assert (row.state, row.owed_due_at) == ("expected", owed)
        assert depot.kinds()[-3:] == ["advance.agreed", "replacement.sent", "goods.exchanged"]
        with pytest.raises(NotNow):
            depot.happens(rma, "cancelled", text="never mind")

        depot.happens(rma, "received", 1, "25 11:00")
        depot.happens(rma, "kept", 1, "25 12:00", text="goes to the workshop")

        row = Rma.objects.get(pk=rma.pk)
        assert (row.state, row.owed_due_at) == ("closed", None)
        assert clock(depot.opened, "back").state == "met"
        assert "removed_unit.settled" in depot.kinds()

    def test_what_was_exchanged_ahead_does_not_go_back_as_well(self, depot):
        rma = depot.approved(depot.own())
        depot.happens(rma, "advance_agreed", text="urgent", due_at=at("28 12:00"))
        depot.happens(rma, "sent_ahead", 1, serial="N-1")
        depot.happens(rma, "received", 1)

        with pytest.raises(NotSoMany):
            depot.happens(rma, "repaired", 1)

    def test_the_replacement_takes_the_old_units_place(self, depot):
        old = depot.desk.equipment
        rma = depot.approved(depot.own())
        depot.happens(rma, "received", 1)
        depot.happens(rma, "replaced", 1, serial="N-77")

        new = Equipment.objects.get(serial_number="N-77")
        assert (new.replaces_id, new.site_id, new.label) == (old.pk, old.site_id, old.label)
        days = [
            list(piece.milestones.filter(kind="accepted").values_list("on")) for piece in (old, new)
        ]
        assert days[0] == days[1] != []
        assert old.milestones.filter(kind="retired").exists()


class TestTheSupplier:
    def test_it_has_a_clock_of_its_own_and_the_customer_is_told(self, depot):
        rma = depot.approved()
        depot.happens(rma, "received", 5)
        due = at("30 12:00")
        depot.happens(rma, "to_supplier", 5, party="Heron", due_at=due)

        row = Rma.objects.get(pk=rma.pk)
        assert (row.state, row.supplier_due_at) == ("at_supplier", due)

        depot.happens(rma, "told", text="The maker needs a week.", due_at=due)
        depot.happens(rma, "from_supplier", 5, "25 11:00")

        row = Rma.objects.get(pk=rma.pk)
        assert (row.state, row.supplier_due_at) == ("to_inspect", None)
        assert depot.kinds()[-3:] == [
            *("goods.sent_to_supplier", "customer.told", "goods.back_from_supplier"),
        ]

    @pytest.mark.parametrize("wrong", ["-1", "NaN", "Infinity", "1e308"])
    def test_BL_04_a_claim_is_about_an_amount_of_money(self, depot, wrong):
        rma = depot.approved()

        with pytest.raises(AmountMissing):
            depot.happens(rma, "claimed", amount=Decimal(wrong), currency="CNY")

    def test_a_claim_has_an_amount_and_is_decided(self, depot, money):
        rma = depot.approved()
        with pytest.raises(AmountMissing):
            depot.happens(rma, "claimed", amount=money, currency="yuan")
        with pytest.raises(NotNow):
            depot.happens(rma, "claim_decided", text="paid in full")
        depot.happens(rma, "claimed", amount=money, currency="CNY")

        depot.happens(rma, "claim_decided", amount=money, currency="CNY", text="paid in full")

        kinds = RmaEvent.objects.filter(rma=rma).order_by("seq").values_list("kind", flat=True)
        assert list(kinds)[-2:] == ["claimed", "claim_decided"]


class TestRecords:
    def test_the_same_key_is_the_same_event(self, depot):
        rma = depot.approved()
        first = depot.happens(rma, "received", 2, key="once")
        again = depot.happens(rma, "received", 2, key="once")

        assert (again.seq, again.repeated) == (first.seq, True)
        assert line(rma).received == 2
        with pytest.raises(KeyReused):
            depot.happens(rma, "received", 3, key="once")

    def test_ID_02_the_same_key_is_the_same_return(self, depot):
        assert depot.ask(key="once").pk == depot.ask(key="once").pk
        with pytest.raises(KeyReused):
            depot.ask(NewLine(name="Another thing"), key="once")

    def test_events_cannot_be_changed(self, depot):
        depot.approved()

        for change in (lambda rows: rows.update(text="x"), lambda rows: rows.delete()):
            with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
                change(RmaEvent.objects.all())

    def test_what_is_stored_follows_from_the_events(self, depot):
        rma = depot.approved()
        depot.happens(rma, "received", 5)
        depot.happens(rma, "to_supplier", 2, party="Heron", due_at=at("30 12:00"))
        repaired_and_tested(depot, rma, 3)

        row, lines = Rma.objects.get(pk=rma.pk), list(RmaLine.objects.filter(rma=rma))
        now = standing_of(lines, row.events.order_by("seq"))
        assert (row.state, row.supplier_due_at) == (now.state, now.supplier_due_at)
        assert lines[0].at_supplier == now.tallies[1].at_supplier == 2
        assert lines[0].tested == now.tallies[1].tested == 3

    def test_the_ledger_has_it_in_the_stream_of_the_case(self, depot):
        depot.approved()

        stream = case(depot.opened).stream
        verbs = [entry.verb for entry in entries(stream)]
        assert [one for one in verbs if one.startswith("rma.")] == ["rma.asked", "rma.approved"]
        assert verify_stream(stream) is None

    def test_nothing_comes_back_of_nothing_or_of_somebody_else(self, depot):
        for wrong in (
            NewLine(name=" "),
            NewLine(name="x", quantity=0),
            NewLine(name="x", quantity=2, serial_number="S"),
        ):
            with pytest.raises(NothingReturned):
                depot.ask(wrong)
        with pytest.raises(NotTheirUnit):
            depot.ask(NewLine(name="x", equipment_id=0))

    def test_nothing_happens_in_the_future(self, depot):
        rma = depot.approved()

        with pytest.raises(InTheFuture):
            depot.happens(rma, "received", 1, at=at("25 11:00"), now=at("24 11:00"))


@pytest.mark.django_db(transaction=True)
def test_CC_07_steps_of_a_return_and_facts_of_its_case_at_once_wait_for_nobody():
    depot = Depot(open_desk(DEPOT))
    rma = depot.approved()
    depot.happens(rma, "received", 5)

    def repair(number):
        depot.happens(rma, "repaired", 1, key=f"repair {number}")

    def note(number):
        depot.desk.record(depot.opened, "note.added", "11:30", text=f"note {number}")

    def work(number):
        try:
            (repair if number % 2 else note)(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(10)))

    assert line(rma).repaired == 5
    assert depot.kinds().count("note.added") == 5


class TestNothingGoesBack:
    def test_when_all_is_scrapped_nobody_waits_for_it_any_more(self, depot):
        rma = depot.approved(NewLine(name="Transmitter", quantity=2))
        depot.happens(rma, "received", 2)
        depot.happens(rma, "scrapped", 1, text="burnt")
        assert clock(depot.opened, "back").state == "running"

        depot.happens(rma, "scrapped", 1, text="burnt too")

        assert depot.kinds()[-1] == "goods.nothing_returned"
        assert "goods.returned_shipped" not in depot.kinds()
        assert clock(depot.opened, "back").state == "ended"

    def test_when_the_rest_is_scrapped_what_went_back_has_gone(self, depot):
        rma = depot.approved(NewLine(name="Transmitter", quantity=2))
        depot.happens(rma, "received", 2)
        repaired_and_tested(depot, rma, 1)
        depot.happens(rma, "shipped", 1, "12:30")
        assert clock(depot.opened, "back").state == "running"

        depot.happens(rma, "scrapped", 1, "13:00", text="burnt")

        assert "goods.nothing_returned" not in depot.kinds()
        assert clock(depot.opened, "back").state == "met"
