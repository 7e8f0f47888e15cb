"""The log of calls, and one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.people.models import Person
from kept.records.telephone.models import CallEvent, EventKind
from kept.records.telephone.queries import (
    CallCard,
    CallFilter,
    CallState,
    call_events,
    calls,
    calls_to_return,
)
from kept.web.common.clock_words import duration
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.archive_facts import scope_url
from kept.web.hotline.building.callers import attachable, log_url, suspects
from kept.web.hotline.building.line import state_words
from kept.web.hotline.forms.calls import CallsForm

PAGE = 50
LARGEST = 10**15


@dataclass(frozen=True)
class Asked:
    """Which calls somebody looks at, as the address says it."""

    of: str = ""  # in, out, missed, mine
    text: str = ""
    on: date | None = None
    before: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Say whether it is fewer than all."""
        return bool(self.of or self.text or self.on)

    def wanted(self, viewer: Person) -> CallFilter:
        """Return the same as the records know it."""
        return CallFilter(
            direction=self.of if self.of in ("in", "out") else "",
            missed=self.of == "missed",
            person_id=viewer.pk if self.of == "mine" else None,
            text=self.text,
            on=self.on,
            zone=timezone.get_current_timezone_name(),
        )

    def older(self, before: int) -> str:
        """Return the address of the calls before one."""
        said = {"of": self.of, "q": self.text, "on": self.on or "", "before": before}
        return f"{reverse('hotline:calls')}?{urlencode({k: v for k, v in said.items() if v})}"


