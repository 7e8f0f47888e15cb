"""The form for something that happened: when, who, what the policy wants to know, a note."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.cases.vocabulary import NEEDS
from kept.rules.facts import Value
from kept.rules.policy.model import Policy
from kept.web.common.forms import ExactForm
from kept.web.common.reading.reader import Reader
from kept.web.hotline.forms.asked import (
    asked_of,
    attributes_in,
    needs_reason,
    offered,
    usual_words,
)
from kept.web.hotline.forms.attributes import (
    WhenField,
    answer_of,
    attribute_field,
    name_of,
    values_of,
)

WAITING, GRADED, REOPENED = "waiting.began", "case.graded", "case.reopened"
NOTE = "note.added"
# What the page around these forms sends: which page it is, what it corrects, and its buttons.
BESIDE = frozenset({"full", "corrects", "preview"})
ALWAYS_SAID = ("channel", "case_type")  # a request is nothing without them
CLOSED = "case.closed"
DECIDED = (REOPENED, CLOSED)  # by who records it


def needs_form(policy: Policy, kind: str) -> bool:
    """Say whether a fact of this kind is more than a press: something must be said with it."""
    return kind in (NOTE, REOPENED, CLOSED) or bool(asked_of(policy, kind))


class FactForm(ExactForm):
    """One fact of a kind that is given; `kind` and `key` come back with it."""

    beside = BESIDE
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    kind = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, policy: Policy, kind: str, reader: Reader, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        told = self.data if self.is_bound else self.initial
        usual = asked_of(policy, kind)
        # What a link asks for beside the usual is what somebody came for: it stands first.
        more = [one for one in attributes_in(policy, tuple(told)) if one not in usual]
        self.attributes = (*more, *usual)
        self.fields["when"] = WhenField(
            now=reader.now,
            label=_("When"),
            required=False,
            help_text=_("Empty: now. Or 10:00, yesterday 16:30, 2026-11-24 10:00."),
        )
        for attribute in self.attributes:
            is_needed = attribute.key in NEEDS.get(kind, ()) or attribute.key in ALWAYS_SAID
            self.fields[name_of(attribute.key)] = attribute_field(
                offered(attribute, policy),
                reader,
                required=is_needed,
                words=usual_words(policy, attribute.key),
            )
        if needs_reason(policy, kind) or "reason" in self.data:
            self.ask_reason(required="reason" in NEEDS.get(kind, ()))
        if kind not in DECIDED:
            self.fields["who"] = forms.CharField(
                label=_("Who"),
                required=False,
                max_length=100,
                help_text=_("If it was somebody else than you."),
            )
        self.fields["note"] = forms.CharField(
            label=_("Reason") if kind == REOPENED else _("Note"),
            required=kind in (NOTE, REOPENED),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        if "despite" in self.data:
            self.ask_despite()
        self._first().widget.attrs["autofocus"] = True

    def ask_reason(self, *, required: bool = False) -> None:
        """Ask why: where a rule looks at it, and where a level becomes milder by what is said."""
        self.fields["reason"] = forms.CharField(
            label=_("Reason"), required=required, max_length=2000
        )

    def ask_despite(self) -> None:
        """Ask why it happened although the policy wants something else first."""
        self.fields["despite"] = forms.CharField(
            label=_("Why nevertheless"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("It stays on record with your name, beside the clause it goes against."),
        )

    def _first(self) -> forms.Field:
        """Return the field to begin with: what must be said, else when."""
        asked = (field for field in self.fields.values() if field.required)
        typed = (
            f for f in asked if not isinstance(f.widget, forms.HiddenInput | forms.RadioSelect)
        )
        return next(typed, self.fields["when"])

    def values(self) -> dict[str, Value]:
        """Return what was said, for the fact."""
        return values_of(self.attributes, self.cleaned_data) | self.text()

    def text(self) -> dict[str, Value]:
        """Return the note with who did it before it."""
        who, note = self.cleaned_data.get("who", ""), self.cleaned_data.get("note", "")
        said = ": ".join(part for part in (who, note) if part)
        reason = self.cleaned_data.get("reason", "")
        return ({"text": said} if said else {}) | ({"reason": reason} if reason else {})

    @staticmethod
    def initial_of(values: dict[str, Value]) -> dict[str, Any]:
        """Return what a fact said, as the form shows it."""
        shown = {name_of(key): answer_of(value) for key, value in values.items()}
        return shown | {"note": values.get("text", ""), "reason": values.get("reason", "")}


class WithdrawForm(ExactForm):
    """Taking an entry back."""

    beside = BESIDE
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=gettext_lazy("It stays on record with your name, and so does the entry."),
    )
