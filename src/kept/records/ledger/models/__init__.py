from kept.records.ledger.models.counter import Counter
from kept.records.ledger.models.entry import Entry, Head

__all__ = ["Counter", "Entry", "Head"]
