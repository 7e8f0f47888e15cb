"""Forms about calls."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.web.common.forms import ExactForm
from kept.web.hotline.forms.numbers import CaseNumberField

VIEWS = [
    ("", _("all")),
    ("missed", _("missed")),
    ("in", _("to us")),
    ("out", _("from us")),
    ("mine", _("mine")),
]


class CallsForm(forms.Form):
    """What the address of the log of calls may say."""

    of = forms.ChoiceField(label=_("Which"), choices=VIEWS, required=False)
    q = forms.CharField(
        label=_("Number, customer, contact or case"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    on = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class AttachForm(ExactForm):
    """To which case a call belongs."""

    case = CaseNumberField(label=_("Case"))


class LetGoForm(ExactForm):
    """Why a caller need not be called back."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
