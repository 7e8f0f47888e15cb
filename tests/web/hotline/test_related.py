"""Complaints, links, parts: their pages."""

import uuid

from django.test import Client

from kept.records.cases.models import Case, CaseLink
from tests.desk import Desk, Opened, at


def complain(desk: Desk, client: Client, about: Opened, **said: str):
    form = {
        "key": uuid.uuid4().hex,
        "text": "Nobody called back",
        "channel": "telephone",
        "person": "",
        "responsible": str(desk.manager.pk),
        "when": "",
    }
    return client.post(f"/cases/{about.number}/complaint/", form | said)


def test_a_complaint_becomes_a_case_that_both_pages_name(desk: Desk, client: Client) -> None:
    opened = desk.log()

    response = complain(desk, client, opened)

    complaint = Case.objects.get(case_type="complaint")
    assert response.url == f"/cases/{complaint.number}/"
    assert (
        f"/cases/{complaint.number}/"
        in client.get(f"/cases/{opened.number}/related/").content.decode()
    )
    assert opened.number in client.get("/complaints/").content.decode()


def test_BL_08_the_page_tells_whom_it_is_about_that_others_handle_it(
    desk: Desk, client: Client
) -> None:
    opened = desk.log()  # of who is signed in
    complain(desk, client, opened)
    complaint = Case.objects.get(case_type="complaint")

    page = client.get(f"/cases/{complaint.number}/related/").context["page"]
    refused = client.post(
        f"/cases/{complaint.number}/facts/", {"key": "c", "kind": "case.closed", "when": ""}
    )

    assert "somebody else handles it" in page.concerned
    assert page.form is None
    assert refused.status_code == 422
    assert "somebody else handles it" in refused.content.decode()


def test_who_is_responsible_is_not_offered_to_handle_it(desk: Desk, client: Client) -> None:
    opened = desk.log()

    assert complain(desk, client, opened, responsible=str(desk.hotline.pk)).status_code == 422
    assert not Case.objects.filter(case_type="complaint").exists()


def test_cases_are_linked_and_the_link_is_taken_back(desk: Desk, client: Client) -> None:
    first, second = desk.log(), desk.log(requested_at=at("10:01"))
    address = f"/cases/{second.number}/related/"

    client.post(f"{address}link/", {"kind": "duplicate_of", "number": first.number, "reason": ""})
    [row] = client.get(f"/cases/{first.number}/related/").context["page"].rows
    client.post(row.undo_url, {"reason": "Another fault"})

    [row] = client.get(address).context["page"].rows
    assert "Another fault" in row.undone
    assert row.undo_url == ""


def test_a_number_that_is_none_is_said_beside_it(desk: Desk, client: Client) -> None:
    opened = desk.log()

    response = client.post(
        f"/cases/{opened.number}/related/link/",
        {"kind": "follows_from", "number": "K-999999", "reason": ""},
    )

    assert response.status_code == 422
    assert b"no other case with that number" in response.content


def test_a_link_of_another_case_is_not_found(desk: Desk, client: Client) -> None:
    first, second = desk.log(), desk.log(requested_at=at("10:01"))
    third = desk.log()
    client.post(
        f"/cases/{second.number}/related/link/",
        {"kind": "follows_from", "number": first.number, "reason": ""},
    )
    link = CaseLink.objects.get()

    assert client.get(f"/cases/{third.number}/related/{link.pk}/undo/").status_code == 404


def test_a_part_is_split_off(desk: Desk, client: Client) -> None:
    opened = desk.log()
    form = {"key": uuid.uuid4().hex, "text": "The fan is loud", "case_type": "consultation"}

    response = client.post(f"/cases/{opened.number}/split/", form)

    part = Case.objects.get(case_type="consultation")
    assert response.url == f"/cases/{part.number}/"
    assert part.requested_at == at("10:00")
