"""What was done, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.people.models import Person
from kept.records.prices.models import Band
from kept.records.work.bands import ANY
from kept.records.work.models import Where, WorkKind
from kept.records.work.queries import EntryLine, bands_of
from kept.rules.assess.say.numbers import number_words
from kept.web.common import clock_words
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.wording import listed, side_by_side
from kept.web.engineer.pages import EntryRow, Link, Running
from kept.web.engineer.reading import may_change


def case_row(line: EntryLine, card: CaseCard, viewer: Person, reader: Reader) -> EntryRow:
    """Return an entry among those of its case."""
    speaker = reader.speaker(card.policy)
    component = speaker.component(line.component)
    return EntryRow(
        what=side_by_side([line.person, what_words(line), component]),
        when=when_words(line, reader),
        note=note_words(line, reader),
        bands="" if line.withdrawn_at else band_words(bands_of(line, card), speaker),
        is_withdrawn=line.withdrawn_at is not None,
        is_running=line.is_running,
        receipt=_receipt(line),
        acts=list(_acts(line, viewer)),
    )


def own_row(line: EntryLine, viewer: Person, reader: Reader) -> EntryRow:
    """Return an entry among one's own of several cases."""
    url = reverse("engineer:case_work", args=[line.case_number])
    return EntryRow(
        what=what_words(line),
        when=when_words(line, reader),
        note=note_words(line, reader),
        bands="",
        is_withdrawn=False,
        is_running=line.is_running,
        receipt=None,
        case=Link(f"{line.case_number} {line.case_title}", url),
        acts=list(_acts(line, viewer)),
    )


def what_words(line: EntryLine) -> str:
    """Return how much of what it was: 2 h 30, on site."""
    if line.kind is WorkKind.EXPENSE:
        return str(line.money)
    parts = [clock_words.duration(timedelta(seconds=line.seconds)) if line.seconds else ""]
    if line.kind is WorkKind.TRAVEL:
        parts += [_("{number} km").format(number=number_words(line.kilometres))] if line.kilometres else []  # noqa: E501  # fmt: skip
        parts += [_("trips: {number}").format(number=line.trips)] if line.trips else []
        return _("travel, {words}").format(words=listed(part for part in parts if part))
    return listed([*parts, str(Where(line.where).label)])


def when_words(line: EntryLine, reader: Reader) -> str:
    """Return when it was: from until, or the day."""
    if line.ended_at is not None:
        return f"{reader.moment(line.at)} – {reader.moment(line.ended_at)}"
    if line.kind is WorkKind.TIME:
        return _("since {moment}").format(moment=reader.moment(line.at))
    return reader.day(line.at)


def note_words(line: EntryLine, reader: Reader) -> str:
    """Return what was said of it, who wrote it down for whom, and why it was withdrawn."""
    by = line.recorded_by if line.recorded_by != line.person else ""
    written = _("written down by {name}").format(name=by) if by else ""
    billed = _("on invoice {number}").format(number=line.bill) if line.bill else ""
    gone = ""
    if line.withdrawn_at is not None:
        gone = _("withdrawn by {name}, {moment}: {why}").format(
            name=line.withdrawn_by, moment=reader.moment(line.withdrawn_at), why=line.withdrawn_why
        )
    return side_by_side([line.text, written, billed, gone])


def band_words(bands: Mapping[str, int], speaker: PageSpeaker) -> str:
    """Return how much fell into which hours; empty where the policy makes no difference."""
    if set(bands) <= {ANY, Band.WORKING.value}:
        return ""
    parts = (
        f"{clock_words.duration(timedelta(seconds=seconds))} {speaker.band(band)}"
        for band, seconds in bands.items()
    )
    return listed(parts)


def running_words(line: EntryLine | None, number: str, reader: Reader) -> Running | None:
    """Return what runs, said to who does it."""
    if line is None:
        return None
    url = reverse("engineer:case_work", args=[line.case_number])
    words = _("You have been at it since {moment}, {where}.")
    return Running(
        words=words.format(moment=reader.moment(line.at), where=Where(line.where).label),
        case=Link(f"{line.case_number} {line.case_title}", url),
        is_here=line.case_number == number,
        stop_url=reverse("engineer:stop", args=[line.pk]),
    )


def _receipt(line: EntryLine) -> Link | None:
    if line.receipt_id is None:
        return None
    return Link(_("Receipt"), reverse("hotline:file", args=[line.case_number, line.receipt_id]))


def _acts(line: EntryLine, viewer: Person) -> Iterator[Link]:
    if line.withdrawn_at is not None or not may_change(line, viewer):
        return
    if line.is_running:
        yield Link(_("Stop"), reverse("engineer:stop", args=[line.pk]))
    if not line.bill:
        if not line.is_running:
            yield Link(_("Correct"), reverse("engineer:correct", args=[line.pk]))
        yield Link(_("Withdraw"), reverse("engineer:withdraw", args=[line.pk]))
