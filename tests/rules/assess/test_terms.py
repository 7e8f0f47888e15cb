"""Terms: what makes them longer and shorter, and what ends them for good."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.rules.assess import TermState
from kept.rules.facts import Facts
from kept.rules.policy import PolicyErrors
from tests.rules.assess.scene import SHANGHAI, case, fact, judged, policy, when

HEAD = """
rules:
  free:
    form: term
    name: Free repair
    source: T-1
"""
YEAR = {"start": "equipment.accepted", "length": "1 year"}
ACCEPTED = {"equipment__accepted": when("2026-01-10 00:00")}
SHIPPED = {"equipment__shipped": when("2025-11-01 00:00")}


def term(*facts, at="2026-06-01 00:00", about=None, **lines):
    rule = HEAD + "".join(f"    {k}: {v}\n" for k, v in {**YEAR, **lines}.items())
    return judged(rule, case(*facts, **(about or ACCEPTED)), at).terms[0]


def day(text):
    return when(f"{text} 00:00")


@pytest.mark.parametrize(
    ("lines", "end", "by"),
    [
        ({}, "2027-01-10", "length"),
        ({"at_most": "{after: 13 months, of: equipment.shipped}"}, "2026-12-01", "cap"),
        ({"at_most": "{after: 18 months, of: equipment.shipped}"}, "2027-01-10", "length"),
        ({"at_least": "{after: 24 months, of: equipment.shipped}"}, "2027-11-01", "floor"),
        ({"end": "{after: 13 months, of: equipment.shipped}"}, "2026-12-01", "end"),
        # the statute's two years come before the hours on the meter and the maker's cap
        (
            {
                "end": "{after: 6 months, of: equipment.shipped}",
                "at_most": "{after: 13 months, of: equipment.shipped}",
                "at_least": "{after: 24 months, of: equipment.shipped}",
            },
            "2027-11-01",
            "floor",
        ),
        (
            {
                "length": "life",
                "end": "{first_of: [{after: 18 months, of: equipment.shipped}, "
                "{after: 1 year, of: equipment.accepted}]}",
            },
            "2027-01-10",
            "end",
        ),
        ({"length": "life"}, None, ""),
        ({"length": "{until: equipment.shipped}"}, "2026-01-10", "length"),  # over before it began
        (
            {"length": "{longest_of: [{until: equipment.retired}, 2 months]}"},
            "2026-03-10",
            "length",
        ),
    ],
)
def test_what_ends_it(lines, end, by):
    line = term(about={**ACCEPTED, **SHIPPED}, **lines)

    assert (line.end, line.ended_by) == (end and day(end), by)


def test_a_cap_alone_does_not_tell_how_long_an_unset_term_runs():
    lines = {"length": "unset", "at_most": "{after: 18 months, of: equipment.shipped}"}
    about = {**ACCEPTED, **SHIPPED}

    assert term(about=about, **lines).state is TermState.UNKNOWN
    assert term(about=about, at="2027-06-01 00:00", **lines).state is TermState.ENDED


STOPS = "[{from: stop.began, until: stop.ended, at_least: 7 days}]"


def stop(start, end):
    return (fact("stop.began", f"{start} 00:00"), fact("stop.ended", f"{end} 00:00"))


@pytest.mark.parametrize(
    ("stops", "days"),
    [
        ([("2026-03-01", "2026-03-07")], 0),  # six days
        ([("2026-03-01", "2026-03-08")], 7),
        ([("2026-03-01", "2026-03-08"), ("2026-04-01", "2026-04-02")], 7),
        ([("2027-01-05", "2027-01-20")], 15),  # begun inside: counts in full
        ([("2027-01-11", "2027-01-20")], 0),  # begun when it was over
    ],
)
def test_a_stop_shorter_than_the_threshold_does_not_count(stops, days):
    facts = [f for start, end in stops for f in stop(start, end)]

    line = term(*facts, at="2027-06-01 00:00", extend=STOPS)

    assert line.extended_seconds == days * 86400
    assert line.end == day("2027-01-10") + timedelta(days=days)


def test_a_fixed_extension_counts_once_it_is_earned_and_stops_within_it_too():
    extend = (
        "[{by: 36 months, when: {happened: report.signed}}, {from: stop.began, until: stop.ended}]"
    )
    signed = fact("report.signed", "2026-01-20 10:00")

    assert term(extend=extend).end == day("2027-01-10")
    assert term(signed, extend=extend).end == day("2030-01-10")
    late = term(signed, *stop("2029-02-01", "2029-02-03"), at="2029-06-01 00:00", extend=extend)
    assert late.end == day("2030-01-12")


class TestRestart:
    EXCHANGED = fact("goods.exchanged", "2026-12-10 00:00")

    @pytest.mark.parametrize(
        ("restart", "end"),
        [
            ("{event: goods.exchanged}", "2027-12-10"),
            ("{event: goods.exchanged, length: 3 months}", "2027-03-10"),
            ("{event: goods.exchanged, length: rest}", "2027-01-10"),
            ("{event: goods.exchanged, length: {longest_of: [rest, 3 months]}}", "2027-03-10"),
            ("{event: goods.exchanged, length: {longest_of: [rest, 3 days]}}", "2027-01-10"),
        ],
    )
    def test_it_begins_again_for_its_length_or_what_was_left(self, restart, end):
        line = term(self.EXCHANGED, at="2027-01-01 00:00", restart=restart)

        assert (line.restarted_at, line.end) == (self.EXCHANGED.at, day(end))
        assert line.start == ACCEPTED["equipment__accepted"]

    def test_not_when_it_was_over(self):
        late = fact("goods.exchanged", "2027-02-10 00:00")

        line = term(late, at="2027-03-01 00:00", restart="{event: goods.exchanged}")

        assert (line.restarted_at, line.end) == (None, day("2027-01-10"))

    def test_again_and_again(self):
        second = fact("goods.exchanged", "2027-11-10 00:00")

        line = term(
            self.EXCHANGED, second, at="2028-01-01 00:00", restart="{event: goods.exchanged}"
        )

        assert line.end == day("2028-11-10")

    def test_a_swap_without_restart_inherits_the_rest(self):
        assert term(self.EXCHANGED, at="2027-01-01 00:00").end == day("2027-01-10")


def test_what_voids_it_ends_it_for_good():
    void = "{becomes: {cause: [unauthorised_modification]}}"
    found = fact("cause.found", "2026-05-01 10:00", cause="unauthorised_modification")
    repaired = fact("cause.found", "2026-05-20 10:00", cause="wear")

    line = term(found, repaired, void=void, at_least="{after: 2 years, of: equipment.accepted}")

    assert (line.end, line.ended_by) == (found.at, "void")
    assert term(void=void).end == day("2027-01-10")


class TestANewOwner:
    NEEDS = "{event: owner.changed, needs: {happened: customer.told}, within: 30 days}"
    CHANGED = fact("owner.changed", "2026-05-01 00:00")

    def line(self, *facts, at="2026-06-15 00:00", transfer=NEEDS):
        return term(self.CHANGED, *facts, at=at, transfer=transfer)

    def test_without_what_it_needs_the_term_ended_with_the_change(self):
        line = self.line()

        assert (line.end, line.ended_by, line.state) == (
            self.CHANGED.at,
            "transfer",
            TermState.ENDED,
        )

    def test_while_there_is_still_time_it_goes_on(self):
        rule = HEAD + "    start: equipment.accepted\n    length: 1 year\n"
        rule += f"    transfer: {self.NEEDS}\n"

        assessment = judged(rule, case(self.CHANGED, **ACCEPTED), "2026-05-20 00:00")

        assert assessment.terms[0].state is TermState.ACTIVE
        assert assessment.look_at == day("2026-05-31")

    @pytest.mark.parametrize(
        ("told", "ended"),
        [("2026-04-20", None), ("2026-05-20", None), ("2026-06-05", "2026-05-01")],
    )
    def test_what_comes_in_time_keeps_it(self, told, ended):
        line = self.line(fact("customer.told", f"{told} 00:00"))

        assert line.end == day(ended or "2027-01-10")

    def test_what_nobody_knows_does_not_end_it(self):
        line = self.line(transfer="{event: owner.changed, needs: {emergency: yes}}")

        assert line.state is TermState.ACTIVE


def test_a_term_that_does_not_apply_says_why():
    rule = HEAD + "".join(f"    {k}: {v}\n" for k, v in {**YEAR, "when": "{urgent: yes}"}.items())
    facts = case(fact("request.received", "2026-06-01 00:00", urgent=False), **ACCEPTED)

    found = judged(rule, facts, "2026-06-01 10:00")

    assert (found.terms, [line.rule for line in found.absent]) == ((), ["free"])


def test_who_gives_it_is_told():
    assert term(guarantor="manufacturer").guarantor == "manufacturer"


# --- an oracle for unions -------------------------------------------------------------------

EXTENDED = HEAD + (
    "    start: equipment.accepted\n    length: 10 days\n"
    "    extend: [{from: stop.began, until: stop.ended, at_least: 3 h}]\n"
)
HOURS = st.integers(0, 24 * 20)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(HOURS, st.integers(1, 40)), max_size=5))
def test_the_extension_is_the_union_that_an_hourly_sweep_counts(stops):
    """Oracle: walk hour by hour; each hour in a counted stop that began before the end adds one."""
    began = when("2026-01-10 00:00")
    at = began + timedelta(days=60)
    # ends are told per stop by distinct kinds of pairs: the first end after a start closes it
    facts, spans = [], []
    for number, (start, length) in enumerate(sorted(stops)):
        facts.append(_fact("stop.began", began + timedelta(hours=start), number))
        facts.append(_fact("stop.ended", began + timedelta(hours=start + length), number))
    ends = sorted(start + length for start, length in stops)
    for start, _ in sorted(stops):
        spans.append((start, next(end for end in ends if end >= start)))
    counted = [(a, b) for a, b in spans if b - a >= 3]

    end, hour = 24 * 10, 0
    started: set[int] = set()
    while hour < 24 * 60:
        inside = [i for i, (a, b) in enumerate(counted) if a <= hour < b]
        started |= {i for i in inside if hour < end}
        if any(i in started for i in inside):
            end += 1
        hour += 1

    line = _assessed(case(*facts, equipment__accepted=began), at)
    assert line.end == began + timedelta(hours=end)


def _fact(kind, at, number):
    local = at.astimezone(SHANGHAI)
    return fact(kind, f"{local:%Y-%m-%d %H:%M}", id=f"{kind}{number}")


def _assessed(facts, at):
    return judged(EXTENDED, facts, f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}").terms[0]


def test_rest_is_a_length_of_restart_only():
    with pytest.raises(PolicyErrors, match="“rest” is a length of “restart” only"):
        policy(HEAD + "    start: equipment.accepted\n    length: {longest_of: [rest, 1 year]}\n")


HOURS = """
rules:
  hours:
    form: measure
    name: Hours
    see: T-2
    reading: equipment.operating_hours
    DEEMED
  free:
    form: term
    name: Free repair
    source: T-1
    start: equipment.accepted
    length: 2 years
    end: {reaches: measure.hours, at_least: 250}
