"""Forms about work: time, travel, an expense; beginning, stopping, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kept.records.money import DIGITS
from kept.records.work.models import Where, WorkKind
from kept.records.work.services import NewEntry
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.moments import DayField, MomentField
from kept.web.common.numbers import NumberField
from kept.web.common.uploads import FilesField

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class About:
    """What a form needs to know: whose work of which case, what kinds of cost there are."""

    case_id: int
    person_id: int
    components: Choices
    people: Choices = ()  # for whom somebody may write it down; none: for themselves alone
    is_correction: bool = False
    receipts: Choices = ()
    currencies: Sequence[str] = ()


class KeyForm(ExactForm):
    """A form whose press is recorded once."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)


class StartForm(KeyForm):
    """Where somebody begins to work."""

    where = forms.ChoiceField(
        label=pgettext_lazy("of work", "Where"),
        choices=Where.choices,
        initial=Where.ON_SITE,
        widget=Segments,
    )


class StopForm(ExactForm):
    """When it ended; nothing: now."""

    ended_at = MomentField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Leave it empty if you stop just now."),
    )
    text = forms.CharField(
        label=gettext_lazy("What was done"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawForm(ExactForm):
    """Why an entry is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        help_text=gettext_lazy("It stays on record with your name, and so does the entry."),
    )


class EntryForm(KeyForm):
    """What somebody did: what all entries have in common."""

    kind: WorkKind
    usual: str  # the component that nearly all of these belong to

    def __init__(self, *args: Any, about: About, **options: Any) -> None:
        super().__init__(*args, **options)
        self.about = about
        self.fields["text"] = forms.CharField(
            label=_("What for") if self.kind is WorkKind.EXPENSE else _("What was done"),
            max_length=500,
            required=self.kind is WorkKind.EXPENSE,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields["component"] = forms.ChoiceField(
            label=_("Kind of cost"), choices=about.components, initial=self.usual
        )
        if about.people:
            self.fields["person"] = forms.ChoiceField(
                label=_("Who"),
                choices=about.people,
                initial=str(about.person_id),
            )
        if about.is_correction:
            self.fields["reason"] = forms.CharField(label=_("Why it is corrected"), max_length=500)

    def entry(self, now: datetime) -> NewEntry:
        """Return what was done."""
        said = self.cleaned_data
        return NewEntry(
            case_id=self.about.case_id,
            person_id=int(said.get("person") or self.about.person_id),
            kind=self.kind,
            component=said["component"],
            text=said["text"],
            **self.told(now),
        )

    def told(self, now: datetime) -> dict[str, Any]:
        """Return what entries of this kind say beside."""
        raise NotImplementedError


class TimeForm(EntryForm):
    """From when until when somebody worked, and where."""

    kind, usual = WorkKind.TIME, "labour"
    since = MomentField(label=gettext_lazy("From"))
    until = MomentField(label=gettext_lazy("Until"))
    where = forms.ChoiceField(
        label=pgettext_lazy("of work", "Where"),
        choices=Where.choices,
        initial=Where.ON_SITE,
        widget=Segments,
    )

    def told(self, now: datetime) -> dict[str, Any]:
        """Return the stretch of time."""
        said = self.cleaned_data
        return {"at": said["since"], "ended_at": said["until"], "where": said["where"]}


class TravelForm(EntryForm):
    """How far somebody went, how often, or how long it took."""

    kind, usual = WorkKind.TRAVEL, "travel"
    since = MomentField(label=gettext_lazy("From"))
    until = MomentField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Where the time counts, too."),
    )
    kilometres = NumberField(
        label=gettext_lazy("Kilometres"),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    trips = forms.IntegerField(
        label=gettext_lazy("Trips"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=gettext_lazy("There and back again is one."),
    )

    def told(self, now: datetime) -> dict[str, Any]:
        """Return the way."""
        said = self.cleaned_data
        way = {"kilometres": said["kilometres"] or None, "trips": said["trips"]}
        return {"at": said["since"], "ended_at": said["until"], **way}


class ExpenseForm(EntryForm):
    """What was paid for what, with its receipt."""

    kind, usual = WorkKind.EXPENSE, "travel"
    on = DayField(label=gettext_lazy("Day"))
    amount = NumberField(
        label=gettext_lazy("Amount"),
        min_value=0,
        max_digits=15,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, about: About, **options: Any) -> None:
        super().__init__(*args, about=about, **options)
        known = [*about.currencies, *(code for code in DIGITS if code not in about.currencies)]
        self.fields["currency"] = forms.ChoiceField(
            label=_("Currency"), choices=[(code, code) for code in known]
        )
        self.fields["photo"] = FilesField(
            most=1, label=_("Photo or file of the receipt"), required=False
        )
        if about.receipts:
            self.fields["receipt"] = forms.ChoiceField(
                label=_("Or a file of the case"),
                choices=[("", _("none")), *about.receipts],
                required=False,
            )
        self.order_fields(["on", "amount", "currency", "text", "photo", "receipt"])

    def told(self, now: datetime) -> dict[str, Any]:
        """Return the money."""
        said = self.cleaned_data
        noon = timezone.make_aware(datetime.combine(said["on"], time(12)))
        today = said["on"] == timezone.localtime(now).date()
        receipt = said.get("receipt")
        return {
            "at": min(noon, now) if today else noon,
            "amount": said["amount"],
            "currency": said["currency"],
            "receipt_id": int(receipt) if receipt else None,
        }


FORMS: dict[WorkKind, type[EntryForm]] = {
    WorkKind.TIME: TimeForm,
    WorkKind.TRAVEL: TravelForm,
    WorkKind.EXPENSE: ExpenseForm,
}
