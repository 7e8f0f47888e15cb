from kept.records.files.models.attachment import Attachment, Kind
from kept.records.files.models.of_policy import PolicyDocument
from kept.records.files.models.stored import StoredFile

__all__ = ["Attachment", "Kind", "PolicyDocument", "StoredFile"]
