"""Forms about how cases belong together, and for complaints."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.cases.concerned import COMPLAINT
from kept.records.cases.models import LinkKind
from kept.records.cases.queries import CaseCard
from kept.web.common.forms import ExactForm
from kept.web.common.reading.reader import Reader
from kept.web.hotline.forms.attributes import WhenField, named_choices
from kept.web.hotline.forms.decisions import colleagues
from kept.web.hotline.forms.numbers import CaseNumberField

MOST_WORDS = 4000


def link_kinds() -> dict[LinkKind, str]:
    """Return what a person can say of a case, in words."""
    return {
        LinkKind.DUPLICATE: _("asks the same again as"),
        LinkKind.FOLLOWS: _("follows from"),
        LinkKind.COMPLAINT: _("is a complaint about"),
    }


class LinkForm(ExactForm):
    """Saying what this case is to another."""

    kind = forms.ChoiceField(label=gettext_lazy("This case"))
    number = CaseNumberField(
        label=gettext_lazy("Number of the other case"),
        help_text=gettext_lazy("A case of the same customer, such as K-000012."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=2000)

    def __init__(self, *args: Any, case_type: str, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        left_out = () if case_type == COMPLAINT else (LinkKind.COMPLAINT,)
        kind.choices = [(str(k), v) for k, v in link_kinds().items() if k not in left_out]


class UndoForm(ExactForm):
    """Taking a link back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=gettext_lazy("The link stays readable, with your name and this reason."),
    )


class SplitForm(ExactForm):
    """A part of a request that becomes a case of its own."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("What the new case is about"),
        help_text=gettext_lazy("It counts from when the customer asked, as this case does."),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    case_type = forms.ChoiceField(label=gettext_lazy("Kind of request"))

    def __init__(self, *args: Any, card: CaseCard, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["case_type"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = named_choices(card.policy.case_types, reader)


class ComplaintForm(ExactForm):
    """What a customer complains of, about whom, and who handles it."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("In the customer's words"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    channel = forms.ChoiceField(label=gettext_lazy("Reached us by"))
    person = forms.ChoiceField(label=gettext_lazy("About whom of us"), required=False)
    responsible = forms.ChoiceField(
        label=gettext_lazy("Who handles it"),
        help_text=gettext_lazy("Nobody it is about, and not who is responsible for this case."),
    )

    def __init__(self, *args: Any, card: CaseCard, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(str(one.pk), one.name) for one in colleagues()]
        channels = named_choices(card.policy.channels, reader)
        free = [one for one in known if one[0] != str(card.responsible.pk)]
        nobody = [("", _("nobody was named"))]
        for name, choices in (
            ("channel", channels),
            ("person", nobody + known),
            ("responsible", [("", _("please choose")), *free]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        self.fields["when"] = WhenField(
            now=reader.now,
            label=_("Complained at"),
            required=False,
            help_text=_("Empty: now. Or earlier, such as 10:00 or yesterday 16:30."),
        )
