"""The schedule: work that comes round again and again."""

from __future__ import annotations

import re
from typing import Final

from kept.rules.hours import Duration, Unit
from kept.rules.policy.forms import PHASE, SCHEDULE, TIMES
from kept.rules.policy.model import Event, Length, Phase, ScheduleRule, Times, Window
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.events import read_calendar, read_event, read_event_expr
from kept.rules.policy.read.lengths import read_lasting
from kept.rules.policy.read.measure import PERIODS, read_window
from kept.rules.policy.read.quantities import plain
from kept.rules.policy.read.rule import read_head
from kept.rules.policy.read.scope import Fields, Scope, Wrong
from kept.rules.policy.read.words import NO_TEXTS, read_texts
from kept.rules.said import Saying, noun

UNSET: Final = "unset"
_COUNT = re.compile(r"([1-9][0-9]{0,2})(?: \.\. ([1-9][0-9]{0,2}))?")
_TIMES = re.compile(rf"(.+) per ({'|'.join(PERIODS)})")
_EXAMPLE: Final = noun("2 per year, 2 .. 3 per year or {is: 2, per: {year_of: free}}")
_NO_TIMES: Final = Times(1, None, Window(period="year"))
_SOME: Final = Duration(1, Unit.YEAR)


def read_schedule(scope: Scope, key: TextNode, node: Node) -> ScheduleRule:
    """Return a schedule."""
    fields = Fields(scope, node, SCHEDULE, what=noun("The schedule “{key}”", key=key.value))
    fields.only_one("every", "phases", "times")
    _check(fields)
    every = fields.get("every", _every, None)
    return ScheduleRule(
        **read_head(fields, key),
        what=fields.get("what", read_texts, NO_TEXTS),
        phases=(Phase(every),) if every else fields.each("phases", _phase),
        times=fields.get("times", _times, None),
        start=fields.get("from", read_event_expr, None),
        until=fields.get("until", read_event_expr, None),
        before=fields.get("before", read_event_expr, None),
        lead=fields.get("lead", read_lasting, None),
        done=fields.get("done", read_event, Event("")),
        same=fields.get("same", _same, ""),
        calendar=fields.get("calendar", read_calendar, None),
        grace=fields.get("grace", read_lasting, None),
    )


def _check(fields: Fields) -> None:
    note, line = fields.scope.problems.add, fields.node.line
    if not any(key in fields for key in ("every", "phases", "times", "before")):
        note(
            line,
            Saying(
                "schedule-every-phases-times-before",
                "A schedule says “every”, “phases”, “times” or “before”; “every: unset” if need "
                "be.",
            ),
        )
    rhythm = ("every" in fields or "phases" in fields) and "before" not in fields
    every = fields.nodes.get("every")
    unset = isinstance(every, TextNode) and every.value == UNSET
    if rhythm and not unset and "from" not in fields:
        note(
            line,
            Saying(
                "rhythm-begins-from-event-counted",
                "A rhythm begins “from” an event, or is counted back from what it is “before”.",
            ),
        )
    if "lead" in fields and "before" not in fields:
        note(fields.lines["lead"], Saying("lead-belongs-to-before", "“lead” belongs to “before”."))
    if "phases" in fields and "before" in fields:
        note(
            fields.lines["phases"],
            Saying(
                "phases-run-from-beginning-before",
                "“phases” run from a beginning; “before” takes “every”.",
            ),
        )


def _every(scope: Scope, node: Node) -> Length | None:
    unset = isinstance(node, TextNode) and node.value == UNSET
    return None if unset else read_lasting(scope, node)


def _phase(scope: Scope, node: Node) -> Phase:
    fields = Fields(scope, node, PHASE)
    return Phase(fields.get("every", read_lasting, _SOME), fields.get("for", read_lasting, None))


def _times(scope: Scope, node: Node) -> Times | None:
    if not isinstance(node, TextNode):
        fields = Fields(scope, node, TIMES)
        least, most = fields.get("is", _count, (1, None))
        per = fields.get("per", read_window, _NO_TIMES.per)
        if per.start is not None or per.last is not None:
            raise Wrong(
                node.line,
                Saying("not-a-period", "“per” is month, quarter, year or {year_of: a term}."),
            )
        return Times(least, most, per)
    said = plain(node, noun("how often, such as {example}", example=_EXAMPLE))
    if said == UNSET:
        return None
    found = _TIMES.fullmatch(said)
    if found is None:
        raise Wrong(
            node.line,
            Saying(
                "not-how-often",
                "“{said}” does not say how often; write {example}.",
                said=said,
                example=_EXAMPLE,
            ),
        )
    return Times(*_count_of(found[1], node.line), Window(period=found[2]))


def _count(_: Scope, node: Node) -> tuple[int, int | None]:
    return _count_of(plain(node, noun("how often, such as 2 or 2 .. 3")), node.line)


def _count_of(said: str, line: int) -> tuple[int, int | None]:
    found = _COUNT.fullmatch(said)
    if found is None or (found[2] and int(found[2]) < int(found[1])):
        raise Wrong(
            line,
            Saying(
                "not-a-number-of-times",
                "“{said}” is not a number of times such as 2 or 2 .. 3.",
                said=said,
            ),
        )
    return int(found[1]), int(found[2]) if found[2] else None


def _same(scope: Scope, node: Node) -> str:
    return scope.known(node, noun("fact"), scope.names.attributes)
