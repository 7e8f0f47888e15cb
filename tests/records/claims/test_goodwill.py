"""Goodwill goes up to so much; above the limit a second person releases it, in parts as well."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case, CaseFact
from kept.records.cases.queries import assessed, case_card
from kept.records.cases.services import (
    DecidedByManagers,
    NeedsItsOwnForm,
    ReasonMissing,
    correct_fact,
    record_fact,
    record_goodwill,
    withdraw_fact,
)
from kept.records.cases.services.facts import KeyReused
from kept.records.cases.vocabulary import UnknownValue
from kept.records.claims.services import GrantedAlready, WorthUnknown, answer_giving
from kept.records.ledger.actor import System
from kept.records.money import Money, total
from kept.records.payments.billing import accepted_of, billing_of
from kept.records.payments.models import Invoice
from kept.records.payments.services import (
    AcceptedQuote,
    AmountUnclear,
    NewCredit,
    WorkDone,
    credit_invoice,
    invoice_quote,
    invoice_work,
)
from kept.records.payments.work_billing import work_billing
from kept.records.people.models import Role
from kept.records.people.services import PersonDetails, create_person
from kept.records.quotes.models import TakenOver
from kept.records.quotes.working_out import work_out
from kept.records.quotes.worth import worth_of
from kept.records.releases.models import Giving
from kept.records.releases.services import OwnRequest, Waiting
from kept.records.work.models import WorkKind
from kept.records.work.services import NewEntry, record_work
from kept.records.work.unbilled import done_of_case
from kept.rules.assess.charges import charges
from tests.desk import at, open_desk
from tests.goodwill import grant
from tests.records.quotes.conftest import QUOTING, Counter
from tests.records.together import together as at_once

TODAY, LATER = date(2026, 11, 24), date(2026, 12, 24)


class Office(Counter):
    """A counter with two managers; work costs CNY 300 an hour, and the customer broke it."""

    def __init__(self, desk):
        super().__init__(desk)
        details = PersonDetails(username="wei", display_name="Wei", roles=[Role.MANAGER])
        self.second = create_person(details=details, by=System("test"), at=at("08:00"))
        self.case_id, self.keys = self.opened.case_id, 0

    def key(self):
        self.keys += 1
        return f"k{self.keys}"

    def grant(self, up_to="4000", *, now="11:00", by=None, key="", **said):
        told = {"by": by or self.desk.manager, "now": at(now), "key": key or self.key()}
        reason = said.pop("reason", f"bad week {self.keys}")
        return grant(self.case_id, up_to=up_to, reason=reason, **said, **told)

    def release(self, waiting, *, by=None, released=True, reason=""):
        told = {"by": by or self.second, "now": at("11:30")}
        answer_giving(giving_id=waiting.giving_id, released=released, reason=reason, **told)

    def work(self, hours, since=12):
        entry = NewEntry(
            case_id=self.case_id,
            person_id=self.desk.engineer.pk,
            kind=WorkKind.TIME,
            component="labour",
            at=at(f"{since}:00"),
            ended_at=at(f"{since + hours}:00"),
            where="on_site",
        )
        record_work(entry=entry, by=self.desk.manager, now=at("23:50"), key=self.key())

    @property
    def card(self):
        return case_card(self.opened.number, viewer=self.desk.manager, at=at("23:55"))

    def bill(self, key="", now="23:56"):
        found = work_billing(self.card, currency="CNY", chosen={}, language="en")
        work = WorkDone(
            case_id=self.case_id, currency="CNY", issued_on=TODAY, due_on=LATER,
            seen=found.fingerprint,
        )  # fmt: skip
        made = invoice_work(work=work, by=self.desk.manager, now=at(now), key=key or self.key())
        return Invoice.objects.get(pk=made.invoice_id)

    def taken(self):
        rows = TakenOver.objects.standing()
        return sum((row.amount for row in rows), Decimal(0))


@pytest.fixture
def office(db, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return Office(open_desk(QUOTING))


@pytest.fixture
def committed_office(transactional_db, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return Office(open_desk(QUOTING))


def on_record():
    return CaseFact.objects.filter(kind="goodwill.granted").count()


class TestGranting:
    def test_below_the_limit_it_is_on_record_at_once_and_is_taken_back_by_a_manager(self, office):
        office.grant("500", per_cent="50", reason="a bad week")
        [line] = [
            one for one in charges(office.card.assessment, office.card.facts)
            if one.component == "labour"
        ]  # fmt: skip
        said = (line.goodwill.reason, line.goodwill.per_cent, line.goodwill.up_to)
        assert said == ("a bad week", 50, 500)

        row = CaseFact.objects.get(kind="goodwill.granted")
        take = {"reason": "a slip", "now": at("23:56"), "key": "back", "case_id": office.case_id}
        with pytest.raises(DecidedByManagers):
            withdraw_fact(seq=row.seq, by=office.desk.hotline, **take)
        withdraw_fact(seq=row.seq, by=office.desk.manager, **take)
        assert all(one.goodwill is None for one in charges(*facts_of(office)))

    def test_BL_03_above_the_limit_another_manager_releases_it_first(self, office):
        waits = office.grant("5000.01")

        assert isinstance(waits, Waiting)
        assert on_record() == 0
        with pytest.raises(OwnRequest):
            office.release(waits, by=office.desk.manager)
        office.release(waits)
        office.release(waits)

        fact = CaseFact.objects.get(kind="goodwill.granted")
        assert (fact.by, fact.values["amount"]) == (office.desk.manager, 5000.01)

    def test_refused_with_a_reason_nothing_follows(self, office):
        office.release(office.grant("9000"), released=False, reason="too much")

        assert on_record() == 0

    def test_BL_03_in_parts_it_waits_as_well(self, office):
        assert not isinstance(office.grant("3000"), Waiting)
        assert isinstance(office.grant("3000", component="travel", by=office.second), Waiting)

    def test_BL_03_what_it_comes_to_by_now_is_what_the_limit_asks(self, office):
        office.work(11, since=10)

        assert office.grant(None, per_cent="50").up_to == Money(Decimal(1650), "CNY")
        assert isinstance(office.grant("3350.01", component="all"), Waiting)
        assert not isinstance(office.grant("3350", component="all"), Waiting)

    def test_the_cause_that_costs_most_counts_while_it_is_not_known(self, office):
        office.work(2)
        assert office.grant(None).up_to == Money(Decimal(600), "CNY")
        office.found("wear")
        with pytest.raises(WorthUnknown):
            office.grant(None)

    def test_without_a_price_somebody_says_how_far_it_goes(self, office):
        with pytest.raises(WorthUnknown):
            office.grant(None)
        for amount in ("0", "-1", "0.001", "NaN"):
            with pytest.raises(AmountUnclear):
                office.grant(amount)

    def test_BL_04_it_takes_a_manager_a_reason_a_component_and_a_share(self, office):
        for person in (office.desk.hotline, office.desk.engineer, office.desk.dispatcher):
            with pytest.raises(DecidedByManagers):
                office.grant(by=person)
        with pytest.raises(ReasonMissing):
            office.grant(reason=" ")
        with pytest.raises(UnknownValue):
            office.grant(component="gold")
        for share in ("0", "-1", "100.5", "NaN", "Infinity"):
            with pytest.raises(UnknownValue):
                office.grant(per_cent=share)

    def test_ID_02_the_same_key_asks_once(self, office):
        for _ in range(2):
            office.grant("5500", key="twice")
        assert Giving.objects.count() == 1
        with pytest.raises(KeyReused):
            office.grant("5501", key="twice")

    def test_BL_03_pressed_again_after_going_back_it_is_not_granted_twice(self, office):
        office.grant("500", reason="a bad week")

        with pytest.raises(GrantedAlready, match="up to CNY 500.00"):
            office.grant("500", reason=" a bad week ")

        office.grant("500", reason="and the week after")
        office.grant("500", reason="a bad week", component="travel")
        assert on_record() == 3

    def test_BL_04_no_other_way_leads_to_it(self, office):
        office.grant("100")
        row = CaseFact.objects.get(kind="goodwill.granted")
        fact = NewFact(kind="goodwill.granted", at=at("11:00"), values=row.values)
        told = {"by": office.desk.manager, "now": at("11:10"), "case_id": office.case_id}

        with pytest.raises(NeedsItsOwnForm):
            record_fact(fact=fact, key="a", **told)
        with pytest.raises(NeedsItsOwnForm):
            correct_fact(seq=row.seq, fact=fact, key="b", **told)
        waits = office.grant("9000")
        more = {**row.values, "amount": 9000.0, "per_cent": 100.0}
        for key, values in (
            ("goodwill", row.values),
            ("goodwill 0", row.values),
            (f"goodwill {waits.giving_id}", more),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                record_goodwill(fact=replace(fact, values=values), key=key, **told)


def facts_of(office):
    found = assessed(office.case_id, at=at("23:56"))
    return found.assessment, found.facts


class TestUsing:
    def test_the_customer_pays_what_is_beyond_it(self, office):
        office.found("negligence")
        office.grant("500")
        office.work(3)

        assert office.bill().net == 400
        assert office.taken() == 500
        worth = worth_of(done_of_case(office.card), office.card, currency="CNY")
        assert worth["labour"].parties == {"customer": Money(Decimal(900), "CNY")}

    def test_the_sheet_says_before_what_each_pays(self, office):
        office.found("negligence")
        office.grant("500")
        office.work(3)

        worth = worth_of(done_of_case(office.card), office.card, currency="CNY")["labour"]
        assert worth.parties == {
            "customer": Money(Decimal(400), "CNY"), "provider": Money(Decimal(500), "CNY"),
        }  # fmt: skip

    def test_what_is_billed_later_finds_only_what_is_left(self, office):
        office.found("negligence")
        office.grant("500", per_cent="50")
        office.work(2)
        assert office.bill().net == 300
        office.work(2, since=15)
        assert office.bill().net == 400
        assert office.taken() == 500

    def test_an_invoice_that_is_taken_back_frees_it(self, office):
        office.found("negligence")
        office.grant("500", per_cent="50")
        office.work(2)
        credit = NewCredit(invoice_id=office.bill().pk, reason="wrong", issued_on=TODAY)
        credit_invoice(credit=credit, by=office.desk.manager, now=at("23:57"), key="c")

        assert office.taken() == 0
        assert office.bill(now="23:58").net == 300

    def test_a_quote_that_may_be_accepted_holds_it(self, office):
        office.found("negligence")
        office.grant("500", now="10:40")
        first = office.send(office.drafted(office.line(office.hour, "2")))
        second = office.send(office.drafted(office.line(office.hour, "2"), key="b"), key="s2")

        assert [row.net for row in (first, second)] == [100, 600]
        office.answer(first)
        billed = AcceptedQuote(version_id=first.pk, issued_on=TODAY, due_on=LATER)
        made = invoice_quote(quote=billed, by=office.desk.manager, now=at("13:00"))
        assert Invoice.objects.get(pk=made.invoice_id).net == 100
        assert office.taken() == 500

    def test_BL_03_two_accepted_quotes_and_work_never_find_the_same_money(self, office):
        """What is taken over as a whole stands on no invoice, and is given once all the same."""
        office.found("negligence")
        quotes = [office.drafted(office.line(office.hour, "1"), key=key) for key in "ab"]
        for nth, version in enumerate([office.send(one, key=f"s{one.pk}") for one in quotes]):
            office.answer(version, key=f"answer {nth}")
        office.work(1)
        office.grant("400", now="13:00")

        accepted = [
            billing_of(one, assessed(office.case_id, at=at("23:55")))
            for one in accepted_of(office.case_id)
        ]
        work = work_billing(office.card, currency="CNY", chosen={}, language="en")

        assert [one.net.amount for one in (*accepted, work)] == [0, 200, 300]

    def test_a_new_version_takes_the_place_of_the_old_one(self, office):
        office.found("negligence")
        office.grant("500", now="10:40")
        quote = office.drafted(office.line(office.hour, "1"))
        office.send(quote)
        office.write(quote, office.line(office.hour, "3"))

        assert office.send(quote, key="again").net == 400
        assert office.taken() == 500

    def test_in_another_currency_it_takes_over_nothing(self, office):
        office.found("negligence")
        office.grant("500")
        found = work_out(
            [office.typed("90", component="labour", typed_by=office.desk.manager.pk)],
            card=office.card, currency="EUR", country="CN",
        )  # fmt: skip
        assert found.net == Money(Decimal(90), "EUR")

    @settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
    @given(data=st.data())
    def test_lines_add_up_and_never_pass_what_was_decided(self, office, data):
        """However the lines are cut, the customer's part and ours are all of it."""
        amounts = st.decimals(min_value="0.01", max_value=3000, places=2)
        most, share = data.draw(amounts), data.draw(st.integers(1, 10000))
        prices = data.draw(st.lists(amounts, min_size=1, max_size=5))
        with transaction.atomic():
            office.found("negligence")
            office.grant(str(most), per_cent=str(Decimal(share) / 100))
            lines = [office.typed(str(price), component="labour") for price in prices]
            found = work_out(lines, card=office.card, currency="CNY", country="CN").lines
            transaction.set_rollback(True)
        taken = total((line.taken_over for line in found), "CNY")
        wanted = total((line.wanted for line in found), "CNY")

        assert taken == min(wanted, Money(most, "CNY"))
        assert all(line.charged + line.taken_over == line.amount for line in found)
        assert all(line.charged.amount >= 0 for line in found)


