"""A case's page on real records."""

import pytest
from django.test import Client

from kept.records.people.models import Language
from kept.web.hotline import pages
from tests.desk import POLICY, Desk, at, open_desk
from tests.web.hotline.conftest import browser_of


def page_of(client: Client, opened) -> pages.CasePage:
    response = client.get(f"/cases/{opened.number}/")
    assert response.status_code == 200
    return response.context["page"]


def clock(page: pages.CasePage, key: str) -> pages.Clock:
    return {clock.key: clock for clock in page.clocks}[key]


def test_clocks_stand_by_their_next_due_each_with_its_clause(desk: Desk, client: Client) -> None:
    page = page_of(client, desk.log("10:02", answers={"down": True}))

    assert [c.key for c in page.clocks][:2] == ["answer", "repair"]
    assert clock(page, "answer").due_at == at("11:00")
    assert clock(page, "answer").state == "running"
    assert clock(page, "answer").clause.label == "D-3"
    assert clock(page, "answer").clause.url == "/policies/DESK/clauses/D-3/?version=1"
    assert clock(page, "answer").name == "Answer, 1 h"


def test_a_clock_without_number_says_so(desk: Desk, client: Client) -> None:
    report = clock(page_of(client, desk.log("10:02")), "report")

    assert report.state == "unset"
    assert report.note == "the paper gives no number"
    assert report.due_at is None
    assert report.no_due == "no time set"


def test_a_promise_that_hangs_on_an_open_answer_is_possible(desk: Desk, client: Client) -> None:
    repair = clock(page_of(client, desk.log("10:02")), "repair")

    assert repair.state == "possible"
    assert repair.due_at == at("18:00")  # the stricter of the two it may be


def test_a_breach_is_red_until_the_late_fact_that_undoes_it(
    desk: Desk, client: Client, now
) -> None:
    opened = desk.log("10:02")
    now.move_to(at("11:30"))
    assert clock(page_of(client, opened), "answer").state == "breached"

    response = client.post(
        f"/cases/{opened.number}/facts/",
        {"key": "k1", "kind": "response.given", "when": "10:40", "note": "rang back"},
    )

    assert response.status_code == 302
    page = page_of(client, opened)
    answer = clock(page, "answer")
    assert (answer.state, answer.met_at) == ("met", at("10:40"))
    assert answer.then == "As known before 11:30: breached at 11:00"
    assert answer.why.record == [
        "breached 11:00, noted 11:30",
        "breach taken back, noted 11:30",
    ]
    [fact] = [fact for fact in page.facts.shown if fact.title == "Responded"]
    assert fact.late == pages.LateFact(
        received_at=at("11:30"),
        known_then="Answer: breached at 11:00; Explanation: due 13:00",
        known_now="Answer: met, 20 min early; Explanation: not promised",
    )
    assert "rang back" in fact.detail


def test_the_why_is_a_sum_that_ends_in_the_due_time(desk: Desk, client: Client, now) -> None:
    opened = desk.log("10:02", answers={"down": True})
    why = clock(page_of(client, opened), "answer").why

    assert [(line.amount, line.source) for line in why.sum] == [
        ("10:00", "fact 1"),
        ("+ 1 h", "D-3"),
        ("11:00", ""),
    ]
    assert why.sum[0].words == "request received"
    assert why.texts == [pages.ClauseText(lang="en", text="We answer within an hour.")]
    assert why.cites == [1]
    assert why.strength.startswith("A guarantee")
    assert why.calendar == "every hour counts"
    assert (why.say, why.say_lang) == ("答复：最迟 11:00。", "zh-Hans")  # as the customer reads


def test_a_pause_is_a_comb_and_a_line_of_the_sum(desk: Desk, client: Client, now) -> None:
    opened = desk.log("10:02", answers={"down": True})
    url = f"/cases/{opened.number}/facts/"
    now.move_to(at("11:00"))
    waits = {"key": "w", "kind": "waiting.began", "a_waiting_for": "customer", "full": "y"}
    assert client.post(url, waits).status_code == 302
    now.move_to(at("12:00"))

    paused = clock(page_of(client, opened), "repair")
    assert (paused.state, paused.due_at, paused.no_due) == ("paused", None, "moves on")
    assert paused.note == "waiting for the customer"

    client.post(url, {"key": "x", "kind": "waiting.ended"})
    repair = clock(page_of(client, opened), "repair")
    assert repair.due_at == at("19:00")
    assert ("+ 1 h", "facts 2, 3") in [(line.amount, line.source) for line in repair.why.sum]
    [gap] = repair.ruler.gaps
    assert (round(gap.start), round(gap.end)) == (11, 22)  # of 10:00 to 19:00
    assert round(repair.ruler.used) == 22
    assert repair.spent == "1 h of 8 h, 1 h paused"


