from kept.records.ledger.services.anchoring import keep_anchor
from kept.records.ledger.services.exporting import give_proof
from kept.records.ledger.services.numbering import next_number
from kept.records.ledger.services.writing import Line, begin_stream, telling, write, write_many

__all__ = [
    "Line",
    "begin_stream",
    "give_proof",
    "keep_anchor",
    "next_number",
    "telling",
    "write",
    "write_many",
]
