"""Carriers and receivers scan a label and say who has the parcel, without an account."""

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError

from kept.records.cases.models import CaseFact
from kept.records.ledger.queries import verify_stream
from kept.records.parts.services import NewShipment, ship
from kept.records.returns.models import Rma, RmaEvent
from kept.records.transit.models import Deed, Parcel, Scan, Way
from kept.records.transit.purposes import VALID
from kept.records.transit.queries import parcel_view, scans_of_shipments
from kept.records.transit.services import (
    LabelExpired,
    NameMissing,
    NewScan,
    label_return,
    label_shipment,
    take_scan,
)
from kept.records.transit.services.labelling import NothingToSend, secret_of
from tests.desk import at, case, clock, open_desk
from tests.records.parts.conftest import SPARES, Spares
from tests.records.together import together
from tests.records.transit.conftest import PAYS, Counter


def scan(parcel, deed, then="13:00", name="Wang Wu", at_device=None, now=None):
    said = NewScan(deed=Deed(deed), name=name, at=at_device or at(then))
    return take_scan(parcel_id=parcel.pk, said=said, now=now or at(then))


@pytest.fixture
def rma(counter):
    counter.asked()
    found = Rma.objects.get()
    counter.step(found, "approved", then="10:40")
    return found


@pytest.fixture
def inbound(rma):
    return Parcel.objects.get(rma=rma, way=Way.IN)


def back(counter, rma, then="12:00"):
    return label_return(rma_id=rma.pk, way=Way.BACK, by=counter.desk.hotline, now=at(then))


class TestToUs:
    def test_picked_up_it_is_on_its_way(self, counter, rma, inbound):
        scan(inbound, "picked_up", "11:00")

        assert counter.state(rma) == "on_the_way"
        assert CaseFact.objects.get(kind="goods.sent_in").source == "scan"

    def test_BL_01_handed_in_says_a_scan_and_one_of_us_still_receives_it(
        self, counter, rma, inbound
    ):
        scan(inbound, "handed_over", "11:00")

        event = RmaEvent.objects.get(kind="handed_in")
        assert (event.party, event.by.username) == ("Wang Wu", "parcel-scan")
        assert "goods.received_for_repair" not in counter.kinds()


class TestBack:
    def test_picked_up_it_is_sent_back_and_the_clock_stops_then(self, counter, rma):
        counter.ready(rma)
        scan(back(counter, rma), "picked_up", "13:00")

        assert clock(counter.opened, "back").state == "met"
        fact = CaseFact.objects.get(kind="goods.returned_shipped")
        assert (fact.source, fact.at, fact.by.username) == ("scan", at("13:00"), "parcel-scan")

    def test_received_it_has_arrived(self, counter, rma):
        counter.ready(rma)
        parcel = back(counter, rma)
        scan(parcel, "picked_up", "13:00")
        scan(parcel, "handed_over", "15:00", name="Li Na")

        assert counter.state(rma) == "closed"

    def test_received_without_being_picked_up_it_was_sent_all_the_same(self, counter, rma):
        counter.ready(rma)
        scan(back(counter, rma), "handed_over", "15:00")

        assert counter.state(rma) == "closed"
        assert clock(counter.opened, "back").state == "met"

    def test_a_parcel_holds_what_was_ready_when_its_label_was_made(self, counter, rma):
        counter.ready(rma, 1)
        first = back(counter, rma)
        scan(first, "picked_up", "13:00")

        assert first.contents == [[1, 1]]
        assert clock(counter.opened, "back").state == "met"  # all that came went back
        assert counter.state(rma) == "on_the_way"  # the other one is still to come

    def test_unpaid_it_stays_on_record_and_stops_no_clock(self, counter, rma):
        counter.step(rma, "received", 2, "11:10")
        counter.step(rma, "inspected", 2, "11:20", cause="improper_use", text="dropped")
        for kind in ("repaired", "tested"):
            counter.step(rma, kind, 2, "11:30")
        taken = scan(back(counter, rma), "picked_up", "13:00")

        assert not taken.counted
        assert Scan.objects.get().counted is False
        assert "goods.returned_shipped" not in counter.kinds()

    def test_nothing_ready_no_label(self, counter, rma):
        with pytest.raises(NothingToSend):
            back(counter, rma)


