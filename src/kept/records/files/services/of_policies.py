"""Adding the documents that policies require."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.records.files.models import PolicyDocument
from kept.records.files.services.attaching import NewFile, ready_file
from kept.records.files.services.keeping import keep_all
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.policies.models import Policy


@transaction.atomic
def add_policy_document(
    *, code: str, requirement: str, name: str, content: bytes, by: Person, at: datetime
) -> PolicyDocument:
    """Keep a document with a policy under what requires it. Returns it.

    Safe to repeat: the same bytes under the same requirement are there once. Raises FileEmpty,
    FileTooLarge, NotTaken, PictureBroken, PictureTooLarge, DiskFull.
    """
    ready = ready_file(NewFile(name=name, content=content, for_customer=False))
    policy = Policy.objects.select_for_update().get(code=code)
    stored = keep_all([ready.content], now=at)[ready.content.sha256]
    there = policy.documents.filter(requirement=requirement, file=stored).first()
    if there is not None:
        return there
    row = PolicyDocument.objects.create(
        policy=policy,
        requirement=requirement,
        file=stored,
        name=ready.name,
        added_at=at,
        added_by=by,
    )
    data = {"requirement": requirement, "name": row.name, "sha256": stored.sha256}
    write(stream=f"policy:{code}", verb="policy.document_added", by=by, at=at, data=data)
    return row
