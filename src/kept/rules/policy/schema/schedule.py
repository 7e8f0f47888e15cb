"""The schema of a schedule."""

from __future__ import annotations

from kept.rules.policy import forms
from kept.rules.policy.read.measure import PERIODS
from kept.rules.policy.schema.shapes import (
    EVENT,
    HEAD,
    LENGTH,
    SCALAR,
    TEXTS,
    Schema,
    any_of,
    list_of,
    mapping,
    ref,
    single,
    words,
)


def schedule() -> Schema:
    """Return the schema of a schedule."""
    per = any_of(words(*PERIODS), single("year_of", SCALAR))
    times = any_of(
        {"type": "string", "examples": ["2 per year", "2 .. 3 per year", "unset"]},
        mapping(forms.TIMES, is_=SCALAR, per=per),
    )
    return mapping(
        forms.SCHEDULE,
        form={"const": "schedule"},
        what=TEXTS,
        every=LENGTH,
        phases=list_of(mapping(forms.PHASE, every=LENGTH, for_=LENGTH)),
        times=times,
        from_=EVENT,
        until=EVENT,
        before=EVENT,
        lead=LENGTH,
        done=ref("plain_event"),
        same=SCALAR,
        calendar=SCALAR,
        grace=LENGTH,
        **HEAD,
    )
