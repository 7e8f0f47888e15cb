"""What a policy asks of a machine is written down on its page, and counts from the next case on."""

import pytest
import time_machine

from kept.records.archive.services import ParticularsUnclear, describe_equipment
from kept.records.cases.models import Case
from kept.records.ledger import queries as ledger
from kept.records.people.models import Role
from tests.desk import POLICY, at, open_desk
from tests.records.conftest import hire
from tests.security.clients import browser_of

ASKING = (
    POLICY.replace(
        "facts:\n",
        """facts:
  equipment.mechanical: {type: yes_no, name: {en: has mechanical devices}}
  equipment.procedure: {type: text, name: {en: procedure of its own}}
  equipment.unused: {type: text, name: {en: asked by no rule}}
""",
        1,
    )
    + """
  care:
    form: provision
    name: {en: Care}
    source: D-7
    cases:
      - {is: holds, name: {en: monthly care}, when: {equipment.mechanical: yes}}
      - {is: holds, name: {en: its own way}, when: {equipment.procedure: {known: yes}}}
"""
)


@pytest.fixture
def desk(db):
    with time_machine.travel(at("14:20"), tick=True):
        yield open_desk(ASKING)


@pytest.fixture
def hotline(desk):
    return browser_of(desk.hotline)


def pages(desk) -> tuple[str, str]:
    page = f"/archive/equipment/{desk.equipment.pk}/"
    return page, f"{page}particulars/"


def test_the_page_says_what_the_policy_asks_and_leads_to_the_form(desk, hotline):
    page, form = pages(desk)

    shown = hotline.get(page).content.decode()
    asked = hotline.get(form).content.decode()

    assert "What the policy asks of it" in shown
    assert f'href="{form}"' in shown
    for words in ("Has mechanical devices", "Procedure of its own"):
        assert words in shown
        assert words in asked
    assert "Asked by no rule" not in asked
    assert (
        f'href="{form}"'
        not in browser_of(hire("owner.too", "Owner", Role.POLICY_OWNER)).get(page).content.decode()
    )


def test_what_is_said_of_the_model_holds_until_the_machine_says_otherwise(desk, hotline):
    page, form = pages(desk)
    said = {
        "whose": "model",
        "a_equipment__mechanical": "yes",
        "a_equipment__procedure": "P-7",
        "design_life_months": "120",
    }
    assert hotline.post(form, said).status_code == 302
    assert "as every machine of this model" in hotline.get(page).content.decode()
    first = desk.log("14:21")
    said = {"whose": "piece", "a_equipment__mechanical": "no", "a_equipment__procedure": ""}
    assert hotline.post(form, said).status_code == 302
    second = desk.log("14:22")

    known = [Case.objects.get(pk=one.case_id).about for one in (first, second)]
    assert [one["equipment.mechanical"] for one in known] == [True, False]
    assert [one["equipment.procedure"] for one in known] == ["P-7", "P-7"]
    product = desk.equipment.product_id
    [entry] = [
        one for one in ledger.entries(f"product:{product}") if one.verb == "product.described"
    ]
    assert entry.data["after"]["design_life_months"] == 120
    assert entry.name == desk.hotline.display_name


def test_the_same_again_is_on_record_once_and_an_empty_field_takes_it_away(desk, hotline):
    _page, form = pages(desk)
    said = {"whose": "piece", "a_equipment__mechanical": "yes", "a_equipment__procedure": "P-1"}
    for _ in range(2):
        hotline.post(form, said)
    hotline.post(form, said | {"a_equipment__procedure": ""})

    desk.equipment.refresh_from_db()
    assert desk.equipment.particulars == {"mechanical": True}
    verbs = [one.verb for one in ledger.entries(f"customer:{desk.customer.pk}")]
    assert verbs.count("equipment.described") == 2


def test_only_plain_values_are_kept(desk):
    with pytest.raises(ParticularsUnclear):
        describe_equipment(
            equipment_id=desk.equipment.pk,
            particulars={"procedure": ["a", "list"]},
            by=desk.hotline,
            at=at("14:21"),
        )


def test_no_field_but_those_asked_is_taken(desk, hotline):
    _page, form = pages(desk)
    said = {"whose": "piece", "a_equipment__unused": "x", "a_equipment__mechanical": "yes"}

    assert hotline.post(form, said).status_code == 400
    desk.equipment.refresh_from_db()
    assert desk.equipment.particulars == {}
