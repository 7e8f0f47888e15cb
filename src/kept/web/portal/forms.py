"""The form of somebody who stands before a machine."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.rules.facts import Value
from kept.rules.policy import intake_questions
from kept.rules.policy.model import Attribute, FactType, Policy
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.reading.reader import Reader
from kept.web.common.uploads import FilesField

MOST_FILES = 5
MOST_QUESTIONS = 8
FEW = 3  # choices that fit side by side on a phone
LEAST_DIGITS = 6
PREFIX = "q_"
NOT_ASKED = ("channel", "case_type")


def questions(policy: Policy) -> tuple[Attribute, ...]:
    """Return what a policy wants to know, as far as one press answers it."""
    plain = (FactType.YES_NO, FactType.ONE_OF)
    found = [q for q in intake_questions(policy) if q.type in plain and q.key not in NOT_ASKED]
    return tuple(found[:MOST_QUESTIONS])


class RequestForm(ExactForm):
    """What is wrong, who asks, how to reach them, and what it looks like."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    description = forms.CharField(
        label=_("What is wrong?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, policy: Policy, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = questions(policy)
        for attribute in self.questions:
            self.fields[_name(attribute)] = _question(attribute, reader)
        self.fields["name"] = forms.CharField(
            label=_("Your name"),
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.fields["phone"] = forms.CharField(
            label=_("Telephone, so that we can call you back"),
            max_length=40,
            validators=[_can_be_called],
            widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        )
        self.fields["file"] = FilesField(
            most=MOST_FILES, label=_("Photos or a voice note"), required=False
        )
        # People do not see it; programs that fill in everything do.
        self.fields["website"] = forms.CharField(
            label=_("Leave this empty"),
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )

    def clean_website(self) -> str:
        """Refuse what a program filled in; a person is told what to do."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave the last field empty and send it again."))
        return ""

    def answers(self) -> dict[str, Value]:
        """Return the answers to the policy's questions; what nobody knows is not said."""
        found: dict[str, Value] = {}
        for attribute in self.questions:
            answer = self.cleaned_data.get(_name(attribute), "")
            if answer:
                is_yes_no = attribute.type is FactType.YES_NO
                found[attribute.key] = answer == "yes" if is_yes_no else answer
        return found


def _name(attribute: Attribute) -> str:
    return PREFIX + attribute.key.replace(".", "__")


def _question(attribute: Attribute, reader: Reader) -> forms.Field:
    label = reader.text(attribute.ask) or reader.text(attribute.name)
    named = [(choice.key, reader.text(choice.name)) for choice in attribute.choices]
    if attribute.type is FactType.YES_NO:
        named = [("yes", gettext("yes")), ("no", gettext("no"))]
    choices = [*named, ("", gettext("not known"))]
    widget = Segments if len(choices) <= FEW else forms.Select
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)


def _can_be_called(text: str) -> None:
    if sum(sign.isdigit() for sign in text) < LEAST_DIGITS:
        raise ValidationError(_("Please give a telephone number at which we can call you back."))
