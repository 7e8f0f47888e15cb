"""Beginning a document, writing on it, dropping it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services.holding import hold
from kept.records.documents.asking import Written
from kept.records.documents.kinds import DocumentKind
from kept.records.documents.models import Document, Version
from kept.records.ledger.services import write
from kept.records.people.models import Language, Person
from kept.records.refusal import Refused


class DocumentNotFound(Refused):
    """No such document."""

    sentence = _("There is no such document.")


class WrittenMeanwhile(Refused):
    """Somebody else went on with the draft."""

    sentence = _("%(name)s changed this draft meanwhile. Copy what you wrote, and reload the page.")


class AlreadyIssued(Refused):
    """What was issued stays."""

    sentence = _("This document was issued already. It stays.")


class NotInThese(Refused):
    """One language, or two different ones."""

    sentence = _("Choose one language, or two different ones.")


@transaction.atomic
def begin_document(
    *,
    case_id: int,
    kind: DocumentKind,
    languages: Sequence[str],
    by: Person,
    at: datetime,
    duty: str = "",
) -> Document:
    """Begin a document of a case and return it. Raises CaseNotFound, NotInThese."""
    case = hold(case_id).case  # before its ledger: a row that points to it locks it, too
    if not 1 <= len(languages) <= 2 or len(set(languages)) < len(languages):
        raise NotInThese
    document = Document.objects.create(
        case=case,
        customer_id=case.customer_id,
        kind=kind,
        duty=duty,
        languages=[Language(code) for code in languages],
        begun_at=at,
        begun_by=by,
        written_at=at,
        written_by=by,
    )
    data = {
        "document": document.number,
        "kind": kind.value,
        "duty": duty,
        "languages": [*languages],
    }
    write(stream=case.stream, verb="document.begun", by=by, at=at, data=data)
    return document


@transaction.atomic
def write_draft(
    *, document_id: int, texts: Written, edition: int, by: Person, at: datetime
) -> Document:
    """Keep what was written so far. Safe to repeat. Raises DocumentNotFound, WrittenMeanwhile.

    A draft is not in the ledger: what counts is what was issued.
    """
    document = held_draft(document_id)
    said = tidy(texts, document.languages)
    if said == document.texts:
        return document
    if document.edition != edition:
        raise WrittenMeanwhile(name=document.written_by.display_name)
    document.texts, document.edition = said, edition + 1
    document.written_at, document.written_by = at, by
    document.save(update_fields=["texts", "edition", "written_at", "written_by"])
    return document


@transaction.atomic
def drop_document(*, document_id: int, by: Person, at: datetime) -> None:
    """Give a draft up that was never issued. Safe to repeat. Raises AlreadyIssued."""
    document = Document.objects.select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None:
        raise DocumentNotFound
    if document.dropped_at is not None:
        return
    if Version.objects.filter(document=document).exists():
        raise AlreadyIssued
    document.dropped_at, document.dropped_by = at, by
    document.save(update_fields=["dropped_at", "dropped_by"])
    stream = document.case.stream
    data = {"document": document.number}
    write(stream=stream, verb="document.dropped", by=by, at=at, data=data)


def held_draft(document_id: int) -> Document:
    """Lock a document until the transaction ends. Raises DocumentNotFound."""
    rows = Document.objects.select_for_update(of=("self",)).select_related("written_by", "case")
    document = rows.filter(pk=document_id, dropped_at=None).first()
    if document is None:
        raise DocumentNotFound
    return document


def tidy(texts: Written, languages: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return what was written in the document's languages, without what is empty."""
    kept: dict[str, dict[str, str]] = {}
    for key, by_language in texts.items():
        said = _said(by_language, languages)
        if said:
            kept[key] = said
    return kept


def _said(by_language: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    found = {code: by_language.get(code, "").replace("\r\n", "\n").strip() for code in languages}
    return {code: text for code, text in found.items() if text}
