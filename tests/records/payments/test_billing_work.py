"""Work done is billed once, by the policy and the price lists, and comes free when taken back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.records.cases.queries import case_card
from kept.records.cases.services import KeyReused, move_case_to_policy
from kept.records.money import Money, total
from kept.records.payments.models import Invoice, InvoiceLine
from kept.records.payments.services import (
    AcceptedQuote,
    ChangedMeanwhile,
    NewCredit,
    NothingToBill,
    WorkDone,
    credit_invoice,
    invoice_quote,
    invoice_work,
)
from kept.records.payments.work_billing import work_billing
from kept.records.prices.models import Band
from kept.records.quotes.from_work import to_bill
from kept.records.quotes.models import Quote, QuoteLine
from kept.records.quotes.services import LineNotReady, NothingToTake, take_over_work
from kept.records.work.models import Entry, Taken, WorkKind
from kept.records.work.services import (
    BilledAlready,
    IsBilled,
    NewEntry,
    NotThere,
    Share,
    record_work,
    take_work,
    withdraw_work,
)
from tests.desk import at, open_desk, publish
from tests.records.quotes.conftest import QUOTING, Counter

TODAY, LATER = date(2026, 11, 24), date(2026, 12, 24)
CALENDARS = QUOTING.replace(
    "calendars:\n",
    """calendars:
  days:
    name: {en: working days}
    weekly: {mon-fri: ["09:00-18:00"]}
