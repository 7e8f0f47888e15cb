"""Many want what lies on one shelf: what comes out is what one after the other would have got."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.records.cases.models import Case
from kept.records.cases.services import CaseNotFound, KeyReused
from kept.records.ledger import queries
from kept.records.ledger.models import Entry
from kept.records.parts.models import PartRequest, Reservation, Stock
from kept.records.parts.services import (
    NewRequest,
    NewReservation,
    NotAsked,
    NotEnough,
    Reserved,
    request_part,
    reserve,
    reserve_pieces,
)
from tests.desk import at, open_desk
from tests.records.parts.conftest import SPARES, Spares
from tests.records.together import together

WORKERS = 5


@dataclass(frozen=True)
class Press:
    """Somebody wants so much for one of three requests; equal keys are one wish, sent again."""

    key: int
    request: int
    quantity: int


PRESSES = st.builds(Press, st.integers(0, 11), st.integers(0, 2), st.integers(1, 3))
CROWDS = st.lists(PRESSES, min_size=WORKERS, max_size=25)


@pytest.fixture
def crowded(transactional_db):
    """A desk with three open cases, which all sessions see."""
    spares = Spares(open_desk(SPARES))
    spares.cases = [spares.desk.log().case_id for _ in range(3)]
    spares.round = 0
    return spares


class Shelf:
    """A new part of which some lie there, and a request for it from each case."""

    def __init__(self, spares, there):
        spares.round += 1
        self.spares, self.there, self.asked = spares, there, (4, 3, 5)
        self.part = spares.part(f"R-{spares.round}", "quantity")
        spares.receive(self.part, there)
        self.requests = [self.ask(*one) for one in zip(spares.cases, self.asked, strict=True)]

    def ask(self, case, many):
        wanted = NewRequest(
            case_id=case, part_id=self.part.pk, quantity=Decimal(many), needed_at=at("10:10")
        )
        by, key = self.spares.desk.engineer, f"{self.part.pk} {case}"
        return request_part(wanted=wanted, by=by, now=at("10:10"), key=key).request_id

    def press(self, one):
        wanted = NewReservation(
            place_id=self.spares.warehouse.pk,
            part_id=self.part.pk,
            quantity=Decimal(one.quantity),
            case_id=self.spares.cases[one.request],
            request_id=self.requests[one.request],
        )
        by, key = self.spares.desk.dispatcher, f"{self.part.pk} {one.key}"
        try:
            return reserve(wanted=wanted, by=by, now=at("10:15"), key=key)
        except (NotEnough, NotAsked, KeyReused) as refused:
            return refused


class Model:
    """The plain rules, one press after the other, as the reservations' own numbers have them."""

    def __init__(self, there, asked):
        self.free, self.open = there, list(asked)
        self.kept = {}

    def take(self, one):
        assert one.key not in self.kept
        self.free -= one.quantity
        self.open[one.request] -= one.quantity
        assert self.free >= 0
        assert self.open[one.request] >= 0
        self.kept[one.key] = one

    def judge(self, one, given):
        """What is free only ever becomes less: whoever was refused would be refused at the end."""
        kept = self.kept.get(one.key)
        if isinstance(given, Reserved):
            assert kept == one
        elif isinstance(given, KeyReused):
            assert kept is not None
            assert kept != one
        elif isinstance(given, NotAsked):
            assert one.quantity > self.open[one.request]
        else:
            assert isinstance(given, NotEnough)
            assert one.quantity > self.free


@given(crowd=CROWDS, there=st.integers(1, 9))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_CC_02_a_crowd_gets_what_a_queue_would_get(crowded, crowd, there):
    shelf = Shelf(crowded, there)

    told = together(lambda n: [shelf.press(one) for one in crowd[n::WORKERS]], workers=WORKERS)

    given = [pair for n in range(WORKERS) for pair in zip(crowd[n::WORKERS], told[n], strict=True)]
    yes = [(one, got) for one, got in given if isinstance(got, Reserved)]
    first = {got.reservation_id: one for one, got in yes}
    model = Model(there, shelf.asked)
    for _, one in sorted(first.items()):
        model.take(one)
    for one, got in given:
        model.judge(one, got)
    assert Stock.objects.get(part=shelf.part).reserved == there - model.free
    assert set(Reservation.objects.filter(part=shelf.part).values_list("pk", flat=True)) == {*first}
    assert Counter(got.reservation_id for _, got in yes if not got.repeated) == Counter(
        first.keys()
    )
    told_of = Entry.objects.filter(verb="part.reserved", data__wanted__part_id=shelf.part.pk)
    assert sorted(told_of.values_list("data__reservation", flat=True)) == sorted(first)
    assert list(queries.verify_all()) == []


def stand(spares):
    """Return all that a reservation changes."""
    return (
        *Case.objects.order_by("pk").values_list("change", flat=True),
        *Stock.objects.order_by("pk").values_list("reserved", flat=True),
        Entry.objects.count(),
        Reservation.objects.count(),
    )


def test_who_is_refused_has_changed_nothing(crowded):
    shelf = Shelf(crowded, 2)
    before = stand(crowded)

    assert isinstance(shelf.press(Press(1, 0, 3)), NotEnough)
    assert isinstance(shelf.press(Press(1, 0, 5)), NotAsked)

    assert stand(crowded) == before


def test_there_is_no_reserving_for_a_case_that_is_not_there(crowded):
    shelf = Shelf(crowded, 2)
    wanted = NewReservation(
        place_id=crowded.warehouse.pk, part_id=shelf.part.pk, quantity=Decimal(1), case_id=0
    )

    with pytest.raises(CaseNotFound):
        reserve(wanted=wanted, by=crowded.desk.dispatcher, now=at("10:15"), key="k")


def test_what_was_promised_is_on_the_disk_before_anyone_is_told(crowded):
    shelf = Shelf(crowded, 9)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")  # as in production
        try:
            for key in range(9):
                cursor.execute("SELECT pg_current_wal_insert_lsn()")
                [begun] = cursor.fetchone()
                assert isinstance(shelf.press(Press(key, key % 3, 1)), Reserved)
                cursor.execute("SELECT pg_current_wal_flush_lsn() > %s::pg_lsn", [begun])
                assert cursor.fetchone() == (True,)
        finally:
            cursor.execute("RESET synchronous_commit")


def test_a_larger_transaction_keeps_its_own_way_to_the_disk(crowded):
    shelf = Shelf(crowded, 9)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        shelf.press(Press(1, 0, 1))
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)


def test_pieces_are_all_promised_or_none(crowded):
    for serial in ("A1", "A2"):
        crowded.receive(crowded.board, serial=serial)
    asked = crowded.request(quantity=3)
    wanted = NewReservation(
        place_id=crowded.warehouse.pk, part_id=crowded.board.pk, quantity=Decimal(3),
        case_id=crowded.case_id, request_id=asked.pk,
    )  # fmt: skip
    pressed = {"wanted": wanted, "by": crowded.desk.dispatcher, "now": at("10:15"), "key": "k"}

    with pytest.raises(NotEnough, match="somebody was quicker"):
        reserve_pieces(**pressed)
    assert not Reservation.objects.exists()

    crowded.receive(crowded.board, serial="A3")
    assert [one.repeated for one in reserve_pieces(**pressed)] == [False] * 3
    assert [one.repeated for one in reserve_pieces(**pressed)] == [True] * 3
    assert PartRequest.objects.get().reservations.count() == 3
