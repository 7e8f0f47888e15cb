"""What suppliers are asked for, what they decide, and what comes back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kept.records.cases.services import KeyReused, ReasonMissing
from kept.records.claims.loss_queries import by_cause, by_clause, losses, totals
from kept.records.claims.models import (
    Recovery,
    SupplierClaim,
    SupplierDecision,
    Way,
)
from kept.records.claims.services import (
    DayMissing,
    LessThanCame,
    MoreThanClaimed,
    NewRecovery,
    NewSupplierClaim,
    NewSupplierDecision,
    NotDecidedYet,
    OtherCase,
    SupplierMissing,
    UndoneAlready,
    claim_from_supplier,
    decide_supplier_claim,
    record_recovery,
    undo_recovery,
)
from kept.records.claims.supplier_queries import State, supplier_claim, supplier_claims
from kept.records.ledger.models import Entry
from kept.records.payments.items import MoreThanOpen
from kept.records.payments.services import AmountUnclear
from kept.records.returns.models import RmaEvent
from kept.records.returns.services import DateMissing, NewLine, NewRma, open_rma
from tests.desk import at

TODAY = date(2026, 11, 24)


class Recovering:
    """Asks a supplier in few words."""

    def __init__(self, owed):
        self.owed, self.by = owed, owed.desk.manager

    def claim(self, amount="1200", *, key="", **more):
        said = {
            "case_id": self.owed.opened.case_id,
            "supplier": "Heron",
            "currency": "CNY",
            "reason": "a fault of the lot",
            "due_at": at("20:00") + timedelta(days=14),
        } | more
        claim = NewSupplierClaim(amount=Decimal(amount), **said)
        key = key or self.owed.key()
        return claim_from_supplier(claim=claim, by=self.by, now=at("21:00"), key=key)

    def decide(self, claim, amount, *, key="", **more):
        said = {"said_by": "Ms Brandt", "due_at": at("20:00") + timedelta(days=30)} | more
        decision = NewSupplierDecision(claim_id=claim, amount=Decimal(amount), **said)
        key = key or self.owed.key()
        return decide_supplier_claim(decision=decision, by=self.by, now=at("21:30"), key=key)

    def came(self, claim, amount, *, key="", **more):
        said = {"way": Way.PAID, "came_on": TODAY, "reference": "B-17"} | more
        recovery = NewRecovery(claim_id=claim, amount=Decimal(amount), **said)
        key = key or self.owed.key()
        return record_recovery(recovery=recovery, by=self.by, now=at("21:40"), key=key)

    def undo(self, recovery, *, reason="another claim’s", key=""):
        key = key or self.owed.key()
        said = {"by": self.by, "now": at("21:50"), "key": key}
        return undo_recovery(recovery_id=recovery, reason=reason, **said)

    def row(self, claim):
        return supplier_claim(claim, viewer=self.by)

    def rma(self):
        asked = NewRma(case_id=self.owed.opened.case_id, lines=(NewLine(name="Pump"),))
        return open_rma(asked=asked, by=self.by, now=at("20:00"), key=self.owed.key())


@pytest.fixture
def back(owed):
    return Recovering(owed)


def standing(row):
    return row.state, str(row.open), str(row.recovered)


def test_it_comes_in_parts_until_nothing_is_open(back):
    claim = back.claim()
    assert standing(back.row(claim)) == (State.ASKED, "CNY 1,200.00", "CNY 0.00")
    back.decide(claim, "1000", reason="without the freight")

    back.came(claim, "400")
    assert standing(back.row(claim)) == (State.OWED, "CNY 600.00", "CNY 400.00")
    back.came(claim, "600", way=Way.CREDITED, reference="GS-4")

    row = back.row(claim)
    assert (*standing(row), row.due_at) == (State.CAME, "CNY 0.00", "CNY 1,000.00", None)
    assert supplier_claims(viewer=back.by, only_open=True) == []
    verbs = Entry.objects.filter(verb__startswith="supplier_claim.").order_by("pk")
    assert [entry.verb.split(".")[1] for entry in verbs] == [
        *("made", "decided", "recovered", "recovered"),
    ]


def test_its_return_says_what_was_claimed_and_decided(back):
    rma = back.rma()
    claim = back.claim(rma_id=rma.pk)
    back.decide(claim, "0", reason="misuse", due_at=None)

    events = RmaEvent.objects.filter(rma=rma).order_by("seq")
    said = [(event.kind, str(event.amount), event.text) for event in events[1:]]
    assert said == [
        ("claimed", "1200.0000", "a fault of the lot"),
        ("claim_decided", "0.0000", "Ms Brandt: misuse"),
    ]


class TestWhatASupplierRefuses:
    def test_has_a_name_and_a_reason(self, back):
        claim = back.claim()
        with pytest.raises(ReasonMissing):
            back.decide(claim, "0")
        with pytest.raises(SupplierMissing):
            back.decide(claim, "0", said_by=" ", reason="misuse")

        back.decide(claim, "0", reason="misuse", due_at=None)

        assert standing(back.row(claim)) == (State.NOTHING, "CNY 0.00", "CNY 0.00")

    def test_may_be_decided_once_more(self, back):
        claim = back.claim()
        back.decide(claim, "0", reason="misuse")
        back.decide(claim, "1200")
        back.came(claim, "300")

        back.decide(claim, "300", said_by="Manager", reason="they are bankrupt")

        assert standing(back.row(claim)) == (State.CAME, "CNY 0.00", "CNY 300.00")
        assert SupplierDecision.objects.count() == 3

    def test_is_never_less_than_what_has_come(self, back):
        claim = back.claim()
        back.decide(claim, "1200")
        back.came(claim, "300")

        with pytest.raises(LessThanCame, match="300.00"):
            back.decide(claim, "299.99", reason="misuse")


def put(claim, change):
    """Write into the balance as no service would."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE claims_supplierbalance SET {change} WHERE claim_id = {claim}")


