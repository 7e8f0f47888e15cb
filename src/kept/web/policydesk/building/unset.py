"""Everything in a draft that has no value yet, each with a field in which it is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.records.policies.drafts import DraftCard
from kept.rules.facts.texts import in_language
from kept.rules.facts.vocabulary import ATTRIBUTES
from kept.rules.policy.fields import Field, fields_of
from kept.rules.policy.forms import SCHEDULE
from kept.rules.policy.model import ClauseState, FactType, Policy
from kept.rules.policy.pieces import NotAPiece, changed, pieces, plain, unset_values, value_of
from kept.rules.policy.positions import Scalar
from kept.rules.policy.walk import walk
from kept.web.common import languages
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.checking import Checked
from kept.web.policydesk.building.drafts import draft_name
from kept.web.policydesk.building.rule import body_of, form_of, with_rule
from kept.web.policydesk.forms import PolicyTextForm
from kept.web.policydesk.labels import help_of, label_of
from kept.web.policydesk.pages import UnsetLine, UnsetPage

FIRST: Final = ("equipment.accepted",)  # what papers mostly mean
ENDS: Final = ("equipment.retired", "contract.free_until")


class UnsetForm(PolicyTextForm):
    """One field for each value that is unset; what is left empty stays so."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, text: str, edition: int) -> None:
        super().__init__(data, initial={"edition": edition})
        self.places = unset_values(text)
        bodies = {place.path[1]: body_of(text, place.path[1]) or "" for place in self.places}
        for number, place in enumerate(self.places):
            is_rule = place.path[0] == "rules"
            one = _field(form_of(bodies[place.path[1]]), place.path[2]) if is_rule else None
            self.fields[f"value-{number}"] = forms.CharField(
                required=False,
                max_length=500,
                label=_("Value"),
                help_text=help_of(place.path[2], "", duration=bool(one and one.examples))
                if is_rule
                else _("As customers should read it; {en: …, zh-Hans: …} for both languages."),
                widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "unset"}),
            )
            if is_rule and lacks_beginning(place, bodies[place.path[1]]):
                self.fields[f"from-{number}"] = forms.ChoiceField(
                    label=_("Counted from"), choices=beginnings(), required=False
                )

    def clean(self) -> dict[str, object]:
        """Say which values are none."""
        said = super().clean() or {}
        for name, value in list(said.items()):
            if name.startswith("value-") and value:
                said[name] = self._written(name, str(value))
                try:
                    value_of(str(said[name]))
                except NotAPiece as mistake:
                    why = languages.said(mistake.saying)
                    self.add_error(name, _("This cannot be read: {why}").format(why=why))
        return said

    def _written(self, name: str, value: str) -> str:
        """Return a value as it stands in the file: a statement in plain words between quotes."""
        place = self.places[int(name.removeprefix("value-"))]
        is_words = place.path[0] == "required" and not value.startswith("{")
        return plain(value) if is_words else value

    def begun(self) -> dict[str, str]:
        """Return from which event a rhythm is counted, by the rule that did not say so."""
        return {
            place.path[1]: self.cleaned_data[f"from-{number}"]
            for number, place in enumerate(self.places)
            if self.cleaned_data[f"value-{number}"] and self.cleaned_data.get(f"from-{number}")
        }

    def values(self) -> dict[Scalar, str]:
        """Return what was filled in, by its place."""
        said = {place: self.cleaned_data[f"value-{n}"] for n, place in enumerate(self.places)}
        return {place: value for place, value in said.items() if value}


def lacks_beginning(place: Scalar, body: str) -> bool:
    """Say whether a rhythm is set here in a rule that does not say from when it is counted."""
    is_rhythm = place.path[2:] == ("every",) and form_of(body) == "schedule"
    return is_rhythm and not pieces(body).keys() & {"from", "before"}


def beginnings() -> list[tuple[str, str]]:
    """Return the days of a machine and of its contract from which a rhythm may be counted."""
    language = languages.tag(get_language() or "en")
    return [
        (key, capfirst(in_language(name, language)))
        for key, (name, kind) in sorted(ATTRIBUTES.items(), key=lambda one: one[0] not in FIRST)
        if kind == FactType.MOMENT and key not in ENDS
    ]


def with_beginnings(text: str, begun: Mapping[str, str]) -> str:
    """Return a text in which rules say from which event they are counted. Raises NoBlock."""
    for rule, event in begun.items():
        body = changed(body_of(text, rule) or "", {"from": event}, order=SCHEDULE.keys)
        text = with_rule(text, rule, body)
    return text


def _field(form: str, key: str) -> Field | None:
    return next((one for one in fields_of(form) if one.key == key), None) if form else None


def build_unset(card: DraftCard, form: UnsetForm, found: Checked, reader: Reader) -> UnsetPage:
    """Return the page of all values that are missing."""
    policy = found.policy
    return UnsetPage(
        now=reader.now,
        draft=card.pk,
        title=draft_name(card),
        form=form,
        lines=[_line(card, form, number, policy, reader) for number in range(len(form.places))],
        clauses=_without_rule(card, policy, reader) if policy else [],
    )


def _line(
    card: DraftCard, form: UnsetForm, number: int, policy: Policy | None, reader: Reader
) -> UnsetLine:
    path = form.places[number].path
    rule = getattr(policy, path[0]).get(path[1]) if policy else None
    is_first = number == 0 or form.places[number - 1].path[1] != path[1]
    sources: dict[str, None] = {}
    for part in walk(rule):
        sources.update(dict.fromkeys(getattr(part, "source", ())))
    clauses = policy.clauses if policy else {}
    return UnsetLine(
        name=reader.text(rule.name) if rule else path[1],
        where=_where(path[2:]),
        clauses=[
            (key, reader.text(clauses[key].text)) for key in sources if key in clauses and is_first
        ],
        url=reverse("policydesk:rule", args=[card.pk, path[1]])
        if path[0] == "rules"
        else reverse("policydesk:publish", args=[card.pk]),
        field=form[f"value-{number}"],
        beginning=form[f"from-{number}"] if f"from-{number}" in form.fields else None,
    )


def _where(path: Sequence[str]) -> str:
    """Return the parts that lead to a value; places in lists say nothing to a person."""
    pairs = zip(path, ("", *path), strict=False)
    told = [
        key if before == "cells" else label_of(key)
        for key, before in pairs
        if key not in ("cells", "is") and (before == "cells" or not key.isdigit())
    ]
    return " › ".join(told)


def _without_rule(card: DraftCard, policy: Policy, reader: Reader) -> list[UnsetLine]:
    """Return the clauses whose form is known and whose value is missing."""
    return [
        UnsetLine(
            name=clause.id,
            where=reader.text(clause.note),
            clauses=[(clause.id, reader.text(clause.text))],
            url=reverse("policydesk:new_rule", args=[card.pk]) + f"?clause={clause.id}",
        )
        for clause in policy.clauses.values()
        if clause.state is ClauseState.UNSET
    ]
