"""What is made good, on the pages: stretches, claims, decisions, and what it cost."""

import csv
import io
import re

import pytest

from kept.records.claims.models import Decision, ThirdPartyBill
from kept.web.hotline.building.money_facts import amount_words
from tests.desk import at
from tests.web.money.conftest import TEXT, Office, press, text_of

LASTING = """
  lasting:
    form: term
    name: {en: Warranty}
    source: D-20
    start: equipment.accepted
    length: 2 years
    extend:
      - {from: stop.began, until: stop.ended, when: {stopped_by: provider}, source: D-20}
"""


@pytest.fixture
def opened(office):
    return office.desk.log()


def interrupt(office, opened):
    office.desk.record(opened, "interruption.began", "10:05", "20:00")
    office.desk.record(opened, "interruption.ended", "15:05", "20:00")


def test_a_credit_is_claimed_decided_and_stands_in_the_ledger_of_losses(office, opened, now):
    interrupt(office, opened)
    now.move_to(at("20:30"))
    case = f"/cases/{opened.number}"
    page = text_of(office.boss.get(f"{case}/made-good/"))
    assert "can be claimed" in page
    assert "CNY 600.00" in page

    press(office.boss, f"{case}/claim/credit/", text="please credit it")
    assert "CNY 600.00" in text_of(office.boss.get("/claims/"))
    answer = press(office.boss, f"/claims/cases/{opened.number}/credit/")

    assert answer.status_code == 302, text_of(answer)
    row = Decision.objects.get()
    assert (row.amount, row.outcome) == (600, "credit_note")
    assert "Nothing waits for a decision" in text_of(office.boss.get("/claims/"))
    losses = text_of(office.books.get("/losses/"))
    assert "CNY 600.00" in losses
    assert "D-20" in losses
    table = office.books.get("/losses/table.csv").content.decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(table))
    assert (line["clause"], line["currency"], line["month"]) == ("D-20", "CNY", "2026-11")


def test_a_decision_leads_to_the_warranty_that_was_made_longer(db, now):
    office = Office(TEXT.rstrip() + LASTING)
    desk, opened = office.desk, office.desk.log()
    interrupt(office, opened)
    desk.record(opened, "stop.began", "11:00", "20:00", stopped_by="provider")
    desk.record(opened, "stop.ended", "13:00", "20:00")
    now.move_to(at("20:30"))
    press(office.boss, f"/cases/{opened.number}/claim/credit/", text="please credit it")
    press(office.boss, f"/claims/cases/{opened.number}/credit/")

    page = office.boss.get(f"/claims/decisions/{Decision.objects.get().pk}/")

    assert re.search(r"Warranty until [^,]*2028[^,]*, 2 h longer", text_of(page))
    html = page.content.decode()
    assert f'href="/cases/{opened.number}/#warranty"' in html
    assert f'href="/archive/equipment/{desk.equipment.pk}/"' in html


def test_another_figure_needs_a_reason(office, opened, now):
    interrupt(office, opened)
    now.move_to(at("20:30"))
    press(office.boss, f"/cases/{opened.number}/claim/credit/")
    address = f"/claims/cases/{opened.number}/credit/"

    assert press(office.boss, address, amount="500").status_code == 422
    assert press(office.boss, address, amount="500", reason="agreed").status_code == 302


def test_BL_03_a_claim_after_its_window_says_so_with_the_clause(office, opened, now):
    interrupt(office, opened)
    now.move_to(at("28 09:00"))
    office.sign_in()

    page = text_of(office.boss.get(f"/cases/{opened.number}/made-good/"))
    answer = press(office.boss, f"/claims/cases/{opened.number}/credit/", amount="600")

    assert "not asked for in time" in page
    assert answer.status_code == 422
    assert "D-22" in text_of(answer)


