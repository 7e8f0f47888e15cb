"""The strip that says who calls, at the foot of every page of the desk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kept.records.people.models import Person
from kept.records.roster.models import Duty
from kept.records.roster.queries import HandOverCard, on_duty, unread_hand_over
from kept.records.telephone.queries import CallCard, CallState, on_the_line, to_return_count
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.callers import (
    MOST_MACHINES,
    attachable,
    log_url,
    machines,
    suspects,
)

MOST = 3  # calls shown at once; the next come when these are done


@dataclass(frozen=True)
class UnderWay:
    """What concerns a person now; `version` changes when anything of it does."""

    calls: list[CallCard]
    waiting: int  # how many wait for a call back
    note: HandOverCard | None  # what the shift before handed over

    @property
    def version(self) -> str:
        """Return a short text that stands for all of it."""
        told = [(c.pk, c.state.value, c.customer_id, c.answered_by_id) for c in self.calls]
        note = self.note.pk if self.note else 0
        said = f"{get_language()} {self.waiting} {note} {told}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def under_way(viewer: Person, reader: Reader) -> UnderWay:
    """Return what concerns a person now. Pages ask it all the time: few questions."""
    there = on_duty(at=reader.now)
    at_the_phone = {card.person_id for card in there if card.duty == Duty.HOTLINE}
    cards = on_the_line(viewer=viewer, on_duty=at_the_phone or None, now=reader.now)
    return UnderWay(
        calls=cards[:MOST],
        waiting=to_return_count(viewer=viewer),
        note=unread_hand_over(reader=viewer, at=reader.now, there=there),
    )


def build_line(viewer: Person, reader: Reader) -> pages.LinePage:
    """Return the strip."""
    now = under_way(viewer, reader)
    return pages.LinePage(
        now=reader.now,
        url=reverse("hotline:calls_now"),
        version=now.version,
        calls=[_call(card, viewer, reader, is_first=not nth) for nth, card in enumerate(now.calls)],
        waits=_waits(now.waiting),
        hand_over=_hand_over(now.note, reader),
    )


def _hand_over(note: HandOverCard | None, reader: Reader) -> pages.HandOverShown | None:
    if note is None:
        return None
    return pages.HandOverShown(
        pk=note.pk,
        text=note.text,
        who=_("{name}, {moment}").format(
            name=note.written_by, moment=reader.moment(note.written_at)
        ),
    )


def _waits(waiting: int) -> pages.Link | None:
    if not waiting:
        return None
    words = ngettext("{count} call to return", "{count} calls to return", waiting)
    return pages.Link(label=words.format(count=waiting), url=reverse("hotline:calls"))


def _call(card: CallCard, viewer: Person, reader: Reader, *, is_first: bool) -> pages.LineCall:
    theirs = list(machines(card, reader))
    who = suspects(card, reader)
    return pages.LineCall(
        pk=card.pk,
        state=state_words(card),
        number=card.number_shown or pgettext("a telephone", "no number"),
        suspects=who,
        machines=theirs[:MOST_MACHINES],
        more_machines=who[0].log_url if who and len(theirs) > MOST_MACHINES else "",
        cases=attachable(card, viewer),
        log_url=_surest(card, who),
        url=reverse("hotline:call", args=[card.pk]),
        is_first=is_first,
    )


def _surest(card: CallCard, who: Sequence[pages.Suspect]) -> str:
    """Return where to log: with the caller filled in only if the caller is known."""
    return who[0].log_url if who and who[0].is_known else log_url(card)


def state_words(card: CallCard) -> str:
    """Return where a call stands, with the time to the second that the exchange gave."""
    since = {
        CallState.RINGING: (_("ringing since {time}"), card.started_at),
        CallState.TALKING: (_("on the line since {time}"), card.answered_at),
        CallState.MISSED: (_("missed, {time}"), card.started_at),
        CallState.UNANSWERED: (_("nobody answered, {time}"), card.started_at),
        CallState.ENDED: (_("hung up, {time}"), card.ended_at),
    }
    words, at = since[card.state]
    return words.format(time=f"{timezone.localtime(at):%H:%M:%S}")
