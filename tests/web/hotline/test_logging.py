"""Logging a request, from finding the machine to the case."""

import re

import pytest
from django.test import Client

from kept.records.archive.models import Contact
from kept.records.archive.services import (
    ContactDetails,
    CustomerDetails,
    record_contact_left,
    register_contact,
    register_customer,
)
from kept.records.cases.models import Case, CaseFact
from kept.records.people.models import Language
from tests.desk import Desk, at

SAID = {
    "key": "request-1",
    "contact": "",
    "caller": "陈浩",
    "channel": "telephone",
    "when": "10:00",
    "answered_live": "yes",
    "case_type": "fault",
    "description": "Transmitter shows E-47\nsince this morning",
    "a_down": "yes",
    "a_visit_demanded": "",
    "a_emergency": "",
}


@pytest.fixture
def url(desk: Desk) -> str:
    return f"/log/?equipment={desk.equipment.pk}"


@pytest.fixture
def caller(desk: Desk) -> Contact:
    """Chen Hao of the customer."""
    details = ContactDetails(customer_id=desk.customer.pk, name="陈浩", phones=["021 5550 0147"])
    return register_contact(details=details, by=desk.manager, at=at("08:00"))


def only_case() -> Case:
    return Case.objects.get()


def lines(answer, title: str) -> dict[str, tuple[str, str]]:
    [group] = [group for group in answer.groups if group.title == title]
    return {line.words: (line.when, line.detail) for line in group.lines}


@pytest.mark.parametrize("words", ["640-2207", "0183", "eastbank", "东岸", "dasjzx", "nx-640"])
def test_a_machine_or_its_owner_is_found_by_what_somebody_knows(client: Client, words: str) -> None:
    page = client.get("/log/", {"q": words}).context["page"]

    assert page.candidates
    assert all(re.match(r"/log/\?(equipment|customer|site)=\d+", c.url) for c in page.candidates)


def test_a_caller_is_found_by_number_and_leads_to_the_machines(
    desk: Desk, client: Client, caller: Contact
) -> None:
    [found] = client.get("/log/", {"q": "5550 0147"}).context["page"].candidates
    assert found.url == f"/log/?contact={caller.pk}"

    machines = client.get(found.url).context["page"].candidates

    assert machines[0].url == f"/log/?equipment={desk.equipment.pk}&contact={caller.pk}"
    form = client.get(machines[0].url).context["page"].form
    assert form["contact"].value() == caller.pk


def test_who_calls_stays_while_the_machine_is_looked_for(
    desk: Desk, client: Client, caller: Contact
) -> None:
    page = client.get("/log/", {"contact": caller.pk}).context["page"]
    assert page.asking.detail == "陈浩, +86 21 5550 0147"

    found = client.get("/log/", {**dict(page.asking.keeps), "q": "0183"}).context["page"]

    urls = [candidate.url for candidate in found.candidates]
    assert urls == [
        f"/log/?equipment={desk.equipment.pk}&contact={caller.pk}",
        f"/log/?customer={desk.customer.pk}&machine=none&contact={caller.pk}",
    ]
    chosen = client.get(urls[0]).context["page"].chosen
    assert chosen.change_url == f"/log/?customer={desk.customer.pk}&contact={caller.pk}"


def test_among_a_customers_machines_no_other_customers_are_found(
    desk: Desk, client: Client
) -> None:
    details = CustomerDetails(names={"en": "Marlow Dairy"})
    marlow = register_customer(details=details, by=desk.manager, at=at("08:00"))

    [none] = client.get("/log/", {"customer": marlow.pk, "q": "0183"}).context["page"].candidates

    assert none.url == f"/log/?customer={marlow.pk}&machine=none"


def test_a_callers_open_cases_come_first(desk: Desk, client: Client, caller: Contact) -> None:
    opened = desk.log("10:02")

    page = client.get("/log/", {"contact": caller.pk}).context["page"]

    assert [candidate.kind for candidate in page.candidates] == ["Case", "Equipment", "Customer"]
    assert page.candidates[0].url == f"/cases/{opened.number}/"


