"""The fields of a form for each rule form, read off the schema of policy files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from kept.rules.facts.vocabulary import PARTIES
from kept.rules.policy.schema import schema
from kept.rules.policy.schema.shapes import Schema


class Kind(StrEnum):
    """How a value is typed."""

    CHOICE = "choice"  # one of a few words
    WORD = "word"  # a word or a piece of the language on one line
    WORDS = "words"  # several words
    TEXTS = "texts"  # words for people, in each language
    PIECE = "piece"  # a piece of the language on several lines
    GROUP = "group"  # a mapping with fields of its own
    ITEMS = "items"  # a list of mappings
    NAMED = "named"  # mappings, each under a key of its own


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a mapping of the language and how its value is typed."""

    key: str
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()  # of a choice all there are, else those that are offered
    offers: str = ""  # what of the policy itself may be named here, such as "calendars"
    examples: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()  # of a group, and of each item


_NEVER: Final = frozenset(("form",))
# What the words of the language name; the schema knows them as texts.
_OFFERED: Final = {
    "event": "events",
    "plain_event": "events",
    "source": "clauses",
    "calendar": "calendars",
    "clock": "clocks",
    "not_before": "clocks",
    "items": "components",
    "through": "channels",
    "contents": "facts",
    "per": "facts",
    "same": "facts",
    "reading": "facts",
    "decided_by": "people",
    "rules": "rules",
}


@cache
def fields_of(form: str) -> tuple[Field, ...]:
    """Return the fields of a rule form, in the order of the language."""
    return tuple(_fields(_definitions()[form], deep=False))


@cache
def _definitions() -> dict[str, Schema]:
    found: dict[str, Schema] = schema()["$defs"]
    return found


def _fields(described: Schema, *, deep: bool) -> list[Field]:
    required = described.get("required", ())
    return [
        _field(key, value, key in required, deep=deep)
        for key, value in described["properties"].items()
        if key not in _NEVER
    ]


def _field(key: str, described: Schema, required: bool, *, deep: bool) -> Field:
    names = _names(described)
    options = _options(described)
    words, examples = _words(options), _examples(options)
    kind, inner = _kind(names, options, words)
    if inner and deep:
        kind, inner = Kind.PIECE, []
    return Field(
        key,
        kind,
        required,
        words,
        _offered(key, names, words),
        examples,
        tuple(_inside(inner)) if inner else (),
    )


def _kind(
    names: set[str], options: list[Schema], words: tuple[str, ...]
) -> tuple[Kind, list[Schema]]:
    """Return how a value is typed, and the mappings that have fields of their own."""
    if "texts" in names or "condition" in names:
        return (Kind.TEXTS if "texts" in names else Kind.PIECE), []
    if names & {"number", "limit", "length"}:
        return Kind.WORD, []
    if inside := _insides(options):
        return inside
    if words and all("enum" in option for option in options):
        return Kind.CHOICE, []
    lists = [option["items"] for option in options if option.get("type") == "array"]
    if any(_is_word(one) for one in lists):
        return Kind.WORDS, []
    return (Kind.WORD if any(map(_is_word, options)) else Kind.PIECE), []


def _names(described: Schema) -> set[str]:
    """Return the names by which a schema refers to others, itself or as one of several."""
    ways = [described, *described.get("anyOf", ())]
    return {str(way["$ref"]).rpartition("/")[2] for way in ways if "$ref" in way}


def _offered(key: str, names: set[str], words: tuple[str, ...]) -> str:
    if set(words) & PARTIES.keys():
        return "people"
    found = [_OFFERED[name] for name in (*sorted(names), key) if name in _OFFERED]
    return found[0] if found else ""


def _options(described: Schema) -> list[Schema]:
    """Return what a value may be, references and choices followed."""
    if "$ref" in described:
        return _options(_definitions()[described["$ref"].rpartition("/")[2]])
    if "anyOf" in described and "properties" not in described:
        return [one for option in described["anyOf"] for one in _options(option)]
    return [described]


def _insides(options: list[Schema]) -> tuple[Kind, list[Schema]] | None:
    """Return whether a value has fields of its own, and of which mappings."""
    only = options[0] if len(options) == 1 else {}
    if "properties" in only and "additionalProperties" in only:
        return Kind.GROUP, options
    lists = [_options(one["items"]) for one in options if one.get("type") == "array"]
    if lists and all("properties" in one for one in lists[0]):
        return Kind.ITEMS, lists[0]
    values = only.get("additionalProperties")
    if isinstance(values, dict) and "properties" in values:
        return Kind.NAMED, [values]
    return None


def _inside(options: list[Schema]) -> list[Field]:
    """Return the fields of mappings that may stand in one place; needed is what all need."""
    found: dict[str, Field] = {}
    for option in options:
        for one in _fields(option, deep=True):
            found.setdefault(one.key, one)
    needed = set.intersection(*(set(option.get("required", ())) for option in options))
    return [
        Field(one.key, one.kind, one.key in needed, one.choices, one.offers, one.examples)
        for one in found.values()
    ]


def _is_word(described: Schema) -> bool:
    if "texts" in _names(described):
        return False
    return any("enum" in one or _scalar(one) for one in _options(described))


def _scalar(described: Schema) -> bool:
    kinds = described.get("type", ())
    return "string" in ([kinds] if isinstance(kinds, str) else kinds)


def _words(options: list[Schema]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for option in options:
        inner = _options(option["items"]) if option.get("type") == "array" else [option]
        for one in inner:
            said = [str(word) for word in one.get("enum", ()) if isinstance(word, str)]
            found.update(dict.fromkeys(said))
    return tuple(found)


def _examples(options: list[Schema]) -> tuple[str, ...]:
    return tuple(example for one in options for example in one.get("examples", ()))
