"""What a notice says, in its receiver's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.records.naming import name_in
from kept.records.notices import (
    document_words,
    payment_words,
    quote_words,
    release_words,
    return_words,
)
from kept.records.notices.models import Notice
from kept.records.tokens import code
from kept.rules.assess.say import span_words
from kept.rules.facts.texts import in_language

LATE = timedelta(minutes=1)  # what is noted later than this says so
TAGS = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}  # as policies write them
MOMENT = {"en": "j M Y, H:i", "zh-hans": "Y年n月j日 H:i", "zh-hant": "Y年n月j日 H:i"}


@dataclass(frozen=True)
class Words:
    """A notice in words: one line, and what there is to add; none of it is markup."""

    subject: str
    lines: tuple[str, ...]


def words(notice: Notice, *, language: str, link: str = "") -> Words:
    """Return what a notice says in a language; `link` opens by itself and stands in mails only."""
    with translation.override(language):
        return _SAY[notice.kind](_Told(notice, language, link))


class _Told:
    """What a notice tells of, ready to be put into sentences."""

    def __init__(self, notice: Notice, language: str, link: str) -> None:
        self.notice, self.language, self.link = notice, language, link
        self.data: Mapping[str, Any] = notice.data
        self.holes = {
            "number": notice.subject_key,
            "customer": name_in(self.data.get("customer", {}), language),
            "title": self.data.get("title", ""),
            "clock": in_language(self.data.get("names", {}), TAGS[language]),
            "clauses": ", ".join(self.data.get("clauses", ())),
            "due": self.moment(self.data.get("due_at")),
            "at": self.moment(notice.happened_at.isoformat()),
            "by": self.data.get("by", ""),
            "left": self.left(),
        }

    def left(self) -> str:
        """Return how much time was left when it happened."""
        due = self.data.get("due_at")
        if not due:
            return ""
        seconds = (datetime.fromisoformat(due) - self.notice.happened_at).total_seconds()
        return span_words(max(int(seconds), 0), TAGS[self.language])

    def moment(self, text: str | None) -> str:
        """Return a moment as the receiver's wall shows it."""
        if not text:
            return ""
        local = datetime.fromisoformat(text).astimezone(ZoneInfo(self.data["zone"]))
        return formats.date_format(local, MOMENT[self.language])

    def data_at(self) -> str:
        """Return when it happened, for what is not noted apart."""
        return self.notice.happened_at.isoformat()

    def about(self) -> tuple[str, ...]:
        """Return the lines that every notice of a case ends with."""
        noted = datetime.fromisoformat(self.data.get("noted_at", self.data_at()))
        late: tuple[str, ...] = ()
        if noted - self.notice.happened_at > LATE:
            late = (_("Kept noted this late, at %(noted)s.") % {"noted": self.moment(str(noted))},)
        return (_("%(customer)s: %(title)s") % self.holes, *late)


def _assigned(told: _Told) -> Words:
    subject = _("%(number)s is yours now: %(title)s") % told.holes
    return Words(subject, (_("%(by)s made you responsible.") % told.holes, *told.about()))


def _warned(told: _Told) -> Words:
    """Say how much is left: of two warnings of one clock each says its own."""
    subject = _("%(number)s: “%(clock)s” is due at %(due)s, %(left)s left") % told.holes
    return Words(subject, (_("Promised in %(clauses)s.") % told.holes, *told.about()))


def _broken(told: _Told) -> Words:
    subject = _("%(number)s: “%(clock)s” was due at %(due)s and is not done") % told.holes
    return Words(subject, (_("Promised in %(clauses)s.") % told.holes, *told.about()))


def _undone(told: _Told) -> Words:
    subject = _("%(number)s: “%(clock)s” was kept after all") % told.holes
    late = _("A fact that was entered later says so; the earlier entry stays on record.")
    return Words(subject, (late, *told.about()))


def _called_in(told: _Told) -> Words:
    subject = _("%(number)s: you are called in: %(clock)s") % told.holes
    return Words(subject, (_by_clause(told), *told.about()))


def _by_clause(told: _Told) -> str:
    if not told.holes["clauses"]:
        return _("The policy calls you in since %(at)s.") % told.holes
    return _("The policy calls you in since %(at)s, by %(clauses)s.") % told.holes


def _reminded(told: _Told) -> Words:
    count = told.data["count"]
    subject = ngettext(
        "%(number)s: the customer reminded us",
        "%(number)s: the customer reminded us %(count)s times",
        count,
    ) % {**told.holes, "count": count}
    return Words(subject, told.about())


def _handed_over(told: _Told) -> Words:
    subject = _("%(number)s: handed over: %(clock)s") % told.holes
    line = _("%(by)s recorded the acceptance; by %(clauses)s another side leads now.") % told.holes
    return Words(subject, (line, *told.about()))


def _contested(told: _Told) -> Words:
    if told.data.get("is_set"):
        subject = _("%(number)s: the customer set the level: %(clock)s") % told.holes
        return Words(subject, (*_said(told), *_decision(told), *told.about()))
    subject = _("%(number)s: contested: %(clock)s") % told.holes
    return Words(subject, (*_said(told), *told.about()))


def _decided(told: _Told) -> Words:
    subject = _("%(number)s: decided: %(clock)s") % told.holes
    return Words(subject, (*_decision(told), *told.about()))


def _decided_for_you(told: _Told) -> Words:
    """Tell somebody outside what was decided about what they contested."""
    subject = _("We have decided about your request %(number)s: %(clock)s") % told.holes
    return Words(subject, (*_said(told), *_decision(told)))


def _said(told: _Told) -> tuple[str, ...]:
    who = told.data.get("requester") or told.holes["by"]
    return (_("%(who)s said: %(text)s") % {"who": who, "text": told.data["text"]},)


