"""What the mails about a document say to a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

Holes = Mapping[str, Any]
Said = tuple[str, tuple[str, ...]]  # one line, and what there is to add


def issued(holes: Holes) -> Said:
    """Say that a document is enclosed."""
    subject = _("%(title)s %(document)s about your request %(number)s") % holes
    return subject, (
        _("%(provider)s has issued the document “%(title)s” about your request %(number)s. It is enclosed as a PDF.") % holes,  # noqa: E501
        *_bytes(holes),
        "",
        _("Is anything in it not as it was? Answer to this mail or call us."),
    )  # fmt: skip


def to_sign(holes: Holes) -> Said:
    """Ask for a signature."""
    subject = _("Please sign: %(title)s %(document)s") % holes
    return subject, (
        _("%(provider)s asks you to sign the document “%(title)s” about your request %(number)s.") % holes,  # noqa: E501
        *_link(holes),
        "",
        _("You can also say there that you do not sign, and why."),
    )  # fmt: skip


def sign_code(holes: Holes) -> Said:
    """Give the code for a link that was sent in another mail."""
    subject = _("The code for signing %(document)s") % holes
    return subject, (
        _("The code is %(code)s. It goes with the link in our other mail.") % holes,
        _("Nobody of us will ever ask you for this code."),
    )


def unsigned(holes: Holes) -> Said:
    """Say that we have it on record that the customer did not sign."""
    subject = _("Not signed: %(title)s %(document)s") % holes
    what = {
        "refused": _("We have on record that %(name)s refused to sign it on %(at)s."),
        "absent": _("We have on record that nobody was there to sign it on %(at)s (%(name)s)."),
    }[holes["outcome"]] % holes
    return subject, (
        _("%(provider)s has issued the document “%(title)s” about your request %(number)s. It is enclosed as a PDF.") % holes,  # noqa: E501
        what,
        _("The reason that was given: %(reason)s") % holes,
        *_bytes(holes),
        *_link(holes),
        "",
        _("Was it not so? Answer to this mail or call us."),
    )  # fmt: skip


def _bytes(holes: Holes) -> tuple[str, ...]:
    return ("", _("SHA-256 of the PDF: %(sha256)s") % holes)


def _link(holes: Holes) -> tuple[str, ...]:
    if not holes["link"]:
        return ()
    how = {
        "mail": _("The page asks for a code, which comes in a mail of its own."),
        "phone": _("The page asks for a code. We tell it to you on the telephone."),
    }[holes["code_by"]]
    return (
        "",
        _("Read it and sign it on this page, which is open until %(until)s:") % holes,
        holes["link"],
        how,
        _("The link is for you alone. Please do not pass it on."),
    )
