"""Somebody asks who is not in the archive: they are taken down on the way to their request."""

import uuid

import pytest
from django.test import Client

from kept.records.archive.models import Contact, Customer
from kept.records.cases.models import Case
from kept.records.telephone.services import open_exchange
from tests.desk import SETUP, Desk, at
from tests.records.telephone.conftest import Line

STRANGER = "8615400009999"
SAID = {
    "company": "Larch Mill",
    "name": "Ida Holm",
    "position": "",
    "phone": "+86 154 0000 9999",
    "email": "",
    "language": "en",
}


def sent(**said: str) -> dict[str, str]:
    return {"key": uuid.uuid4().hex, **SAID, **said}


def test_who_is_not_found_is_taken_down_with_what_was_looked_for(client: Client) -> None:
    page = client.get("/log/?q=Larch Mill").context["page"]

    form = client.get(page.new_url).context["page"].form

    assert form.initial["company"] == "Larch Mill"


def test_then_comes_the_request_under_what_holds_for_everyone(desk: Desk, client: Client) -> None:
    to_log = client.post("/log/new/", sent()).url
    shown = client.get(to_log).context["page"]
    request = shown.form.initial | {"description": "The mill stands", "channel": "telephone"}
    request |= {"case_type": "fault", "when": "", "office": str(desk.office.pk)}
    logged = client.post(to_log, {k: v for k, v in request.items() if k in shown.form.fields})

    case = Case.objects.get()
    assert logged.url == f"/cases/{case.number}/"
    assert case.contact.name == "Ida Holm"
    assert case.customer.names == {"en": "Larch Mill"}


def test_the_number_of_a_call_is_theirs_from_then_on(desk: Desk, client: Client) -> None:
    line = Line(open_exchange(name="Shanghai", by=SETUP, at=at("08:00")).exchange)
    line.tell("newCall", "10:20", "c1", caller=STRANGER)
    call = line.call("c1")
    form = client.get(f"/log/new/?call={call.pk}").context["page"].form

    to_log = client.post(f"/log/new/?call={call.pk}", sent(phone=form.initial["phone"])).url

    assert f"call={call.pk}" in to_log
    assert "Ida Holm" in client.get(f"/calls/{call.pk}/").content.decode()


def test_a_new_contact_of_a_customer_that_is_known(desk: Desk, client: Client) -> None:
    said = {k: v for k, v in sent().items() if k != "company"}

    to_log = client.post(f"/log/new/?customer={desk.customer.pk}", said).url

    assert Contact.objects.get(name="Ida Holm").customer_id == desk.customer.pk
    assert "machine=none" not in to_log  # which machine is asked next


@pytest.mark.parametrize(
    ("company", "names"),
    [
        ("Larch Mill", {"en": "Larch Mill"}),
        ("落叶松磨坊", {"zh-hans": "落叶松磨坊"}),
        ("落葉松磨坊", {"zh-hant": "落葉松磨坊"}),
        ("", {"en": "Ida Holm"}),
    ],
)
def test_a_customer_is_called_what_was_said_in_its_script(
    desk: Desk, client: Client, company: str, names: dict[str, str]
) -> None:
    assert client.post("/log/new/", sent(company=company)).status_code == 302
    assert Contact.objects.get(name="Ida Holm").customer.names == names


def test_sent_twice_is_one(desk: Desk, client: Client) -> None:
    said = sent()

    assert client.post("/log/new/", said).url == client.post("/log/new/", said).url
    assert Customer.objects.filter(names__en="Larch Mill").count() == 1


def test_nobody_is_taken_down_a_second_time_by_mistake(desk: Desk, client: Client) -> None:
    client.post("/log/new/", sent())

    again = client.post("/log/new/", sent())

    assert again.status_code == 422
    assert "There is a customer called “Larch Mill” already" in again.content.decode()
    assert again.context["page"].form["name"].value() == "Ida Holm"  # nothing is lost


@pytest.mark.parametrize("said", [{"name": ""}, {"phone": "12"}, {"email": "nowhere"}])
def test_what_cannot_be_is_said_and_nobody_is_made_known(
    desk: Desk, client: Client, said: dict[str, str]
) -> None:
    before = Customer.objects.count()

    assert client.post("/log/new/", sent(**said)).status_code == 422
    assert Customer.objects.count() == before


def test_a_customer_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/log/new/?customer=999999").status_code == 404
