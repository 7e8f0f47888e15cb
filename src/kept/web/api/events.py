"""Reading what an exchange sent: as JSON or as a form, in the words of the protocol."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from kept.records.telephone.events import Told
from kept.records.telephone.models import Direction, EventKind
from kept.rules.facts.values import is_plausible
from kept.rules.policy.characters import FORBIDDEN

LARGEST: Final = 16 * 1024  # bytes of an event: a few short texts
LONGEST_ID, LONGEST_NUMBER = 250, 60
LONGEST_NAME, LONGEST_QUEUE, LONGEST_CAUSE = 150, 80, 40
MOST_USERS = 50
# The protocol's own names, and those that exchanges use for the same.
NAMES = {
    "call_id": ("callId", "call_id", "callid"),
    "answering": ("answeringNumber", "answering_number"),
    "users": ("user[]", "user", "users"),
    "sent_at": ("timestamp", "time"),
}


class Unreadable(Exception):
    """What came is no event; `str()` says why, for who looks after the exchange."""


def read_event(request: HttpRequest) -> Told:
    """Return the event a request tells of. Raises Unreadable."""
    sent = _sent(request)
    return Told(
        kind=_kind(sent),
        call_id=_call_id(sent),
        direction=_direction(sent),
        caller=_number(sent, "from"),
        called=_number(sent, "to"),
        users=_users(sent),
        answering=text_of(_one(sent, *NAMES["answering"]))[:LONGEST_NAME],
        queue=text_of(_one(sent, "queue"))[:LONGEST_QUEUE],
        cause=text_of(_one(sent, "cause"))[:LONGEST_CAUSE],
        sent_at=_moment(_one(sent, *NAMES["sent_at"])),
    )


def _sent(request: HttpRequest) -> Mapping[str, Any]:
    """Return what was sent by its names; of a form, what came several times as a list."""
    if request.content_type == "application/json":
        return _object(request.body)
    try:
        return {
            name: values if len(values) > 1 else values[0] for name, values in request.POST.lists()
        }
    except (BadRequest, SuspiciousOperation) as error:
        raise Unreadable("The form cannot be read.") from error


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("The JSON cannot be read.") from error
    if not isinstance(sent, dict):
        raise Unreadable("The JSON is no object.")
    return sent


def _one(sent: Mapping[str, Any], *names: str) -> Any:
    return next((sent[name] for name in names if sent.get(name) not in (None, "")), "")


def text_of(value: Any) -> str:
    """Return a text without what nobody sees; numbers may come without quotation marks."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    try:
        said = str(value)
    except ValueError:  # a number with more figures than anybody reads
        return ""
    legible = "".join(" " if "\ud800" <= sign <= "\udfff" else sign for sign in said)
    return " ".join(FORBIDDEN.sub(" ", legible).split())


def _kind(sent: Mapping[str, Any]) -> EventKind:
    said = text_of(_one(sent, "event"))
    found = next((kind for kind in EventKind if kind.value.casefold() == said.casefold()), None)
    if found is None:
        known = ", ".join(EventKind.values)
        raise Unreadable(f"Unknown event: it is one of {known}.")
    return found


def _direction(sent: Mapping[str, Any]) -> str:
    said = text_of(_one(sent, "direction")).casefold()
    if said not in Direction.values:
        raise Unreadable("Invalid direction! It is in or out.")
    return said


def _call_id(sent: Mapping[str, Any]) -> str:
    said = text_of(_one(sent, *NAMES["call_id"]))
    if not said or len(said) > LONGEST_ID:
        raise Unreadable(f"callId is missing, or longer than {LONGEST_ID} characters.")
    return said


def _number(sent: Mapping[str, Any], name: str) -> str:
    said = text_of(_one(sent, name))
    if len(said) > LONGEST_NUMBER:
        raise Unreadable(f"{name} is longer than {LONGEST_NUMBER} characters.")
    return said


def _users(sent: Mapping[str, Any]) -> tuple[str, ...]:
    value = _one(sent, *NAMES["users"])
    values = value if isinstance(value, list) else [value]
    named = [text_of(one)[:LONGEST_NAME] for one in values[:MOST_USERS]]
    return tuple(dict.fromkeys(filter(None, named)))


def _moment(value: Any) -> datetime | None:
    """Return when the exchange's own clock says it was; nothing of what cannot be read."""
    said = text_of(value)
    try:
        if said.isascii() and said.isdigit():
            seconds = int(said) / (1000 if len(said) > 11 else 1)
            found: datetime | None = datetime.fromtimestamp(seconds, tz=UTC)
        else:
            found = parse_datetime(said)
    except (ValueError, OverflowError, OSError):
        return None
    is_whole = found is not None and found.tzinfo is not None and is_plausible(found)
    return found if is_whole else None
