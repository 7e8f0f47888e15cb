"""The form in which a remedy is chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.returns.services import Follows
from kept.web.common.forms import Segments
from kept.web.depot.forms.folded import FoldedForm

FOLLOWS = [
    (Follows.EXCHANGE.value, _("Another unit takes its place")),
    (Follows.TAKE_BACK.value, _("It comes back for good")),
    (Follows.NOTHING.value, _("Nothing is sent")),
]


class RemedyForm(FoldedForm):
    """What was chosen, by whom, and what begins with it."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    option = forms.ChoiceField(label=_("What was chosen"), widget=Segments(attrs={"long": True}))
    follows = forms.ChoiceField(
        label=_("What begins now"),
        choices=FOLLOWS,
        widget=Segments(attrs={"long": True}),
        help_text=_("Where something is sent, a return is opened that names the clause."),
    )
    requester = forms.CharField(label=_("Who chose it"), max_length=150, required=False)

    def __init__(self, *args: Any, options: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["option"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = options
