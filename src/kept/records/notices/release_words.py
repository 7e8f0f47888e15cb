"""What people are told of money that a second person has to release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.records.money import as_told
from kept.records.naming import name_in

Holes = Mapping[str, Any]
Said = tuple[str, tuple[str, ...]]  # one line, and what there is to add


def to_release(holes: Holes) -> Said:
    """Say that something waits for the receiver, or another who may."""
    subject = _("%(money)s to release: %(what)s") % _with_words(holes)
    return subject, (
        _("%(by)s asked for it. It is carried out once somebody else has released it.") % holes,
        *_because(holes),
    )


def released(holes: Holes) -> Said:
    """Say that a second person released what the receiver had asked for."""
    subject = _("%(money)s is released: %(what)s") % _with_words(holes)
    return subject, (_("%(by)s released it.") % holes,)


def not_released(holes: Holes) -> Said:
    """Say that a second person refused what the receiver had asked for, and why."""
    subject = _("%(money)s is not released: %(what)s") % _with_words(holes)
    return subject, (_("%(by)s refused it.") % holes, *_because(holes))


def _with_words(holes: Holes) -> dict[str, Any]:
    what = {
        "goodwill": _("goodwill"),
        "supplier": _("less from a supplier"),
        "decision": _("decision about a claim"),
        "credit_note": _("credit note"),
        "refund": _("refund of a payment"),
        "credit_payout": _("pay-out of a credit note"),
    }[holes["giving_kind"]]
    money = as_told(holes["money"])
    subject = name_in(holes["names"], get_language() or "en") or holes["subject"]
    return {**holes, "money": money, "what": f"{what} ({subject})"}


def _because(holes: Holes) -> tuple[str, ...]:
    return (_("Reason: %(reason)s") % holes,) if holes["reason"] else ()
