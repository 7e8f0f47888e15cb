"""The form for something that happened: when, who, what the policy wants to know, a note."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.cases.services.waiting import on_their_side
from kept.records.cases.vocabulary import CLOSED_PREFIXES, NEEDS
from kept.rules.facts import Value
from kept.rules.policy import finding_questions, intake_questions
from kept.rules.policy.model import Attribute, Choice, Event, Policy, TimeIn
from kept.rules.policy.walk import walk
from kept.web.common.forms import ExactForm
from kept.web.common.reading.reader import Reader
from kept.web.hotline.forms.attributes import (
    WhenField,
    answer_of,
    attribute_field,
    name_of,
    values_of,
)

WAITING, GRADED, REOPENED = "waiting.began", "case.graded", "case.reopened"
NOTE, CAUSE, DESCRIBED = "note.added", "cause.found", "request.described"
# What rules seldom narrow by, and people want to say nevertheless.
USUAL = {
    "remote.attempted": ("result",),
    CAUSE: ("cause", "finding"),
    WAITING: ("waiting_for",),
    "stop.began": ("stopped_by",),
    "visit.agreed": ("agreed_at",),
}
TEXTS = ("text", "reason")
# What the page around these forms sends: which page it is, what it corrects, and its buttons.
BESIDE = frozenset({"full", "corrects", "preview"})
ALWAYS_SAID = ("channel", "case_type")  # a request is nothing without them
CLOSED, RECEIVED = "case.closed", "request.received"
DECIDED = (REOPENED, CLOSED)  # by who records it


@lru_cache(maxsize=512)
def asked_of(policy: Policy, kind: str) -> tuple[Attribute, ...]:
    """Return what to ask about a kind of fact: what is needed, and what rules look at in it."""
    keys = [*NEEDS.get(kind, ()), *USUAL.get(kind, ())]
    for part in walk(tuple(policy.rules.values())):
        if isinstance(part, Event) and part.kind == kind:
            keys += [test.key for test in part.where]
        elif isinstance(part, TimeIn) and part.kind == kind:
            keys.append(part.field)
    keys += [attribute.key for attribute in _questions(policy, kind)]
    return tuple(
        policy.attributes[key]
        for key in dict.fromkeys(keys)
        if key in policy.attributes and key not in TEXTS and not key.startswith(CLOSED_PREFIXES)
    )


def needs_form(policy: Policy, kind: str) -> bool:
    """Say whether a fact of this kind is more than a press: something must be said with it."""
    return kind in (NOTE, REOPENED, CLOSED) or bool(asked_of(policy, kind))


def _questions(policy: Policy, kind: str) -> tuple[Attribute, ...]:
    if kind == CAUSE:
        return finding_questions(policy)
    return intake_questions(policy) if kind in (DESCRIBED, RECEIVED) else ()


class FactForm(ExactForm):
    """One fact of a kind that is given; `kind` and `key` come back with it."""

    beside = BESIDE
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    kind = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, policy: Policy, kind: str, reader: Reader, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.attributes = asked_of(policy, kind)
        self.fields["when"] = WhenField(
            now=reader.now,
            label=_("When"),
            required=False,
            help_text=_("Empty: now. Or 10:00, yesterday 16:30, 2026-11-24 10:00."),
        )
        for attribute in self.attributes:
            is_needed = attribute.key in NEEDS.get(kind, ()) or attribute.key in ALWAYS_SAID
            asked = offered(attribute, policy)
            self.fields[name_of(attribute.key)] = attribute_field(asked, reader, required=is_needed)
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
        self._first().widget.attrs["autofocus"] = True

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
        return {"text": said} if said else {}

    @staticmethod
    def initial_of(values: dict[str, Value]) -> dict[str, Any]:
        """Return what a fact said, as the form shows it."""
        shown = {name_of(key): answer_of(value) for key, value in values.items()}
        return shown | {"note": values.get("text", "")}


def offered(attribute: Attribute, policy: Policy) -> Attribute:
    """Return the attribute with the answers that can count under a policy."""
    lists = {"channel": policy.channels, "case_type": policy.case_types}
    if attribute.key in lists:
        named = lists[attribute.key].values()
        return replace(attribute, choices=tuple(Choice(one.key, one.name) for one in named))
    if attribute.key == "waiting_for":  # our own waiting stops nothing
        theirs = tuple(c for c in attribute.choices if on_their_side(policy, c.key))
        return replace(attribute, choices=theirs)
    return attribute


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
