"""`kept hours`: JSON lines in, JSON lines out, the same order. 2 March 2026 is a Monday."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.rules.hours import batch
from tests.rules.hours import lines

OFFICE = {
    "tz": "Asia/Shanghai",
    "weekly": {
        day: [["09:00", "12:00"], ["13:30", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")
    },
}
LATE_MONDAYS = {
    "tz": "Europe/Paris",
    "weekly": {"mon": [["10:30", "19:00"]], "tue-fri": [["08:30", "19:00"]]},
}
ALWAYS = {"tz": "UTC", "weekly": {"mon-sun": [["00:00", "24:00"]]}}


def ask(calendar=OFFICE, **question):
    return lines.ask(calendar, **question)


def result(calendar=OFFICE, **question):
    return lines.result(calendar, **question)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"op": "add", "seconds": 3600}, "2026-03-02T14:00:00+08:00"),
        ({"op": "add", "seconds": -7200}, "2026-03-02T09:30:00+08:00"),
        ({"op": "add", "seconds": 0}, "2026-03-02T11:30:00+08:00"),
        ({"op": "add", "seconds": 3600.0}, "2026-03-02T14:00:00+08:00"),
        (
            {"op": "add", "seconds": 3600, "pauses": [["2026-03-02T13:30", "2026-03-02T14:30"]]},
            "2026-03-02T15:00:00+08:00",
        ),
        ({"op": "due", "seconds": 1800}, "2026-03-02T12:00:00+08:00"),  # closing, not opening
        ({"op": "due", "seconds": None}, None),  # no limit, no due
        ({"op": "due", "days": None, "seconds": 1800}, "2026-03-02T12:00:00+08:00"),
        ({"op": "due", "days": 1}, "2026-03-03T11:30:00+08:00"),
        ({"op": "due", "days": 1, "end_of_working_day": True}, "2026-03-03T18:00:00+08:00"),
        ({"op": "due", "days": 0, "end_of_working_day": True}, "2026-03-02T18:00:00+08:00"),
        ({"op": "due", "days": -1, "end_of_working_day": True}, "2026-02-27T18:00:00+08:00"),
        (
            {"op": "escalation", "seconds": 3600, "offset": {"seconds": -5400}},
            "2026-03-02T11:00:00+08:00",
        ),
        ({"op": "escalation", "days": 2, "offset": {"days": -1}}, "2026-03-03T11:30:00+08:00"),
        ({"op": "escalation", "seconds": None, "offset": {"days": -1}}, None),
        ({"op": "between", "end": "2026-03-02T14:30"}, 5400),
        ({"op": "between", "end": "2026-03-02T10:30"}, -3600),
        ({"op": "is_open"}, True),
        ({"op": "is_open", "start": "2026-03-02T12:00"}, False),
        ({"op": "next_open"}, "2026-03-02T11:30:00+08:00"),
        ({"op": "next_open", "start": "2026-03-02T12:00"}, "2026-03-02T13:30:00+08:00"),
        ({"op": "next_close"}, "2026-03-02T12:00:00+08:00"),
        ({"op": "prev_close"}, "2026-02-27T18:00:00+08:00"),
        ({"op": "is_workday"}, True),
        ({"op": "is_workday", "start": "2026-03-07"}, False),
        ({"op": "on_holiday"}, False),
        ({"op": "add_days", "days": 5}, "2026-03-09T11:30:00+08:00"),
        ({"op": "add_days", "days": -1}, "2026-02-27T11:30:00+08:00"),
        ({"op": "add_days", "days": 1, "start": "2026-03-06"}, "2026-03-09T00:00:00+08:00"),
        ({"op": "days_between", "end": "2026-03-09"}, 5),
        ({"op": "days_between", "end": "2026-03-09", "inclusive": "[]"}, 6),
        ({"op": "days_between", "end": "2026-03-09", "inclusive": "()"}, 4),
        ({"op": "days_between", "end": "2026-03-08", "inclusive": "(]"}, 4),
        ({"op": "add_months", "months": 1}, "2026-04-02T11:30:00+08:00"),
        ({"op": "add_months", "months": 1, "start": "2026-01-31"}, "2026-02-28"),
        ({"op": "add_calendar_days", "days": 5}, "2026-03-07T11:30:00+08:00"),
        ({"op": "add_calendar_days", "days": -2, "start": "2026-03-01"}, "2026-02-27"),
        (
            {"op": "periods", "take": 2},
            [
                ["2026-03-02T11:30:00+08:00", "2026-03-02T12:00:00+08:00"],
                ["2026-03-02T13:30:00+08:00", "2026-03-02T18:00:00+08:00"],
            ],
        ),
        (
            {"op": "periods", "end": "2026-03-02T14:00"},
            [
                ["2026-03-02T11:30:00+08:00", "2026-03-02T12:00:00+08:00"],
                ["2026-03-02T13:30:00+08:00", "2026-03-02T14:00:00+08:00"],
            ],
        ),
        (
            {"op": "periods", "take": 2, "direction": "before"},
            [
                ["2026-03-02T09:00:00+08:00", "2026-03-02T11:30:00+08:00"],
                ["2026-02-27T13:30:00+08:00", "2026-02-27T18:00:00+08:00"],
            ],
        ),
        (
            {"op": "periods", "end": "2026-03-02T10:00", "direction": "before"},
            [["2026-03-02T10:00:00+08:00", "2026-03-02T11:30:00+08:00"]],
        ),
    ],
)
def test_every_operation(question, expected):
    assert result(**{"start": "2026-03-02T11:30:00", **question}) == expected


def test_pauses_of_a_due_in_days_are_added_in_working_hours():
    pauses = [
        ["2034-06-07 11:00:00", "2034-06-13 11:00:00"],  # 8 + 10.5 + 10.5 + 8.5 + 2.5 hours
        ["2034-06-14 07:00:00", "2034-06-14 18:00:00"],  # 9.5
    ]
    question = {"start": "2034-06-07 10:00:00", "days": 5, "pauses": pauses}

    assert result(LATE_MONDAYS, op="due", **question) == "2034-06-21T09:00:00+02:00"
    evening = {**question, "end_of_working_day": True}
    assert result(LATE_MONDAYS, op="due", **evening) == "2034-06-21T18:00:00+02:00"
    later = result(LATE_MONDAYS, op="escalation", offset={"seconds": 7200}, **evening)
    assert later == "2034-06-22T09:30:00+02:00"


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        # Started 09:00 with 4 h on a calendar that never closes: due 13:00.
        ([["2026-03-02T10:00", None]], None),  # stands still, nobody knows until when
        ([["2026-03-02T13:00", None]], "2026-03-02T13:00:00+00:00"),  # begun at the due
        ([["2026-03-02T10:00", "2026-03-02T11:00"], ["2026-03-02T13:30", None]], None),
        (
            [["2026-03-02T10:00", "2026-03-02T11:00"], ["2026-03-02T14:00", None]],
            "2026-03-02T14:00:00+00:00",
        ),
        ([["2026-03-01T10:00", None]], None),  # begun before the start
        ([], "2026-03-02T13:00:00+00:00"),
    ],
)
def test_a_pause_that_still_runs_leaves_the_due_open(pauses, due):
    question = {"op": "due", "start": "2026-03-02T09:00", "seconds": 14_400, "pauses": pauses}

    assert result(ALWAYS, **question) == due


def test_what_never_closes_answers_null():
    assert result(ALWAYS, op="next_close", start="2026-03-02T09:00") is None
    assert result(ALWAYS, op="prev_close", start="2026-03-02T09:00") is None


@pytest.mark.parametrize(
    ("calendar", "day", "hours"),
    [
        ({"holidays": ["2026-10-12"]}, "2026-10-12", None),
        ({"special": {"2026-10-11": [["10:00", "11:00"]]}}, "2026-10-11", ["10:00", "11:00"]),
        ({"special": {"2026-10-12": []}}, "2026-10-12", None),
        (  # holiday > special
            {"holidays": ["2026-10-12"], "special": {"2026-10-12": [["10:00", "11:00"]]}},
            "2026-10-12",
            None,
        ),
        (  # breaks cut special hours too
            {
                "special": {"2026-10-12": [["10:00", "13:00"]]},
                "breaks": {"2026-10-12": [["12:00", "14:00"]]},
            },
            "2026-10-12",
            ["10:00", "12:00"],
        ),
        ({"country": "CN"}, "2026-10-01", None),  # a national day off
        ({"country": "cn"}, "2026-10-10", ["09:00", "18:00"]),  # a Saturday worked for it
        ({"country": "CN", "holidays": ["2026-10-10"]}, "2026-10-10", None),  # explicit wins
        (
            {"country": "CN", "special": {"2026-10-01": [["10:00", "11:00"]]}},
            "2026-10-01",
            ["10:00", "11:00"],
        ),
        ({"country": "DE", "subdivision": "BY"}, "2026-01-06", None),
        ({"country": "DE-BY"}, "2026-01-06", None),
        ({"country": "DE"}, "2026-01-06", ["09:00", "18:00"]),
    ],
)
def test_holiday_then_special_then_country_then_week(calendar, day, hours):
    week = {"mon-fri": [["09:00", "18:00"]]}
    found = result(
        {"tz": "Asia/Shanghai", "weekly": week, **calendar},
        op="periods",
        start=f"{day}T00:00",
        end=f"{day}T24:00",
    )

    assert [moment[11:16] for period in found for moment in period] == (hours or [])


@pytest.mark.parametrize(
    "weekly",
    [
        {"Monday": [["9:00", "17:00"]]},
        {"MON": [["09:00:00", "17:00:00"]]},
        {"1": ["09:00-17:00"]},
        {"mon-tue": ["09:00", "17:00"]},
        {"mon": {"09:00": "17:00"}},
        {"mon": [["09:00", "12:00"], ["12:00", "17:00"]], "sun": None, "sat": []},
    ],
)
@pytest.mark.parametrize(
    "start",
    [
        "2026-03-02T16:00",
        "2026-03-02 16:00:00",
        "2026-03-02T16:00:00.250",
        "2026-3-2 16:00",
        "2026-03-02T08:00:00Z",
        "2026-03-02T03:00:00-05:00",
        "2026-03-02T17:00:00+0900",
        "2026-03-02T17:00+09",
        "2026-03-02T16:00:00.999999+08:00",
    ],
)
def test_times_and_weeks_are_read_liberally(weekly, start):
    calendar = {"tz": "Asia/Shanghai", "weekly": weekly}

    found = result(calendar, op="due", start=start, seconds=3600)

    assert found == "2026-03-02T17:00:00+08:00"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"op": "guess"}, "no such op; the ops are add, due"),
        ({"op": ["add"]}, "no such op"),
        ({"op": "add"}, "'seconds' is missing"),
        ({"op": "add", "seconds": "3600"}, "whole number"),
        ({"op": "add", "seconds": True}, "whole number"),
        ({"op": "add", "seconds": 0.5}, "whole number"),
        ({"op": "add", "seconds": 10**30}, "400 years"),
        ({"op": "due"}, "either 'seconds' or 'days'"),
        ({"op": "due", "seconds": 1, "days": 1}, "either 'seconds' or 'days'"),
        ({"op": "due", "seconds": 1, "start": None}, "not an instant"),
        ({"op": "due", "seconds": 1, "start": "yesterday"}, "not an instant"),
        ({"op": "due", "seconds": 1, "start": "2026-02-30"}, "not a date of the calendar"),
        ({"op": "due", "seconds": 1, "start": "2026-03-02T25:00"}, "not a time of day"),
        ({"op": "due", "seconds": 1, "start": "2026-03-02T10:00+99:00"}, "offset from UTC"),
        ({"op": "due", "seconds": 1, "pauses": [["2026-03-02"]]}, "pair"),
        ({"op": "due", "seconds": 1, "pauses": "none"}, "list of pairs"),
        ({"op": "due", "seconds": 1, "pauses": [["2026-03-03", "2026-03-02"]]}, "before it starts"),
        ({"op": "due", "days": 1, "end_of_working_day": "no"}, "is true or false"),
        ({"op": "due", "days": 1, "end_of_working_day": 1}, "is true or false"),
        ({"op": "escalation", "seconds": 1}, "'offset'"),
        ({"op": "escalation", "seconds": 1, "offset": {}}, "either 'seconds' or 'days'"),
        ({"op": "between"}, "'end' is missing"),
        ({"op": "days_between", "end": "2026-03-03", "inclusive": "[["}, "'inclusive'"),
        ({"op": "days_between", "end": "2026-03-03", "inclusive": ["[)"]}, "'inclusive'"),
        ({"op": "periods"}, "an end, or how many"),
        ({"op": "periods", "take": -1}, "not negative"),
        ({"op": "periods", "take": 10**9}, "At most"),
        ({"op": "periods", "take": 1, "direction": "up"}, "'direction'"),
        ({"op": "add_days", "days": 10**9}, "400 years"),
        ({"op": "add_months", "months": 10**9}, "years 1 to 9999"),
        ({"op": "is_open", "calendar": None}, "'calendar' is an object"),
        ({"op": "is_open", "calendar": {"tz": 5}}, "'tz' must be a text"),
        ({"op": "is_open", "calendar": {"tz": "Mars/Olympus"}}, "not a time zone"),
        ({"op": "is_open", "calendar": {"weekly": []}, "start": "x"}, "not an instant"),
        ({"op": "is_open", "calendar": {"weekly": [1]}}, "'weekly' is an object"),
        ({"op": "is_open", "calendar": {"weekly": {"someday": []}}}, "not a weekday"),
        ({"op": "is_open", "calendar": {"weekly": {"mon": [], "monday": []}}}, "given twice"),
        ({"op": "is_open", "calendar": {"weekly": {"mon": [["09:00"]]}}}, "pair such as"),
        ({"op": "is_open", "calendar": {"weekly": {"mon": [[9, 17]]}}}, "pair of texts"),
        ({"op": "is_open", "calendar": {"weekly": {"mon": "9 to 5"}}}, "list of pairs"),
        (
            {"op": "is_open", "calendar": {"weekly": {"mon": ["09:00-12:00", "11:00-13:00"]}}},
            "overlap",
        ),
        (
            {"op": "is_open", "calendar": {"holidays": ["2026-03-02", "2026-03-02"]}},
            "2026-03-02 is entered twice in 'holidays'",
        ),
        (
            {"op": "is_open", "calendar": {"special": {"2026-3-2": [], "2026-03-02": []}}},
            "2026-03-02 is entered twice in 'special'",
        ),
        ({"op": "is_open", "calendar": {"holidays": "2026-03-02"}}, "'holidays' is a list"),
        ({"op": "is_open", "calendar": {"country": "XX"}}, "not known"),
        ({"op": "is_open", "calendar": {"country": 49}}, "'country' must be a text"),
    ],
)
def test_a_wrong_line_is_answered_with_a_sentence(question, sentence):
    line = {"id": "a", "calendar": OFFICE, "start": "2026-03-02T11:30", **question}

    (answer,) = map(json.loads, batch.run([json.dumps(line)]))

    assert answer["id"] == "a"
    assert sentence in answer["error"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"op": "is_open"}, False),
        ({"op": "next_open"}, None),
        ({"op": "next_close"}, None),
        ({"op": "prev_close"}, None),
        ({"op": "is_workday"}, False),
        ({"op": "on_holiday"}, False),
        ({"op": "between", "end": "2027-03-02"}, 0),
        ({"op": "days_between", "end": "2027-03-02"}, 0),
        ({"op": "periods", "take": 3}, []),
        ({"op": "periods", "take": 3, "direction": "before"}, []),
        ({"op": "add", "seconds": 0}, "2026-03-02T10:00:00+00:00"),
        ({"op": "due", "days": 0, "end_of_working_day": True}, "2026-03-03T00:00:00+00:00"),
        ({"op": "add_months", "months": 1}, "2026-04-02T10:00:00+00:00"),
    ],
)
@pytest.mark.parametrize("calendar", [{}, {"weekly": {}}, {"tz": "UTC", "weekly": {"mon": []}}])
def test_a_calendar_without_hours_answers_what_can_be_answered(calendar, question, expected):
    assert result(calendar, start="2026-03-02T10:00", **question) == expected


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"op": "add", "seconds": 1}, "does not have that much working time left"),
        ({"op": "add", "seconds": -1}, "did not have that much working time before"),
        ({"op": "due", "seconds": 1}, "does not have that much working time left"),
        ({"op": "due", "days": 1}, "no such working day"),
        ({"op": "add_days", "days": -1}, "no such working day"),
    ],
)
def test_a_calendar_without_hours_says_that_it_has_none(question, sentence):
    assert sentence in ask({}, start="2026-03-02T10:00", **question)["error"]


@pytest.mark.parametrize(
    ("windows", "hours"),
    [
        ([["10:00", "11:00"], ["10:30", "11:30"]], 7.5),  # what is cut twice is cut
        ([["11:00", "11:30"], ["10:00", "10:30"]], 8),
        ([["10:00", "11:00"], ["11:00", "12:00"]], 7),
        ([["00:00", "24:00"]], 0),
        ([["12:00", "13:00"]], 9),  # while closed
        ([], 9),
    ],
)
def test_breaks_may_overlap_touch_and_come_in_any_order(windows, hours):
    calendar = {
        "weekly": {"mon": ["08:00-12:00", "13:00-18:00"]},
        "breaks": {"2026-03-02": windows},
    }

    assert result(calendar, op="between", start="2026-03-02", end="2026-03-03") == hours * 3600


def test_a_line_about_a_far_year_changes_nothing_for_the_next():
    near = {"op": "due", "start": "2026-03-02T11:30", "seconds": 3600}
    lines_with_far_years = [
        {"op": "is_open", "start": "0004-03-02T10:00"},
        near,
        {"op": "add_days", "start": "2026-03-02T10:00", "days": 90_000},
        near,
        {"op": "is_open", "start": "9990-03-02T10:00"},
        {"op": "between", "start": "1700-01-01", "end": "2026-03-02T10:00"},
        {"op": "add_days", "start": "2026-03-02T10:00", "days": -90_000},
        near,
    ]

    answers = [
        ask({**OFFICE, "tz": "Asia/Taipei"}, **question) for question in lines_with_far_years
    ]

    assert all("result" in answer for answer in answers)
    assert [answers[at]["result"] for at in (1, 3, 7)] == ["2026-03-02T14:00:00+08:00"] * 3


@pytest.mark.parametrize("ident", [1, 2.5, "a", "钟", "", None, True, [1, {"b": 2}], {"c": None}])
def test_an_id_is_repeated_whatever_it_is(ident):
    good = {"id": ident, "calendar": {}, "op": "is_open", "start": "2026-03-02"}

    for line in (good, {**good, "op": "guess"}):
        (answer,) = map(json.loads, batch.run([json.dumps(line)]))
        assert answer["id"] == ident
    twice = json.dumps(good)[:-1] + ', "op": "is_open"}'
    assert batch.answer(twice) == {"id": ident, "error": "The key 'op' is given twice."}


def test_a_number_too_long_to_count_with_is_one_bad_line():
    line = '{"id": 5, "calendar": {}, "op": "add", "start": "2026-03-02", "seconds": %s}' % (
        "9" * 5000
    )

    assert batch.answer(line) == {
        "id": 5,
        "error": "A number of 5000 digits cannot be counted with.",
    }


def test_files_of_windows_have_their_marks_and_line_ends():
    good = json.dumps({"id": 1, "calendar": OFFICE, "op": "is_open", "start": "2026-03-02T11:30"})
    source = io.BytesIO(f"\ufeff{good}\r\n\r\n{good}\r\n".encode())
    sink = io.StringIO()

    batch.serve(source, sink)

    assert list(map(json.loads, sink.getvalue().splitlines())) == [{"id": 1, "result": True}] * 2


def test_each_line_is_answered_before_the_next_is_read():
    good = json.dumps({"id": 1, "calendar": OFFICE, "op": "is_open", "start": "2026-03-02T11:30"})
    read = []

    def source():
        for number in range(3):
            read.append(number)
            yield good

    answers = batch.run(source())

    assert [(next(answers), len(read))[1] for _ in range(3)] == [1, 2, 3]


def test_a_bad_line_never_stops_the_rest_and_the_order_is_kept():
    good = {"calendar": OFFICE, "op": "is_open", "start": "2026-03-02T11:30"}
    lines = [
        json.dumps({"id": 1, **good}),
        "",
        "nonsense",
        "[1, 2]",
        "[" * 100_000,
        '{"id": 2, "id": 3}',
        '{"id": 4, "op": "add", "seconds": NaN}',
        '{"id": "4a", "op": "add", "seconds": 1e999}',
        '{"id": 1e999, "op": "add"}',
        '{"id": "钟", "op": "\ud800"}',
        "   \n",
        json.dumps({"id": 5, **good}),
    ]

    answers = [json.loads(line) for line in batch.run(lines)]

    assert [answer["id"] for answer in answers] == [1, None, None, None, 3, 4, "4a", None, "钟", 5]
    assert [answer.get("result") for answer in answers][::9] == [True, True]
    assert all("error" in answer for answer in answers[1:9])
    assert "'id' is given twice" in answers[4]["error"]
    assert "NaN" in answers[5]["error"]


texts = st.sampled_from(["", "2026-03-02", "24:00", "09:00-17:00", "[)", "before", "mon", "tz"])
names = st.sampled_from(["seconds", "days", "tz", "weekly", "mon", "holidays", "special", "x"])
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(
    ["start", "end", "seconds", "days", "months", "pauses", "offset", "take", "direction",
     "inclusive", "end_of_working_day", "calendar"]
)  # fmt: skip
ops = st.sampled_from(
    ["add", "due", "escalation", "between", "is_open", "next_open", "next_close", "prev_close",
     "is_workday", "on_holiday", "add_days", "days_between", "add_months", "add_calendar_days",
     "periods"]
)  # fmt: skip


@given(ops, st.dictionaries(keys, json_values, max_size=4))
def test_no_value_stops_the_batch(op, values):
    line = {"id": 1, "calendar": OFFICE, "op": op, "start": "2026-03-02T11:30", **values}

    (answer,) = map(json.loads, batch.run([json.dumps(line)]))

    assert answer["id"] == 1
    assert ("result" in answer) != ("error" in answer)


def test_lines_are_answered_as_they_come_and_bad_bytes_are_one_bad_line():
    good = json.dumps({"id": 1, "calendar": OFFICE, "op": "is_open", "start": "2026-03-02T11:30"})
    sink = io.StringIO()

    batch.serve(io.BytesIO(b"\xff\xfe{\n" + good.encode()), sink)

    first, second = map(json.loads, sink.getvalue().splitlines())
    assert "not JSON" in first["error"]
    assert second == {"id": 1, "result": True}


def test_the_module_runs_from_the_command_line():
    line = json.dumps({"id": 1, "calendar": OFFICE, "op": "is_open", "start": "2026-03-02T11:30"})

    done = subprocess.run(
        [sys.executable, "-m", "kept.rules.hours"],
        input=line,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == {"id": 1, "result": True}
    assert done.stderr == ""
