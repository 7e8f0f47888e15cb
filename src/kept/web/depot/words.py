"""The words of returns: where one stands, what happened, who has to do something."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.returns.queries import OwedKind, Turn
from kept.records.returns.standing import Kind


def step_words() -> Mapping[Kind, str]:
    """Return what a button to record each step says."""
    return {
        Kind.ASKED: pgettext("a return", "Asked for"),
        Kind.APPROVED: _("Approve"),
        Kind.REFUSED: _("Refuse"),
        Kind.CANCELLED: _("Call off"),
        Kind.ADVANCE_AGREED: _("Agree on an advance exchange"),
        Kind.SENT_AHEAD: _("Replacement sent ahead"),
        Kind.SENT: _("Sent by the customer"),
        Kind.HANDED_IN: _("Handed in at our door"),
        Kind.RECEIVED: pgettext("goods", "Received"),
        Kind.INSPECTED: _("Inspected"),
        Kind.STARTED: _("Repair began"),
        Kind.TO_SUPPLIER: _("Sent to the supplier"),
        Kind.FROM_SUPPLIER: _("Back from the supplier"),
        Kind.CLAIMED: _("Claim from a supplier"),
        Kind.CLAIM_DECIDED: _("Claim decided"),
        Kind.TOLD: _("Customer told"),
        Kind.REPAIRED: _("Repaired"),
        Kind.REPLACED: _("Replaced"),
        Kind.UNREPAIRED: _("Goes back unrepaired"),
        Kind.SCRAPPED: _("Scrapped"),
        Kind.KEPT: _("Stays with us"),
        Kind.TAKEN_BACK: _("Taken back for good"),
        Kind.STOCKED: _("Put into stock"),
        Kind.TESTED: _("Tested, good"),
        Kind.FAILED: _("Failed the test"),
        Kind.SHIPPED: _("Sent back"),
        Kind.ARRIVED: _("Arrived at the customer’s"),
        Kind.NOTED: _("Note"),
    }


def event_words() -> Mapping[Kind, str]:
    """Return what each step is called once it happened."""
    return {
        **step_words(),
        Kind.APPROVED: _("Approved"),
        Kind.REFUSED: _("Refused"),
        Kind.CANCELLED: _("Called off"),
        Kind.ADVANCE_AGREED: _("Advance exchange agreed"),
        Kind.CLAIMED: _("Claimed from the supplier"),
    }


def owed_words() -> Mapping[OwedKind, str]:
    """Return why a unit is owed."""
    return {
        OwedKind.REMOVED: _("Taken out of a customer’s equipment, not settled"),
        OwedKind.ADVANCE: _("Its replacement went ahead"),
        OwedKind.LOANER: _("Lent"),
        OwedKind.WITH_US: _("A customer’s goods with us"),
        OwedKind.OURS: _("Ours now, and not in stock yet"),
    }


def turn_words() -> Mapping[Turn, str]:
    """Return whose turn it is."""
    return {
        Turn.US: _("our turn"),
        Turn.CUSTOMER: _("the customer’s turn"),
        Turn.SUPPLIER: _("the supplier’s turn"),
    }


def tally_words() -> Mapping[str, str]:
    """Return the names of the counts of a line."""
    return {
        "announced": _("announced"),
        "ahead": _("sent ahead"),
        "received": pgettext("goods", "received"),
        "inspected": _("inspected"),
        "at_supplier": _("at the supplier"),
        "repaired": _("repaired"),
        "replaced": _("replaced"),
        "unrepaired": _("unrepaired"),
        "scrapped": _("scrapped"),
        "kept": _("stays with us"),
        "taken_back": _("taken back for good"),
        "stocked": _("in stock or gone"),
        "tested": _("tested"),
        "shipped": _("sent back"),
    }


def label_again(parcel: int) -> str:
    """Return what the label of a parcel is called that was labelled before."""
    return _("Label back of parcel {number}").format(number=parcel)
