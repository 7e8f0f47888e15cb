"""The schema of a cost rule."""

from __future__ import annotations

from kept.rules.facts import vocabulary as standard
from kept.rules.policy import forms
from kept.rules.policy.read.cost import SAYS
from kept.rules.policy.schema.shapes import (
    COMMON,
    DURATION,
    SOURCE,
    TEXTS,
    WHEN,
    Schema,
    any_of,
    known,
    list_of,
    map_of,
    mapping,
    ref,
)


def cost() -> Schema:
    """Return the schema of a cost rule."""
    components = known(("all", *standard.COMPONENTS))
    pays = {**map_of(known(standard.PARTIES)), "propertyNames": components}
    price = {**map_of(known(standard.PRICES)), "propertyNames": components}
    number = ref("number")
    shares = {**map_of(map_of(number)), "propertyNames": components}
    case = mapping(
        forms.COST_CASE,
        source=SOURCE,
        see=SOURCE,
        when=WHEN,
        name=TEXTS,
        pays=pays,
        share=shares,
        price=price,
        fee=any_of(number, map_of(number)),
        at_least=any_of(number, map_of(number)),
        increments=any_of(DURATION, map_of(DURATION)),
    )
    either = {**case, "anyOf": [{"required": [key]} for key in SAYS]}
    return mapping(forms.COST, form={"const": "cost"}, cases=list_of(either), **COMMON)
