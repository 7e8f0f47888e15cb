"""Numbers: exact, three-valued, and compared with an oracle that works in fractions."""

import random
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest

from tests.rules.assess.scene import case, fact, judged, when

RULE = """
levels:
  fault:
    name: Level
    grades: {{1: {{name: one, when: {{urgent: yes}}}}, 2: {{name: two, otherwise: yes}}}}
rules:
  n:
    form: counter
    name: N
    source: T-1
    counts: case.closed
    reach: {number}
"""


def reached(number, facts=None, at="2026-03-02 10:00"):
    return judged(RULE.format(number=number), facts or case(), at).counters[0]


def value(number, *facts, at="2026-03-02 10:00", **about):
    found = reached(number, case(*facts, **about), at).reach
    return None if found is None else str(found.normalize())


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("2000", "2E+3"),
        ("{plus: [0.1, 0.2]}", "0.3"),
        ("{minus: [10, 1, 2.5]}", "6.5"),
        ("{times: [2000, 0.0005, 200]}", "2E+2"),
        ("{over: [1, 4]}", "0.25"),
        ("{over: [1, 0]}", None),
        ("{smallest_of: [3, size, 2]}", "2"),
        ("{largest_of: [3, size, 2]}", "3"),
        ("{first_known: [size, 7, 8]}", "7"),
        ("{plus: [1, size]}", None),
        ("{floor: 2.9}", "2"),
        ("{ceiling: 2.1, to: 0.5}", "2.5"),
        ("{round: 1.005, to: 0.01}", "1.01"),
        ("{round: -2.5}", "-3"),
        ("unset", None),
        ("{is: 4, source: T-2}", "4"),
        ("[{is: 2, when: {happened: case.closed}}, {is: 3, source: T-2}]", "3"),
        ("[{is: 2, when: {urgent: yes}}, 3]", None),
        ("{if: {happened: case.closed}, is: 2}", None),
        ("{if: {not: {happened: case.closed}}, is: 2}", "2"),
        ("{by: [level.fault], cells: {1: 10, 2: 20}}", None),
    ],
)
def test_what_a_number_comes_to(number, expected):
    assert value(number) == expected


def test_what_is_missing_is_named_and_clauses_are_kept():
    found = reached("{plus: [size, {if: {urgent: yes}, is: 1}]}")
    assert found.missing == ("size", "urgent")

    found = reached("{by: size, bands: [{less_than: 5, is: 1, source: T-2}]}", case(size=4))
    assert found.reason.clauses == ("T-1", "T-2")


# 30-day month: 99.306 % and 97.917 % up; the bounds belong to one band each.
@pytest.mark.parametrize(
    ("size", "share"),
    [
        (99.99, "0.1"),
        (99.306, "0.25"),
        (99, "0.25"),
        (97.917, "0.5"),
        (94.9, "1"),
        (99.999, None),
        (0, "1"),
    ],
)
def test_bands(size, share):
    bands = (
        "{by: size, bands: [{at_least: 99.99, less_than: 99.999, is: 0.10},"
        " {at_least: 99.0, less_than: 99.99, is: 0.25}, {at_least: 95, less_than: 99, is: 0.5},"
        " {less_than: 95, is: 1}, {otherwise: unset}]}"
    )

    assert value(bands, size=size) == share
    assert value(bands) is None


def test_tables_read_levels():
    table = "{by: [level.fault], cells: {1: 10, 2: size}}"
    urgent = fact("request.received", "2026-03-02 09:00", urgent=True)
    calm = fact("request.received", "2026-03-02 09:00", urgent=False)

    assert value(table, urgent) == "1E+1"
    assert value(table, calm, size=2) == "2"
    assert reached(table, case(calm)).missing == ("size",)


