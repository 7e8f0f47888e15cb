from kept.records.documents.services.drafting import (
    AlreadyIssued,
    DocumentNotFound,
    NotInThese,
    WrittenMeanwhile,
    begin_document,
    drop_document,
    write_draft,
)
from kept.records.documents.services.issuing import (
    Issue,
    Proposal,
    issue_document,
    preview_data,
    propose,
)

__all__ = [
    "AlreadyIssued",
    "DocumentNotFound",
    "Issue",
    "NotInThese",
    "Proposal",
    "WrittenMeanwhile",
    "begin_document",
    "drop_document",
    "issue_document",
    "preview_data",
    "propose",
    "write_draft",
]
