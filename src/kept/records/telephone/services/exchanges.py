"""Letting telephone exchanges in, and shutting them out."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import phonenumbers
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.ledger.actor import Actor
from kept.records.ledger.services import write
from kept.records.people.models import Office, Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.records.telephone.models import Exchange, Extension

BYTES = 32  # of a secret: nobody guesses it
LONGEST = 128  # characters of anything that may be one


class NoSuchExchange(Refused):
    """No exchange goes by this name."""

    sentence = _("There is no telephone exchange “%(name)s”.")


class UnknownCountry(Refused):
    """Numbers are read as people write them in a country."""

    sentence = _("“%(country)s” is no country's code of two letters, such as CN or DE.")


@dataclass(frozen=True)
class Opened:
    """An exchange, and the secret of its address: this once, for it is not kept."""

    exchange: Exchange
    token: str


@transaction.atomic
def open_exchange(
    *, name: str, by: Actor, at: datetime, country: str = "CN", office: Office | None = None
) -> Opened:
    """Let an exchange in. One of this name that is there gets a new secret; the old one ends.

    Raises UnknownCountry.
    """
    country, name = country.strip().upper(), " ".join(name.split())
    if country not in phonenumbers.SUPPORTED_REGIONS:
        raise UnknownCountry(country=country)
    one_at_a_time(f"exchange {name.upper()}")
    token = secrets.token_urlsafe(BYTES)
    exchange = Exchange.objects.filter(name__iexact=name).first()
    is_new = exchange is None
    exchange = exchange or Exchange(name=name, opened_at=at)
    exchange.country, exchange.office = country, office
    exchange.token_hash, exchange.renewed_at, exchange.closed_at = hash_of(token), at, None
    exchange.save()
    verb = "exchange.opened" if is_new else "exchange.renewed"
    data = {"name": name, "country": country, "office": office.code if office else ""}
    write(stream=exchange.stream, verb=verb, by=by, at=at, data=data)
    return Opened(exchange, token)


@transaction.atomic
def close_exchange(*, name: str, by: Actor, at: datetime) -> bool:
    """Shut an exchange out. Returns whether it was let in until now. Raises NoSuchExchange."""
    exchange = _named(name)
    if exchange.closed_at is not None:
        return False
    Exchange.objects.filter(pk=exchange.pk).update(closed_at=at)
    write(stream=exchange.stream, verb="exchange.closed", by=by, at=at)
    return True


@transaction.atomic
def name_extension(*, exchange: str, number: str, person: Person, by: Actor, at: datetime) -> None:
    """Say whose telephone an extension is; whose it was before loses it. Raises NoSuchExchange."""
    there = _named(exchange)
    Extension.objects.update_or_create(
        exchange=there, number=number.strip(), defaults={"person": person}
    )
    data = {"number": number.strip(), "person": person.pk, "name": person.display_name}
    write(stream=there.stream, verb="exchange.extension_named", by=by, at=at, data=data)


def _named(name: str) -> Exchange:
    found = Exchange.objects.select_for_update().filter(name__iexact=" ".join(name.split())).first()
    if found is None:
        raise NoSuchExchange(name=name)
    return found


def hash_of(token: str) -> str:
    """Return what is kept of a secret. It is too long to be guessed, so a plain hash will do."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
