"""Measures: what counts, in which window, less what is excluded; and when time alone moves them."""

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from kept.rules.assess.lines import ANSWERS
from kept.rules.assess.say import document
from kept.rules.assess.scene import Scene
from kept.rules.facts import Facts, Truth
from tests.rules.assess.scene import case, fact, judged, policy, when

M = "rules:\n  m:\n    form: measure\n    name: M\n    source: T-1\n    "


def measured(rule, facts, at="2026-07-01 00:00", more=""):
    return judged(f"{M}{rule}\n{more}", facts, at).measures[0]


def stop(start, end, **values):
    began = fact("stop.began", start, id=f"b{start}", **values)
    return (began, fact("stop.ended", end, id=f"e{end}")) if end else (began,)


def value(line):
    return None if line.value is None else round(float(line.value), 3)


STOPS = "intervals: {from: stop.began, until: stop.ended}"


def earlier(name, *facts):
    return tuple(replace(f, case=name) for f in facts)


def test_stops_of_two_cases_that_overlap_count_once():
    """1 Mar 08:00-13:00 and 12:00-15:00, 10 Jun 09:00 - 11 Jun 15:00: 7 h + 30 h."""
    history = (
        *earlier("A", *stop("2026-03-01 08:00", "2026-03-01 13:00")),
        *earlier("B", *stop("2026-03-01 12:00", "2026-03-01 15:00")),
    )
    facts = Facts(stop("2026-06-10 09:00", "2026-06-11 15:00"), {}, history)

    line = measured(f"unit: hour\n    {STOPS}", facts)

    assert value(line) == 37
    assert [len(s.facts) for s in line.counted] == [4, 2]


def test_values_say_which_beginning_and_end_belong_together():
    facts = case(
        fact("stop.began", "2026-03-01 08:00", id="1", serial="A"),
        fact("stop.began", "2026-03-01 12:00", id="2", serial="B"),
        fact("stop.ended", "2026-03-01 13:00", id="3", serial="A"),
        fact("stop.ended", "2026-03-01 15:00", id="4", serial="B"),
    )
    both = "intervals: {from: stop.began, until: stop.ended, same: serial}"

    assert value(measured(f"unit: hour\n    {both}", facts)) == 7
    assert value(measured(f"unit: hour\n    {STOPS}", facts)) == 5


# A 30-day month has 43,200 minutes.
@pytest.mark.parametrize(
    ("minutes", "uptime"), [(0, 100), (300, 99.306), (900, 97.917), (43_200, 0)]
)
def test_uptime_of_a_month(minutes, uptime):
    start = when("2026-06-01 00:00")
    facts = case(
        fact("stop.began", "2026-06-01 00:00"),
        replace(fact("stop.ended", "2026-06-01 00:00"), at=start + timedelta(minutes=minutes)),
    )

    line = measured(f"window: month\n    gives: uptime\n    {STOPS}", facts, "2026-06-30 23:59")

    assert value(line) == (uptime if minutes < 43_200 else 0.002)
    assert line.window == (start, when("2026-07-01 00:00"))


# 365 days: 18 days are 95.07 % up, 20 days 94.52 %, 40 days 89.04 %.
@pytest.mark.parametrize(("days", "uptime"), [(18, 95.068), (20, 94.521), (40, 89.041)])
def test_uptime_of_a_year_of_a_term(days, uptime):
    term = "  free: {form: term, name: F, see: T-2, start: equipment.accepted, length: 2 years}"
    end = when("2026-03-01 00:00") + timedelta(days=days)
    facts = case(
        *stop("2025-03-01 00:00", "2025-05-01 00:00"),  # in the year before
        fact("request.received", "2026-02-01 00:00"),
        *stop("2026-03-01 00:00", f"{end:%Y-%m-%d %H:%M}"),
        equipment__accepted=when("2025-01-10 00:00"),
    )

    line = measured(f"window: {{year_of: free}}\n    gives: uptime\n    {STOPS}", facts, more=term)

    assert value(line) == uptime
    assert value(replace(line, value=line.previous)) == round(100 * (365 - 61) / 365, 3)


