"""What a second person types."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.web.common.forms import Segments
from kept.web.money.forms.paying import KeyedForm


class ReleaseForm(KeyedForm):
    """Whether a second person releases it."""

    answer = forms.ChoiceField(
        label=_("Do you release it?"),
        choices=[("yes", _("I release it")), ("no", _("I refuse it"))],
        widget=Segments,
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, help_text=_("Needed if you refuse it.")
    )