def _decision(told: _Told) -> Iterator[str]:
    held = in_language(told.data.get("now", {}), TAGS[told.language])
    if held:
        yield _("It holds now: %(now)s.") % {"now": held}
    if told.data.get("reason"):
        yield _("Decided because: %(reason)s") % {"reason": told.data["reason"]}


def _digest(told: _Told) -> Words:
    count = told.data["count"]
    subject = ngettext(
        "%(count)s message about your cases", "%(count)s messages about your cases", count
    ) % {"count": count}
    return Words(subject, tuple(told.data["lines"]))


def _letter_waits(told: _Told) -> Words:
    subject = _("A mail from %(sender)s waits for a decision") % told.data
    return Words(subject, (str(told.data.get("title") or _("It has no subject.")),))


def _mailbox_fails(told: _Told) -> Words:
    subject = _("The mailbox %(mailbox)s cannot be read") % told.data
    since = _("Since %(at)s; the server says: %(problem)s") % {**told.holes, **told.data}
    return Words(subject, (since, _("Nothing is lost: what waits there is taken in afterwards.")))


def _file_infected(told: _Told) -> Words:
    subject = _("The scanner found %(signature)s in “%(name)s”") % told.data
    kept = _("Nobody is given the file. The case or mail that it came with is there as always.")
    return Words(subject, (kept,))


def _letter_added(told: _Told) -> Words:
    subject = _("%(number)s: the customer wrote") % told.holes
    return Words(subject, (_("The mail is from %(sender)s.") % told.data, *told.about()))


def _received(told: _Told) -> Words:
    """Say that a request arrived. Nothing that the sender wrote stands in it."""
    subject = _("Your request has the number %(number)s") % told.holes
    lines = (
        _("Thank you. Your request arrived and has the number %(number)s.") % told.holes,
        _("Answer to this mail if there is anything to add."),
        *_private_page(told),
    )
    return Words(subject, lines)


def _we_wait(told: _Told) -> Words:
    """Remind a customer that we wait for them; nothing that anybody wrote stands in it."""
    holes = {**told.holes, "since": told.moment(told.data["since"])}
    subject = _("We wait for you: your request %(number)s") % holes
    lines = (
        _("We cannot go on with your request %(number)s since %(since)s.") % holes,
        *([_("What we wait for: %(clock)s.") % holes] if holes["clock"] else []),
        _("Answer to this mail, and it reaches who works on your request."),
    )
    return Words(subject, lines)


def _answer_due(told: _Told) -> Words:
    """Remind a customer of what is due from them by what was agreed."""
    subject = _("Your request %(number)s: “%(clock)s” is due from you at %(due)s") % told.holes
    lines = (
        *([_("So it was agreed in %(clauses)s.") % told.holes] if told.holes["clauses"] else []),
        _("Answer to this mail, and it reaches who works on your request."),
    )
    return Words(subject, lines)


def _private_page(told: _Told) -> tuple[str, ...]:
    if not told.link:
        return ()
    return (
        _("What is promised, and what becomes of it: %(link)s") % {"link": told.link},
        _("Whoever has this address speaks for you there. Please pass it on to nobody."),
    )


def _letter(told: _Told) -> Words:
    """Return what one of us wrote to a customer."""
    subject = _("About your request %(number)s") % told.holes
    return Words(subject, (*str(told.data["text"]).splitlines(), "", "--", told.holes["by"]))


def _about_a_document(say: Callable[[document_words.Holes], document_words.Said]) -> Say:
    def said(told: _Told) -> Words:
        data = told.data
        until, secret = told.moment(data.get("until")), data.get("seed", "")
        holes = {**told.holes, **data, "at": told.holes["at"], "until": until, "link": told.link}
        if "valid_until" in data:
            holes["valid_until"] = told.moment(data["valid_until"])
        if secret and "code_by" in data:
            holes["code"] = code(data["purpose"], secret)
        return Words(*say(holes))

    return said


Say = Callable[[_Told], Words]
_SAY: dict[str, Say] = {
    "letter": _letter,
    "we_wait": _we_wait,
    "answer_due": _answer_due,
    "letter_added": _letter_added,
    "letter_waits": _letter_waits,
    "mailbox_fails": _mailbox_fails,
    "file_infected": _file_infected,
    "document_issued": _about_a_document(document_words.issued),
    "document_to_sign": _about_a_document(document_words.to_sign),
    "document_code": _about_a_document(document_words.sign_code),
    "document_unsigned": _about_a_document(document_words.unsigned),
    "quote_sent": _about_a_document(quote_words.sent),
    "quote_code": _about_a_document(quote_words.quote_code),
    "quote_asked": _about_a_document(quote_words.asked),
    "quote_decided": _about_a_document(quote_words.decided),
    "quote_answered": _about_a_document(quote_words.answered),
    "quote_replied": _about_a_document(quote_words.replied),
    "quote_withdrawn": _about_a_document(quote_words.withdrawn),
    "pay_asked": _about_a_document(payment_words.asked),
    "pay_code": _about_a_document(payment_words.pay_code),
    "to_release": _about_a_document(release_words.to_release),
    "released": _about_a_document(release_words.released),
    "not_released": _about_a_document(release_words.not_released),
    "return_approved": _about_a_document(return_words.approved),
    "return_refused": _about_a_document(return_words.refused),
    "return_received": _about_a_document(return_words.received),
    "return_shipped": _about_a_document(return_words.shipped),
    "received": _received,
    "assigned": _assigned,
    "warned": _warned,
    "broken": _broken,
    "undone": _undone,
    "called_in": _called_in,
    "reminded": _reminded,
    "handed_over": _handed_over,
    "contested": _contested,
    "decided": _decided,
    "decided_for_you": _decided_for_you,
    "digest": _digest,
}
