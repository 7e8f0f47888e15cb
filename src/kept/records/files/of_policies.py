"""Reading the documents that are kept with policies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.records.files.models import PolicyDocument
from kept.records.files.queries import Served
from kept.records.files.withholding import Withheld, withheld


@dataclass(frozen=True)
class PolicyDocumentLine:
    """A document of a policy: the newest one for what requires it."""

    pk: int
    requirement: str
    name: str
    added_at: datetime
    added_by: str
    withheld: Withheld


def policy_documents(code: str) -> dict[str, PolicyDocumentLine]:
    """Return the newest document of a policy by what requires it."""
    rows = PolicyDocument.objects.filter(policy__code=code).select_related("file", "added_by")
    return {row.requirement: _line(row) for row in rows.order_by("added_at", "pk")}


def has_document(code: str, requirement: str) -> bool:
    """Say whether a document is there in which nothing harmful was found."""
    rows = PolicyDocument.objects.filter(policy__code=code, requirement=requirement)
    return rows.filter(file__signature="").exists()


def policy_document_served(code: str, pk: int) -> Served | None:
    """Return a document to be handed over; None if there is none or it is withheld."""
    row = PolicyDocument.objects.filter(policy__code=code, pk=pk).select_related("file").first()
    if row is None or withheld(row.file) is not Withheld.NOT:
        return None
    return Served(row.name, row.file.media_type, row.file.sha256)


def _line(row: PolicyDocument) -> PolicyDocumentLine:
    return PolicyDocumentLine(
        pk=row.pk,
        requirement=row.requirement,
        name=row.name,
        added_at=row.added_at,
        added_by=row.added_by.display_name,
        withheld=withheld(row.file),
    )
