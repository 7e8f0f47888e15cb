"""Why a letter waits, and why nothing was done about it: in whole sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

WHY: dict[str, _StrOrPromise] = {
    "no_sender": _("It does not say from which one address it comes."),
    "forged": _("Our mail server found that the sender's address is forged."),
    "claims_staff": _("It claims to come from one of us, and nothing proves it."),
    "from_staff": _("It comes from one of us. Say whose request it is."),
    "unproved_answer": _("It speaks of a case without the secret that was sent for answers."),
    "unknown_sender": _("Nobody in the archive has this address."),
    "several": _("The address belongs to contacts of several customers."),
    "left": _("The contact with this address has left the customer."),
    "unreadable": _("It could not be read. Download it to see what it is."),
    "undecided": _("It does not say enough to know which policy holds."),
    "automatic": _("A machine wrote it: an out-of-office note, a newsletter, a bounce."),
    "loop": _("It is our own mail, sent back to us."),
    "twice": _("The same mail came before."),
    "by_web": _("It came by the form for everyone, without an e-mail address that we know."),
    "follows": _("It adds to a request by the form for everyone that waits too."),
    "decided": _("A person decided."),
}


def why(reason: str) -> str:
    """Return the sentence for a reason, in the language active now."""
    return str(WHY.get(reason, ""))
