"""Work time in a policy is read, and a mistake is told at its line with the way out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kept.rules.hours import Window
from kept.rules.policy.changes import changes
from kept.rules.policy.check import check
from kept.rules.policy.model import Constant
from tests.rules.policy.texts import CLOCK, mistakes, policy_of, policy_text

OFFICE = """\
work_time:
  calendar: elapsed
  source: D-1
  components: [labour, travel]
  bands:
    holiday: {on: holidays, factor: 3, source: D-1}
    night: {hours: "22:00-06:00", factor: 2}
    saturday: {on: [sat, holidays], factor: 1.5, name: {en: Saturday, zh-Hans: 周六}, source: D-2}
    evening: {on: closed}
  call_out: 2 h
  increments: 30 min
"""


def test_it_is_read_as_it_stands():
    said = policy_of(more=OFFICE).work_time

    assert (said.calendar, said.components) == ("elapsed", ("labour", "travel"))
    assert (said.call_out.seconds, said.increments.seconds) == (7200, 1800)
    holiday, night, saturday, evening = said.bands
    assert holiday.factor == Constant(Decimal(3))
    assert holiday.hours.on_holidays
    assert holiday.name["zh-Hans"] == "法定节假日"
    assert night.hours.window == Window.parse("22:00-06:00")
    assert night.hours.on_all_days
    assert (saturday.hours.weekdays, saturday.hours.on_holidays) == (frozenset({5}), True)
    assert saturday.source == ("D-2",)
    assert evening.hours.when_closed
    assert evening.factor is None


def test_a_policy_without_it_says_nothing_of_it():
    assert policy_of().work_time is None


def test_without_components_it_is_about_labour():
    assert policy_of(more="work_time: {calendar: elapsed, source: D-1}\n").work_time.components == (
        "labour",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("calendar: elapsed\n", "calendar: office\n", 8, "There is no calendar “office”."),
        ("  source: D-1\n", "", 8, "The work time lacks “source”."),
        (
            "call_out: 2 h",
            "call_out: 1 day",
            16,
            "“1 day” is no time that is charged by the hour; write hours or minutes, such as",
        ),
        (
            "on: holidays, factor: 3",
            "on: feasts, factor: 3",
            12,
            "“feasts” does not say on which days; write weekdays such as sat or mon-fri",
        ),
        ('"22:00-06:00"', '"22-6"', 13, "“22” is not a time of day such as 09:30."),
        (
            "factor: 2}",
            "factor: -2}",
            13,
            "A factor is not below 0; 2 is twice the price of a normal hour.",
        ),
        (
            "factor: 1.5, ",
            "",
            14,
            "The band “saturday” lacks “factor”: price lists know only the hours “working”",
        ),
        (", name: {en: Saturday, zh-Hans: 周六}", "", 14, "The band “saturday” lacks “name”."),
        (
            "    night: {",
            "    trips: {name: at night, ",
            13,
            "A band of hours cannot be called “trips”; take another name of at most 20 letters.",
        ),
        (
            "on: holidays, factor: 3",
            "factor: 3",
            12,
            "The band “holiday” holds at all hours, so that no band after it ever counts",
        ),
        ("{on: closed}", "{from: closed}", 15, "The band “evening” has no key “from”."),
    ],
)
def test_a_mistake_is_told_at_its_line(old, new, line, sentence):
    assert old in OFFICE
    found = mistakes(policy_text(more=OFFICE.replace(old, new)))

    assert any(at == line and told.startswith(sentence) for at, told in found), found


PAYS = """\
form: cost
name: {en: Who pays, zh-Hans: 费用}
cases: [{source: D-2, pays: {all: customer}, price: {all: quote}, increments: {labour: 15 min}}]
"""


def codes(more, rule=CLOCK):
    return {finding.code: finding for finding in check(policy_of(rule, more=more))}


def test_steps_are_charged_once():
    assert "increments-twice" not in codes(OFFICE)
    found = codes(OFFICE, PAYS)["increments-twice"]

    assert found.severity == "error"
    assert set(found.clauses) == {"D-1", "D-2"}


def test_a_factor_in_per_cent_is_told():
    found = codes(OFFICE.replace("factor: 1.5", "factor: 150"))["factor-looks-like-per-cent"]

    assert "“Saturday” would cost 150 times the normal price" in found.sentence()


def test_a_dearer_band_behind_a_cheaper_one_is_told():
    assert "dearer-band-later" not in codes(OFFICE)
    found = codes(OFFICE.replace("factor: 1.5", "factor: 2.5"))["dearer-band-later"]

    assert "hours of both are charged as “at night”" in found.sentence()


def test_what_changed_in_it_is_told_by_its_key():
    before, after = (
        policy_of(more=OFFICE),
        policy_of(more=OFFICE.replace("factor: 2}", "factor: 3}")),
    )

    assert [(one.kind, one.section, one.key) for one in changes(before, after)] == [
        ("changed", "work_time", "bands")
    ]
    added = changes(policy_of(), after)
    assert ("added", "work_time", "bands") in [(c.kind, c.section, c.key) for c in added]
