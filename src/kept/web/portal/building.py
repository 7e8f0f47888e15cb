"""Pages for somebody without an account, put together: a machine, a document to sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.archive.cards import EquipmentCard
from kept.records.archive.models import MilestoneKind
from kept.records.cases.queries import Preview, Promised
from kept.records.cases.queries.promised import GOODS
from kept.records.documents.links import LinkState
from kept.records.documents.models import CodeBy, Outcome, Party
from kept.records.documents.queries import LinkPage
from kept.records.mail.web_queries import WebReceipt
from kept.records.transit.queries import secrets_through
from kept.rules.assess import (
    ClockLine,
    ClockState,
    DutyLine,
    DutyState,
    RemedyLine,
    RemedyState,
    TermState,
)
from kept.rules.assess import TermLine as Term
from kept.rules.assess.say import contest_words, finding_words
from kept.rules.assess.say.phrases import OR
from kept.rules.facts.names import CUSTOMERS, PARTIES
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.signatures import signed_words
from kept.web.portal import pages
from kept.web.portal.contest_form import CUSTOMER, contestable_levels, is_cause_contestable

OTHERS = frozenset(PARTIES) - CUSTOMERS - {"provider", "office"}
CHOSEN = (RemedyState.CHOSEN, RemedyState.KEPT)
OVER = (ClockState.MET, ClockState.LATE, ClockState.ENDED)


def build_machine(piece: EquipmentCard, found: Preview, reader: Reader) -> pages.MachinePage:
    """Return the page of a machine."""
    speaker = reader.speaker(found.policy)
    product = piece.product
    return pages.MachinePage(
        model=f"{product.brand} {product.code}",
        name=reader.name(product.names),
        serial_number=piece.serial_number,
        terms=[_term(line, speaker) for line in found.assessment.terms],
        promises=list(promises(found.assessment.clocks, speaker)),
        zone=found.known.zone,
        is_in_service=piece.on(MilestoneKind.RETIRED) is None,
    )


def build_asked(found: Promised, refused: Sequence[str], reader: Reader) -> pages.AskedPage:
    """Return the page that confirms a request."""
    speaker = reader.speaker(found.policy)
    return pages.AskedPage(
        number=found.number,
        at=found.requested_at,
        promises=list(promises(found.assessment.clocks, speaker)),
        zone=found.zone,
        refused=refused,
    )


def build_standing(found: Promised, reader: Reader) -> pages.Standing:
    """Return how we see a case, as far as its customer may say that it is not right."""
    speaker, assessment = reader.speaker(found.policy), found.assessment
    levels = {f"{scale.kind}.{scale.id}" for scale in contestable_levels(found)}
    is_open = is_cause_contestable(found)
    lines = [speaker.grade(line) for line in assessment.grades if line.scale in levels]
    if assessment.finding is not None and is_open:
        lines.append(finding_words(speaker, assessment.finding))
    theirs = [line for line in assessment.contests if line.word == CUSTOMER]
    lines += [contest_words(speaker, line) for line in theirs]
    return pages.Standing(lines=lines, may_contest=bool(levels) or is_open)


def build_receipt(
    receipt: WebReceipt, secret: str, address: str, reader: Reader, found: Promised | Preview | None
) -> pages.ReceiptPage:
    """Return the page of a request by the form for everyone; `found` is what is promised."""
    standing = build_standing(found, reader) if isinstance(found, Promised) else None
    may_contest = standing is not None and standing.may_contest
    return pages.ReceiptPage(
        at=receipt.received_at,
        text=receipt.text,
        state=_receipt_state(receipt),
        number=found.number if isinstance(found, Promised) else "",
        promises=list(promises(found.assessment.clocks, reader.speaker(found.policy)))
        if found
        else (),
        are_general=isinstance(found, Preview),
        zone=(found.zone if isinstance(found, Promised) else found.known.zone) if found else "",
        added=receipt.added,
        address=address,
        standing=standing,
        contest_url=reverse("portal:contest", args=[secret]) if may_contest else "",
        rights=list(rights(found, reader)) if isinstance(found, Promised) else (),
        tasks=list(tasks(found, reader)) if isinstance(found, Promised) else (),
        returns=[
            (number, reverse("portal:goods", args=[opens]))
            for number, opens in secrets_through(receipt.through)
        ],
        send_back_url=reverse("portal:request_return", args=[secret])
        if isinstance(found, Promised) and receipt.case_state == "open"
        else "",
    )


def rights(found: Promised, reader: Reader) -> Iterator[pages.RightLine]:
    """Yield what the customer of a case may choose now for sure, and what was chosen."""
    speaker = reader.speaker(found.policy)
    for line in found.assessment.remedies:
        if line.chooser == CUSTOMER and (line.on_offer or line.state in CHOSEN):
            yield pages.RightLine(
                name=speaker.text(line.name),
                words=_right_words(line, speaker),
                clauses=line.reason.clauses,
            )


def tasks(found: Promised, reader: Reader) -> Iterator[pages.RightLine]:
    """Yield what somebody else than we and the customer has to do, and where it stands."""
    speaker = reader.speaker(found.policy)
    for line in found.assessment.duties:
        if line.by in OTHERS and line.state in (DutyState.OWED, DutyState.DONE):
            yield pages.RightLine(
                name=speaker.text(line.name),
                words=_task_words(line, found, speaker),
                clauses=line.reason.clauses,
            )


def _task_words(line: DutyLine, found: Promised, speaker: PageSpeaker) -> str:
    who = speaker.party(line.by)
    if line.done_at is not None:
        return _("Done, {moment}.").format(moment=speaker.at(line.done_at))
    sent, back = (found.goods.get(kind) for kind in GOODS)
    if sent is not None and (back is None or back < sent):
        words = _("Open: with {party} since {moment}.")
        return words.format(party=who, moment=speaker.at(sent))
    if back is not None:
        words = _("Open: back from {party} since {moment}; we go on with it.")
        return words.format(party=who, moment=speaker.at(back))
    since = speaker.at(line.opened_at) if line.opened_at else _("now")
    return _("Open since {moment}: {party} is to do it.").format(moment=since, party=who)


def _right_words(line: RemedyLine, speaker: PageSpeaker) -> str:
    if line.state in CHOSEN:
        names = {option.key: speaker.text(option.name) for option in line.options}
        chosen = names.get(line.chosen or "")
        return _("You have chosen: {option}.").format(option=chosen) if chosen else _("You have chosen it.")  # noqa: E501  # fmt: skip
    there = (speaker.text(option.name) for option in line.on_offer)
    return _("You may choose: {options}.").format(options=speaker.text(OR).join(there))


def _receipt_state(receipt: WebReceipt) -> str:
    if receipt.case_id is None and receipt.is_set_aside:
        return _("We have looked at it and closed it here. If you still need us, please ask again.")
    if receipt.case_id is None and receipt.has_address:
        return _(
            "It is with our service desk, who will find your machine and answer you. If we know "
            "your e-mail address, its number is on the way to you there."
        )
    if receipt.case_id is None:
        return _("It is with our service desk, who will find your machine and answer you.")
    if receipt.case_state == "closed":
        return _("It has been dealt with and is closed.")
    return _("We are working on it.")


def promises(clocks: Iterable[ClockLine], speaker: PageSpeaker) -> Iterator[pages.PromiseLine]:
    """Yield what runs or will run for sure, the next to be due first; no time, no line."""
    sure = [line for line in clocks if line.certain and line.state not in OVER]
    for line in sorted(sure, key=lambda one: (one.due_at is None, one.due_at or speaker.now)):
        if line.due_at is not None:
            when, detail = speaker.at(line.due_at), speaker.limit(line)
        elif line.started_at is None and line.promises and line.promises[-1].limit:
            when = _("within {limit}").format(limit=speaker.limit(line))
            detail = speaker.start_words(line)
        else:
            continue
        yield pages.PromiseLine(name=speaker.text(line.name), when=when, detail=detail)


def _term(line: Term, speaker: PageSpeaker) -> pages.TermLine:
    if line.state is TermState.ACTIVE and line.end is not None:
        words = _("in force until {date}").format(date=speaker.date(line.end))
    else:
        words = {
            TermState.ACTIVE: _("in force, without end"),
            TermState.ENDED: _("ended {date}").format(date=speaker.date(line.end)),
            TermState.NOT_STARTED: _("begins {date}").format(date=speaker.date(line.start)),
            TermState.UNKNOWN: _("not known"),
        }[line.state]
    return pages.TermLine(
        name=speaker.text(line.name), words=words, is_in_force=line.state is TermState.ACTIVE
    )


def build_signing(
    secret: str, found: LinkPage, reader: Reader, *, is_ours: bool
) -> pages.SigningPage:
    """Return the page of a document that is to be signed by a link."""
    version, data = found.version, found.data
    theirs = [line.outcome for line in version.signatures if line.party == Party.CUSTOMER]
    return pages.SigningPage(
        number=found.number,
        title=data["columns"][0]["title"],
        provider=data["provider"],
        to=found.name,
        data=data,
        sha256=version.sha256,
        pdf_url=reverse("portal:sign_pdf", args=[secret]),
        signed=[signed_words(line, reader) for line in version.signatures],
        signed_url=reverse("portal:signed_pdf", args=[secret]) if version.sealed else "",
        until=found.expires_at,
        code_by_mail=found.code_by == CodeBy.MAIL,
        is_done=found.state is LinkState.SIGNED,
        is_refused=theirs[-1:] == [Outcome.REFUSED],
        is_ours=is_ours,
    )


def build_ended(state: LinkState) -> str:
    """Return why a link opens nothing any more."""
    return {
        LinkState.REPLACED: _("There is a newer version of this document. Please ask us for it."),
        LinkState.GUESSED: _("There were too many wrong codes. Please ask us for a new link."),
        LinkState.EXPIRED: _("The time for this link is over. Please ask us for a new one."),
    }.get(state, _("This link was ended. Please look for a newer mail of ours, or ask us."))
