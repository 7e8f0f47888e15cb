"""What gives money away above the limit is released on a page by somebody else."""

from decimal import Decimal

from kept.records.payments.models import Invoice, Payment, Payout
from kept.records.people.models import Role
from kept.records.releases.models import Giving
from tests.web.hotline.conftest import browser_of
from tests.web.money.conftest import LINES, press, text_of, write_invoice

LARGE = LINES | {"quantity_1": "10"}  # CNY 12,345.00


def test_BL_03_one_accountant_does_not_credit_and_pay_out_alone(office, opened):
    second = browser_of(office.hire("qian", Role.ACCOUNTANT))
    invoice = write_invoice(office, opened, **LARGE)
    press(office.books, f"/cases/{opened.number}/payment/", amount="12345", reference="b")

    asked = press(office.books, f"/invoices/{invoice.number}/credit/", reason="never delivered")

    address = asked["Location"]
    assert not Invoice.objects.filter(kind="credit_note").exists()
    assert "somebody else has to release it" in text_of(office.books.get(address))
    assert "waits for a second person" in text_of(second.get("/releases/"))
    press(second, address, answer="yes")
    note = Invoice.objects.get(kind="credit_note")
    assert f"/invoices/{note.number}/" in second.get(address).content.decode()

    paid = press(office.books, f"/invoices/{note.number}/pay-out/", reference="T-1")
    assert paid["Location"].startswith("/releases/")
    assert not Payout.objects.exists()
    press(second, paid["Location"], answer="yes")
    assert "CNY 12,345.00" in text_of(office.books.get("/payouts/"))


def test_who_may_not_release_it_is_told_so(office, opened):
    press(office.boss, f"/cases/{opened.number}/compensation/", amount="9800", reason="A bad week")
    address = f"/releases/{Giving.objects.get().pk}/"

    assert "somebody else has to release it" in text_of(office.boss.get(address))
    assert "You cannot release this." in text_of(office.books.get(address))


def test_it_is_refused_with_a_reason_that_who_asked_reads(office, opened):
    press(office.books, f"/cases/{opened.number}/payment/", amount="9000", reference="b")
    payment = Payment.objects.get()
    asked = press(office.books, f"/payments/{payment.pk}/refund/", reason="twice")
    address = asked["Location"]

    assert press(office.boss, address, answer="no").status_code == 422
    press(office.boss, address, answer="no", reason="it came once")

    assert "it came once" in text_of(office.books.get(address))
    notices = office.books.get("/notices/").content.decode()
    assert address in notices
    assert "it came once" in notices
    assert not Payout.objects.exists()


def test_a_credit_note_is_paid_out_with_one_press_from_its_page_and_from_what_is_owed(
    office, opened
):
    invoice = write_invoice(office, opened)
    press(office.books, f"/cases/{opened.number}/payment/", amount="2469", reference="b")
    press(office.books, f"/invoices/{invoice.number}/credit/", reason="agreed", net="100")
    note = Invoice.objects.get(kind="credit_note")
    page = f"/invoices/{note.number}/"

    for seen in (page, "/owed/"):
        assert f"{page}pay-out/" in office.books.get(seen).content.decode()
    more = press(office.books, f"{page}pay-out/", amount="101")
    assert more.status_code == 422
    key = {"key": "pressed", "reference": "T-3"}
    for _ in range(2):
        assert press(office.books, f"{page}pay-out/", amount="100", **key)["Location"] == page

    payout = Payout.objects.get()
    assert (payout.amount, payout.sending.reference) == (100, "T-3")
    assert f"{page}pay-out/" not in office.books.get(page).content.decode()
    assert page in office.books.get(f"/payouts/{payout.pk}/").content.decode()


