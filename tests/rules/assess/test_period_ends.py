"""The end of the month, quarter or year in which something happened, as a moment."""

import pytest

from kept.rules.assess.say.events import event_words
from kept.rules.assess.say.speaker import Speaker
from tests.rules.assess.scene import SHANGHAI, case, fact, judged, policy, when
from tests.rules.policy.texts import mistakes, policy_text

RULES = """
rules:
  answer:
    form: clock
    name: Answer
    source: T-1
    start: {end_of_period: PERIOD, of: request.received}
    stop: response.given
    limit: 2 days
    calendar: elapsed
"""


@pytest.mark.parametrize(
    ("period", "received", "due"),
    [
        ("month", "2026-01-31 23:59", "2026-02-03 00:00"),
        ("month", "2026-02-01 00:00", "2026-03-03 00:00"),
        ("month", "2028-02-29 12:00", "2028-03-03 00:00"),
        ("quarter", "2026-05-20 10:00", "2026-07-03 00:00"),
        ("year", "2026-05-20 10:00", "2027-01-03 00:00"),
    ],
)
def test_days_after_it_begin_with_the_first_day_of_the_next(period, received, due):
    rules = RULES.replace("PERIOD", period)
    found = judged(rules, case(fact("request.received", received)), "2029-01-01 00:00")

    assert found.clock("answer").due_at == when(due)


def test_it_is_said_in_each_language():
    rules = policy(RULES.replace("PERIOD", "quarter"))
    said = [
        event_words(Speaker(rules, language, SHANGHAI), rules.clocks[0].start)
        for language in ("en", "zh-Hans", "zh-Hant")
    ]

    assert said[0] == "end of the quarter of request received"
    assert said[1:] == ["收到请求所在季度末", "收到請求所在季度末"]


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("{end_of_period: week, of: request.received}", "There is no period “week”."),
        ("{end_of_period: month}", "The end of a period lacks “of”."),
    ],
)
def test_a_mistake_is_told(start, sentence):
    clock = f"""\
form: clock
name: {{en: Answer, zh-Hans: 答复}}
source: D-1
start: {start}
stop: response.given
limit: 2 h
calendar: elapsed
"""
    found = mistakes(policy_text(clock))

    assert any(told.startswith(sentence) for _line, told in found), found
