"""Forms for planning duties and handing over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.roster.models import Duty
from kept.records.roster.services import Planned
from kept.web.common.clock_words import phrases
from kept.web.common.forms import ExactForm
from kept.web.hotline.forms.decisions import colleagues

DAYS = range(7)
NOBODY = "none"


def may_be_on_duty() -> list[tuple[str, str]]:
    """Return who may be on duty, by name."""
    return [(str(card.pk), card.name) for card in colleagues()]


class PlanForm(ExactForm):
    """One person's shifts of a week: the same hours on the days that are ticked."""

    person = forms.ChoiceField(label=_("Who"))
    duty = forms.ChoiceField(label=_("Duty"), choices=Duty.choices)
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=_("Until"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("At or before the start: the next day."),
    )
    days = forms.MultipleChoiceField(label=_("Days"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = phrases()["weekdays"].split()
        for field, choices in (
            ("person", may_be_on_duty()),
            ("days", [(str(day), names[day]) for day in DAYS]),
        ):
            there = self.fields[field]
            assert isinstance(there, forms.ChoiceField)
            there.choices = choices

    def planned(self, office_id: int, monday: date, zone: ZoneInfo) -> list[Planned]:
        """Return the shifts that a valid form asks for."""
        said = self.cleaned_data
        begins, ends = said["begins"], said["ends"]
        found = []
        for day in said["days"]:
            first = monday + timedelta(days=int(day))
            last = first if ends > begins else first + timedelta(days=1)
            found.append(
                Planned(
                    office_id=office_id,
                    duty=said["duty"],
                    person_id=int(said["person"]),
                    starts_at=datetime.combine(first, begins, zone),
                    ends_at=datetime.combine(last, ends, zone),
                )
            )
        return found


class LeaveForm(ExactForm):
    """Somebody is away, for whole days."""

    person = forms.ChoiceField(label=_("Who"))
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = may_be_on_duty()

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return from when until when, of a valid form."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        end = last + timedelta(days=1) if last < date.max else last
        return datetime.combine(first, time(), zone), datetime.combine(end, time(), zone)


class ShiftForm(ExactForm):
    """Who takes a shift instead; nobody, if that is said: it is taken off the plan."""

    person = forms.ChoiceField(label=_("Who"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [(NOBODY, _("nobody")), *may_be_on_duty()]


class HandOverForm(ExactForm):
    """What the next shift must know."""

    text = forms.CharField(
        label=_("For the next shift"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
