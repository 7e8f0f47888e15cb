"""A policy that demands documents and signatures, and a desk that keeps it."""

from __future__ import annotations

import uuid
from typing import Any

from kept.records.documents.kinds import DocumentKind
from kept.records.documents.models import Document, Version
from kept.records.documents.services import Issue, begin_document, issue_document, write_draft
from kept.records.people.models import Person
from tests.desk import POLICY, Desk, at

DUTIES = """
  explained:
    form: duty
    name: {en: Explanation in writing, zh-Hans: 书面说明}
    source: D-6
    kind: document
    opens: request.received
    done: explanation.sent
    to: customer
    contents: [reason, against_loss]
  analysis:
    form: duty
    name: {en: Fault analysis, zh-Hans: 故障分析}
    source: D-7
    kind: document
    opens: service.restored
    done: {event: document.handed_over, where: {document: fault_analysis}}
    to: customer
    contents: [cause, prevention]
  sheet:
    form: duty
    name: {en: Service sheet signed by both, zh-Hans: 双方签字的服务单}
    source: D-7
    kind: document
    opens: request.received
    done: report.signed
    signed_by: [provider, customer]
    blocks_closing: yes
"""
FACTS = """facts:
  against_loss: {type: text, name: {en: against the loss, zh-Hans: 减损措施}}
  prevention: {type: text, name: {en: prevention, zh-Hans: 预防措施}}
"""
PAPERS_POLICY = POLICY.replace("facts:\n", FACTS, 1) + DUTIES.removeprefix("\n")
PROVIDER = {"en": "Example Instruments", "zh-hans": "示例仪器"}
FOUND = {"found": {"en": "Bearing of pump 3 ran hot."}, "done": {"en": "Bearing replaced."}}


def begin(desk: Desk, opened: Any, **said: Any) -> Document:
    """Begin a service report in English, or what is said."""
    told: dict[str, Any] = {"kind": DocumentKind.SERVICE_REPORT, "languages": ["en"]} | said
    return begin_document(case_id=opened.case_id, by=desk.engineer, at=at("11:00"), **told)


def write(desk: Desk, document: Document, texts: Any = None, **said: Any) -> Document:
    """Write on a draft."""
    told = {"edition": document.edition, "by": desk.engineer, "at": at("11:05")} | said
    return write_draft(document_id=document.pk, texts=texts or FOUND, **told)


def issue(document: Document, by: Person, *, now: str = "11:10", key: str = "") -> Version:
    """Issue a document as it stands."""
    wanted = Issue(
        document_id=document.pk,
        edition=Document.objects.get(pk=document.pk).edition,
        provider=PROVIDER,
        key=key or uuid.uuid4().hex,
    )
    return issue_document(issue=wanted, by=by, at=at(now))


def issued(desk: Desk, opened: Any, texts: Any = None, **said: Any) -> Version:
    """Return a document that was begun, written and issued."""
    document = begin(desk, opened, **said)
    write(desk, document, texts)
    return issue(document, desk.engineer)
