"""Who leads, acceptance, who has which role, and what presses: their pages."""

import pytest
from django.test import Client

from kept.records.archive.models import RoleHolder
from kept.records.archive.services import EquipmentDetails, Place, register_equipment
from kept.records.cases.models import Case, CaseFact
from tests.desk import POLICY, at, case, open_desk
from tests.web.hotline.conftest import browser_of

SIDES = (
    POLICY
    + """
  who:
    form: assignment
    name: {en: Who handles it}
    cases:
      - {source: D-5, when: {not: {happened: equipment.accepted}}, lead: project_manager}
      - {source: D-6, lead: service, helpers: supply_chain, informed: sales}
  chain:
    form: escalation
    name: {en: Escalation}
    source: D-7
    steps:
      - {when: {clock.answer: broken}, to: manager}
"""
)


@pytest.fixture
def desk(db, now):
    return open_desk(SIDES)


@pytest.fixture
def opened(desk):
    details = EquipmentDetails(
        product_id=desk.equipment.product_id,
        serial_number="640-2207-0999",
        place=Place(customer_id=desk.customer.pk, site_id=desk.site.pk),
    )
    piece = register_equipment(details=details, by=desk.hotline, at=at("08:30"))
    return desk.log("10:02", equipment_id=piece.pk)


def page_of(client: Client, opened):
    return client.get(f"/cases/{opened.number}/").context["page"]


def name(client, role, person, **said):
    return client.post("/roles/name/", {"role": role, "person": person.pk, "where": "all"} | said)


def test_the_case_says_who_leads_by_which_clause(client, opened, desk):
    name(browser_of(desk.manager), "project_manager", desk.engineer)

    who = page_of(client, opened).who

    assert who.person == "周敏"
    assert [(lead.name, lead.lines) for lead in who.leads] == [
        ("Who handles it", ["leads: the project manager (高磊)"])
    ]
    assert who.leads[0].clause.label == "D-5"


def test_acceptance_is_recorded_from_the_case_and_hands_it_over(client, opened, desk):
    name(browser_of(desk.manager), "service", desk.manager)
    address = page_of(client, opened).who.accept_url

    answer = client.post(address, {"on": "2026-11-24", "evidence": "AC-9"})

    assert answer.url == f"/cases/{opened.number}/"
    assert case(opened).responsible == desk.manager
    who = page_of(client, opened).who
    assert who.leads[0].lines == [
        "leads: the service department (Marta Stein)",
        "helps: the supply chain",
        "is told: the sales department",
    ]
    assert who.accept_url == ""
    assert CaseFact.objects.filter(kind="case.handed_over").count() == 1


@pytest.mark.parametrize(
    "form",
    [
        {"on": "2026-11-25", "evidence": "AC-9"},
        {"on": "2026-11-24", "evidence": ""},
        {"on": "", "evidence": "AC-9"},
    ],
)
def test_an_acceptance_that_cannot_be_is_refused(client, opened, form):
    assert client.post(f"/cases/{opened.number}/acceptance/", form).status_code == 422
    assert not CaseFact.objects.filter(kind="case.handed_over").exists()


def test_roles_are_named_and_ended_by_who_plans(desk):
    manager = browser_of(desk.manager)
    name(manager, "service", desk.manager, where=f"office-{desk.office.pk}")
    [role] = [r for r in manager.get("/roles/").context["page"].roles if r.key == "service"]

    assert [(one.person, one.where) for one in role.holders] == [("Marta Stein", "Shanghai")]
    manager.post(f"/roles/{role.holders[0].pk}/end/", {})
    assert RoleHolder.objects.get().ended_by == desk.manager


def test_a_role_is_named_for_the_customer_that_the_address_names(desk):
    manager = browser_of(desk.manager)
    form = {"role": "service", "person": desk.manager.pk, "where": f"customer-{desk.customer.pk}"}

    assert manager.post("/roles/name/", form).status_code == 422
    assert manager.post(f"/roles/name/?customer={desk.customer.pk}", form).status_code == 302
    assert RoleHolder.objects.get().customer == desk.customer


def test_one_press_writes_down_that_the_customer_reminded_us(client, opened, desk):
    for key in ("k1", "k2"):
        client.post(f"/cases/{opened.number}/facts/", {"key": key, "kind": "reminder.received"})

    page = page_of(client, opened)
    [row] = [row for group in page.queue.groups for row in group.rows]

    assert Case.objects.get(pk=opened.case_id).reminders == 2
    assert page.pressing[0].startswith("2 reminders")
    assert row.pressing == "2 reminders"


def test_who_is_called_in_stands_in_the_head_and_in_the_queue(client, opened, desk, now):
    now.move_to(at("11:20"))
    desk.record(opened, "note.added", "11:20", text="still looking")

    page = page_of(client, opened)
    [row] = [row for group in page.queue.groups for row in group.rows]

    assert page.pressing == ["called in: the manager"]
    assert row.pressing == "somebody is called in"
