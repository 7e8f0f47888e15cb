"""Macros are kept in versions that say who changed them and when."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from kept.records.ledger.models import Entry
from kept.records.macros.models import MacroVersion
from kept.records.macros.queries import macro
from kept.records.macros.services import (
    MacroChanged,
    MacroDetails,
    MacroEmpty,
    StepUnclear,
    keep_macro,
    retire_macro,
)
from kept.records.macros.steps import Step, StepKind
from tests.asked import MACRO
from tests.desk import at

NOTED = Step(kind=StepKind.FACT, what="note.added", text="Seen")


def keep(desk, *steps, after=1, key=MACRO, by=None, **said) -> int:
    details = MacroDetails(**{"names": {"en": "Seen"}, "steps": steps or (NOTED,)} | said)
    return keep_macro(key=key, details=details, after=after, by=by or desk.manager, now=at("09:00"))


def test_each_change_is_a_version_with_its_writer(desk):
    administrator = type(desk.manager).objects.get(username="admin")
    assert keep(desk, by=administrator) == 2
    assert keep(desk, by=desk.manager) == 2  # the same: nothing changed

    card = macro(MACRO)
    assert [version.written_by for version in card.versions] == ["Admin", "Marta Stein"]
    entries = Entry.objects.filter(stream=f"macro:{MACRO}").order_by("seq")
    assert [entry.data["version"] for entry in entries] == [1, 2]


def test_a_page_that_was_left_open_changes_nothing(desk):
    keep(desk)

    with pytest.raises(MacroChanged):
        keep(desk, names={"en": "Other"}, after=1)


def test_a_version_cannot_be_changed_in_the_database(desk):
    with pytest.raises(DatabaseError), transaction.atomic():
        MacroVersion.objects.update(steps=[{}])


def test_what_is_retired_is_there_again_once_it_is_kept_again(desk):
    assert retire_macro(key=MACRO, by=desk.manager, now=at("09:00"))
    assert not retire_macro(key=MACRO, by=desk.manager, now=at("09:00"))
    assert macro(MACRO).retired_at is not None

    keep(desk)

    assert macro(MACRO).retired_at is None


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"key": "No Key"}, MacroEmpty),
        ({"names": {}}, MacroEmpty),
        ({"steps": ()}, MacroEmpty),
        ({"steps": (NOTED,) * 13}, MacroEmpty),
        ({"steps": (Step(kind=StepKind.FACT, what="case.closed"),)}, StepUnclear),
        ({"steps": (Step(kind=StepKind.FACT, what="note.added"),)}, StepUnclear),
        ({"steps": (Step(kind=StepKind.FACT, what="reply.given", words="none"),)}, StepUnclear),
        ({"steps": (Step(kind=StepKind.CHECKLIST, what="none"),)}, StepUnclear),
        ({"steps": (Step(kind=StepKind.ASSIGN, what="999999"),)}, StepUnclear),
        ({"steps": (Step(kind=StepKind.WAIT),)}, StepUnclear),
    ],
)
def test_a_step_that_could_never_be_taken_is_refused(desk, said, refused):
    whole = {"names": {"en": "Seen"}, "steps": (NOTED,)} | said
    key = whole.pop("key", MACRO)

    with pytest.raises(refused):
        keep_macro(
            key=key, details=MacroDetails(**whole), after=1, by=desk.manager, now=at("09:00")
        )
