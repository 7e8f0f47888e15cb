"""The board, a return's page and its forms."""

import re
from datetime import date
from decimal import Decimal

import pytest

from kept.records.payments.services import NewInvoice, issue_invoice
from kept.records.payments.services import NewLine as Line
from kept.records.people.models import Role
from kept.records.returns.models import Rma, RmaEvent
from kept.records.returns.services import NewLine
from kept.records.transit.models import Deed, Parcel
from kept.records.transit.services import NewScan, take_scan
from tests.desk import at
from tests.security.company import make_person
from tests.web.hotline.conftest import browser_of


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def send(client, address, **said):
    key = re.search(r'name="key" value="(\w+)"', page(client, address))
    return client.post(address, {"key": key[1], **said})


def step(client, rma, kind, **said):
    return send(client, f"/returns/{rma.number}/{kind}/", **said)


def test_from_the_case_to_the_parcel_back(depot, client):
    of_case = f"/cases/{depot.opened.number}/returns/"
    assert "/returns/new/" in page(client, of_case)
    send(client, f"{of_case}new/", machine="on", text="Shows E-47")
    rma = Rma.objects.get()
    for kind, said in [
        ("approved", {"freight_told": "on"}),
        ("received", {"quantity": 1, "serial": "OTHER-9", "at": "2026-11-24T14:00"}),
        ("inspected", {"quantity": 1, "cause": "quality", "text": "burnt"}),
        ("repaired", {"quantity": 1}),
        ("tested", {"quantity": 1}),
        ("shipped", {"quantity": 1, "party": "SF", "reference": "SF-1"}),
    ]:
        answer = step(client, rma, kind, **said)
        assert answer.status_code == 302, text_of(answer.content.decode())

    shown = text_of(page(client, f"/returns/{rma.number}/"))
    assert "Goods back D-8" in shown
    assert "met, 6 d 22 h early" in shown
    assert "Something else came: OTHER-9" in shown
    assert "freight to us the paper is silent: ask" in shown
    assert depot.kinds()[1:] == [
        *("rma.opened", "freight.told", "return.arranged", "goods.received_for_repair"),
        *("cause.found", "repair.finished", "goods.returned_shipped"),
    ]


def test_what_the_policy_holds_back_is_told_and_can_be_said_why(depot, client):
    rma = depot.approved(depot.own())
    depot.happens(rma, "received", 1)
    depot.happens(rma, "inspected", 1, cause="improper_use")
    depot.happens(rma, "repaired", 1)
    depot.happens(rma, "tested", 1)
    shown = text_of(page(client, f"/returns/{rma.number}/"))
    assert "paused: repaired and unpaid D-9" in shown
    assert "repaired and unpaid, D-9" in shown

    refused = step(client, rma, "shipped", quantity=1)
    assert refused.status_code == 422
    assert "The policy does not let this happen yet." in refused.content.decode()

    assert (
        step(client, rma, "shipped", quantity=1, despite="the manager said so").status_code == 302
    )


def test_the_board_has_a_column_for_each_place_and_counts_down(depot, client):
    rma = depot.approved()
    depot.happens(rma, "received", 5)

    html = page(client, "/returns/")
    shown = text_of(html)
    assert "To inspect 1" in shown
    assert "5 × Transmitter" in shown
    assert "D-8" in shown
    assert 'data-due="2026-12-01T03:00:00+00:00"' in html
    for show, is_there in [("late", False), ("ours", True), ("owed", False), ("over", False)]:
        assert (rma.number in page(client, f"/returns/?show={show}")) is is_there
    assert rma.number in page(client, f"/returns/?q={rma.number[-4:]}")
    assert "No return is like that" in page(client, "/returns/?q=nothing")


