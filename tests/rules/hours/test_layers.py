"""What a calendar says on a date: contract > company > national > weekly; breaks cut all."""

from __future__ import annotations

from datetime import date

import pytest

from kept.rules.hours import (
    Band,
    CalendarSpec,
    DayHours,
    Duration,
    HolidayTable,
    Window,
    compiled,
    week,
)
from tests.rules.hours.calendars import LUNCH, NIGHT, NINE_TO_SIX, at, calendar

MORNING = (Window.parse("09:00-12:00"),)


def hours(day, *texts):
    return DayHours(date.fromisoformat(day), tuple(Window.parse(text) for text in texts))


@pytest.mark.parametrize(
    ("day", "open_times"),
    [
        ("2026-10-01", []),  # National Day
        ("2026-10-10", ["09:00", "18:00"]),  # a Saturday worked for it
        ("2026-10-02", ["10:00", "16:00"]),  # national day off, but the company opens
        ("2026-10-06", []),  # the company opens, the contract closes
        ("2026-10-07", ["08:00", "20:00"]),  # the contract opens although all else is closed
        ("2026-10-09", []),  # a working Friday closed by the company
        ("2026-10-12", ["09:00", "18:00"]),
    ],
)
def test_the_highest_layer_that_speaks_of_a_date_wins(day, open_times):
    office = calendar(
        NINE_TO_SIX,
        country="CN",
        company=(
            hours("2026-10-02", "10:00-16:00"),
            hours("2026-10-06", "09:00-18:00"),
            hours("2026-10-09"),
        ),
        contract=(hours("2026-10-06"), hours("2026-10-07", "08:00-20:00")),
    )

    spans = office.periods(at(f"{day} 00:00"), at(f"{day} 23:59"))

    assert [f"{t:%H:%M}" for s in spans for t in (s.start, s.end)] == open_times
    assert office.is_workday(date.fromisoformat(day)) is bool(open_times)


def test_make_up_days_have_the_hours_of_an_ordinary_day():
    friday_short = {"mon-thu": ["09:00-18:00"], "fri": ["09:00-15:00"], "sat": ["09:00-12:00"]}
    saturday = date(2026, 10, 10)

    ordinary = calendar(friday_short, country="CN")
    written = calendar(friday_short, country="CN", make_up=MORNING)

    assert ordinary.close_of(saturday) == at("2026-10-10 18:00")
    assert written.close_of(saturday) == at("2026-10-10 12:00")


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        ("2026-10-01", True),
        ("2026-10-03", True),  # a holiday on a Saturday is one
        ("2026-10-10", False),  # worked
        ("2026-10-11", False),  # a plain Sunday
        ("2026-10-12", True),  # closed by the company
        ("2026-10-02", False),  # opened by the company
    ],
)
def test_what_is_a_holiday(day, holiday):
    office = calendar(
        NINE_TO_SIX,
        country="CN",
        company=(hours("2026-10-12"), hours("2026-10-02", "09:00-12:00")),
    )

    assert office.on_holiday(date.fromisoformat(day)) is holiday


def test_regional_holidays():
    bavaria = calendar(NINE_TO_SIX, "Europe/Berlin", country="DE", subdivision="BY")
    berlin = calendar(NINE_TO_SIX, "Europe/Berlin", country="DE", subdivision="BE")
    epiphany = date(2026, 1, 6)

    assert bavaria.on_holiday(epiphany)
    assert not berlin.on_holiday(epiphany)


def test_a_night_belongs_to_its_opening_date_also_on_holidays():
    night = calendar(NIGHT, company=(hours("2026-03-03"),))  # Tuesday is closed

    assert night.is_open(at("2026-03-03 03:00"))  # still Monday's night
    assert not night.is_open(at("2026-03-03 23:00"))
    assert not night.is_open(at("2026-03-04 03:00"))  # Tuesday's night fell away
    assert night.close_of(date(2026, 3, 2)) == at("2026-03-03 06:00")
    assert not night.is_workday(date(2026, 3, 7))  # though open until 06:00, by Friday


def test_breaks_cut_whatever_is_open():
    office = calendar(
        LUNCH,
        breaks=(
            hours("2026-03-02", "10:00-10:30", "17:00-20:00"),
            hours("2026-03-03", "00:00-24:00"),
        ),
        contract=(hours("2026-03-02", "08:00-18:00"),),
    )

    found = office.periods(at("2026-03-02 00:00"), at("2026-03-04 10:00"))

    assert [(s.start, s.end) for s in found] == [
        (at("2026-03-02 08:00"), at("2026-03-02 10:00")),
        (at("2026-03-02 10:30"), at("2026-03-02 17:00")),
        (at("2026-03-04 09:00"), at("2026-03-04 10:00")),
    ]
    assert office.close_of(date(2026, 3, 2)) == at("2026-03-02 17:00")
    assert not office.is_workday(date(2026, 3, 3))  # nothing is left of it


def test_a_break_may_reach_into_the_next_day():
    night = calendar(NIGHT, breaks=(hours("2026-03-02", "23:00-01:00"),))

    due = night.due(at("2026-03-02 22:30"), Duration.parse("1 h"))

    assert due == at("2026-03-03 01:30")


