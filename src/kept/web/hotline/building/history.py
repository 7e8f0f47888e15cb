"""How a promise changed while its clock ran."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.records.cases.models import FlipKind
from kept.records.cases.queries import CaseCard
from kept.rules.assess import ClockLine, Promise
from kept.rules.assess.say.conditions import key_name, value_name
from kept.rules.policy.model import CellState
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import listed, pair
from kept.web.common.reading.words import cell_words


def promise_history(line: ClockLine, speaker: PageSpeaker) -> list[str]:
    """Return a sentence for each version of a promise, oldest first; none if there was only one."""
    if len(line.promises) < 2:
        return []
    return [_version(promise, speaker) for promise in line.promises]


def turns_on_record(line: ClockLine, card: CaseCard, speaker: PageSpeaker) -> list[str]:
    """Return what became of a clock as it was noted then; it stays, also when it proved wrong."""
    words = {
        FlipKind.BROKEN: _("breached {at}, noted {noted}"),
        FlipKind.UNDONE: _("breach taken back, noted {noted}"),
        FlipKind.LATE: _("done late {at}, noted {noted}"),
        FlipKind.REOPENED: _("owed again, noted {noted}"),
        FlipKind.ENDED: _("no longer owed from {at} on, noted {noted}"),
    }
    return [
        words[FlipKind(flip.kind)].format(at=speaker.at(flip.at), noted=speaker.at(flip.noted_at))
        for flip in card.flips
        if flip.clock == line.key and flip.kind in words
    ]


def _version(promise: Promise, speaker: PageSpeaker) -> str:
    holes = {
        "since": speaker.at(promise.since),
        "limit": promised(promise, speaker),
        "grounds": listed(_read_at(promise, speaker)),
        "due": speaker.at(promise.due_at),
    }
    if promise.due_at is None:
        return _("From {since}: {limit} ({grounds}).").format(**holes)
    if not holes["grounds"]:
        return _("From {since}: {limit}, due {due}.").format(**holes)
    return _("From {since}: {limit}, due {due} ({grounds}).").format(**holes)


def _read_at(promise: Promise, speaker: PageSpeaker) -> list[str]:
    """Return the values at which the table was read: "fault level: critical"."""
    return [
        pair(
            key_name(speaker, key),
            value_name(speaker, key, value) if value else _("not known yet"),
        )
        for key, value in promise.keys
    ]


def promised(promise: Promise, speaker: PageSpeaker) -> str:
    """Return how long was promised, or why there is no number."""
    if promise.limit and promise.cell not in (CellState.IMMEDIATELY, CellState.ON_TIME):
        return speaker.short(promise.limit)
    return cell_words(promise.cell)
