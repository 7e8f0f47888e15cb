"""Fitting out of the van, with few fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.parts.queries import StockLine
from kept.web.common.forms import Segments
from kept.web.store.forms.fields import AmountField, KeyForm, lot_field, serial_field


class VanFitForm(KeyForm):
    """For which case, how many, which one, and whether the old one came out."""

    case = forms.ChoiceField(label=gettext_lazy("Case"))
    quantity = AmountField(initial=1)

    def __init__(
        self, *args: Any, cases: list[tuple[str, str]], line: StockLine, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        case = self.fields["case"]
        assert isinstance(case, forms.ChoiceField)
        case.choices = [(number, f"{number} {title}") for number, title in cases]
        self.fields["serial"] = serial_field()
        self.fields["lot"] = lot_field()
        self.fields["out"] = forms.ChoiceField(
            label=_("What came out"),
            choices=[("none", _("nothing")), ("part", _("the same kind of part"))],
            initial="none",
            widget=Segments(attrs={"long": True}),
        )
        self.fields["out_serial"] = forms.CharField(
            label=_("Serial number of what came out"), required=False, max_length=80
        )