@pytest.mark.parametrize("layer", ["contract", "company", "breaks"])
def test_two_entries_for_one_date_in_one_layer_are_refused(layer):
    twice = (hours("2026-03-02", "09:00-10:00"), hours("2026-03-02", "14:00-15:00"))

    with pytest.raises(ValueError, match="2026-03-02 is entered twice in the"):
        calendar(NINE_TO_SIX, **{layer: twice})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"zone": "Mars/Olympus"}, "not a time zone"),
        ({"zone": "../../etc/passwd"}, "not a time zone"),
        ({"country": "XX"}, "holidays of “XX” are not known"),
        ({"country": "DE", "subdivision": "QQ"}, "holidays of “DE-QQ” are not known"),
        ({"cut_off": 90_000}, "between 00:00 and 24:00"),
        ({"weekly": ((),)}, "seven days"),
        (
            {"weekly": (MORNING * 2, (), (), (), (), (), ())},
            "09:00-12:00 and 09:00-12:00 of weekday 1 overlap",
        ),
    ],
)
def test_a_calendar_that_cannot_be_meant_is_refused(given, message):
    plain = {"zone": "UTC", "weekly": week(NINE_TO_SIX)}

    with pytest.raises(ValueError, match=message):
        CalendarSpec(**{**plain, **given})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("09:00", "not a window"),
        ("09:00-09:00", "is empty"),
        ("25:00-26:00", "not a time of day"),
        ("09:00-17:60", "not a time of day"),
        ("24:00-06:00", "opens between 00:00 and 23:59"),
    ],
)
def test_windows_that_cannot_be_meant_are_refused(text, message):
    with pytest.raises(ValueError, match=message):
        Window.parse(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("9:00-17:30", "09:00-17:30"),
        ("22:00-06:00", "22:00-06:00"),
        ("00:00-24:00", "00:00-24:00"),
        ("00:00-00:00", "00:00-24:00"),  # the whole day
        ("18:00-00:00", "18:00-24:00"),
        ("09:00-23:59", "09:00-24:00"),
        ("09:00-23:59:59", "09:00-24:00"),
        ("09:00:30 – 17:00", "09:00:30-17:00"),
    ],
)
def test_windows_have_one_canonical_text(text, canonical):
    window = Window.parse(text)

    assert str(window) == canonical
    assert Window.parse(canonical) == window


def test_weekdays_are_read_by_name_range_and_number():
    mixed = week({"Monday": ["09:00-10:00"], "tue-thu": ["09:00-11:00"], "5, sun": ["09:00-12:00"]})

    assert [windows and str(windows[0]) for windows in mixed] == [
        "09:00-10:00",
        *["09:00-11:00"] * 3,
        "09:00-12:00",
        (),
        "09:00-12:00",
    ]
    with pytest.raises(ValueError, match="given twice"):
        week({"mon-wed": ["09:00-10:00"], "tue": ["09:00-10:00"]})
    with pytest.raises(ValueError, match="“0” is not a weekday"):
        week({"0": ["09:00-10:00"]})


def test_next_years_adjustments_are_provisional_until_a_table_is_imported():
    plain = calendar(NINE_TO_SIX, country="CN")
    table = HolidayTable(
        source="State Council notice",
        dated=date(2039, 11, 4),
        years=(2040,),
        days_off=((date(2040, 1, 2), "New Year"),),
        make_up=(date(2040, 1, 7),),
    )
    imported = calendar(NINE_TO_SIX, country="CN", tables=(table,))

    assert not plain.is_provisional(date(2026, 5, 4))
    assert plain.is_provisional(date(2040, 1, 2))
    assert not imported.is_provisional(date(2040, 1, 2))
    assert imported.is_provisional(date(2041, 1, 2))
    assert imported.on_holiday(date(2040, 1, 2))
    assert imported.is_workday(date(2040, 1, 7))  # a Saturday
    assert imported.version.startswith("State Council notice, 2039-11-04; holidays ")
    assert not calendar(NINE_TO_SIX, country="DE").is_provisional(date(2040, 1, 2))
    assert not calendar(NINE_TO_SIX).is_provisional(date(2040, 1, 2))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"years": (2039,)}, "not in the years"),
        ({"make_up": (date(2040, 1, 2),)}, "both off and worked"),
        ({"days_off": ((date(2040, 1, 2), "a"), (date(2040, 1, 2), "b"))}, "two entries"),
    ],
)
def test_an_imported_table_that_contradicts_itself_is_refused(given, message):
    plain = {
        "source": "notice",
        "dated": date(2039, 11, 4),
        "years": (2040,),
        "days_off": ((date(2040, 1, 2), "New Year"),),
    }

    with pytest.raises(ValueError, match=message):
        HolidayTable(**{**plain, **given})


def test_two_imported_tables_for_one_year_are_refused():
    table = HolidayTable("notice", date(2039, 11, 4), (2040,))

    with pytest.raises(ValueError, match="same year"):
        calendar(NINE_TO_SIX, tables=(table, table))


@pytest.mark.parametrize(
    ("time", "name"),
    [
        ("07:59", "night"),
        ("08:00", "day"),
        ("17:59", "day"),
        ("18:00", "night"),
        ("00:00", "night"),
    ],
)
def test_bands_name_the_part_of_the_day(time, name):
    bands = (Band("day", Window.parse("08:00-18:00")), Band("night", Window.parse("18:00-08:00")))

    assert calendar(NINE_TO_SIX, bands=bands).band(at(f"2026-03-02 {time}")) == name


def test_equal_specs_are_one_compiled_calendar():
    assert calendar(NINE_TO_SIX) is calendar(dict(NINE_TO_SIX))
    assert compiled(CalendarSpec.always("UTC")).spec.always_open
    assert not calendar(NINE_TO_SIX).spec.always_open
