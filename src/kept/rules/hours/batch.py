"""The batch calculator behind `kept hours`: JSON lines in, JSON lines out, in the same order.

Every line is answered with its `id` and a `result` or an `error`; a bad line never stops the
rest. The reference of the operations is docs/hours.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final, TextIO, TypeAlias

from kept.rules.hours.batch_input import (
    calendar_of,
    date_of,
    id_of,
    instant_of,
    is_date,
    read_question,
    whole_number,
)
from kept.rules.hours.calendar import Calendar
from kept.rules.hours.days import Inclusive
from kept.rules.hours.months import month_later
from kept.rules.hours.spans import Span, to_date, to_day, to_seconds, union

Answer: TypeAlias = str | int | bool | list[list[str]] | None
_MOST_PERIODS = 100_000
_INCLUSIVE: Final[dict[str, Inclusive]] = {"[)": "[)", "(]": "(]", "[]": "[]", "()": "()"}


@dataclass(frozen=True, slots=True)
class Question:
    """One line of input with its calendar."""

    calendar: Calendar
    given: Mapping[str, object]

    def instant(self, name: str) -> datetime:
        """Return the instant given as `name`."""
        if name not in self.given:
            raise ValueError(f"'{name}' is missing.")
        return instant_of(self.given[name], self.calendar.zone)

    def day(self, name: str) -> date:
        """Return the local date given as `name`, itself a date or an instant."""
        if is_date(self.given.get(name)):
            return date_of(self.given[name])
        return self.calendar.date_of(self.instant(name))

    def number(self, name: str) -> int:
        """Return the whole number given as `name`."""
        if name not in self.given:
            raise ValueError(f"'{name}' is missing.")
        return whole_number(self.given[name], name)

    def pauses(self) -> tuple[list[Span], datetime | None]:
        """Return the finished pauses and the start of the earliest one that has no end yet."""
        value = self.given.get("pauses") or []
        if not isinstance(value, list):
            raise ValueError("'pauses' is a list of pairs [from, to].")
        finished, running = [], []
        for pair in value:
            if not isinstance(pair, list) or len(pair) != 2:
                raise ValueError("A pause is a pair [from, to].")
            begin = instant_of(pair[0], self.calendar.zone)
            if pair[1] is None:
                running.append(begin)
            else:
                finished.append(Span(begin, instant_of(pair[1], self.calendar.zone)))
        return finished, min(running, default=None)


def run(lines: Iterable[str]) -> Iterator[str]:
    """Yield one JSON line for each line that is not blank; a byte order mark is passed over."""
    for line in lines:
        text = line.strip("\ufeff \t\r\n")
        if text:
            yield json.dumps(answer(text))


def serve(source: BinaryIO, sink: TextIO) -> None:
    """Answer every line of `source` on `sink`, each as soon as it is read.

    Bytes that are not UTF-8 make one bad line, not the end of the batch.
    """
    for line in run(raw.decode("utf-8", errors="replace") for raw in source):
        sink.write(line + "\n")
        sink.flush()


def answer(line: str) -> dict[str, object]:
    """Return the id with the result of one line, or with a sentence that says what is wrong."""
    try:
        given = read_question(line)
    except ValueError as error:
        return {"id": id_of(line), "error": str(error)}
    ident = given.get("id")
    try:
        op = given.get("op")
        compute = _OPS.get(op) if isinstance(op, str) else None
        if compute is None:
            raise ValueError(f"There is no such op; the ops are {', '.join(_OPS)}.")
        return {"id": ident, "result": compute(Question(calendar_of(given.get("calendar")), given))}
    except ValueError as error:
        return {"id": ident, "error": str(error)}
    except (ArithmeticError, LookupError, RecursionError, TypeError):
        return {"id": ident, "error": "This line cannot be understood as a question."}


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _move(calendar: Calendar, at: datetime, given: Mapping[str, object]) -> datetime:
    """Return `at` moved by the "seconds" or the "days" that are given."""
    seconds, days = given.get("seconds"), given.get("days")
    if (seconds is None) == (days is None):
        raise ValueError("Give either 'seconds' or 'days'.")
    if seconds is not None:
        return calendar.add_seconds(at, whole_number(seconds, "seconds"))
    count = whole_number(days, "days")
    closing = given.get("end_of_working_day") or False
    if not isinstance(closing, bool):
        raise ValueError("'end_of_working_day' is true or false.")
    if not closing:
        return calendar.add_days(at, count)
    end = calendar.end_of(calendar.workday_from(calendar.date_of(at), count))
    return max(end, at) if count == 0 else end


def _unset(given: Mapping[str, object]) -> bool:
    """Return whether the limit is there but null: a clock without a limit has no due."""
    limits = [given[name] for name in ("seconds", "days") if name in given]
    return bool(limits) and all(limit is None for limit in limits)


def _due(question: Question) -> datetime | None:
    """Return the due; None if there is no limit or a pause that began before it still runs."""
    if _unset(question.given):
        return None
    calendar, start = question.calendar, question.instant("start")
    finished, running = question.pauses()
    begun = to_seconds(start)
    unpaused = to_seconds(_move(calendar, start, question.given))
    if running is not None:
        before = to_seconds(running)
        spans = [(a, min(b, before)) for a, b in union(finished, after=begun) if a < before]
        paused = calendar.with_pauses(begun, unpaused, spans)
        return None if max(before, begun) < paused else calendar.at(paused)
    return calendar.at(calendar.with_pauses(begun, unpaused, union(finished, after=begun)))


def _escalation(question: Question) -> datetime | None:
    due = _due(question)
    offset = question.given.get("offset")
    if not isinstance(offset, dict):
        raise ValueError("'offset' is an object with seconds or days.")
    return None if due is None else _move(question.calendar, due, offset)


def _add(question: Question) -> Answer:
    question.number("seconds")
    return _text(_due(question))


def _between(question: Question) -> Answer:
    return question.calendar.working_seconds(question.instant("start"), question.instant("end"))


def _days_between(question: Question) -> Answer:
    bounds = question.given.get("inclusive") or "[)"
    if not isinstance(bounds, str) or bounds not in _INCLUSIVE:
        raise ValueError("'inclusive' is one of '[)', '(]', '[]', '()'.")
    start, end = question.day("start"), question.day("end")
    return question.calendar.days_between(start, end, _INCLUSIVE[bounds])


def _add_months(question: Question) -> Answer:
    months = question.number("months")
    if is_date(question.given.get("start")):
        return month_later(question.day("start"), months).isoformat()
    return _text(question.calendar.add_months(question.instant("start"), months))


def _add_calendar_days(question: Question) -> Answer:
    days = question.number("days")
    if is_date(question.given.get("start")):
        return to_date(to_day(question.day("start")) + days).isoformat()
    return _text(question.calendar.add_calendar_days(question.instant("start"), days))


def _periods(question: Question) -> Answer:
    given = question.given
    take = None if given.get("take") is None else question.number("take")
    if take is not None and take > _MOST_PERIODS:
        raise ValueError(f"At most {_MOST_PERIODS} periods are taken at once.")
    direction = given.get("direction") or "after"
    if direction not in ("after", "before"):
        raise ValueError("'direction' is 'before' or 'after'.")
    end = None if given.get("end") is None else question.instant("end")
    spans = question.calendar.periods(
        question.instant("start"),
        end,
        take=_MOST_PERIODS + 1 if take is None and end is not None else take,
        before=direction == "before",
    )
    if len(spans) > _MOST_PERIODS:
        raise ValueError(f"More than {_MOST_PERIODS} periods lie there; ask for a part of them.")
    return [[span.start.isoformat(), span.end.isoformat()] for span in spans]


_OPS: Final[dict[str, Callable[[Question], Answer]]] = {
    "add": _add,
    "due": lambda q: _text(_due(q)),
    "escalation": lambda q: _text(_escalation(q)),
    "between": _between,
    "is_open": lambda q: q.calendar.is_open(q.instant("start")),
    "next_open": lambda q: _text(q.calendar.next_open(q.instant("start"))),
    "next_close": lambda q: _text(q.calendar.next_close(q.instant("start"))),
    "prev_close": lambda q: _text(q.calendar.prev_close(q.instant("start"))),
    "is_workday": lambda q: q.calendar.is_workday(q.day("start")),
    "on_holiday": lambda q: q.calendar.on_holiday(q.day("start")),
    "add_days": lambda q: _text(q.calendar.add_days(q.instant("start"), q.number("days"))),
    "days_between": _days_between,
    "add_months": _add_months,
    "add_calendar_days": _add_calendar_days,
    "periods": _periods,
}