""",
)


class Shop(Counter):
    """A counter at which somebody works, and what is billed of it."""

    def __init__(self, desk):
        super().__init__(desk)
        self.case_id, self.by = self.opened.case_id, desk.manager
        self.keys = 0

    def work(self, since="12:00", until="14:30", **said):
        self.keys += 1
        entry = NewEntry(
            case_id=self.case_id,
            person_id=self.desk.engineer.pk,
            kind=WorkKind.TIME,
            component="labour",
            at=at(since),
            ended_at=at(until),
            where="on_site",
        )
        entry = replace(entry, **said)
        return record_work(entry=entry, by=self.by, now=at("23:50"), key=f"w{self.keys}")

    def expense(self, amount="45.00", currency="CNY"):
        return self.work(
            kind=WorkKind.EXPENSE,
            component="travel",
            where="",
            ended_at=None,
            amount=Decimal(amount),
            currency=currency,
            text="Parking",
        )

    def case(self, now="23:55"):
        return case_card(self.opened.number, viewer=self.by, at=at(now))

    def billing(self, **chosen):
        return work_billing(self.case(), currency="CNY", chosen=chosen, language="en")

    def bill(self, seen="", key="bill", **chosen):
        seen = seen or self.billing(**chosen).fingerprint
        work = WorkDone(
            case_id=self.case_id,
            currency="CNY",
            issued_on=TODAY,
            due_on=LATER,
            seen=seen,
            chosen=chosen,
        )
        issued = invoice_work(work=work, by=self.by, now=at("23:55"), key=key)
        return Invoice.objects.get(pk=issued.invoice_id)

    def moved_to(self, text):
        """Put the case under another policy."""
        version = publish(text, self.by, at("23:55"))
        move_case_to_policy(
            case_id=self.case_id,
            version_id=version.pk,
            reason="signed anew",
            by=self.by,
            now=at("23:55"),
        )

    def credit(self, invoice, lines=()):
        credit = NewCredit(
            invoice_id=invoice.pk, reason="wrong", issued_on=TODAY, lines=tuple(lines)
        )
        return credit_invoice(credit=credit, by=self.by, now=at("23:56"), key=f"c{invoice.pk}")


@pytest.fixture
def shop(db, settings, tmp_path) -> Shop:
    settings.FILES = tmp_path / "files"
    return Shop(open_desk(CALENDARS))


class TestLines:
    def test_hours_come_by_price_and_by_who_pays(self, shop):
        shop.found("negligence")
        shop.work("12:00", "14:30")
        found = shop.billing()

        [line] = found.worked.lines
        assert (str(line.quantity), str(line.charged)) == ("2.500", "CNY 750.00")
        assert line.clauses == ("D-9",)

    def test_hours_of_a_night_have_a_price_of_their_own(self, shop):
        shop.found("negligence")
        shop.shop.hour("600.00", band=Band.EVENING)
        shop.work("16:00", "20:00")

        found = {line.band: line.draft for line in shop.billing().lines}
        assert {band: str(draft.quantity) for band, draft in found.items()} == {
            "working": "2.000",
            "evening": "2.000",
        }
        assert str(shop.billing().net) == "CNY 1,800.00"

    def test_what_no_list_has_a_price_for_is_left_out_and_said(self, shop):
        shop.found("negligence")
        shop.work(component="diagnosis")
        [line] = shop.billing().lines

        assert not line.has_price
        assert shop.billing().billed == []

    def test_where_several_prices_fit_one_is_chosen(self, shop):
        shop.found("negligence")
        expert = shop.shop.hour("900.00", code="EXPERT")
        shop.work()
        [line] = shop.billing().lines
        assert len(line.choices) == 2
        assert not line.has_price

        assert str(shop.billing(**{line.key: expert.pk}).net) == "CNY 2,250.00"

    def test_what_it_costs_ourselves_is_asked_only_where_the_policy_says_so(self, shop):
        shop.found("negligence")
        shop.shop.hour("90.00", component="diagnosis", of=shop.cost)
        dear = shop.shop.hour("400.00", component="diagnosis")
        shop.work(component="diagnosis")

        [line] = shop.billing().lines
        assert line.draft.price_id == dear.pk

    def test_an_expense_is_what_it_cost_and_stays_in_its_currency(self, shop):
        shop.found("negligence")
        shop.expense()
        shop.expense("7.00", "EUR")

        # Travel comes to 300 at least under this policy.
        amounts = [str(line.amount) for line in shop.billing().worked.lines]
        assert amounts == ["CNY 45.00", "CNY 255.00"]

    def test_the_least_that_is_charged_is_charged_once(self, shop):
        shop.found("negligence")
        shop.expense()
        shop.bill()
        shop.expense("50.00")

        assert str(shop.billing().net) == "CNY 50.00"

    def test_what_the_policy_lays_on_us_is_not_billed(self, shop):
        shop.found("quality")
        shop.work()

        with pytest.raises(NothingToBill):
            shop.bill()

    def test_while_the_cause_is_open_nothing_is_billed(self, shop):
        shop.work()

        assert shop.billing().worked.lines[0].is_conditional
        with pytest.raises(NothingToBill):
            shop.bill()


def test_of_very_many_entries_the_first_are_billed_too(shop):
    first = Entry.objects.get(pk=shop.expense())
    Entry.objects.bulk_create(
        Entry(
            **{
                f.attname: getattr(first, f.attname)
                for f in Entry._meta.fields
                if not f.primary_key
            }
            | {"key": f"more {nth}"}
        )
        for nth in range(500)
    )

    assert len(to_bill(shop.case(), currency="CNY")) == 501


class TestOnce:
    def test_BL_04_the_same_work_is_billed_once_until_that_is_taken_back(self, shop):
        shop.found("negligence")
        entry = shop.work()
        invoice = shop.bill()
        assert list(Taken.objects.values_list("bill", "entry_id")) == [(invoice.number, entry)]
        with pytest.raises(NothingToBill):
            shop.bill(key="again")
        with pytest.raises(IsBilled, match=str(invoice.number)):
            withdraw_work(entry_id=entry, reason="no", by=shop.by, now=at("23:57"))

        shop.credit(invoice)
        assert shop.bill(key="anew").net == invoice.net

    def test_the_same_press_writes_one_invoice(self, shop):
        shop.found("negligence")
        shop.work()
        seen = shop.billing().fingerprint

        assert shop.bill(seen=seen) == shop.bill(seen=seen)
        work = WorkDone(
            case_id=shop.case_id, currency="CNY", issued_on=TODAY, due_on=LATER, seen=seen
        )
        told = {"by": shop.by, "now": at("23:55"), "key": "bill"}
        for other in ({"currency": "EUR"}, {"due_on": TODAY}):
            with pytest.raises(KeyReused):
                invoice_work(work=replace(work, **other), **told)

    def test_what_came_meanwhile_is_looked_at_first(self, shop):
        shop.found("negligence")
        shop.work()
        seen = shop.billing().fingerprint
        shop.expense()

        with pytest.raises(ChangedMeanwhile):
            shop.bill(seen=seen)

    def test_BL_04_the_database_bills_no_share_twice(self, shop):
        shop.found("negligence")
        shop.work()
        shop.bill()
        row = Taken.objects.get()
        row.pk, row.seconds = None, 0

        with pytest.raises(IntegrityError, match="taken_work_once"), transaction.atomic():
            row.save(force_insert=True)

    def test_BL_04_the_database_bills_no_more_hours_than_there_were(self, shop):
        shop.found("negligence")
        shop.work()
        shop.bill()
        row = Taken.objects.get()
        row.pk, row.share, row.seconds = None, "evening", 1

        with pytest.raises(IntegrityError, match="than it took"), transaction.atomic():
            row.save(force_insert=True)

    def test_the_service_bills_no_share_twice_nor_what_is_elsewhere_or_withdrawn(self, shop):
        shop.found("negligence")
        entry = shop.work()
        invoice = shop.bill()
        gone = shop.work("15:00", "16:00")
        withdraw_work(entry_id=gone, reason="no", by=shop.by, now=at("23:57"))
        said = {"bill": str(invoice.number), "by": shop.by, "now": at("23:58")}
        for share, refusal in (
            (Share("entry", entry, "working"), BilledAlready),
            (Share("entry", entry, "any", 9000), BilledAlready),
            (Share("entry", gone, "working"), NotThere),
            (Share("movement", 4711, "all"), NotThere),
        ):
            with pytest.raises(refusal):
                take_work(case_id=shop.case_id, lines=[(1, [share])], **said)

    def test_hours_are_billed_once_also_where_another_policy_parts_them_otherwise(self, shop):
        shop.found("negligence")
        shop.work("15:00", "18:00")
        invoice = shop.bill()
        assert str(invoice.net) == "900.0000"

        shop.moved_to(CALENDARS.replace("09:00-18:00", "09:00-17:00"))

        assert to_bill(shop.case(), currency="CNY") == []
        shop.credit(invoice)
        found = to_bill(shop.case(), currency="CNY")
        assert [str(line.draft.quantity) for line in found] == ["2.000", "1.000"]


class TestQuotes:
    def taken(self, shop):
        quote = shop.begin()
        said = {"quote_id": quote.pk, "edition": 1, "by": shop.by, "at": at("23:55")}
        return take_over_work(card=shop.case(), chosen={}, **said)

    def test_what_was_done_is_taken_over_once(self, shop):
        shop.found("negligence")
        shop.work()
        quote = self.taken(shop)

        assert [line["quantity"] for line in quote.lines] == ["2.500"]
        assert to_bill(shop.case(), currency="CNY") == []
        with pytest.raises(NothingToTake):
            take_over_work(
                quote_id=quote.pk,
                card=shop.case(),
                chosen={},
                edition=quote.edition,
                by=shop.by,
                at=at("23:55"),
            )

    def test_billed_by_its_quote_it_stands_on_the_invoice(self, shop):
        shop.found("negligence")
        entry = shop.work()
        version = shop.send(self.taken(shop), now="23:56")
        shop.answer(version, now="23:57")
        assert QuoteLine.objects.get().sources == [f"entry {entry} working 9000"]

        asked = AcceptedQuote(version_id=version.pk, issued_on=TODAY, due_on=LATER)
        issued = invoice_quote(quote=asked, by=shop.by, now=at("23:58"))
        assert Taken.objects.get().bill == issued.number

    def test_nor_is_what_a_quote_holds_billed_where_another_policy_parts_it_otherwise(self, shop):
        shop.found("negligence")
        shop.work("15:00", "18:00")
        self.taken(shop)

        shop.moved_to(CALENDARS.replace("09:00-18:00", "09:00-17:00"))

        assert to_bill(shop.case(), currency="CNY") == []

    def test_what_was_withdrawn_is_not_offered_as_it_could_not_be_billed(self, shop):
        shop.found("negligence")
        entry = shop.work()
        quote = self.taken(shop)
        withdraw_work(entry_id=entry, reason="no", by=shop.by, now=at("23:55"))

        with pytest.raises(LineNotReady, match="was withdrawn"):
            shop.send(quote, now="23:56")

    def test_a_draft_that_is_withdrawn_frees_what_it_held(self, shop):
        shop.found("negligence")
        shop.work()
        quote = self.taken(shop)
        Quote.objects.filter(pk=quote.pk).update(
            withdrawn_at=at("23:56"), withdrawn_by=shop.by, withdrawn_why="no"
        )

        assert len(to_bill(shop.case(), currency="CNY")) == 1


@given(
    spans=st.lists(st.integers(1, 300), min_size=1, max_size=4),
    prices=st.sampled_from(["300.00", "333.33", "0.01"]),
)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_lines_come_to_the_total_and_hold_each_share_once(shop, spans, prices):
    with transaction.atomic():
        shop.shop.hour(prices, band=Band.EVENING)
        shop.found("negligence")
        minute = 0
        for length in spans:
            since, until = (divmod(minute + more, 60) for more in (0, length))
            shop.work(f"{since[0]}:{since[1]:02}", f"{until[0]}:{until[1]:02}")
            minute += length
        invoice = shop.bill()
        lines = InvoiceLine.objects.filter(invoice=invoice)
        assert total((Money(x.net, "CNY") for x in lines), "CNY") == Money(invoice.net, "CNY")
        shares = list(Taken.objects.values_list("entry_id", "share"))
        assert len(shares) == len(set(shares))
        assert {pk for pk, _ in shares} == {e for e, _ in shares}
        transaction.set_rollback(True)
