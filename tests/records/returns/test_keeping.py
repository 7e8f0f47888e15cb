"""A loaner that becomes the customer's: one unit, a piece of theirs, never lent again."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kept.records.archive.models import Equipment, MilestoneKind
from kept.records.archive.services import ProductDetails, register_product
from kept.records.cases.models import CaseFact
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.returns.models import Loan, LoanerUnit
from kept.records.returns.queries import owed, pool
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
from tests.desk import at
from tests.records.returns.again import depot_at_harbour
from tests.records.returns.test_loaners import add, hand, reserve, take_back


@pytest.fixture
def loan(depot):
    """A loaner that the customer has."""
    return hand(depot, reserve(depot, add(depot.desk)))


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

    def test_CC_02_the_database_knows_no_loaner_that_a_customer_has(self, depot, loan):
        other = depot_at_harbour(depot.desk).piece

        for rows, change in (
            (LoanerUnit.objects.filter(pk=loan.unit_id), {"serial_number": "other-1"}),
            (Equipment.objects.filter(pk=other.pk), {"serial_number": "l-1"}),
        ):
            with pytest.raises(IntegrityError, match="loaner_is_ours"), transaction.atomic():
                rows.update(**change)

    def test_the_database_refuses_a_kept_one_that_is_no_piece(self, depot, loan):
        name = "loan_kept_was_out_and_is_a_piece"
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Loan.objects.update(kept_at=at("15:00"), kept_by=depot.desk.manager, reason="x")
