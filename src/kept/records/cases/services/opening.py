"""Logging a request."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.search.folding import compact, grams
from kept.records.cases import values
from kept.records.cases.about import about
from kept.records.cases.asking import OLDEST, LogRequest, NewFact, facts_told, title_of
from kept.records.cases.models import Case, CaseFact, CaseWords, News, NewsKind
from kept.records.cases.running import RunningPolicy, running_policy
from kept.records.cases.services.facts import KeyReused, fact_line, fact_rows, is_same_moment
from kept.records.cases.services.holding import Held
from kept.records.cases.services.inserting import insert_case
from kept.records.cases.services.pressing import NO_PRESSURE, tell_pressure
from kept.records.cases.services.settling import (
    as_clock,
    put_projection,
    work_out,
    write_turns,
)
from kept.records.cases.surroundings import Surroundings, surroundings
from kept.records.cases.vocabulary import check_fact, check_moment
from kept.records.ledger.chain import NotCanonical, canonical
from kept.records.ledger.services import Line, begin_stream
from kept.records.ledger.telling import told
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.rules.assess import Assessment

BEFORE = """
    SELECT id, number, key_hash, requested_at, logged_at
    FROM cases_case WHERE logged_by_id = %s AND key = %s
"""


class TooLongAgo(Refused):
    """A request from so long ago is a slip of the pen."""

    sentence = _("That request would be more than a year old. Please check the date.")


class NothingAsked(Refused):
    """A request says what happened."""

    sentence = _("Please write down what the customer said.")


class Unreadable(Refused):
    """Half a character or a control character that no text may hold."""

    sentence = _("The text holds characters that cannot be kept. Please type it again.")


class NobodyResponsible(Refused):
    """A promise always has an owner, who works here."""

    sentence = _("Please choose a colleague who is responsible.")


@dataclass(frozen=True)
class Opened:
    """A case is on record; `repeated`: the same key had opened it before."""

    case_id: int
    number: str
    repeated: bool
    assessment: Assessment | None = None  # none when it was repeated


@transaction.atomic
def open_case(
    *, request: LogRequest, by: Person, now: datetime, key: str, known: Surroundings | None = None
) -> Opened:
    """Log a request: the case, its facts, its promises.

    `known` is what the caller has read just now of what the request is about, if it has.
    Safe to repeat with the same key by the same person. Raises NothingAsked, TooLongAgo,
    InTheFuture, NotTheirs, OfficeMissing, NoPolicy, NobodyResponsible, UnknownAttribute,
    UnknownValue, Unreadable, KeyReused.
    """
    check_moment(request.requested_at, now=now)
    digest = _digest(request)
    try:
        known = surroundings(request, at=now, known=known)
        held = _new(request, known, by, now)
    except Refused:
        # What could be logged once may be refused since: who asks again gets the same answer.
        found = _opened_before(by, key, digest, request.requested_at, now)
        if found is None:
            raise
        return found
    held.case.key, held.case.key_hash = key, digest
    return _write(held, known, by, now)


def _new(request: LogRequest, known: Surroundings, by: Person, now: datetime) -> Held:
    """Return the case with its facts, if nothing speaks against it; nothing is written."""
    running = running_policy(known.version_id, known.overrides, sha256=known.sha256)
    _check(request, running, now)
    held = Held(_case(request, known, by, now), [], {}, known.sha256)
    held.case.responsible_id = _responsible(request, by)
    held.facts = _facts(held, request, running, by, now)
    held.look_back()
    return held


def _write(held: Held, known: Surroundings, by: Person, now: datetime) -> Opened:
    """Write the case with all that follows; if the key was used meanwhile, nothing."""
    assessment, projection = work_out(held, now=now)
    case = held.case
    put_projection(held, projection.case)
    clocks = [as_clock(case, row) for row in projection.clocks.values()]
    if not insert_case(case, _words(case, known), held.facts, clocks):
        found = _opened_before(by, case.key, case.key_hash, case.requested_at, now)
        assert found is not None  # the key is there, so is its case
        return found
    held.lines += [_line(case, by), *(fact_line(case.stream, row, by=by) for row in held.facts)]
    write_turns(held, projection, now=now, by=by)
    tell_pressure(held, NO_PRESSURE, now=now, by=by)
    _tell_responsible(case, by, now)
    begin_stream(held.lines)
    return Opened(case.pk, str(case.number), False, assessment)


def _digest(request: LogRequest) -> str:
    """Return what tells requests with the same key apart, but for when they were made."""
    said = {name: value for name, value in told(request).items() if name != "requested_at"}
    try:
        return hashlib.sha256(canonical(said)).hexdigest()
    except NotCanonical as error:
        raise Unreadable from error


def _opened_before(
    by: Person, key: str, digest: str, asked_at: datetime, now: datetime
) -> Opened | None:
    """Return the case a person opened under this key before; None if none. Raises KeyReused."""
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, [by.pk, key])
        row = cursor.fetchone()
    if row is None:
        return None
    case_id, number, known_digest, requested_at, logged_at = row
    is_same = is_same_moment((requested_at, logged_at), asked_at, now=now)
    if known_digest != digest or not is_same:
        raise KeyReused
    return Opened(case_id, number, True)


def _check(request: LogRequest, running: RunningPolicy, now: datetime) -> None:
    if not title_of(request):
        raise NothingAsked
    if request.requested_at < now - OLDEST:
        raise TooLongAgo
    for fact in facts_told(request, running.policy):
        check_fact(running.policy, fact, now=now, asked_at=None)


def _responsible(request: LogRequest, by: Person) -> int:
    if request.responsible_id in (None, by.pk):
        return by.pk
    found = Person.objects.active().filter(pk=request.responsible_id).first()
    if found is None or not works_here(found):
        raise NobodyResponsible
    return found.pk


def works_here(person: Person) -> bool:
    """Say whether a person is one of us."""
    return person.is_active and bool(person.roles) and "customer" not in person.roles


def _case(request: LogRequest, known: Surroundings, by: Person, now: datetime) -> Case:
    return Case(
        customer_id=known.customer.pk,
        contact_id=request.contact_id,
        caller=request.caller,
        site_id=known.site.pk if known.site else None,
        equipment_id=request.equipment_id,
        contract_id=known.contract.pk if known.contract else None,
        office_id=known.office.pk,
        version_id=known.version_id,
        overrides=known.overrides,
        about=values.to_json(about(known)),
        case_type=request.case_type,
        channel=request.channel,
        title=title_of(request),
        description=request.description,
        requested_at=min(request.requested_at, now),
        logged_at=now,
        logged_by=by,
    )


def _words(case: Case, known: Surroundings) -> CaseWords:
    """Return what the case is found by in the queue, beside its number."""
    texts = [case.title, *known.customer.names.values()]
    if known.equipment is not None:
        texts.append(known.equipment.serial_number)
    pieces = {piece for text in texts for piece in grams(text)}
    folded = "\n".join(compact(text) for text in texts)
    return CaseWords(state=case.state, folded=folded, grams=sorted(pieces))


def _facts(
    held: Held, request: LogRequest, running: RunningPolicy, by: Person, now: datetime
) -> list[CaseFact]:
    told_of: list[NewFact] = list(facts_told(request, running.policy))
    keys = [f"opening-{place}" for place in range(1, len(told_of) + 1)]
    return fact_rows(held, told_of, by=by, now=now, keys=keys)


def _line(case: Case, by: Person) -> Line:
    data = {
        "number": case.number,
        "customer": case.customer_id,
        "contact": case.contact_id,
        "caller": case.caller,
        "site": case.site_id,
        "equipment": case.equipment_id,
        "contract": case.contract_id,
        "office": case.office_id,
        "version": case.version_id,
        "overrides": case.overrides,
        "about": case.about,
        "title": case.title,
        "description": case.description,
        "responsible": case.responsible_id,
    }
    return Line(stream=case.stream, verb="case.opened", by=by, at=case.logged_at, data=told(data))


def _tell_responsible(case: Case, by: Person, now: datetime) -> None:
    if case.responsible_id == by.pk:
        return
    News.objects.create(
        case=case,
        customer_id=case.customer_id,
        kind=NewsKind.ASSIGNED,
        dedup=f"{case.pk}/assigned/{case.responsible_id}/opened",
        at=now,
        noted_at=now,
        data={"by": by.actor_name, "person": case.responsible_id},
    )
