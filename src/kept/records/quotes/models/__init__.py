from kept.records.quotes.models.answer import Answer, Exchange, Outcome, QuoteLink, Speech, Way
from kept.records.quotes.models.goodwill import TakenOver
from kept.records.quotes.models.quote import Quote
from kept.records.quotes.models.version import QuoteLine, QuoteTax, QuoteVersion

__all__ = [
    "Answer",
    "Exchange",
    "Outcome",
    "Quote",
    "QuoteLine",
    "QuoteLink",
    "QuoteTax",
    "QuoteVersion",
    "Speech",
    "TakenOver",
    "Way",
]
