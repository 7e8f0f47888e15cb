"""Issuing a document: from now on these bytes are what was handed over."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.records.cases.queries import CaseCard, case_card
from kept.records.cases.services import record_fact
from kept.records.cases.services.holding import hold
from kept.records.documents.addressees import addressee
from kept.records.documents.asking import duty_rule, handing_over
from kept.records.documents.contents import Paper, contents
from kept.records.documents.models import Document, Version
from kept.records.documents.printing.press import pdf_of
from kept.records.documents.services.drafting import (
    DocumentNotFound,
    WrittenMeanwhile,
    held_draft,
)
from kept.records.documents.storing import keep
from kept.records.documents.telling import tell_of_issue
from kept.records.ledger.chain import canonical
from kept.records.ledger.services import write
from kept.records.people.models import Person


@dataclass(frozen=True)
class Proposal:
    """A version before it is issued: what it would say, and its bytes."""

    document: Document
    card: CaseCard
    version: int
    data: dict[str, Any]
    pdf: bytes


def preview_data(
    *, document_id: int, provider: Mapping[str, str], by: Person, at: datetime
) -> tuple[Document, CaseCard, dict[str, Any]]:
    """Return what the document would say if it were issued now. Raises FieldEmpty."""
    document = Document.objects.select_related("case").filter(pk=document_id).first()
    if document is None or document.dropped_at is not None:
        raise DocumentNotFound
    card = case_card(str(document.case.number), viewer=by, at=at)
    if card is None:
        raise DocumentNotFound
    paper = Paper(
        number=str(document.number),
        version=document.versions.count() + 1,
        kind=document.kind,
        duty=document.duty,
        languages=document.languages,
        texts=document.texts,
        provider=provider,
    )
    return document, card, contents(paper, card, at=at)


def propose(*, document_id: int, provider: Mapping[str, str], by: Person, at: datetime) -> Proposal:
    """Return the version that would be issued, printed; nothing is written.

    Raises DocumentNotFound, FieldEmpty, SignsMissing, NotPrinted.
    """
    document, card, data = preview_data(document_id=document_id, provider=provider, by=by, at=at)
    return Proposal(document, card, document.versions.count() + 1, data, pdf_of(data))


@dataclass(frozen=True, kw_only=True)
class Issue:
    """Which draft is issued, by whom it is given out, and the key of this one press.

    `send_to`: the contact who gets it by mail.
    """

    document_id: int
    edition: int
    provider: Mapping[str, str]
    key: str
    send_to: int | None = None


def issue_document(*, issue: Issue, by: Person, at: datetime) -> Version:
    """Issue a document as it stands, and record that it was handed over.

    Safe to repeat with the same key. Printing happens before anything is locked. Raises what
    `propose` raises, WrittenMeanwhile, NotKnownYet, NoAddress, and what recording a fact raises.
    """
    old = Version.objects.filter(document_id=issue.document_id, key=issue.key).first()
    if old is not None:
        return old
    found = propose(document_id=issue.document_id, provider=issue.provider, by=by, at=at)
    return _issue(found, issue, by=by, at=at)


@transaction.atomic
def _issue(found: Proposal, issue: Issue, *, by: Person, at: datetime) -> Version:
    document = held_draft(found.document.pk)
    hold(document.case_id)  # with all that a fact of it touches, before its ledger
    old = document.versions.filter(key=issue.key).first()
    if old is not None:
        return old
    is_other = (document.edition, document.texts) != (issue.edition, found.document.texts)
    if is_other or document.versions.filter(number=found.version).exists():
        raise WrittenMeanwhile(name=document.written_by.display_name)
    version = Version.objects.create(
        document=document,
        customer_id=document.customer_id,
        number=found.version,
        key=issue.key,
        data=found.data,
        sha256=keep(found.pdf, now=at),
        issued_at=at,
        issued_by=by,
    )
    write(
        stream=document.case.stream,
        verb="document.issued",
        by=by,
        at=at,
        data=_told(version, found),
    )
    _hand_over(version, found, by=by, at=at)
    if issue.send_to is not None:
        tell_of_issue(version, addressee(document.case, issue.send_to), at=at)
    return version


def _told(version: Version, found: Proposal) -> dict[str, Any]:
    return {
        "document": str(found.document.number),
        "version": version.number,
        "kind": found.document.kind,
        "sha256": version.sha256,
        "data_sha256": hashlib.sha256(canonical(version.data)).hexdigest(),
        "bytes": len(found.pdf),
    }


def _hand_over(version: Version, found: Proposal, *, by: Person, at: datetime) -> None:
    """Record the fact by which the policy knows that the document was handed over."""
    document, card = found.document, found.card
    fact = handing_over(
        document.kind,
        document.texts,
        policy=card.policy,
        duty=duty_rule(card.policy, document.duty),
        facts=card.facts,
        at=at,
    )
    if fact is not None:
        key = f"document {document.number} {version.number}"
        record_fact(case_id=document.case_id, fact=fact, by=by, now=at, key=key)
