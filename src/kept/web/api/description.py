"""The description of the interface in the words of OpenAPI: what is taken is checked against it."""

from __future__ import annotations

from typing import Any, Final

from kept.web.api.problems import MEDIA_TYPE, Kind

VERSION: Final = "1.0.0"  # the second number grows with what is added; the address with a break
LARGEST: Final = 16 * 1024  # bytes of an alert
LONGEST_KEY: Final = 200
JSON: Final = "application/json"
Schema = dict[str, Any]

ALERT: Final[Schema] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["symptom"],
    "properties": {
        "serial": {
            "type": "string",
            "minLength": 1,
            "maxLength": 80,
            "description": "The machine's serial number; or else its `code`.",
        },
        "model": {
            "type": "string",
            "maxLength": 120,
            "description": "The product's code, where two makers use one serial number.",
        },
        "code": {
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "description": "The code on the machine's label: what follows /m/ in its address.",
        },
        "symptom": {
            "type": "string",
            "minLength": 1,
            "maxLength": 80,
            "description": "What is wrong, in the same words or the same code each time: the same "
            "symptom of a machine belongs to the same case while that is open.",
        },
        "text": {"type": "string", "maxLength": 2000, "description": "More about it."},
        "readings": {
            "type": "object",
            "maxProperties": 20,
            "propertyNames": {"minLength": 1, "maxLength": 40},
            "additionalProperties": {"type": ["string", "number"], "maxLength": 40},
            "description": "What was measured, by name.",
        },
        "raised_at": {
            "type": "string",
            "format": "date-time",
            "maxLength": 40,
            "description": "When it happened by the machine's clock, with its zone. Promises count "
            "from the moment the alert arrives here, whatever stands here.",
        },
    },
    "oneOf": [{"required": ["serial"]}, {"required": ["code"]}],
}
RECEIVED: Final[Schema] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "case", "outcome", "received_at"],
    "properties": {
        "id": {"type": "integer"},
        "case": {"type": "string", "description": "The number of the case."},
        "outcome": {"enum": ["opened", "added"], "description": "Whether it opened the case."},
        "received_at": {"type": "string", "format": "date-time"},
        "case_state": {"enum": ["open", "closed"], "description": "Only when asked for later."},
    },
}
PROBLEM: Final[Schema] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"enum": [f"urn:kept:problem:{kind.key}" for kind in Kind]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, in a sentence."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def description(site: str) -> Schema:
    """Return the whole description; `site` is where we are reached."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kept",
            "version": VERSION,
            "description": "What other programs may tell Kept. Each has a token of its own.",
        },
        "servers": [{"url": f"{site}/api/v1"}],
        "security": [{"token": []}],
        "paths": {
            "/alerts": {"post": _tell()},
            "/alerts/{id}": {"get": _ask()},
            "/openapi.json": {"get": _describe()},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Alert": ALERT, "Received": RECEIVED, "Problem": PROBLEM},
        },
    }


def _tell() -> Schema:
    return {
        "operationId": "tellAlert",
        "summary": "Tell of a machine's alert",
        "description": "Needs a token that may tell of alerts. Sent again with the same key it is "
        "the same alert, and is answered in the same way.",
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
                "description": "One for each alert; kept for ever.",
            }
        ],
        "requestBody": {"required": True, "content": {JSON: {"schema": _ref("Alert")}}},
        "responses": {
            "201": _answer("It is on record.", "Received"),
            **_problems(
                *(Kind.NO_KEY, Kind.NO_TOKEN, Kind.NOT_ALLOWED, Kind.TOO_LARGE, Kind.NOT_VALID),
                *(Kind.TOO_MANY, Kind.BROKEN, Kind.AWAY),
            ),
        },
    }


def _ask() -> Schema:
    return {
        "operationId": "askAlert",
        "summary": "Ask what became of an alert",
        "description": "Needs a token that may read; it reads what its own integration told.",
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
        ],
        "responses": {
            "200": _answer("What became of it.", "Received"),
            **_problems(
                *(Kind.NO_TOKEN, Kind.NOT_ALLOWED, Kind.NOT_FOUND),
                *(Kind.TOO_MANY, Kind.BROKEN, Kind.AWAY),
            ),
        },
    }


def _describe() -> Schema:
    content = {JSON: {"schema": {"type": "object"}}}
    return {
        "operationId": "describe",
        "summary": "This description",
        "security": [],
        "responses": {"200": {"description": "This description.", "content": content}},
    }


def _answer(words: str, schema: str) -> Schema:
    return {"description": words, "content": {JSON: {"schema": _ref(schema)}}}


def _problems(*kinds: Kind) -> Schema:
    content = {MEDIA_TYPE: {"schema": _ref("Problem")}}
    return {
        str(int(kind.status)): {"description": kind.title, "content": content} for kind in kinds
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
