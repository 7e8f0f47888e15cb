"""Pages about goods on their way, put together for those without an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.returns.standing import Kind, Standing, State
from kept.records.transit.foreseeing import FREIGHT, Foreseen, sure_payers
from kept.records.transit.labels import Paper
from kept.records.transit.models import Deed, Way
from kept.records.transit.queries import ParcelView, ReturnView
from kept.rules.assess import ClockLine, ClockState
from kept.rules.assess.say.charges import payer_words, price_words
from kept.rules.facts.values import Truth
from kept.web.common.clock_words import LOOKS
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.wording import capital, with_serial
from kept.web.portal import goods_pages as pages

UNTOLD: Final = (ClockState.NOT_STARTED, ClockState.UNSET, ClockState.ENDED)
DONE: Final = (Kind.TESTED, Kind.UNREPAIRED, Kind.SCRAPPED, Kind.KEPT, Kind.TAKEN_BACK)


def build_foresight(
    found: Foreseen, reader: Reader, *, is_general: bool = False
) -> pages.Foresight:
    """Return who pays which way and when goods are promised back, each with its clause."""
    speaker = reader.speaker(found.policy)
    return pages.Foresight(
        freight=list(_freight(found, speaker)),
        promises=[_promise(line, speaker) for line in found.clocks],
        is_general=is_general,
    )


def _freight(found: Foreseen, speaker: PageSpeaker) -> Iterator[pages.Said]:
    sure = {cost.component: (cost, outcome) for cost, outcome in sure_payers(found.freight)}
    for component in FREIGHT:
        name = capital(speaker.component(component))
        if component not in sure:
            words = _("not written down: we agree it with you before you send anything")
            yield pages.Said(name=name, words=words)
            continue
        cost, outcome = sure[component]
        price = next((one for one in cost.prices if one.truth is Truth.YES), None)
        yield pages.Said(
            name=name,
            words=payer_words(speaker, outcome),
            detail=price_words(speaker, price) if price else "",
            **_clause(outcome.reason.clauses, speaker),
        )


def _promise(line: ClockLine, speaker: PageSpeaker) -> pages.Said:
    within = _("within {limit}").format(limit=speaker.limit(line))
    return pages.Said(
        name=speaker.text(line.name),
        words=within if line.promises[-1].limit else speaker.limit(line),
        detail=speaker.start_words(line),
        **_clause(line.promises[-1].clauses or line.reason.clauses, speaker),
    )


def _clause(ids: tuple[str, ...], speaker: PageSpeaker) -> dict[str, str]:
    first = next(iter(ids), "")
    known = speaker.policy.clauses.get(first)
    return {"clause": first, "clause_text": speaker.text(known.text) if known else ""}


def build_goods(
    found: ReturnView,
    foreseen: Foreseen,
    clocks: list[ClockLine],
    secret: str,
    reader: Reader,
) -> pages.GoodsPage:
    """Return the page of a return; `clocks` are the promises that run for it."""
    speaker, now = reader.speaker(foreseen.policy), found.standing
    can_send = now.is_approved and not now.is_over and now.total("received") == 0
    office = [reader.name(found.office_names), found.office_address, found.office_phone]
    return pages.GoodsPage(
        number=found.number,
        state=_state(found),
        goods=[f"{one.pieces} × {with_serial(one.name, one.serial)}" for one in found.goods],
        steps=list(_steps(found)),
        clocks=[_countdown(line, speaker) for line in clocks if line.state not in UNTOLD],
        foresight=build_foresight(foreseen, reader),
        zone=foreseen.zone,
        address=settings.SITE_URL + reverse("portal:goods", args=[secret]),
        send_to=[part for part in office if part] if can_send else [],
        labels=[
            (paper.value.upper(), reverse("portal:goods_label", args=[secret, paper.value]))
            for paper in Paper
        ]
        if can_send
        else [],
    )


def _state(found: ReturnView) -> str:
    if found.standing.state is State.REFUSED:
        return _("We cannot take it: {reason}").format(reason=found.refusal)
    return {
        State.ASKED: _("We look at it and answer you. Please do not send anything yet."),
        State.EXPECTED: _("Please send it to us."),
        State.ON_THE_WAY: _("It is on its way to us."),
        State.TO_INSPECT: _("It is here and waits to be looked at."),
        State.TO_REPAIR: _("It is being repaired."),
        State.AT_SUPPLIER: _("It is being repaired at its maker’s."),
        State.TO_TEST: _("It is repaired and being tested."),
        State.TO_SHIP: _("It is ready to be sent back to you."),
        State.SENT_BACK: _("It is on its way back to you."),
        State.CLOSED: _("It is done."),
        State.CANCELLED: _("This return was called off."),
    }[found.standing.state]


def _steps(found: ReturnView) -> Iterator[pages.Step]:
    last = found.standing.last
    done = found.standing.is_finished
    rows: list[tuple[str, datetime | None]] = [
        (pgettext("a return", "Asked for"), found.asked_at),
        (_("Approved"), last.get(Kind.APPROVED)),
        (_("On its way to us"), last.get(Kind.SENT) or last.get(Kind.HANDED_IN)),
        (_("Arrived at ours"), last.get(Kind.RECEIVED)),
        (_("Looked at"), last.get(Kind.INSPECTED)),
        *([(_("Offer sent"), found.quoted_at)] if found.quoted_at else []),
        (_("Repair finished"), _finished(found.standing) if done else None),
        (_("On its way back"), last.get(Kind.SHIPPED)),
        (_("Arrived at yours"), last.get(Kind.ARRIVED) if found.standing.has_arrived else None),
    ]
    for place, (name, at) in enumerate(rows):
        later = any(other is not None for _name, other in rows[place + 1 :])
        yield pages.Step(name=name, at=at, is_now=at is not None and not later)


def _finished(standing: Standing) -> datetime | None:
    return max((standing.last[kind] for kind in DONE if kind in standing.last), default=None)


def _countdown(line: ClockLine, speaker: PageSpeaker) -> pages.Countdown:
    look = LOOKS[line.state]
    still = next((stop for stop in line.stops if stop.end is None), None)
    clauses = line.promises[-1].clauses if line.promises else line.reason.clauses
    return pages.Countdown(
        name=speaker.text(line.name),
        state=look,
        due_at=None if look == "paused" else line.due_at,
        met_at=line.done_at,
        note=speaker.text(still.name) if look == "paused" and still else "",
        clause=next(iter(clauses), ""),
    )


def build_parcel(found: ParcelView, *, is_ours: bool) -> pages.ParcelPage:
    """Return the page of a parcel for whoever has it in their hands."""
    words = _deeds(found.way)
    is_over = Deed.HANDED_OVER in found.scans
    open_ = [] if is_over else [deed for deed in Deed if deed not in found.scans]
    ours = reverse("depot:rma", args=[found.rma_number]) if found.rma_number else ""
    return pages.ParcelPage(
        number=f"{found.name} · {found.parcel}",
        way=_ways()[found.way],
        said=[(words[deed], line.name, line.at) for deed, line in found.scans.items()],
        choices=[(deed.value, words[deed]) for deed in open_],
        is_expired=found.is_expired,
        is_ours=is_ours,
        ours_url=ours or reverse("store:case_parts", args=[found.case_number]),
    )


def _ways() -> Mapping[Way, str]:
    return {
        Way.SPARE: _("From us to our customer"),
        Way.IN: _("From our customer to us"),
        Way.BACK: _("From us back to our customer"),
    }


def _deeds(way: Way) -> Mapping[Deed, str]:
    received = _("I received it") if way is not Way.IN else _("I handed it in")
    return {Deed.PICKED_UP: _("I picked it up"), Deed.HANDED_OVER: received}
