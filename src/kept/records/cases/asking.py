"""What people tell us, as values: a request, and what happened since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kept.rules.facts import Value
from kept.rules.policy.model import Policy

SKEW = timedelta(minutes=2)  # a clock may be ahead of ours by so much without being wrong
LATE = timedelta(minutes=5)  # what is entered later than this is shown as entered late
LONGEST_KEY = 64  # of a fact
OLDEST = timedelta(days=366)  # a request older than this is a slip of the pen

# A "yes" to these questions is something that happened when the customer asked.
ANSWERS_THAT_HAPPEN = {
    "answered_live": "contact.answered_live",
    "lookup_needed": "call.taken_lookup_needed",
    "visit_demanded": "customer.demanded_visit",
    "visit_necessary": "visit.judged_necessary",
}


@dataclass(frozen=True, kw_only=True)
class NewFact:
    """Something that happened `at`; `recorded_at` is when a device wrote it down, by its clock.

    `source` is the door or device it came through, such as "web:hotline". `despite` says why it
    happened although the policy wanted something else first.
    """

    kind: str
    at: datetime
    values: Mapping[str, Value] = field(default_factory=dict)
    recorded_at: datetime | None = None
    source: str = ""
    despite: str = ""


@dataclass(frozen=True, kw_only=True)
class LogRequest:
    """A customer's request as it is logged. Without equipment, say the site, else the office.

    `answers` are the policy's questions by their attribute. `also` is what else was told to have
    happened by then, such as when the fault began.
    """

    customer_id: int
    channel: str
    case_type: str
    requested_at: datetime
    description: str
    title: str = ""  # empty: the description's first line
    contact_id: int | None = None
    caller: str = ""  # who asked, when it is none of the contacts
    site_id: int | None = None
    equipment_id: int | None = None
    office_id: int | None = None
    responsible_id: int | None = None  # none: who logs it
    answers: Mapping[str, Value] = field(default_factory=dict)
    also: tuple[NewFact, ...] = ()
    source: str = ""


def following(key: str, what: str) -> str:
    """Return the key of a fact that follows from a press with this key; `what` tells several apart.

    A service may be asked with a longer key than a fact can have: then it is what the two come to.
    Cutting them off could make one of two facts, or of two presses.
    """
    whole = f"{key} {what}"
    return whole if len(whole) <= LONGEST_KEY else hashlib.sha256(whole.encode()).hexdigest()


def facts_told(request: LogRequest, policy: Policy) -> Iterator[NewFact]:
    """Yield the facts of a request: that it was received, and what was told with it."""
    said = {"channel": request.channel, "case_type": request.case_type, **request.answers}
    at, source = request.requested_at, request.source
    yield NewFact(kind="request.received", at=at, values=said, source=source)
    for answer, kind in ANSWERS_THAT_HAPPEN.items():
        if request.answers.get(answer) is True and kind in policy.events:
            yield NewFact(kind=kind, at=at, source=source)
    yield from request.also


def title_of(request: LogRequest) -> str:
    """Return the title, else the description's first line, as long as a title may be."""
    lines = [request.title, *request.description.splitlines()]
    return next((" ".join(line.split()) for line in lines if line.strip()), "")[:200]
