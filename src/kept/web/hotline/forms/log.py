"""The form for a request: who asks, how, when, what happened, and what the policy wants to know."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kept.records.cases.asking import LogRequest, NewFact
from kept.records.telephone.models import Call
from kept.records.telephone.telling import TELEPHONE
from kept.rules.facts import Value
from kept.rules.policy import intake_questions
from kept.rules.policy.model import Attribute, FactType, Policy
from kept.rules.policy.questions import STANDARD, asked_for
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.steps import FAULT, OF_TYPE
from kept.web.hotline.forms.attributes import (
    UNKNOWN,
    WhenField,
    attribute_field,
    name_of,
    named_choices,
    values_of,
    yes_no_unknown,
)

SOURCE = "web:hotline"
LIVE = ("telephone", "in_person")  # channels on which somebody can answer at once
FEW = 5  # choices that still fit side by side
# Asked for every policy that knows them, whether or not a level or a clock looks at them.
ALWAYS = ("emergency", "visit_demanded")
INTERRUPTED = "interruption.began"
NUMBER = re.compile(r"[1-9][0-9]{0,14}")


@dataclass(frozen=True)
class About:
    """What a request is about, and whom it may come from: what the form's choices are made of."""

    policy: Policy
    customer_id: int
    equipment_id: int | None
    site_id: int | None
    contacts: Callable[[], list[tuple[str, str]]]  # key and name, read when they are shown
    may_call: Callable[[int], bool]  # whether a contact is one of them
    offices: tuple[tuple[str, str], ...] = ()  # asked for where no site says which
    call: Call | None = None  # by which it is told: it says when, and whether we answered


class CallerField(forms.ChoiceField):
    """One of the customer's contacts, who are all read only to be shown."""

    def __init__(self, *, may_call: Callable[[int], bool], **options: Any) -> None:
        super().__init__(**options)
        self.may_call = may_call

    def valid_value(self, value: Any) -> bool:
        """Say whether it is the key of somebody who may be calling."""
        return NUMBER.fullmatch(str(value)) is not None and self.may_call(int(value))


