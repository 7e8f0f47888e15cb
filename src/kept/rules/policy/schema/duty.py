"""The schema of a duty."""

from __future__ import annotations

from kept.rules.policy import forms
from kept.rules.policy.model import DutyKind
from kept.rules.policy.schema.shapes import (
    EVENT,
    HEAD,
    PERSON,
    SCALAR,
    YES_NO,
    Schema,
    mapping,
    one_or_more,
    ref,
    words,
)


def duty() -> Schema:
    """Return the schema of a duty."""
    return mapping(
        forms.DUTY,
        form={"const": "duty"},
        kind=words(*DutyKind),
        opens=EVENT,
        done=EVENT,
        each=YES_NO,
        same=one_or_more(SCALAR),
        by=PERSON,
        to=one_or_more(PERSON),
        copies=one_or_more(PERSON),
        through=one_or_more(SCALAR),
        contents=one_or_more(SCALAR),
        signed_by=one_or_more(PERSON),
        signature=ref("plain_event"),
        clock=SCALAR,
        lapses=EVENT,
        keep={"type": "string", "examples": ["10 years", "life", "unset"]},
        outlives=YES_NO,
        blocks_closing=YES_NO,
        **HEAD,
    )
