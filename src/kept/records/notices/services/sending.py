"""Sending mail, once."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count, Q

from kept.records.files.services import read_bytes
from kept.records.notices.models import Channel, Delivery, Notice
from kept.records.notices.words import words
from kept.records.tokens import token

LEASE = timedelta(minutes=2)  # longer than any mail server may take to answer
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=2)
MOST_ATTEMPTS = 12  # about a day
MOST_UNSURE = 2  # copies that a receiver may get at most
STORM = 50  # more than so many at once become one
LISTED = 50  # so many of them are named
LOOP_MARK = "X-Kept-Loop"
WRITTEN_BY_A_PERSON = {"letter"}


@dataclass(frozen=True)
class Links:
    """Where a message leads: to a case by its number, to a page that opens by a secret alone."""

    case: Callable[[str], str]
    secret: Callable[[str, str], str]  # of a purpose and its token


def send_next(*, now: Callable[[], datetime], links: Links, sender: str) -> bool | None:
    """Send the mail whose time has come first. Returns whether it was taken; None: none is due.

    The attempt is on record before the mail server is asked: who dies in between leaves an
    attempt of unknown outcome, which is made once more, with the same Message-ID, and no more.
    What a server refuses for good is not tried again.
    """
    notice = _claim(now())
    if notice is None:
        return None
    if notice.state == Delivery.FAILED:
        return False
    try:
        _message(notice, links, sender).send()
    except smtplib.SMTPException as error:
        return _not_sent(notice, str(error), now(), again=not _is_final(error))
    except OSError as error:
        return _not_sent(notice, str(error), now(), again=True)
    except Exception as error:  # words that cannot be made: the next mail must not wait
        _not_sent(notice, repr(error), now(), again=False)
        raise
    Notice.objects.filter(pk=notice.pk).update(
        state=Delivery.SENT, sent_at=now(), next_try_at=None, problem=""
    )
    return True


@transaction.atomic
def _claim(now: datetime) -> Notice | None:
    """Return a mail that is ours for a while, its attempt on record."""
    rows = Notice.objects.filter(next_try_at__lte=now).order_by("next_try_at", "pk")
    notice = rows.select_for_update(of=("self",), skip_locked=True).first()
    if notice is None:
        return None
    if notice.state == Delivery.SENDING:
        notice.unsure += 1  # whoever had it never came back
    if notice.unsure >= MOST_UNSURE:
        notice.problem = "It is not known whether the mail server took it."
        notice.state, notice.next_try_at = Delivery.FAILED, None
    else:
        notice.state, notice.next_try_at = Delivery.SENDING, now + LEASE
        notice.attempts += 1
    notice.save(update_fields=["state", "next_try_at", "attempts", "unsure", "problem"])
    return notice


def _not_sent(notice: Notice, problem: str, now: datetime, *, again: bool) -> bool:
    again = again and notice.attempts < MOST_ATTEMPTS
    pause = min(FIRST_PAUSE * 2 ** (notice.attempts - 1), LONGEST_PAUSE)
    Notice.objects.filter(pk=notice.pk).update(
        state=Delivery.WAITING if again else Delivery.FAILED,
        next_try_at=now + pause if again else None,
        problem=problem[:500],
    )
    return False


def _is_final(error: smtplib.SMTPException) -> bool:
    """Say whether a mail server refused for good: a code from 500 on (RFC 5321, 4.2.1)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def _message(notice: Notice, links: Links, sender: str) -> EmailMessage:
    said = words(notice, language=notice.language, link=_secret_link(notice, links))
    lines = [said.subject, "", *said.lines]
    if notice.receiver is None:
        lines = [*said.lines]
    elif notice.subject_key:
        lines += ["", links.case(notice.subject_key)]
    message = EmailMessage(
        subject=" ".join(said.subject.split()),
        body="\n".join(lines) + "\n",
        from_email=sender,
        to=[notice.receiver.email if notice.receiver else notice.address],
        reply_to=[notice.data["reply_to"]] if notice.data.get("reply_to") else None,
        headers=_headers(notice, sender),
    )
    for file in notice.data.get("attach", ()):
        message.attach(file["name"], read_bytes(file["sha256"]), file["media_type"])
    return message


def _secret_link(notice: Notice, links: Links) -> str:
    """Return the link that only this receiver gets: made now, so that it is stored nowhere."""
    purpose, seed = notice.data.get("purpose"), notice.data.get("seed")
    return links.secret(purpose, token(purpose, seed)) if purpose and seed else ""


def _headers(notice: Notice, sender: str) -> dict[str, str]:
    answered = " ".join(str(notice.data.get("in_reply_to", "")).split())
    headers = {
        "Message-ID": notice.data.get("message_id") or message_id(notice, sender),
        "Date": format_datetime(notice.created_at),
        "Content-Language": notice.language,
        LOOP_MARK: loop_mark(sender),
    }
    if notice.kind not in WRITTEN_BY_A_PERSON:
        headers["Auto-Submitted"] = "auto-replied" if answered else "auto-generated"
    if answered:
        headers |= {"In-Reply-To": answered, "References": answered}
    return headers


def loop_mark(sender: str) -> str:
    """Return what our mail carries so that we know it if it comes back."""
    return f"kept {sender.rpartition('@')[2].strip(' >') or 'localhost'}"


def message_id(notice: Notice, sender: str) -> str:
    """Return the Message-ID of a notice: the same for every attempt."""
    host = sender.rpartition("@")[2].strip(" >") or "localhost"
    return f"<notice-{notice.pk}-{notice.created_at:%Y%m%d%H%M%S}@{host}>"


@transaction.atomic
def group_storms(*, now: datetime) -> int:
    """Put the mail of whoever would get more than fifty at once into one. Returns how many."""
    waiting = Notice.objects.filter(
        channel=Channel.EMAIL, state=Delivery.WAITING, attempts=0, next_try_at__lte=now
    ).exclude(Q(kind="digest") | Q(receiver=None))
    counted = waiting.values("receiver_id").annotate(count=Count("pk")).filter(count__gt=STORM)
    stormed = list(counted.values_list("receiver_id", flat=True))
    for receiver_id in stormed:
        rows = waiting.filter(receiver_id=receiver_id).order_by("happened_at", "pk")
        _group(list(rows.select_for_update(of=("self",), skip_locked=True)), now)
    return len(stormed)


def _group(notices: list[Notice], now: datetime) -> None:
    if not notices:
        return
    first = notices[0]
    Notice.objects.create(
        receiver_id=first.receiver_id,
        channel=Channel.EMAIL,
        kind="digest",
        language=first.language,
        data={
            "count": len(notices),
            "lines": [words(each, language=each.language).subject for each in notices[:LISTED]],
            "zone": first.data["zone"],
            "noted_at": now.isoformat(),
        },
        dedup=f"digest/{first.pk}/{notices[-1].pk}",
        happened_at=first.happened_at,
        created_at=now,
        state=Delivery.WAITING,
        next_try_at=now,
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(
        state=Delivery.GROUPED, next_try_at=None
    )
