"""Forms about who leads: an acceptance, and who has a role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.records.people.queries import offices
from kept.web.common.forms import ExactForm
from kept.web.common.reading.reader import Reader
from kept.web.hotline.forms.decisions import colleagues

EVERYWHERE = "all"


class AcceptanceForm(ExactForm):
    """The day on which the customer accepted, and the document that proves it."""

    on = forms.DateField(
        label=_("Accepted on"),
        widget=forms.DateInput(attrs={"type": "date", "autofocus": True}),
    )
    evidence = forms.CharField(
        label=_("Signed document"),
        max_length=200,
        help_text=_("Its number, such as AC-2026-118."),
    )

    def __init__(self, *args: Any, system: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if system:
            self.fields["whole"] = forms.BooleanField(
                label=gettext("All of “{system}” that is not accepted yet").format(system=system),
                required=False,
            )


class HolderForm(ExactForm):
    """Who has a role from now on, and where."""

    role = forms.ChoiceField(label=_("Role"))
    person = forms.ChoiceField(label=_("Who"))
    where = forms.ChoiceField(label=_("Where"))

    def __init__(
        self,
        *args: Any,
        roles: list[tuple[str, str]],
        customers: list[tuple[str, str]],
        reader: Reader,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        places = [(f"office-{office.pk}", reader.name(office.names)) for office in offices()]
        choices: dict[str, list[Any]] = {
            "role": roles,
            "person": [(str(one.pk), one.name) for one in colleagues()],
            "where": [
                (EVERYWHERE, _("everywhere")),
                *customers,
                *places,
            ],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def place(self) -> dict[str, int]:
        """Return the office or the customer that a valid form names."""
        kind, _dash, pk = str(self.cleaned_data["where"]).partition("-")
        return {f"{kind}_id": int(pk)} if pk else {}
