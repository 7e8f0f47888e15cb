"""Invoices and payments on the pages, and what the policies make of a payment."""

import csv
import io
import re

import pytest
from django.test import override_settings

from kept.records.payments.models import Invoice, Payment
from kept.web.money.views.tables import plain
from tests.desk import at
from tests.payment_house import SECRET, TOKEN, payment_house, signature, tell
from tests.web.money.conftest import LINES, press, text_of, write_invoice


def test_an_invoice_is_written_paid_in_two_parts_and_the_gate_opens_with_the_last(office, opened):
    invoice = write_invoice(office, opened, tax_1="13")
    page = f"/invoices/{invoice.number}/"
    assert "CNY 2,789.97" in text_of(office.books.get(page))

    press(office.books, f"{page}pay/", amount="1000", reference="bank 1")
    assert "Payment first" in text_of(office.boss.get(f"/cases/{opened.number}/"))
    assert "CNY 1,789.97" in text_of(office.books.get(page))
    press(office.books, f"{page}pay/", reference="bank 2")  # what is open stands in the field

    assert "CNY 0.00" in text_of(office.books.get(page))
    case = text_of(office.boss.get(f"/cases/{opened.number}/")).lower()
    assert "payment received" in case
    assert "part of the payment received" in case


def test_the_policy_stops_a_line_that_is_ours_to_pay_and_says_by_which_clause(office, opened):
    address = f"/cases/{opened.number}/invoice/"

    answer = press(office.books, address, **LINES | {"component_1": "labour"})

    assert answer.status_code == 422
    assert "D-10" in text_of(answer)
    assert not Invoice.objects.exists()


@pytest.mark.parametrize("price", ["-1", "NaN", "1e308", "0,5", "１．２．３"])
def test_BL_04_a_number_that_is_none_is_asked_for_again(office, opened, price):
    answer = press(office.books, f"/cases/{opened.number}/invoice/", **LINES | {"price_1": price})

    assert answer.status_code == 422
    assert not Invoice.objects.exists()


def test_BL_04_more_than_anybody_means_is_asked_for_again(office, opened):
    price = LINES | {"price_1": "999999999999999"}
    answer = press(office.books, f"/cases/{opened.number}/invoice/", **price)

    assert answer.status_code == 422
    assert "That is too much. Please look at the number again." in text_of(answer)
    assert 'value="999999999999999"' in answer.content.decode()
    assert not Invoice.objects.exists()


def test_the_lines_of_an_invoice_are_a_table_and_what_was_typed_stays(office, opened):
    address = f"/cases/{opened.number}/invoice/"
    answer = press(office.books, address, **LINES | {"text_3": "Trip", "price_3": "a lot"})
    page = answer.content.decode()

    assert answer.status_code == 422
    lines = page[page.index('<table class="rows stacked invoice-lines">') : page.index("</table>")]
    assert lines.count("<tr>") == 1 + 6
    assert 'value="Trip"' in lines
    assert 'aria-label="Line 3: what for"' in lines
    assert "Please write a number" in lines


def test_BL_04_the_same_press_writes_one_invoice(office, opened):
    for _ in range(2):
        press(office.books, f"/cases/{opened.number}/invoice/", **LINES | {"key": "pressed"})

    assert Invoice.objects.count() == 1


def test_the_pdf_is_what_was_issued(office, opened):
    invoice = write_invoice(office, opened)

    answer = office.books.get(f"/invoices/{invoice.number}/invoice.pdf")

    assert answer.content.startswith(b"%PDF-")
    assert "attachment" in answer["Content-Disposition"]


def test_the_list_of_payments_leads_to_where_one_is_written_down(office):
    page = office.books.get("/payments/")

    assert "What comes in is written down on its invoice" in text_of(page)
    main = page.content.decode().partition("<main")[2]
    assert 'href="/invoices/"' in main


def test_a_payment_is_put_elsewhere_and_the_rest_goes_back(office, opened):
    press(office.books, f"/cases/{opened.number}/payment/", amount="3000", reference="deposit")
    payment = Payment.objects.get()
    invoice = write_invoice(office, opened)
    page = f"/payments/{payment.pk}/"

    press(office.books, f"{page}match/", invoice=str(invoice.item.pk), amount="2469")
    assert "CNY 531.00" in text_of(office.books.get(page))
    press(office.books, f"{page}refund/", reason="paid too much")
    payouts = text_of(office.books.get("/payouts/"))
    assert "It is to be paid out now." in payouts
    assert "CNY 531.00" in payouts
    leaves = f"/payouts/{payment.refunds.get().pk}/sent/"
    sent = press(office.books, leaves, reference="T-9")
    assert sent.status_code == 302
    payouts = text_of(office.books.get("/payouts/"))
    assert "It is on record." in payouts
    assert "T-9" in payouts
    assert office.books.get(leaves).url == leaves.removesuffix("sent/")


