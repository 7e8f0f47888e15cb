"""What the workers do, part by part."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from kept.records.cases.services import pass_on_ownerless, sweep
from kept.records.documents.services import SIGNING_LINK
from kept.records.files.services import clear_orphans
from kept.records.history.services import fold_entries
from kept.records.ledger import anchors
from kept.records.ledger.services import keep_anchor
from kept.records.mail.services.telling import REQUEST_LINK
from kept.records.notices.services import Links, group_storms, send_next, tell
from kept.records.payments.links import PAY_LINK
from kept.records.presence.services import forget_gone
from kept.records.quotes.services import expire_quotes
from kept.records.quotes.standing import QUOTE_LINK
from kept.records.repeats import one_at_a_time
from kept.records.telephone.services import end_silent_calls
from kept.records.transit.purposes import RETURN_PAGE
from kept.workers import intake, reminding, scanning
from kept.workers.bulk import Bulk
from kept.workers.clock import database_now
from kept.workers.loop import Loop, Step

BATCH = 200  # clocks in one transaction: others wait for it no longer than that takes
NEWS = 500
MAILS = 20
SECRET_PAGES = {
    SIGNING_LINK: "portal:sign",
    QUOTE_LINK: "money:quote_by_link",
    REQUEST_LINK: "portal:receipt",
    PAY_LINK: "money:pay_by_link",
    RETURN_PAGE: "portal:goods",
}
ANCHOR_EVERY = timedelta(hours=24)


def all_parts() -> list[Loop]:
    """Return every part, each with how often it looks, in seconds."""
    return [
        Loop("sweeper", sweep_clocks, every=1.0),
        Loop("notices", tell_news, every=1.0),
        Loop("mail", send_mail, every=2.0, hangs_after=120.0),
        Loop("owners", pass_on_cases, every=15.0),
        Loop("quotes", expire_unanswered, every=15.0),
        Loop("telephone", end_lost_calls, every=30.0),
        Loop("bulk", Bulk().step, every=1.0),
        Loop("presence", forget_presence, every=15.0),
        Loop("anchor", anchor_ledger, every=600.0, hangs_after=900.0),
        Loop("history", fold_history, every=1.0),
        Loop("files", clear_files, every=3600.0, hangs_after=900.0),
        *intake.parts(),
        *scanning.parts(),
        *reminding.parts(),
    ]


def sweep_clocks(now: datetime) -> Step:
    """Note the warnings and breaches that have come."""
    swept = sweep(now=now, limit=BATCH)
    return Step(swept.clocks + swept.cases, again=swept.full)


def tell_news(now: datetime) -> Step:
    """Turn what happened into notices."""
    told = tell(now=now, limit=NEWS)
    return Step(told, again=told == NEWS)


def send_mail(now: datetime) -> Step:
    """Send the mail that waits, a storm of it as one message."""
    group_storms(now=now)
    sent = 0
    for _ in range(MAILS):
        if send_next(now=database_now, links=LINKS, sender=settings.DEFAULT_FROM_EMAIL) is None:
            return Step(sent)
        sent += 1
    return Step(sent, again=True)


def clear_files(now: datetime) -> Step:
    """Delete bytes that never became part of anything."""
    return Step(clear_orphans(now=now))


def forget_presence(now: datetime) -> Step:
    """Forget who had which case open."""
    return Step(forget_gone(now=now))


def pass_on_cases(now: datetime) -> Step:
    """Give a new owner to what belongs to somebody who has left or is away."""
    passed = pass_on_ownerless(now=now, limit=BATCH)
    return Step(passed, again=passed == BATCH)


def fold_history(now: datetime) -> Step:
    """Work out what new entries of the history are found by."""
    folded = fold_entries(limit=BATCH)
    return Step(folded, again=folded == BATCH)


def expire_unanswered(now: datetime) -> Step:
    """Record of quotes that nobody answered that they hold no more."""
    expired = expire_quotes(now=now, limit=BATCH)
    return Step(expired, again=expired == BATCH)


def end_lost_calls(now: datetime) -> Step:
    """Take calls as missed of which an exchange told no more."""
    ended = end_silent_calls(now=now, limit=BATCH)
    return Step(ended, again=ended == BATCH)


def case_link(number: str) -> str:
    """Return the address of a case's page; without pages, of the site."""
    try:
        return f"{settings.SITE_URL}{reverse('hotline:case', args=[number])}"
    except NoReverseMatch:
        return str(settings.SITE_URL)


def secret_link(purpose: str, secret: str) -> str:
    """Return the address of a page that opens by a secret alone."""
    return f"{settings.SITE_URL}{reverse(SECRET_PAGES[purpose], args=[secret])}"


LINKS = Links(case_link, secret_link)


def anchor_ledger(now: datetime) -> Step:
    """Keep an anchor of the ledger once a day, in a file outside the database."""
    file = Path(settings.ANCHORS)
    with transaction.atomic():
        one_at_a_time("anchor of the ledger")
        kept = anchors.read(file)
        if kept and now - kept[-1].at < ANCHOR_EVERY:
            return Step()
        return Step(done=int(keep_anchor(at=now, file=file) is not None))
