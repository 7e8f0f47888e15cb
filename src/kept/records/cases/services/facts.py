"""Recording what happened, correcting it, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases import values
from kept.records.cases.asking import NewFact
from kept.records.cases.concerned import THEIR_SIDE, refuse_concerned, was_complaint
from kept.records.cases.earlier import wake_later_cases
from kept.records.cases.held_back import ClosingHeldBack, HeldBack, as_kept, held_back
from kept.records.cases.models import CaseFact, CaseLink, LinkKind
from kept.records.cases.rows_as_facts import fact_of
from kept.records.cases.services.contest_news import tell_contests
from kept.records.cases.services.deciding import (
    SAID,
    became_milder,
    check_decision,
    check_taking_back,
)
from kept.records.cases.services.holding import Held, hold
from kept.records.cases.services.rows import write_rows
from kept.records.cases.services.settling import catch_up, finish, settle
from kept.records.cases.vocabulary import BeforeTheRequest, ReasonMissing, check_fact
from kept.records.ledger.services import Line
from kept.records.ledger.telling import told
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.rules.assess import Assessment, assess
from kept.rules.assess.charges import GRANTED

RECEIVED, WITHDRAWN = "request.received", "fact.withdrawn"
# What is said of one request only, also when another one is its duplicate.
ITS_OWN = {RECEIVED, "case.graded", "grade.contested", "note.added"}
STOOD = "was"  # worked out when a level is set, not said by who sets it
# These have services of their own, which ask for more.
OWN_SERVICE = {
    RECEIVED,
    WITHDRAWN,
    "case.graded",
    "grade.contested",
    "cause.disputed",
    "case.closed",
    "case.reopened",
    "waiting.began",
    "waiting.ended",
    "case.handed_over",
    GRANTED,
}


class NeedsItsOwnForm(Refused):
    """A fact of this kind is recorded elsewhere, where more is asked."""

    sentence = _("“%(kind)s” cannot be recorded here.")


class KeyReused(Refused):
    """The same key came with something else: a program's mistake, or two windows."""

    sentence = _("This was sent twice with different content. Please reload the page.")


class FactGone(Refused):
    """The fact was corrected or withdrawn meanwhile, or never existed."""

    sentence = _("This entry was changed by someone else meanwhile. Please look at it again.")


class AnotherKind(Refused):
    """A correction says the same kind of thing with other times or values."""

    sentence = _("A correction cannot turn an entry into something else. Withdraw it instead.")


class RequestStays(Refused):
    """A case cannot be without its request."""

    sentence = _("The request itself can be corrected, but not withdrawn.")


@dataclass(frozen=True)
class Recorded:
    """A fact is on record under this number; `repeated`: it already was."""

    case_id: int
    number: str
    seq: int
    repeated: bool
    assessment: Assessment | None = None  # none when it was repeated


@transaction.atomic
def record_fact(*, case_id: int, fact: NewFact, by: Person, now: datetime, key: str) -> Recorded:
    """Record something that happened, and write down what follows.

    Safe to repeat with the same key. Raises UnknownKind, UnknownAttribute, UnknownValue,
    ValueMissing, InTheFuture, BeforeTheRequest, HeldBack, NeedsItsOwnForm, DecisionNeeded,
    KeyReused, CaseNotFound.
    """
    if fact.kind in OWN_SERVICE:
        raise NeedsItsOwnForm(kind=fact.kind)
    held = hold(case_id)
    found = repeated(held, fact, by=by, now=now, key=key)
    if found is not None:
        return found
    check_decision(held, fact, by=by, now=now)
    return add_fact(held, fact, by=by, now=now, key=key)


@transaction.atomic
def correct_fact(
    *, case_id: int, seq: int, fact: NewFact, by: Person, now: datetime, key: str
) -> Recorded:
    """Put another time or other values in the place of what a fact said. The old one stays.

    Safe to repeat with the same key. Raises FactGone, AnotherKind, and what `record_fact` raises.
    """
    held = hold(case_id)
    found = repeated(held, fact, by=by, now=now, key=key, corrects=seq)
    if found is not None:
        return found
    old = held.standing(seq)
    if old is None or old.kind == WITHDRAWN:
        raise FactGone
    if fact.kind != old.kind:
        raise AnotherKind
    if fact.kind in SAID or fact.kind == GRANTED:
        raise NeedsItsOwnForm(kind=fact.kind)
    check_decision(held, fact, by=by, now=now)
    if old.kind == RECEIVED and fact.at > held.case.logged_at:
        raise BeforeTheRequest
    return add_fact(held, fact, by=by, now=now, key=key, corrects=seq)


