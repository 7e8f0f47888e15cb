from kept.records.documents.models.document import Document, Version
from kept.records.documents.models.seal import Seal
from kept.records.documents.models.signature import Outcome, Party, Signature

__all__ = ["Document", "Outcome", "Party", "Seal", "Signature", "Version"]
