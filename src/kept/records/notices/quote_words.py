"""What the mails about a quote say to a customer, and what our people are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

Holes = Mapping[str, Any]
Said = tuple[str, tuple[str, ...]]  # one line, and what there is to add


def sent(holes: Holes) -> Said:
    """Say what something would cost, and how to answer."""
    subject = _("Quotation %(quote)s about your request %(number)s") % holes
    how = {
        "mail": _("To answer, the page asks for a code, which comes in a mail of its own."),
        "phone": _("To answer, the page asks for a code. We tell it to you on the telephone."),
    }[holes["code_by"]]
    return subject, (
        _("%(provider)s offers what is in the enclosed quotation %(quote)s about your request %(number)s for %(total)s in all.") % holes,  # noqa: E501
        _("It holds until %(valid_until)s. Nothing is to be paid before you accept it.") % holes,
        *_bytes(holes),
        "",
        _("Read it, ask about it, accept or decline it on this page, which is open until %(until)s:") % holes,  # noqa: E501
        holes["link"],
        how,
        _("The link is for you alone. Please do not pass it on."),
    )  # fmt: skip


def quote_code(holes: Holes) -> Said:
    """Give the code for a link that was sent in another mail."""
    subject = _("The code for the quotation %(quote)s") % holes
    return subject, (
        _("The code is %(code)s. It goes with the link in our other mail.") % holes,
        _("Nobody of us will ever ask you for this code."),
    )


def asked(holes: Holes) -> Said:
    """Tell our people what a customer asked on the quote's page."""
    subject = _("%(number)s: the customer asks about quotation %(quote)s") % holes
    return subject, (
        _("%(name)s asks: %(text)s") % holes,
        _(
            "What you write down on the quotation as our answer goes to the customer by mail, and "
            "stands on their page."
        ),
    )


def decided(holes: Holes) -> Said:
    """Tell our people what a customer answered on the quote's page."""
    is_yes = holes["outcome"] == "accepted"
    subject = {
        True: _("%(number)s: quotation %(quote)s is accepted"),
        False: _("%(number)s: quotation %(quote)s is declined"),
    }[is_yes] % holes
    line = _("%(name)s accepted it.") if is_yes else _("%(name)s declined it: %(text)s")
    return subject, (line % holes,)


def answered(holes: Holes) -> Said:
    """Confirm what we have on record that the customer answered."""
    subject = {
        "accepted": _("Accepted: quotation %(quote)s"),
        "declined": _("Declined: quotation %(quote)s"),
    }[holes["outcome"]] % holes
    what = {
        "accepted": _("We have on record that %(name)s accepted it on %(at)s: %(total)s in all."),
        "declined": _("We have on record that %(name)s declined it on %(at)s: %(reason)s"),
    }[holes["outcome"]] % holes
    return subject, (
        _("The quotation %(quote)s about your request %(number)s is enclosed once more.") % holes,
        what,
        *_bytes(holes),
        "",
        _("Was it not so? Answer to this mail or call us."),
    )


def replied(holes: Holes) -> Said:
    """Tell the customer what we answered."""
    subject = _("Our answer about the quotation %(quote)s") % holes
    return subject, (
        _("You asked about the quotation %(quote)s about your request %(number)s. We answer:") % holes,  # noqa: E501
        "",
        *str(holes["text"]).splitlines(),
        "",
        _("It stands on the page of the quotation, too, which is open until %(until)s:") % holes,
        holes["link"],
        _("The link is for you alone. Please do not pass it on."),
    )  # fmt: skip


def withdrawn(holes: Holes) -> Said:
    """Say that a quote does not hold any more."""
    subject = _("Withdrawn: quotation %(quote)s") % holes
    return subject, (
        _("The quotation %(quote)s about your request %(number)s does not hold any more.") % holes,
        _("The reason: %(reason)s") % holes,
    )


def _bytes(holes: Holes) -> tuple[str, ...]:
    return ("", _("SHA-256 of the PDF: %(sha256)s") % holes)
