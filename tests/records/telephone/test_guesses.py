"""Who may be calling, and how sure that is."""

import pytest

from kept.records.archive.services import CustomerDetails, register_customer
from kept.records.telephone.numbers import number_of, shown
from kept.records.telephone.queries import Certainty, guesses, on_the_line
from kept.records.telephone.services import attach_call, put_out_of_sight
from tests.desk import at
from tests.records.telephone.conftest import NUMBER, register


@pytest.fixture
def other(desk):
    """Another customer."""
    details = CustomerDetails(names={"en": "Westbank Mill"})
    return register_customer(details=details, by=desk.hotline, at=at("08:30"))


def said(number, **more):
    return [(guess.certainty, guess.contact) for guess in guesses(number, **more)]


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "country", "number"),
        [
            ("862155500142", "CN", "+862155500142"),
            ("+86 21 5550 0142", "CN", "+862155500142"),
            ("008621 5550-0142", "CN", "+862155500142"),
            ("02155500142", "CN", "+862155500142"),
            ("13800138000", "CN", "+8613800138000"),
            ("493055571600", "DE", "+493055571600"),
            ("493055571600", "CN", "+493055571600"),
            ("03055571600", "DE", "+493055571600"),
            ("anonymous", "CN", ""),
            ("", "CN", ""),
            ("42", "CN", ""),
            ("sip:someone@example.com", "CN", ""),
            ("1" * 40, "CN", ""),
            ("+" + "٣" * 10, "CN", ""),
        ],
    )
    def test_are_read_as_exchanges_write_them(self, text, country, number):
        assert number_of(text, country=country) == number

    def test_are_shown_as_people_read_them(self):
        assert shown("+862155500142", "x") == "+86 21 5550 0142"
        assert shown("", "anonymous") == "anonymous"


class TestGuesses:
    def test_one_contacts_number_is_known(self, contact):
        assert said(NUMBER) == [(Certainty.KNOWN, "Mei Lin")]

    def test_a_number_that_several_have_is_a_guess(self, contact, desk):
        register(desk, "Bo Han", NUMBER)

        assert said(NUMBER) == [(Certainty.SHARED, "Bo Han"), (Certainty.SHARED, "Mei Lin")]

    def test_who_has_left_may_still_have_the_telephone(self, contact, desk):
        contact.left_at, contact.left_by = at("09:00"), desk.hotline
        contact.save()

        assert said(NUMBER) == [(Certainty.LEFT, "Mei Lin")]

    def test_numbers_that_begin_alike_are_perhaps_one_companys(self, contact):
        found = guesses("+862155500177")

        assert [(guess.certainty, guess.contact) for guess in found] == [(Certainty.ALIKE, "")]

    def test_neighbours_of_a_mobile_are_strangers(self, desk):
        register(desk, "Mei Lin", "+8613800138000")

        assert guesses("+8613800138001") == []

    def test_the_case_it_led_to_before(self, line, desk, other):
        opened = desk.log(caller="the night guard")
        line.tell("newCall", "10:00", caller="+8613800138001")
        attach_call(call_id=line.call().pk, number=opened.number, by=desk.hotline, now=at("10:05"))

        [guess] = guesses("+8613800138001")
        assert (guess.certainty, guess.case) == (Certainty.CALLED, opened.number)
        assert guess.contact == "the night guard"
        assert guesses("+8613800138001", without=line.call().pk) == []

    def test_a_number_of_two_customers_is_nobodys_for_sure(self, contact, desk, other, line):
        register(desk, "Ada West", NUMBER, customer_id=other.pk)
        line.tell("newCall", "10:00")

        assert {guess.customer_id for guess in guesses(NUMBER)} == {desk.customer.pk, other.pk}
        assert line.call().customer is None

    def test_nothing_of_no_number(self, contact):
        assert guesses("") == []


class TestOnTheLine:
    def seen(self, person, now="10:00:10", on_duty=None):
        return [card.number for card in on_the_line(viewer=person, on_duty=on_duty, now=at(now))]

    def test_rings_for_who_is_called(self, line, contact, desk):
        line.tell("newCall", "10:00", users=("hotline",))

        assert self.seen(desk.hotline) == [NUMBER]
        assert self.seen(desk.dispatcher) == []

    def test_rings_for_all_on_duty_if_the_exchange_names_nobody(self, line, contact, desk):
        line.tell("newCall", "10:00")

        assert self.seen(desk.hotline) == self.seen(desk.dispatcher) == [NUMBER]
        assert self.seen(desk.dispatcher, on_duty={desk.hotline.pk}) == []

    def test_stays_with_who_answered_until_it_is_logged(self, line, contact, desk):
        line.tell("newCall", "10:00")
        line.tell("answer", "10:00:05", answering="hotline")
        assert (self.seen(desk.hotline), self.seen(desk.dispatcher)) == ([NUMBER], [])

        line.tell("hangup", "10:04")
        assert self.seen(desk.hotline, "10:10") == [NUMBER]
        assert self.seen(desk.hotline, "10:30") == []

        opened = desk.log("10:11")
        attach_call(call_id=line.call().pk, number=opened.number, by=desk.hotline, now=at("10:11"))
        assert self.seen(desk.hotline, "10:12") == []

    def test_is_put_out_of_one_persons_sight(self, line, contact, desk):
        line.tell("newCall", "10:00")
        for _ in range(2):
            put_out_of_sight(call_id=line.call().pk, by=desk.hotline, now=at("10:00:03"))

        assert self.seen(desk.hotline) == []
        assert self.seen(desk.dispatcher) == [NUMBER]

    def test_is_nothing_for_a_customer(self, line, contact, desk):
        line.tell("newCall", "10:00")
        desk.engineer.roles = ["customer"]

        assert self.seen(desk.engineer) == []

    def test_a_call_that_rings_stands_before_those_that_ended(self, contact, desk, line):
        line.tell("newCall", "10:00", "ended")
        line.tell("answer", "10:01", "ended", answering="hotline")
        line.tell("hangup", "10:02", "ended")
        line.tell("newCall", "10:05", "rings", caller="8613900000002")

        assert self.seen(desk.hotline, "10:06") == ["+8613900000002", NUMBER]