def test_a_term_that_has_no_start_leaves_it_unknown():
    term = "  free: {form: term, name: F, see: T-2, start: equipment.accepted, length: 2 years}"

    line = measured(f"window: {{year_of: free}}\n    {STOPS}", case(), more=term)

    assert (line.value, line.missing) == (None, ("term.free",))


def test_an_old_case_sees_the_month_of_its_fault():
    june = stop("2026-06-29 23:00", "2026-07-01 01:00")
    rule = f"window: month\n    unit: hour\n    {STOPS}"
    request = fact("request.received", "2026-06-29 23:10")

    assert value(measured(rule, case(*june, request), "2026-08-15 00:00")) == 25
    assert value(measured(rule, case(*june), "2026-08-15 00:00")) == 0
    assert value(measured(rule, case(*june), "2026-07-15 00:00")) == 1


QUOTA = """intervals: {from: stop.began, until: stop.ended, at_least: 5 min}
    exclude:
      - from: maintenance.began
        until: maintenance.ended
        when: {announced_ahead: {at_least: 7 days}}
        at_most: 4 h
        per: quarter
        source: T-2
    window: month
    unit: hour
"""


def maintained(start, end, ahead):
    more = {"announced_ahead": ahead} if ahead else {}
    return (
        *stop(start, end),
        fact("maintenance.began", start, id=f"m{start}", **more),
        fact("maintenance.ended", end, id=f"n{end}"),
    )


# Announced in time: at most 4 h a quarter, the earliest first (3 h of April leave 1 h for May).
@pytest.mark.parametrize(
    ("facts", "counted", "low"),
    [
        (maintained("2026-05-02 00:00", "2026-05-02 03:00", "8 days"), 0, 0),
        (maintained("2026-05-02 00:00", "2026-05-02 06:00", "8 days"), 2, 2),
        (maintained("2026-05-02 00:00", "2026-05-02 03:00", "6 days"), 3, 3),
        (maintained("2026-05-02 00:00", "2026-05-02 03:00", None), None, 0),
        (
            maintained("2026-04-02 00:00", "2026-04-02 03:00", "7 days")
            + maintained("2026-05-02 00:00", "2026-05-02 03:00", "7 days"),
            2,
            2,
        ),
        (stop("2026-05-02 00:00", "2026-05-02 00:04"), 0, 0),
        (stop("2026-05-02 00:00", "2026-05-02 00:06"), 0.1, 0.1),
    ],
)
def test_announced_maintenance_is_excluded_up_to_its_quota(facts, counted, low):
    line = measured(QUOTA, case(*facts), "2026-05-20 00:00")

    assert value(line) == counted
    assert float(line.between[0] if line.between else line.value) == low
    if counted is None:
        assert line.missing == ("announced_ahead",)


def test_a_calendar_counts_only_its_open_hours():
    facts = case(*stop("2026-03-06 17:00", "2026-03-09 10:00"))  # Friday evening to Monday morning

    assert value(measured(f"calendar: office\n    {STOPS}", facts)) == 120


@pytest.mark.parametrize(("gives", "expected"), [("total", 90), ("count", 2), ("longest", 60)])
def test_what_is_made_of_the_intervals(gives, expected):
    facts = case(
        *stop("2026-03-01 08:00", "2026-03-01 09:00"), *stop("2026-03-02 08:00", "2026-03-02 08:30")
    )

    assert value(measured(f"gives: {gives}\n    {STOPS}", facts)) == expected


def test_between_two_events():
    rule = f"window: {{from: agreed, until: case.closed}}\n    {STOPS}"
    stops = stop("2026-03-01 08:00", "2026-03-01 09:00")
    closed = fact("case.closed", "2026-03-01 08:45")

    assert measured(rule, case(*stops)).missing == ("agreed",)
    assert value(measured(rule, case(*stops, agreed=when("2026-03-01 08:30")))) == 30
    assert value(measured(rule, case(*stops, closed, agreed=when("2026-03-01 08:30")))) == 15