# begun units: 200 days to the minute are 200, a minute more is the 201st; across a leap February.
@pytest.mark.parametrize(
    ("unit", "start", "end", "expected"),
    [
        ("days", "2026-01-01 10:00", "2026-07-20 10:00", 200),
        ("days", "2026-01-01 10:00", "2026-07-20 10:01", 201),
        ("days", "2026-01-01 10:00", "2026-01-01 10:00", 0),
        ("hours", "2026-01-01 10:00", "2026-01-01 12:30", 3),
        ("minutes", "2026-01-01 10:00", "2026-01-01 12:30", 150),
        ("months", "2024-01-31 10:00", "2024-02-29 10:00", 1),
        ("months", "2024-01-31 10:00", "2024-03-01 10:00", 2),
        ("months", "2024-01-31 10:00", "2026-01-31 10:00", 24),
    ],
)
def test_time_between_events(unit, start, end, expected):
    number = f"{{{unit}: {{from: agreed, until: case.closed}}}}"
    running = f"{{{unit}: {{from: agreed}}}}"

    ended = reached(number, case(fact("case.closed", end), agreed=when(start)), "2027-01-01 10:00")
    assert ended.reach == expected
    assert reached(running, case(agreed=when(start)), end).reach == expected
    assert reached(number).missing == ("agreed",)


def test_half_a_repaid_price():
    """2,000 paid, 200 days used at 0.05 % a day: 200 deducted, 1,800 refunded."""
    number = "{minus: [size, {times: [size, 0.0005, {days: {from: agreed}}]}]}"

    assert (
        value(number, size=2000, agreed=when("2026-01-01 10:00"), at="2026-07-20 09:00") == "1.8E+3"
    )


OPERATORS = ("plus", "minus", "times", "over", "smallest_of", "largest_of", "floor", "ceiling")


def grown(rng, depth=0):
    """Return a number expression as text, and what it is worth as a fraction (None: nothing)."""
    if depth == 4 or rng.random() < 0.3:
        written = rng.choice(["0", "1", "-3", "2.5", "0.125", "10"])
        return written, Fraction(written)
    how = rng.choice(OPERATORS)
    if how in ("floor", "ceiling"):
        text, worth = grown(rng, depth + 1)
        rounded = worth // 1 if how == "floor" else ceil(worth) if worth is not None else None
        return f"{{{how}: {text}}}", None if worth is None else Fraction(rounded)
    parts = [grown(rng, depth + 1) for _ in range(2 if how == "over" else rng.randint(1, 3))]
    text = f"{{{how}: [{', '.join(t for t, _ in parts)}]}}"
    return text, worked(how, [w for _, w in parts])


def worked(how, worths):
    if how in ("smallest_of", "largest_of"):
        known = [w for w in worths if w is not None]
        return (min if how == "smallest_of" else max)(known) if known else None
    if None in worths or (how == "over" and worths[1] == 0):
        return None
    found = worths[0]
    for worth in worths[1:]:
        match how:
            case "plus":
                found += worth
            case "minus":
                found -= worth
            case "times":
                found *= worth
            case "over":
                found /= worth
    return found


@pytest.mark.parametrize("seed", range(150))
def test_sums_are_those_of_fractions(seed):
    text, worth = grown(random.Random(seed))

    found = reached(text).reach

    assert (found is None) == (worth is None)
    if worth is not None:
        assert abs(Fraction(found) - worth) <= max(abs(worth), 1) * Fraction(1, 10**24)


@pytest.mark.parametrize("seed", range(40))
def test_days_are_counted_as_a_calendar_does(seed):
    rng = random.Random(seed)
    start = when("2023-01-01 00:00") + timedelta(minutes=rng.randint(0, 10**6))
    end = start + timedelta(minutes=rng.randint(0, 10**6))
    rule = RULE.format(number="{days: {from: agreed}}")

    found = judged(rule, case(agreed=start), f"{end:%Y-%m-%d %H:%M}").counters[0].reach

    assert found == Decimal(ceil((end - start) / timedelta(days=1)))


def test_an_end_before_the_start_is_none():
    facts = case(fact("case.closed", "2020-01-01 00:00"), agreed=when("2026-01-01 00:00"))
    number = "{days: {from: agreed, until: case.closed}}"

    assert reached(number, facts, "2026-01-03 00:00").reach == 2
