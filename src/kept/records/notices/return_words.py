"""What the mails about a return say to whoever sends goods in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

Holes = Mapping[str, Any]
Said = tuple[str, tuple[str, ...]]  # one line, and what there is to add


def approved(holes: Holes) -> Said:
    """Say where to send the goods, how, and who pays."""
    subject = _("Return %(rma)s: please send it to us") % holes
    freight = tuple(f"- {line}" for line in holes["freight"])
    return subject, (
        _("Thank you. Please send what you want to return to this address:"),
        "",
        *filter(None, (holes["office"], holes["office_address"], holes["office_phone"])),
        "",
        _("1. Pack it so that it stands a fall. Leave out what is not to be repaired."),
        _("2. Print the label from this page and stick it on the outside of the parcel:"),
        holes["link"],
        _("3. Give the parcel to any carrier. Who takes it scans the code on the label, and you see that on the page."),  # noqa: E501
        "",
        *((_("Who pays which way:"), *freight, "") if freight else ()),
        _("On the same page you see at any time where your goods are and when they are promised to be on their way back."),  # noqa: E501
    )  # fmt: skip


def refused(holes: Holes) -> Said:
    """Say that and why we do not take the goods."""
    subject = _("Return %(rma)s: please do not send it") % holes
    return subject, (
        _("We looked at what you want to send in, and cannot take it as a return."),
        _("The reason: %(reason)s") % holes,
        _("Was it not so? Answer to this mail or call us."),
    )


def received(holes: Holes) -> Said:
    """Say that the goods are here."""
    subject = _("Return %(rma)s: it is here") % holes
    return subject, (
        _("What you sent has arrived here."),
        _("On this page you see how it goes on and when it is promised to be on its way back:"),
        holes["link"],
    )


def shipped(holes: Holes) -> Said:
    """Say that goods are on their way back."""
    subject = _("Return %(rma)s: it is on its way back to you") % holes
    carrier = (_("It is with %(carrier)s.") % holes,) if holes["carrier"] else ()
    return subject, (
        _("We have sent it off to you."),
        *carrier,
        _("Please scan the code on the label when it arrives. Where it is you see on this page:"),
        holes["link"],
    )