@transaction.atomic
def withdraw_fact(
    *, case_id: int, seq: int, reason: str, by: Person, now: datetime, key: str
) -> Recorded:
    """Take a fact back altogether, for a reason. It stays on record as withdrawn.

    Safe to repeat with the same key. Raises ReasonMissing, FactGone, RequestStays, KeyReused.
    """
    held = hold(case_id)
    fact = NewFact(kind=WITHDRAWN, at=now, values={"reason": reason.strip()})
    found = repeated(held, fact, by=by, now=now, key=key, corrects=seq)
    if found is not None:
        return found
    if not reason.strip():
        raise ReasonMissing
    old = held.standing(seq)
    if old is None or old.kind == WITHDRAWN:
        raise FactGone
    if old.kind == RECEIVED:
        raise RequestStays
    check_taking_back(old.kind, by=by)
    return add_fact(held, fact, by=by, now=now, key=key, corrects=seq)


@transaction.atomic
def record_goodwill(
    *, case_id: int, fact: NewFact, by: Person, now: datetime, key: str
) -> Recorded:
    """Record that goodwill was granted, which says up to how much.

    The database lets only what may be given away be recorded. Safe to repeat with the same key.
    Raises DecidedByManagers, ReasonMissing, UnknownValue, ValueMissing, KeyReused.
    """
    held = hold(case_id)
    check_decision(held, fact, by=by, now=now)
    return add_fact(held, fact, by=by, now=now, key=key)


def add_fact(
    held: Held, fact: NewFact, *, by: Person, now: datetime, key: str, corrects: int | None = None
) -> Recorded:
    """Add a fact to a held case and write down what follows. For the services of this app."""
    found = repeated(held, fact, by=by, now=now, key=key, corrects=corrects)
    if found is not None:
        return found
    if was_complaint(held.facts) and (fact.kind != THEIR_SIDE or corrects is not None):
        refuse_concerned(held.case.pk, by.pk)
    asked_at = None if fact.kind == RECEIVED else held.case.requested_at
    check_fact(held.running.policy, fact, now=now, asked_at=asked_at)
    [row] = fact_rows(held, [fact], by=by, now=now, keys=[key], corrects=corrects)
    if corrects is None:
        _let_pass(held, row, fact.despite.strip(), by=by)
    else:
        _as_before(held, row)
    catch_up(held, now=now)
    before = _to_compare(held, row, now=now)
    write_rows([row])
    held.facts.append(row)
    held.lines.append(fact_line(held.case.stream, row, by=by))
    assessment = settle(held, now=now, by=by)
    is_told_why = bool(fact.values.get("reason"))
    if before and not is_told_why and became_milder(held.running.policy, before, assessment):
        raise ReasonMissing
    tell_contests(held, row, assessment, by=by, now=now)
    finish(held)
    wake_later_cases(held.case, now=now)
    if fact.kind not in ITS_OWN:
        _tell_duplicates(held, fact, row, by=by, now=now)
    return Recorded(held.case.pk, str(held.case.number), row.seq, False, assessment)


def _to_compare(held: Held, row: CaseFact, *, now: datetime) -> Assessment | None:
    """Return what holds before a fact that may make a level milder without saying so.

    Later facts cannot: the rules keep the stricter level. What is put in place of an earlier fact,
    or before all others, could.
    """
    policy, first = held.running.policy, min((f.at for f in held.facts), default=now)
    has_level = any(scale.kind == "level" for scale in policy.scales.values())
    if not has_level or (row.corrects is None and row.at > first):
        return None
    return assess(policy, held.as_facts(), now)


def _tell_duplicates(
    held: Held, fact: NewFact, row: CaseFact, *, by: Person, now: datetime
) -> None:
    """Let what happens in a case happen in its duplicates as well, each under its own promises.

    What a duplicate's policy does not know, or wants something else before, stays out of it.
    """
    links = CaseLink.objects.filter(other=held.case, kind=LinkKind.DUPLICATE, undone_at=None)
    for case_id in links.order_by("case_id").values_list("case_id", flat=True):
        one = hold(case_id)
        corrects = None
        if row.corrects is not None:
            corrects = _same_in(one, _told_key(held, row.corrects))
            if corrects is None:
                continue
        try:
            key = _told_key(held, row.seq)
            with transaction.atomic():
                add_fact(one, fact, by=by, now=now, key=key, corrects=corrects)
        except Refused:
            continue


