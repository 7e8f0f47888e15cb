"""Invented clocks and forms for the parts page. Nothing here is a promise of anyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.web.common.forms import Segments
from kept.web.common.ruler import Ruler, Stretch


@dataclass(frozen=True)
class SampleClock:
    """A clock in one state."""

    state: str
    due_at: datetime | None = None
    met_at: datetime | None = None
    note: str = ""
    ruler: Ruler | None = None


@dataclass(frozen=True)
class PartsPage:
    """All parts in all states at one moment."""

    now: datetime
    clocks: list[SampleClock]
    good: forms.Form
    bad: forms.Form


class SampleForm(forms.Form):
    """A field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As on the nameplate."))
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("a", _("Phone")), ("b", _("Mail"))], widget=Segments
    )
    level = forms.ChoiceField(label=_("Level"), choices=[("1", "1"), ("2", "2")])
    agreed = forms.BooleanField(label=_("Agreed"), help_text=_("The customer said so."))


def parts_page(*, now: datetime) -> PartsPage:
    """Return the sample of every part."""
    return PartsPage(
        now=now,
        clocks=clocks(now),
        good=SampleForm(auto_id="good_%s"),
        bad=SampleForm({"name": "", "level": "9"}, auto_id="bad_%s"),
    )


def clocks(now: datetime) -> list[SampleClock]:
    """Return a clock in each state a clock can have."""
    gone = now - timedelta(hours=2)

    def ahead(minutes: int) -> datetime:
        return now + timedelta(minutes=minutes)

    return [
        SampleClock("running", ahead(42), ruler=Ruler(78, 78, (Stretch(21, 29),))),
        SampleClock("running", ahead(26 * 60), ruler=Ruler(9, 9)),
        SampleClock("running", ahead(15 * 24 * 60), ruler=Ruler(2, 2)),
        SampleClock("soon", ahead(9), ruler=Ruler(91, 91)),
        SampleClock("breached", ahead(-3), ruler=Ruler(100)),
        SampleClock("met", gone, gone - timedelta(minutes=32), ruler=Ruler(47)),
        SampleClock("met", gone, gone + timedelta(minutes=12), ruler=Ruler(100)),
        SampleClock("met"),
        SampleClock(
            "paused", note=str(_("waiting for customer")), ruler=Ruler(40, None, (Stretch(40, 46),))
        ),
        SampleClock("not_started", ruler=Ruler(0)),
        SampleClock("unset", note=str(_("measures"))),
        SampleClock("possible"),
        SampleClock("stopped"),
    ]
