"""How forms come out: label above, help below, errors in words, a list of them on top."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kept.records.people.models import Language, Person, Theme
from kept.records.people.services.persons import Preferences
from kept.rules.policy.characters import FORBIDDEN

LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")  # line ends, though not everywhere


class Renderer(DjangoTemplates):
    """Django's forms in our parts."""

    form_template_name = "common/form/form.html"
    field_template_name = "common/form/field.html"


class Segments(forms.RadioSelect):
    """Few choices side by side."""

    template_name = "common/form/segments.html"


def refuse_unknown(sent: Iterable[str], asked: Iterable[str]) -> None:
    """Raise SuspiciousOperation, which is answered with 400, if more was sent than was asked for.

    A field that our page does not have was made up. It is refused aloud rather than dropped in
    silence, so that nobody ever relies on one that is taken by mistake.
    """
    unknown = set(sent) - {*asked, "csrfmiddlewaretoken"}
    if unknown:
        raise SuspiciousOperation(f"fields nobody asked for: {str(sorted(unknown))[:200]}")


def legible(sent: QueryDict) -> QueryDict:
    """Return what was sent without the characters that nobody sees.

    They come along with what is pasted, and could turn a text around, or stand for a reason.
    """
    found = QueryDict(mutable=True)
    for name, values in sent.lists():
        found.setlist(name, [FORBIDDEN.sub("", LINE_ENDS.sub("\n", value)) for value in values])
    return found


class ExactForm(forms.Form):
    """A form that takes its own fields, what the buttons beside it send, and nothing else."""

    beside: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, data: Any = None, *more: Any, **options: Any) -> None:
        super().__init__(legible(data) if isinstance(data, QueryDict) else data, *more, **options)

    def full_clean(self) -> None:
        """Look at what was sent. Raises SuspiciousOperation if it was not asked for."""
        if self.is_bound:
            refuse_unknown([*self.data, *self.files], {*self.fields, *self.beside})
        super().full_clean()


def known_time_zone(name: str) -> None:
    """Raise ValidationError unless this is the name of a time zone."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Write it as region and city, such as Asia/Shanghai."),
            params={"name": name},
        )


class PreferencesForm(ExactForm):
    """How a person likes to work."""

    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, widget=Segments(attrs={"long": True})
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"), choices=Theme.choices, widget=Segments(attrs={"long": True})
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        validators=[known_time_zone],
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        help_text=_("All times are shown in this zone."),
    )
    shortcuts = forms.BooleanField(
        label=_("Single keys as shortcuts"),
        required=False,
        help_text=_("J and K move in lists, digits record what happened, ? shows all."),
    )

    @staticmethod
    def values(person: Person) -> dict[str, Any]:
        """Return what the person has chosen so far."""
        return {
            "language": person.language,
            "theme": person.theme,
            "time_zone": person.time_zone,
            "shortcuts": person.shortcuts,
        }

    @classmethod
    def preferences_of(cls, person: Person, *, language: str) -> Preferences:
        """Return the person's preferences in another language."""
        return _preferences(cls.values(person) | {"language": language})

    def preferences(self) -> Preferences:
        """Return what was chosen."""
        return _preferences(self.cleaned_data)


def _preferences(chosen: dict[str, Any]) -> Preferences:
    return Preferences(
        language=Language(chosen["language"]),
        theme=Theme(chosen["theme"]),
        time_zone=chosen["time_zone"],
        shortcuts=chosen["shortcuts"],
    )
