"""The schema of numbers that a policy works out."""

from __future__ import annotations

from kept.rules.policy import forms
from kept.rules.policy.model import Sum
from kept.rules.policy.read.numbers import BOUNDS, UNITS
from kept.rules.policy.schema.shapes import (
    EVENT,
    SCALAR,
    SOURCE,
    WHEN,
    Schema,
    any_of,
    list_of,
    map_of,
    mapping,
    one_or_more,
    ref,
    single,
)


def numbers() -> dict[str, Schema]:
    """Return number expressions."""
    number = ref("number")
    case = mapping(forms.NUMBER_CASE, is_=number, when=WHEN, source=SOURCE)
    between = mapping(forms.BETWEEN, from_=EVENT, until=EVENT)
    rounding = mapping(forms.ROUND, floor=number, ceiling=number, round=number, to=SCALAR)
    return {
        "number": any_of(
            SCALAR,
            list_of(any_of(case, number)),
            case,
            *(single(how.value, list_of(number)) for how in Sum),
            *(single(unit, between) for unit in UNITS),
            {**rounding, "minProperties": 1},
            mapping(forms.CHOICE_OF, if_=WHEN, is_=number, else_=number),
            mapping(forms.BANDS, by=number, bands=list_of(_band(number))),
            mapping(forms.NUMBER_TABLE, by=one_or_more(SCALAR), cells=map_of(number)),
        )
    }


def _band(number: Schema) -> Schema:
    bounds = dict.fromkeys(BOUNDS, SCALAR)
    return mapping(forms.BAND, is_=number, otherwise=number, source=SOURCE, **bounds)
