"""Forms of a quote: begin one, its lines, sending, what was said, the answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.cases.queries import CaseCard
from kept.records.documents.addressees import Addressee
from kept.records.prices.models import Band
from kept.records.prices.queries import Offer, currencies
from kept.records.quotes.contents import unit_name
from kept.records.quotes.drafting import DraftLine
from kept.records.quotes.models import Outcome, Speech, Way
from kept.records.quotes.queries import QuoteCard
from kept.web.common import languages
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.moments import DayField
from kept.web.common.numbers import NumberField
from kept.web.common.pressing import new_key
from kept.web.money.forms.links import CodeByField, CodeField, ContactField
from kept.web.money.reading import here

KEY = {"max_length": 60, "widget": forms.HiddenInput}
UNITS = ["piece", "hour", "day", "km", "kg", "trip", "time"]


class BeginQuoteForm(ExactForm):
    """In which currency and languages."""

    key = forms.CharField(**KEY)  # type: ignore[arg-type]
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=list(languages.NAMES.items())
    )
    beside_it = forms.ChoiceField(
        label=gettext_lazy("Beside it"),
        required=False,
        choices=[("", gettext_lazy("none")), *languages.NAMES.items()],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = currencies() or ["CNY"]
        self.fields["currency"].choices = [(code, code) for code in known]  # type: ignore[attr-defined]

    def chosen(self) -> list[str]:
        """Return the languages, the first one first."""
        both = (self.cleaned_data["language"], self.cleaned_data["beside_it"])
        return list(dict.fromkeys(code for code in both if code))


def begin_form(card: CaseCard, sent: Any = None) -> BeginQuoteForm:
    """Return the form to begin a quote, in the language of who asked."""
    return BeginQuoteForm(sent, initial={"key": new_key(), "language": card.language})


class LinesForm(ExactForm):
    """How much of each line there is, and what is added in words; `out` takes one line out."""

    beside = frozenset({"out"})
    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, quote: QuoteCard, **options: Any) -> None:
        super().__init__(*args, **options)
        self.quote = quote
        for place, line in enumerate(quote.lines):
            self.fields[f"q{place}"] = NumberField(
                label=_("{what}: how much").format(what=here(dict(line.names))),
                min_value=0,
                max_digits=12,
                decimal_places=3,
                initial=f"{line.quantity.normalize():f}",
                widget=forms.TextInput(
                    attrs={"inputmode": "decimal", "class": "in", "autocomplete": "off"}
                ),
            )
            self.fields[f"q{place}"].widget.attrs["aria-label"] = self.fields[f"q{place}"].label
        for code in quote.languages:
            self.fields[f"note_{code.replace('-', '_')}"] = forms.CharField(
                label=_("Note in {language}").format(language=languages.NAMES[code]),
                required=False,
                max_length=4000,
                initial=quote.note.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 2, "lang": languages.tag(code)}),
            )

    def lines(self) -> list[DraftLine]:
        """Return the lines that stay."""
        kept = []
        for place, line in enumerate(self.quote.lines):
            quantity: Decimal = self.cleaned_data[f"q{place}"]
            if quantity and self.data.get("out") != str(place + 1):
                kept.append(DraftLine(**{**vars(line), "quantity": quantity}))
        return kept

    def note(self) -> dict[str, str]:
        """Return what is added in words."""
        names = {code: f"note_{code.replace('-', '_')}" for code in self.quote.languages}
        return {code: self.cleaned_data[name] for code, name in names.items()}


OUTSIDE: Final = "outside"


class FromListForm(ExactForm):
    """A line whose price is in a list."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    price = forms.TypedChoiceField(label=gettext_lazy("From a price list"), coerce=int)
    quantity = NumberField(
        label=gettext_lazy("How much"), max_digits=12, decimal_places=3, initial=1
    )

    def __init__(self, *args: Any, offers: Sequence[Offer], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(one.price_id, offer_words(one)) for one in offers]
        self.fields["price"].choices = choices  # type: ignore[attr-defined]

    def line(self) -> DraftLine:
        """Return the line; what it is, the list says."""
        said = self.cleaned_data
        return DraftLine(
            component="", quantity=said["quantity"], names={}, unit="", price_id=said["price"]
        )


