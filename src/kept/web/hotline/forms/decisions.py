"""Forms for what a person decides about a case: its level, who is responsible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.cases.queries import CaseCard
from kept.records.people.models import Role
from kept.records.people.queries import PersonCard, people
from kept.rules.policy.model import Scale
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.reading.reader import Reader
from kept.web.hotline.forms.attributes import FEW, WhenField

SHORT = 2  # letters of a grade's key that say more beside its name: "1: critical"
PARTED = ":"  # between a level's scale and its grade


class LevelForm(ExactForm):
    """Setting a level; the policy's own grades, worst first."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    grade = forms.ChoiceField(label=gettext_lazy("Level"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "A milder level needs one, and so does a decision and what others set: it stays on "
            "record with your name."
        ),
    )

    def __init__(self, *args: Any, card: CaseCard, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        grade = self.fields["grade"]
        assert isinstance(grade, forms.ChoiceField)
        grade.choices = choices = list(level_choices(card, reader))
        if len(choices) <= FEW:
            grade.widget = Segments(attrs={"long": True}, choices=choices)
        self.fields["when"] = WhenField(
            now=reader.now,
            label=_("From when on"),
            required=False,
            help_text=_("Empty: now. Or 10:00, yesterday 16:30, 2026-11-24 10:00."),
        )

    def chosen(self) -> tuple[str, str]:
        """Return the scale and the grade that were chosen."""
        scale, _parted, grade = str(self.cleaned_data["grade"]).partition(PARTED)
        return scale, grade


def askable_levels(card: CaseCard) -> list[Scale]:
    """Return the scales of a policy that a person can set."""
    scales = card.policy.scales.values()
    return [scale for scale in scales if scale.kind == "level" and not scale.attribute]


def level_choices(card: CaseCard, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield each grade of each level, by its name."""
    scales = askable_levels(card)
    for scale in scales:
        for grade in scale.grades:
            label = reader.text(grade.name)
            if len(grade.key) <= SHORT and grade.key not in label:
                label = f"{grade.key}: {label}"
            if len(scales) > 1:
                label = f"{reader.text(scale.name)} {label}"
            yield f"{scale.id}{PARTED}{grade.key}", label


class AssignForm(ExactForm):
    """Who is responsible. `seen` is who was when the form was shown."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    person = forms.ChoiceField(
        label=gettext_lazy("Responsible"), widget=forms.Select(attrs={"autofocus": True})
    )

    def __init__(self, *args: Any, by: int, **options: Any) -> None:
        super().__init__(*args, **options)
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        mine_first = sorted(colleagues(), key=lambda one: one.pk != by)
        person.choices = [(str(one.pk), _described(one, by)) for one in mine_first]


def colleagues() -> list[PersonCard]:
    """Return who works here, by name: what comes in by itself has an account, but no role."""
    return [person for person in people() if person.roles and Role.CUSTOMER not in person.roles]


def _described(person: PersonCard, by: int) -> str:
    labels = [str(role.label) for role in Role if role in person.roles]
    said = f"{person.name} · {', '.join(labels)}"
    return _("Me: {person}").format(person=said) if person.pk == by else said
