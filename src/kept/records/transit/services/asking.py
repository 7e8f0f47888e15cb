"""Asking for a return as its customer, who follows it on a page of their own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kept.records import tokens
from kept.records.cases.asking import LogRequest, NewFact, following
from kept.records.cases.services import WEB_FORM, open_from_outside, record_fact
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.people.services.doors import door_person
from kept.records.returns.models import Rma
from kept.records.returns.services import NewLine, NewRma, open_rma
from kept.records.transit.models import ReturnPage
from kept.records.transit.purposes import RETURN_PAGE

FREIGHT_TOLD = "freight.told"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """Who is told how it goes on: by mail if there is an address, in their language.

    `through`: the request by which they asked, so that its page leads to this one.
    """

    name: str = ""
    address: str = ""
    language: str = "en"
    through: str = ""


@dataclass(frozen=True)
class ReturnAsked:
    """A return is asked for. Whoever has the secret follows it."""

    number: str
    secret: str


@transaction.atomic
def ask_return(
    *, asked: NewRma, reply: Reply, freight_told: bool, by: Person, now: datetime, key: str
) -> ReturnAsked:
    """Open a return as its customer asks for it; one of us approves it, as always.

    `freight_told`: they read who pays which freight before they asked, which is a fact of the
    case. Safe to repeat with the same key. Raises what `open_rma` raises.
    """
    rma = open_rma(asked=asked, by=by, now=now, key=key)
    if freight_told:
        fact = NewFact(kind=FREIGHT_TOLD, at=rma.asked_at, source=asked.source)
        said = following(key, FREIGHT_TOLD)
        record_fact(case_id=rma.case_id, fact=fact, by=by, now=rma.asked_at, key=said)
    page = page_for(rma, reply, by=by, now=now)
    return ReturnAsked(rma.number, secret_of(page))


@transaction.atomic
def ask_from_outside(
    *, asked: NewRma, reply: Reply, freight_told: bool, now: datetime, key: str
) -> ReturnAsked:
    """Open a return as its customer asks for it by a form for everyone, without an account.

    Safe to repeat with the same key. Raises what `ask_return` raises.
    """
    by = door_person(username=WEB_FORM.username, name=WEB_FORM.name, at=now)
    return ask_return(asked=asked, reply=reply, freight_told=freight_told, by=by, now=now, key=key)


@transaction.atomic
def open_and_ask(
    *,
    request: LogRequest,
    line: NewLine,
    reply: Reply,
    freight_told: bool,
    now: datetime,
    key: str,
) -> ReturnAsked:
    """Log a request and open the return that it is for: both, or nothing is kept.

    Safe to repeat with the same key. Raises what `open_from_outside` and `ask_return` raise.
    """
    opened = open_from_outside(request=request, door=WEB_FORM, now=now, key=key)
    asked = NewRma(
        case_id=opened.case_id, lines=(line,), text=request.description, source=request.source
    )
    said = f"{key} goods"  # beside the facts that the case begins with
    return ask_from_outside(asked=asked, reply=reply, freight_told=freight_told, now=now, key=said)


def page_for(rma: Rma, reply: Reply, *, by: Person, now: datetime) -> ReturnPage:
    """Return the page of a return, made when first asked for; in the caller's transaction."""
    there = ReturnPage.objects.filter(rma=rma).first()
    if there is not None:
        return there
    seed = uuid.uuid4().hex  # not to be worked out, even by who knows our key and the hour
    page = ReturnPage.objects.create(
        rma=rma,
        customer_id=rma.customer_id,
        name=reply.name[:200],
        address=reply.address,
        through=reply.through,
        language=reply.language,
        seed=seed,
        secret_sha256=tokens.hash_of(tokens.token(RETURN_PAGE, seed)),
        made_at=now,
        made_by=by,
    )
    data = {"rma": rma.number, "name": page.name, "address": page.address}
    write(stream=rma.case.stream, verb="rma.page_made", by=by, at=now, data=data)
    return page


def secret_of(page: ReturnPage) -> str:
    """Return what the address of a return's page ends with."""
    return tokens.token(RETURN_PAGE, page.seed)
