"""How a history is narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kept.records.history.models import EntryKind
from kept.records.history.queries import HistoryFilter


class HistoryForm(forms.Form):
    """What the address of a history may say."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("everything")), *kinds]

    def wanted(self) -> HistoryFilter:
        """Return what is asked for; what could not be read does not narrow."""
        self.is_valid()
        said = self.cleaned_data
        kind, until = said.get("kind"), said.get("until")
        return HistoryFilter(
            kinds=(EntryKind(kind),) if kind else (),
            text=said.get("q", ""),
            since=_begins(said["since"]) if said.get("since") else None,
            until=_begins(until + timedelta(days=1)) if until and until.year < 9999 else None,
        )


def _begins(day: Any) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())