class TestTheDatabase:
    def row(self, office, amount, **said):
        case = Case.objects.get(pk=office.case_id)
        fact = CaseFact.objects.filter(kind="goodwill.granted").values_list("seq", flat=True)
        row = {
            "case": case, "customer_id": case.customer_id, "fact": fact[0], "currency": "CNY",
            "amount": Decimal(amount), "bill": "", "taken_at": at("12:00"),
            "taken_by": office.desk.manager,
        }  # fmt: skip
        return TakenOver.objects.create(**{**row, **said})

    def test_BL_03_no_part_passes_what_was_decided(self, office):
        office.found("negligence")
        office.grant("500", per_cent="50")
        office.work(2)
        bill = str(office.bill().number)

        for said in ({}, {"currency": "EUR"}, {"fact": 1}):
            with pytest.raises(IntegrityError), transaction.atomic():
                self.row(office, "200.01", bill=bill, **said)
        with pytest.raises(IntegrityError), transaction.atomic():
            self.row(office, "1", bill="R2026-999999")
        self.row(office, "200", bill=bill)

    def test_BL_03_a_path_that_does_not_look_gives_no_more_alone(self, office):
        office.grant("3000")
        row = Giving.objects.get()
        row.pk, row.key, row._state.adding = None, "again", True

        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    def test_SG_01_what_was_taken_over_is_written_once(self, office):
        office.found("negligence")
        office.grant("500", per_cent="50")
        office.work(2)
        office.bill()

        with pytest.raises(IntegrityError), transaction.atomic():
            TakenOver.objects.update(amount=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            TakenOver.objects.all()._raw_delete("default")


class TestAtOnce:
    @pytest.mark.django_db(transaction=True)
    def test_CC_02_of_many_parts_at_once_no_more_than_the_limit_is_given_alone(
        self, committed_office
    ):
        office = committed_office
        people = [office.desk.manager, office.second]

        made = at_once(
            lambda n: office.grant("2000", by=people[n % 2], key=f"race {n}", reason=f"part {n}"),
            workers=5,
        )

        assert not [each for each in made if isinstance(each, Exception)]
        assert sum(isinstance(each, Waiting) for each in made) == 3
        assert on_record() == 2

    @pytest.mark.django_db(transaction=True)
    def test_CC_02_two_quotes_at_once_share_it(self, committed_office):
        office = committed_office
        office.found("negligence")
        office.grant("500", now="10:40")
        drafts = [office.drafted(office.line(office.hour, "2"), key=f"d{n}") for n in range(2)]

        at_once(lambda n: office.send(drafts[n], key=f"s{n}"), workers=2)

        assert office.taken() <= 500
