"""The shapes that schemas are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from kept.rules.facts import vocabulary as standard
from kept.rules.policy.forms import Form

Schema: TypeAlias = dict[str, Any]

KEY: Final = "^[a-z][a-z0-9_]*$"
DOTTED_KEY: Final = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"
LANGUAGE_TAG: Final = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"

# Editors read `1` as a number and some read `yes` as true; Kept reads both as text.
SCALAR: Final[Schema] = {"type": ["string", "number", "boolean"]}


def ref(name: str) -> Schema:
    """Return a reference to a named schema."""
    return {"$ref": f"#/$defs/{name}"}


def list_of(items: Schema) -> Schema:
    """Return a list with at least one item."""
    return {"type": "array", "items": items, "minItems": 1}


def one_or_more(items: Schema) -> Schema:
    """Return one item or a list of them."""
    return {"anyOf": [items, list_of(items)]}


def map_of(values: Schema, keys: str = "") -> Schema:
    """Return a mapping of any keys (or those of a pattern) to values."""
    found: Schema = {"type": "object", "additionalProperties": values}
    return {**found, "propertyNames": {"pattern": keys}} if keys else found


def words(*words: str) -> Schema:
    """Return a choice of words."""
    return {"enum": list(words)}


def known(words: Iterable[str]) -> Schema:
    """Words that editors offer; a policy may have others of its own."""
    return {"anyOf": [{"enum": sorted(words)}, {"type": "string"}]}


def any_of(*schemas: Schema) -> Schema:
    """Return what any of these describes."""
    return {"anyOf": list(schemas)}


def mapping(form: Form, /, **values: Schema) -> Schema:
    """Return the schema of a mapping; every key of the form has its schema in `values`."""
    by_key = {key.removesuffix("_"): value for key, value in values.items()}
    found: Schema = {
        "type": "object",
        "properties": {key: by_key[key] for key in form.keys},
        "additionalProperties": False,
    }
    if form.required:
        found["required"] = list(form.required)
    if form.texts:
        found["patternProperties"] = {LANGUAGE_TAG: SCALAR}
    return found


def single(key: str, value: Schema) -> Schema:
    """Return a mapping with this one key."""
    return {
        "type": "object",
        "properties": {key: value},
        "required": [key],
        "additionalProperties": False,
    }


YES: Final[Schema] = {"enum": ["yes", True]}
YES_NO: Final[Schema] = {"enum": ["yes", "no", True, False]}
SOURCE: Final = ref("source")
TEXTS: Final = ref("texts")
EVENT: Final = ref("event")
WHEN: Final = ref("condition")
DURATION: Final = ref("duration")
LENGTH: Final = ref("length")
WINDOWS: Final = list_of({"type": "string"})
# What all rules share, and intervals between two facts.
COMMON: Final[dict[str, Schema]] = {"name": TEXTS, "see": SOURCE, "note": TEXTS}
ASSUMED: Final = map_of(SCALAR)
HEAD: Final[dict[str, Schema]] = {**COMMON, "source": SOURCE, "when": WHEN, "assumed": ASSUMED}
PERSON: Final = known((*standard.PARTIES, *standard.ROLES))
INTERVAL: Final[dict[str, Schema]] = {
    "from_": ref("plain_event"),
    "until": ref("plain_event"),
    "when": WHEN,
}