def test_ID_02_going_back_and_pressing_once_more_records_no_second_payment(office, opened):
    invoice = write_invoice(office, opened)
    address, said = f"/invoices/{invoice.number}/pay/", {"amount": "9500", "reference": "ICBC 1"}
    press(office.books, address, **said)

    again = press(office.books, address, **said)  # with the key of a page that was loaded anew

    assert again.status_code == 422
    assert "add to the reference what tells the two apart" in text_of(again)
    assert Payment.objects.count() == 1


def test_the_focus_is_where_one_begins_to_type(office, opened):
    page = office.books.get(f"/cases/{opened.number}/payment/").content.decode()

    [field] = re.findall(r"<input[^>]* autofocus[^>]*>", page)
    assert 'name="amount"' in field


def test_a_mistake_is_undone_with_a_reason(office, opened):
    write_invoice(office, opened)
    press(office.books, f"/cases/{opened.number}/payment/", amount="2469", reference="b")
    match = Payment.objects.get().item.given.get()

    press(office.books, f"/payments/matched/{match.pk}/undo/", reason="of another case")

    case = text_of(office.boss.get(f"/cases/{opened.number}/")).lower()
    assert "payment returned" in case


def test_a_credit_note_takes_back_what_is_open(office, opened):
    invoice = write_invoice(office, opened)

    press(office.books, f"/invoices/{invoice.number}/credit/", reason="wrong machine")

    assert "G2026-000001" in text_of(office.books.get(f"/invoices/{invoice.number}/"))
    assert "CNY 0.00" in text_of(office.books.get(f"/invoices/{invoice.number}/"))


def test_an_invoice_leads_to_its_credit_notes_and_offers_no_more_than_is_left(office, opened):
    invoice = write_invoice(office, opened)
    page = f"/invoices/{invoice.number}/"
    press(office.books, f"{page}pay/", reference="bank 1")  # so that nothing is put against it

    press(office.books, f"{page}credit/", reason="a part of it", net="100")
    shown = office.books.get(page).content.decode()
    assert 'href="/invoices/G2026-000001/"' in shown
    assert f'href="{page}credit/"' in shown

    press(office.books, f"{page}credit/", reason="the rest", net="2369")
    shown = office.books.get(page).content.decode()
    assert 'href="/invoices/G2026-000002/"' in shown
    assert f'href="{page}credit/"' not in shown


def test_a_credit_note_for_what_was_paid_is_put_against_another_invoice(office, opened):
    paid = write_invoice(office, opened)
    press(office.books, f"/cases/{opened.number}/payment/", amount="2469", reference="b")
    press(office.books, f"/invoices/{paid.number}/credit/", reason="agreed", net="100")
    credit = Invoice.objects.get(number__startswith="G")
    other = write_invoice(office, opened)
    page = f"/invoices/{credit.number}/"
    assert f"{page}match/" in office.books.get(page).content.decode()

    more = press(office.books, f"{page}match/", invoice=str(other.item.pk), amount="101")
    assert more.status_code == 422
    answer = press(office.books, f"{page}match/", invoice=str(other.item.pk))

    assert answer["Location"] == page
    assert f"{page}match/" not in office.books.get(page).content.decode()
    assert "CNY 2,369.00" in text_of(office.books.get(f"/invoices/{other.number}/"))
    assert office.books.get(f"/invoices/{other.number}/match/").status_code == 404


def test_accounting_gets_a_table_in_which_no_text_is_a_formula(office, opened):
    reason = '=HYPERLINK("https://example.com")'
    invoice = write_invoice(office, opened)
    press(office.books, f"/invoices/{invoice.number}/credit/", reason=reason)

    answer = office.books.get("/invoices/table.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert rows[0]["reason"] == f"'{reason}"
    assert (rows[0]["total"], rows[1]["total"]) == ("-2469.0000", "2469.0000") or (
        rows[0]["total"],
        rows[1]["total"],
    ) == ("-2469.00", "2469.00")


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "＝1", "|x"])
def test_a_cell_is_never_taken_for_a_formula(text):
    assert plain(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("fan;=1+1", "fan;'=1+1"),
        ('fan;"@SUM(A1)', "fan;\"'@SUM(A1)"),
        ("fan\t+1+1", "fan\t'+1+1"),
        ("fan\n=1", "fan\n'=1"),
    ],
)
def test_WF_01_nor_what_stands_where_another_program_parts_the_cells(text, given):
    assert plain(text) == given


@pytest.mark.parametrize("text", ["a; b", "R-1; 2", "-12.50", "12", "R2026-000001", "东岸"])
def test_what_is_none_stays_as_it_is(text):
    assert plain(text) == text


