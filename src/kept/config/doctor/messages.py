"""Messages to people and from them: sent, able to be sent, taken in."""

from __future__ import annotations

import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection

from kept.config.doctor.finding import Finding, Patient, bad, good, warning
from kept.records.mail.mailserver import MailboxAddress
from kept.records.mail.models import Mailbox
from kept.records.mail.queries import waiting_count
from kept.records.notices.models import Delivery, Notice

FILES = "django.core.mail.backends.filebased.EmailBackend"
MOST_WAIT = timedelta(minutes=10)


def mailboxes(patient: Patient) -> Finding:
    """Does mail come in?"""
    if not settings.MAILBOXES:
        return good("No mailbox is read.")
    known = {box.name: box for box in Mailbox.objects.all()}
    for told in settings.MAILBOXES:
        name = MailboxAddress(**told).name
        box = known.get(name)
        if box is None or box.looked_at is None:
            problem = box.problem if box else "nobody has looked yet"
            return bad(f"{name} was never read: {problem}", "Check KEPT_MAILBOXES; kept run.")
        if patient.now - box.looked_at > MOST_WAIT:
            why = box.problem or "no worker looks"
            return bad(
                f"{name} has not been read since {box.looked_at:%Y-%m-%d %H:%M} UTC: {why}",
                "Check the mail server, KEPT_MAILBOXES and the workers' log.",
            )
    letters = waiting_count()
    return good(f"Every mailbox is read; {letters} mails wait for a person.")


def waiting(patient: Patient) -> Finding:
    """Do messages leave?"""
    stuck = Notice.objects.filter(next_try_at__lt=patient.now - MOST_WAIT).count()
    if stuck:
        return bad(
            f"{stuck} messages should have left more than ten minutes ago.",
            "Start the workers: kept run; read their log.",
        )
    lost = Notice.objects.filter(state=Delivery.FAILED).order_by("-pk")[:1]
    for notice in lost:
        return warning(
            f"Messages could not be sent, the last because: {notice.problem}",
            "Check the receiver's address and KEPT_MAIL_URL.",
        )
    return good("No message waits too long.")


def mail(patient: Patient) -> Finding:
    """Does the mail server take us?"""
    if settings.EMAIL_BACKEND == FILES:
        return warning(
            f"No mail server is named: mail is only written to {patient.places.mail}.",
            "Set KEPT_MAIL_URL, such as smtp+tls://user:password@mail.example.com.",
        )
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        connection = get_connection()
        connection.open()
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        return bad(f"{server} does not take us ({error}).", "Check KEPT_MAIL_URL.")
    return good(f"{server} takes us.")
