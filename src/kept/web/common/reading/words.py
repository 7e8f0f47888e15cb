"""Words for cells without a number and for how binding a promise is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.rules.policy.model import CellState, Strength


def cell_words(cell: CellState) -> str:
    """Return what a cell without number says."""
    words = {
        CellState.UNSET: _("the paper gives no number"),
        CellState.FROM: _("the contract gives no number"),
        CellState.NEGOTIATED: _("agreed case by case"),
        CellState.NOT_OFFERED: _("not offered"),
        CellState.NONE: _("without limit"),
        CellState.IMMEDIATELY: _("at once"),
        CellState.ON_TIME: _("at the agreed time"),
    }
    return words.get(cell, words[CellState.UNSET])


def strength_words(strength: Strength) -> str:
    """Return what it means to miss a promise of this strength."""
    return {
        Strength.GUARANTEE: _("A guarantee: to miss it is to break a promise."),
        Strength.TARGET: _("A target: a miss is reported, but gives the customer no right."),
        Strength.AIM: _("An aim: it is measured, nothing more."),
    }[strength]
