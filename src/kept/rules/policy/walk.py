"""Everything inside a rule, and the names it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from kept.rules.policy.model import (
    Cell,
    Chosen,
    ClockRule,
    CounterRule,
    Event,
    LengthFrom,
    LengthTable,
    MeasureRule,
    NumberTable,
    Op,
    Policy,
    Reaches,
    Scale,
    Table,
    TermEdge,
    Test,
    TimeIn,
    Used,
    ValueOf,
    Window,
)

# What stands before the dot in a condition's key -> the form of the rule that it names.
FORM_OF_PREFIX: Final = {
    "term": "term",
    "clock": "clock",
    "remedy": "remedy",
    "ladder": "ladder",
    "cover": "cover",
    "gate": "gate",
    "counter": "counter",
    "count": "counter",
    "duty": "duty",
    "measure": "measure",
    "target": "measure",
    "amount": "amount",
    "schedule": "schedule",
}


def walk(value: object, *, into_where: bool = True) -> Iterator[object]:
    """Return `value` and every value of the model inside it, in the order of the file.

    Without `into_where` the comparisons that narrow an event are left out: they look at the
    values of one fact, not at the case.
    """
    if is_dataclass(value):
        yield value
        for part in fields(value):
            if into_where or not (isinstance(value, Event) and part.name == "where"):
                yield from walk(getattr(value, part.name), into_where=into_where)
    elif isinstance(value, tuple):
        for inner in value:
            yield from walk(inner, into_where=into_where)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from walk(inner, into_where=into_where)


def keys_in(value: object, *, into_where: bool = False) -> tuple[str, ...]:
    """Return the keys that a value of the model looks at, each once, in the order of the file.

    Attributes by their own key ("cause"), others with their kind ("term.free", "level.fault").
    """
    found: dict[str, None] = {}
    for part in walk(value, into_where=into_where):
        found.update(dict.fromkeys(key for key in _keys_of(part) if key))
    return tuple(found)


def _of_test(part: Test) -> tuple[str, ...]:
    return (part.key, str(part.against[0])) if part.op is Op.SAME_AS else (part.key,)


# What a part of a rule looks at by itself.
_KEYS_OF: Final[Mapping[type, Callable[[Any], tuple[str, ...]]]] = {
    Test: _of_test,
    Table: lambda part: part.by,
    Cell: lambda part: (part.attribute,),
    LengthFrom: lambda part: (part.attribute,),
    LengthTable: lambda part: part.by,
    Scale: lambda part: (part.attribute, *part.table_by),
    Used: lambda part: (f"clock.{part.clock}",),
    TermEdge: lambda part: (f"term.{part.term}",),
    Chosen: lambda part: (f"remedy.{part.remedy}",),
    ClockRule: lambda part: (f"clock.{part.not_before}",) if part.not_before else (),
    Reaches: lambda part: (part.measure,),
    Event: lambda part: (part.kind,),
    TimeIn: lambda part: (part.kind,),
    ValueOf: lambda part: (part.key,),
    NumberTable: lambda part: part.by,
    CounterRule: lambda part: part.per,
    MeasureRule: lambda part: (part.reading,),
    Window: lambda part: (f"term.{part.term}",) if part.term else (),
}


def _keys_of(part: object) -> tuple[str, ...]:
    found = _KEYS_OF.get(type(part))
    return found(part) if found else ()


def looked_up(policy: Policy, key: str) -> object | None:
    """Return what a key such as "term.free" or "level.fault" names; None for anything else."""
    prefix, dot, name = key.partition(".")
    if not dot:
        return None
    if prefix in FORM_OF_PREFIX:
        return policy.rules.get(name)
    return policy.scales.get(key)
