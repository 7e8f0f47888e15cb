"""Running a macro in several cases: which were marked, and which of them it is run in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django import forms
from django.http import QueryDict

from kept.records.macros.services import MOST
from kept.web.common.forms import ExactForm

NUMBER: Final = re.compile(r"K-[0-9]{6,18}")
CASE: Final = "case"


def marked_in(sent: QueryDict, name: str = CASE) -> list[str]:
    """Return the numbers that were sent, each once; what is no number of a case is left out."""
    return _numbers(sent.getlist(name))


def _numbers(told: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(number for number in told if NUMBER.fullmatch(number)))


class NumbersField(forms.Field):
    """Numbers of cases, as many as are run at once."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str] | None) -> list[str]:
        """Return the numbers."""
        return _numbers(value or [])[:MOST]


class SeveralForm(ExactForm):
    """One run of a macro in several cases, in the version that was seen."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.HiddenInput)
    marked = NumbersField()  # all that were shown
    case = NumbersField()  # those that are ticked
