"""Telling of contests: who decides that there is one, who contested what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.records.archive.models import ContactEmail
from kept.records.cases.models import CaseFact, ContestReply, News, NewsKind
from kept.records.cases.rows_as_facts import fact_id
from kept.records.cases.services.holding import Held
from kept.records.ledger.actor import Actor
from kept.records.people.models import Language, Person
from kept.rules.assess import Assessment, ContestLine
from kept.rules.assess.graders import is_ours
from kept.rules.policy.model import Policy, Scale

CAUSE = "cause"


@dataclass(frozen=True)
class ReplyTo:
    """An address outside, and the language in which whoever reads there is told."""

    address: str
    language: str


@dataclass(frozen=True)
class Said:
    """What somebody said when they set a level: the fact, when, who and in which words."""

    seq: int
    at: datetime
    requester: str
    text: str


def tell_contests(
    held: Held, row: CaseFact, assessment: Assessment, *, by: Actor, now: datetime
) -> None:
    """Tell what a fact contests, and what it decides of what was contested before."""
    mine = fact_id(row.seq)
    for line in assessment.contests:
        about, name = _about(line, row, by), f"{line.fact}/{row.seq}"
        if line.fact == mine and line.is_open:
            about["roles"] = list(line.deciders)
            _keep(held, NewsKind.CONTESTED, name, row.at, about, now)
        if line.decided == mine:
            about |= {**_who_contested(held, line), **_outcome(held, line, assessment)}
            _keep(held, NewsKind.DECIDED, name, row.at, about, now)


def _about(line: ContestLine, row: CaseFact, by: Actor) -> dict[str, Any]:
    return {
        "by": by.actor_name,
        "by_id": row.by_id,
        "names": dict(line.name),
        "clauses": list(line.reason.clauses),
        "text": line.text,
        "requester": line.requester,
        "roles": [],
    }


def tell_set(
    held: Held, scale: Scale, grade: str, said: Said, *, by: Person, now: datetime
) -> None:
    """Tell who is responsible that a party whose word sets a level has set it."""
    names = next((dict(each.name) for each in scale.grades if each.key == grade), {})
    data = {
        "by": by.actor_name,
        "by_id": by.pk,
        "names": dict(scale.name),
        "clauses": list(scale.source),
        "text": said.text,
        "requester": said.requester,
        "roles": [],
        "now": names,
        "is_set": True,
    }
    _keep(held, NewsKind.CONTESTED, f"set/{said.seq}", said.at, data, now)


def keep_reply(held: Held, seq: int, reply: ReplyTo | None, word: str) -> None:
    """Keep where the decision is sent: to `reply`, else to the mail of the customer's contact."""
    found, contact = reply, held.case.contact
    if found is None and contact is not None and not is_ours(held.running.policy, word):
        mails = ContactEmail.objects.filter(contact=contact).order_by("pk")
        address = mails.values_list("address", flat=True).first()
        found = ReplyTo(address, contact.language) if address else None
    if found is not None:
        ContestReply.objects.create(
            case=held.case,
            customer_id=held.case.customer_id,
            seq=seq,
            address=found.address,
            language=found.language if found.language in Language.values else Language.ENGLISH,
        )


def _keep(
    held: Held, kind: NewsKind, name: str, at: datetime, data: Mapping[str, Any], now: datetime
) -> None:
    news = News(
        case=held.case,
        customer_id=held.case.customer_id,
        kind=kind,
        dedup=f"{held.case.pk}/{kind}/{name}",
        at=at,
        noted_at=now,
        data=dict(data),
    )
    News.objects.bulk_create([news], ignore_conflicts=True)


def _who_contested(held: Held, line: ContestLine) -> dict[str, Any]:
    """Return who is told of a decision: the person who wrote the contest down, and an address."""
    contested = next(f for f in held.facts if fact_id(f.seq) == line.fact)
    data: dict[str, Any] = {"people": [contested.by_id] if contested.by_id else []}
    reply = ContestReply.objects.filter(case=held.case, seq=contested.seq).first()
    return data | ({"address": reply.address, "language": reply.language} if reply else {})


def _outcome(held: Held, line: ContestLine, assessment: Assessment) -> dict[str, Any]:
    """Return what holds now, by its names, and why."""
    decision = next(f for f in held.facts if fact_id(f.seq) == line.decided)
    return {
        "now": _now(line, assessment, held.running.policy),
        "reason": str(decision.values.get("reason", "")),
    }


def _now(line: ContestLine, assessment: Assessment, policy: Policy) -> dict[str, str]:
    if line.rule == CAUSE:
        found = assessment.finding.cause if assessment.finding else ""
        return next((dict(c.name) for c in policy.attributes[CAUSE].choices if c.key == found), {})
    return next((dict(g.value_name) for g in assessment.grades if g.scale == line.rule), {})
