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
from kept.records.documents.services.sealing import NothingToSeal, seal_version, sign_and_seal
from kept.records.documents.services.signing import (
    AnotherVersion,
    NobodyNamed,
    OwnHand,
    SignatureCopied,
    SignedAlready,
    Signing,
    sign_document,
)

__all__ = [
    "AlreadyIssued",
    "AnotherVersion",
    "DocumentNotFound",
    "Issue",
    "NobodyNamed",
    "NotInThese",
    "NothingToSeal",
    "OwnHand",
    "Proposal",
    "SignatureCopied",
    "SignedAlready",
    "Signing",
    "WrittenMeanwhile",
    "begin_document",
    "drop_document",
    "issue_document",
    "preview_data",
    "propose",
    "seal_version",
    "sign_and_seal",
    "sign_document",
    "write_draft",
]
