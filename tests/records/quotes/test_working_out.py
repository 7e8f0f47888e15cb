"""What lines come to: the policy says who pays and by which price, money adds up."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.records.cases.queries import case_card
from kept.records.money import Money, nothing
from kept.records.prices.queries import TaxOn
from kept.records.quotes.drafting import DraftLine
from kept.records.quotes.queries import quote_card
from kept.records.quotes.services import worked_out
from kept.records.quotes.validity import policys_validity
from kept.records.quotes.working_out import WorkedLine, _taxes
from tests.desk import at
from tests.goodwill import grant


def worked(counter, quote, now="11:00"):
    card = case_card(counter.opened.number, viewer=counter.desk.hotline, at=at(now))
    return worked_out(quote, card)


def charged(found):
    return [str(line.charged.amount) for line in found.lines]


class TestWhoPays:
    def test_all_is_paid_where_the_customer_broke_it(self, counter):
        counter.found("negligence")
        found = worked(counter, counter.drafted(counter.line(counter.fuse, "3")))

        assert (str(found.net), str(found.tax), str(found.total)) == (
            "CNY 30.00", "CNY 3.90", "CNY 33.90",
        )  # fmt: skip
        assert found.lines[0].basis == "at_cost"
        assert found.lines[0].clauses == ("D-9",)

    def test_BL_04_what_the_policy_gives_free_is_charged_to_nobody(self, counter):
        counter.found("quality")
        lines = (counter.line(counter.fuse, "3"), counter.line(counter.hour, "2"))
        found = worked(counter, counter.drafted(*lines))

        assert charged(found) == ["0.00", "0.00"]
        assert str(found.total) == "CNY 0.00"
        assert found.lines[0].clauses == ("D-8",)

    def test_a_share_is_charged_in_its_share(self, counter):
        counter.found("wear")
        found = worked(counter, counter.drafted(counter.line(counter.fuse, "3")))

        assert charged(found) == ["12.00"]
        assert str(found.lines[0].amount) == "CNY 30.00"

    def test_while_the_cause_is_not_known_the_line_says_so(self, counter):
        found = worked(counter, counter.drafted(counter.line(counter.hour, "2")))

        assert found.lines[0].is_conditional
        assert charged(found) == ["600.00"]

    def test_goodwill_takes_its_part(self, counter):
        counter.found("negligence")
        told = {"by": counter.desk.manager, "now": at("10:50")}
        grant(counter.opened.case_id, per_cent="50", **told)
        found = worked(counter, counter.drafted(counter.line(counter.hour, "2")))

        assert charged(found) == ["300.00"]


class TestPrices:
    def test_another_basis_than_the_policys_is_a_problem(self, counter):
        counter.found("negligence")
        listed = counter.shop.set("15.00")
        found = worked(counter, counter.drafted(counter.line(listed)))

        assert [place for place, _ in found.problems] == [1]

    def test_a_price_that_does_not_hold_any_more_is_a_problem(self, counter):
        counter.found("negligence")
        quote = counter.drafted(counter.line(counter.fuse))
        counter.shop.set("11.00", "11-24", of=counter.cost)

        assert worked(counter, quote).problems

    def test_the_policys_own_fee_and_the_least_that_is_charged(self, counter):
        counter.found("wear")
        trip = replace(counter.typed("0"), component="travel", typed=None, why="")
        found = worked(counter, counter.drafted(trip))

        assert charged(found) == ["200.00", "100.00"]
        assert all(line.by_policy for line in found.lines)

    def test_what_has_no_price_is_a_problem(self, counter):
        none = replace(counter.typed("0"), typed=None, why="")

        assert worked(counter, counter.drafted(none)).problems


class TestValidity:
    def test_is_the_policys_where_it_says_so(self, counter):
        card = case_card(counter.opened.number, viewer=counter.desk.hotline, at=at("11:00"))

        assert policys_validity(card).until == at("26 11:00")
        assert policys_validity(card).clauses == ("D-11",)


money_amounts = st.integers(0, 10**9).map(lambda units: Money(Decimal(units).scaleb(-2), "CNY"))


class TestTaxes:
    @given(
        st.lists(st.tuples(st.sampled_from(["parts", "labour", "travel"]), money_amounts)),
        st.decimals(0, 100, places=2),
    )
    @settings(suppress_health_check=[HealthCheck.too_slow])
    def test_BL_04_bases_are_the_lines_and_each_tax_is_rounded_once(self, said, rate):
        taxes = [TaxOn("A", {}, ("parts",), rate), TaxOn("B", {}, (), Decimal(6))]
        lines = [line_of(component, amount) for component, amount in said]

        found = _taxes(lines, taxes, "CNY")

        assert sum(one.base.amount for one in found) == sum(m.amount for _, m in said)
        for one in found:
            exact = one.base.amount * one.tax.per_cent / 100
            assert abs(one.amount.amount - exact) <= Decimal("0.005")


def line_of(component, charged):
    draft = DraftLine(component=component, quantity=Decimal(1), names={"en": "x"}, unit="piece")
    return WorkedLine(
        draft=draft,
        quantity=Decimal(1),
        unit_price=charged,
        amount=charged,
        per_cent=Decimal(100),
        charged=charged,
        taken_over=nothing("CNY"),
        wanted=nothing("CNY"),
        fact=0,
        basis="",
        clauses=(),
        is_conditional=False,
    )


def test_a_quote_is_not_there_for_whom_it_is_not(counter):
    quote = counter.drafted()

    assert quote_card(str(quote.number), viewer=counter.desk.hotline, at=at("11:00")) is not None
    assert quote_card("Q-999999", viewer=counter.desk.hotline, at=at("11:00")) is None
