"""Links to a quote: made, sent, ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records import tokens
from kept.records.documents.addressees import Addressee, addressee
from kept.records.documents.models import CodeBy
from kept.records.documents.secret_links import revoke, secret_for, told_of
from kept.records.documents.services import LinkEnded
from kept.records.ledger.actor import Actor
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.quotes.models import QuoteLink, QuoteVersion
from kept.records.quotes.services.drafting import QuoteNotFound, held_quote, refuse_over
from kept.records.quotes.standing import QUOTE_LINK
from kept.records.quotes.telling import tell_of_quote
from kept.records.refusal import Refused

LONGEST: Final = timedelta(days=90)


class NotTheNewest(Refused):
    """A customer answers what we offer now."""

    sentence = _("There is a newer version of this quote. Please look at that one.")


@transaction.atomic
def send_quote_link(
    *, version_id: int, contact_id: int, code_by: CodeBy, by: Person, at: datetime, key: str
) -> QuoteLink:
    """Send somebody else, or once more, a link to the newest version; the one before ends.

    Safe to repeat with the same key. Raises QuoteNotFound, NotTheNewest, AcceptedAlready,
    IsWithdrawn, NoAddress.
    """
    version = QuoteVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise QuoteNotFound
    quote = held_quote(version.quote_id)
    old = QuoteLink.objects.filter(seed=seed_of(version, key)).first()
    if old is not None:
        return old
    refuse_over(quote)
    refuse_older(version)
    link = make_link(version, addressee(quote.case, contact_id), code_by, by=by, at=at, key=key)
    tell_of_quote(link, at=at)
    return link


@transaction.atomic
def end_quote_link(*, link_id: int, by: Person, at: datetime) -> None:
    """End a link that was sent. Safe to repeat. Raises LinkEnded for one that never was."""
    quotes = QuoteLink.objects.values_list("version__quote_id", flat=True)
    quote_id = quotes.filter(pk=link_id).first()
    if quote_id is None:
        raise LinkEnded
    held_quote(quote_id)
    link = QuoteLink.objects.select_for_update(of=("self",)).get(pk=link_id)
    if revoke(link, by=by, at=at):
        tell_ledger(link, "quote.link_revoked", by=by, at=at)


def make_link(
    version: QuoteVersion, to: Addressee, code_by: CodeBy, *, by: Person, at: datetime, key: str
) -> QuoteLink:
    """Make a link for a contact, in the caller's transaction; nothing is sent."""
    QuoteLink.objects.filter(version__quote_id=version.quote_id, revoked_at=None).update(
        revoked_at=at, revoked_by=by
    )
    seed = seed_of(version, key)
    link = QuoteLink.objects.create(
        version=version,
        customer_id=version.customer_id,
        **secret_for(to, purpose=QUOTE_LINK, seed=seed),
        code_by=code_by,
        made_at=at,
        made_by=by,
        expires_at=min(max(version.valid_until, at + timedelta(minutes=1)), at + LONGEST),
    )
    tell_ledger(link, "quote.link_made", by=by, at=at)
    return link


def seed_of(version: QuoteVersion, key: str) -> str:
    """Return the seed of the link that one press makes."""
    return tokens.hash_of(f"quote {version.pk} {key}")[:32]


def refuse_older(version: QuoteVersion) -> None:
    """Raise NotTheNewest if another version came after."""
    newer = QuoteVersion.objects.filter(quote_id=version.quote_id, number__gt=version.number)
    if newer.exists():
        raise NotTheNewest


def tell_ledger(link: QuoteLink, verb: str, *, by: Actor, at: datetime) -> None:
    """Write into the ledger what became of a link; neither link nor code stands in it."""
    version = link.version
    data = {
        "quote": str(version.quote.number),
        "version": version.number,
        "sha256": version.sha256,
        **told_of(link),
    }
    write(stream=version.quote.case.stream, verb=verb, by=by, at=at, data=data)
