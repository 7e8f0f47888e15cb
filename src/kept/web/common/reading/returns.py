"""Where a return stands, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.returns.standing import State


def return_state_words() -> Mapping[State, str]:
    """Return where a return stands, in words."""
    return {
        State.ASKED: _("to approve"),
        State.EXPECTED: _("expected"),
        State.ON_THE_WAY: _("on the way to us"),
        State.TO_INSPECT: _("to inspect"),
        State.TO_REPAIR: _("in repair"),
        State.AT_SUPPLIER: _("at the supplier"),
        State.TO_TEST: _("to test"),
        State.TO_SHIP: _("to send back"),
        State.SENT_BACK: _("sent back"),
        State.CLOSED: pgettext("a return", "closed"),
        State.REFUSED: pgettext("a return", "refused"),
        State.CANCELLED: pgettext("a return", "called off"),
    }
