"""Reading what a machine's alert says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from jsonschema import Draft202012Validator, ValidationError

from kept.records.alerts.telling import Told
from kept.rules.facts.values import is_plausible
from kept.web.api.description import ALERT, LARGEST
from kept.web.api.events import text_of
from kept.web.api.problems import Kind, Problem

MOST_ERRORS: Final = 5
_FORM: Final = Draft202012Validator(ALERT)


def read_alert(request: HttpRequest) -> Told:
    """Return the alert a request tells of. Raises Problem."""
    sent = _object(request)
    errors = [_error(one) for one in _found(sent)]
    if errors:
        raise Problem(Kind.NOT_VALID, errors[0][1], errors=errors[:MOST_ERRORS])
    told = Told(
        symptom=_text(sent, "symptom"),
        serial=_text(sent, "serial"),
        model=_text(sent, "model"),
        code=_text(sent, "code"),
        text=_text(sent, "text"),
        readings=dict(_readings(sent.get("readings", {}))),
        raised_at=_moment(sent),
    )
    _refuse_blank(told)
    return told


def _object(request: HttpRequest) -> Mapping[str, Any]:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length[:20]) > LARGEST:
        raise Problem(Kind.TOO_LARGE, f"An alert has {LARGEST} bytes at most.")
    try:
        sent = json.loads(request.body, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Problem(Kind.UNREADABLE, "Send one JSON object, each name in it once.") from None
    if not isinstance(sent, dict):
        raise Problem(Kind.UNREADABLE, "Send one JSON object.")
    return sent


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(name)


def _found(sent: Mapping[str, Any]) -> list[ValidationError]:
    return sorted(_FORM.iter_errors(sent), key=lambda one: list(map(str, one.absolute_path)))


def _error(one: ValidationError) -> tuple[str, str]:
    """Return where it is wrong, and why: in a sentence of ours."""
    pointer = "#" + "".join(f"/{part}" for part in one.absolute_path)
    if one.validator == "oneOf":
        return pointer, "Say which machine: either its `serial` or its `code`."
    return pointer, f"{one.message[:200]}."


def _text(sent: Mapping[str, Any], name: str) -> str:
    return text_of(sent.get(name, ""))


def _readings(sent: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in sent.items():
        said = f"{value:.10g}" if isinstance(value, float) else text_of(value)
        yield text_of(name), said[:40]


def _moment(sent: Mapping[str, Any]) -> datetime | None:
    said = _text(sent, "raised_at")
    if not said:
        return None
    try:
        found = parse_datetime(said)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not is_plausible(found):
        why = "Write a moment with its zone, such as 2026-03-01T10:15:00+08:00."
        raise Problem(Kind.NOT_VALID, why, errors=[("#/raised_at", why)])
    return found


def _refuse_blank(told: Told) -> None:
    """Refuse what holds nothing but blanks and signs that nobody sees."""
    if not told.symptom_key:
        why = "Say what is wrong."
        raise Problem(Kind.NOT_VALID, why, errors=[("#/symptom", why)])
    if not (told.serial or told.code):
        why = "Say which machine: either its `serial` or its `code`."
        raise Problem(Kind.NOT_VALID, why)
