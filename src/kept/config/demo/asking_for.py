"""Keeping the demo company's checklists and macros."""

from __future__ import annotations

from decimal import Decimal

from kept.config.demo.chinese import traditional
from kept.config.demo.staff import MANAGERS
from kept.config.demo.words.asked import AGAIN, LOOKS, Again, Done, Look, Looked
from kept.config.demo.words.fault import Phrase
from kept.config.demo.world import World
from kept.records.checklists.items import Item, ItemKind
from kept.records.checklists.services import (
    ChecklistDetails,
    publish_checklist,
    write_checklist,
)
from kept.records.macros.services import MacroDetails, keep_macro
from kept.records.macros.steps import Step, StepKind


def keep_checklists_and_macros(world: World) -> None:
    """Publish the checklists, then keep the macros that start them."""
    for look in LOOKS:
        _publish(world, look)
    for again in AGAIN:
        _keep(world, again)


def _publish(world: World, look: Look) -> None:
    by, at = world.people[MANAGERS[0].username], world.began
    details = ChecklistDetails(
        names=_each(look.name),
        items=[_item(one) for one in look.items],
        case_types=look.case_types,
        families=look.families,
        completes=look.completes,
    )
    number = write_checklist(key=look.key, details=details, after=0, by=by, now=at)
    publish_checklist(key=look.key, number=number, by=by, now=at)


def _item(one: Looked) -> Item:
    return Item(
        texts=_each(one.text),
        kind=ItemKind(one.kind),
        is_required=one.is_required,
        unit=one.unit,
        low=Decimal(one.low) if one.low else None,
        high=Decimal(one.high) if one.high else None,
        choices=tuple(_lines(one.choices)) if one.choices else (),
    )


def _lines(phrase: Phrase) -> list[dict[str, str]]:
    """Return each line of a phrase by language."""
    parted = {language: text.splitlines() for language, text in _each(phrase).items()}
    rows = zip(*parted.values(), strict=True)
    return [dict(zip(parted, row, strict=True)) for row in rows]


def _keep(world: World, again: Again) -> None:
    details = MacroDetails(
        names=_each(again.name),
        steps=[_step(one) for one in again.steps],
        case_types=again.case_types,
        families=again.families,
    )
    by = world.people[MANAGERS[0].username]
    keep_macro(key=again.key, details=details, after=0, by=by, now=world.began)


def _step(one: Done) -> Step:
    key, _is, value = one.said.partition("=")
    return Step(
        kind=StepKind(one.kind),
        what=one.what,
        values={key: value} if key else {},
        words=one.words,
        text=one.text,
    )


def _each(phrase: Phrase) -> dict[str, str]:
    """Return a phrase by language."""
    return {"en": phrase.en, "zh-hans": phrase.zh, "zh-hant": traditional(phrase.zh)}
