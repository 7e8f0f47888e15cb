"""The schema of a term."""

from __future__ import annotations

from kept.rules.facts import vocabulary as standard
from kept.rules.policy import forms
from kept.rules.policy.schema.shapes import (
    ASSUMED,
    COMMON,
    DURATION,
    EVENT,
    INTERVAL,
    LENGTH,
    SCALAR,
    SOURCE,
    TEXTS,
    WHEN,
    YES_NO,
    Schema,
    any_of,
    known,
    list_of,
    mapping,
    one_or_more,
    ref,
)


def term() -> Schema:
    """Return the schema of a term."""
    plain = ref("plain_event")
    counted: dict[str, Schema] = {"at_least": DURATION, "same": one_or_more(SCALAR), **INTERVAL}
    stops = mapping(forms.EXTENSION, source=SOURCE, times=ref("number"), **counted)
    fixed = mapping(forms.FIXED_EXTENSION, by=LENGTH, when=WHEN, source=SOURCE)
    restart = mapping(
        forms.RESTART, event=plain, length=ref("length"), lapsed=YES_NO, source=SOURCE
    )
    transfer = mapping(forms.TRANSFER, event=plain, needs=WHEN, within=LENGTH, source=SOURCE)
    return mapping(
        forms.TERM,
        form={"const": "term"},
        start=EVENT,
        length=ref("length"),
        when=WHEN,
        end=EVENT,
        at_most=EVENT,
        at_least=EVENT,
        evidence=EVENT,
        extend=list_of(any_of(stops, fixed)),
        renews=mapping(forms.RENEWAL, by=LENGTH, unless=EVENT, lead=LENGTH, source=SOURCE),
        restart=restart,
        void=EVENT,
        transfer=transfer,
        guarantor=known(standard.PARTIES),
        gives=TEXTS,
        assumed=ASSUMED,
        source=SOURCE,
        **COMMON,
    )
