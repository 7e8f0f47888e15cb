"""Which macros are offered in a case: those of which every step is allowed there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kept.records.cases.asking import NewFact
from kept.records.cases.concerned import THEIR_SIDE
from kept.records.cases.held_back import held_back
from kept.records.cases.models import Case
from kept.records.cases.queries import CaseCard
from kept.records.cases.rows_as_facts import fact_id
from kept.records.cases.services.waiting import BEGAN, ENDED, on_their_side
from kept.records.cases.vocabulary import check_fact
from kept.records.documents.addressees import usual
from kept.records.knowledge.queries import ReadyWords
from kept.records.macros.models import MacroVersion
from kept.records.macros.steps import ME, ON_DUTY, Step, StepKind, from_json
from kept.records.macros.taking import Setting, WordsGone, fact_of, may_take, text_of
from kept.records.mail.services.writing import TOLD
from kept.records.naming import Named
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.roster.queries import lead
from kept.rules.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OfferedMacro(Named):
    """A macro that can be run in a case as it stands."""

    key: str
    number: int
    names: Mapping[str, str]
    steps: tuple[Step, ...]


def steps_of(row: MacroVersion) -> list[Step]:
    """Return the steps of a version."""
    return [from_json(kept) for kept in row.steps]


def fits(row: MacroVersion, case_type: str, family: str) -> bool:
    """Say whether a version is for such a case and such a machine."""
    is_type = not row.case_types or case_type in row.case_types
    return is_type and (not row.families or family in row.families)


def newest() -> list[MacroVersion]:
    """Return what each macro that is not retired does now, by key."""
    rows = MacroVersion.objects.filter(macro__retired_at=None).select_related("macro")
    return list(rows.order_by("macro__key", "-number").distinct("macro__key"))


def offered(
    card: CaseCard,
    family: str,
    *,
    by: Person,
    now: datetime,
    ready: Iterable[ReadyWords],
    checklists: Iterable[str],
) -> list[OfferedMacro]:
    """Return the macros that a person can run in a case, by key.

    `ready` are the ready words there are, `checklists` the keys of those published. Each step is
    looked at as if those before it were taken. What only its own service can tell is told by the
    rehearsal.
    """
    fitting = [(row, steps_of(row)) for row in newest() if fits(row, card.case_type, family)]
    mine = [(row, steps) for row, steps in fitting if all(may_take(step, by) for step in steps)]
    if not mine:
        return []
    words = {one.key: one for one in ready}
    setting = Setting(card=card, by=by, now=now, key="", source="", words=words)
    taken = [step for _row, steps in mine for step in steps]
    around = _Around.of(setting, frozenset(checklists), taken)
    return [
        OfferedMacro(key=row.macro.key, number=row.number, names=row.names, steps=tuple(steps))
        for row, steps in mine
        if around.allows(steps)
    ]


@dataclass(frozen=True, kw_only=True)
class _Around:
    """What the steps of macros need to be there, read once for all of them."""

    setting: Setting
    checklists: frozenset[str]
    people: frozenset[str]
    has_address: bool  # who asked can be written to
    is_about_them: bool  # a complaint about the person, who can only add a note

    @classmethod
    def of(cls, setting: Setting, checklists: frozenset[str], steps: Sequence[Step]) -> _Around:
        card, by = setting.card, setting.by
        hands_over = any(step.kind is StepKind.ASSIGN for step in steps)
        return cls(
            setting=setting,
            checklists=checklists,
            is_about_them=by.pk in card.about,
            has_address=any(step.kind is StepKind.MESSAGE for step in steps) and _has_address(card),
            people=_there(card, by, setting.now, steps) if hands_over else frozenset(),
        )

    def allows(self, steps: Sequence[Step]) -> bool:
        """Say whether all steps are possible one after the other."""
        facts: list[Fact] = []
        return all(self._allows(step, facts) for step in steps)

    def _allows(self, step: Step, facts: list[Fact]) -> bool:
        if self.is_about_them and (step.kind, step.what) != (StepKind.FACT, THEIR_SIDE):
            return False
        if step.kind is StepKind.CHECKLIST:
            return step.what in self.checklists
        if step.kind is StepKind.ASSIGN:
            return step.what in self.people
        if step.kind is StepKind.MESSAGE and not self.has_address:
            return False
        try:
            return self._allows_fact(step, self._fact(step), facts)
        except WordsGone:
            return False

    def _fact(self, step: Step) -> NewFact:
        if step.kind is StepKind.FACT:
            return fact_of(step, self.setting)
        said = {"text": text_of(step, self.setting)}
        if step.kind is StepKind.MESSAGE:
            return NewFact(kind=TOLD, at=self.setting.now, values=said)
        if step.kind is StepKind.WAIT:
            return NewFact(
                kind=BEGAN, at=self.setting.now, values={"waiting_for": step.what, **said}
            )
        return NewFact(kind=ENDED, at=self.setting.now, values=said)

    def _allows_fact(self, step: Step, new: NewFact, facts: list[Fact]) -> bool:
        card, now = self.setting.card, self.setting.now
        known = card.facts.with_more(facts)
        waits = [fact.kind for fact in known.standing if fact.kind in (BEGAN, ENDED)]
        is_waiting = bool(waits) and waits[-1] == BEGAN
        if step.kind in (StepKind.WAIT, StepKind.RESUME) and is_waiting is not (
            step.kind is StepKind.RESUME
        ):
            return False
        try:
            check_fact(card.policy, new, now=now, asked_at=card.requested_at)
        except Refused:
            return False
        if step.kind is StepKind.WAIT and not on_their_side(card.policy, step.what):
            return False
        fact = Fact(
            id=fact_id(len(known.facts) + 1),
            kind=new.kind,
            at=now,
            received_at=now,
            values=new.values,
        )
        if held_back(card.policy, known, fact, now):
            return False
        facts.append(fact)
        return True


def _has_address(card: CaseCard) -> bool:
    return usual(Case.objects.get(pk=card.pk)) is not None


def _there(card: CaseCard, by: Person, now: datetime, steps: Sequence[Step]) -> frozenset[str]:
    """Return to whom, of those that steps name, the case can be handed over now."""
    asked = {step.what for step in steps if step.kind is StepKind.ASSIGN}
    found = {ME: by.pk} if by.pk not in card.about else {}
    if ON_DUTY in asked:
        on_duty = lead(office_id=card.office.pk, at=now)
        found |= {ON_DUTY: on_duty} if on_duty is not None and on_duty not in card.about else {}
    named = [int(what) for what in asked if what.isdigit() and int(what) not in card.about]
    if named:
        there = Person.objects.active().filter(pk__in=named).values_list("pk", flat=True)
        found |= {str(pk): pk for pk in there}
    return frozenset(found)
