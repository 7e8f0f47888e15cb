"""The form of somebody who stands before a machine."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.records.mail.models import WebRequest
from kept.records.mail.services import Asked, WebFile
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


def trap() -> forms.CharField:
    """Return a field that people do not see; programs that fill in everything do."""
    return forms.CharField(
        label=_("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )


class TrapForm(ExactForm):
    """A form that anybody may send."""

    def clean_website(self) -> str:
        """Refuse what a program filled in; a person is told what to do."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave the last field empty and send it again."))
        return ""


class RequestForm(TrapForm):
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
        self.fields["website"] = trap()

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


class AnybodyForm(TrapForm):
    """What somebody asks whom we do not know yet, about a machine that may be any."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    description = forms.CharField(
        label=_("What is wrong?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    machine = forms.CharField(
        label=_("Which machine? Its serial number helps most"), max_length=200, required=False
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    company = forms.CharField(
        label=_("Your company"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    file = FilesField(most=MOST_FILES, label=_("Photos or a voice note"), required=False)
    website = trap()

    def clean_phone(self) -> str:
        """Return a number at which somebody can be called, or nothing."""
        said = str(self.cleaned_data["phone"])
        if said:
            _can_be_called(said)
        return said

    def clean(self) -> dict[str, Any]:
        """Ask for one way at least to answer."""
        said = self.cleaned_data
        tried = {"phone", "email"} & set(self.errors)
        if not tried and not (said.get("phone") or said.get("email")):
            raise ValidationError(
                _("Please give a telephone number or an e-mail address, so that we can answer.")
            )
        return said

    def asked(self) -> Asked:
        """Return what was asked, as a letter says it."""
        said = self.cleaned_data
        told = [
            (gettext("Machine"), said["machine"]),
            (gettext("Company"), said["company"]),
            (gettext("Telephone"), said["phone"]),
        ]
        lines = [f"{label}: {value}" for label, value in told if value]
        return Asked(
            key=said["key"],
            subject=first_line(said["description"]),
            text="\n".join([said["description"], "", *lines]).strip(),
            name=said["name"],
            email=said["email"],
            phone=said["phone"],
            company=said["company"],
            machine=said["machine"],
            files=files_of(said["file"]),
        )


class MoreForm(TrapForm):
    """What somebody adds to what they asked."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What else should we know?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = FilesField(most=MOST_FILES, label=_("Photos or a voice note"), required=False)
    website = trap()

    def clean(self) -> dict[str, Any]:
        """Ask for something at least."""
        said = self.cleaned_data
        if not self.errors and not said.get("text") and not said.get("file"):
            raise ValidationError(_("Please write something or choose a file."))
        return said

    def asked(self, first: WebRequest) -> Asked:
        """Return it as a letter that follows the first."""
        said, letter = self.cleaned_data, first.letter
        return Asked(
            key=said["key"],
            subject=first_line(said["text"]) or letter.subject,
            text=said["text"],
            name=letter.sender_name or "?",
            email=letter.sender,
            phone=first.phone,
            company=first.company,
            machine=first.machine,
            files=files_of(said["file"]),
        )


def first_line(text: str) -> str:
    """Return the first line of a text, as a subject."""
    return next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")[:200]


def files_of(sent: list[Any]) -> list[WebFile]:
    """Return the files of a form with their bytes."""
    return [WebFile(name=one.name or "", content=one.read()) for one in sent]
