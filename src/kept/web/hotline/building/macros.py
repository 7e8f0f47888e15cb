"""Macros in a case, in words: which are offered, what one would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.checklists.queries import Published, checklist
from kept.records.knowledge.queries import ReadyWords
from kept.records.macros.queries import MacroCard, offered
from kept.records.macros.services import Rehearsal
from kept.records.macros.steps import ME, ON_DUTY, Step, StepKind
from kept.records.people.models import Person
from kept.records.people.queries import person
from kept.rules.assess.say.conditions import key_name, value_name
from kept.rules.facts.vocabulary import CHOICES, EVENTS
from kept.web.common.access import RECORDERS, may
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.wording import capital, pair
from kept.web.hotline import pages
from kept.web.hotline.building.changes import build_changes
from kept.web.hotline.building.next_facts import label
from kept.web.hotline.building.presence import build_here
from kept.web.hotline.forms.macros import MacroForm
from kept.web.hotline.pages.macros import MacroPage, MacroStep

RECORDING = (StepKind.FACT, StepKind.WAIT, StepKind.RESUME, StepKind.MESSAGE)


def build_macros(
    card: CaseCard,
    family: str,
    *,
    viewer: Person,
    reader: Reader,
    ready: Sequence[ReadyWords],
    published: Sequence[Published],
) -> list[pages.Link]:
    """Return the macros that this person can run in a case, by name."""
    if not may(viewer, *RECORDERS):
        return []
    found = offered(
        card,
        family,
        by=viewer,
        now=reader.now,
        ready=ready,
        checklists=[one.key for one in published],
    )
    links = [
        pages.Link(
            label=one.name(_language()), url=reverse("hotline:macro", args=[card.number, one.key])
        )
        for one in found
    ]
    return sorted(links, key=lambda link: link.label)


def build_macro(
    card: CaseCard, macro: MacroCard, rehearsal: Rehearsal, form: MacroForm, reader: Reader
) -> MacroPage:
    """Return what a macro would do and change, or at which step it would be refused."""
    version = macro.newest
    changes = build_changes(card, rehearsal.facts, reader)
    return MacroPage(
        now=reader.now,
        case=pages.Link(
            label=f"{card.number} {card.title}", url=reverse("hotline:case", args=[card.number])
        ),
        here=build_here(card),
        name=version.name(_language()),
        changed=_("version {number}, by {name} {at}").format(
            number=version.number, name=version.written_by, at=reader.full(version.written_at)
        ),
        steps=list(_steps(version.steps, rehearsal, reader.speaker(card.policy))),
        form=form,
        changes=pages.Changes(problem=_("As long as it is refused, it changes nothing."))
        if rehearsal.refused
        else replace(changes, held_back=()),  # it was tried: nothing is
        refused=rehearsal.refused,
    )


def _steps(
    steps: tuple[Step, ...], rehearsal: Rehearsal, speaker: PageSpeaker
) -> Iterator[MacroStep]:
    facts = iter(rehearsal.facts)
    for place, step in enumerate(steps, start=1):
        fact = next(facts, None) if step.kind in RECORDING else None
        yield MacroStep(
            words=_words(step, speaker),
            text=str(fact.values.get("text", "")) if fact else step.text,
            refused=rehearsal.refused if rehearsal.refused_at == place else "",
        )


def _words(step: Step, speaker: PageSpeaker) -> str:
    match step.kind:
        case StepKind.FACT:
            said = [_pair(speaker, key, str(value)) for key, value in step.values.items()]
            return " · ".join([label(step.what, speaker), *said])
        case StepKind.WAIT:
            return pair(label("waiting.began", speaker), _value(speaker, "waiting_for", step.what))
        case StepKind.RESUME:
            return label("waiting.ended", speaker)
        case StepKind.MESSAGE:
            return str(step.kind.label)
    return _other_words(step)


def step_words(step: Step, reader: Reader) -> str:
    """Return what a step does in words for many cases: each of their policies has its own."""
    match step.kind:
        case StepKind.FACT:
            names = EVENTS[step.what][0] if step.what in EVENTS else {"en": step.what}
            return capital(reader.text(names))
        case StepKind.WAIT:
            names = CHOICES["waiting_for"].get(step.what, ({"en": step.what}, None))[0]
            return pair(str(step.kind.label), reader.text(names))
        case StepKind.RESUME | StepKind.MESSAGE:
            return str(step.kind.label)
    return _other_words(step)


def _other_words(step: Step) -> str:
    if step.kind is StepKind.CHECKLIST:
        card = checklist(step.what)
        name = card.newest.name(_language()) if card else step.what
        return _("Start the checklist “{name}”").format(name=name)
    return _hand_over(step.what)


def _hand_over(what: str) -> str:
    if what == ME:
        return _("Take it over yourself")
    if what == ON_DUTY:
        return _("Hand over to who is on duty")
    return _("Hand over to {name}").format(name=person(int(what)).name)


def _pair(speaker: PageSpeaker, key: str, value: str) -> str:
    return pair(key_name(speaker, key), _value(speaker, key, value))


def _value(speaker: PageSpeaker, key: str, value: str) -> str:
    return value_name(speaker, key, value) if key in speaker.policy.attributes else value


def _language() -> str:
    return get_language() or "en"
