"""By what the loss ledger is narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.web.common.moments import DayField


class LossForm(forms.Form):
    """Which decisions are summed up: of which days, by which clause, for whom."""

    since = DayField(label=_("From"))
    until = DayField(label=_("Until"))
    clause = forms.ChoiceField(label=_("Clause"), required=False)
    customer = forms.ChoiceField(label=_("Customer"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        clauses: Sequence[tuple[str, str]],
        customers: Sequence[tuple[str, str]],
        **more: Any,
    ):
        super().__init__(data, **more)
        for name, choices in (("clause", clauses), ("customer", customers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("all")), *choices]