def _told_key(held: Held, seq: int) -> str:
    """Return the key under which a duplicate has a fact of the case that leads."""
    return f"of {held.case.number} {seq}"


def _same_in(held: Held, key: str) -> int | None:
    """Return the number of the fact that was told under a key, if it counts."""
    told_of = [row.seq for row in held.facts if row.key == key]
    return next((seq for seq in told_of if held.standing(seq)), None)


def _let_pass(held: Held, row: CaseFact, despite: str, *, by: Person) -> None:
    """Refuse what the policy holds back, unless somebody says why it happened nevertheless.

    A gate means "may not happen yet"; what did happen must not be lost all the same. Closing
    happens only here, so a manager alone decides it.
    """
    policy = held.running.policy
    lines = held_back(policy, held.as_facts(), fact_of(row), row.received_at)
    if not lines:
        return
    if row.kind == "case.closed" and Role.MANAGER not in by.roles:
        raise ClosingHeldBack(policy, lines)
    if not despite:
        raise HeldBack(policy, lines)
    row.against, row.despite = as_kept(lines), despite


def _as_before(held: Held, row: CaseFact) -> None:
    """A correction says again what happened: why it was let pass stays with it."""
    old = next((fact for fact in held.facts if fact.seq == row.corrects), None)
    if old is not None and row.kind == old.kind:
        row.against, row.despite = old.against, old.despite


def repeated(
    held: Held, fact: NewFact, *, by: Person, now: datetime, key: str, corrects: int | None = None
) -> Recorded | None:
    """Return what the same person recorded under the same key, if anything. Raises KeyReused."""
    old = next((row for row in held.facts if row.key == key), None)
    if old is None:
        return None
    said = (by.pk, fact.kind, values.to_json(fact.values), corrects)
    kept = {name: value for name, value in old.values.items() if name != STOOD}
    is_same = (old.by_id, old.kind, kept, old.corrects) == said
    kept_at = (old.at, old.received_at)
    if not is_same or not (fact.kind == WITHDRAWN or is_same_moment(kept_at, fact.at, now=now)):
        raise KeyReused
    return Recorded(held.case.pk, str(held.case.number), old.seq, True)


def is_same_moment(kept: tuple[datetime, datetime], at: datetime, *, now: datetime) -> bool:
    """Say whether what is said to have happened `at`, sent `now`, is what is there already.

    `kept`: when that happened, and when it came. A form without a time means the moment it
    arrives: sent twice at once, either may be first. A moment ahead of our clock became the one at
    which it came (`fact_rows`), so it is compared like that.
    """
    happened, came = kept
    both_of_now = happened == came and at >= now
    return both_of_now or happened == min(at, came)


def fact_rows(
    held: Held,
    facts: Sequence[NewFact],
    *,
    by: Person,
    now: datetime,
    keys: Sequence[str],
    corrects: int | None = None,
) -> list[CaseFact]:
    """Return the rows of new facts, not saved yet.

    A moment that is ahead of our clock by the little that clocks differ becomes now.
    """
    first = len(held.facts) + 1
    return [
        CaseFact(
            case_id=held.case.pk,
            customer_id=held.case.customer_id,
            seq=seq,
            kind=fact.kind,
            at=min(fact.at, now),
            recorded_at=fact.recorded_at,
            received_at=now,
            by=by,
            by_name=by.actor_name,
            values=values.to_json(fact.values),
            corrects=corrects,
            key=key,
            source=fact.source,
        )
        for seq, (fact, key) in enumerate(zip(facts, keys, strict=True), start=first)
    ]


def fact_line(stream: str, row: CaseFact, *, by: Person) -> Line:
    """Return what the ledger says of a fact."""
    data = {
        "seq": row.seq,
        "kind": row.kind,
        "at": row.at,
        "recorded_at": row.recorded_at,
        "values": row.values,
        "corrects": row.corrects,
        "key": row.key,
        "source": row.source,
    }
    if row.against:
        data |= {"against": row.against, "despite": row.despite}
    return Line(stream=stream, verb="fact.recorded", by=by, at=row.received_at, data=told(data))
