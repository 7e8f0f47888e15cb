"""Forms of the charge sheet: what nobody has said yet, and goodwill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.claims.services import NewGoodwill
from kept.rules.facts import Value
from kept.rules.policy.model import Attribute, FactType
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import capital
from kept.web.money.forms.paying import AmountField


class QuestionsForm(ExactForm):
    """What who pays depends on and nobody has said yet, each with where it can be seen."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, questions: Sequence[Attribute], reader: Reader, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for one in questions:
            self.fields[_name(one)] = _field(one, reader)
        self.fields["evidence"] = forms.CharField(
            label=_("How that is known"),
            max_length=2000,
            help_text=_("A photo, a log, who said so: it stays beside the answer."),
        )

    def values(self) -> dict[str, Value]:
        """Return what was answered, without what was left open."""
        said: dict[str, Value] = {}
        for one in self.questions:
            answer = self.cleaned_data[_name(one)]
            if answer:
                said[one.key] = answer == "yes" if one.type is FactType.YES_NO else answer
        return said

    def clean(self) -> None:
        """Want one answer at least."""
        super().clean()
        if not self.errors and not self.values():
            raise forms.ValidationError(_("Please answer one of the questions."))

    def told(self) -> dict[str, Value]:
        """Return the answers with their evidence."""
        return {**self.values(), "evidence": self.cleaned_data["evidence"]}


class GoodwillForm(ExactForm):
    """Of which component how much is taken over, and why."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    component = forms.ChoiceField(label=gettext_lazy("Of what"))
    per_cent = forms.DecimalField(
        label=gettext_lazy("Per cent that we take over"),
        min_value=1,
        max_value=100,
        decimal_places=2,
        initial=100,
    )
    up_to = AmountField(
        label=gettext_lazy("Up to how much"),
        required=False,
        help_text=gettext_lazy(
            "Beyond it the customer pays. Left empty, it is what it comes to by now, at the most."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stays on record with your name; what the policy says stays."),
    )

    def __init__(
        self, *args: Any, components: list[tuple[str, str]], currency: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["component"].choices = components  # type: ignore[attr-defined]
        label = _("Up to how much ({currency})")
        self.fields["up_to"].label = label.format(currency=currency)

    def goodwill(self, case_id: int) -> NewGoodwill:
        """Return what is to be decided."""
        said = self.cleaned_data
        return NewGoodwill(
            case_id=case_id,
            component=said["component"],
            per_cent=said["per_cent"],
            up_to=said["up_to"],
            reason=said["reason"],
        )


def _name(attribute: Attribute) -> str:
    return "a_" + attribute.key.replace(".", "__")


def _field(attribute: Attribute, reader: Reader) -> forms.Field:
    label = reader.text(attribute.ask) or capital(reader.text(attribute.name))
    if attribute.type is FactType.YES_NO:
        choices = [("yes", _("yes")), ("no", _("no")), ("", _("not known"))]
        return forms.ChoiceField(
            label=label, choices=choices, required=False, initial="", widget=Segments
        )
    named = [(choice.key, reader.text(choice.name)) for choice in attribute.choices]
    return forms.ChoiceField(
        label=label, choices=[("", _("not known")), *named], required=False, initial=""
    )
