"""Levels that are contested, causes that are disputed, and what managers are shown."""

import pytest

from kept.records.cases.models import CaseFact
from tests.desk import POLICY, at, case, open_desk
from tests.records.cases.test_causes import dispute, find
from tests.records.cases.test_contests import contest, grade
from tests.web.hotline.conftest import browser_of

PAYERS = """
  pays:
    form: cost
    name: {en: Who pays}
    cases:
      - {name: {en: faulty}, source: D-6, when: {cause: quality}, pays: {all: provider}}
      - {name: {en: misused}, source: D-7, when: {cause: improper_use}, pays: {all: customer}}
"""
BY_US = POLICY.replace("grader: customer", "grader: provider") + PAYERS


@pytest.fixture
def desk(db, now):
    now.move_to(at("12:00"))
    return open_desk(BY_US)


@pytest.fixture
def opened(desk):
    return desk.log(answers={"down": False})


def page_of(person, opened):
    return browser_of(person).get(f"/cases/{opened.number}/").context["page"]


class TestContesting:
    def test_writes_down_what_they_say_and_shows_it_on_the_case(self, desk, opened):
        client = browser_of(desk.hotline)
        url = f"/cases/{opened.number}/contest/"
        form = client.get(url).context["page"].form
        assert ("fault:1", "1: critical") in form.fields["asked"].choices
        assert ("fault:2", "2: minor") not in form.fields["asked"].choices

        said = {"key": "k", "word": "customer", "requester": "Lin Hao", "asked": "fault:1"}
        assert client.post(url, said).status_code == 422  # nothing was said
        assert client.post(url, said | {"text": "All is dark"}).status_code == 302

        [line] = page_of(desk.hotline, opened).contests.lines
        assert line.words.startswith("Fault level contested by the customer at ")
        assert line.words.endswith("(critical); the manager decides.")
        assert (line.text, line.requester) == ("All is dark", "Lin Hao")
        assert line.decide_url == f"/cases/{opened.number}/level/"

    def test_a_name_is_asked_for_where_the_word_is_not_ours(self, desk, opened):
        said = {"key": "k", "word": "customer", "asked": "fault:1", "text": "All is dark"}
        answer = browser_of(desk.hotline).post(f"/cases/{opened.number}/contest/", said)

        assert "Please say who gave this word" in answer.content.decode()

    def test_it_waits_in_the_queue_until_a_manager_decides(self, desk, opened):
        contest(desk, opened)
        asked = "/queue/?of=contested"
        [group] = browser_of(desk.hotline).get(asked).context["page"].queue.groups
        assert [row.number for row in group.rows] == [opened.number]

        client, url = browser_of(desk.manager), f"/cases/{opened.number}/level/"
        assert client.get(url).context["page"].form["word"].value() == "manager"
        said = {"key": "k", "grade": "fault:2", "word": "manager"}
        assert "Please give a reason" in client.post(url, said).content.decode()
        client.post(url, said | {"reason": "The backup runs"})

        assert case(opened).contested_at is None
        [line] = page_of(desk.manager, opened).contests.lines
        assert (line.decide_url, line.reason) == ("", "The backup runs")

    def test_BL_01_the_hotline_cannot_decide_it(self, desk, opened):
        contest(desk, opened)
        said = {"key": "k", "grade": "fault:2", "word": "manager", "reason": "No"}

        answer = browser_of(desk.hotline).post(f"/cases/{opened.number}/level/", said)

        assert "You cannot say this for" in answer.content.decode()
        assert case(opened).contested_at is not None

    def test_an_engineer_decides_nothing_but_where_the_policy_names_experts(self, db, now):
        now.move_to(at("12:00"))
        rule = "grader: provider\n    contest: {decided_by: expert}"
        desk = open_desk(POLICY.replace("grader: customer", rule))
        opened = desk.log(answers={"down": False})
        url, client = f"/cases/{opened.number}/level/", browser_of(desk.engineer)
        assert client.get(url).status_code == 403

        contest(desk, opened)
        said = {"key": "k", "grade": "fault:1", "word": "expert", "reason": "Measured"}
        assert client.post(url, said).status_code == 302
        assert case(opened).level == "1"