"""


def read(at, hours):
    return fact("reading.taken", f"{at} 00:00", equipment__operating_hours=hours)


class TestUntilTheMeterReachesSomething:
    def line(self, *facts, deemed=""):
        rules = HOURS.replace("DEEMED", deemed)
        return judged(rules, case(*facts, **ACCEPTED), "2026-06-01 00:00").terms[0]

    def test_it_ends_with_the_reading_that_reaches_it(self):
        line = self.line(read("2026-02-01", 100), read("2026-04-01", 250))

        assert (line.end, line.ended_by) == (day("2026-04-01"), "end")

    def test_below_it_the_length_counts(self):
        assert self.line(read("2026-02-01", 100)).end == day("2028-01-10")

    def test_without_a_meter_the_hours_are_deemed(self):
        """4 hours a day: 250 hours are 62.5 days."""
        line = self.line(deemed="without: {per_day: 4, since: equipment.accepted}")

        assert line.end == when("2026-03-13 12:00")


class TestEarlierCases:
    """A term belongs to the equipment: what happened in an earlier case counts."""

    def line(self, *past, at="2027-01-01 00:00", **lines):
        rule = HEAD + "".join(f"    {k}: {v}\n" for k, v in {**YEAR, **lines}.items())
        now = (fact("request.received", "2026-12-20 00:00"),)
        about = {"equipment.accepted": ACCEPTED["equipment__accepted"]}
        known = Facts(now, about, tuple(replace(f, case="K-1") for f in past))
        return judged(rule, known, at).terms[0]

    def test_stops_of_it_extend(self):
        extend = "[{from: stop.began, until: stop.ended}]"

        assert self.line(*stop("2026-03-01", "2026-03-03"), extend=extend).end == day("2027-01-12")

    def test_an_exchange_in_it_restarts(self):
        exchanged = fact("goods.exchanged", "2026-06-01 00:00")

        line = self.line(exchanged, restart="{event: goods.exchanged}")

        assert line.end == day("2027-06-01")

    def test_what_was_found_in_it_voids(self):
        found = fact("cause.found", "2026-05-01 00:00", cause="unauthorised_modification")

        line = self.line(found, void="{becomes: {cause: unauthorised_modification}}")

        assert (line.end, line.ended_by) == (day("2026-05-01"), "void")

    def test_a_change_of_owner_in_it_ends(self):
        sold = fact("owner.changed", "2026-05-01 00:00")

        line = self.line(sold, transfer=TestANewOwner.NEEDS)

        assert (line.end, line.ended_by) == (day("2026-05-01"), "transfer")