HOURS = """reading: equipment.operating_hours
    without: {per_day: 4, since: equipment.purchased}
    unit: hour
"""


def test_a_meter_is_read_or_deemed():
    bought = {"equipment__purchased": when("2026-01-01 00:00")}
    read = replace(
        fact("reading.taken", "2026-02-01 00:00", equipment__operating_hours=90), case="A"
    )

    deemed = measured(HOURS, case(**bought), "2026-01-11 12:00")
    assert (value(deemed), deemed.deemed) == (42, True)
    meter = measured(HOURS, replace(case(**bought), history=(read,)), "2026-03-01 00:00")
    assert (value(meter), meter.deemed) == (90, False)
    assert value(measured(HOURS, case(equipment__operating_hours=7))) == 7
    assert measured(HOURS, case()).missing == ("equipment.operating_hours",)


def test_when_it_was_reached():
    """250 hours at 4 a day are 62.5 days: the term ends during day 63."""
    rules = f"{M}{HOURS}"
    bought = case(equipment__purchased=when("2026-01-01 00:00"))
    reads = [
        fact("reading.taken", f"2026-0{m}-01 00:00", equipment__operating_hours=100 * m)
        for m in (1, 2, 3)
    ]

    def reached(facts, bound, at="2026-07-01 00:00"):
        scene = Scene(policy(rules), facts, when(at), ANSWERS)
        found = ANSWERS.reached(scene, "m", Decimal(bound))
        return found and found.at

    assert reached(bought, 250) == when("2026-03-04 12:00")
    assert reached(bought, 250, "2026-01-02 00:00") == when("2026-03-04 12:00")
    assert reached(bought.with_more(reads), 250) == when("2026-03-01 00:00")
    assert reached(bought.with_more(reads), 301) is None


def test_a_running_stop_reaches_a_number_by_time_alone():
    rules = f"{M}{STOPS}"
    facts = case(*stop("2026-03-01 08:00", "2026-03-01 10:00"), *stop("2026-03-02 08:00", None))

    def reached(at):
        scene = Scene(policy(rules), facts, when(at), ANSWERS)
        found = ANSWERS.reached(scene, "m", Decimal(180))
        return found and found.at

    assert reached("2026-03-02 08:59") is None
    assert reached("2026-03-02 20:00") == when("2026-03-02 09:00")


DOWN = f"""
rules:
  down:
    form: measure
    name: Down
    source: T-1
    {STOPS}
  loaner:
    form: cover
    name: Loaner
    cases:
      - {{is: in, source: T-2, name: loaner, when: {{measure.down: {{more_than: 4 h}}}}}}
  answer:
    form: clock
    name: Answer
    source: T-3
    start: {{becomes: {{measure.down: {{at_least: 4 h}}}}}}
    stop: response.given
    limit: 1 h
    calendar: elapsed
"""


def test_conditions_compare_with_durations_and_say_when_they_change():
    facts = case(*stop("2026-03-02 08:00", None))

    before = judged(DOWN, facts, "2026-03-02 11:59")
    assert before.cover == ()
    assert before.look_at == when("2026-03-02 12:00")
    after = judged(DOWN, facts, "2026-03-02 12:30")
    assert [c.truth for c in after.cover] == [Truth.YES]
    assert after.clock("answer").started_at == when("2026-03-02 12:00")
    ended = judged(
        DOWN, facts.with_more([fact("stop.ended", "2026-03-02 12:00")]), "2026-03-03 00:00"
    )
    assert ended.cover == ()


def test_a_measure_that_does_not_apply_says_why():
    rules = f"{M}when: {{urgent: yes}}\n    {STOPS}"

    found = judged(rules, case(urgent=False), "2026-03-02 12:00")

    assert (found.measures, [a.rule for a in found.absent]) == ((), ["m"])


