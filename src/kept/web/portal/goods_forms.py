"""The forms of goods on their way: asking to send something back, saying who has a parcel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kept.records.mail.services import Asked, Goods
from kept.records.transit.models import Deed
from kept.records.transit.services import NewScan
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.pieces import pieces_field
from kept.web.portal.forms import AnybodyForm, TrapForm, first_line, trap


class GoodsForm(TrapForm):
    """What is sent back and why, in a case or of a machine that we know."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    what = forms.CharField(label=_("What do you want to send back?"), max_length=200)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    pieces = pieces_field(initial=1)
    why = forms.CharField(
        label=_("What is wrong with it?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    website = trap()

    def clean(self) -> dict[str, Any]:
        """Take a serial number for one piece only."""
        said = self.cleaned_data
        if said.get("serial") and (said.get("pieces") or 1) > 1:
            text = _("A serial number is of one piece. Please send one request for each piece.")
            self.add_error("pieces", text)
        return said


class MachineGoodsForm(GoodsForm):
    """The same of a machine whose code was scanned: who asks is not known yet."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Telephone, so that we can call you back"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail, for the address and the label"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("what", "serial", "pieces", "why", "name", "phone", "email", "website")


class AnybodyGoodsForm(AnybodyForm):
    """The same of somebody whom we may not know, about anything."""

    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    pieces = pieces_field(initial=1)
    field_order = ("machine", "serial", "pieces", "description")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        machine, why = self.fields["machine"], self.fields["description"]
        machine.label, machine.required = _("What do you want to send back?"), True
        why.label = _("What is wrong with it?")

    def asked(self) -> Asked:
        """Return what was asked, as a letter says it, with the goods it is about."""
        said, plain = self.cleaned_data, super().asked()
        told = [gettext("I want to send it back."), f"{said['pieces']} × {said['machine']}"]
        if said["serial"]:
            told.append(f"{gettext('Serial number')}: {said['serial']}")
        goods = Goods(
            name=said["machine"],
            serial=said["serial"],
            pieces=said["pieces"],
            reason=said["description"],
            language=get_language() or "en",
        )
        text = "\n".join([*told, "", plain.text])
        subject = f"{gettext('Return')}: {first_line(said['machine'])}"[:200]
        return Asked(**{**vars(plain), "text": text, "subject": subject, "goods": goods})


class ScanForm(ExactForm):
    """Who has the parcel now. `at`: when, by the device, which may have been offline since."""

    at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    deed = forms.ChoiceField(label=_("What happened?"), choices=Deed.choices, widget=Segments)
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["deed"].widget.choices = choices

    def said(self, *, now: datetime, address: str | None) -> NewScan:
        """Return what a valid form says."""
        said = self.cleaned_data
        return NewScan(
            deed=Deed(said["deed"]),
            name=said["name"],
            at=_moment(said["at"]) or now,
            address=address,
        )


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
