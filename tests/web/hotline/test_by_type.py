"""Each type of request is asked, and offered, what makes sense for it."""

import pytest
from django.test import Client

from tests.desk import POLICY, open_desk
from tests.web.hotline.conftest import browser_of

TYPED = POLICY.replace(
    "    when: {happened: customer.demanded_visit}",
    "    when: {case_type: fault, happened: customer.demanded_visit}",
).replace(
    "    limit: {by: level.fault", "    when: {case_type: fault}\n    limit: {by: level.fault"
)
TYPES = {
    "fault": ("service.restored", "training.held"),
    "consultation": ("answer.given", "engineer.sent"),
    "planned_work": ("visit.agreed", "remote.attempted"),
    "installation": ("document.handed_over", "remote.attempted"),
    "training": ("training.held", "service.restored"),
    "spare_part": ("goods.shipped", "cause.found"),
    "complaint": ("answer.given", "engineer.sent"),
    "ip_dispute": ("document.handed_over", "visit.arrived"),
}


@pytest.fixture
def desk(db, now):
    return open_desk(TYPED)


def offered(client: Client, opened) -> list[str]:
    page = client.get(f"/cases/{opened.number}/").context["page"]
    return [fact.kind for fact in page.next_facts]


@pytest.mark.parametrize("case_type", TYPES)
def test_what_is_offered_fits_the_type(desk, client, case_type):
    there, not_there = TYPES[case_type]

    kinds = offered(client, desk.log(case_type=case_type, responsible_id=desk.hotline.pk))

    assert there in kinds
    assert "reminder.received" in kinds
    assert not_there not in kinds
    assert len([kind for kind in kinds if kind]) <= 10


def test_the_own_steps_of_a_type_come_before_what_may_only_turn_out_to_be_owed(db, now):
    """Whether somebody has to come is not known; a training is held all the same."""
    desk = open_desk(POLICY.replace("{happened: customer.demanded_visit}", "{down: yes}"))

    kinds = offered(browser_of(desk.hotline), desk.log(case_type="training"))
    fault = offered(browser_of(desk.hotline), desk.log(case_type="fault"))

    assert kinds[0] == "response.given"  # surely owed
    assert kinds.index("training.held") < kinds.index("visit.arrived")
    assert fault.index("visit.arrived") < fault.index("remote.attempted")


def test_questions_that_matter_for_faults_only_are_asked_for_these(desk):
    answer = browser_of(desk.hotline).get(f"/log/?equipment={desk.equipment.pk}")
    rows = {
        row.field.name: row.only.split()
        for section in answer.context["page"].sections
        for row in section.rows
    }

    assert rows["a_down"] == ["fault"]
    assert rows["interrupted"] == ["fault"]
    assert rows["description"] == []
