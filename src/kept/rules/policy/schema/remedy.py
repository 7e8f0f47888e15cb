"""The schemas of remedies and ladders."""

from __future__ import annotations

from kept.rules.policy import forms
from kept.rules.policy.schema.shapes import (
    EVENT,
    HEAD,
    KEY,
    PERSON,
    SOURCE,
    TEXTS,
    WHEN,
    YES_NO,
    Schema,
    map_of,
    mapping,
    one_or_more,
    ref,
)


def remedy() -> Schema:
    """Return the schema of a remedy."""
    option = mapping(forms.OPTION, name=TEXTS, when=WHEN, source=SOURCE)
    return mapping(
        forms.REMEDY,
        form={"const": "remedy"},
        chooser=PERSON,
        options={**map_of(option, KEY), "minProperties": 1},
        choose=ref("plain_event"),
        until=EVENT,
        kept=YES_NO,
        exclusive=YES_NO,
        **HEAD,
    )


def ladder() -> Schema:
    """Return the schema of a ladder."""
    tried = one_or_more(ref("plain_event"))
    step = mapping(forms.LADDER_STEP, name=TEXTS, tried=tried, when=WHEN, source=SOURCE)
    return mapping(
        forms.LADDER,
        form={"const": "ladder"},
        steps={**map_of(step, KEY), "minProperties": 2},
        solved=EVENT,
        **HEAD,
    )
