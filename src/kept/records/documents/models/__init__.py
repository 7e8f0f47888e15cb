from kept.records.documents.models.document import Document, Version
from kept.records.documents.models.link import CodeBy, SigningLink
from kept.records.documents.models.seal import Seal
from kept.records.documents.models.signature import Manner, Outcome, Party, Signature

__all__ = [
    "CodeBy",
    "Document",
    "Manner",
    "Outcome",
    "Party",
    "Seal",
    "Signature",
    "SigningLink",
    "Version",
]
