"""What policies ask of a machine or of all machines of its model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from kept.rules.policy.model import Attribute
from kept.web.common.forms import ExactForm
from kept.web.common.reading.reader import Reader
from kept.web.hotline.forms.attributes import answer_of, attribute_field, name_of, values_of

PIECE: Final = "piece"
MODEL: Final = "model"


class ParticularsForm(ExactForm):
    """One field for each thing that is asked; an empty one says that it is not known."""

    whose = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any,
        *,
        whose: str,
        asked: Sequence[Attribute],
        known: Mapping[str, Any],
        reader: Reader,
    ) -> None:
        super().__init__(data, initial={"whose": whose}, prefix=None, auto_id=f"{whose}_%s")
        self.asked = asked
        for attribute in asked:
            field = attribute_field(attribute, reader)
            field.initial = answer_of(known.get(short(attribute)))
            self.fields[name_of(attribute.key)] = field

    def said(self) -> dict[str, Any]:
        """Return what was written by its short name; None: not known."""
        values = values_of(self.asked, self.cleaned_data)
        return {short(one): plainly(values.get(one.key)) for one in self.asked}


class ModelForm(ParticularsForm):
    """The same of a model, with how long it was made to last."""

    def __init__(self, data: Any, *, life: int | None, **options: Any) -> None:
        super().__init__(data, whose=MODEL, **options)
        self.fields["design_life_months"] = forms.IntegerField(
            label=_("Design life in months"),
            min_value=1,
            max_value=1200,
            required=False,
            initial=life,
        )


def short(attribute: Attribute) -> str:
    """Return under which name the archive keeps what an attribute asks."""
    return attribute.key.removeprefix("equipment.")


def plainly(value: Any) -> Any:
    """Return a whole number as one: fields for numbers take any."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
