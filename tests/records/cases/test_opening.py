"""Logging a request."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kept.records.archive.models import Equipment
from kept.records.archive.services import (
    ContactDetails,
    CustomerDetails,
    ProductDetails,
    record_contact_left,
    register_contact,
    register_customer,
    register_product,
)
from kept.records.cases.about import NotTheirs, OfficeMissing, about, surroundings
from kept.records.cases.asking import LogRequest, NewFact
from kept.records.cases.models import Case, CaseFact, News
from kept.records.cases.queries import preview
from kept.records.cases.services import (
    KeyReused,
    NobodyResponsible,
    NothingAsked,
    TooLongAgo,
    Unreadable,
    open_case,
)
from kept.records.cases.surroundings import surroundings_of_equipment
from kept.records.cases.vocabulary import InTheFuture, NoTimeZone, UnknownAttribute, UnknownValue
from kept.records.ledger.queries import entries, verify_stream
from tests.desk import at, case, clock, flips


class TestOpenCase:
    def test_keeps_request_facts_and_promises(self, desk):
        opened = desk.log(answers={"down": True, "visit_demanded": True})

        assert case(opened).number == opened.number == f"K-{opened.case_id:06d}"
        assert case(opened).level == "1"
        assert clock(opened, "answer").due_at == at("11:00")
        assert clock(opened, "on_site").due_at == at("13:00")
        assert clock(opened, "repair").due_at == at("18:00")
        assert clock(opened, "report").state == "unset"
        assert case(opened).next_due_at == at("11:00")
        assert case(opened).next_clock == "answer"
        kinds = CaseFact.objects.filter(case_id=opened.case_id).values_list("kind", flat=True)
        assert list(kinds) == ["request.received", "customer.demanded_visit"]

    def test_stands_in_the_ledger_with_name_and_facts(self, desk):
        opened = desk.log(answers={"down": True})

        verbs = [(entry.verb, entry.name) for entry in entries(f"case:{opened.number}")]
        assert verbs == [("case.opened", "周敏"), ("fact.recorded", "周敏")]
        assert verify_stream(f"case:{opened.number}") is None

    def test_keeps_what_was_known_of_site_and_equipment(self, desk):
        about = case(desk.log()).about

        assert about["site.province"] == about["office.province"] == "CN-310000"
        assert about["site.zone"] == "Asia/Shanghai"
        assert about["equipment.accepted"] == {"moment": "2026-03-01T00:00:00+08:00"}

    def test_notes_a_promise_that_was_broken_before_it_was_logged(self, desk):
        opened = desk.log("12:30")

        assert clock(opened, "answer").state == "broken"
        assert ("broken", "11:00") in flips(opened, "answer")

    def test_keeps_what_was_told_to_have_happened_before(self, desk):
        fault = NewFact(kind="fault.started", at=at("09:30"))

        opened = desk.log(also=(fault,))

        told = CaseFact.objects.get(case_id=opened.case_id, kind="fault.started")
        assert told.at == at("09:30")
        assert told.received_at == at("10:02")

    def test_gives_the_first_line_as_title(self, desk):
        opened = desk.log(description="\n  Screen   dark \nand a smell of burning")

        assert case(opened).title == "Screen dark"

    def test_takes_four_statements(self, desk):
        desk.log(key="a")  # the policy is read once

        with CaptureQueriesContext(connection) as asked:
            desk.log(key="b", caller="沈丽")

        assert len(asked) == 6, [q["sql"][:90] for q in asked]  # two are the savepoint

    def test_its_promises_take_two_statements_before_it_is_logged(self, desk):
        desk.log()

        with CaptureQueriesContext(connection) as asked:
            preview(request=desk.request(), at=at("10:00"))

        assert len(asked) == 2, [q["sql"][:90] for q in asked]

    def test_tells_a_colleague_who_becomes_responsible(self, desk):
        opened = desk.log(responsible_id=desk.engineer.pk)

        assert case(opened).responsible == desk.engineer
        assert News.objects.get(case_id=opened.case_id).kind == "assigned"

    def test_takes_a_moment_slightly_ahead_of_our_clock_as_now(self, desk):
        opened = desk.log("10:02", requested_at=at("10:03"))

        assert case(opened).requested_at == at("10:02")


class TestRefusals:
    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"requested_at": at("10:10")}, InTheFuture),
            ({"requested_at": at("10:00") - timedelta(days=370)}, TooLongAgo),
            ({"requested_at": at("10:00").replace(tzinfo=None)}, NoTimeZone),
            ({"description": " \n "}, NothingAsked),
            ({"description": "half a \ud83d"}, Unreadable),
            ({"caller": "\x00"}, Unreadable),
            ({"channel": "pigeon"}, UnknownValue),
            ({"case_type": "wish"}, UnknownValue),
            ({"answers": {"down": "perhaps"}}, UnknownValue),
            ({"answers": {"colour": "red"}}, UnknownAttribute),
            ({"responsible_id": 0}, NobodyResponsible),
            ({"equipment_id": 0}, NotTheirs),
            ({"equipment_id": None, "site_id": None}, OfficeMissing),
        ],
    )
    def test_says_no_and_keeps_nothing(self, desk, said, refusal):
        with pytest.raises(refusal) as refused:
            desk.log(**said)

        assert len(str(refused.value)) > 20
        assert not Case.objects.exists()

    def test_equipment_of_another_customer_looks_as_if_it_were_not_there(self, desk):
        names = CustomerDetails(names={"en": "Other"})
        other = register_customer(details=names, by=desk.manager, at=at("08:00"))

        with pytest.raises(NotTheirs):
            desk.log(customer_id=other.pk)

    def test_the_database_refuses_a_stranger_too(self, desk):
        opened = desk.log()
        names = CustomerDetails(names={"en": "Other"})
        other = register_customer(details=names, by=desk.manager, at=at("08:00"))

        @transaction.atomic
        def give_away() -> None:
            Case.objects.filter(pk=opened.case_id).update(customer=other)
            transaction.get_connection().check_constraints()

        with pytest.raises(IntegrityError, match="same_customer_id"):
            give_away()


class TestKnown:
    """What the caller has read already is not read again, but never believed where it differs."""

    def opened(self, desk, known, **said):
        return open_case(
            request=desk.request(**said), by=desk.hotline, now=at("10:02"), key="a", known=known
        )

    def contact(self, desk, customer_id):
        details = ContactDetails(customer_id=customer_id, name="沈丽")
        return register_contact(details=details, by=desk.hotline, at=at("09:00"))

    def test_takes_it_with_the_contact_of_the_request(self, desk):
        known = surroundings(desk.request(), at=at("10:00"))
        contact = self.contact(desk, desk.customer.pk)

        opened = self.opened(desk, known, contact_id=contact.pk)

        assert case(opened).contact == contact
        assert case(opened).equipment == desk.equipment

    def test_a_contact_of_another_customer_is_refused_all_the_same(self, desk):
        known = surroundings(desk.request(), at=at("10:00"))
        names = CustomerDetails(names={"en": "Other"})
        other = register_customer(details=names, by=desk.manager, at=at("08:00"))

        with pytest.raises(NotTheirs):
            self.opened(desk, known, contact_id=self.contact(desk, other.pk).pk)

    def test_only_who_works_at_the_customer_may_be_calling(self, desk):
        known = surroundings(desk.request(), at=at("10:00"))
        names = CustomerDetails(names={"en": "Other"})
        other = register_customer(details=names, by=desk.manager, at=at("08:00"))
        here, gone, stranger = (
            self.contact(desk, pk) for pk in (desk.customer.pk, desk.customer.pk, other.pk)
        )
        record_contact_left(contact_id=gone.pk, by=desk.manager, at=at("09:30"))

        assert known.with_caller(here.pk) == surroundings(
            desk.request(contact_id=here.pk), at=at("10:00")
        )
        for nobody in (gone.pk, stranger.pk, 10**9):
            assert known.with_caller(nobody) is None

    def test_a_machine_alone_says_what_its_request_touches(self, desk):
        known = surroundings_of_equipment(desk.equipment.pk, at=at("10:00"))

        assert known == surroundings(desk.request(), at=at("10:00"))
        with pytest.raises(Equipment.DoesNotExist):
            surroundings_of_equipment(10**9, at=at("10:00"))

    def test_policies_may_ask_what_is_so_of_the_model_and_of_the_piece(self, desk):
        then = {"by": desk.manager, "at": at("08:00")}
        told = {"mechanical": True, "procedure": "SP-7"}
        details = ProductDetails(
            brand="Nordlux", code="NX-640", names={"en": "UPS"}, design_life_months=120,
            particulars=told,
        )  # fmt: skip
        register_product(details=details, **then)
        Equipment.objects.filter(pk=desk.equipment.pk).update(particulars={"mechanical": False})

        known = about(surroundings_of_equipment(desk.equipment.pk, at=at("10:00")))

        assert known["equipment.design_life"] == "120 months"
        assert known["equipment.procedure"] == "SP-7"
        assert known["equipment.mechanical"] is False

    def test_a_machine_that_stands_nowhere_needs_an_office(self, desk):
        Equipment.objects.filter(pk=desk.equipment.pk).update(site=None)

        assert surroundings_of_equipment(desk.equipment.pk, at=at("10:00")) is None

    def test_what_is_about_something_else_is_read_anew(self, desk):
        known = surroundings(desk.request(), at=at("10:00"))

        opened = self.opened(desk, known, equipment_id=None, site_id=desk.site.pk)

        assert case(opened).equipment is None


class TestRepeats:
    def test_ID_01_lost_answer_then_retry_gives_the_same_case(self, desk):
        first = desk.log(key="a")
        for _ in range(5):
            again = desk.log("10:30", key="a")

        assert (again.case_id, again.repeated) == (first.case_id, True)
        assert Case.objects.count() == 1
        assert len(entries(f"case:{first.number}")) == 2

    def test_ID_02_same_key_with_another_request_is_refused(self, desk):
        desk.log(key="a")

        with pytest.raises(KeyReused):
            desk.log(key="a", description="Something else")

    def test_ID_02_same_key_with_another_time_is_refused(self, desk):
        desk.log(key="a")

        with pytest.raises(KeyReused):
            desk.log(key="a", requested_at=at("09:00"))

    def test_ID_01_a_request_of_now_that_comes_twice_is_one(self, desk):
        first = desk.log("10:02", key="a", requested_at=at("10:02"))

        again = desk.log("10:03", key="a", requested_at=at("10:03"))

        assert (again.case_id, again.repeated) == (first.case_id, True)

    def test_ID_01_of_two_requests_of_now_the_later_may_be_first(self, desk):
        first = desk.log("10:03", key="a", requested_at=at("10:03"))

        again = desk.log("10:02", key="a", requested_at=at("10:02"))

        assert (again.case_id, again.repeated) == (first.case_id, True)

    def test_ID_02_keys_are_each_persons_own(self, desk):
        first = desk.log(key="a")
        desk.hotline = desk.dispatcher

        assert desk.log(key="a").case_id != first.case_id

    def test_ID_02_a_refused_request_may_be_sent_again_under_its_key(self, desk):
        with pytest.raises(NothingAsked):
            desk.log(key="a", description="")

        assert not desk.log(key="a").repeated


class TestAZ04MassAssignment:
    HIDDEN = {
        *("number", "state", "level", "next_due_at", "closed_at", "closed_by_id", "logged_at"),
        *("logged_by_id", "version_id", "overrides", "about", "change", "contract_id", "queue_at"),
    }

    def test_a_request_cannot_carry_what_the_system_works_out(self):
        assert not self.HIDDEN & {field.name for field in fields(LogRequest)}

    @pytest.mark.parametrize("key", ["contract.service_tier", "equipment.accepted", "site.city"])
    def test_an_answer_cannot_say_what_contract_or_archive_say(self, desk, key):
        with pytest.raises(UnknownAttribute):
            desk.log(answers={key: "A"})
