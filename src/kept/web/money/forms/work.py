"""Forms that take over or bill what was done: the price of each line where several fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.quotes.contents import plain, unit_name
from kept.records.quotes.from_work import DoneLine
from kept.web.common.forms import ExactForm
from kept.web.common.moments import DayField
from kept.web.money.forms.paying import KeyedForm
from kept.web.money.forms.quoting import offer_words
from kept.web.money.reading import here

PREFIX = "price_"


class ChoosingForm(ExactForm):
    """Which price a line has, where more than one fits."""

    def __init__(self, *args: Any, lines: Sequence[DoneLine], **options: Any) -> None:
        super().__init__(*args, **options)
        for line in lines:
            if len(line.choices) > 1 or (line.choices and not line.has_price):
                self.fields[f"{PREFIX}{line.key}"] = _price_field(line)

    def chosen(self) -> dict[str, int]:
        """Return the price of each line by its key, as far as one was chosen."""
        said = {name: self.cleaned_data.get(name) for name in self.fields}
        return {
            name.removeprefix(PREFIX): int(price)
            for name, price in said.items()
            if name.startswith(PREFIX) and price
        }


class TakeOverForm(ChoosingForm):
    """Taking over what was done into a draft."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class BillWorkForm(ChoosingForm, KeyedForm):
    """By when it is to be paid. `seen`: what somebody looked at before they pressed."""

    seen = forms.CharField(max_length=32, widget=forms.HiddenInput)
    due_on = DayField(label=gettext_lazy("To be paid by"))


def line_words(line: DoneLine) -> str:
    """Return what a line is: how much of what, by whom."""
    much = f"{plain(line.draft.quantity)} {unit_name(line.draft.unit)}"
    code = line.draft.code if line.draft.part_id else ""
    named = f"{code} {here(dict(line.draft.names))}".strip()
    return ", ".join(part for part in (named, much, line.person) if part)


def _price_field(line: DoneLine) -> forms.ChoiceField:
    choices = [(str(one.price_id), offer_words(one)) for one in line.choices]
    label = _("Price of: {what}").format(what=line_words(line))
    none = [("", _("not yet chosen: it is left out"))]
    return forms.ChoiceField(label=label, choices=[*none, *choices], required=False)
