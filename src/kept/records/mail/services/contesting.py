"""Contesting from the private page of a request, as its customer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kept.records.cases.services import (
    WEB_FORM,
    CaseNotFound,
    Contest,
    Recorded,
    ReplyTo,
    Word,
    contest_level,
    dispute_cause,
)
from kept.records.mail.models import WebRequest
from kept.records.people.services.doors import door_person

CUSTOMER = "customer"


@dataclass(frozen=True, kw_only=True)
class WebContest:
    """What they say against the level `scale`, or the cause; `asked`: what it should be.

    `language`: in which they read what is decided.
    """

    text: str
    scale: str
    asked: str
    source: str
    language: str


@transaction.atomic
def contest_by_web(*, first: WebRequest, said: WebContest, now: datetime, key: str) -> Recorded:
    """Write down what whoever sent a request says against the level of its case, or the cause.

    What is decided is sent to the address they wrote from. Safe to repeat with the same key.
    Raises CaseNotFound, and what `contest_level` and `dispute_cause` raise.
    """
    letter, case = first.letter, first.confirmed_case
    if case is None:
        raise CaseNotFound
    contest = Contest(
        word=Word(of=CUSTOMER, requester=_name(first), is_direct=True),
        text=said.text,
        at=now,
        scale=said.scale,
        asked=said.asked,
        source=said.source,
        reply=ReplyTo(letter.sender, said.language) if letter.sender else None,
    )
    by = door_person(username=WEB_FORM.username, name=WEB_FORM.name, at=now)
    write = contest_level if said.scale else dispute_cause
    own = hashlib.sha256(f"{first.pk} {key}".encode()).hexdigest()
    return write(case_id=case.pk, contest=contest, by=by, now=now, key=own)


def _name(first: WebRequest) -> str:
    """Return who contests: to whom the page was mailed, else as they called themselves."""
    letter = first.letter
    if first.mailed_to and letter.contact is not None:
        return str(letter.contact.name)
    return letter.sender_name or letter.sender