class TestSpares:
    @pytest.fixture
    def spares(self, db):
        return Spares(open_desk(SPARES))

    @pytest.fixture
    def held(self, spares):
        spares.receive(spares.board, serial="B-77")
        held = spares.reserve(spares.request()).reservation_id
        shipping = NewShipment(reservation_id=held, carrier="SF", consignment="SF1", serial="B-77")
        by = spares.desk.manager
        return ship(shipping=shipping, by=by, now=at("11:00"), key="go").held_id

    @pytest.fixture
    def parcel(self, spares, held):
        return label_shipment(held_id=held, by=spares.desk.manager, now=at("11:00"))

    def test_received_on_site_is_the_fact_that_the_spare_clock_waits_for(self, spares, parcel):
        scan(parcel, "picked_up", "11:05")
        scan(parcel, "handed_over", "12:30", name="Li Na")

        fact = CaseFact.objects.get(kind="spare.received")
        assert (fact.source, fact.at) == ("scan", at("12:30"))
        assert fact.values["confirmed_by"] == "Li Na"
        assert clock(spares.opened, "spare").state == "met"

    def test_those_who_work_here_see_who_said_so(self, held, parcel):
        scan(parcel, "picked_up", "11:05")

        [line] = scans_of_shipments([held])[held]
        assert (line.name, line.deed, line.counted) == ("Wang Wu", "picked_up", True)


class TestSafe:
    def test_the_first_word_counts_and_again_changes_nothing(self, counter, rma, inbound):
        first = scan(inbound, "picked_up", "11:00")
        again = scan(inbound, "picked_up", "11:30", name="Somebody else")

        assert (first.repeated, again.repeated, again.at) == (False, True, at("11:00"))
        assert Scan.objects.get().name == "Wang Wu"

    def test_from_a_phone_that_was_offline_the_time_is_that_of_the_press(
        self, counter, rma, inbound
    ):
        scan(inbound, "picked_up", at_device=at("11:00"), now=at("14:00"))

        row = Scan.objects.get()
        assert (row.at, row.received_at) == (at("11:00"), at("14:00"))

    @pytest.mark.parametrize(("device", "kept"), [("23:00", "14:00"), ("07:00", "10:40")])
    def test_BL_01_no_device_dates_ahead_or_back_before_the_label(
        self, counter, rma, inbound, device, kept
    ):
        scan(inbound, "picked_up", at_device=at(device), now=at("14:00"))

        assert Scan.objects.get().at == at(kept)

    def test_an_old_label_says_nothing(self, counter, rma, inbound):
        with pytest.raises(LabelExpired):
            scan(inbound, "picked_up", now=at("10:40") + VALID)

    def test_nobody_is_no_name(self, counter, rma, inbound):
        with pytest.raises(NameMissing):
            scan(inbound, "picked_up", name="  ")

    def test_a_label_opens_one_parcel_and_tells_nothing_of_whose_it_is(self, counter, rma, inbound):
        found = parcel_view(secret_of(inbound), at=at("11:00"))

        told = str([found.name, found.way, found.parcel, found.scans])
        assert found.name == rma.number
        assert "Transmitter" not in told
        assert "no light" not in told
        assert secret_of(inbound) not in str(vars(Parcel.objects.get(pk=inbound.pk)))
        assert parcel_view("b" * 32, at=at("11:00")) is None

    def test_what_was_said_stays(self, counter, rma, inbound):
        scan(inbound, "picked_up", "11:00")

        for change in (lambda: Scan.objects.update(name="x"), lambda: Scan.objects.all().delete()):
            with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
                change()
        with pytest.raises(IntegrityError), transaction.atomic():
            Scan.objects.create(
                parcel=inbound, customer_id=inbound.customer_id, deed="picked_up", name="x",
                at=at("11:00"), received_at=at("11:00"), counted=True,
            )  # fmt: skip
        assert verify_stream(case(counter.opened).stream) is None


@pytest.mark.django_db(transaction=True)
def test_CC_02_CC_07_many_phones_that_scan_one_label_at_once_say_it_once():
    counter = Counter(open_desk(PAYS))
    counter.asked()
    rma = Rma.objects.get()
    counter.step(rma, "approved", then="10:40")
    counter.ready(rma)
    parcel = back(counter, rma)

    taken = together(lambda n: scan(parcel, "picked_up", "13:00", name=f"W {n}"), workers=6)

    assert sorted(one.repeated for one in taken) == [False, *[True] * 5]
    assert Scan.objects.count() == 1
    assert CaseFact.objects.filter(kind="goods.returned_shipped").count() == 1


def test_labels_are_made_once_while_they_are_for_the_same(counter, rma, inbound):
    by = counter.desk.hotline
    again = label_return(rma_id=rma.pk, way=Way.IN, by=by, now=at("11:00"))
    later = label_return(rma_id=rma.pk, way=Way.IN, by=by, now=at("11:00") + VALID)

    assert again == inbound
    assert (later.number, later != inbound) == (2, True)