def test_BL_03_a_large_one_waits_for_a_second_person(office, opened, now):
    office.desk.record(opened, "remedy.chosen", "10:20")
    address = f"/claims/cases/{opened.number}/refund/"
    assert "8499.75" in office.boss.get(address).content.decode()  # less 1,500.25 for its use

    press(office.boss, address)
    row = Decision.objects.get()
    address = f"/releases/{row.giving_id}/"
    assert "somebody else has to release it" in text_of(office.boss.get(address))
    own = office.boss.post(address, {"key": "own", "answer": "yes"})
    assert own.status_code == 422
    assert "somebody else has to release it" in text_of(own)
    press(office.other_boss, address, answer="yes")

    assert "CNY 8,499.75" in text_of(office.books.get("/payouts/"))


def test_what_is_voluntary_has_a_name_a_reason_and_a_promise(office, opened):
    address = f"/cases/{opened.number}/compensation/"
    assert press(office.boss, address, amount="50").status_code == 422

    press(office.boss, address, amount="50", reason="a bad week", clause="D-3")

    page = text_of(office.boss.get(f"/cases/{opened.number}/made-good/"))
    assert "Voluntary compensation D-3" in page
    assert "a bad week" in page
    assert "Marta Stein" in page


def test_money_of_two_currencies_is_never_one_sum(office, opened):
    address = f"/cases/{opened.number}/compensation/"
    for currency in ("CNY", "EUR"):
        press(office.boss, address, amount="50", reason="x", currency=currency)
    second = Decision.objects.filter(giving__needs_second=True)

    losses = text_of(office.books.get("/losses/"))

    assert not second.exists()
    assert "CNY 50.00" in losses
    assert "EUR 50.00" in losses
    assert "100.00" not in losses


class TestS2:
    """The paper that extends, compensates and lets others repair at our cost."""

    @pytest.fixture
    def s2(self, shipped):
        office = shipped("S2")
        office.warrant(24)
        return office

    def test_S2_7a_the_warranty_grows_by_the_union_of_what_our_work_stopped(self, s2, now):
        opened = s2.desk.log(now="10:02")
        now.move_to(at("26 12:00"))
        s2.sign_in()
        told = (("began", "11:00"), ("began", "14:00"), ("ended", "16:00"))
        for turn, when in (*told, ("began", "18:00"), ("ended", "20:00")):
            said = {"stopped_by": "provider"} if turn == "began" else {}
            s2.desk.record(opened, f"stop.{turn}", when, "26 12:00", **said)

        page = text_of(s2.boss.get(f"/cases/{opened.number}/made-good/"))

        assert "S2-7a" in page
        assert "420 minutes" in page  # five hours and two; what lies in both counts once

    def test_S2_7b_a_loss_is_claimed_and_decided_by_a_name_with_a_reason(self, s2, now):
        opened = s2.desk.log(now="10:02")
        s2.desk.record(opened, "stop.began", "10:10", stopped_by="provider")
        press(s2.boss, f"/cases/{opened.number}/claim/stop_loss/", amount="1200")

        decide = f"/claims/cases/{opened.number}/stop_loss/"
        assert press(s2.boss, decide, amount="1000").status_code == 422
        press(s2.boss, decide, amount="1000", reason="as the books show")

        page = text_of(s2.boss.get(f"/cases/{opened.number}/made-good/"))
        assert "CNY 1,000.00 as the books show" in page
        assert "S2-7b" in page

    def test_S2_4b_whoever_was_let_wait_is_given_back_what_somebody_else_took(self, s2, now):
        opened = s2.desk.log(now="10:02")
        now.move_to(at("25 10:00"))
        s2.sign_in()
        s2.desk.record(opened, "third_party.engaged", "25 09:00")
        case = f"/cases/{opened.number}"

        press(
            s2.boss,
            f"{case}/bill/",
            firm="Quick Repairs",
            number="Q-1",
            dated_on="2026-11-25",
            text="Fan",
            amount="880.50",
        )
        bill = ThirdPartyBill.objects.get()
        answer = press(s2.boss, f"/claims/bills/{bill.pk}/", reason="looked at")

        assert answer.status_code == 302, text_of(answer)
        assert Decision.objects.get().clauses[0] == "S2-4b"
        assert "CNY 880.50" in text_of(s2.books.get("/payouts/"))
        assert "S2-4b" in text_of(s2.books.get("/losses/"))

    def test_BL_03_S2_4b_who_was_answered_in_time_pays_it(self, s2, now):
        opened = s2.desk.log(now="10:02")
        s2.desk.record(opened, "response.given", "10:05")
        press(
            s2.boss,
            f"/cases/{opened.number}/bill/",
            firm="Quick Repairs",
            number="Q-1",
            dated_on="2026-11-24",
            text="Fan",
            amount="880.50",
        )

        answer = press(s2.boss, f"/claims/bills/{ThirdPartyBill.objects.get().pk}/", reason="x")

        assert answer.status_code == 422
        assert not Decision.objects.exists()