def test_a_new_level_leaves_both_promises_in_the_history(desk: Desk, client: Client, now) -> None:
    opened = desk.log("10:02", answers={"down": False})
    now.move_to(at("11:00"))

    said = {"key": "l", "grade": "fault:1", "word": "customer", "requester": "Lin"}
    client.post(f"/cases/{opened.number}/level/", said)

    page = page_of(client, opened)
    assert page.level.words == "Fault level 1: critical"
    assert clock(page, "repair").why.history == [
        "From 10:00: 24 h, due Wed 10:00 (Fault level: minor).",
        "From 11:00: 8 h, due 18:00 (Fault level: critical).",
    ]


def test_what_does_not_apply_says_why(desk: Desk, client: Client) -> None:
    page = page_of(client, desk.log("10:02"))

    groups = {group.title: group.lines for group in page.policy_groups}
    [on_site, explain] = groups["Does not apply here"]
    assert on_site.clause.label == "D-4"
    assert "“customer asks for a visit” has not happened" in on_site.words
    assert explain.name == "Explanation"


def test_a_broken_promise_says_what_follows(desk: Desk, client: Client) -> None:
    why = clock(page_of(client, desk.log("10:02")), "answer").why

    assert why.if_missed == "Explanation"
    assert why.if_missed_clause.label == "D-6"


def test_the_likely_next_fact_stops_the_clock_that_runs_out_first(
    desk: Desk, client: Client
) -> None:
    opened = desk.log("10:02", answers={"visit_demanded": True, "down": True})
    likely = [fact.kind for fact in page_of(client, opened).next_facts if fact.is_likely]
    assert likely == ["response.given"]

    desk.record(opened, "response.given", "10:20")

    facts = page_of(client, opened).next_facts
    assert [fact.kind for fact in facts if fact.is_likely] == ["visit.arrived"]
    assert [fact.key for fact in facts] == [*map(str, range(1, len(facts) - 1)), "m", "f"]
    assert "response.given" not in [fact.kind for fact in facts]


def test_a_closed_case_offers_only_to_open_it_again(desk: Desk, client: Client) -> None:
    opened = desk.log("10:02")
    closing = {"key": "k", "kind": "case.closed", "full": "yes"}
    client.post(f"/cases/{opened.number}/facts/", closing)

    assert [fact.kind for fact in page_of(client, opened).next_facts] == ["case.reopened", ""]


def test_the_head_says_who_has_the_case_in_hand_and_when_it_was_closed(
    desk: Desk, client: Client
) -> None:
    opened = desk.log("10:02", responsible_id=desk.dispatcher.pk)
    page = page_of(client, opened)
    assert (page.responsible, page.closed_at) == ("Dana Li", None)

    closing = {"key": "k", "kind": "case.closed", "full": "yes", "when": "10:20"}
    client.post(f"/cases/{opened.number}/facts/", closing)

    content = client.get(f"/cases/{opened.number}/").content.decode()
    assert "with Dana Li" in content
    assert page_of(client, opened).closed_at == at("10:20")


def test_a_promise_whose_name_says_its_time_does_not_say_it_twice(db: None, now) -> None:
    desk = open_desk(POLICY.replace("name: {en: Answer, ", "name: {en: Answer within 1 h, "))
    page = page_of(browser_of(desk.hotline), desk.log("10:02"))

    assert clock(page, "answer").name == "Answer within 1 h"


def test_the_page_speaks_the_language_of_who_reads(desk: Desk) -> None:
    desk.hotline.language = Language.SIMPLIFIED
    desk.hotline.save(update_fields=["language"])

    page = page_of(browser_of(desk.hotline), desk.log("10:02"))

    assert clock(page, "answer").name == "答复，1 小时"
    assert page.customer.label == "东岸数据中心"


def test_engineers_read_and_record_but_decide_nothing(desk: Desk) -> None:
    engineer, opened = browser_of(desk.engineer), desk.log("10:02")
    case = f"/cases/{opened.number}/"

    assert page_of(engineer, opened).actions == ()
    done = engineer.post(f"{case}facts/", {"key": "k", "kind": "response.given"})
    assert done.status_code == 302
    for path in ("level/", "assign/", "facts/1/correct/", "facts/1/withdraw/"):
        assert engineer.get(case + path).status_code == 403
    assert engineer.get("/log/").status_code == 403


@pytest.mark.parametrize("more", ["", "version/", "facts/new/", "level/", "compare/"])
def test_a_case_that_is_not_there_is_not_found(desk: Desk, client: Client, more: str) -> None:
    assert client.get(f"/cases/K-999999/{more}").status_code == 404


def test_a_case_takes_few_queries(
    desk: Desk, client: Client, django_assert_max_num_queries
) -> None:
    opened = desk.log("10:02", answers={"down": True, "visit_demanded": True})
    for minute in range(10, 30):
        desk.record(opened, "customer.told", f"10:{minute}")
    page_of(client, opened)

    with django_assert_max_num_queries(30):
        page_of(client, opened)


def test_the_version_of_a_case_changes_with_it(desk: Desk, client: Client) -> None:
    opened = desk.log("10:02")
    page = page_of(client, opened)
    assert client.get(page.version_url, {"have": page.version}).status_code == 204

    desk.record(opened, "response.given", "10:20")

    assert client.get(page.version_url, {"have": page.version}).status_code == 200