class TypedForm(ExactForm):
    """A line whose price somebody types, for a reason, or that the policy itself prices."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    component = forms.ChoiceField(label=gettext_lazy("Of what kind"))
    name = forms.CharField(label=gettext_lazy("What it is"), max_length=200)
    quantity = NumberField(
        label=gettext_lazy("How much"), max_digits=12, decimal_places=3, initial=1
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    amount = NumberField(
        label=gettext_lazy("Price of one, without tax"),
        required=False,
        min_value=0,
        max_digits=16,  # four after the point; what is asked in all has room above it
        decimal_places=4,
        help_text=gettext_lazy("Empty: as much as the policy itself says."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why this price"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("A price that is in no list needs a reason, which stays on record."),
    )

    def __init__(
        self,
        *args: Any,
        components: list[tuple[str, str]],
        contract: Sequence[Offer] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["component"].choices = components  # type: ignore[attr-defined]
        if contract:
            self.fields["item"] = forms.ChoiceField(
                label=_("Which item of the contract"),
                required=False,
                choices=[
                    ("", _("not said")),
                    *((str(one.price_id), offer_words(one)) for one in contract),
                    (OUTSIDE, _("none of them: it is not in the contract")),
                ],
                help_text=_("Where the contract's unit price is the most that may be asked."),
            )
        self.fields["unit"].choices = [(unit, unit_name(unit)) for unit in UNITS]  # type: ignore[attr-defined]

    def line(self, language: str) -> DraftLine:
        """Return the line; its name is in the language in which it was typed."""
        said = self.cleaned_data
        item = said.get("item", "") if said["amount"] is not None else ""
        return DraftLine(
            component=said["component"],
            quantity=said["quantity"],
            names={language: said["name"]},
            unit=said["unit"],
            typed=said["amount"],
            why=said["why"],
            price_id=int(item) if item and item != OUTSIDE else None,
            outside=item == OUTSIDE,
        )


class SendQuoteForm(ExactForm):
    """To whom it goes, how the code travels, until when it holds."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    key = forms.CharField(**KEY)  # type: ignore[arg-type]
    contact = ContactField()
    code_by = CodeByField()

    def __init__(
        self,
        *args: Any,
        known: Sequence[Addressee],
        policy_says: str,
        zone: str,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.zone = zone
        self.fields["contact"].offer(known)  # type: ignore[attr-defined]
        if not policy_says:
            self.fields["until"] = DayField(label=_("Holds until the end of"))
        if "despite" in self.data:
            self.fields["despite"] = forms.CharField(
                label=_("Why nevertheless"), required=False, max_length=2000
            )

    def until(self) -> datetime | None:
        """Return the last moment of the day that was chosen, where the equipment stands."""
        day = self.cleaned_data.get("until")
        if day is None:
            return None
        return datetime.combine(day, time(23, 59, 59), ZoneInfo(self.zone))


class SayForm(ExactForm):
    """What was said about a quote."""

    key = forms.CharField(**KEY)  # type: ignore[arg-type]
    speech = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=Speech.choices,
        widget=Segments(attrs={"long": True}),
    )
    name = forms.CharField(label=gettext_lazy("Who at the customer"), max_length=150)
    text = forms.CharField(
        label=gettext_lazy("What was said"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HeardForm(ExactForm):
    """An answer that one of us heard or read."""

    key = forms.CharField(**KEY)  # type: ignore[arg-type]
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=gettext_lazy("The answer"), choices=Outcome.choices, widget=Segments
    )
    name = forms.CharField(label=gettext_lazy("Who answered"), max_length=150)
    way = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[(way.value, way.label) for way in Way if way != Way.LINK],
    )
    evidence = forms.CharField(
        label=gettext_lazy("Where it can be seen"),
        max_length=500,
        help_text=gettext_lazy("Which call, which letter, which mail."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it was declined"), required=False, max_length=1000
    )


class WithdrawQuoteForm(ExactForm):
    """Why a quote is taken back."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=1000)


class AnswerByLinkForm(ExactForm):
    """The customer's answer, with the code."""

    key = forms.CharField(**KEY)  # type: ignore[arg-type]
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            (Outcome.ACCEPTED.value, gettext_lazy("I accept")),
            (Outcome.DECLINED.value, gettext_lazy("I decline")),
        ],
        widget=Segments,
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = forms.CharField(
        label=gettext_lazy("Position"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why you decline"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    code = CodeField()


class AskByLinkForm(ExactForm):
    """A question about a quote."""

    key = forms.CharField(**KEY)  # type: ignore[arg-type]
    text = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def offer_words(one: Offer) -> str:
    """Return what can be chosen from a list: what it is, what it costs, where that stands."""
    band = f", {Band(one.band).label}" if one.band else ""
    what = f"{one.code} {here(dict(one.names))}{band}"
    return f"{what}: {one.money} ({one.list_code})"
