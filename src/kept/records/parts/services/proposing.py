"""Proposing a substitute, and what the customer says to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.services import record_fact
from kept.records.cases.vocabulary import BeforeTheRequest
from kept.records.parts.models import Answer, PartRequest, Proposal, Substitute
from kept.records.parts.saying import SOURCE, compared, said_of
from kept.records.parts.services.requesting import RequestOver, held_request
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.rules.facts import Value


class NotASubstitute(Refused):
    """Only what the catalogue names as equal is proposed."""

    sentence = _("The catalogue does not name this as a substitute of equal specification.")


class AnsweredAlready(Refused):
    """The customer's approval stays."""

    sentence = _("The customer has approved this already.")


class NobodyAnswered(Refused):
    """An approval is somebody's, and came somehow; it is nobody of ours."""

    sentence = _("Please say who at the customer answered, and how.")


@dataclass(frozen=True, kw_only=True)
class CustomerAnswer:
    """What somebody at the customer said to a substitute, how it reached us, and when."""

    proposal_id: int
    is_approved: bool
    name: str
    how: str
    at: datetime


@transaction.atomic
def propose_substitute(
    *, request_id: int, part_id: int, by: Person, now: datetime
) -> tuple[int, bool]:
    """Propose a part of equal specification for a request; that becomes a fact of the case.

    Returns the proposal's key, and whether it was there before. Raises RequestOver,
    NotASubstitute, and what recording a fact raises.
    """
    row = held_request(request_id)
    there = row.proposals.filter(part_id=part_id).first()
    if there is not None:
        return there.pk, True
    if row.end:
        raise RequestOver
    named = Substitute.objects.filter(part=row.part, instead_id=part_id, withdrawn_at=None)
    substitute = named.select_related("instead").first()
    if substitute is None:
        raise NotASubstitute
    made = Proposal.objects.create(
        request=row,
        customer_id=row.customer_id,
        part=substitute.instead,
        evidence=substitute.evidence,
        proposed_at=now,
        proposed_by=by,
    )
    values = _values(made, row, at=now) | {"evidence": substitute.evidence}
    fact = NewFact(kind="substitute.proposed", at=now, values=values, source=SOURCE)
    record_fact(case_id=row.case_id, fact=fact, by=by, now=now, key=f"substitute {made.pk}")
    return made.pk, False


@transaction.atomic
def answer_proposal(*, answer: CustomerAnswer, by: Person, now: datetime) -> bool:
    """Record what the customer said to a substitute; that becomes a fact of the case.

    Returns whether anything changed; safe to repeat. Raises RequestOver, AnsweredAlready,
    NobodyAnswered, BeforeTheRequest, and what recording a fact raises.
    """
    name, how = " ".join(answer.name.split())[:150], " ".join(answer.how.split())[:300]
    if not name or not how or name.casefold() == by.display_name.casefold():
        raise NobodyAnswered
    asked = Proposal.objects.values_list("request_id", flat=True)
    row = held_request(asked.filter(pk=answer.proposal_id).first() or 0)
    if answer.at < row.case.requested_at:
        raise BeforeTheRequest
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("part")
    proposal = rows.get(pk=answer.proposal_id)
    said = Answer.APPROVED if answer.is_approved else Answer.REFUSED
    if proposal.answer == said:
        return False
    if proposal.answer == Answer.APPROVED:
        raise AnsweredAlready
    proposal.answer, proposal.answerer, proposal.how = said, name, how
    proposal.answered_at, proposal.recorded_by = now, by
    proposal.save()
    values = _values(proposal, row, at=now) | {"party": "customer", "confirmed_by": name}
    kind = "approval.given" if answer.is_approved else "approval.refused"
    fact = NewFact(kind=kind, at=answer.at, values=values | {"text": how}, source=SOURCE)
    key = f"substitute {proposal.pk} {said}"
    record_fact(case_id=row.case_id, fact=fact, by=by, now=now, key=key)
    return True


def _values(proposal: Proposal, row: PartRequest, *, at: datetime) -> dict[str, Value]:
    zone = str(row.case.about.get("site.zone") or row.case.about["office.zone"])
    told = said_of(proposal.part, row.quantity)
    return told | compared(proposal.part, row.part, at=at, zone=zone)
