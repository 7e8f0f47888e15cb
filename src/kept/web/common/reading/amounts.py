"""Where an amount of the policy stands, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.rules.assess import AmountState


def amount_state_words(state: AmountState) -> str:
    """Return where an amount stands."""
    return {
        AmountState.POSSIBLE: _("possible"),
        AmountState.DUE: _("to decide"),
        AmountState.CLAIMABLE: _("can be claimed"),
        AmountState.CLAIMED: _("claimed, to decide"),
        AmountState.BARRED: _("not asked for in time"),
        AmountState.DECIDED: _("decided"),
        AmountState.NONE: _("comes to nothing"),
    }[state]
