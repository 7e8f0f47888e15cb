"""Running a macro: one service that runs others, all of them in one transaction or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.models import Case, CaseFact
from kept.records.cases.queries import CaseCard, case_card
from kept.records.cases.rows_as_facts import fact_of
from kept.records.cases.services import CaseNotFound, KeyReused
from kept.records.cases.services.holding import hold
from kept.records.knowledge.queries import ready_texts
from kept.records.ledger.services import write
from kept.records.macros.models import MacroRun, MacroVersion
from kept.records.macros.offering import fits, steps_of
from kept.records.macros.services.keeping import MacroChanged, MacroNotFound
from kept.records.macros.taking import Setting, take
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.rules.facts import Fact


class MacroUnfit(Refused):
    """A macro is for other cases."""

    sentence = _("This macro is for other types of cases or other machines.")


@dataclass(frozen=True)
class Ran:
    """A macro was run; `repeated`: it already had been, with the same key."""

    run_id: int
    facts: tuple[int, ...]
    repeated: bool


@dataclass(frozen=True)
class Rehearsal:
    """What running a macro would come to: the facts it would add, or why it is refused.

    `refused_at` is the place of the step that is refused; 0: the macro itself is.
    """

    facts: tuple[Fact, ...] = ()
    refused: str = ""
    refused_at: int = 0


@transaction.atomic
def run_macro(
    *, case_id: int, macro: str, version: int, by: Person, now: datetime, key: str
) -> Ran:
    """Take all steps of a macro in a case, and write down that it was this macro.

    `version` is what the person saw. Safe to repeat with the same key. One refused step refuses
    all, with its own sentence, and leaves nothing. Raises MacroNotFound, MacroChanged, MacroUnfit,
    KeyReused, CaseNotFound, NotYourStep, WordsGone, and what the steps' services raise.
    """
    case = hold(case_id).case
    old = MacroRun.objects.select_related("version__macro").filter(case_id=case.pk, key=key).first()
    if old is not None:
        if (old.by_id, old.version.macro.key) != (by.pk, macro):
            raise KeyReused
        return Ran(old.pk, (), True)
    row = _version(macro, version)
    taken = _take_all(case, row, _Progress(), by=by, now=now, key=key)
    run = MacroRun.objects.create(
        case_id=case.pk,
        customer_id=case.customer_id,
        version=row,
        at=now,
        by=by,
        by_name=by.actor_name,
        key=key,
    )
    steps = [
        {"kind": str(step.kind), "what": step.what, "fact": fact}
        for step, fact in zip(steps_of(row), taken, strict=True)
    ]
    data = {"run": run.pk, "macro": macro, "version": row.number, "steps": steps, "key": key}
    write(stream=case.stream, verb="macro.run", by=by, at=now, data=data)
    return Ran(run.pk, tuple(fact for fact in taken if fact is not None), False)


class _TakenBack(Exception):
    """The rehearsal is over; its transaction is given up."""


def rehearse_macro(
    *, case_id: int, macro: str, version: int, by: Person, now: datetime
) -> Rehearsal:
    """Return what running a macro would come to, by running it and giving up the transaction.

    Nothing stays, and nobody sees any of it.
    """
    progress = _Progress()
    try:
        with transaction.atomic():
            _rehearse(case_id, _version(macro, version), by, now, progress)
    except _TakenBack:
        return Rehearsal(facts=progress.facts)
    except Refused as refused:
        return Rehearsal(refused=str(refused), refused_at=progress.place)


@dataclass
class _Progress:
    """How far a macro came: the step it is at, and the facts it has added."""

    place: int = 0
    facts: tuple[Fact, ...] = ()


def _rehearse(
    case_id: int, row: MacroVersion, by: Person, now: datetime, progress: _Progress
) -> NoReturn:
    case = hold(case_id).case
    known = CaseFact.objects.filter(case_id=case.pk).count()
    _take_all(case, row, progress, by=by, now=now, key="rehearsal")
    added = CaseFact.objects.filter(case_id=case.pk, seq__gt=known).order_by("seq")
    progress.facts = tuple(fact_of(fact) for fact in added)
    raise _TakenBack


def _take_all(
    case: Case, row: MacroVersion, progress: _Progress, *, by: Person, now: datetime, key: str
) -> list[int | None]:
    """Take the steps in their order; return the fact of each that recorded one."""
    card = case_card(str(case.number), viewer=by, at=now)
    if card is None:
        raise CaseNotFound
    if not fits(row, card.case_type, case.equipment.product.family if case.equipment else ""):
        raise MacroUnfit
    setting = _setting(row, card, by=by, now=now, key=key)
    taken = []
    for progress.place, step in enumerate(steps_of(row), start=1):
        taken.append(take(step, progress.place, setting))
    return taken


def _setting(row: MacroVersion, card: CaseCard, *, by: Person, now: datetime, key: str) -> Setting:
    needs_words = any(step.words for step in steps_of(row))
    return Setting(
        card=card,
        by=by,
        now=now,
        key=key,
        source=f"macro:{row.macro.key}",
        words={words.key: words for words in ready_texts()} if needs_words else {},
    )


def _version(key: str, number: int) -> MacroVersion:
    """Return what a macro does now. Raises MacroNotFound, and MacroChanged for an older version."""
    rows = MacroVersion.objects.filter(macro__key=key, macro__retired_at=None)
    row = rows.select_related("macro").order_by("-number").first()
    if row is None:
        raise MacroNotFound
    if row.number != number:
        raise MacroChanged
    return row
