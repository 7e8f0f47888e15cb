"""Answers of checklists in words, in the language that is active."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.records.checklists.items import NO, YES, Item, ItemKind, Outcome


def answer_words(item: Item, outcome: Outcome, said: str, *, photo_is_there: bool = True) -> str:
    """Return what was found at an item: "done", "225 V", a choice by its name."""
    if outcome != Outcome.SAID:
        return str(outcome.label)
    match item.kind:
        case ItemKind.TICK:
            return {YES: _("done"), NO: _("not done")}[said]
        case ItemKind.CHOICE:
            return item.choice(said, get_language() or "en")
        case ItemKind.PHOTO:
            return _("photo") if photo_is_there else _("photo, withdrawn since")
    return f"{said} {item.unit}".strip()
