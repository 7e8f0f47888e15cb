"""A loaner that becomes the customer's: one unit, a piece of theirs, never lent again."""

from datetime import date
from threading import Event

import pytest
from django.db import IntegrityError, connection, transaction

from kept.records.archive.models import Equipment, Milestone, MilestoneKind, Site
from kept.records.archive.services import LentByUs, ProductDetails, register_product
from kept.records.cases.models import CaseFact
from kept.records.cases.queries import case_card
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.returns.models import Loan, LoanerUnit
from kept.records.returns.queries import lines_of_case, owed, pool
from kept.records.returns.services import (
    HasIt,
    IsLoaner,
    Keeping,
    LoanerDetails,
    LoanerTaken,
    NotNow,
    add_loaner,
    keep_loaner,
)
from kept.web.hotline.building.returned import build_returned
from tests.desk import at
from tests.records.returns.again import depot_at_harbour, registered
from tests.records.returns.test_loaners import add, hand, reserve, take_back
from tests.records.together import together


@pytest.fixture
def loan(depot):
    """A loaner that the customer has."""
    return hand(depot, reserve(depot, add(depot.desk)))


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return cursor.fetchone()[0] > 0


def keep(depot, loan, reason="sold", key="keep", **more):
    return keep_loaner(
        loan_id=loan.pk,
        keeping=Keeping(at=at("15:00"), reason=reason, **more),
        by=depot.desk.manager,
        now=at("15:00"),
        key=key,
    )


def test_it_is_a_piece_of_theirs_and_owed_back_no_longer(depot, loan):
    assert [one.kind for one in owed(viewer=depot.desk.manager)] == ["loaner"]

    keep(depot, loan)

    piece = Equipment.objects.get(serial_number="L-1")
    assert (piece.customer, piece.site) == (depot.desk.customer, depot.desk.site)
    assert piece.replaces is None
    assert piece.milestones.get().kind == MilestoneKind.DELIVERED
    loan.refresh_from_db()
    assert (loan.piece, loan.reason, loan.kept_by) == (piece, "sold", depot.desk.manager)
    assert owed(viewer=depot.desk.manager) == []
    assert pool(viewer=depot.desk.manager) == []
    fact = CaseFact.objects.get(kind="loaner.kept")
    assert fact.values == {"serial": "L-1", "text": "sold"}


def test_in_the_place_of_their_own_its_days_go_on(depot, loan):
    own = depot.desk.equipment

    keep(depot, loan, instead=True)

    piece = Equipment.objects.get(serial_number="L-1")
    assert piece.replaces == own
    assert piece.milestones.get(kind=MilestoneKind.ACCEPTED).on == date(2026, 3, 1)
    assert own.milestones.get(kind=MilestoneKind.RETIRED).on == date(2026, 11, 24)


@pytest.mark.parametrize(("instead", "kind"), [(False, "delivered"), (True, "retired")])
def test_its_days_are_those_of_the_place_where_it_stands(depot, loan, instead, kind):
    Site.objects.update(time_zone="Pacific/Honolulu")

    keep(depot, loan, instead=instead)

    assert Milestone.objects.get(kind=kind).on == date(2026, 11, 23)


def test_the_page_of_the_case_says_that_it_is_theirs(depot, loan):
    [before] = lines_of_case(depot.case_id)
    keep(depot, loan)
    [after] = lines_of_case(depot.case_id)

    assert [(one.is_over, one.is_kept) for one in (before, after)] == [(False, False), (True, True)]
    card = case_card(depot.opened.number, viewer=depot.desk.manager, at=at("16:00"))
    [shown] = build_returned(card)
    assert (shown.state, shown.clock) == ("the customer’s now", None)


def test_it_may_be_of_another_model_than_what_it_takes_the_place_of(depot):
    small = ProductDetails(brand="Nordlux", code="NX-100", names={"en": "UPS"})
    model = register_product(details=small, by=depot.desk.manager, at=at("08:00"))
    details = LoanerDetails(
        product_id=model.pk, serial_number="S-1", office_id=depot.desk.office.pk
    )
    unit = add_loaner(details=details, by=depot.desk.manager, now=at("08:30"))

    keep(depot, hand(depot, reserve(depot, unit)), instead=True)

    piece = Equipment.objects.get(serial_number="S-1")
    assert (piece.product.code, piece.replaces) == ("NX-100", depot.desk.equipment)


def test_ID_02_pressed_twice_it_stays_once(depot, loan):
    first = keep(depot, loan)

    assert keep(depot, loan, key="again").kept_at == first.kept_at
    assert CaseFact.objects.filter(kind="loaner.kept").count() == 1


def test_only_what_is_out_stays_and_with_a_reason(depot):
    promised = reserve(depot, add(depot.desk))
    with pytest.raises(NotNow):
        keep(depot, promised)
    lent = hand(depot, promised)
    with pytest.raises(ReasonMissing):
        keep(depot, lent, reason="  ")
    take_back(depot, lent)

    with pytest.raises(NotNow):
        keep(depot, lent)

    assert not Equipment.objects.filter(serial_number="L-1").exists()


def test_what_stays_does_not_come_back_nor_is_it_lent_again(depot, loan):
    keep(depot, loan)

    with pytest.raises(NotNow):
        take_back(depot, loan)
    with pytest.raises(LoanerTaken):
        reserve(depot, loan.unit, key="again")


class TestInOnePlace:
    def test_CC_02_a_loaner_is_not_typed_as_a_replacement(self, depot, loan):
        rma = depot.approved(depot.own())
        depot.happens(rma, "received", 1)

        with pytest.raises(IsLoaner, match="L-1 is a loaner of ours"):
            depot.happens(rma, "replaced", 1, serial="l-1", text="typed")

    def test_CC_02_what_a_customer_has_is_not_lent(self, depot):
        with pytest.raises(HasIt, match="is with Eastbank"):
            add(depot.desk, serial=depot.desk.equipment.serial_number)

    def test_CC_02_nor_made_known_as_a_customers_machine(self, depot, loan):
        with pytest.raises(LentByUs, match="l-1 is a loaner of ours"):
            registered(depot.desk, "l-1", customer_id=depot.desk.customer.pk)

    def test_CC_02_the_database_knows_no_loaner_that_a_customer_has(self, depot, loan):
        other = depot_at_harbour(depot.desk).piece

        for rows, change in (
            (LoanerUnit.objects.filter(pk=loan.unit_id), {"serial_number": "other-1"}),
            (Equipment.objects.filter(pk=other.pk), {"serial_number": "l-1"}),
        ):
            with pytest.raises(IntegrityError, match="loaner_is_ours"), transaction.atomic():
                rows.update(**change)

    @pytest.mark.django_db(transaction=True)
    def test_CC_02_the_first_of_a_model_waits_for_what_is_being_delivered(self, depot):
        desk, begun, tried = depot.desk, Event(), Event()

        def work(number):
            if number:
                begun.wait(30)
                try:
                    return add(desk, serial="NEW-8")
                finally:
                    tried.set()
            with transaction.atomic():
                registered(desk, "NEW-8", customer_id=desk.customer.pk)
                begun.set()
                while not (tried.wait(0.05) or somebody_waits()):
                    pass
            return None

        delivered, lent = together(work, workers=2)

        assert delivered is None
        assert isinstance(lent, IntegrityError)
        assert not LoanerUnit.objects.exists()

    def test_the_database_refuses_a_kept_one_that_is_no_piece(self, depot, loan):
        name = "loan_kept_was_out_and_is_a_piece"
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Loan.objects.update(kept_at=at("15:00"), kept_by=depot.desk.manager, reason="x")
