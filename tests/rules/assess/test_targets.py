"""What a measure has to be: on track, kept, broken, and what follows from it."""

from zoneinfo import ZoneInfo

import pytest

from kept.rules.assess.say import Speaker
from tests.rules.assess.paper import paper, worked
from tests.rules.assess.scene import case, fact, when

RULES = """
facts: {tier: {type: one_of, name: tier, choices: {gold: {name: g}, plain: {name: p}}}}
rules:
  uptime:
    form: measure
    name: Uptime
    source: A-1
    intervals: {from: interruption.began, until: interruption.ended}
    window: month
    gives: uptime
    target: {at_least: TARGET, source: A-2}
  credit:
    form: amount
    name: Credit
    source: A-3
    what: credit
    when: {target.uptime: broken}
    formula: 100
"""


def judged(*stops, at, target="99.5", started="2026-04-01 00:00", **about):
    facts = [fact("request.received", started)]
    for began, ended in stops:
        facts.append(fact("interruption.began", began))
        facts += [fact("interruption.ended", ended)] if ended else []
    return worked(RULES.replace("TARGET", target), case(*facts, **about), at)


def stands(result):
    target = result.measures[0].target
    credit = next((amount.state.value for amount in result.amounts), "none")
    return target.state.value if target.state else None, credit


@pytest.mark.parametrize(
    ("stop", "at", "state"),
    [  # 0.5 % of April are 3 h 36 min
        ("03:36", "2026-04-20 00:00", ("on_track", "none")),
        ("03:36", "2026-05-01 00:00", ("kept", "none")),
        ("03:37", "2026-04-20 00:00", ("broken", "due")),
        ("03:37", "2026-05-09 00:00", ("broken", "due")),
    ],
)
def test_an_uptime_keeps_or_breaks_its_target(stop, at, state):
    result = judged(("2026-04-02 00:00", f"2026-04-02 {stop}"), at=at)

    assert stands(result) == state
    assert {"A-1", "A-2"} <= set(result.measures[0].reason.clauses)


def test_time_alone_breaks_it_and_wakes():
    stop = ("2026-04-02 00:00", None)
    result = judged(stop, at="2026-04-02 03:00")

    assert stands(result) == ("on_track", "none")
    assert result.look_at == when("2026-04-02 03:36").replace(second=1)
    assert stands(judged(stop, at="2026-04-02 03:37")) == ("broken", "due")


def test_the_target_depends_on_the_contract():
    by = "{by: tier, cells: {gold: 99.9, plain: 99}}"
    stop = ("2026-04-02 00:00", "2026-04-02 03:00")

    assert stands(judged(stop, at="2026-05-01 00:00", target=by, tier="gold"))[0] == "broken"
    assert stands(judged(stop, at="2026-05-01 00:00", target=by, tier="plain"))[0] == "kept"
    assert stands(judged(stop, at="2026-05-01 00:00", target=by)) == (None, "possible")


def test_a_target_that_the_paper_leaves_out_is_never_broken():
    stop = ("2026-04-02 00:00", "2026-04-05 03:00")

    assert stands(judged(stop, at="2026-05-01 00:00", target="unset"))[0] is None


@pytest.mark.parametrize(("minutes", "state"), [(239, "on_track"), (241, "broken")])
def test_a_downtime_has_a_most_in_time(minutes, state):
    rules = RULES.replace("gives: uptime", "unit: hour").replace("at_least: TARGET", "at_most: 4 h")
    facts = [fact("request.received", "2026-04-01 00:00")]
    facts.append(fact("interruption.began", "2026-04-02 00:00"))
    facts.append(fact("interruption.ended", f"2026-04-02 0{minutes // 60}:{minutes % 60:02}"))
    result = worked(rules, case(*facts), "2026-04-10 00:00")

    assert stands(result)[0] == state


def test_a_reading_stands_to_its_target_as_it_is_now():
    rules = """
    rules:
      hours: {form: measure, name: H, source: A-1, reading: equipment.operating_hours, unit: hour,
              target: {less_than: 2400}}
    """

    def state(hours):
        facts = case(equipment__operating_hours=hours)
        return worked(rules, facts, "2026-04-10 00:00").measures[0].target.state.value

    assert [state(2399), state(2400)] == ["kept", "broken"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Credit does not apply: “Uptime” is within its target so far."),
        ("zh-Hans", "Credit不适用：“Uptime”目前达标。"),
    ],
)
def test_how_another_rule_stands_is_no_quotation(language, said):
    result = judged(("2026-04-02 00:00", "2026-04-02 01:00"), at="2026-04-20 00:00")
    speaker = Speaker(paper(RULES.replace("TARGET", "99.5")), language, ZoneInfo("Asia/Shanghai"))

    assert speaker.absent(result.absent[0]) == said
