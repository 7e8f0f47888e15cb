"""What the policy asks beside its clocks: on the case's page, among the facts, against a gate."""

import pytest
from django.test import Client
from django.utils import translation

from kept.records.cases.models import CaseFact
from kept.records.people.models import Person
from tests.desk import POLICY, at, case, open_desk
from tests.web.hotline.conftest import browser_of

RULES = POLICY.replace(
    "rules:\n",
    """  D-8: {en: Goods go out when they are paid., zh-Hans: 付款后发货。}
  D-9: {en: The customer signs before the case is closed., zh-Hans: 客户签字后结案。}
rules:
  paid_first:
    form: gate
    name: {en: Paid first, zh-Hans: 先付款}
    source: D-8
    step: [engineer.sent, goods.shipped]
    needs:
      - {name: {en: the payment, zh-Hans: 付款}, when: {happened: payment.received}}
      - {name: {en: the way of working, zh-Hans: 服务方式}, when: {mode: {known: yes}}}
  signed:
    form: duty
    name: {en: Signed report, zh-Hans: 已签报告}
    source: D-9
    see: D-6
    opens: visit.ended
    done: report.signed
    signed_by: [provider, customer]
    clock: repair
    blocks_closing: yes
  ways:
    form: ladder
    name: {en: One way after the other}
    source: D-7
    steps:
      telephone:
        name: {en: by telephone}
        tried: {event: remote.attempted, where: {mode: telephone}}
      site: {name: {en: on site}, tried: visit.arrived}
  another:
    form: remedy
    name: {en: Another machine}
    source: D-7
    when: {clock.on_site: broken}
    chooser: customer
    options:
      new: {name: {en: a new one}}
      money: {name: {en: the money back}}
    choose: remedy.chosen
  attempts:
    form: counter
    name: {en: Failed attempts}
    source: D-7
    counts: {event: remote.attempted, where: {result: failed}}
    reach: 3
  boss:
    form: escalation
    name: {en: The manager}
    source: D-6
    steps:
      - {to: manager, when: {clock.on_site: broken}}
  price:
    form: amount
    name: {en: For the wait}
    source: D-6
    what: compensation
    formula: 100
    from: provider
    to: customer
    when: {clock.on_site: broken}
  yearly:
    form: schedule
    name: {en: Yearly check}
    source: D-7
    what: {en: a check}
    every: 12 months
    from: request.received
    done: inspection.completed
  who:
    form: assignment
    name: {en: Who comes}
    source: D-7
    cases:
      - {lead: engineer}
""",
    1,
)


@pytest.fixture
def desk(db, now):
    return open_desk(RULES)


@pytest.fixture
def opened(desk):
    return desk.log("10:02", answers={"visit_demanded": True})


def page_of(client: Client, opened):
    return client.get(f"/cases/{opened.number}/").context["page"]


def asked(page) -> list[str]:
    return [rule.name for rule in (*page.asks.first, *page.asks.rest)]


def test_at_most_three_things_are_asked_at_once_and_the_rest_is_folded(
    client, opened, desk, now
) -> None:
    desk.record(opened, "remote.attempted", "10:10", mode="telephone", result="failed")
    desk.record(opened, "visit.arrived", "10:20")
    desk.record(opened, "visit.ended", "10:25")
    page = page_of(client, opened)

    assert len(page.asks.first) == 3
    assert asked(page)[0] == "Signed report"  # a duty with a clock before all else
    assert "Paid first" in asked(page)


def test_a_duty_says_by_when_and_whose_signature_is_missing(client, opened, desk) -> None:
    desk.record(opened, "visit.ended", "10:25")
    desk.record(opened, "report.signed", "10:26", party="provider")

    rule = page_of(client, opened).asks.first[0]
    assert rule.when == "by 18:00"  # the repair, at the worst level it may have
    assert "Not signed yet by the customer." in rule.words
    assert [act.label for act in rule.acts] == ["Report signed: the customer"]
    assert rule.texts[0].text == "The customer signs before the case is closed."

    form = client.get(rule.acts[0].url).context["page"].form
    assert (form.initial["a_party"], form.initial["a_signature"]) == ("customer", "signed")
    assert ("customer", "the customer") in form.fields["a_party"].choices


