"""The schema of an amount."""

from __future__ import annotations

from kept.rules.facts import vocabulary as standard
from kept.rules.policy import forms
from kept.rules.policy.read.amount import KINDS
from kept.rules.policy.schema.shapes import (
    EVENT,
    HEAD,
    LENGTH,
    SCALAR,
    SOURCE,
    TEXTS,
    Schema,
    known,
    mapping,
    ref,
    words,
)


def amount() -> Schema:
    """Return the schema of an amount."""
    number, party, event = ref("number"), known(standard.PARTIES), ref("plain_event")
    claim = mapping(
        forms.CLAIM,
        by=party,
        event=event,
        within=LENGTH,
        of=EVENT,
        calendar=SCALAR,
        source=SOURCE,
    )
    return mapping(
        forms.AMOUNT,
        form={"const": "amount"},
        what=words(*KINDS),
        formula=number,
        of=number,
        from_=party,
        to=party,
        at_most=number,
        at_least=number,
        claim=claim,
        decided_by=SCALAR,
        decision=event,
        form_of_payment=TEXTS,
        exclusive={"enum": ["yes", "no", True, False]},
        **HEAD,
    )