class TestTooMuch:
    def test_BL_04_no_more_comes_than_was_decided(self, back):
        claim = back.claim()
        with pytest.raises(NotDecidedYet):
            back.came(claim, "1")
        back.decide(claim, "1000", reason="without the freight")
        back.came(claim, "999.99")

        with pytest.raises(MoreThanOpen, match="0.01"):
            back.came(claim, "0.02")

    def test_no_more_is_decided_than_was_claimed(self, back):
        with pytest.raises(MoreThanClaimed):
            back.decide(back.claim(), "1200.01")

    @pytest.mark.parametrize("change", ["recovered = 1000.01", "decided = 1201", "due_at = NULL"])
    def test_the_database_refuses_it_too(self, back, change):
        claim = back.claim()
        back.decide(claim, "1000", reason="without the freight")

        with pytest.raises(IntegrityError), transaction.atomic():
            put(claim, change)

    @pytest.mark.parametrize("change", ["recovered = 1", "due_at = NULL"])
    def test_nor_before_anything_was_decided(self, back, change):
        claim = back.claim()

        with pytest.raises(IntegrityError), transaction.atomic():
            put(claim, change)


class TestMistakes:
    def test_what_was_undone_is_owed_again(self, back):
        claim = back.claim()
        back.decide(claim, "1200")
        first = back.came(claim, "1200")

        back.undo(first)

        row = back.row(claim)
        assert standing(row) == (State.OWED, "CNY 1,200.00", "CNY 0.00")
        assert row.due_at == at("20:00") + timedelta(days=30)
        back.came(claim, "1200")

    def test_it_is_undone_once_and_for_a_reason(self, back):
        claim = back.claim()
        back.decide(claim, "1200")
        first = back.came(claim, "200")
        with pytest.raises(ReasonMissing):
            back.undo(first, reason=" ")
        again = back.undo(first)

        for wrong in (first, again):
            with pytest.raises(UndoneAlready):
                back.undo(wrong)

    @pytest.mark.parametrize("model", [SupplierClaim, SupplierDecision, Recovery])
    def test_nothing_of_it_can_be_changed(self, back, model):
        claim = back.claim()
        back.decide(claim, "1200")
        back.came(claim, "200")

        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(amount=1)
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete("default")