def test_what_was_found_by_what_already_shows_says_it_once(client: Client, caller: Contact) -> None:
    [found] = client.get("/log/", {"q": "5550 0147"}).context["page"].candidates

    assert found.detail.count("0147") == 1


def test_nothing_found_says_what_else_to_try(client: Client) -> None:
    assert "Nothing found" in client.get("/log/", {"q": "zzz"}).content.decode()


def test_the_form_asks_what_this_policy_wants_to_know(client: Client, url: str) -> None:
    page = client.get(url).context["page"]

    assert page.form.fields["a_down"].label == "Is the equipment down?"
    assert page.form["a_down"].value() is None or page.form["a_down"].value() == ""
    assert page.form.fields["a_emergency"].label == "Is it an emergency?"


def test_the_answer_beside_the_form_is_there_from_the_first_moment(
    client: Client, url: str
) -> None:
    answer = client.get(url).context["page"].answer

    assert lines(answer, "By when")["Answer"] == ("11:30", "")
    assert lines(answer, "By when")["Repaired"][1] == "depends on the level"


def test_the_preview_follows_what_is_typed_and_writes_nothing(
    desk: Desk, client: Client, url: str
) -> None:
    desk.customer.language = Language.ENGLISH
    desk.customer.save(update_fields=["language"])
    preview = url.replace("/log/", "/log/preview/")

    answer = client.post(preview, SAID | {"description": ""}).context["answer"]

    assert lines(answer, "By when")["Answer"] == ("11:00", "")
    assert lines(answer, "By when")["Repaired"] == ("18:00", "")
    assert answer.say == "Answer by 11:00 at the latest. Repaired by 18:00 at the latest."
    assert lines(answer, "Who pays") == {
        "spare parts, labour, travel: the paper is silent: ask": ("open", "")
    }
    assert Case.objects.count() == 0


def test_the_sentence_for_the_customer_is_in_the_customers_language(
    desk: Desk, client: Client, url: str
) -> None:
    answer = client.post(url.replace("/log/", "/log/preview/"), SAID).context["answer"]

    assert answer.say == "答复：最迟 11:00。修复：最迟 18:00。"
    assert answer.say_lang == "zh-Hans"


def test_a_time_that_is_not_understood_is_named_and_the_form_stays(
    client: Client, url: str
) -> None:
    preview = client.post(url.replace("/log/", "/log/preview/"), SAID | {"when": "soon"})
    assert preview.context["answer"].problem == "Please look at this first: Asked at."

    response = client.post(url, SAID | {"when": "soon"})
    assert response.status_code == 422
    assert "“soon” is not understood" in response.content.decode()
    assert "Transmitter shows E-47" in response.content.decode()


def test_logging_opens_the_case_with_what_was_told(client: Client, url: str) -> None:
    response = client.post(url, SAID | {"interrupted": "09:30", "a_visit_demanded": "yes"})

    logged = only_case()
    assert response.url == f"/cases/{logged.number}/"
    assert (logged.title, logged.caller) == ("Transmitter shows E-47", "陈浩")
    assert (logged.requested_at, logged.logged_at) == (at("10:00"), at("10:30"))
    told = {fact.kind: fact for fact in CaseFact.objects.all()}
    assert told["request.received"].values == {
        "channel": "telephone",
        "case_type": "fault",
        "down": True,
        "visit_demanded": True,
        "answered_live": True,
    }
    assert told["interruption.began"].at == at("09:30")
    assert "customer.demanded_visit" in told


def test_sent_twice_it_is_one_case(client: Client, url: str) -> None:
    first, second = client.post(url, SAID), client.post(url, SAID)

    assert first.url == second.url
    assert Case.objects.count() == 1