def test_in_words_and_as_a_document():
    rules = f"{M}gives: uptime\n    {QUOTA}"
    facts = case(*maintained("2026-05-02 00:00", "2026-05-02 06:00", "8 days"))

    told = document(policy(rules), judged(rules, facts, "2026-05-20 00:00"))["measures"][0]

    assert told["text"]["en"] == (
        "M from 1 May 2026 until 31 May 2026: 99.731 %. 4 h are excluded."
    )
    assert told["value"].startswith("99.7311827")
    assert told["clauses"] == ["T-1", "T-2"]


# The oracle marks every minute of ten days.
@pytest.mark.parametrize("seed", range(60))
def test_unions_and_exclusions_are_those_of_sets_of_minutes(seed):
    rng = random.Random(seed)
    zero = when("2026-05-01 00:00")
    facts, down, out = [], set(), set()
    for kind, minutes, most in (("stop", down, 3000), ("maintenance", out, 500)):
        for name in range(rng.randint(0, 6)):
            start = rng.randint(0, 11_000)
            end = min(start + rng.randint(0, most), 11_520)
            minutes |= set(range(start, end))
            for what, at in (("began", start), ("ended", end)):
                one = fact(f"{kind}.{what}", "2026-05-01 00:00", id=f"{kind}{name}{what}")
                facts.append(replace(one, at=zero + timedelta(minutes=at), case=f"{kind}{name}"))
    rule = (
        "intervals: {from: stop.began, until: stop.ended}\n"
        "    exclude: [{from: maintenance.began, until: maintenance.ended}]"
    )

    line = measured(rule, Facts((), {}, tuple(facts)), "2026-05-09 00:00")

    horizon = set(range(8 * 24 * 60))
    assert value(line) == len((down - out) & horizon)


@pytest.mark.parametrize("seed", range(40))
def test_quotas_use_up_the_earliest_minutes_of_each_month(seed):
    rng = random.Random(seed)
    zero = when("2026-05-25 00:00")
    facts, out = [], set()
    for name in range(rng.randint(1, 6)):
        start = rng.randint(0, 15 * 24 * 60)
        end = start + rng.randint(1, 900)
        out |= set(range(start, end))
        for what, at in (("began", start), ("ended", end)):
            one = fact(f"maintenance.{what}", "2026-05-01 00:00", id=f"{name}{what}")
            facts.append(replace(one, at=zero + timedelta(minutes=at), case=str(name)))
    days = stop("2026-05-25 00:00", "2026-06-15 00:00")
    rule = (
        "intervals: {from: stop.began, until: stop.ended}\n"
        "    exclude:\n      - {from: maintenance.began, until: maintenance.ended, at_most: 10 h,"
        " per: month}"
    )

    line = measured(rule, Facts(days, {}, tuple(facts)), "2026-06-15 00:00")

    june = 7 * 24 * 60
    kept = min(600, sum(m < june for m in out)) + min(600, sum(m >= june for m in out))
    assert value(line) == 21 * 24 * 60 - kept


def test_an_exclusion_that_still_goes_on_is_used_up_at_a_known_moment():
    rules = (
        f"{M}{QUOTA}"
        """
  late:
    form: clock
    name: Late
    source: T-3
    start: {becomes: {measure.m: {more_than: 1 h}}}
    stop: response.given
    limit: 1 h
    calendar: elapsed
"""
    )
    began = fact("maintenance.began", "2026-05-02 00:00", announced_ahead="8 days")
    facts = case(*stop("2026-05-02 00:00", None), began)

    assert judged(rules, facts, "2026-05-02 03:00").look_at == when("2026-05-02 04:00")
    started = judged(rules, facts, "2026-05-02 09:00").clock("late").started_at
    assert started == when("2026-05-02 05:00") + timedelta(seconds=1)