def test_INV_7_what_was_paid_for_a_case_that_ended_waits_to_be_paid_back(office, opened):
    press(office.books, f"/cases/{opened.number}/payment/", amount="300", reference="deposit")
    page = f"/payments/{Payment.objects.get().pk}/"
    assert page not in office.books.get("/owed/").content.decode()

    closing = {"key": "k", "kind": "case.closed", "full": "yes"}
    office.boss.post(f"/cases/{opened.number}/facts/", closing)

    assert page in office.books.get("/owed/").content.decode()
    press(office.books, f"{page}refund/", amount="300", reason="the order is off")
    assert page not in office.books.get("/owed/").content.decode()
    assert Payout.objects.get().amount == 300


def test_a_decision_leads_to_what_it_brought_and_back(office, opened):
    address = f"/cases/{opened.number}/compensation/"
    made = press(office.boss, address, amount="50", reason="a bad week", clause="D-3")

    page = office.boss.get(made["Location"])
    payout = Payout.objects.filter().first()
    note = Invoice.objects.filter(kind="credit_note").first()
    led_to = f"/payouts/{payout.pk}/" if payout else f"/invoices/{note.number}/"
    said = text_of(page)
    assert "D-3" in said
    assert office.desk.version is not None
    assert led_to in page.content.decode()
    assert made["Location"] in office.boss.get(led_to).content.decode()


def test_a_sum_of_the_loss_ledger_leads_to_its_decisions(office, opened):
    address = f"/cases/{opened.number}/compensation/"
    press(office.boss, address, amount="50", reason="a bad week", clause="D-3")
    press(office.boss, address, amount="70", reason="another one")

    ledger = office.books.get("/losses/").content.decode()
    only = text_of(office.books.get("/losses/?clause=D-3"))
    behind = text_of(office.books.get("/losses/decisions/?clause=D-3&currency=CNY"))

    assert "/losses/decisions/?" in ledger
    assert "CNY 70.00" not in only
    assert "a bad week" in behind
    assert "another one" not in behind
    assert "CNY 120.00" in text_of(office.books.get("/losses/"))
    assert "CNY 50.00" not in text_of(
        office.books.get("/losses/?since=2025-01-01&until=2025-12-31")
    )


def test_what_is_asked_for_wrongly_is_this_year(office, opened):
    press(office.boss, f"/cases/{opened.number}/compensation/", amount="50", reason="x")

    for said in ("since=x", "until=0001-01-01", "clause=none", "customer=999", "since=9999-12-31"):
        assert office.books.get(f"/losses/?{said}").status_code == 200
        assert office.books.get(f"/losses/table.csv?{said}").status_code == 200
        assert office.books.get(f"/losses/decisions/?{said}").status_code == 200


class TestLongLists:
    """They go on page by page, and what stands above them is true for all."""

    def test_invoices(self, office, opened):
        for _ in range(51):
            write_invoice(office, opened, quantity_1="1", price_1="10")

        first = office.books.get("/invoices/")
        page, following = text_of(first), first.content.decode()
        last = Invoice.objects.order_by("pk").first()

        assert "CNY 510.00 is open" in page
        assert last.number not in page
        more = following.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
        assert last.number in text_of(
            office.books.get(f"/invoices/{more}" if more[0] == "?" else more)
        )

    def test_what_waits_for_a_second_person(self, office, opened):
        press(office.books, f"/cases/{opened.number}/payment/", amount="300000", reference="b")
        payment = Payment.objects.get()
        for _ in range(51):
            press(office.books, f"/payments/{payment.pk}/refund/", amount="5001", reason="x")
        last = Giving.objects.latest("pk")
        assert last.amount == Decimal(5001)

        page = office.boss.get("/releases/").content.decode()

        assert f"/releases/{last.pk}/" not in page
        assert ">51<" in page
        first = Giving.objects.order_by("pk")[49].pk
        assert (
            f"/releases/{last.pk}/" in office.boss.get(f"/releases/?after={first}").content.decode()
        )

    def test_a_key_that_is_none_is_the_first_page(self, office, opened):
        for page in ("/invoices/", "/payments/", "/payouts/", "/claims/", "/releases/", "/owed/"):
            for said in (
                "before=x",
                "after=-1",
                "before=99999999999999999999",
                "decided=x",
                "us=x",
            ):
                assert office.books.get(f"{page}?{said}").status_code == 200
