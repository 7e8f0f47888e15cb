"""Tables of work done."""

from kept.records.work.models.entry import Entry, Where, WorkKind
from kept.records.work.models.taken import Taken

__all__ = ["Entry", "Taken", "Where", "WorkKind"]
