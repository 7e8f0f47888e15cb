"""Work that is withdrawn after the customer accepted it: they pay what was done, and never more."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.records.cases.queries import assessed
from kept.records.ledger.models import Entry as Told
from kept.records.payments.billing import Fate, billing_of
from kept.records.payments.models import Invoice
from kept.records.payments.services import (
    AcceptedQuote,
    NothingToBill,
    PayerChanged,
    invoice_quote,
)
from kept.records.quotes.services import take_over_work
from kept.records.work.held import HeldBy
from kept.records.work.models import WorkKind
from kept.records.work.services import NewEntry, correct_work, withdraw_work
from tests.desk import at, open_desk
from tests.records.payments.test_billing_work import CALENDARS, LATER, TODAY, Shop
from tests.records.payments.test_charged_hours import LEAST


class Quoted(Shop):
    """A shop that quotes what was done, and takes some of it back."""

    def taken(self, quote=None):
        quote = quote or self.begin()
        told = {"card": self.case(), "chosen": {}, "edition": quote.edition}
        return take_over_work(quote_id=quote.pk, by=self.by, at=at("23:55"), **told)

    def accepted(self):
        version = self.send(self.taken(), now="23:56")
        self.answer(version, now="23:57")
        return version

    def withdraw(self, entry):
        return withdraw_work(entry_id=entry, reason="not done", by=self.by, now=at("23:58"))

    def becomes(self, version):
        return billing_of(version, assessed(self.case_id, at=at("23:58")))

    def bill_quote(self, version, seen=""):
        asked = AcceptedQuote(version_id=version.pk, issued_on=TODAY, due_on=LATER, seen=seen)
        made = invoice_quote(quote=asked, by=self.by, now=at("23:58"))
        return Invoice.objects.get(pk=made.invoice_id)


@pytest.fixture
def shop(db, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return Quoted(open_desk(CALENDARS))


def test_they_pay_what_was_done_of_a_line(shop):
    shop.found("negligence")
    shop.work("12:00", "14:00")
    gone = shop.work("15:00", "16:00")
    version = shop.accepted()
    number = str(version.quote.number)
    assert version.net == 900

    assert shop.withdraw(gone) == [HeldBy(number, is_accepted=True)]
    told = Told.objects.get(verb="work.withdrawn")
    assert told.data["quotes"] == [number]

    billing = shop.becomes(version)
    assert [(line.fate, str(line.bill)) for line in billing.lines] == [(Fate.PARTLY, "CNY 600.00")]
    with pytest.raises(PayerChanged):
        shop.bill_quote(version)
    invoice = shop.bill_quote(version, seen=billing.fingerprint)
    assert invoice.net == 600
    assert invoice.lines.get().text == "Hour (2 小时, CNY 600.00)"


def test_nothing_is_billed_of_what_was_not_done_at_all(shop):
    shop.found("negligence")
    gone = shop.work("12:00", "14:00")
    version = shop.accepted()
    shop.withdraw(gone)

    assert [line.fate for line in shop.becomes(version).lines] == [Fate.NOT_DONE]
    with pytest.raises(NothingToBill):
        shop.bill_quote(version)


def test_the_least_that_is_charged_goes_with_the_last_of_its_work(shop):
    shop.found("negligence")
    first, second = shop.expense("45"), shop.expense("50")
    version = shop.accepted()
    assert version.net == 300

    shop.withdraw(first)
    assert shop.becomes(version).net.amount == 255
    shop.withdraw(second)
    assert not shop.becomes(version).net


def test_what_is_put_right_is_billed_beside_it_never_above_what_was_accepted(shop):
    shop.found("negligence")
    shop.work("12:00", "14:00")
    wrong = shop.work("15:00", "18:00")
    version = shop.accepted()
    entry = NewEntry(
        case_id=shop.case_id,
        person_id=shop.desk.engineer.pk,
        kind=WorkKind.TIME,
        component="labour",
        at=at("15:00"),
        ended_at=at("15:30"),
        where="on_site",
    )
    told = {"by": shop.by, "now": at("23:58"), "key": "right"}
    correct_work(entry_id=wrong, entry=entry, reason="half an hour", **told)

    first = shop.bill_quote(version, seen=shop.becomes(version).fingerprint)
    second = shop.bill()

    assert (first.net, second.net, version.net) == (600, 150, 1500)


def test_a_quote_that_waits_says_so_and_a_draft_does_not(shop):
    shop.found("negligence")
    entry = shop.work("12:00", "14:00")
    quote = shop.taken()
    with transaction.atomic():
        assert shop.withdraw(entry) == []
        transaction.set_rollback(True)
    shop.send(quote, now="23:56")

    assert shop.withdraw(entry) == [HeldBy(str(quote.number), is_accepted=False)]
    assert shop.withdraw(entry) == [HeldBy(str(quote.number), is_accepted=False)]


@pytest.mark.parametrize(("nth", "left"), [(0, 400), (1, 200)])
def test_the_least_of_a_visit_counts_by_its_seconds(nth, left, db, settings, tmp_path):
    """Two hours are charged for 40 and 30 minutes; the 50 that are added stay with the last."""
    settings.FILES = tmp_path / "files"
    shop = Quoted(open_desk(f"{CALENDARS}{LEAST}"))
    shop.found("negligence")
    entries = shop.work("09:00", "09:40"), shop.work("10:00", "10:30")
    version = shop.accepted()
    assert version.net == 600

    shop.withdraw(entries[nth])

    assert shop.becomes(version).net.amount == left


def test_what_is_put_right_of_a_visit_is_charged_its_least_once(db, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    shop = Quoted(open_desk(f"{CALENDARS}{LEAST}"))
    shop.found("negligence")
    shop.work("09:00", "09:40")
    wrong = shop.work("10:00", "10:30")
    version = shop.accepted()
    shop.withdraw(wrong)
    shop.work("10:00", "10:20")

    first = shop.bill_quote(version, seen=shop.becomes(version).fingerprint)

    assert (first.net, shop.billing().net.amount) == (200, Decimal("399.90"))


@settings(max_examples=20, deadline=None, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_BL_04_whatever_is_withdrawn_they_pay_its_part_of_what_they_accepted(shop, data):
    """The oracle: what a quote of the rest alone would come to, as the price is by the minute."""
    minutes = data.draw(st.lists(st.integers(1, 59), min_size=1, max_size=5))
    with transaction.atomic():
        shop.found("negligence")
        entries = [
            shop.work(f"{10 + nth}:00", f"{10 + nth}:{long:02}") for nth, long in enumerate(minutes)
        ]
        version = shop.accepted()
        gone = data.draw(st.sets(st.sampled_from(range(len(entries)))))
        for nth in gone:
            shop.withdraw(entries[nth])
        billing = shop.becomes(version)
        whole, left = sum(minutes), sum(x for nth, x in enumerate(minutes) if nth not in gone)
        accepted = version.net
        transaction.set_rollback(True)

    assert billing.net.amount <= accepted
    assert abs(billing.net.amount - accepted * left / whole) < Decimal("0.02") * len(minutes)
    assert bool(billing.net) == bool(left)