class TestWaysThatAreOpen:
    """Nobody is led to where they may not decide."""

    def test_who_keeps_the_books_sees_what_waits_and_is_not_sent_to_decide_it(self, office, opened):
        bill_came = f"/cases/{opened.number}/bill/"
        said = {"firm": "Quick", "number": "Q-1", "dated_on": "2026-11-24", "text": "Fan"}
        press(office.books, bill_came, amount="880.50", **said)
        office.desk.record(opened, "remedy.chosen", "10:20")
        decide = f"/claims/cases/{opened.number}/refund/"
        bill = f"/claims/bills/{ThirdPartyBill.objects.get().pk}/"

        for page in ("/claims/", f"/cases/{opened.number}/made-good/"):
            seen = office.books.get(page).content.decode()
            assert "Q-1" in seen
            assert bill not in seen
            assert decide not in seen
            assert bill in office.boss.get(page).content.decode()

    def test_only_a_second_person_is_asked_whether_to_release_it(self, office, opened):
        office.desk.record(opened, "remedy.chosen", "10:20")
        press(office.boss, f"/claims/cases/{opened.number}/refund/")
        release = f"/releases/{Decision.objects.get().giving_id}/"

        for who, is_asked in (
            (office.boss, False),
            (office.books, False),
            (office.other_boss, True),
        ):
            assert ("form" in who.get(release).context) == is_asked
            assert release in who.get("/releases/").content.decode()


def test_a_promise_is_chosen_by_its_words(office, opened):
    page = office.boss.get(f"/cases/{opened.number}/compensation/")
    choices = dict(page.context["form"].fields["clause"].choices)

    assert choices["D-3"].startswith("D-3 ")
    assert len(choices["D-3"]) > len("D-3 ")


def test_facts_about_money_are_read_with_their_currency_and_by_name(office, opened):
    press(office.boss, f"/cases/{opened.number}/compensation/", amount="450", reason="a bad week")
    press(office.books, f"/cases/{opened.number}/payment/", amount="1234.5", reference="b")
    office.desk.record(opened, "provider.refused", "10:25")
    press(office.boss, f"/cases/{opened.number}/claim/loss/", amount="60")

    page = text_of(office.boss.get(f"/cases/{opened.number}/"))

    assert "what is claimed: Voluntary compensation" in page
    assert "amount: CNY 450.00" in page
    assert "amount: CNY 1,234.50" in page
    assert "what is claimed: Losses" in page
    for raw in ("goodwill:", "450.0 ", "1234.5 ", "claimed: loss"):
        assert raw not in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"amount": 450.0, "currency": "CNY"}, "CNY 450.00"),
        ({"amount": 450.0, "currency": "JPY"}, "JPY 450"),
        ({"amount": 12345.5}, "12,345.5"),
        ({"amount": 1e30, "currency": "CNY"}, "CNY 1e+30"),
        ({"amount": "nan", "currency": "CNY"}, "CNY nan"),
        ({"amount": "much", "currency": "shells"}, "shells much"),
    ],
)
def test_an_amount_is_written_as_money_where_it_is_some(values, words):
    assert amount_words(values) == words
