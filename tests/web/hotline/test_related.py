"""Complaints, links, parts: their pages."""

import uuid

import pytest
from django.test import Client

from kept.records.cases.models import Case, CaseLink
from kept.records.people.services.doors import door_person
from tests.desk import Desk, Opened, at
from tests.web.hotline.conftest import browser_of


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


@pytest.mark.parametrize("typed", ["K-{n:06}", "k-{n}", "K{n}", "{n}", " {n} "])
def test_the_other_case_is_found_however_its_number_is_typed(
    desk: Desk, client: Client, typed: str
) -> None:
    first, second = desk.log(), desk.log(requested_at=at("10:01"))
    said = {"kind": "follows_from", "number": typed.format(n=first.case_id), "reason": ""}

    assert client.post(f"/cases/{second.number}/related/link/", said).status_code == 302
    assert CaseLink.objects.get().other_id == first.case_id


class TestTheHeadOfACase:
    """What a case belongs to is said where nobody can miss it."""

    def test_names_the_case_on_both_sides(self, desk: Desk, client: Client) -> None:
        first, second = desk.log(), desk.log(requested_at=at("10:01"))
        said = {"kind": "duplicate_of", "number": first.number, "reason": ""}
        client.post(f"/cases/{second.number}/related/link/", said)

        [there] = belongs(client, first).lines
        [here] = belongs(client, second).lines

        assert (here.sentence, here.case.label) == (
            "This case asks the same again as",
            first.number,
        )
        assert (there.sentence, there.case.label) == ("The same was asked again in", second.number)

    def test_says_no_more_once_a_link_is_taken_back(self, desk: Desk, client: Client) -> None:
        first, second = desk.log(), desk.log(requested_at=at("10:01"))
        said = {"kind": "duplicate_of", "number": first.number, "reason": ""}
        client.post(f"/cases/{second.number}/related/link/", said)
        undo = f"/cases/{second.number}/related/{CaseLink.objects.get().pk}/undo/"
        client.post(undo, {"reason": "Another fault"})

        assert not belongs(client, second).lines

    def test_of_many_shows_the_last_and_says_how_many_more(
        self, desk: Desk, client: Client
    ) -> None:
        first = desk.log()
        for _nth in range(5):
            other = desk.log(key=uuid.uuid4().hex, requested_at=at("10:01"))
            said = {"kind": "follows_from", "number": first.number, "reason": ""}
            client.post(f"/cases/{other.number}/related/link/", said)

        shown = belongs(client, first)

        assert shown.lines[0].case.label == other.number
        assert (len(shown.lines), shown.more) == (3, 2)

    def test_names_a_complaint_to_everybody_but_whom_it_is_about(
        self, desk: Desk, client: Client
    ) -> None:
        opened = desk.log()  # of who is signed in
        complain(desk, client, opened)

        assert not belongs(client, opened).lines
        assert len(belongs(browser_of(desk.manager), opened).lines) == 1


def belongs(client: Client, opened: Opened):
    return client.get(f"/cases/{opened.number}/").context["page"].belongs


def test_BL_08_whom_a_complaint_is_about_is_offered_their_view_only(
    desk: Desk, client: Client
) -> None:
    opened = desk.log()  # of who is signed in
    complain(desk, client, opened)
    number = Case.objects.get(case_type="complaint").number

    mine = client.get(f"/cases/{number}/").context["page"]
    theirs = browser_of(desk.manager).get(f"/cases/{number}/").context["page"]

    assert "somebody else handles it" in mine.belongs.concerns_you
    assert [fact.kind for fact in mine.next_facts] == ["note.added"]
    assert [action.label for action in mine.actions] == ["Related", "Compare", "Proof"]
    assert not any(line.correct_url or line.withdraw_url for line in mine.facts.shown)
    assert theirs.belongs.concerns_you == ""
    assert "Assign" in [action.label for action in theirs.actions]


def test_nobody_handles_a_complaint_by_chance(desk: Desk, client: Client) -> None:
    opened = desk.log()

    form = client.get(f"/cases/{opened.number}/complaint/").context["page"].form

    assert form.fields["responsible"].choices[0] == ("", "please choose")
    assert complain(desk, client, opened, responsible="").status_code == 422


@pytest.mark.parametrize(
    ("page", "field"),
    [("assign", "person"), ("complaint", "person"), ("complaint", "responsible")],
)
def test_what_comes_in_by_itself_is_nobody_to_choose(
    desk: Desk, client: Client, page: str, field: str
) -> None:
    opened = desk.log()
    door = door_person(username="web-form", name="Web form", at=at("10:00"))

    form = client.get(f"/cases/{opened.number}/{page}/").context["page"].form

    offered = [key for key, _name in form.fields[field].choices]
    assert str(desk.manager.pk) in offered
    assert str(door.pk) not in offered