class TestLabels:
    def test_nothing_is_sent_before_it_is_approved(self, depot, client):
        page(client, f"/returns/{depot.ask().number}/label/in/", 404)

    def test_with_the_approval_comes_the_label_for_the_customer(self, depot, client):
        rma = depot.ask()
        step(client, rma, "approved", text="", at="", despite="")

        html = page(client, f"/returns/{rma.number}/label/in/")
        assert "data:image/svg+xml" in html
        for size in ("a6", "a4"):
            answer = client.get(f"/returns/{rma.number}/label/in/{size}.pdf")
            assert answer.content.startswith(b"%PDF-")

    def test_a_label_back_is_made_when_something_is_ready(self, depot, client):
        rma = depot.approved()
        back = f"/returns/{rma.number}/label/back/"
        assert client.post(back).status_code == 422
        depot.happens(rma, "received", 5)
        for kind in ("inspected", "repaired", "tested"):
            depot.happens(rma, kind, 5, "12:00")

        assert "Label back" in text_of(page(client, f"/returns/{rma.number}/"))
        assert client.get(f"{back}a6.pdf").status_code == 404
        assert client.post(back).status_code == 302
        assert client.get(f"{back}a6.pdf").content.startswith(b"%PDF-")
        page(client, f"/returns/{rma.number}/label/nowhere/", 404)
        page(client, f"{back}a3.pdf", 404)

    def test_a_label_back_is_printed_again_once_it_went(self, depot, client):
        rma = depot.approved()
        back = f"/returns/{rma.number}/label/back/"
        depot.happens(rma, "received", 5)
        for kind in ("inspected", "repaired"):
            depot.happens(rma, kind, 5, "12:00")
        for parcel, pieces in ((1, 2), (2, 3)):
            depot.happens(rma, "tested", pieces, "13:00")
            assert client.post(back).status_code == 302
            assert f"{back}?parcel={parcel}" not in page(client, f"/returns/{rma.number}/")
            depot.happens(rma, "shipped", pieces, "14:00")

        html = page(client, f"/returns/{rma.number}/")
        for parcel in (1, 2):
            assert f'href="{back}?parcel={parcel}"' in html
            assert f"Label back of parcel {parcel}" in html
            label = page(client, f"{back}?parcel={parcel}")
            assert "data:image/svg+xml" in label
            assert f"{back}a6.pdf?parcel={parcel}" in label
        first, second = (client.get(f"{back}a6.pdf?parcel={n}").content for n in (1, 2))
        assert first.startswith(b"%PDF-")
        assert first != second
        page(client, f"{back}?parcel=3", 404)
        page(client, f"{back}a6.pdf?parcel=3", 404)

    def test_what_no_font_can_print_is_said_in_words(self, depot, client):
        rma = depot.ask(NewLine(name="Transmitter 😀", quantity=1))
        step(client, rma, "approved", text="", at="", despite="")

        answer = client.get(f"/returns/{rma.number}/label/in/a6.pdf")
        assert answer.status_code == 422
        assert "These signs cannot be printed: 😀" in answer.content.decode()

    def test_what_carriers_said_stands_on_the_page_and_fills_the_form(self, depot, client):
        rma = depot.ask()
        step(client, rma, "approved", text="", at="", despite="")
        parcel = Parcel.objects.get()
        said = NewScan(deed=Deed.HANDED_OVER, name="Wang Wu", at=at("15:30"))
        take_scan(parcel_id=parcel.pk, said=said, now=at("15:30"))

        text = text_of(page(client, f"/returns/{rma.number}/"))
        assert "Handed in at our door, says Wang Wu by scanning, 15:30" in text
        assert 'value="2026-11-24T' in page(client, f"/returns/{rma.number}/received/")
        page(client, f"/returns/{rma.number}/handed_in/", 404)


def test_a_step_that_does_not_fit_leads_back(depot, client):
    rma = depot.ask()

    assert client.get(f"/returns/{rma.number}/shipped/").status_code == 302
    page(client, f"/returns/{rma.number}/asked/", 404)
    page(client, f"/returns/{rma.number}/nothing/", 404)


def test_an_engineer_works_on_goods_and_does_not_decide(depot, client):
    rma = depot.approved()
    depot.happens(rma, "received", 5)
    engineer = browser_of(depot.desk.engineer)

    assert step(engineer, rma, "inspected", quantity=5).status_code == 302
    for kind in ("scrapped", "advance_agreed", "cancelled"):
        assert engineer.get(f"/returns/{rma.number}/{kind}/").status_code == 403
        assert engineer.post(f"/returns/{rma.number}/{kind}/", {"key": "k"}).status_code == 403


def test_pressed_twice_it_is_recorded_once(depot, client):
    rma = depot.approved()
    said = {"key": "once", "quantity": 2, "text": "", "at": "2026-11-24T14:00"}
    for _again in range(2):
        client.post(f"/returns/{rma.number}/received/", said)

    assert RmaEvent.objects.filter(rma=rma, kind="received").count() == 1


def test_fields_nobody_asked_for_are_refused(depot, client):
    rma = depot.approved()

    answer = client.post(f"/returns/{rma.number}/received/", {"quantity": 1, "state": "closed"})
    assert answer.status_code == 400


def test_the_case_names_its_return_and_what_is_lent(depot, client):
    address = f"/cases/{depot.opened.number}/"
    assert "Returns and loaners" not in page(client, address)
    rma = depot.approved()

    assert f'href="/returns/{rma.number}/"' in page(client, address)


def test_a_page_learns_that_its_return_changed(depot, client):
    rma = depot.approved()
    answer = client.get(f"/returns/{rma.number}/version/")
    have = answer["Kept-Version"]
    assert client.get(f"/returns/{rma.number}/version/?have={have}").status_code == 204

    depot.happens(rma, "received", 1)

    assert client.get(f"/returns/{rma.number}/version/?have={have}").status_code == 200


def test_a_page_of_many_returns_asks_as_often_as_one_of_few(
    depot, client, django_assert_max_num_queries
):
    depot.approved()
    for number in range(3):
        other = depot.desk.log(key=f"case {number}")
        depot.ask(case_id=other.case_id)
    page(client, "/returns/")

    with django_assert_max_num_queries(12):
        page(client, "/returns/")