def test_every_clause_that_a_line_rests_on_stands_beside_it(client, opened, desk) -> None:
    desk.record(opened, "visit.ended", "10:25")

    html = client.get(f"/cases/{opened.number}/").content.decode()

    line = html[html.index("Signed report</b>") :].split("</div>")[0]
    assert [line.count(f">{clause}</a>") for clause in ("D-9", "D-6")] == [1, 1]


def test_a_duty_says_what_has_to_stand_in_it_and_what_does_already(db, now) -> None:
    desk = open_desk(RULES.replace("    blocks_closing: yes\n", "    contents: [cause, text]\n", 1))
    opened, page = desk.log("10:02"), lambda: page_of(browser_of(desk.hotline), opened)
    desk.record(opened, "visit.ended", "10:25")
    [rule] = [one for one in page().asks.first if one.name == "Signed report"]
    assert [(part.words, part.state) for part in rule.parts] == [
        ("cause", "not_started"),
        ("text", "not_started"),
    ]

    desk.record(opened, "report.signed", "10:26", party="provider", text="fan replaced")

    [rule] = [one for one in page().asks.first if one.name == "Signed report"]
    assert [part.state for part in rule.parts] == ["not_started", "met"]


def test_a_gate_says_what_would_open_it_and_each_is_one_link_away(client, opened) -> None:
    page = page_of(client, opened)
    [gate] = [rule for rule in (*page.asks.first, *page.asks.rest) if rule.name == "Paid first"]

    assert gate.state == "paused"
    assert [act.label for act in gate.acts] == ["Payment received", "service mode"]
    form = client.get(gate.acts[1].url).context["page"].form
    assert "a_mode" in form.fields


def test_what_was_refused_still_says_which_clause_wants_something_first(client, opened) -> None:
    said = {"key": "k", "kind": "engineer.sent", "full": "yes"}

    answer = client.post(f"/cases/{opened.number}/facts/", said)

    assert answer.status_code == 422
    [held] = answer.context["page"].changes.held_back
    assert (held.name, held.clause.label) == ("Paid first", "D-8")


def test_what_a_link_asked_for_is_recorded(client, opened) -> None:
    said = {"key": "k", "kind": "request.described", "a_mode": "telephone", "full": "yes"}
    assert client.post(f"/cases/{opened.number}/facts/", said).status_code == 302

    assert CaseFact.objects.get(kind="request.described").values == {"mode": "telephone"}


def test_a_right_opens_and_is_chosen_with_a_form(client, opened, now) -> None:
    now.move_to(at("13:30"))
    page = page_of(client, opened)
    assert {"Another machine", "The manager", "For the wait"} <= set(asked(page))
    [right] = [
        rule for rule in (*page.asks.first, *page.asks.rest) if rule.name == "Another machine"
    ]

    form = client.get(right.acts[0].url).context["page"].form
    assert ("new", "a new one") in form.fields["a_option"].choices
    said = {"key": "k", "kind": "remedy.chosen", "full": "yes"}
    answer = client.post(
        f"/cases/{opened.number}/facts/", said | {"a_remedy": "another", "a_option": "new"}
    )
    assert answer.status_code == 302
    [group] = [g for g in page_of(client, opened).rule_groups if g.key == "remedies"]
    assert (group.rules[0].state, "chose “a new one”" in group.rules[0].words) == ("met", True)


def test_every_form_has_its_lines_on_the_side(client, opened) -> None:
    groups = {group.key for group in page_of(client, opened).rule_groups}

    assert groups >= {"gates", "ladders", "counters", "schedules", "assignments"}


def test_each_line_in_chinese_shows_the_paper_in_chinese(desk, opened) -> None:
    Person.objects.filter(pk=desk.hotline.pk).update(language="zh-hans")
    with translation.override("zh-hans"):
        answer = browser_of(Person.objects.get(pk=desk.hotline.pk)).get(f"/cases/{opened.number}/")

    page = answer.context["page"]
    [gate] = [rule for rule in (*page.asks.first, *page.asks.rest) if rule.name == "先付款"]
    assert gate.texts[0].text == "付款后发货。"