@pytest.mark.django_db(transaction=True)
def test_paid_online_by_a_signed_message_over_http(now, live_server, transactional_db):
    from tests.web.money.conftest import TEXT, Office

    office = Office(TEXT)
    opened = office.desk.log()
    office.desk.record(opened, "cause.found", "10:20", cause="improper_use", finding="final")
    invoice = write_invoice(office, opened)
    with (
        payment_house() as house,
        override_settings(PAYMENT_URL=house.url, PAYMENT_TOKEN=TOKEN, PAYMENT_SECRET=SECRET),
    ):
        page = press(office.books, f"/invoices/{invoice.number}/online/")
        assert f"{house.url}/pay/co-1" in text_of(page)
        body = house.message("co-1", "2469.00", at=at("10:29"))
        address = f"{live_server.url}/payments/notify/"
        good = signature(body, at("10:30"))

        assert tell(address, body, signature(body, at("10:20"))) == 403
        assert tell(address, body, signature(body, at("10:30"), "another")) == 403
        assert tell(address, body, "") == 403
        assert [tell(address, body, good) for _ in range(2)] == [204, 204]

    assert Payment.objects.get().amount == 2469
    assert "CNY 0.00" in text_of(office.books.get(f"/invoices/{invoice.number}/"))


class TestPayFirstWhereThePaperPutsIt:
    """S4a wants the payment before the repair, S4c before the goods go back."""

    def expired(self, office):
        """A case whose customer pays: the warranty ended in September."""
        office.warrant(6)
        opened = office.desk.log()
        office.desk.record(opened, "cause.found", "10:20", cause="improper_operation")
        return opened

    def may(self, office, opened, kind):
        """Whether a step is taken without a word of why."""
        address = f"/cases/{opened.number}/facts/"
        key = {"key": f"step {kind} {Payment.objects.count()}", "kind": kind, "when": ""}
        answer = office.boss.post(address, key)
        return answer.status_code == 302

    @pytest.mark.parametrize(
        ("code", "step"), [("S4a", "repair.started"), ("S4c", "goods.returned_shipped")]
    )
    def test_S4a_2_4e_S4c_2_5_a_part_does_not_do_and_all_of_it_does(self, shipped, code, step):
        office = shipped(code)
        opened = self.expired(office)
        office.desk.record(opened, "quote.sent", "10:21")
        office.desk.record(opened, "quote.explained", "10:22")
        invoice = write_invoice(office, opened)

        assert not self.may(office, opened, step)
        press(office.books, f"/invoices/{invoice.number}/pay/", amount="1000", reference="a")
        assert not self.may(office, opened, step)
        press(office.books, f"/invoices/{invoice.number}/pay/", reference="b")
        assert self.may(office, opened, step)

    def test_S4c_2_5_the_week_waits_for_the_payment_once_repaired(self, shipped, now):
        office = shipped("S4c")
        opened = self.expired(office)
        office.desk.record(opened, "remote.attempted", "10:22", result="failed")
        office.desk.record(opened, "guidance.given", "10:23", result="failed")
        office.desk.record(opened, "request.described", "10:24", must_dismantle=True)
        office.desk.record(opened, "goods.received_for_repair", "10:25")
        office.desk.record(opened, "repair.finished", "10:28")
        assert "waiting for the customer's payment" in text_of(
            office.boss.get(f"/cases/{opened.number}/")
        ).replace("’", "'").replace("&#x27;", "'")

    def test_S2_10c_nobody_pays_for_a_dispute_about_intellectual_property(self, shipped):
        office = shipped("S2")
        opened = office.desk.log(case_type="ip_dispute")

        for component in ("parts", "labour", "travel", "third_party", "consultation"):
            answer = press(
                office.books,
                f"/cases/{opened.number}/invoice/",
                **LINES | {"component_1": component},
            )
            assert answer.status_code == 422
            assert "S2-10c" in text_of(answer)


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_a_year_that_nobody_means_is_asked_for_again(office, opened, year):
    case = f"/cases/{opened.number}"
    invoice = write_invoice(office, opened)
    moment, day = f"{year}-01-01T00:00", f"{year}-01-01"
    paid = {"amount": "5", "reference": "b", "received_at": moment}
    billed = {"firm": "x", "number": "1", "text": "x", "amount": "5", "dated_on": day}
    forms = {
        f"{case}/invoice/": LINES | {"due_on": day},
        f"{case}/payment/": paid,
        f"/invoices/{invoice.number}/pay/": paid,
        f"{case}/bill/": billed,
    }
    for address, said in forms.items():
        answer = press(office.books, address, **said)
        assert answer.status_code == 422, address
        assert "Please look at the year again." in text_of(answer), address