class LogForm(ExactForm):
    """A request as it is told."""

    beside = frozenset({"preview"})
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, about: About, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        self.about, self.reader = about, reader
        self.questions = questions(about.policy)
        told = told_by_the_call(about)
        for name, field in self._fields():
            if name not in told:
                self.fields[name] = field
        for attribute in self.questions:
            self.fields[name_of(attribute.key)] = attribute_field(attribute, reader)

    def _fields(self) -> list[tuple[str, forms.Field]]:
        policy, reader = self.about.policy, self.reader
        channels = named_choices(policy.channels, reader)
        types = named_choices(policy.case_types, reader)
        return [
            *self._who(),
            ("channel", _choice(_("Reached us by"), channels, "telephone")),
            (
                "when",
                WhenField(
                    now=reader.now,
                    label=_("Asked at"),
                    required=False,
                    help_text=_("Empty: now. Or earlier, such as 10:00 or yesterday 16:30."),
                ),
            ),
            ("answered_live", _answered_live()),
            ("case_type", _choice(_("Kind of request"), types, "fault")),
            (
                "description",
                forms.CharField(
                    label=_("In the customer's words"),
                    max_length=4000,
                    widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
                ),
            ),
            (
                "interrupted",
                WhenField(
                    now=reader.now,
                    empty_is_now=False,
                    label=_("Service interrupted since"),
                    required=False,
                    help_text=_("A time, if something stands still."),
                ),
            ),
        ]

    def _who(self) -> list[tuple[str, forms.Field]]:
        contact = CallerField(
            label=_("Contact"),
            required=False,
            choices=self._contacts,
            may_call=self.about.may_call,
        )
        caller = forms.CharField(
            label=_("Caller, if not a contact"), required=False, max_length=200
        )
        who: list[tuple[str, forms.Field]] = [("contact", contact), ("caller", caller)]
        if self.about.offices:
            office = forms.ChoiceField(label=_("Office"), choices=list(self.about.offices))
            who.append(("office", office))
        return who

    def _contacts(self) -> list[tuple[str, str]]:
        return [*self.about.contacts(), (UNKNOWN, _("not in this list"))]

    def sections(self) -> list[pages.FormSection]:
        """Return the fields in groups, as the page shows them."""
        who = [self._row("contact", "c2"), self._row("caller", "c3")]
        who += [self._row(n, p) for n, p in (("channel", "c2"), ("when", "c3")) if n in self.fields]
        if self.about.offices:
            who.append(self._row("office"))
        what = [
            self._row("description"),
            self._row("case_type", "c2"),
            replace(self._row("interrupted", "c3"), only=only_for(self.about.policy, "")),
        ]
        return [
            pages.FormSection(title=_("Who"), rows=who),
            pages.FormSection(title=_("What"), rows=what),
            pages.FormSection(title=_("To ask"), rows=self._asked()),
        ]

    def _asked(self) -> list[pages.FormRow]:
        """Return the questions, two in a row."""
        names = [*(name_of(attribute.key) for attribute in self.questions), "answered_live"]
        there = [name for name in names if name in self.fields]
        keys = {name_of(attribute.key): attribute.key for attribute in self.questions}
        only = {name: only_for(self.about.policy, keys[name]) for name in there if name in keys}
        return [
            replace(self._row(name, "c3" if nth % 2 else "c2"), only=only.get(name, ""))
            for nth, name in enumerate(there)
        ]

    def _row(self, name: str, place: Any = "w") -> pages.FormRow:
        return pages.FormRow(field=self[name], place=place)

    def request(self, now: datetime) -> LogRequest:
        """Return what a valid form says."""
        said = self.cleaned_data
        contact = said.get("contact", "")
        office = said.get("office", "")
        return LogRequest(
            customer_id=self.about.customer_id,
            equipment_id=self.about.equipment_id,
            site_id=self.about.site_id,
            office_id=int(office) if office else None,
            contact_id=int(contact) if contact else None,
            caller=said.get("caller", ""),
            channel=said.get("channel", TELEPHONE if self.about.call else ""),
            case_type=said.get("case_type", ""),
            requested_at=said.get("when") or now,
            description=said.get("description", ""),
            answers=self.answers(said),
            also=tuple(self._also(said)),
            source=SOURCE,
        )

    def answers(self, said: Mapping[str, Any]) -> dict[str, Value]:
        """Return the answers to the policy's questions; what nobody knows is not said."""
        found = values_of(self.questions, said)
        if said.get("channel") in LIVE and said.get("answered_live"):
            found["answered_live"] = said["answered_live"] == "yes"
        return found

    def _also(self, said: Mapping[str, Any]) -> list[NewFact]:
        began = said.get("interrupted")
        if began is None or INTERRUPTED not in self.about.policy.events:
            return []
        return [NewFact(kind=INTERRUPTED, at=began, source=SOURCE)]


def questions(policy: Policy) -> tuple[Attribute, ...]:
    """Return what to ask under a policy, those first that every policy knows."""
    asked = {attribute.key: attribute for attribute in intake_questions(policy)}
    first = [asked.get(key) or worded(policy.attributes.get(key)) for key in ALWAYS]
    usual = [a for a in first if a is not None and a.type is FactType.YES_NO]
    rest = [attribute for key, attribute in asked.items() if key not in ALWAYS]
    return (*usual, *(a for a in rest if a.key not in ("channel", "case_type")))


def only_for(policy: Policy, key: str) -> str:
    """Return the types of request for which a question matters; empty: for all.

    A fault may need any of them, and so may what a policy has beside the usual types.
    """
    types = [
        one
        for one in policy.case_types
        if one == FAULT or one not in OF_TYPE or key in asked_for(policy, one)
    ]
    return "" if len(types) == len(policy.case_types) else " ".join(types)


def worded(attribute: Attribute | None) -> Attribute | None:
    """Return an attribute with the question that is asked where a policy words none."""
    if attribute is None or attribute.ask or attribute.key not in STANDARD:
        return attribute
    return replace(attribute, ask=STANDARD[attribute.key][1])


def told_by_the_call(about: About) -> frozenset[str]:
    """Return which fields nobody need fill in, because the exchange tells them."""
    if about.call is None:
        return frozenset()
    known = {"when", "answered_live"}
    return frozenset(known | ({"channel"} if TELEPHONE in about.policy.channels else set()))


def _choice(label: str, choices: list[tuple[str, str]], initial: str) -> forms.ChoiceField:
    if len(choices) > FEW:
        return forms.ChoiceField(label=label, choices=choices, initial=initial)
    return forms.ChoiceField(label=label, choices=choices, initial=initial, widget=Segments)


def _answered_live() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Did we answer at once?"),
        help_text=_("Counts for calls and in person only."),
        choices=yes_no_unknown(),
        initial="yes",
        required=False,
        widget=Segments,
    )
