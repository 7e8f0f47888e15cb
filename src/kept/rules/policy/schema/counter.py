"""The schema of a counter."""

from __future__ import annotations

from kept.rules.policy import forms
from kept.rules.policy.schema.shapes import (
    DURATION,
    HEAD,
    SCALAR,
    Schema,
    mapping,
    one_or_more,
    ref,
)


def counter() -> Schema:
    """Return the schema of a counter."""
    events = one_or_more(ref("plain_event"))
    return mapping(
        forms.COUNTER,
        form={"const": "counter"},
        counts=events,
        per=one_or_more(SCALAR),
        consecutive=events,
        within=DURATION,
        reach=ref("number"),
        **HEAD,
    )