def test_what_is_promised_by_a_day_stands_as_a_clock(depot, client):
    rma = depot.approved(depot.own())
    depot.happens(rma, "advance_agreed", text="urgent", due_at=at("28 12:00"))
    depot.happens(rma, "sent_ahead", 1, serial="N-1")

    shown = text_of(page(client, f"/returns/{rma.number}/"))
    assert "The defective one is owed to us" in shown
    assert rma.number in page(client, "/returns/?show=owed")


class TestTheBoardStaysTrue:
    @staticmethod
    def versions(client):
        asked = (client.get(f"/returns/version/?show={show}") for show in ("all", "over"))
        return [answer["Kept-Version"] for answer in asked]

    def test_nothing_new_is_said_in_no_words(self, depot, client):
        depot.approved()
        have = re.search(r'data-version="([\d.]+)"', page(client, "/returns/"))[1]

        assert client.get(f"/returns/version/?show=all&have={have}").status_code == 204

    def test_what_happens_to_a_return_is_news(self, depot, client):
        rma = depot.approved()
        have = re.search(r'data-version="([\d.]+)"', page(client, "/returns/"))[1]
        depot.happens(rma, "received", 5)

        answer = client.get(f"/returns/version/?show=all&have={have}")
        assert (answer.status_code, answer["Kept-Version"] != have) == (200, True)

    def test_a_return_that_is_over_leaves_and_comes_to_the_others(self, depot, client):
        rma = depot.approved()
        had = self.versions(client)
        depot.happens(rma, "cancelled", text="never came")

        assert [a != b for a, b in zip(had, self.versions(client), strict=True)] == [True, True]


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_a_year_that_nobody_means_is_asked_for_again(depot, client, year):
    rma = depot.approved()
    answer = step(client, rma, "received", quantity=1, at=f"{year}-01-01T00:00")

    assert answer.status_code == 422
    assert "Please look at the year again." in answer.content.decode()


def test_who_only_reads_a_return_is_not_led_to_labels(depot, client):
    rma = depot.approved()
    books = browser_of(make_person("books", Role.ACCOUNTANT))

    assert f"/returns/{rma.number}/label/" in page(client, f"/returns/{rma.number}/")
    assert f"/returns/{rma.number}/label/" not in page(books, f"/returns/{rma.number}/")


def test_a_step_says_which_goods_of_whom_it_is_about(depot, client):
    rma = depot.approved(depot.own())

    shown = text_of(page(client, f"/returns/{rma.number}/received/"))

    assert f"SN {depot.desk.equipment.serial_number} · Eastbank Data Centre" in shown


def test_the_board_says_whose_date_a_date_is(depot, client):
    rma = depot.approved(depot.own())
    depot.happens(rma, "received", 1)
    depot.happens(rma, "to_supplier", 1, party="Omron", due_at=at("28 12:00"))

    assert "supplier due" in text_of(page(client, "/returns/"))


def test_what_is_still_open_is_one_press_away(depot, client):
    rma = depot.approved()

    refused = send(client, f"/cases/{depot.opened.number}/returns/new/", machine="on", text="again")

    html = refused.content.decode()
    assert f"Return {rma.number} of this case is still open" in html
    assert f'href="/returns/{rma.number}/">Go on with return {rma.number}' in html


def test_more_than_was_announced_is_said_and_confirmed(depot, client):
    rma = depot.approved()
    depot.happens(rma, "received", 3)
    assert "5 announced, 3 received so far" in page(client, f"/returns/{rma.number}/received/")

    refused = step(client, rma, "received", quantity=3)
    assert refused.status_code == 422
    assert "5 were announced and 6 would have come" in text_of(refused.content.decode())
    assert '<details class="fold" open>' in refused.content.decode()
    assert step(client, rma, "received", quantity=3, more_came="on").status_code == 302
    assert rma.lines.get().received == 6


def test_what_waits_for_its_payment_leads_to_the_bill_for_who_may_see_it(depot, client):
    rma = depot.approved(depot.own())
    depot.happens(rma, "received", 1)
    depot.happens(rma, "inspected", 1, "12:00", cause="improper_use")
    for kind in ("repaired", "tested"):
        depot.happens(rma, kind, 1, "12:00")
    boss = browser_of(depot.desk.manager)

    unbilled = step(boss, rma, "shipped", quantity=1).content.decode()
    assert f'href="/cases/{depot.opened.number}/charges/"' in unbilled
    number = billed(depot)
    refused = step(boss, rma, "shipped", quantity=1).content.decode()

    assert f'href="/invoices/{number}/">Invoice {number}: CNY 10.00 open<' in refused
    assert "/invoices/" not in step(client, rma, "shipped", quantity=1).content.decode()


def billed(depot):
    """A bill of the case, which nobody has paid; return its number."""
    ten = {"quantity": Decimal(1), "unit_price": Decimal(10)}
    invoice = NewInvoice(
        customer_id=depot.desk.customer.pk,
        case_id=depot.case_id,
        currency="CNY",
        lines=(Line(text="Repair", component="labour", **ten),),
        issued_on=date(2026, 11, 24),
        due_on=date(2026, 12, 24),
    )
    return issue_invoice(invoice=invoice, by=depot.desk.manager, now=at("15:00"), key="bill").number
