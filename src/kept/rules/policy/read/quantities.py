"""Numbers, durations, dates and moments. None of them is guessed: each has one way to write it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from kept.rules.hours import Duration, Unit
from kept.rules.hours.spans import localize
from kept.rules.policy.nodes import Node
from kept.rules.policy.read.scope import Scope, Wrong, word
from kept.rules.said import Saying, noun

NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?")
_WHOLE = re.compile(r"[1-9][0-9]{0,5}")
_PADDED = re.compile(r"0+[1-9]")
_WIDE = re.compile("[\uff01-\uff5e\u3000]")
_NARROW: Final = {"\u3000": " ", "～": "-"}
_CHINESE = re.compile(
    r"(\d{1,6}|[一二三四五六七八九十两兩]{1,3}|半)\s*(秒钟?|秒鐘|分钟?|分鐘|个?小时|個?小時|个?工作日|個?工作日|天|日|周|週|个?月|個月|年)(?:以内|之内|内|以內|之內|內)?"
)
_UNITS_OF: Final = {
    "秒": "s",
    "分": "min",
    "时": "h",
    "時": "h",
    "作": "working days",
    "天": "days",
    "日": "days",
    "周": "weeks",
    "週": "weeks",
    "月": "months",
    "年": "years",
}
_DIGITS: Final = dict(zip("一二三四五六七八九两兩", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2), strict=True))
_HALVES: Final = {"h": "30 min", "years": "6 months", "working days": "half a working day"}
LONGEST: Final = 60
MOST_YEARS: Final = 100
_PER_YEAR: Final = {
    Unit.SECOND: 31_622_400,
    Unit.MINUTE: 527_040,
    Unit.HOUR: 8_784,
    Unit.DAY: 366,
    Unit.WORKING_DAY: 366,
    Unit.WEEK: 53,
    Unit.MONTH: 12,
    Unit.YEAR: 1,
}


def plain(node: Node, what: Saying) -> str:
    """Return a short text without full-width characters; raises Wrong with what to write."""
    said = " ".join(word(node, what).split())
    if _WIDE.search(said):
        narrow = _WIDE.sub(lambda m: _NARROW.get(m[0]) or chr(ord(m[0]) - 0xFEE0), said)
        raise Wrong(
            node.line,
            Saying(
                "full-width-characters",
                "“{said}” has full-width characters; write it as “{narrow}”.",
                said=said,
                narrow=narrow,
            ),
        )
    strange = next((c for c in said if c.isdigit() and not c.isascii()), None)
    if strange is not None:
        raise Wrong(
            node.line,
            Saying(
                "other-digits",
                "“{said}” has the digit {strange}; write digits as 0 to 9.",
                said=said,
                strange=strange,
            ),
        )
    if len(said) > LONGEST:
        raise Wrong(
            node.line, Saying("too-long", "“{said}” is too long for {what}.", said=said, what=what)
        )
    return said


def read_duration(_: Scope, node: Node) -> Duration:
    """Return a duration such as "2 h" or "PT30M"; zero, negative and huge ones are refused."""
    return duration_of(plain(node, noun("a duration")), node.line)


def duration_of(said: str, line: int) -> Duration:
    """Return the duration that a text says; raises Wrong with the line it stands in."""
    if said.startswith("-"):
        raise Wrong(
            line,
            Saying(
                "negative-duration",
                "“{said}” is negative; a duration is longer than nothing.",
                said=said,
            ),
        )
    if _PADDED.match(said):
        raise Wrong(
            line,
            Saying(
                "begins-with-0",
                "“{said}” begins with 0; write “{better}”.",
                said=said,
                better=said.lstrip("0"),
            ),
        )
    try:
        found = Duration.parse(said)
    except ValueError:
        raise Wrong(line, _not_a_duration(said)) from None
    if found.amount == 0:
        raise Wrong(
            line,
            Saying(
                "zero-duration", "“{said}” is zero; a duration is longer than nothing.", said=said
            ),
        )
    if found.amount > MOST_YEARS * _PER_YEAR[found.unit]:
        raise Wrong(
            line,
            Saying(
                "longer-than-years",
                "“{said}” is longer than {most_years} years.",
                said=said,
                most_years=MOST_YEARS,
            ),
        )
    return found


def _not_a_duration(said: str) -> Saying:
    chinese = _CHINESE.fullmatch(said)
    if chinese:
        better = _in_units(*chinese.groups())
    if chinese and better:
        return Saying(
            "written-in-chinese",
            "“{said}” is written in Chinese; write {better}.",
            said=said,
            better=better,
        )
    if NUMBER.fullmatch(said):
        return Saying(
            "no-unit",
            "“{said}” has no unit; write for example 2 h, 30 min, 2 working days, 12 months or "
            "PT4H.",
            said=said,
        )
    return Saying(
        "not-a-duration",
        "“{said}” is not a duration; write for example 2 h, 30 min, 2 working days, 12 months or "
        "PT4H.",
        said=said,
    )


def _in_units(amount: str, chinese: str) -> str:
    """Return "2 h" for 2 and 小时 or 两 and 小时; "" where the language has no word for it."""
    unit = next(unit for mark, unit in _UNITS_OF.items() if mark in chinese)
    if amount == "半":
        return _HALVES.get(unit, "")
    number = amount if amount.isdecimal() else _counted(amount)
    if not number:
        return ""
    one = number == "1" and unit.endswith("s") and unit != "s"
    return f"{number} {unit[:-1] if one else unit}"


def _counted(chinese: str) -> str:
    """Return the digits of 1 to 99 written out in Chinese; "" for anything else."""
    tens, ten, ones = chinese.partition("十")
    if len(tens) > 1 or len(ones) > 1 or not (tens or ten) or "十" in ones:
        return ""
    if not ten:
        return str(_DIGITS[tens])
    return str(10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0))


def read_number(_: Scope, node: Node) -> int | float:
    """Return a number written plainly: 10, -5, 2.5. No 010, 1_000, 1e3 or .inf."""
    said = plain(node, noun("a number"))
    if not NUMBER.fullmatch(said):
        raise Wrong(
            node.line,
            Saying("not-a-number", "“{said}” is not a number such as 10 or 2.5.", said=said),
        )
    return float(said) if "." in said else int(said)


def looks_like_a_number(said: str) -> bool:
    """Return whether a text begins as a number does."""
    return said[:1].isdigit() or (said[:1] in "-+." and said[1:2].isdigit())


def read_decimal(_: Scope, node: Node) -> Decimal:
    """Return a number written plainly, exactly as it is written."""
    said = plain(node, noun("a number"))
    if not NUMBER.fullmatch(said):
        raise Wrong(
            node.line,
            Saying("not-a-number", "“{said}” is not a number such as 10 or 2.5.", said=said),
        )
    return Decimal(said)


def read_whole(_: Scope, node: Node) -> int:
    """Return a whole number from 1 to 999,999."""
    said = plain(node, noun("a whole number"))
    if not _WHOLE.fullmatch(said):
        raise Wrong(
            node.line,
            Saying("not-a-whole-number", "“{said}” is not a whole number such as 21.", said=said),
        )
    return int(said)


def read_date(_: Scope, node: Node) -> date:
    """Return a date written 2026-12-31."""
    said = plain(node, noun("a date"))
    try:
        if len(said) == 10:
            return date.fromisoformat(said)
    except ValueError:
        pass
    raise Wrong(
        node.line, Saying("not-a-date", "“{said}” is not a date such as 2026-12-31.", said=said)
    )


def moment_of(said: str, zone: str, line: int) -> datetime:
    """Return the moment that a text says, aware; raises Wrong with the line it stands in."""
    try:
        found = datetime.fromisoformat(said)
        moment = localize(found, zone) if found.tzinfo is None else found
        moment.astimezone(UTC)  # some zone could not write it, if this one cannot
        return moment
    except (ValueError, OverflowError):
        example = noun("2026-01-10 or 2026-01-10T09:30+08:00")
        raise Wrong(
            line,
            Saying(
                "not-a-moment",
                "“{said}” is not a date or moment such as {example}.",
                said=said,
                example=example,
            ),
        ) from None
