"""Running a macro."""

from __future__ import annotations

from django import forms

from kept.web.common.forms import ExactForm


class MacroForm(ExactForm):
    """One run of a macro, in the version that was seen."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.HiddenInput)
