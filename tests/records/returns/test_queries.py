"""What the board, the page of a return and the page of what is owed read."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kept.records.cases.services import KeyReused
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.parts.models import Condition, Movement, SerialUnit, Stock
from kept.records.returns.models import RemovedDecision, UnitOutcome
from kept.records.returns.queries import (
    BoardFilter,
    board,
    loans_of_case,
    numbers_of_case,
    owed,
    pool,
    rma_card,
)
from kept.records.returns.services import NotRemoved, NotSoMany, Settling, settle_removed
from tests.desk import at
from tests.records.parts.conftest import Store
from tests.records.returns.test_loaners import add, duty, hand, reserve


def rows(depot, text="", over=False):
    return board(BoardFilter(text=text, over=over), viewer=depot.desk.hotline)


def lines(depot):
    found = owed(viewer=depot.desk.manager)
    return [(one.kind.value, one.turn.value, one.quantity) for one in found]


def movements_sum(place, part):
    """What lies of a part in a place, by condition, as the movements tell it."""
    found = {}
    for row in Movement.objects.filter(part=part):
        sign = (row.target_id == place.pk) - (row.source_id == place.pk)
        found[row.condition] = found.get(row.condition, 0) + sign * row.quantity
    return {condition: count for condition, count in found.items() if count}


def settle(depot, movement_id, quantity=1, outcome=UnitOutcome.SCRAPPED, key="s", reason="burnt"):
    settling = Settling(
        movement_id=movement_id, quantity=Decimal(quantity), outcome=outcome, reason=reason
    )
    return settle_removed(settling=settling, by=depot.desk.manager, now=at("15:00"), key=key)


def taken_out(depot, quantity=2):
    store = Store(depot.desk)
    moved = store.move(
        "taken_out",
        store.fuse,
        quantity,
        target=store.van,
        case_id=depot.case_id,
        condition=Condition.REMOVED,
    )
    return moved.movement_id


def test_the_board_shows_the_clock_of_the_policy_and_what_runs_out_first(depot):
    rma = depot.approved(depot.own())
    assert [(row.clock, row.due_at) for row in rows(depot)] == [(None, None)]
    depot.happens(rma, "received", 1)

    [row] = rows(depot)
    assert (row.number, row.state, row.clock.clauses) == (rma.number, "to_inspect", ("D-8",))
    assert row.due_at == row.clock.due_at

    depot.happens(rma, "to_supplier", 1, party="Heron", due_at=at("26 12:00"))
    assert rows(depot)[0].due_at == at("26 12:00")


@pytest.mark.parametrize("part", ["number", "case_number", "serial"])
def test_the_board_is_searched_by_numbers(depot, part):
    rma = depot.approved(depot.own())
    text = {
        "number": rma.number,
        "case_number": depot.opened.number,
        "serial": depot.desk.equipment.serial_number,
    }[part]

    assert [row.number for row in rows(depot, text)] == [rma.number]
    assert rows(depot, "nothing like it") == []


def test_what_is_over_is_looked_up_apart(depot):
    rma = depot.ask()
    depot.happens(rma, "cancelled", text="they will wait")

    assert rows(depot) == []
    assert [row.number for row in rows(depot, over=True)] == [rma.number]
    assert numbers_of_case(depot.case_id) == [(rma.number, "cancelled")]


def test_a_return_tells_what_came_instead(depot):
    rma = depot.approved(depot.own())
    depot.happens(rma, "received", 1, serial="ANOTHER-1")

    card = rma_card(rma.number, viewer=depot.desk.hotline)
    assert card.came_instead(card.lines[0]) == ("ANOTHER-1",)
    assert [event.kind.value for event in card.events] == ["asked", "approved", "received"]


def test_all_that_is_owed_stands_in_one_list_with_its_clause(depot):
    movement = taken_out(depot)
    rma = depot.approved(depot.own())
    depot.happens(rma, "advance_agreed", text="urgent", due_at=at("28 12:00"))
    depot.happens(rma, "sent_ahead", 1, serial="N-1")
    hand(depot, reserve(depot, add(depot.desk)))

    assert lines(depot) == [
        ("loaner", "customer", 1),
        ("advance", "customer", 1),
        ("removed", "us", 2),
    ]
    clauses = {one.kind.value: one.clauses for one in owed(viewer=depot.desk.manager)}
    assert (clauses["loaner"], clauses["removed"]) == (("D-10",), ("D-11",))

    depot.happens(rma, "received", 1, "25 11:00")
    settle(depot, movement, 2)

    assert lines(depot) == [("loaner", "customer", 1), ("with_us", "us", 1)]


def test_what_is_at_the_suppliers_is_the_suppliers_turn(depot):
    rma = depot.approved()
    depot.happens(rma, "received", 5)
    depot.happens(rma, "to_supplier", 5, party="Heron", due_at=at("26 12:00"))

    [one] = owed(viewer=depot.desk.manager)
    assert (one.turn, one.due_at, one.clauses) == ("supplier", at("26 12:00"), ("D-8",))


class TestRemovedUnits:
    def test_each_is_settled_once_and_the_duty_is_done(self, depot):
        movement = taken_out(depot)
        depot.desk.record(depot.opened, "goods.exchanged", "11:00")
        assert duty(depot, "removed") == "owed"

        first = settle(depot, movement)
        assert settle(depot, movement).pk == first.pk
        with pytest.raises(KeyReused):
            settle(depot, movement, outcome=UnitOutcome.REPAIRED)
        with pytest.raises(NotSoMany):
            settle(depot, movement, 2, key="more")
        settle(depot, movement, key="second", outcome=UnitOutcome.REPAIRED)

        assert lines(depot) == []
        assert duty(depot, "removed") == "done"

    @pytest.mark.parametrize(
        ("outcome", "lies_as"),
        [
            (UnitOutcome.REPAIRED, {"removed": 1, "good": 1}),
            (UnitOutcome.REPLACED, {"removed": 1, "faulty": 1}),
            (UnitOutcome.SCRAPPED, {"removed": 1}),
        ],
    )
    def test_what_was_decided_moves_its_stock(self, depot, outcome, lies_as):
        movement = Movement.objects.get(pk=taken_out(depot))
        for _ in range(2):
            settle(depot, movement.pk, outcome=outcome)

        rows = Stock.objects.filter(place=movement.target, part=movement.part, on_hand__gt=0)
        assert {row.condition: row.on_hand for row in rows} == lies_as
        assert movements_sum(movement.target, movement.part) == lies_as

    def test_a_piece_is_decided_about_where_it_lies_now(self, depot):
        store = Store(depot.desk)
        more = {"serial": "OLD-1", "case_id": depot.case_id, "condition": Condition.REMOVED}
        out = store.move("taken_out", store.board, target=store.van, **more).movement_id
        store.move(
            "transferred", store.board, source=store.van, target=store.warehouse,
            serial="OLD-1", condition=Condition.REMOVED,
        )  # fmt: skip
        settle(depot, out, outcome=UnitOutcome.REPAIRED)

        unit = SerialUnit.objects.get(serial_number="OLD-1")
        assert (unit.place, unit.condition) == (store.warehouse, "good")

    def test_what_has_left_us_is_decided_about_and_moves_no_more(self, depot):
        store = Store(depot.desk)
        more = {"serial": "OLD-1", "condition": Condition.REMOVED}
        out = store.move(
            "taken_out", store.board, target=store.van, case_id=depot.case_id, **more
        ).movement_id
        store.move("returned", store.board, source=store.van, **more)
        settle(depot, out, outcome=UnitOutcome.REPLACED)

        assert lines(depot) == []
        assert SerialUnit.objects.get().place is None

    def test_it_needs_a_reason_and_a_unit_that_was_taken_out(self, depot):
        movement = taken_out(depot)
        with pytest.raises(ReasonMissing):
            settle(depot, movement, reason=" ")
        with pytest.raises(IntegrityError), transaction.atomic():
            RemovedDecision.objects.create(
                movement_id=movement,
                quantity=1,
                outcome="scrapped",
                reason=" ",
                at=at("15:00"),
                by=depot.desk.manager,
                key="by hand",
            )

    def test_only_what_was_taken_out_is_settled(self, depot):
        store = Store(depot.desk)
        delivered = store.receive(store.fuse).movement_id

        with pytest.raises(NotRemoved):
            settle(depot, delivered)


def test_the_pool_says_what_is_out(depot):
    unit = add(depot.desk)
    assert [one.loan for one in pool(viewer=depot.desk.manager)] == [None]
    loan = reserve(depot, unit)

    [card] = pool(viewer=depot.desk.manager)
    assert (card.loan.pk, card.loan.is_out) == (loan.pk, False)
    assert [one.pk for one in loans_of_case(depot.case_id)] == [loan.pk]
