"""The JSON Schema of policy files, for editors. `load` says more, and says it better."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from kept.rules.facts import vocabulary as standard
from kept.rules.policy import forms
from kept.rules.policy.forms import Form
from kept.rules.policy.model import FactType, Pick, Strength
from kept.rules.policy.read.clock import REPEATS
from kept.rules.policy.read.limits import WORDS
from kept.rules.policy.read.term import PICKS

Schema: TypeAlias = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
KEY: Final = "^[a-z][a-z0-9_]*$"
DOTTED_KEY: Final = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"
LANGUAGE_TAG: Final = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"

# Editors read `1` as a number and some read `yes` as true; Kept reads both as text.
SCALAR: Final[Schema] = {"type": ["string", "number", "boolean"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1}


def _one_or_more(items: Schema) -> Schema:
    return {"anyOf": [items, _list_of(items)]}


def _map_of(values: Schema, keys: str = "") -> Schema:
    found: Schema = {"type": "object", "additionalProperties": values}
    return {**found, "propertyNames": {"pattern": keys}} if keys else found


def _words(*words: str) -> Schema:
    return {"enum": list(words)}


def _known(words: Iterable[str]) -> Schema:
    """Words that editors offer; a policy may have others of its own."""
    return {"anyOf": [{"enum": sorted(words)}, {"type": "string"}]}


def _any_of(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


def _form(form: Form, /, **values: Schema) -> Schema:
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


_YES: Final[Schema] = {"enum": ["yes", True]}
_SOURCE: Final = _ref("source")
_TEXTS: Final = _ref("texts")
_EVENT: Final = _ref("event")
_WHEN: Final = _ref("condition")
_DURATION: Final = _ref("duration")
_WINDOWS: Final = _list_of({"type": "string"})


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
                    {**_map_of(SCALAR, LANGUAGE_TAG), "minProperties": 1},
                ]
            },
            "source": _one_or_more(SCALAR),
            "duration": {"type": "string", "examples": ["2 h", "2 working days", "PT4H"]},
            **_expressions(),
            **_limits(),
            **_words_of_a_policy(),
            **_sections(),
            **_rules(),
        },
    }


def _policy() -> Schema:
    return _form(
        forms.POLICY,
        policy=SCALAR,
        language={"enum": ["1", 1]},
        version=SCALAR,
        title=_TEXTS,
        zone={"type": "string", "examples": ["Asia/Shanghai"]},
        paper=SCALAR,
        parties=_map_of(_ref("named"), KEY),
        calendars=_map_of(_ref("calendar"), KEY),
        channels=_map_of(_ref("channel"), KEY),
        case_types=_map_of(_ref("named"), KEY),
        components=_map_of(_ref("named"), KEY),
        price_bases=_map_of(_ref("named"), KEY),
        facts=_map_of(_ref("fact"), DOTTED_KEY),
        events=_map_of(_ref("event_kind"), DOTTED_KEY),
        levels=_map_of(_ref("classification"), KEY),
        zones=_map_of(_ref("classification"), KEY),
        clauses=_map_of(_ref("clause")),
        rules=_map_of({"anyOf": [_ref(form) for form in forms.RULE_FORMS]}, KEY),
        readings=_map_of(_ref("reading")),
    )


def _expressions() -> dict[str, Schema]:
    """Events and conditions."""
    kind = _known((*standard.EVENTS, *standard.ATTRIBUTES))
    offset = {"of": _EVENT, "calendar": SCALAR}
    picks = [_single(pick.value, _list_of(_EVENT)) for pick in Pick]
    return {
        "event": _any_of(
            kind,
            _form(forms.EVENT, event=kind, where=_map_of(_ref("comparison"))),
            *picks,
            _single("end_of", SCALAR),
            _single("start_of", SCALAR),
            _form(forms.TIME_IN, time_in=_known(standard.EVENTS), field=SCALAR),
            _form(forms.AFTER, after=_DURATION, **offset),
            _form(forms.BEFORE, before=_DURATION, **offset),
        ),
        "condition": {
            "type": "object",
            "minProperties": 1,
            "properties": {
                "any": _list_of(_WHEN),
                "all": _list_of(_WHEN),
                "not": _WHEN,
                "happened": _EVENT,
                "at": _EVENT,
                "elapsed": _elapsed(),
            },
            "additionalProperties": _ref("comparison"),
        },
        "comparison": _any_of(_one_or_more(SCALAR), _operators()),
    }


def _elapsed() -> Schema:
    ops = dict.fromkeys(("more_than", "at_least", "less_than", "at_most"), _DURATION)
    return _form(forms.ELAPSED, from_=_EVENT, until=_EVENT, calendar=SCALAR, **ops)


def _operators() -> Schema:
    ordered = dict.fromkeys(("at_least", "at_most", "more_than", "less_than"), SCALAR)
    known: Schema = {"enum": ["yes", "no", True, False]}
    properties = {"not": _one_or_more(SCALAR), "same_as": SCALAR, "known": known, **ordered}
    return {
        "type": "object",
        "minProperties": 1,
        "properties": properties,
        "additionalProperties": False,
    }


def _single(key: str, value: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {key: value},
        "required": [key],
        "additionalProperties": False,
    }


def _limits() -> dict[str, Schema]:
    """Limits of clocks and lengths of terms."""
    add = _list_of(_ref("addition"))
    cell = _ref("cell")
    lengths = {pick: _list_of(_ref("length")) for pick in PICKS}
    return {
        "addition": _form(forms.MODIFIER, when=_WHEN, by=_DURATION, source=_SOURCE),
        "cell": _any_of(
            {"type": "string", "examples": [*WORDS, "2 h", "2 h .. 3 h", "next day 18:00"]},
            _form(
                forms.CELL,
                is_={"type": "string"},
                from_=SCALAR,
                else_=cell,
                tolerance=_DURATION,
                add=add,
                source=_SOURCE,
            ),
        ),
        "limit": _any_of(
            cell, _form(forms.TABLE, by=_one_or_more(SCALAR), cells=_map_of(cell), add=add)
        ),
        "length": _any_of(
            {"type": "string", "examples": ["1 year", "life", "unset", "negotiated"]},
            _form(forms.LENGTH_IS, is_=_ref("length"), source=_SOURCE),
            _form(forms.LENGTH_FROM, from_=SCALAR, source=_SOURCE),
            {
                "type": "object",
                "properties": {**lengths, "source": _SOURCE},
                "additionalProperties": False,
                "oneOf": [{"required": [pick]} for pick in PICKS],
            },
        ),
    }


def _words_of_a_policy() -> dict[str, Schema]:
    """What a policy adds to the standard words."""
    choice = _form(forms.CHOICE, name=_TEXTS, within=SCALAR)
    return {
        "named": _form(forms.NAMED, name=_TEXTS, source=_SOURCE),
        "channel": _form(forms.CHANNEL, name=_TEXTS, source=_SOURCE, calendar=SCALAR),
        "fact": _form(
            forms.ATTRIBUTE,
            type=_words(*FactType),
            name=_TEXTS,
            choices=_map_of(choice),
            ask=_TEXTS,
            at=_words("intake", "finding"),
        ),
        "event_kind": _form(forms.EVENT_KIND, name=_TEXTS, undone_by=_known(standard.EVENTS)),
    }


def _sections() -> dict[str, Schema]:
    """Calendars, classifications, clauses and readings."""
    grade = _form(forms.GRADE, name=_TEXTS, source=_SOURCE, when=_WHEN, otherwise=_YES)
    return {
        "calendar": _form(
            forms.CALENDAR,
            name=_TEXTS,
            always=_YES,
            weekly=_map_of(_WINDOWS),
            holidays={"type": "string", "pattern": "^[A-Z]{2}(/[A-Z0-9]{1,4})?$"},
            company=_map_of(_any_of({"const": "closed"}, _WINDOWS)),
            breaks=_map_of(_WINDOWS),
            zone={"type": "string", "examples": ["site", "office", "Asia/Shanghai"]},
            cut_off={"type": "string"},
            source=_SOURCE,
            assumed=SCALAR,
        ),
        "classification": _form(
            forms.SCALE,
            name=_TEXTS,
            grades={**_map_of(grade), "minProperties": 1},
            source=_SOURCE,
            grader=_known(standard.PARTIES),
            from_=SCALAR,
            by=_one_or_more(SCALAR),
            cells=_map_of(SCALAR),
            see=_SOURCE,
            note=_TEXTS,
        ),
        "clause": _form(
            forms.CLAUSE,
            line={"type": ["integer", "string"]},
            statement=_any_of(_YES, {**_map_of(SCALAR, LANGUAGE_TAG), "minProperties": 1}),
            unset=_words(*forms.PENDING_FORMS),
            pending=_words(*forms.PENDING_FORMS),
            needs=_TEXTS,
        ),
        "reading": _form(
            forms.READING, clauses=_SOURCE, decided_by=SCALAR, decided_on={"type": "string"}
        ),
    }


def _rules() -> dict[str, Schema]:
    """The rule forms."""
    common = {"name": _TEXTS, "source": _SOURCE, "see": _SOURCE, "note": _TEXTS}
    assumed = _map_of(SCALAR)
    cases = {"name": _TEXTS, "see": _SOURCE, "note": _TEXTS}
    interval = {"from_": _ref("plain_event"), "until": _ref("plain_event"), "when": _WHEN}
    pause = _form(forms.PAUSE, name=_TEXTS, source=_SOURCE, **interval)
    extension = _form(forms.EXTENSION, source=_SOURCE, **interval)
    return {
        "plain_event": _any_of(
            _known((*standard.EVENTS, *standard.ATTRIBUTES)),
            _form(forms.EVENT, event=SCALAR, where=_map_of(_ref("comparison"))),
        ),
        "clock": _form(
            forms.CLOCK,
            form={"const": "clock"},
            start=_EVENT,
            stop=_EVENT,
            limit=_ref("limit"),
            calendar=SCALAR,
            actor=_known(standard.PARTIES),
            when=_WHEN,
            strength=_words(*Strength),
            pauses=_list_of(pause),
            warn={"type": "array", "items": {"type": "string"}},
            repeat=_words(*REPEATS),
            until=_EVENT,
            waived_by=_EVENT,
            before=_EVENT,
            not_before=SCALAR,
            assumed=assumed,
            **common,
        ),
        "term": _form(
            forms.TERM,
            form={"const": "term"},
            start=_EVENT,
            length=_ref("length"),
            when=_WHEN,
            end=_EVENT,
            evidence=_EVENT,
            extend=_list_of(extension),
            gives=_TEXTS,
            assumed=assumed,
            **common,
        ),
        "cover": _form(
            forms.COVER, form={"const": "cover"}, cases=_list_of(_cover_case()), **cases
        ),
        "cost": _form(forms.COST, form={"const": "cost"}, cases=_list_of(_cost_case()), **cases),
    }


def _cover_case() -> Schema:
    return _form(
        forms.COVER_CASE,
        is_=_words("in", "out"),
        source=_SOURCE,
        name=_TEXTS,
        when=_WHEN,
        items=_one_or_more(SCALAR),
    )


def _cost_case() -> Schema:
    components = _known(("all", *standard.COMPONENTS))
    pays = {**_map_of(_known(standard.PARTIES)), "propertyNames": components}
    price = {**_map_of(_known(standard.PRICES)), "propertyNames": components}
    case = _form(forms.COST_CASE, source=_SOURCE, when=_WHEN, name=_TEXTS, pays=pays, price=price)
    return {**case, "anyOf": [{"required": ["pays"]}, {"required": ["price"]}]}
