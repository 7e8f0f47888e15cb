"""Names lead to the archive: in the queue, on a call, on a letter."""

import re

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.mail.models import Letter
from kept.records.telephone.models import Call
from kept.records.telephone.services import open_exchange
from tests.desk import SETUP, Desk, at
from tests.records.telephone.conftest import Line
from tests.web.hotline.test_calls import NUMBER
from tests.web.hotline.test_mail import letter

__all__ = ["letter"]


def known(desk: Desk) -> str:
    """Let a contact of the customer be known; return where the customer stands in the archive."""
    details = ContactDetails(
        customer_id=desk.customer.pk,
        name="Mei Lin",
        phones=(NUMBER,),
        emails=("new@elsewhere.example",),
    )
    register_contact(details=details, by=desk.hotline, at=at("08:30"))
    return f"/archive/customers/{desk.customer.pk}/"


def test_a_row_of_the_queue_opens_the_case_and_its_name_the_customer(desk, client):
    number = desk.log("10:02").number
    page = client.get("/queue/?of=all").content.decode()

    row = re.search(rf'<li id="row-{number}".*?</li>', page, re.DOTALL)
    assert row is not None
    opens, leads = re.findall(r'<a (?:class="of" )?href="([^"]+)"', row[0])
    assert opens.startswith(f"/cases/{number}/")
    assert client.get(leads).status_code == 200
    assert row[0].count("data-row") == 1
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", row[0], re.DOTALL)  # none in another


def test_the_customer_of_a_call(desk, client):
    address = known(desk)
    line = Line(open_exchange(name="Shanghai", by=SETUP, at=at("08:00")).exchange)
    line.tell("newCall", "10:29:50", users=("hotline",))

    page = client.get(f"/calls/{Call.objects.get().pk}/").content.decode()

    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200


def test_the_customer_of_a_letter(desk, client, letter: Letter):
    address = known(desk)
    Letter.objects.filter(pk=letter.pk).update(customer=desk.customer)

    page = client.get(f"/mail/{letter.pk}/").content.decode()

    assert f'href="{address}"' in page
