"""Forms for a letter that waits."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.web.common.forms import ExactForm


class AddLetterForm(ExactForm):
    """Adding a letter to a case."""

    number = forms.RegexField(
        r"^\s*(?:[Kk]-)?0*[1-9][0-9]{0,14}\s*$",
        label=_("Case"),
        max_length=24,
        help_text=_("Such as K-000123, or 123."),
    )

    def case_id(self) -> int:
        """Return the case's key."""
        return int(str(self.cleaned_data["number"]).strip().upper().removeprefix("K-"))


class LeaveLetterForm(ExactForm):
    """Saying that there is nothing to do about a letter."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("It stays on record with your name. The mail is kept."),
    )
