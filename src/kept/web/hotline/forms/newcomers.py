"""The form for somebody who asks for the first time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.archive.services import Newcomer
from kept.records.people.models import Language
from kept.web.common.forms import ExactForm


class NewcomerForm(ExactForm):
    """Who asks, and for whom; of a customer that is known only who."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    company = forms.CharField(
        label=_("Company"),
        required=False,
        max_length=200,
        help_text=_("Empty if somebody asks for themselves."),
    )
    name = forms.CharField(label=_("Name of who asks"), max_length=150)
    position = forms.CharField(label=_("Position"), required=False, max_length=100)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)

    def __init__(self, *args: Any, customer_id: int | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.customer_id = customer_id
        if customer_id is not None:
            del self.fields["company"]
        first = self.fields["name" if customer_id else "company"]
        first.widget.attrs["autofocus"] = True

    def newcomer(self) -> Newcomer:
        """Return what a valid form says."""
        said = self.cleaned_data
        return Newcomer(
            customer_id=self.customer_id,
            company=said.get("company", ""),
            name=said["name"],
            position=said["position"],
            phone=said["phone"],
            email=said["email"],
            language=Language(said["language"]),
        )
