"""What the mails about paying say to a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

Holes = Mapping[str, Any]
Said = tuple[str, tuple[str, ...]]  # one line, and what there is to add


def asked(holes: Holes) -> Said:
    """Say where it can be seen what is to be paid, and paid."""
    subject = _("What is to be paid for your request %(number)s") % holes
    how = {
        "mail": _("To pay, the page asks for a code, which comes in a mail of its own."),
        "phone": _("To pay, the page asks for a code. We tell it to you on the telephone."),
    }[holes["code_by"]]
    return subject, (
        _("On this page of %(provider)s you see what is to be paid for your request %(number)s, and can pay it. It is open until %(until)s:") % holes,  # noqa: E501
        holes["link"],
        how,
        _("The link is for you alone. Please do not pass it on."),
    )  # fmt: skip


def pay_code(holes: Holes) -> Said:
    """Give the code for a link that was sent in another mail."""
    subject = _("The code to pay for your request %(number)s") % holes
    return subject, (
        _("The code is %(code)s. It goes with the link in our other mail.") % holes,
        _("Nobody of us will ever ask you for this code."),
    )
