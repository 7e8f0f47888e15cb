"""Who has a case in hand, who leads by the policy and why, and what presses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.records.archive.cards import EquipmentCard
from kept.records.archive.holders import NOBODY_NAMED, Holders, holders
from kept.records.archive.models import MilestoneKind
from kept.records.cases.projection import REMINDER, called_in
from kept.records.cases.queries import CaseCard
from kept.records.cases.responsibility import leads
from kept.records.followups.queries import promised_back
from kept.records.followups.services.recording import MADE
from kept.rules.assess.assignments import AssignmentLine
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.wording import listed, pair
from kept.web.hotline import pages
from kept.web.hotline.building.clocks import Telling


def build_responsible(
    telling: Telling, piece: EquipmentCard | None, reader: Reader, *, may_accept: bool
) -> pages.Responsible:
    """Return who has the case in hand, who leads by the policy and why."""
    card, speaker, clauses = telling.card, telling.speaker, telling.clauses
    lines = leads(card.assessment)
    named = holders(at=reader.now) if lines else NOBODY_NAMED
    is_open = piece is not None and piece.on(MilestoneKind.ACCEPTED) is None
    address = reverse("hotline:acceptance", args=[card.number])
    return pages.Responsible(
        person=reader.name(card.responsible.names),
        leads=[
            pages.Lead(
                name=speaker.rule(line.rule),
                lines=list(_said(line, card, named, speaker)),
                clause=clauses.ref(line.reason.clauses),
            )
            for line in lines.values()
        ],
        accept_url=address if may_accept and is_open and card.state == "open" else "",
        roles_url=f"{reverse('hotline:roles')}?customer={card.customer.pk}" if lines else "",
    )


def _said(
    line: AssignmentLine, card: CaseCard, named: Holders, speaker: PageSpeaker
) -> Iterator[str]:
    phrases: list[tuple[str, Sequence[str]]] = [
        (_("leads: {who}"), (line.lead,)),
        (_("helps: {who}"), line.helpers),
        (_("is told: {who}"), line.informed),
        (_("alone may close: {who}"), line.may_close),
    ]
    for phrase, roles in phrases:
        if roles:
            who = listed(with_names(role, card, named, speaker) for role in roles)
            yield phrase.format(who=who)


def with_names(role: str, card: CaseCard, named: Holders, speaker: PageSpeaker) -> str:
    """Return the name of a role, and who has it here."""
    people = {one.person_id: one.person for one in named.cards if one.role == role}
    found = named.of(role, office_id=card.office.pk, customer_id=card.customer.pk)
    names = [people[person] for person in found if person in people]
    said = speaker.party(role)
    return _("{role} ({names})").format(role=said, names=listed(names)) if names else said


def build_pressing(card: CaseCard, speaker: PageSpeaker) -> list[str]:
    """Return what presses in a case, in words: reminders, who is called in, who calls back."""
    reminders = [fact.at for fact in card.facts.standing if fact.kind == REMINDER]
    calls = called_in(card.assessment) if card.state == "open" else []
    said = [reminded(len(reminders))] if reminders else []
    if reminders:
        said[0] = pair(said[0], speaker.at(max(reminders)))
    for one in calls:
        who = listed(speaker.party(role) for role in one["to"])
        said.append(_("called in: {who}").format(who=who))
    return [*said, *_called_back(card, speaker)]


def _called_back(card: CaseCard, speaker: PageSpeaker) -> Iterator[str]:
    """Yield who owes the customer a call; nothing is asked where nobody was called before."""
    was_called = any(fact.kind == MADE for fact in card.facts.standing)
    owed = promised_back(card.pk) if was_called else None
    if owed is not None:
        name, due_at = owed
        at = speaker.at(due_at)
        yield _("{name} calls the customer back by {moment}").format(name=name, moment=at)


def pressing(reminders: int, calls: Sequence[object]) -> str:
    """Return what presses in a row of the queue."""
    said = [reminded(reminders)] if reminders else []
    said += [_("somebody is called in")] if calls else []
    return listed(said)


def reminded(count: int) -> str:
    """Return how often the customer reminded us."""
    return ngettext("{count} reminder", "{count} reminders", count).format(count=count)