def test_without_a_word_of_the_customer_nothing_is_logged(client: Client, url: str) -> None:
    response = client.post(url, SAID | {"description": "  "})

    assert response.status_code == 422
    assert Case.objects.count() == 0


def test_without_scripts_a_button_shows_the_answer(client: Client, url: str) -> None:
    response = client.post(url, SAID | {"preview": "yes", "description": ""})

    assert response.status_code == 200
    assert lines(response.context["page"].answer, "By when")["Answer"][0] == "11:00"


def test_a_request_may_be_about_no_certain_machine(desk: Desk, client: Client) -> None:
    url = f"/log/?customer={desk.customer.pk}&machine=none"

    assert client.post(url, SAID).status_code == 302

    assert only_case().equipment_id is None
    assert only_case().site_id == desk.site.pk  # the only one there is


def test_a_customer_without_a_site_is_looked_after_by_an_office(desk: Desk, client: Client) -> None:
    details = CustomerDetails(names={"en": "Marlow Dairy"})
    marlow = register_customer(details=details, by=desk.manager, at=at("08:00"))
    url = f"/log/?customer={marlow.pk}&machine=none"
    assert client.post(url, SAID).status_code == 422

    client.post(url, SAID | {"office": str(desk.office.pk)})

    assert only_case().office_id == desk.office.pk


def test_open_cases_on_the_same_machine_are_shown(desk: Desk, client: Client, url: str) -> None:
    opened = desk.log("10:02")

    similar = client.get(url).context["page"].similar

    assert [link.label for link in similar] == [opened.number]


@pytest.mark.parametrize("query", ["equipment=99999", "customer=99999", "site=99999&machine=none"])
def test_what_is_not_in_the_archive_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"/log/?{query}").status_code == 404


def test_an_address_that_makes_no_sense_begins_anew(client: Client) -> None:
    assert client.get("/log/?equipment=abc&customer=-1").context["page"].chosen is None


def test_another_customers_contact_is_refused(desk: Desk, client: Client, url: str) -> None:
    details = CustomerDetails(names={"en": "Marlow Dairy"})
    marlow = register_customer(details=details, by=desk.manager, at=at("08:00"))
    contact = register_contact(
        details=ContactDetails(customer_id=marlow.pk, name="Jo"), by=desk.manager, at=at("08:00")
    )

    response = client.post(url, SAID | {"contact": str(contact.pk)})

    assert response.status_code == 422
    assert Case.objects.count() == 0


@pytest.mark.parametrize("contact", ["0", "-1", "1e3", "９", "10000000000000000000"])
def test_what_is_no_contact_is_refused(client: Client, url: str, contact: str) -> None:
    response = client.post(url, SAID | {"contact": contact})

    assert response.status_code == 422
    assert "contact" in response.context["page"].form.errors


def test_a_contact_who_left_is_refused(desk: Desk, client: Client, url: str) -> None:
    gone = hired(desk)
    record_contact_left(contact_id=gone.pk, by=desk.manager, at=at("09:00"))

    assert client.post(url, SAID | {"contact": str(gone.pk)}).status_code == 422


def test_logging_reads_no_lists(
    desk: Desk, client: Client, url: str, django_assert_max_num_queries
) -> None:
    said = SAID | {"contact": str(hired(desk).pk)}

    # Session, person, what is around the machine, what holds for it, who calls, the case, its
    # ledger; the test's own savepoint.
    with django_assert_max_num_queries(9):
        assert client.post(url, said).status_code == 302


def hired(desk: Desk) -> Contact:
    details = ContactDetails(customer_id=desk.customer.pk, name="Jo")
    return register_contact(details=details, by=desk.manager, at=at("08:00"))


def test_the_preview_takes_few_queries(
    client: Client, url: str, django_assert_max_num_queries
) -> None:
    preview = url.replace("/log/", "/log/preview/")
    client.post(preview, SAID)

    with django_assert_max_num_queries(35):
        client.post(preview, SAID)
