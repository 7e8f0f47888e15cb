"""Letting a customer approve a substitute part by signing a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kept.records.cases.services.holding import hold
from kept.records.documents.kinds import DocumentKind
from kept.records.documents.models import Document, Outcome, Signature
from kept.records.ledger.services import write
from kept.records.naming import name_in
from kept.records.parts.models import Part, Proposal
from kept.records.parts.services import CustomerAnswer, RequestOver, answer_proposal
from kept.records.people.models import Language, Person
from kept.records.repeats import one_at_a_time


@transaction.atomic
def begin_approval(
    *, proposal_id: int, languages: Sequence[str], by: Person, at: datetime
) -> Document:
    """Begin the document by which a customer approves a substitute, and return it.

    It says already which part stands in for which. Safe to repeat. Raises RequestOver.
    """
    one_at_a_time(f"approval {proposal_id}")
    there = Document.objects.filter(proposal_id=proposal_id).first()
    if there is not None:
        return there
    related = ("part", "request__part")
    proposal = Proposal.objects.select_related(*related).filter(pk=proposal_id).first()
    if proposal is None or proposal.request.end:
        raise RequestOver
    case = hold(proposal.request.case_id).case
    codes = [Language(code) for code in languages]
    document = Document.objects.create(
        case=case,
        customer_id=case.customer_id,
        kind=DocumentKind.SUBSTITUTE_APPROVAL,
        proposal=proposal,
        languages=codes,
        texts={
            "original": {code.value: _told(proposal.request.part, code) for code in codes},
            "substitute": {code.value: _told(proposal.part, code) for code in codes},
            "evidence": {code.value: proposal.evidence for code in codes},
        },
        begun_at=at,
        begun_by=by,
        written_at=at,
        written_by=by,
    )
    data = {"document": document.number, "kind": document.kind, "proposal": proposal.pk}
    write(stream=case.stream, verb="document.begun", by=by, at=at, data=data)
    return document


def answer_by(row: Signature, document: Document, *, by: Person, happened: datetime) -> None:
    """Let a customer's signature approve the substitute, and a refusal refuse it."""
    if row.outcome == Outcome.ABSENT or document.proposal_id is None:
        return
    answer = CustomerAnswer(
        proposal_id=document.proposal_id,
        is_approved=row.outcome == Outcome.SIGNED,
        name=row.name,
        how=f"{document.number}, SHA-256 {row.sha256[:16]}",
        at=happened,
    )
    answer_proposal(answer=answer, by=by, now=row.at)


def _told(part: Part, code: Language) -> str:
    said = (str(part), name_in(part.names, code.value), part.model, part.specification)
    return ", ".join(word for word in said if word)
