"""What may happen next in a case: the buttons of its page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.concerned import THEIR_SIDE
from kept.records.cases.projection import REMINDER
from kept.records.cases.queries import CaseCard, open_clocks
from kept.records.cases.services.facts import OWN_SERVICE
from kept.records.people.models import Person
from kept.rules.assess import ClockLine
from kept.rules.assess.moments import kinds_in
from kept.rules.policy.model import ClockRule
from kept.web.common.reading.reader import PageSpeaker
from kept.web.hotline import pages
from kept.web.hotline.building.awaited import awaited_kinds
from kept.web.hotline.building.steps import FAULT, RESTORING, steps_of
from kept.web.hotline.forms.facts import needs_form

BEGAN, ENDED = "waiting.began", "waiting.ended"
CLOSED, REOPENED = "case.closed", "case.reopened"
AGAIN = {"remote.attempted", "customer.told", "engineer.sent", "cause.found"}  # happen repeatedly
MOST = 9


def build_next(card: CaseCard, speaker: PageSpeaker, *, viewer: Person) -> list[pages.NextFact]:
    """Return the buttons: first what stops the next clock; what is done is not offered.

    Whom a complaint is about can only say their view.
    """
    if viewer.pk in card.about:
        return [_note(card, speaker)]
    kinds = _most_needed(card)
    found = [
        pages.NextFact(
            kind=kind,
            label=_button(kind, card, speaker),
            key=str(place),
            is_likely=place == 1,
            url=_form_url(card, kind) if needs_form(card.policy, kind) else "",
        )
        for place, kind in enumerate(kinds, start=1)
    ]
    other = reverse("hotline:fact_new", args=[card.number])
    reminder = pages.NextFact(
        kind=REMINDER,
        label=_button(REMINDER, card, speaker),
        key="m",
        url=_form_url(card, REMINDER) if needs_form(card.policy, REMINDER) else "",
    )
    return [
        *found,
        *([] if card.state == "closed" or REMINDER in kinds else [reminder]),
        pages.NextFact(kind="", label=_("Other fact…"), key="f", url=other),
    ]


def _note(card: CaseCard, speaker: PageSpeaker) -> pages.NextFact:
    said = _button(THEIR_SIDE, card, speaker)
    return pages.NextFact(
        kind=THEIR_SIDE, label=said, key="f", is_likely=True, url=_form_url(card, THEIR_SIDE)
    )


def _most_needed(card: CaseCard) -> list[str]:
    """Return as many kinds as there are digits: whatever stops a clock is among them."""
    kinds = list(dict.fromkeys(_kinds(card)))
    owed = set(owed_kinds(card))
    spare = [kind for kind in kinds if kind not in owed and kind not in (BEGAN, ENDED)]
    dropped = set(spare[len(spare) - max(len(kinds) - MOST, 0) :])
    return [kind for kind in kinds if kind not in dropped][:MOST]


def _button(kind: str, card: CaseCard, speaker: PageSpeaker) -> str:
    """Return what a button says; three dots tell that more will be asked."""
    said = label(kind, speaker)
    return _("{label}…").format(label=said) if needs_form(card.policy, kind) else said


def _form_url(card: CaseCard, kind: str) -> str:
    return f"{reverse('hotline:fact_new', args=[card.number])}?kind={kind}"


def label(kind: str, speaker: PageSpeaker) -> str:
    """Return what a button says."""
    ours = {
        "response.given": _("Responded"),
        "remote.attempted": _("Remote attempt"),
        "engineer.sent": _("Engineer sent"),
        "visit.arrived": _("Engineer arrived"),
        "service.restored": _("Restored"),
        "cause.found": _("Cause found"),
        "report.signed": _("Report signed"),
        "work.reported": _("Reported to the hotline"),
        "customer.told": _("Customer told"),
        REMINDER: _("Reminder"),
        BEGAN: _("Waiting for"),
        ENDED: _("Waiting ended"),
        CLOSED: _("Close"),
        REOPENED: _("Reopen"),
    }
    if kind in ours:
        return ours[kind]
    known = speaker.policy.events.get(kind)
    name = speaker.text(known.name) if known else kind
    return name[:1].upper() + name[1:]


def _kinds(card: CaseCard) -> Iterator[str]:
    if card.state == "closed":
        yield REOPENED
        return
    happened = {line.kind for line in card.timeline if line.stands}
    # What a fault may still turn out to need comes soon; a training's own steps come before it.
    is_fault = card.case_type == FAULT
    yield from owed_kinds(card, surely=not is_fault)
    steps = (kind for kind in steps_of(card.case_type) if kind in card.policy.events)
    yield from (kind for kind in steps if kind not in happened or kind in AGAIN)
    yield from owed_kinds(card)
    if not is_fault:
        yield from (kind for kind in awaited_kinds(card) if kind not in OWN_SERVICE)
    yield ENDED if is_waiting(card) else BEGAN


def owed_kinds(card: CaseCard, *, surely: bool = False) -> list[str]:
    """Return what stops the clocks that are still owed, perhaps only those that surely are.

    What stops the next due comes first. Of several kinds that stop the same clock,
    those everybody knows are enough.
    """
    found: list[str] = []
    usual = {*RESTORING, *steps_of(card.case_type)}
    for line in open_clocks(card):
        if surely and not line.certain:
            continue
        stops = stops_of(line, card)
        found += [kind for kind in stops if kind in usual] or stops
    return list(dict.fromkeys(found))


def is_waiting(card: CaseCard) -> bool:
    """Say whether the last word on waiting is that it began."""
    said = [f.kind for f in card.facts.standing if f.kind in (BEGAN, ENDED)]
    return bool(said) and said[-1] == BEGAN


def stops_of(line: ClockLine, card: CaseCard) -> list[str]:
    """Return the kinds of facts that stop a clock."""
    rule = card.policy.rules[line.rule]
    kinds = kinds_in(rule.stop) if isinstance(rule, ClockRule) else set()
    return sorted(kind for kind in kinds if kind in card.policy.events and kind not in OWN_SERVICE)