class TestTheCause:
    def test_rests_on_words_or_files(self, desk, opened):
        client, url = browser_of(desk.engineer), f"/cases/{opened.number}/finding/"
        said = {"key": "k", "kind": "cause.found", "a_cause": "wear", "a_finding": "final"}
        assert "A final cause needs evidence" in client.post(url, said).content.decode()

        assert client.post(url, said | {"evidence": "Worn teeth"}).status_code == 302

        finding = page_of(desk.engineer, opened).contests.finding
        assert finding.words.startswith("Cause: normal wear, found at ")
        assert (finding.evidence, finding.outcomes) == ("Worn teeth", [])

    def test_shows_both_outcomes_while_it_is_disputed(self, desk, opened):
        find(desk, opened)
        dispute(desk, opened)

        finding = page_of(desk.hotline, opened).contests.finding

        assert [(one.label, one.words) for one in finding.outcomes] == [
            ("If it stays “improper use”", "spare parts, labour, travel: the customer"),
            ("If it was “material defect”", "spare parts, labour, travel: we"),
        ]

    def test_shows_what_else_may_come_while_it_is_provisional(self, desk, opened):
        find(desk, opened, is_final=False)

        finding = page_of(desk.hotline, opened).contests.finding

        assert [one.label for one in finding.outcomes] == [
            "If it stays “improper use”",
            "Otherwise",
        ]

    def test_is_disputed_on_a_page_of_its_own(self, desk, opened):
        find(desk, opened)
        said = {"key": "k", "word": "customer", "requester": "Lin", "asked": "", "text": "No"}

        url = f"/cases/{opened.number}/finding/dispute/"
        assert browser_of(desk.hotline).post(url, said).status_code == 302

        assert case(opened).contested_at == at("12:00")

    def test_a_disputed_one_is_decided_by_the_manager_with_a_reason(self, desk, opened):
        find(desk, opened)
        dispute(desk, opened)
        client, url = browser_of(desk.manager), f"/cases/{opened.number}/finding/"
        page = client.get(url).context["page"]
        assert page.heading == "Decide the cause"

        said = {"key": "k", "kind": "cause.found", "a_cause": "material", "a_finding": "final"}
        said |= {"evidence": "Report 12", "word": "manager"}
        assert "with a reason" in client.post(url, said).content.decode()
        client.post(url, said | {"reason": "The laboratory found cracks"})

        assert case(opened).contested_at is None
        last = CaseFact.objects.filter(case_id=opened.case_id).latest("seq")
        assert (last.values["role"], last.values["finding"]) == ("manager", "final")


class TestMarks:
    def test_BL_01_managers_see_who_and_in_which_cases(self, desk):
        opened = desk.log(answers={"down": True})
        grade(desk, opened, "2", "11:00", word="provider", by=desk.hotline)

        page = browser_of(desk.manager).get("/marks/").context["page"]

        [row] = page.rows
        assert (row.name, row.cells[0]) == ("周敏", "1")
        [line] = page.shown
        assert (line.number, line.said) == (opened.number, "Seen")
        assert line.url.startswith(f"/cases/{opened.number}/?facts=all#fact-")

    @pytest.mark.parametrize("by", ["customer", "office", "nonsense"])
    def test_they_are_counted_by_customer_or_office_and_narrowed(self, desk, by):
        contest(desk, desk.log(answers={"down": False}))
        client = browser_of(desk.manager)
        page = client.get(f"/marks/?by={by}&days=7").context["page"]

        narrowed = client.get(page.rows[0].url).context["page"]

        assert narrowed.narrowed_to == page.rows[0].name
        assert len(narrowed.shown) == 1

    @pytest.mark.parametrize("who", ["hotline", "dispatcher", "engineer"])
    def test_BL_01_others_do_not_see_them(self, desk, who):
        assert browser_of(getattr(desk, who)).get("/marks/").status_code == 403

    def test_nothing_to_show_is_said(self, desk):
        assert "No marks" in browser_of(desk.manager).get("/marks/").content.decode()
