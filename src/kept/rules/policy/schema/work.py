"""The schemas of provisions, assignments, escalations and precedence."""

from __future__ import annotations

from kept.rules.policy import forms
from kept.rules.policy.model import Effect, ProvisionKind
from kept.rules.policy.schema.shapes import (
    DOTTED_KEY,
    EVENT,
    HEAD,
    PERSON,
    SCALAR,
    SOURCE,
    TEXTS,
    WHEN,
    YES_NO,
    Schema,
    list_of,
    map_of,
    mapping,
    one_or_more,
    ref,
    words,
)


def provision() -> Schema:
    """Return the schema of a provision."""
    case = mapping(
        forms.PROVISION_CASE,
        is_=words(*Effect),
        name=TEXTS,
        when=WHEN,
        items=one_or_more(SCALAR),
        party=PERSON,
        source=SOURCE,
        see=SOURCE,
    )
    return mapping(
        forms.PROVISION,
        form={"const": "provision"},
        kind=words(*ProvisionKind),
        cases=list_of(case),
        **HEAD,
    )


def assignment() -> Schema:
    """Return the schema of an assignment."""
    people = one_or_more(PERSON)
    case = mapping(
        forms.ASSIGNMENT_CASE,
        when=WHEN,
        lead=PERSON,
        helpers=people,
        informed=people,
        may_close=people,
        needs=one_or_more({"type": "string", "pattern": DOTTED_KEY}),
        licence_valid=YES_NO,
        same_as=ref("plain_event"),
        from_=people,
        name=TEXTS,
        source=SOURCE,
        see=SOURCE,
    )
    return mapping(forms.ASSIGNMENT, form={"const": "assignment"}, cases=list_of(case), **HEAD)


def escalation() -> Schema:
    """Return the schema of an escalation."""
    step = mapping(
        forms.ESCALATION_STEP,
        when=WHEN,
        to=one_or_more(PERSON),
        name=TEXTS,
        raises=map_of(SCALAR),
        source=SOURCE,
    )
    return mapping(forms.ESCALATION, form={"const": "escalation"}, steps=list_of(step), **HEAD)


def precedence() -> Schema:
    """Return the schema of a precedence."""
    return mapping(
        forms.PRECEDENCE,
        form={"const": "precedence"},
        ranks=list_of(TEXTS),
        rules=list_of(SCALAR),
        version_by=EVENT,
        **HEAD,
    )
