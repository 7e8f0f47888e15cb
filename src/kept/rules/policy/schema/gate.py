"""The schema of a gate."""

from __future__ import annotations

from kept.rules.policy import forms
from kept.rules.policy.schema.shapes import (
    EVENT,
    HEAD,
    SOURCE,
    TEXTS,
    WHEN,
    Schema,
    list_of,
    mapping,
    one_or_more,
    ref,
)


def gate() -> Schema:
    """Return the schema of a gate."""
    return mapping(
        forms.GATE,
        form={"const": "gate"},
        step=one_or_more(ref("plain_event")),
        needs=list_of(mapping(forms.NEED, when=WHEN, name=TEXTS, source=SOURCE)),
        excused_by=EVENT,
        **HEAD,
    )
