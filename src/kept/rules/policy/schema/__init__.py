"""The JSON Schema of policy files, for editors. `load` says more, and says it better."""

from __future__ import annotations

from typing import Final

from kept.rules.policy import forms
from kept.rules.policy.schema.expressions import expressions, limits
from kept.rules.policy.schema.numbers import numbers
from kept.rules.policy.schema.rules import rules
from kept.rules.policy.schema.sections import sections, words_of_a_policy, work_time
from kept.rules.policy.schema.shapes import (
    DOTTED_KEY,
    KEY,
    LANGUAGE_TAG,
    SCALAR,
    TEXTS,
    Schema,
    list_of,
    map_of,
    mapping,
    one_or_more,
    ref,
)

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema() -> Schema:
    """Return the schema of a policy file."""
    return {
        "$schema": DIALECT,
        "title": "Kept policy",
        "description": "An after-sales service policy that Kept runs; see docs/policy-language.md.",
        **_policy(),
        "$defs": {
            "texts": {
                "anyOf": [
                    {"type": "string"},
                    {**map_of(SCALAR, LANGUAGE_TAG), "minProperties": 1},
                ]
            },
            "source": one_or_more(SCALAR),
            "duration": {"type": "string", "examples": ["2 h", "2 working days", "PT4H"]},
            **expressions(),
            **limits(),
            **numbers(),
            **words_of_a_policy(),
            **sections(),
            **work_time(),
            **rules(),
        },
    }


def _policy() -> Schema:
    return mapping(
        forms.POLICY,
        policy=SCALAR,
        language={"enum": ["1", 1]},
        version=SCALAR,
        title=TEXTS,
        zone={"type": "string", "examples": ["Asia/Shanghai"]},
        currency={"type": "string", "pattern": "^[A-Z]{3}$"},
        paper=SCALAR,
        parties=map_of(ref("named"), KEY),
        roles=map_of(ref("named"), KEY),
        calendars=map_of(ref("calendar"), KEY),
        channels=map_of(ref("channel"), KEY),
        case_types=map_of(ref("named"), KEY),
        components=map_of(ref("named"), KEY),
        price_bases=map_of(ref("named"), KEY),
        facts=map_of(ref("fact"), DOTTED_KEY),
        events=map_of(ref("event_kind"), DOTTED_KEY),
        levels=map_of(ref("classification"), KEY),
        zones=map_of(ref("classification"), KEY),
        cause=ref("cause"),
        work_time=ref("work_time"),
        clauses=map_of(ref("clause")),
        rules=map_of({"anyOf": [ref(form) for form in forms.RULE_FORMS]}, KEY),
        required=map_of(ref("requirement"), KEY),
        readings=map_of(ref("reading")),
        accepted=list_of(ref("acceptance")),
    )
