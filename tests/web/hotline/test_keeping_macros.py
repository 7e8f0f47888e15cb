"""Checklists and macros as managers keep them, on the pages of knowledge."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kept.records.checklists.items import ItemKind
from kept.records.checklists.queries import checklist
from kept.records.macros.queries import macro
from kept.records.macros.steps import Step, StepKind
from tests.asked import CHECKLIST, MACRO, make_checklist, make_macro, usual_steps
from tests.desk import Desk
from tests.known import WORDS, make_known
from tests.web.hotline.conftest import browser_of

NEW_LIST, NEW_MACRO = "/knowledge/checklists/new/", "/knowledge/macros/new/"


@pytest.fixture
def asked(desk: Desk) -> Desk:
    make_known(desk.manager, desk.dispatcher)
    make_checklist(desk.manager, mark="<b>bold</b>")
    make_macro(desk.manager, *usual_steps(), mark="<b>bold</b>")
    return desk


@pytest.fixture
def manager(asked: Desk) -> Client:
    return browser_of(asked.manager)


def shown(client: Client, url: str) -> dict[str, object]:
    """Return a form as it is shown."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


class TestChecklists:
    def test_one_is_written_published_and_offered_no_more(self, manager):
        said = shown(manager, NEW_LIST) | {
            "after": 0,
            "key": "pump-visit",
            "name_en": "Pump visit",
            "name_zh_hans": "水泵巡视",
            "case_types": ["fault"],
            "families": "pump，drive",
            "row_1_text_en": "Pressure",
            "row_1_text_zh_hans": "压力",
            "row_1_kind": "value",
            "row_1_required": "on",
            "row_1_unit": "bar",
            "row_1_low": "2.5",
            "row_3_text_en": "Seal",
            "row_3_kind": "choice",
            "row_3_choices_en": "good; worn",
            "row_3_choices_zh_hans": "良好；磨损",
        }
        assert manager.post(NEW_LIST, said).status_code == 302

        card = checklist("pump-visit")
        first, second = card.newest.items
        assert (first.kind, first.is_required, str(first.low), first.high) == (
            ItemKind.VALUE,
            True,
            "2.5",
            None,
        )
        assert second.choices == (
            {"en": "good", "zh-hans": "良好"},
            {"en": "worn", "zh-hans": "磨损"},
        )
        assert card.newest.families == ("pump", "drive")
        url = reverse("knowledge:checklist", args=["pump-visit"])
        assert "Publish version 1" in manager.get(url).content.decode()
        assert manager.post(f"{url}publish/", {"number": 1}).status_code == 302
        assert checklist("pump-visit").published.number == 1
        assert manager.post(f"{url}retire/").status_code == 302
        assert checklist("pump-visit").published is None

    def test_saving_what_is_shown_changes_nothing(self, manager):
        url = reverse("knowledge:checklist", args=[CHECKLIST])

        assert manager.post(url, shown(manager, url)).status_code == 302

        assert [one.number for one in checklist(CHECKLIST).versions] == [1]

    def test_what_is_not_clear_is_said(self, manager):
        said = shown(manager, NEW_LIST) | {"after": 0, "key": "odd", "name_en": "Odd"}

        assert manager.post(NEW_LIST, said).status_code == 422
        one = said | {"row_1_choices_en": "only one", "row_1_kind": "choice"}
        answer = manager.post(NEW_LIST, one | {"row_1_text_en": "Which"})
        assert "two answers at least" in answer.content.decode()
        assert checklist("odd") is None

    def test_names_stay_text_and_only_keepers_change_them(self, manager, asked):
        engineer = browser_of(asked.engineer)
        listed = engineer.get("/knowledge/checklists/").content.decode()

        assert "First look &lt;b&gt;bold" in listed
        assert "<b>bold" not in listed
        assert reverse("knowledge:checklist", args=[CHECKLIST]) not in listed
        assert engineer.get(NEW_LIST).status_code == 403


class TestMacros:
    def test_one_is_made_of_steps_that_are_chosen(self, manager):
        said = shown(manager, NEW_MACRO) | {
            "after": 0,
            "key": "remote-failed",
            "name_en": "Remote failed",
            "row_1_what": "fact:remote.attempted",
            "row_1_values": "result = failed",
            "row_1_text": "by {me}",
            "row_2_what": "wait:customer",
            "row_3_what": f"checklist:{CHECKLIST}",
        }
        assert manager.post(NEW_MACRO, said).status_code == 302

        steps = macro("remote-failed").newest.steps
        assert steps == (
            Step(
                kind=StepKind.FACT,
                what="remote.attempted",
                values={"result": "failed"},
                text="by {me}",
            ),
            Step(kind=StepKind.WAIT, what="customer"),
            Step(kind=StepKind.CHECKLIST, what=CHECKLIST),
        )

    def test_saving_what_is_shown_changes_nothing_and_a_change_says_who(self, manager, asked):
        url = reverse("knowledge:macro", args=[MACRO])
        assert manager.post(url, shown(manager, url)).status_code == 302
        assert [one.number for one in macro(MACRO).versions] == [1]

        changed = shown(manager, url) | {"row_4_what": "assign:me"}
        assert manager.post(url, changed).status_code == 302

        told = manager.get(url).content.decode()
        assert f"version 2, by {asked.manager.display_name}" in told
        assert macro(MACRO).newest.steps[1].words == WORDS

    @pytest.mark.parametrize("values", ["result", "odd = 1", "result = odd", "down = maybe"])
    def test_what_no_policy_knows_is_said(self, manager, values):
        said = shown(manager, NEW_MACRO) | {
            "after": 0,
            "key": "odd",
            "name_en": "Odd",
            "row_1_what": "fact:remote.attempted",
            "row_1_values": values,
        }
        assert manager.post(NEW_MACRO, said).status_code == 422
        assert macro("odd") is None

    def test_a_page_that_was_left_open_overwrites_nobody(self, manager):
        url = reverse("knowledge:macro", args=[MACRO])
        stale = shown(manager, url)
        manager.post(url, stale | {"name_en": "Other"})

        assert manager.post(url, stale | {"name_en": "Third"}).status_code == 422
        assert macro(MACRO).newest.names["en"] == "Other"

    def test_a_step_that_is_there_no_more_is_still_shown(self, manager, asked):
        manager.post(reverse("knowledge:checklist_retire", args=[CHECKLIST]))

        form = manager.get(reverse("knowledge:macro", args=[MACRO])).context["form"]

        assert form["row_3_what"].value() == f"checklist:{CHECKLIST}"
        assert "No longer there" in str(form["row_3_what"])

    def test_it_is_listed_and_offered_no_more(self, manager):
        assert "3 steps · never run" in manager.get("/knowledge/macros/").content.decode()
        assert manager.post(f"/knowledge/macros/{MACRO}/retire/").status_code == 302
        assert "offered no more" in manager.get("/knowledge/macros/").content.decode()
