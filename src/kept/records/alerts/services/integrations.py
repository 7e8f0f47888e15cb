"""Letting other programs in, giving them new tokens, and shutting them out."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.alerts.models import Integration, Scope
from kept.records.archive.models import Site
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time

MARK = "kept_"  # by which programs that look for lost secrets know one of ours
BYTES = 32  # of a token: nobody guesses it
LONGEST = 128  # characters of anything that may be one
OVERLAP = timedelta(hours=24)  # how long the old token still works beside a new one


class NameTaken(Refused):
    """Each integration has a name of its own."""

    sentence = _("There is an integration “%(name)s” already. Please choose another name.")


class NotTheirSite(Refused):
    """A site belongs to the customer."""

    sentence = _("The site belongs to another customer. Please choose one of this customer.")


class NotThere(Refused):
    """It has ended, or never was."""

    sentence = _("This integration has ended. Open a new one.")


@dataclass(frozen=True, kw_only=True)
class NewIntegration:
    """What an integration shall be: its name, what it may do, and whose machines it tells of."""

    name: str
    may: Sequence[Scope]
    customer_id: int | None = None
    site_id: int | None = None


@dataclass(frozen=True)
class Opened:
    """An integration, and its token: this once, for it is not kept."""

    integration_id: int
    token: str


@transaction.atomic
def open_integration(*, wanted: NewIntegration, by: Person, now: datetime) -> Opened:
    """Let another program in. Raises NameTaken, NotTheirSite."""
    name = " ".join(wanted.name.split())
    one_at_a_time(f"integration {name.upper()}")
    if Integration.objects.filter(name__iexact=name).exists():
        raise NameTaken(name=name)
    _check_site(wanted)
    token = _new_token()
    row = Integration.objects.create(
        name=name,
        may=[str(scope) for scope in wanted.may],
        customer_id=wanted.customer_id,
        site_id=wanted.site_id,
        token_hash=hash_of(token),
        token_end=token[-4:],
        opened_at=now,
        opened_by=by,
        renewed_at=now,
    )
    data = {"name": name, "may": row.may, "customer": row.customer_id, "site": row.site_id}
    write(stream=row.stream, verb="integration.opened", by=by, at=now, data=data)
    return Opened(row.pk, token)


@transaction.atomic
def renew_token(*, integration_id: int, by: Person, now: datetime, at_once: bool) -> Opened:
    """Give an integration a new token. The old one ends a day later, or at once if it was lost.

    Raises NotThere.
    """
    row = _held(integration_id)
    if row.ended_at is not None:
        raise NotThere
    token = _new_token()
    row.old_token_hash, row.old_until = ("", None) if at_once else (row.token_hash, now + OVERLAP)
    row.token_hash, row.token_end, row.renewed_at = hash_of(token), token[-4:], now
    row.save()
    data = {"old_until": row.old_until.isoformat() if row.old_until else ""}
    write(stream=row.stream, verb="integration.renewed", by=by, at=now, data=data)
    return Opened(row.pk, token)


@transaction.atomic
def end_integration(*, integration_id: int, by: Person, now: datetime) -> bool:
    """Shut an integration out, with each of its tokens. Returns whether anything changed."""
    row = _held(integration_id)
    if row.ended_at is not None:
        return False
    row.ended_at, row.ended_by = now, by
    row.old_token_hash, row.old_until = "", None
    row.save()
    write(stream=row.stream, verb="integration.ended", by=by, at=now)
    return True


def hash_of(token: str) -> str:
    """Return what is kept of a token. It is too long to be guessed, so a plain hash will do."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _new_token() -> str:
    return MARK + secrets.token_urlsafe(BYTES)


def _held(integration_id: int) -> Integration:
    row = Integration.objects.select_for_update().filter(pk=integration_id).first()
    if row is None:
        raise NotThere
    return row


def _check_site(wanted: NewIntegration) -> None:
    if wanted.site_id is None:
        return
    site = Site.objects.filter(pk=wanted.site_id).first()
    if site is None or site.customer_id != wanted.customer_id:
        raise NotTheirSite
