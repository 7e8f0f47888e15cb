"""The schema of a clock."""

from __future__ import annotations

from kept.rules.facts import vocabulary as standard
from kept.rules.policy import forms
from kept.rules.policy.model import Strength
from kept.rules.policy.read.clock import REPEATS
from kept.rules.policy.schema.shapes import (
    ASSUMED,
    COMMON,
    EVENT,
    INTERVAL,
    SCALAR,
    SOURCE,
    TEXTS,
    WHEN,
    Schema,
    known,
    list_of,
    mapping,
    ref,
    words,
)


def clock() -> Schema:
    """Return the schema of a clock."""
    pause = mapping(forms.PAUSE, name=TEXTS, source=SOURCE, **INTERVAL)
    return mapping(
        forms.CLOCK,
        form={"const": "clock"},
        start=EVENT,
        stop=EVENT,
        limit=ref("limit"),
        calendar=SCALAR,
        actor=known(standard.PARTIES),
        when=WHEN,
        strength=words(*Strength),
        pauses=list_of(pause),
        warn={"type": "array", "items": {"type": "string"}},
        repeat=words(*REPEATS),
        until=EVENT,
        waived_by=EVENT,
        before=EVENT,
        not_before=SCALAR,
        assumed=ASSUMED,
        source=SOURCE,
        **COMMON,
    )
