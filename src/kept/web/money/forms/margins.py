"""For which time, in which currency and by what costs are summed up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.margins.queries import By
from kept.web.common.moments import DayField

GROUPS = [
    (By.CUSTOMER.value, _("customer")),
    (By.CONTRACT.value, _("contract")),
    (By.MACHINE.value, _("machine")),
    (By.CASE.value, _("case")),
]


class MarginsForm(forms.Form):
    """What is asked for; its button sends no more than this."""

    by = forms.ChoiceField(label=_("Summed up by"), choices=GROUPS)
    since = DayField(label=_("From day"))
    until = DayField(label=_("Until day"))
    currency = forms.ChoiceField(label=_("Currency"))

    def __init__(self, *args: Any, currencies: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(code, code) for code in currencies]
        self.fields["currency"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Want a span that is one."""
        super().clean()
        said = self.cleaned_data
        if "since" in said and "until" in said and said["until"] < said["since"]:
            raise forms.ValidationError(_("It would end before it begins."))
