from kept.records.documents.models.document import Document, Version

__all__ = ["Document", "Version"]
