from kept.records.returns.queries.board import (
    BoardFilter,
    BoardRow,
    board,
    board_version,
    numbers_of_case,
)
from kept.records.returns.queries.brief import CaseLine, SentOn, lines_of_case, returns_of_case
from kept.records.returns.queries.card import EventCard, LineCard, RmaCard, rma_card, rma_version
from kept.records.returns.queries.exchanged import Exchange, exchange_of
from kept.records.returns.queries.lent import (
    LoanCard,
    LoanerCard,
    loan_card,
    loans_of_case,
    pool,
)
from kept.records.returns.queries.owed import Owed, OwedKind, Turn, owed

__all__ = [
    "BoardFilter",
    "BoardRow",
    "CaseLine",
    "EventCard",
    "Exchange",
    "LineCard",
    "LoanCard",
    "LoanerCard",
    "Owed",
    "OwedKind",
    "RmaCard",
    "SentOn",
    "Turn",
    "board",
    "board_version",
    "exchange_of",
    "lines_of_case",
    "loan_card",
    "loans_of_case",
    "numbers_of_case",
    "owed",
    "pool",
    "returns_of_case",
    "rma_card",
    "rma_version",
]