def asked_for(said: Mapping[str, str]) -> Asked:
    """Return what an address asks for; what makes no sense in it is as if it were not there."""
    of, before = said.get("of", ""), said.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) < 16
    return Asked(
        of=of if of in ("in", "out", "missed", "mine") else "",
        text=said.get("q", "").replace("\x00", "").strip()[:60],
        on=_day(said.get("on", "")),
        before=int(before) if is_number else None,
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 < found.year < 9000 else None


def build_calls(asked: Asked, *, viewer: Person, reader: Reader) -> pages.CallsPage:
    """Return the log of calls; all that wait for a call back stand above it."""
    found = calls(asked.wanted(viewer), viewer=viewer, before=asked.before, limit=PAGE + 1)
    shown = found[:PAGE]
    waiting = [] if asked.is_narrowed or asked.before else calls_to_return(viewer=viewer)
    form = CallsForm(initial={"of": asked.of, "q": asked.text, "on": asked.on}, auto_id="calls_%s")
    return pages.CallsPage(
        now=reader.now,
        form=form,
        to_return=[_row(card, reader) for card in waiting],
        rows=[_row(card, reader) for card in shown],
        older_url=asked.older(shown[-1].pk) if len(found) > PAGE else "",
        is_narrowed=asked.is_narrowed,
    )


def _row(card: CallCard, reader: Reader) -> pages.CallRow:
    back = card.call_back
    is_open = back is not None and back.done_at is None
    who = ", ".join(filter(None, [card.contact, reader.name(card.customer_names)]))
    return pages.CallRow(
        at=card.started_at,
        way=_("to us") if card.direction == "in" else _("from us"),
        state=state_in_list(card),
        is_open=is_open,
        title=card.number_shown or pgettext("a telephone", "no number"),
        detail=who,
        url=reverse("hotline:call", args=[card.pk]),
        remark=owed_words(card, reader) if is_open else (card.case or card.answered_by),
    )


def state_in_list(card: CallCard) -> str:
    """Return where a call stands in a word or two."""
    if card.state is CallState.ENDED and card.answered_at and card.ended_at:
        return _("lasted {time}").format(time=duration(card.ended_at - card.answered_at))
    return {
        CallState.RINGING: _("rings"),
        CallState.TALKING: _("on the line"),
        CallState.MISSED: _("missed"),
        CallState.UNANSWERED: _("nobody answered"),
        CallState.ENDED: _("over"),
    }[card.state]


def owed_words(card: CallCard, reader: Reader) -> str:
    """Return that somebody must call back, by when, and who; empty if nobody must."""
    back = card.call_back
    if back is None or back.done_at is not None:
        return ""
    who = back.owner or _("nobody yet")
    if back.due_at is None:
        return _("to call back: {who}").format(who=who)
    clauses = ", ".join(back.clauses)
    return _("to call back by {moment} ({clauses}): {who}").format(
        moment=reader.moment(back.due_at), clauses=clauses, who=who
    )


def build_call(
    card: CallCard, *, viewer: Person, reader: Reader, problem: str = ""
) -> pages.CallPage:
    """Return one call with all that is known of it."""
    back = card.call_back
    is_owed = back is not None and back.done_at is None
    who = [] if card.case else suspects(card, reader)
    known = next((one.log_url for one in who if one.is_known), log_url(card))
    case_url = reverse("hotline:case", args=[card.case]) if card.case else ""
    return pages.CallPage(
        now=reader.now,
        pk=card.pk,
        title=card.number_shown or pgettext("a telephone", "no number"),
        state=state_words(card),
        pairs=list(_pairs(card, reader)),
        suspects=who,
        cases=[] if card.case else attachable(card, viewer),
        case=pages.Link(label=card.case, url=case_url) if card.case else None,
        log_url="" if card.case else known,
        owed=owed_words(card, reader),
        owner=back.owner if back else "",
        can_take=is_owed and back is not None and back.owner_id != viewer.pk,
        dial=card.number if is_owed else "",
        events=[_event(event, reader) for event in call_events(card.pk)],
        problem=problem,
    )


def _pairs(card: CallCard, reader: Reader) -> list[pages.Pair]:
    back = card.call_back
    found = [
        (_("Way"), _("to us") if card.direction == "in" else _("from us")),
        (_("Our number"), " · ".join(filter(None, [card.ours, card.queue]))),
        (_("Began"), reader.full(card.started_at)),
        (_("Rang for"), ", ".join(card.rung_names)),
        (_("Answered"), reader.full(card.answered_at) if card.answered_at else ""),
        (_("By"), card.answered_by),
        (_("Ended"), reader.full(card.ended_at) if card.ended_at else ""),
        (_("Ended because"), hung_up_words(card.cause)),
        (_("Exchange"), card.exchange),
        (_("Customer"), reader.name(card.customer_names)),
        (_("Contact"), ", ".join(filter(None, [card.contact, card.position]))),
        (_("Called back"), reader.full(back.done_at) if back and back.done_at else ""),
        (_("Why not"), back.reason if back and back.reason != card.case else ""),
    ]
    urls = {_("Customer"): scope_url("customer", card.customer_id)} if card.customer_id else {}
    return [
        pages.Pair(label=label, value=value, url=urls.get(label, ""))
        for label, value in found
        if value
    ]


def _event(event: CallEvent, reader: Reader) -> pages.EventLine:
    words = {
        EventKind.NEW.value: _("rang"),
        EventKind.ANSWER.value: _("answered"),
        EventKind.HANGUP.value: _("hung up"),
    }[event.kind]
    more = [*event.users, event.answering, event.queue, hung_up_words(event.cause)]
    theirs = reader.full(event.sent_at) if event.sent_at else ""
    return pages.EventLine(
        at=event.received_at,
        words=" · ".join([words, *dict.fromkeys(filter(None, more))]),
        theirs=_("by the exchange's clock {moment}").format(moment=theirs) if theirs else "",
    )


def hung_up_words(cause: str) -> str:
    """Return why a call ended, as exchanges name it, in words; what is no usual name, as it is."""
    return {
        "normalclearing": _("somebody hung up"),
        "busy": _("the line was busy"),
        "cancel": _("the caller gave up"),
        "noanswer": _("nobody answered"),
        "congestion": _("no line was free"),
        "notfound": _("there is no such number"),
        "forwarded": _("it was passed on"),
    }.get(cause.casefold().replace("_", ""), cause)
