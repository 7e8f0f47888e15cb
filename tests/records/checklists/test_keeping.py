"""Checklists are written in versions; what was published stays as it was."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kept.records.checklists.items import Item, ItemKind
from kept.records.checklists.models import ChecklistVersion
from kept.records.checklists.queries import checklist, fitting, published
from kept.records.checklists.services import (
    ChecklistChanged,
    ChecklistDetails,
    ChecklistEmpty,
    ChecklistUnclear,
    publish_checklist,
    retire_checklist,
    write_checklist,
)
from kept.records.ledger.models import Entry
from tests.asked import CHECKLIST, items, make_checklist
from tests.desk import at
from tests.records.checklists.test_answering import card_of


def write(desk, *, after=0, now="09:00", **said) -> int:
    details = ChecklistDetails(**{"names": {"en": "Look"}, "items": items()} | said)
    return write_checklist(
        key=CHECKLIST, details=details, after=after, by=desk.manager, now=at(now)
    )


def test_what_was_written_is_no_cases_before_it_is_published(desk):
    write(desk)
    opened = desk.log()
    assert fitting(card_of(opened, desk), "", running=(), among=published()) == []

    publish_checklist(key=CHECKLIST, number=1, by=desk.manager, now=at("09:10"))

    assert [
        one.key for one in fitting(card_of(opened, desk), "", running=(), among=published())
    ] == [CHECKLIST]
    verbs = Entry.objects.filter(stream=f"checklist:{CHECKLIST}").order_by("seq")
    assert [entry.verb for entry in verbs] == ["checklist.written", "checklist.published"]


def test_the_same_again_is_no_version_and_a_stale_page_is_refused(desk):
    assert write(desk) == 1
    assert write(desk) == 1
    assert write(desk, after=1, names={"en": "Other"}) == 2

    with pytest.raises(ChecklistChanged):
        write(desk, after=1, names={"en": "Third"})
    with pytest.raises(ChecklistChanged):
        publish_checklist(key=CHECKLIST, number=1, by=desk.manager, now=at("09:10"))


def test_a_published_version_cannot_be_changed_in_the_database(desk):
    make_checklist(desk.manager)

    with pytest.raises(DatabaseError), transaction.atomic():
        ChecklistVersion.objects.update(names={"en": "Another"})


def test_what_is_retired_is_offered_no_more_until_it_is_published_again(desk):
    make_checklist(desk.manager)
    opened = desk.log()

    assert retire_checklist(key=CHECKLIST, by=desk.manager, now=at("09:00"))
    assert not retire_checklist(key=CHECKLIST, by=desk.manager, now=at("09:00"))
    assert checklist(CHECKLIST).published is None
    assert fitting(card_of(opened, desk), "", running=(), among=published()) == []

    assert publish_checklist(key=CHECKLIST, number=1, by=desk.manager, now=at("09:10"))
    assert checklist(CHECKLIST).published.number == 1


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"names": {"en": " "}}, ChecklistEmpty),
        ({"items": []}, ChecklistEmpty),
        ({"items": items() * 16}, ChecklistEmpty),
        ({"items": [replace(items()[0], texts={})]}, ChecklistUnclear),
        ({"items": [replace(items()[1], low=Decimal(300))]}, ChecklistUnclear),
        ({"items": [replace(items()[2], choices=({"en": "one"},))]}, ChecklistUnclear),
        ({"completes": "case.closed"}, ChecklistUnclear),  # that has a service of its own
        ({"completes": "no fact"}, ChecklistUnclear),
    ],
)
def test_what_asks_nothing_clear_is_refused(desk, said, refused):
    with pytest.raises(refused):
        write(desk, **said)


def test_an_item_keeps_only_what_its_kind_asks_for(desk):
    odd = Item(texts={"en": "Dry", "fr": "sec"}, kind=ItemKind.TICK, unit="V", low=Decimal(1))
    write(desk, items=[odd])

    [kept] = checklist(CHECKLIST).newest.items
    assert (kept.texts, kept.unit, kept.low) == ({"en": "Dry"}, "", None)


@pytest.mark.parametrize(
    ("said", "family", "fits"),
    [
        ({}, "pump", True),
        ({"families": ("pump",)}, "pump", True),
        ({"families": ("pump",)}, "ups", False),
        ({"case_types": ("fault",)}, "", True),
        ({"case_types": ("training",)}, "", False),
        ({"ways": ("on_site",)}, "", False),  # this policy has no ladder with such a step
    ],
)
def test_it_is_proposed_where_it_fits(desk, said, family, fits):
    make_checklist(desk.manager, **said)

    found = fitting(card_of(desk.log(), desk), family, running=(), among=published())

    assert bool(found) is fits
