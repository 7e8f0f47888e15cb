"""The pages of follow-up calls, put together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kept.records.archive.calling import callers
from kept.records.cases.queries import CaseCard
from kept.records.followups.models import SCORES, Outcome
from kept.records.followups.queries import (
    FollowUpLine,
    ToCall,
    due_by_rhythm,
    follow_ups,
    never_asked,
    promised_calls,
)
from kept.records.people.models import Person
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.fact_pages import case_link
from kept.web.hotline.pages import follow_ups as pages

LOOKED_BACK: Final = timedelta(days=30)  # an older case is on its own page; the list stays short


def build_to_call(*, viewer: Person, reader: Reader) -> pages.ToCallPage:
    """Return whom to call today."""
    promised = promised_calls(viewer=viewer, until=_end_of_day(reader.now))
    due = due_by_rhythm(viewer=viewer, until=_end_of_day(reader.now))
    closed = never_asked(viewer=viewer, since=reader.now - LOOKED_BACK)
    listed = {one.number for one in due}
    return pages.ToCallPage(
        now=reader.now,
        promised=[_row(one, reader) for one in promised],
        due=[_row(one, reader) for one in due],
        never_asked=[_row(one, reader) for one in closed if one.number not in listed],
    )


def _end_of_day(now: datetime) -> datetime:
    local = timezone.localtime(now)
    return local.replace(hour=23, minute=59, second=59, microsecond=999_999)


def _row(one: ToCall, reader: Reader) -> pages.ToCallRow:
    is_over = one.due_at is not None and one.due_at < reader.now
    state = _("{number} tries").format(number=one.tries) if one.tries else ""
    if one.due_at is not None:
        state = _("overdue") if is_over else _("promised") if one.owner else _("by the policy")
    return pages.ToCallRow(
        at=one.due_at or one.closed_at,
        way=_("due") if one.due_at else _("closed"),
        number=one.number,
        url=reverse("hotline:follow_up", args=[one.number]),
        detail=f"{reader.name(one.customer_names)} · {one.title}",
        state=state,
        remark=one.owner,
        is_over=is_over,
    )


def build_follow_up(card: CaseCard, form: Form, *, reader: Reader) -> pages.FollowUpPage:
    """Return the page on which a follow-up call of a case is written down."""
    said = follow_ups(card.pk)
    is_asked = any(line.score is not None for line in said)
    known = callers(card.customer.pk, site_id=card.site.pk if card.site else None)
    return pages.FollowUpPage(
        now=reader.now,
        case=case_link(card),
        form=form,
        phones=[(one.name, one.phone.number) for one in known if one.phone][:5],
        scores=() if is_asked else _scores(),
        said=[_said(line, reader) for line in said],
    )


def score_words() -> dict[int, str]:
    """Return what each score means."""
    words = (
        _("very dissatisfied"),
        _("dissatisfied"),
        _("neither"),
        _("satisfied"),
        _("very satisfied"),
    )
    return dict(zip(SCORES, words, strict=True))


def _scores() -> list[pages.Numbered]:
    return [pages.Numbered(score=score, words=words) for score, words in score_words().items()]


def outcome_words(outcome: Outcome, is_gone: bool | None, score: int | None) -> str:
    """Return how a follow-up call went, in a line."""
    went = {
        Outcome.REACHED: _("reached"),
        Outcome.NOT_REACHED: _("not reached"),
        Outcome.DECLINED: _("does not want to be asked"),
    }[outcome]
    gone = {True: _("the fault is gone"), False: _("the fault is not gone"), None: ""}
    satisfied = f"{score}: {score_words()[score]}" if score else ""
    return " · ".join(filter(None, [went, gone[is_gone], satisfied]))


def _said(line: FollowUpLine, reader: Reader) -> pages.SaidLine:
    return pages.SaidLine(
        at=line.at,
        who=line.asked,
        outcome=outcome_words(Outcome(line.outcome), line.is_gone, line.score),
        words=line.words,
        promise=" · ".join(filter(None, [_promise(line, reader), line.by])),
    )


def _promise(line: FollowUpLine, reader: Reader) -> str:
    if line.due_at is None:
        return ""
    if line.done_at is not None:
        return _("called back {moment}").format(moment=reader.moment(line.done_at))
    return _("{name} calls back by {moment}").format(
        name=line.owner, moment=reader.moment(line.due_at)
    )
