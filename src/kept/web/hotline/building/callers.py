"""Who may be calling, in words that never claim more than is known."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.archive.queries import equipment_of_customer
from kept.records.cases.queries import open_cases_of_customer
from kept.records.people.models import Person
from kept.records.telephone.queries import CallCard, Certainty, Guess, guesses
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import with_serial
from kept.web.hotline import pages

MOST_CASES, MOST_MACHINES = 4, 4


def log_url(call: CallCard, **more: int | None) -> str:
    """Return where a request by a call is logged."""
    named = {name: value for name, value in more.items() if value}
    return f"{reverse('hotline:log')}?{urlencode({**named, 'call': call.pk})}"


def suspects(call: CallCard, reader: Reader) -> list[pages.Suspect]:
    """Return who may be at the other end, the likeliest first."""
    return [_suspect(call, guess, reader) for guess in guesses(call.number, without=call.pk)]


def _suspect(call: CallCard, guess: Guess, reader: Reader) -> pages.Suspect:
    customer = reader.name(guess.customer_names)
    who = ", ".join(filter(None, [guess.contact, guess.position, customer]))
    is_known = guess.certainty is Certainty.KNOWN
    is_here = guess.certainty is not Certainty.LEFT
    contact = guess.contact_id if is_here else None
    return pages.Suspect(
        title=who if is_known else _("maybe {who}").format(who=who),
        how_sure=_how_sure(guess, reader),
        is_known=is_known,
        log_url=log_url(call, customer=guess.customer_id, contact=contact),
    )


def _how_sure(guess: Guess, reader: Reader) -> str:
    match guess.certainty:
        case Certainty.KNOWN:
            return _("This is their number.")
        case Certainty.SHARED:
            return _("Several people have this number.")
        case Certainty.LEFT:
            return _("The number of somebody who has left.")
        case Certainty.CALLED:
            assert guess.called_at is not None
            return _("This number led to {number} before, {moment}.").format(
                number=guess.case, moment=reader.moment(guess.called_at)
            )
        case Certainty.ALIKE:
            return _("A guess: their numbers begin alike.")


def customer_of(call: CallCard) -> int | None:
    """Return whose cases and machines to show; None where the number may be of several."""
    if call.customer_id is not None:
        return call.customer_id
    likely = {guess.customer_id for guess in guesses(call.number, without=call.pk)}
    return likely.pop() if len(likely) == 1 else None


def attachable(call: CallCard, viewer: Person) -> list[pages.AttachableCase]:
    """Return the open cases of who calls, the last first."""
    customer_id = customer_of(call)
    if customer_id is None:
        return []
    found = open_cases_of_customer(customer_id, viewer=viewer, limit=MOST_CASES)
    return [
        pages.AttachableCase(
            number=line.number,
            title=line.title,
            url=reverse("hotline:case", args=[line.number]),
        )
        for line in found
    ]


def machines(call: CallCard, reader: Reader) -> Iterator[pages.Link]:
    """Yield the machines of who calls: a click, and the form is filled in with them."""
    customer_id = customer_of(call)
    if customer_id is None:
        return
    for card in equipment_of_customer(customer_id, limit=MOST_MACHINES + 1):
        product = card.product
        name = with_serial(f"{product.brand} {product.code}", card.serial_number)
        place = reader.name(card.site.names) if card.site else ""
        url = log_url(call, equipment=card.pk, contact=call.contact_id)
        yield pages.Link(label=" · ".join(filter(None, [name, place])), url=url)
