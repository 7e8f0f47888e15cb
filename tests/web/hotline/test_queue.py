"""The queue on real records."""

import pytest
from django.test import Client

from kept.records.people.models import Person, Role
from tests.desk import Desk, at, case
from tests.security.company import make_person
from tests.web.hotline.conftest import browser_of


def rows(client: Client, more: str = "") -> list[str]:
    page = client.get(f"/queue/{more}").context["page"]
    return [row.number for group in page.queue.groups for row in group.rows]


def test_the_next_deadline_stands_first(desk: Desk, client: Client) -> None:
    late = desk.log("10:20", requested_at=at("10:20"))
    early = desk.log("10:10", requested_at=at("09:40"))

    assert rows(client) == [early.number, late.number]


@pytest.mark.parametrize("path", ["/queue/", "/cases/{number}/", "/log/"])
def test_the_bar_shows_that_all_of_it_is_the_hotline(desk: Desk, client: Client, path: str) -> None:
    page = client.get(path.format(number=desk.log("10:02").number)).content.decode()

    assert '<a href="/queue/" aria-current="page"' in page


def test_what_is_closed_is_found_under_closed_only(desk: Desk, client: Client) -> None:
    opened = desk.log("10:02")
    client.post(f"/cases/{opened.number}/facts/", {"key": "k", "kind": "case.closed", "full": "y"})

    assert rows(client, "?of=all") == []
    assert rows(client, "?of=closed") == [opened.number]


def test_mine_are_those_i_am_responsible_for(desk: Desk, client: Client) -> None:
    desk.log("10:02", responsible_id=desk.dispatcher.pk)
    mine = desk.log("10:03")

    assert rows(client, "?of=mine") == [mine.number]
    assert len(rows(client, "?of=all")) == 2


def test_where_not_all_are_mine_each_says_whose_it_is(desk: Desk, client: Client) -> None:
    desk.log("10:02", responsible_id=desk.dispatcher.pk)

    def whose(view: str) -> list[str]:
        page = client.get("/queue/", {"of": view}).context["page"]
        return [row.whose for group in page.queue.groups for row in group.rows]

    assert whose("all") == ["Dana Li"]
    desk.log("10:03")
    assert whose("mine") == [""]


def test_urgent_are_those_broken_or_due_within_ten_minutes(desk: Desk, client: Client, now) -> None:
    near = desk.log("10:02")
    desk.log("10:20", requested_at=at("10:20"))
    now.move_to(at("10:51"))

    page = client.get("/queue/").context["page"]
    assert rows(client, "?of=soon") == [near.number]
    assert page.queue.urgent.label == "1 breached or due"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("?of=all&policy=DESK", 1),
        ("?of=all&policy=OTHER", 0),
        ("?of=all&policy=DESK&level=2", 1),
        ("?of=all&policy=DESK&level=1", 0),
        ("?of=all&q=E-47", 1),
        ("?of=all&q=eastbank", 1),
        ("?of=all&office=999999", 0),
        ("?of=nonsense&office=nonsense", 1),
    ],
)
def test_the_address_narrows_the_queue(desk: Desk, client: Client, more: str, found: int) -> None:
    desk.log("10:02", answers={"down": False})

    assert len(rows(client, more)) == found


def test_the_form_that_narrows_keeps_what_was_chosen(desk: Desk, client: Client) -> None:
    page = client.get("/queue/?of=all&policy=DESK&narrow=1").context["page"]

    form = page.queue.form
    assert form["policy"].value() == "DESK"
    assert [key for key, _label in form.fields["level"].choices] == ["", "1", "2"]


def test_a_long_queue_goes_on_behind_a_link(desk: Desk, client: Client) -> None:
    for _ in range(51):
        desk.log("10:02")

    page = client.get("/queue/?of=all").context["page"]
    assert len(page.queue.groups[0].rows) == 50
    rest = client.get(page.queue.more.url).context["page"]
    assert len(rest.queue.groups[0].rows) == 1
    assert rest.queue.more is None


def test_the_version_changes_when_anything_in_the_queue_does(desk: Desk, client: Client) -> None:
    page = client.get("/queue/?of=all").context["page"]
    url, version = page.queue.version_url, page.queue.version
    assert client.get(url, {"of": "all", "have": version}).status_code == 204

    desk.log("10:02")

    answer = client.get(url, {"of": "all", "have": version})
    assert answer.status_code == 200
    assert answer["Kept-Version"] != version


def test_a_possible_promise_is_not_called_breached(desk: Desk, client: Client, now) -> None:
    opened = desk.log("10:02", answers={})
    desk.record(opened, "response.given", "10:10")
    now.move_to(at("23:00"))

    page = client.get("/queue/?of=all").context["page"]
    [row] = [row for group in page.queue.groups for row in group.rows]
    assert row.clock.state == "possible"
    assert row.clock.note == "time over 18:00"


def test_the_queue_takes_few_queries(
    desk: Desk, client: Client, django_assert_max_num_queries
) -> None:
    for _ in range(20):
        desk.log("10:02")
    client.get("/queue/?of=all")

    with django_assert_max_num_queries(13):
        client.get("/queue/?of=all")


def test_everyone_is_led_to_the_own_work(desk: Desk, client: Client) -> None:
    assert client.get("/").url == "/queue/"
    assert browser_of(desk.engineer).get("/").url == "/queue/"
    for role, path in ((Role.STORE_KEEPER, "/store/"), (Role.ACCOUNTANT, "/quotes/")):
        person = make_person(str(role), role)
        assert browser_of(person).get("/").url == path
        Person.objects.filter(pk=person.pk).update(roles=[role, Role.HOTLINE])
        assert browser_of(person).get("/").url == "/queue/"


@pytest.mark.parametrize("role", [Role.STORE_KEEPER, Role.ACCOUNTANT, Role.POLICY_OWNER])
def test_who_only_reads_is_offered_nothing_that_would_be_refused(desk: Desk, role: Role) -> None:
    opened = desk.log("10:02")
    reading = browser_of(make_person("reader", role))
    about = case(opened)
    paths = (f"/archive/customers/{about.customer_id}/", f"/archive/sites/{about.site_id}/",
             f"/archive/equipment/{about.equipment_id}/")  # fmt: skip
    for path in ("/queue/", f"/cases/{opened.number}/", *paths):
        page = reading.get(path).content.decode()
        assert "/log/" not in page
        assert "/facts/new/" not in page


def test_engineers_record_and_log_no_request(desk: Desk) -> None:
    opened = desk.log("10:02")
    engineer = browser_of(desk.engineer)
    page = engineer.get(f"/cases/{opened.number}/").content.decode()

    assert "/facts/new/" in page
    assert "/log/" not in page
    archive = f"/archive/customers/{case(opened).customer_id}/"
    assert "/log/" not in engineer.get(archive).content.decode()


def test_strangers_sign_in_first(desk: Desk) -> None:
    assert Client().get("/queue/").url == "/accounts/login/?next=/queue/"


def test_for_customers_there_is_nothing_here(desk: Desk) -> None:
    desk.engineer.roles = [Role.CUSTOMER]
    desk.engineer.save(update_fields=["roles"])
    customer = browser_of(desk.engineer)
    opened = desk.log("10:02")

    for path in ("/queue/", "/log/", "/policies/", f"/cases/{opened.number}/", "/search/?q=UPS"):
        assert customer.get(path).status_code == 404
