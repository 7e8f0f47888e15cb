"""The schema of a term."""

from __future__ import annotations

from kept.rules.policy import forms
from kept.rules.policy.schema.shapes import (
    ASSUMED,
    COMMON,
    EVENT,
    INTERVAL,
    SOURCE,
    TEXTS,
    WHEN,
    Schema,
    list_of,
    mapping,
    ref,
)


def term() -> Schema:
    """Return the schema of a term."""
    return mapping(
        forms.TERM,
        form={"const": "term"},
        start=EVENT,
        length=ref("length"),
        when=WHEN,
        end=EVENT,
        evidence=EVENT,
        extend=list_of(mapping(forms.EXTENSION, source=SOURCE, **INTERVAL)),
        gives=TEXTS,
        assumed=ASSUMED,
        source=SOURCE,
        **COMMON,
    )
