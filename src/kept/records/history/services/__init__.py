from kept.records.history.services.folding import fold_entries
from kept.records.history.services.rebuilding import rebuild_history

__all__ = ["fold_entries", "rebuild_history"]
