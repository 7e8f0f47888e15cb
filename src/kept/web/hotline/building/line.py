"""The strip that says who calls, at the foot of every page of the desk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kept.records.people.models import Person
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


def calls_under_way(viewer: Person, reader: Reader) -> tuple[list[CallCard], int, str]:
    """Return the calls that concern a person, how many wait for a call back, and the version."""
    cards = on_the_line(viewer=viewer, on_duty=None, now=reader.now)[:MOST]
    waiting = to_return_count(viewer=viewer)
    told = [(card.pk, card.state.value, card.customer_id, card.answered_by_id) for card in cards]
    said = f"{get_language()} {waiting} {told}".encode()
    return cards, waiting, hashlib.sha256(said).hexdigest()[:16]


def build_line(viewer: Person, reader: Reader) -> pages.LinePage:
    """Return the strip."""
    cards, waiting, version = calls_under_way(viewer, reader)
    return pages.LinePage(
        now=reader.now,
        url=reverse("hotline:calls_now"),
        version=version,
        calls=[_call(card, viewer, reader, is_first=not nth) for nth, card in enumerate(cards)],
        waits=_waits(waiting),
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
        number=card.number_shown or _("no number"),
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
