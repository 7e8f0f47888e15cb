"""Events, conditions, limits and lengths."""

from __future__ import annotations

from kept.rules.facts import vocabulary as standard
from kept.rules.policy import forms
from kept.rules.policy.model import Pick
from kept.rules.policy.read.events import PERIODS
from kept.rules.policy.read.lengths import PICKS
from kept.rules.policy.read.limits import WORDS
from kept.rules.policy.schema.shapes import (
    DURATION,
    EVENT,
    LENGTH,
    SCALAR,
    SOURCE,
    WHEN,
    Schema,
    any_of,
    known,
    list_of,
    map_of,
    mapping,
    one_or_more,
    ref,
    single,
    words,
)


def expressions() -> dict[str, Schema]:
    """Events and conditions."""
    kind = known((*standard.EVENTS, *standard.ATTRIBUTES))
    offset = {"of": EVENT, "calendar": SCALAR}
    picks = [single(pick.value, list_of(EVENT)) for pick in Pick]
    return {
        "event": any_of(
            kind,
            mapping(forms.EVENT, event=kind, where=map_of(ref("comparison"))),
            *picks,
            single("end_of", SCALAR),
            single("start_of", SCALAR),
            single("becomes", WHEN),
            single("chosen", SCALAR),
            mapping(forms.REACHES, reaches=SCALAR, at_least=SCALAR),
            mapping(forms.OPENING, opening=SCALAR, since=EVENT),
            mapping(forms.PERIOD_END, end_of_period=words(*PERIODS), of=EVENT),
            mapping(forms.TIME_IN, time_in=known(standard.EVENTS), field=SCALAR),
            mapping(forms.AFTER, after=LENGTH, **offset),
            mapping(forms.BEFORE, before=LENGTH, **offset),
        ),
        "condition": {
            "type": "object",
            "minProperties": 1,
            "properties": {
                "any": list_of(WHEN),
                "all": list_of(WHEN),
                "not": WHEN,
                "happened": EVENT,
                "happened_to_equipment": EVENT,
                "at": EVENT,
                "elapsed": _elapsed(),
                "answered": one_or_more(known(standard.ATTRIBUTES)),
                "used": mapping(forms.USED, clock=SCALAR, at_least={"type": "string"}),
            },
            "additionalProperties": ref("comparison"),
        },
        "comparison": any_of(one_or_more(SCALAR), _operators()),
        "plain_event": any_of(
            known((*standard.EVENTS, *standard.ATTRIBUTES)),
            mapping(forms.EVENT, event=SCALAR, where=map_of(ref("comparison"))),
        ),
    }


def _elapsed() -> Schema:
    ops = dict.fromkeys(("more_than", "at_least", "less_than", "at_most"), LENGTH)
    return mapping(forms.ELAPSED, from_=EVENT, until=EVENT, calendar=SCALAR, **ops)


def _operators() -> Schema:
    ordered = dict.fromkeys(("at_least", "at_most", "more_than", "less_than"), SCALAR)
    known: Schema = {"enum": ["yes", "no", True, False]}
    properties = {"not": one_or_more(SCALAR), "same_as": SCALAR, "known": known, **ordered}
    return {
        "type": "object",
        "minProperties": 1,
        "properties": properties,
        "additionalProperties": False,
    }


def limits() -> dict[str, Schema]:
    """Limits of clocks and lengths of terms."""
    add = list_of(ref("addition"))
    case = ref("case_of_limits")
    said: Schema = {"type": "string", "examples": [*WORDS, "2 h", "2 h .. 3 h", "next day 18:00"]}
    parts: dict[str, Schema] = {
        "is_": {"type": "string"},
        "from_": SCALAR,
        "until": EVENT,
        "else_": ref("cell"),
        "tolerance": DURATION,
        "add": add,
        "source": SOURCE,
    }
    lengths = {pick: list_of(ref("length")) for pick in PICKS}
    return {
        "addition": mapping(forms.MODIFIER, when=WHEN, by=DURATION, source=SOURCE),
        "cell": any_of(said, mapping(forms.CELL, **parts)),
        "case_of_limits": any_of(said, mapping(forms.CELL_CASE, when=WHEN, **parts)),
        "limit": any_of(
            case,
            {**list_of(case), "minItems": 2},
            mapping(forms.TABLE, by=one_or_more(SCALAR), cells=map_of(case), add=add),
        ),
        "length": any_of(
            {"type": "string", "examples": ["1 year", "life", "unset", "negotiated"]},
            mapping(forms.LENGTH_CASE, is_=ref("length"), when=WHEN, source=SOURCE),
            {**list_of(ref("length")), "minItems": 2},
            mapping(forms.LENGTH_TABLE, by=one_or_more(SCALAR), cells=map_of(ref("length"))),
            mapping(forms.LENGTH_UNTIL, until=EVENT, source=SOURCE),
            mapping(forms.LENGTH_FROM, from_=SCALAR, source=SOURCE),
            {
                "type": "object",
                "properties": {**lengths, "source": SOURCE},
                "additionalProperties": False,
                "oneOf": [{"required": [pick]} for pick in PICKS],
            },
        ),
    }
