"""Ready words as they are said in a case: in the customer's language, their holes filled."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kept.records.cases.queries import CaseCard, open_clocks
from kept.records.knowledge.filling import filled
from kept.records.knowledge.queries import ReadyWords
from kept.records.naming import FALLBACK, name_in
from kept.records.people.models import Language, Person


@dataclass(frozen=True)
class Spoken:
    """Words with their holes filled, and the language they are in."""

    language: str
    text: str


def spoken(words: ReadyWords, card: CaseCard, *, by: Person) -> Spoken:
    """Return ready words as near to the customer's language as there are, filled in."""
    wanted = card.language if card.language in Language.values else Language.ENGLISH.value
    language = next((code for code in FALLBACK[wanted] if words.texts.get(code)), wanted)
    return Spoken(language, in_case(words.texts.get(language, ""), card, language, by=by))


def in_case(text: str, card: CaseCard, language: str, *, by: Person) -> str:
    """Return a text with its holes filled, the names of things in a language."""
    return filled(text, _values(card, language, by))


def _values(card: CaseCard, language: str, by: Person) -> dict[str, str]:
    """Return what fills the holes. A time due is one for the customer: with its day, on site."""
    contact = next(iter(card.contact.names.values())) if card.contact else card.caller
    due = next((line.due_at for line in open_clocks(card) if line.due_at), None)
    return {
        "customer": name_in(card.customer.names, language),
        "contact": contact,
        "number": card.number,
        "equipment": name_in(card.equipment.names, language) if card.equipment else "",
        "serial": card.equipment.note if card.equipment else "",
        "due": f"{due.astimezone(ZoneInfo(card.zone)):%Y-%m-%d %H:%M}" if due else "",
        "me": by.display_name,
    }
