"""The schema of a cost rule."""

from __future__ import annotations

from kept.rules.facts import vocabulary as standard
from kept.rules.policy import forms
from kept.rules.policy.schema.shapes import (
    COMMON,
    SOURCE,
    TEXTS,
    WHEN,
    Schema,
    known,
    list_of,
    map_of,
    mapping,
)


def cost() -> Schema:
    """Return the schema of a cost rule."""
    components = known(("all", *standard.COMPONENTS))
    pays = {**map_of(known(standard.PARTIES)), "propertyNames": components}
    price = {**map_of(known(standard.PRICES)), "propertyNames": components}
    case = mapping(forms.COST_CASE, source=SOURCE, when=WHEN, name=TEXTS, pays=pays, price=price)
    either = {**case, "anyOf": [{"required": ["pays"]}, {"required": ["price"]}]}
    return mapping(forms.COST, form={"const": "cost"}, cases=list_of(either), **COMMON)
