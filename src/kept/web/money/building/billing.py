"""What an accepted quote is billed as, and the link to pay, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.payments.billing import CHANGED, AcceptedLine, Billing, Fate
from kept.records.payments.links import LinkState
from kept.records.payments.pay_page import PayLinkLine
from kept.web.common.reading.reader import Reader
from kept.web.money.pages.sheets import Cell, Link, Section
from kept.web.money.reading import here


def bill_words(billing: Billing) -> str:
    """Return what one press does, or what has changed since the customer accepted."""
    if billing.net and any(line.fate in (Fate.PARTLY, Fate.NOT_DONE) for line in billing.lines):
        return _(
            "Some of the work was withdrawn after the customer accepted the quote. They pay what "
            "was done, and never more than they accepted. Look at each line."
        )
    if billing.has_changed and billing.net:
        return _(
            "Since the customer accepted, it has changed what they pay. Look at each line: only "
            "what they accepted and the policy still lets them pay is billed."
        )
    if billing.net:
        return _("All of it is billed as it was accepted. Once issued, nothing changes it.")
    if billing.invoices:
        return _("All of it is billed, or nothing more is to be paid as far as is known now.")
    return _("As far as is known now, the customer pays nothing of it.")


def bill_sections(billing: Billing, reader: Reader) -> list[Section]:
    """Return the accepted lines with what becomes of each."""
    version = billing.version
    pairs = [
        (_("Quotation"), f"{version.quote.number}/{version.number}"),
        (_("Accepted by"), f"{billing.answer.name}, {reader.moment(billing.answer.at)}"),
        (_("SHA-256 of what was accepted"), version.sha256),
        (_("Billed now, without taxes"), str(billing.net)),
    ]
    if billing.paid:
        pairs.append((_("Paid before, counted at once"), str(billing.paid)))
    links = [Link(number, reverse("money:invoice", args=[number])) for number in billing.invoices]
    return [
        Section(title=_("What was accepted"), pairs=pairs, links=links),
        Section(
            title=_("Lines"),
            headings=[_("What"), _("Accepted"), _("Billed now"), _("Why")],
            rows=[_cells(line) for line in billing.lines],
        ),
    ]


def _cells(line: AcceptedLine) -> list[Cell]:
    clauses = ", ".join(line.clauses) if line.fate in CHANGED else ""
    return [
        Cell(here(line.row.names)),
        Cell(str(line.accepted), is_number=True),
        Cell(str(line.bill), is_number=True),
        Cell(_fate_words(line.fate), note=clauses),
    ]


def _fate_words(fate: Fate) -> str:
    return {
        Fate.BILLED: _("billed before"),
        Fate.NOTHING: _("the customer pays nothing"),
        Fate.SAME: _("as accepted"),
        Fate.MORE: _("the customer would pay more by now: that takes another quote"),
        Fate.PARTLY: _("not all of it was done: the customer pays what was"),
        Fate.NOT_DONE: _("it was not done, so nobody pays it"),
        Fate.LESS: _("the customer pays less of it by now"),
        Fate.OURS: _("the customer does not pay it by now"),
        Fate.OPEN: _("who pays is not known yet: it is billed later"),
    }[fate]


def link_sections(number: str, sent: PayLinkLine | None, reader: Reader) -> Iterator[Section]:
    """Yield which link was sent last, the code to read out, and the press that ends it."""
    if sent is None:
        return
    is_open = sent.state is LinkState.OPEN
    yield Section(
        title=_("Sent last"),
        pairs=list(_link_pairs(sent, reader)),
        form=Form() if is_open else None,
        form_url=reverse("money:pay_link_end", args=[number]),
        button=_("End the link"),
        form_is_quiet=True,
    )


def _link_pairs(sent: PayLinkLine, reader: Reader) -> Iterator[tuple[str, str]]:
    said = _("{name} <{address}>, {at}, open until {until}").format(
        name=sent.name,
        address=sent.address,
        at=reader.moment(sent.made_at),
        until=reader.moment(sent.until),
    )
    yield _("To"), said
    if sent.state is not LinkState.OPEN:
        yield _("Link"), ended_words(sent.state)
    if sent.code:
        yield _("The code to read out"), sent.code
    if sent.secret:
        address = f"{settings.SITE_URL}{reverse('money:pay_by_link', args=[sent.secret])}"
        yield _("In the demo: the customer's page, for a private window"), address


def ended_words(state: LinkState) -> str:
    """Return why a link opens nothing any more."""
    return {
        LinkState.EXPIRED: _("This link has run out. Please ask us for a new one."),
        LinkState.REVOKED: _("This link was ended, or another one was sent since."),
        LinkState.GUESSED: _("Too many wrong codes were typed. Please ask us for a new link."),
    }[state]
