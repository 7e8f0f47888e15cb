"""The schema of a cover rule."""

from __future__ import annotations

from kept.rules.policy import forms
from kept.rules.policy.schema.shapes import (
    COMMON,
    SCALAR,
    SOURCE,
    TEXTS,
    WHEN,
    Schema,
    list_of,
    mapping,
    one_or_more,
    words,
)


def cover() -> Schema:
    """Return the schema of a cover rule."""
    case = mapping(
        forms.COVER_CASE,
        is_=words("in", "out"),
        source=SOURCE,
        see=SOURCE,
        name=TEXTS,
        when=WHEN,
        items=one_or_more(SCALAR),
    )
    return mapping(forms.COVER, form={"const": "cover"}, cases=list_of(case), **COMMON)
