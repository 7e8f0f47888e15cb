"""The schemas of provisions and assignments."""

from __future__ import annotations

from kept.rules.policy import forms
from kept.rules.policy.model import Effect, ProvisionKind
from kept.rules.policy.schema.shapes import (
    DOTTED_KEY,
    HEAD,
    PERSON,
    SCALAR,
    SOURCE,
    TEXTS,
    WHEN,
    YES_NO,
    Schema,
    list_of,
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
    )
    return mapping(forms.ASSIGNMENT, form={"const": "assignment"}, cases=list_of(case), **HEAD)