class TestRefusals:
    @pytest.mark.parametrize(
        ("wrong", "refused"),
        [
            ({"supplier": " "}, SupplierMissing),
            ({"reason": ""}, ReasonMissing),
            ({"due_at": at("20:59")}, DateMissing),
            ({"currency": "yuan"}, AmountUnclear),
        ],
    )
    def test_a_claim_says_of_whom_why_and_until_when(self, back, wrong, refused):
        with pytest.raises(refused):
            back.claim(**wrong)

    @pytest.mark.parametrize("wrong", ["-1", "0", "NaN", "Infinity", "1e308", "0.001"])
    def test_BL_04_it_is_about_an_amount_of_money(self, back, wrong):
        with pytest.raises(AmountUnclear):
            back.claim(wrong)

    def test_what_is_of_another_case_is_not_claimed(self, back):
        other = back.owed.desk.log()

        with pytest.raises(OtherCase):
            back.claim(rma_id=back.rma().pk, case_id=other.case_id)

    @pytest.mark.parametrize(
        "wrong", [{"reference": " "}, {"came_on": date(2026, 11, 26)}, {"reference": ""}]
    )
    def test_what_came_has_a_day_and_a_reference(self, back, wrong):
        claim = back.claim()
        back.decide(claim, "1200")

        with pytest.raises(DayMissing):
            back.came(claim, "1", **wrong)

    def test_ID_02_each_press_counts_once(self, back):
        claim = back.claim(key="a")
        assert back.claim(key="a") == claim
        decided = back.decide(claim, "1200", key="b")
        assert back.decide(claim, "1200", key="b") == decided
        came = back.came(claim, "1200", key="c")
        assert back.came(claim, "1200", key="c") == came
        assert back.undo(came, key="d") == back.undo(came, key="d")
        for again in (
            lambda: back.claim("1", key="a"),
            lambda: back.decide(claim, "1", key="b"),
            lambda: back.came(claim, "1", key="c"),
        ):
            with pytest.raises(KeyReused):
                again()


class TestTheLedgerOfLosses:
    def losses(self):
        return losses(since=at("00:00"), until=at("00:00") + timedelta(days=2))

    def test_what_came_stands_beside_what_the_broken_promise_cost(self, back):
        given = back.owed.decide("500", reason="a bad week", clause="D-3")
        claim = back.claim("400", decision_id=given.pk)
        back.decide(claim, "400")
        back.came(claim, "150")

        (row,) = by_clause(self.losses())

        assert (row.clause, row.is_repair, row.decisions) == ("D-3", False, 1)
        assert [str(money) for money in (row.cost, row.recovered, row.net)] == [
            *("CNY 500.00", "CNY 150.00", "CNY 350.00"),
        ]

    def test_what_a_repair_cost_stands_by_itself_and_by_its_cause(self, back):
        back.owed.desk.record(back.owed.opened, "cause.found", "12:00", cause="quality")
        claim = back.claim("1200")
        back.decide(claim, "1000", reason="without the freight")
        back.came(claim, "1000")
        back.owed.decide("500", reason="a bad week", clause="D-3")

        rows = self.losses()

        assert [(r.clause, r.is_repair, str(r.net)) for r in by_clause(rows)] == [
            ("", True, "CNY 200.00"),
            ("D-3", False, "CNY 500.00"),
        ]
        assert [(r.cause, str(r.net)) for r in by_cause(rows)] == [("quality", "CNY 700.00")]

    def test_currencies_are_never_mixed(self, back):
        back.owed.decide("500", reason="a bad week", clause="D-3")
        claim = back.claim("60", currency="EUR")
        back.decide(claim, "60")
        back.came(claim, "20")

        assert [str(row.net) for row in totals(self.losses())] == ["CNY 500.00", "EUR 40.00"]
