from kept.records.documents.addressees import NoAddress
from kept.records.documents.links import SIGNING_LINK
from kept.records.documents.services.admitting import WrongCode
from kept.records.documents.services.approving import begin_approval
from kept.records.documents.services.by_link import (
    send_link,
    sign_by_link,
)
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
from kept.records.documents.services.linking import LinkEnded, revoke_link
from kept.records.documents.services.on_paper import NoPicture, sign_on_paper
from kept.records.documents.services.sealing import NothingToSeal, seal_version, sign_and_seal
from kept.records.documents.services.signing import (
    AnotherVersion,
    NobodyNamed,
    NotOnPaper,
    OwnHand,
    SignatureCopied,
    SignedAlready,
    Signing,
    sign_document,
)

__all__ = [
    "SIGNING_LINK",
    "AlreadyIssued",
    "AnotherVersion",
    "DocumentNotFound",
    "Issue",
    "LinkEnded",
    "NoAddress",
    "NoPicture",
    "NobodyNamed",
    "NotInThese",
    "NotOnPaper",
    "NothingToSeal",
    "OwnHand",
    "Proposal",
    "SignatureCopied",
    "SignedAlready",
    "Signing",
    "WrittenMeanwhile",
    "WrongCode",
    "begin_approval",
    "begin_document",
    "drop_document",
    "issue_document",
    "preview_data",
    "propose",
    "revoke_link",
    "seal_version",
    "send_link",
    "sign_and_seal",
    "sign_by_link",
    "sign_document",
    "sign_on_paper",
    "write_draft",
]
