"""Days and moments in forms: those that somebody can mean."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.rules.facts.values import FIRST_YEAR, LAST_YEAR, is_plausible

DAY: Final = "%Y-%m-%d"  # as browsers write it
MOMENT: Final = "%Y-%m-%dT%H:%M"
_NOT_MEANT = _("Please look at the year again.")


class DayField(forms.DateField):
    """A day that somebody can mean."""

    def __init__(self, **options: Any) -> None:
        attrs = {"type": "date", "min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}
        widget = forms.DateInput(format=DAY, attrs=attrs)  # browsers read no other way
        super().__init__(widget=widget, **options)

    def to_python(self, value: Any) -> date | None:
        """Return the day, unless it is of a year that nobody means."""
        found = super().to_python(value)
        if found is not None and not is_plausible(found):
            raise forms.ValidationError(_NOT_MEANT)
        return found


class MomentField(forms.DateTimeField):
    """A moment that somebody can mean."""

    def __init__(self, **options: Any) -> None:
        attrs = {
            "type": "datetime-local",
            "min": f"{FIRST_YEAR}-01-01T00:00",
            "max": f"{LAST_YEAR}-12-31T23:59",
        }
        widget = forms.DateTimeInput(format=MOMENT, attrs=attrs)
        super().__init__(input_formats=[MOMENT], widget=widget, **options)

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment, unless it is of a year that nobody means."""
        try:
            found = super().to_python(value)
        except OverflowError:  # the first and the last hours of the calendar have no zone
            raise forms.ValidationError(_NOT_MEANT) from None
        if found is not None and not is_plausible(found):
            raise forms.ValidationError(_NOT_MEANT)
        return found
