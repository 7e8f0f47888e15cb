from kept.records.telephone.queries.calls import (
    CallBackLine,
    CallCard,
    CallFilter,
    CallState,
    call_card,
    call_events,
    call_for_request,
    calls,
    calls_to_return,
    on_the_line,
    to_return_count,
)
from kept.records.telephone.queries.exchanges import exchange_of
from kept.records.telephone.queries.guesses import Certainty, Guess, guesses

__all__ = [
    "CallBackLine",
    "CallCard",
    "CallFilter",
    "CallState",
    "Certainty",
    "Guess",
    "call_card",
    "call_events",
    "call_for_request",
    "calls",
    "calls_to_return",
    "exchange_of",
    "guesses",
    "on_the_line",
    "to_return_count",
]
