"""Writing to the customer from a case's page."""

from __future__ import annotations

import pytest

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.cases.models import CaseFact
from kept.records.notices.models import Notice
from tests.desk import at


@pytest.fixture
def asked(desk):
    details = ContactDetails(
        customer_id=desk.customer.pk, name="Li Hua", emails=("li.hua@east.example",)
    )
    contact = register_contact(details=details, by=desk.hotline, at=at("08:30"))
    return desk.log(contact_id=contact.pk)


@pytest.fixture
def url(asked) -> str:
    return f"/cases/{asked.number}/write/"


def sent(client, url: str, text: str) -> dict[str, object]:
    form = client.get(url).context["page"].form
    return {name: form[name].value() for name in ("key",)} | {
        "contact": form["contact"].field.choices[0][0],
        "text": text,
    }


def test_it_is_reached_from_the_case_sent_once_and_stands_in_the_case(client, asked, url):
    assert f'href="{url}"' in client.get(f"/cases/{asked.number}/").content.decode()
    form = sent(client, url, "The part is on its way. <b>x</b>")

    for _again in range(2):
        assert client.post(url, form).status_code == 302

    assert Notice.objects.get(kind="letter").address == "li.hua@east.example"
    assert CaseFact.objects.filter(kind="customer.told").count() == 1
    told = client.get(f"/cases/{asked.number}/").content.decode()
    assert "The part is on its way. &lt;b&gt;x&lt;/b&gt;" in told


@pytest.mark.parametrize(
    "said", [{"text": " "}, {"contact": "999999"}, {"text": "x" * 4001}, {"contact": ""}]
)
def test_what_cannot_be_sent_is_said_and_nothing_is_recorded(client, url, said):
    answer = client.post(url, sent(client, url, "Hello") | said)

    assert answer.status_code == 422
    assert not CaseFact.objects.filter(kind="customer.told").exists()


def test_without_an_address_it_says_so(client, desk):
    told = client.get(f"/cases/{desk.log().number}/write/").content.decode()

    assert "Nobody at this customer has a mail address on file." in told
