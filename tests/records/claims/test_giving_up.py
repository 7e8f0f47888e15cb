"""Suppliers owe no more than was given because of them, and nobody gives that up alone."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.records.claims.models import SupplierBalance, SupplierDecision
from kept.records.claims.services import (
    MoreThanGiven,
    MoreThanGivenUp,
    OtherCurrency,
    answer_giving,
)
from kept.records.ledger.actor import System
from kept.records.people.models import Role
from kept.records.people.services import PersonDetails, create_person
from kept.records.refusal import Refused
from kept.records.releases.models import Giving
from kept.records.releases.services import OwnRequest, Waiting
from tests.desk import at, open_desk
from tests.records.claims.conftest import TEXT, Owed
from tests.records.claims.test_suppliers import Recovering
from tests.records.together import together

WHY = {"reason": "they are bankrupt"}


class Agreeing(Recovering):
    """Asks a supplier, and lets a second person release what is given up."""

    def __init__(self, owed):
        super().__init__(owed)
        details = PersonDetails(username="fang", display_name="Fang", roles=[Role.ACCOUNTANT])
        self.second = create_person(details=details, by=System("test"), at=at("08:00"))

    def answer(self, waiting, *, by=None, released=True, reason=""):
        told = {"by": by or self.second, "now": at("22:00")}
        answer_giving(giving_id=waiting.giving_id, released=released, reason=reason, **told)

    def given(self, amount="500"):
        return self.owed.decide(amount, reason="a bad week", clause="D-3").pk


@pytest.fixture
def back(owed):
    return Agreeing(owed)


@pytest.fixture
def committed_back(transactional_db, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return Agreeing(Owed(open_desk(TEXT)))


def decided(claim):
    return SupplierBalance.objects.get(claim=claim).decided


class TestGivingUp:
    def test_BL_03_above_the_limit_a_second_person_releases_it_first(self, back):
        claim = back.claim("9000")

        for _ in range(2):
            waits = back.decide(claim, "3999.99", key="less", **WHY)
        assert isinstance(waits, Waiting)
        assert decided(claim) is None
        with pytest.raises(OwnRequest):
            back.answer(waits, by=back.by)
        for _ in range(2):
            back.answer(waits)

        row = SupplierDecision.objects.get()
        assert (decided(claim), row.by, row.giving_id) == (
            Decimal("3999.99"), back.by, waits.giving_id,
        )  # fmt: skip

    def test_BL_03_in_parts_it_waits_as_well(self, back):
        claim = back.claim("9000")
        assert not isinstance(back.decide(claim, "4000", **WHY), Waiting)
        assert isinstance(back.decide(claim, "3999", **WHY), Waiting)

    def test_BL_03_nor_over_two_claims_of_a_case(self, back):
        first, second = back.claim("4000"), back.claim("4000")
        assert not isinstance(back.decide(first, "0", due_at=None, **WHY), Waiting)
        assert isinstance(back.decide(second, "0", due_at=None, **WHY), Waiting)

    def test_what_is_agreed_to_in_full_asks_nobody(self, back):
        claim = back.claim("90000")
        back.decide(claim, "90000")

        assert not Giving.objects.exists()

    def test_what_was_refused_changes_nothing(self, back):
        claim = back.claim("9000")
        back.answer(back.decide(claim, "0", **WHY), released=False, reason="they can pay")

        assert decided(claim) is None

    def test_more_than_was_released_is_not_given_up(self, back):
        claim = back.claim("9000")
        back.decide(claim, "8000", **WHY)
        waits = back.decide(claim, "2000", **WHY)
        back.decide(claim, "9000")

        with pytest.raises(MoreThanGivenUp):
            back.answer(waits)


class TestTogether:
    def test_BL_03_claims_for_one_decision_come_to_no_more_than_it(self, back):
        gave = back.given()
        first = back.claim("300", decision_id=gave)
        with pytest.raises(MoreThanGiven, match=r"200\.00"):
            back.claim("200.01", decision_id=gave)
        with pytest.raises(OtherCurrency):
            back.claim("1", decision_id=gave, currency="EUR")

        back.decide(first, "100", **WHY)
        back.claim("400", decision_id=gave)
        with pytest.raises(MoreThanGiven):
            back.decide(first, "101", **WHY)

    @settings(max_examples=15, deadline=None, suppress_health_check=[*HealthCheck])
    @given(
        asked=st.lists(
            st.tuples(
                st.decimals("0.01", 700, places=2), st.none() | st.decimals(0, 700, places=2)
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_however_they_are_asked_and_decided(self, back, asked):
        with transaction.atomic():
            gave = back.given()
            for amount, less in asked:
                try:
                    claim = back.claim(str(amount), decision_id=gave)
                    if less is not None:
                        back.decide(claim, str(less), **WHY)
                except Refused:
                    continue
            rows = SupplierBalance.objects.filter(claim__decision=gave)
            whole = sum(row.claimed if row.decided is None else row.decided for row in rows)
            transaction.set_rollback(True)

        assert whole <= 500


class TestTheDatabase:
    def test_BL_03_lets_no_claims_pass_what_was_given(self, back):
        gave = back.given()
        first = back.claim("300", decision_id=gave)
        back.decide(first, "100", **WHY)
        back.claim("400", decision_id=gave)

        with pytest.raises(IntegrityError), transaction.atomic():
            SupplierBalance.objects.filter(claim=first).update(decided=101)

    def test_BL_03_lets_nothing_be_given_up_that_was_not_released(self, back):
        claim = back.claim("9000")
        waits = back.decide(claim, "1000", **WHY)
        row = {
            "claim_id": claim, "currency": "CNY", "said_by": "x", "reason": "x", "by": back.by,
            "at": at("22:00"), "due_at": at("23:00"),
        }  # fmt: skip

        for nth, (amount, giving) in enumerate((("1000", waits.giving_id), ("8999.99", None))):
            with pytest.raises(IntegrityError), transaction.atomic():
                SupplierDecision.objects.create(
                    amount=Decimal(amount), giving_id=giving, key=f"x{nth}", **row
                )
        SupplierDecision.objects.create(amount=Decimal(9000), key="all", **row)


class TestAtOnce:
    @pytest.mark.django_db(transaction=True)
    def test_CC_02_two_claims_at_once_share_what_was_given(self, committed_back):
        back = committed_back
        gave = back.given()

        made = together(lambda n: back.claim("300", decision_id=gave, key=f"race {n}"), workers=4)

        assert sum(isinstance(each, MoreThanGiven) for each in made) == 3

    @pytest.mark.django_db(transaction=True)
    def test_CC_02_given_up_in_parts_at_once_it_stays_below_the_limit(self, committed_back):
        back = committed_back
        claims = [back.claim("2000") for _ in range(4)]

        made = together(
            lambda n: back.decide(claims[n], "0", due_at=None, key=f"race {n}", **WHY), workers=4
        )

        assert not [each for each in made if isinstance(each, Exception)]
        assert sum(isinstance(each, Waiting) for each in made) == 2
