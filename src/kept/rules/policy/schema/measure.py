"""The schema of a measure."""

from __future__ import annotations

from kept.rules.policy import forms
from kept.rules.policy.read.measure import GIVES, PERIODS, UNITS
from kept.rules.policy.read.numbers import BOUNDS
from kept.rules.policy.schema.shapes import (
    DURATION,
    EVENT,
    HEAD,
    INTERVAL,
    LENGTH,
    SCALAR,
    SOURCE,
    Schema,
    any_of,
    list_of,
    mapping,
    one_or_more,
    ref,
    words,
)


def measure() -> Schema:
    """Return the schema of a measure."""
    between = {"at_least": DURATION, "same": one_or_more(SCALAR), "source": SOURCE, **INTERVAL}
    interval = mapping(forms.INTERVAL, **between)
    exclusion = mapping(forms.EXCLUSION, at_most=LENGTH, per=words(*PERIODS), **between)
    window = any_of(
        words(*PERIODS),
        mapping(
            forms.WINDOW,
            year_of=SCALAR,
            since_last=ref("plain_event"),
            from_=EVENT,
            until=EVENT,
        ),
    )
    return mapping(
        forms.MEASURE,
        form={"const": "measure"},
        intervals=one_or_more(interval),
        exclude=list_of(exclusion),
        window=window,
        calendar=SCALAR,
        unit=words(*UNITS),
        gives=words(*GIVES),
        reading=SCALAR,
        without=mapping(forms.DEEMED, per_day=SCALAR, since=EVENT),
        value=ref("number"),
        target=mapping(forms.TARGET, source=SOURCE, **dict.fromkeys(BOUNDS, ref("number"))),
        **HEAD,
    )