class TestAgainstTheGate:
    def post(self, client, opened, **said):
        return client.post(
            f"/cases/{opened.number}/facts/", {"key": "k1", "kind": "engineer.sent", **said}
        )

    def test_one_press_is_refused_and_asked_why(self, client, opened) -> None:
        answer = self.post(client, opened)

        assert answer.status_code == 422
        page = answer.content.decode()
        assert "“engineer sent or goods shipped” has to wait" in page
        assert 'name="despite"' in page
        assert not CaseFact.objects.filter(kind="engineer.sent").exists()

    def test_with_a_reason_it_is_kept_and_the_page_says_so(self, client, opened) -> None:
        assert self.post(client, opened, full="yes", despite="Danger.").status_code == 302

        page = client.get(f"/cases/{opened.number}/")
        assert "against the policy, because: Danger." in page.content.decode()
        groups = {group.key: group for group in page.context["page"].rule_groups}
        assert groups["gates"].rules[0].passed == ["fact 3, let pass by 周敏: Danger."]

    def test_before_closing_the_page_says_what_comes_first(self, client, opened, desk) -> None:
        desk.record(opened, "visit.ended", "10:25")
        url = f"/cases/{opened.number}/facts/new/?kind=case.closed"

        mine = client.get(url).context["page"]
        assert [rule.name for rule in mine.changes.held_back] == ["Signed report"]
        assert "despite" not in mine.form.fields
        theirs = browser_of(desk.manager).get(url).context["page"]
        assert "despite" in theirs.form.fields

    def test_only_a_manager_closes_against_the_policy(self, client, opened, desk) -> None:
        desk.record(opened, "visit.ended", "10:25")
        said = {"key": "k", "kind": "case.closed", "full": "yes", "despite": "Nobody answers."}
        url = f"/cases/{opened.number}/facts/"

        assert client.post(url, said).status_code == 422
        assert case(opened).state == "open"
        assert browser_of(desk.manager).post(url, said).status_code == 302
        assert case(opened).state == "closed"


class TestFindingAFact:
    def kinds(self, client, opened, typed=""):
        page = client.get(f"/cases/{opened.number}/facts/new/", {"q": typed}).context["page"]
        return {group.title: [kind.label for kind in group.kinds] for group in page.groups}

    def test_first_stands_what_the_policy_waits_for(self, client, opened) -> None:
        groups = self.kinds(client, opened)

        assert next(iter(groups)) == "The policy waits for"
        waited = groups["The policy waits for"]
        assert waited[0] == "Responded"  # the next clock
        assert "Payment received" in waited

    def test_all_are_there_once(self, client, opened) -> None:
        labels = [label for kinds in self.kinds(client, opened).values() for label in kinds]

        assert len(labels) == len(set(labels)) > 60

    @pytest.mark.parametrize("typed", ["paym", "付款", "fukuan", "sdfk", "收到", "payment REC"])
    def test_is_found_by_english_chinese_and_pinyin(self, client, opened, typed: str) -> None:
        labels = [label for kinds in self.kinds(client, opened, typed).values() for label in kinds]

        assert "Payment received" in labels
        assert len(labels) < 12

    def test_finding_nothing_says_what_to_do(self, client, opened) -> None:
        page = client.get(f"/cases/{opened.number}/facts/new/", {"q": "xyzzy"})

        assert "Whatever fits nowhere can be kept as a note." in page.content.decode()


def test_a_closed_case_counts_nothing(client, opened, desk, now) -> None:
    now.move_to(at("13:30"))
    desk.record(opened, "visit.ended", "13:00")
    said = {"key": "k", "kind": "case.closed", "full": "yes", "despite": "Nobody answers."}
    browser_of(desk.manager).post(f"/cases/{opened.number}/facts/", said)

    page = client.get(f"/cases/{opened.number}/").content.decode()
    section = page.split('id="promised"', 1)[1].split("</section>", 1)[0]
    assert "breached at 13:00" in section
    assert "data-due" not in section


def test_i_come_first_among_those_who_can_be_responsible(client, opened, desk) -> None:
    form = client.get(f"/cases/{opened.number}/assign/").context["page"].form

    first, label = form.fields["person"].choices[0]
    assert (first, label) == (str(desk.hotline.pk), "Me: 周敏 · Hotline")
